"""More of `retellings`, far from the wording; the rule on clauses told apart was written beside these."""

from __future__ import annotations

EVIDENCE = {
    "orchard": (
        "We compared two pruning schedules in 48 apple trees of an orchard near Pellheim "
        "between 2016 and 2019. "
        "Trees were allocated to early or late pruning by drawing lots. "
        "The primary outcome was the mass of marketable fruit per tree; the number of flowers was secondary. "
        "Late-pruned trees yielded 31.4 kg of fruit on average, early-pruned trees 24.9 kg (p = 0.02). "
        "The number of flowers did not differ between the schedules (p = 0.61). "
        "Fruit was weighed within two hours of picking by staff who did not know the schedule. "
        "Five trees died of fire blight and were left out of the analysis. "
        "Soil moisture was logged every 15 minutes with buried probes. "
        "In dry years the advantage of late pruning was larger. "
        "We used R 4.1 for all calculations. "
        "The weather data are open; measurements of single trees may be requested from the second author. "
        "Whether the effect holds for pears has not been examined. "
        "The nursery that sold us the trees had no say in the design. "
        "A limitation is that only one orchard was studied. "
        "An earlier trial by Morva (2009) had favoured early pruning."
    ),
    "tagger": (
        "The tagger was trained on 14,200 sentences of court records and tested on 1,800 others. "
        "A further 900 sentences served to choose the learning rate. "
        "Training took 7 hours on a single graphics card with 12 GB of memory. "
        "On the test sentences the tagger reached an F1 score of 0.87, against 0.81 for the baseline. "
        "Precision rose by 4 points, whereas recall was unchanged. "
        "Most errors concerned names of places. "
        "Two law students labelled all sentences independently and agreed on 93% of the tokens. "
        "Disagreements were resolved by a third person. "
        "Without the character layer the score dropped to 0.79. "
        "The model may fail on records from before 1900. "
        "We release the weights under an open licence, but the court records cannot be passed on. "
        "Each experiment was repeated with five random seeds, and the mean is given. "
        "Records were shortened to at most 256 tokens. "
        "The optimiser was Adam with a rate of 0.0003. "
        "We plan to extend the tagger to appeals."
    ),
    "ward": (
        "This cluster trial took place on 22 wards of six hospitals from January to October 2018. "
        "Wards rather than patients were randomised. "
        "Nurses on the intervention wards were taught a new way of turning patients; "
        "those on the control wards went on as usual. "
        "Patients were eligible if they were 65 or older and expected to stay for at least three days. "
        "Patients with open wounds on admission were excluded. "
        "Of 1,914 patients, 1,702 could be followed until discharge. "
        "Pressure ulcers occurred in 6.1% of patients on intervention wards and in 9.8% on control wards. "
        "The odds ratio was 0.60 (95% CI 0.42 to 0.86). "
        "Pain scores were somewhat lower on intervention wards, but this was not significant. "
        "The sample size was calculated to detect a fall from 10% to 6% with a power of 80%. "
        "Patients gave oral consent; written consent was waived by the ethics committee of Sarn. "
        "The trial was registered after the first ward had been enrolled. "
        "No funder was involved in the analysis. "
        "Nurses could not be blinded, but those who examined the skin were."
    ),
    "lagoon": (
        "Water was sampled once a month at nine buoys in the Rial lagoon over three years. "
        "Nitrate was higher in winter than in summer at every buoy. "
        "Chlorophyll was correlated with temperature but not with nitrate. "
        "Samples from buoy 4 were contaminated in March 2014 and discarded. "
        "The southern basin is fed by two rivers, the northern one by springs alone. "
        "Oxygen fell below 2 mg/L on 17 days, all of them in the southern basin. "
        "Fish kills were reported by anglers; we did not verify these reports. "
        "We suspect that sewage is the main source of phosphorus. "
        "The model explained 58% of the variance of chlorophyll. "
        "Salinity ranged from 4 to 19. "
        "About a quarter of the lagoon is shallower than one metre. "
        "Sensors were calibrated before each cruise. "
        "If the sluice were opened, salinity would rise. "
        "All data have been deposited in the archive of the Coastal Survey. "
        "Neither mercury nor lead was detected."
    ),
}

TRUE = {
    "orchard": [
        "Chance decided which apple trees were pruned early and which late.",
        "The trees bore more sellable fruit when they were pruned late.",
        "Whoever weighed the apples was unaware of how the tree had been pruned.",
        "Flower counts were a secondary outcome.",
        "Five trees lost to disease were not analysed.",
        "The soil's moisture was recorded four times an hour.",
        "The experiment ran for several years, from 2016 to 2019.",
        "Late pruning paid off more in years with little rain.",
        "The results rest on a single orchard.",
        "Data of individual trees can be had on request.",
    ],
    "tagger": [
        "The training material comprised 14,200 sentences from courts.",
        "To tune the learning rate, 900 additional sentences were set aside.",
        "One GPU with 12 GB was enough for training.",
        "The new tagger beat the baseline, 0.87 to 0.81 in F1.",
        "Place names caused the majority of mistakes.",
        "A third annotator settled the cases on which the two students disagreed.",
        "Removing the character layer hurt performance.",
        "The court records themselves are not available.",
        "Results are averages over five seeds.",
        "Inputs longer than 256 tokens were cut.",
    ],
    "ward": [
        "Randomisation was done by ward, not by patient.",
        "Twenty-two wards took part in the trial.",
        "Only people aged at least 65 could be included.",
        "Having an open wound on arrival was a reason for exclusion.",
        "Control wards continued with their usual care.",
        "Fewer patients developed pressure ulcers where nurses had been taught the new method.",
        "There was no significant difference in pain.",
        "With the planned sample there was an 80 % chance of detecting a drop from 10 % to 6 %.",
        "The study was registered late, when enrolment had already begun.",
        "Skin assessors were blinded, nurses were not.",
    ],
    "lagoon": [
        "Monthly water samples were collected at nine places for three years.",
        "Winter values of nitrate exceeded those of summer.",
        "Warmer water went along with more chlorophyll.",
        "The samples taken at buoy 4 in March 2014 were thrown away.",
        "Springs are the only source of water for the northern basin.",
        "All 17 days of low oxygen occurred in the southern basin.",
        "The authors did not check what the anglers said about dead fish.",
        "Sewage is thought to bring most of the phosphorus.",
        "The data can be found in the archive of the Coastal Survey.",
        "No lead was found in the water.",
    ],
}

FALSE = {
    "orchard": [
        "Trees that were pruned early gave more fruit on average.",
        "The primary outcome was the number of flowers.",
        "Late pruning led to significantly more flowers.",
        "The people who weighed the fruit knew the schedule.",
        "Five trees died and were replaced by others.",
        "Soil moisture was logged every 15 hours.",
        "The effect was also found in pears.",
        "Measurements of single trees are openly available.",
        "The nursery took part in designing the study.",
        "In dry years the advantage of late pruning disappeared.",
    ],
    "tagger": [
        "The tagger was tested on 14,200 sentences.",
        "Recall rose by 4 points, while precision did not change.",
        "All errors concerned names of places.",
        "The model fails on records from before 1900.",
        "The court records are released under an open licence.",
        "A third person labelled all sentences.",
        "Sentences were labelled by two lawyers.",
        "The tagger has been extended to appeals.",
        "The baseline reached an F1 score of 0.87.",
        "Records were at least 256 tokens long.",
    ],
    "ward": [
        "Patients were randomised individually.",
        "Pain scores were significantly lower on intervention wards.",
        "Patients younger than 65 were eligible.",
        "All 1,914 patients were followed until discharge.",
        "Pressure ulcers were more frequent on intervention wards.",
        "Patients gave written consent.",
        "The trial was registered before the first ward was enrolled.",
        "Nurses were blinded to the allocation.",
        "The hazard ratio was 0.60.",
        "The funder analysed the data.",
    ],
    "lagoon": [
        "Water was sampled once a week at nine buoys.",
        "Nitrate was higher in summer than in winter at every buoy.",
        "Nitrate was correlated with chlorophyll.",
        "The northern basin is fed by two rivers.",
        "Oxygen fell below 2 mg/L in both basins.",
        "The authors verified the reports of fish kills.",
        "Sewage was shown to be the main source of phosphorus.",
        "Salinity rose because the sluice was opened.",
        "Most of the lagoon is shallower than one metre.",
        "Sensors were calibrated after each cruise.",
    ],
}

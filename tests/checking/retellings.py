"""Sentences written by hand on invented evidence: true ones as careful writers tell them, and false ones.

They were written before the rules that they measure, far from the wording on purpose, and of kinds for
which there is no rule as well. A rule must not be bent to fit one of them.
"""

from __future__ import annotations

EVIDENCE = {
    "lakes": (
        "We sampled 48 lakes in northern Finland between June 2014 and September 2016. "
        "Water was collected 30 cm below the surface with a Limnos sampler and filtered within 60 minutes. "
        "Dissolved organic carbon ranged from 2.4 to 18.7 mg/L, with a median of 7.9 mg/L. "
        "Most of the lakes were covered by ice from November to May. "
        "Phosphorus was higher in forested catchments than in catchments dominated by peat. "
        "In total, 13,319 zooplankton individuals were counted, of which 50% were copepods. "
        "Chlorophyll was associated with temperature, but the data do not show which drives the other. "
        "Six of the lakes were sampled only once because of bad weather. "
        "If funding allows, the survey will be repeated in 2024. "
        "Earlier work by Karlsson et al. showed that brown lakes emit more carbon dioxide."
    ),
    "trial": (
        "Participants were randomly assigned to yoga (n = 112) or usual care (n = 109). "
        "The primary outcome was pain intensity at 12 weeks, measured with a 10-point scale. "
        "Pain fell by 2.3 points with yoga and by 1.1 points with usual care (p = 0.004). "
        "Eleven people withdrew before the first session, and a further 14 were lost to follow-up. "
        "Assessors did not know the allocation; participants could not be blinded. "
        "The ethics committee of the Nordby Hospital approved the protocol, "
        "and all participants gave written consent. "
        "No serious adverse events were reported. "
        "Some participants in the yoga group complained of muscle soreness. "
        "The findings suggest that yoga may relieve chronic back pain. "
        "The de-identified data will be made available upon acceptance of the article. "
        "We plan to follow the participants for five years."
    ),
    "model": (
        "The classifier was trained on 9,600 recordings from Kenya "
        "and tested on 2,400 recordings from Ghana. "
        "We used Adam with a learning rate of 0.0005 and a batch size of 64, and stopped after 40 epochs. "
        "The transformer outperformed the recurrent network by 3.2 percentage points. "
        "Recordings shorter than 2 seconds were discarded. "
        "Training took about 7 hours on a single graphics card. "
        "The first 200 recordings of each site were set aside for calibration. "
        "Neither the code nor the weights can be shared for reasons of licence. "
        "Accuracy could be improved by adding more languages. "
        "Labels were assigned by two linguists, who resolved disagreements by discussion. "
        "Dropout did not improve the results. "
        "Noise was added to half of the training recordings."
    ),
    "fossils": (
        "Twenty-six skulls were scanned at a resolution of 0.05 mm using microtomography. "
        "The specimens are housed at the Museum of Lorne and were excavated in 1987. "
        "Cranial volume was estimated from the scans by the first author. "
        "Three of the skulls are incomplete. "
        "Volumes of males exceeded those of females by roughly a tenth. "
        "Only part of the scans is publicly available; the rest can be requested from the museum. "
        "The work was funded by the Halden Foundation under grant 4471. "
        "Critics claim that the deposits are younger than 1 million years. "
        "It is unknown whether the population was isolated. "
        "Age was inferred from tooth wear, bone fusion and growth lines."
    ),
}

TRUE = {
    "lakes": [
        "The study covered 48 Finnish lakes.",
        "Samples of water were filtered no later than one hour after they were taken.",
        "About 13,300 zooplankton animals were counted.",
        "Half of the zooplankton were copepods.",
        "Fieldwork took place from 2014 to 2016.",
        "The median concentration of dissolved organic carbon was 7.9 mg/L.",
        "Next, water was taken 0.3 m below the surface using a Limnos sampler.",
        "Forested catchments had higher phosphorus than peat-dominated ones.",
        "Catchments with peat had lower phosphorus than forested catchments.",
        "Bad weather meant that six lakes were visited just once.",
        "The majority of the lakes had ice cover between November and May.",
        "Chlorophyll was correlated with temperature.",
        "Karlsson et al. reported that brown lakes give off more carbon dioxide.",
        "A repeat of the survey is foreseen for 2024, depending on funding.",
        "It is worth noting that DOC ranged from 2.4 to 18.7 mg/L.",
    ],
    "trial": [
        "There were 221 participants in all, 112 in the yoga group and 109 in usual care.",
        "In total, 221 participants were randomised.",
        "The main outcome was the intensity of pain after 12 weeks.",
        "Pain was rated on a scale of ten points.",
        "Yoga reduced pain by 2.3 points, usual care by 1.1 points.",
        "Outcome assessors were blinded to the allocation.",
        "Participants were not blinded.",
        "Altogether 25 people dropped out: 11 before the first session and 14 lost to follow-up.",
        "The protocol was approved by the ethics committee of the Nordby Hospital.",
        "Written consent was obtained from all participants.",
        "There were no serious adverse events.",
        "A few people doing yoga reported sore muscles.",
        "Yoga may help against chronic back pain.",
        "The authors intend to share the anonymised data once the article is accepted.",
        "A follow-up over five years is planned.",
    ],
    "model": [
        "The training set consisted of 9,600 recordings made in Kenya.",
        "Recordings from Ghana, 2,400 in number, served as the test set.",
        "The model was optimised with Adam (learning rate 5e-4, batches of 64).",
        "Training was stopped after 40 epochs.",
        "Instead, the recurrent network was outperformed by the transformer.",
        "The recurrent network was 3.2 percentage points worse than the transformer.",
        "Clips of less than two seconds were left out.",
        "It took roughly seven hours to train the model on one GPU.",
        "The initial 200 recordings from every site were reserved for calibration.",
        "The code is not shared because of its licence.",
        "The authors cannot release the weights for licensing reasons.",
        "More languages could improve the accuracy.",
        "Two linguists assigned the labels and settled disagreements by talking them through.",
        "Dropout brought no improvement.",
        "Half of the recordings used for training had noise added.",
    ],
    "fossils": [
        "The skulls were scanned with microtomography at 50 µm.",
        "26 skulls were scanned.",
        "The specimens were dug up in 1987 and are kept at the Museum of Lorne.",
        "The first author estimated the volume of the crania.",
        "23 of the skulls are complete.",
        "Males had larger cranial volumes than females, by about 10 %.",
        "Some of the scans are public, and the museum provides the others on request.",
        "Funding came from the Halden Foundation (grant 4471).",
        "According to critics, the deposits are less than a million years old.",
        "Whether the population lived in isolation is not known.",
        "Tooth wear and bone fusion were used to infer age.",
        "Ages were derived from teeth, among other things.",
        "Not all scans are openly accessible.",
        "Three skulls were not complete.",
        "The excavation dates from 1987.",
    ],
}

FALSE = {
    "lakes": [
        "Water was collected 30 m below the surface.",
        "All lakes were covered by ice from November to May.",
        "Phosphorus was higher in catchments dominated by peat than in forested catchments.",
        "Temperature drives chlorophyll.",
        "The survey was repeated in 2024.",
        "In this study, brown lakes were shown to emit more carbon dioxide.",
        "Samples were filtered within 60 hours.",
        "Dissolved organic carbon ranged from 7.9 to 18.7 mg/L.",
        "All 48 lakes were sampled only once because of bad weather.",
        "The lakes were sampled between June 2016 and September 2014.",
        "Dissolved organic carbon had a median of 7.9 g/L.",
        "Half of the copepods were counted.",
        "The lakes lie in southern Finland.",
        "About 18,300 zooplankton individuals were counted.",
        "Bad weather was caused by the lakes.",
    ],
    "trial": [
        "Pain fell by 1.1 points with yoga and by 2.3 points with usual care.",
        "Participants were randomly assigned to yoga (n = 109) or usual care (n = 112).",
        "Assessors knew the allocation.",
        "All participants in the yoga group complained of muscle soreness.",
        "The study shows that yoga relieves chronic back pain.",
        "The de-identified data are available.",
        "The participants were followed for five years.",
        "Serious adverse events were reported.",
        "Participants were blinded.",
        "The primary outcome was pain intensity at 12 months.",
        "Eleven people withdrew after the first session.",
        "The participants approved the protocol, and the ethics committee gave written consent.",
        "Pain fell more with usual care than with yoga.",
        "The ethics committee waived approval of the protocol.",
        "Eleven people were lost to follow-up.",
    ],
    "model": [
        "The classifier was trained on recordings from Ghana and tested on recordings from Kenya.",
        "The recurrent network outperformed the transformer.",
        "Recordings longer than 2 seconds were discarded.",
        "Training took about 7 minutes on a single graphics card.",
        "The code is shared under a licence.",
        "Accuracy was improved by adding more languages.",
        "All recordings of each site were set aside for calibration.",
        "Dropout improved the results.",
        "Noise was added to all training recordings.",
        "The learning rate was 64 and the batch size was 0.0005.",
        "Labels were assigned by one linguist, two authors and a machine.",
        "Only the weights can be shared.",
        "Training used several graphics cards.",
        "The transformer outperformed the recurrent network by 3.2 standard deviations.",
        "Noise was added to half of the test recordings.",
    ],
    "fossils": [
        "The skulls were scanned at a resolution of 0.05 cm.",
        "All scans are publicly available.",
        "The deposits are younger than 1 million years.",
        "The population was isolated.",
        "Volumes of females exceeded those of males by roughly a tenth.",
        "Age was inferred from tooth wear, carbon dating and growth lines.",
        "The deposits are younger than 1 thousand years.",
        "Three of the skulls are complete.",
        "The last author estimated cranial volume from the scans.",
        "The skulls were excavated at the Museum of Lorne.",
        "None of the scans is publicly available.",
        "Every skull is incomplete.",
        "The work was funded by the museum.",
        "Critics claim that the deposits are older than 1 million years.",
        "Tooth wear was caused by bone fusion.",
    ],
}

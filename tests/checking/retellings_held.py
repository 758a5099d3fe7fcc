"""Sentences as in `retellings`, written when all rules stood, and on which none was changed afterwards."""

from __future__ import annotations

EVIDENCE = {
    "teeth": (
        "Between May 2015 and June 2017, 186 adults with a missing molar were treated at two dental schools. "
        "They received either a ceramic or a metal crown, as a computer decided. "
        "The dentists knew which crown they placed; the patients and the examiners did not. "
        "After three years, 8 ceramic and 3 metal crowns had failed (p = 0.12). "
        "Patients were more satisfied with ceramic crowns. "
        "Gums were inflamed in 22% of the patients at the start and in 15% at the end. "
        "Twenty-one patients did not come to the last visit. "
        "Smokers were not excluded, but made up only a tenth of the sample. "
        "The cost of the crowns was not recorded. "
        "The trial was paid for by the Dental Fund of Mirau, and the maker of the crowns "
        "gave them at half price. "
        "Longer follow-up will show whether the difference in failures grows. "
        "The protocol was changed once: the visit at 18 months was dropped. "
        "Anonymous data can be had from the trial office after signing an agreement."
    ),
    "galaxies": (
        "We measured the rotation of 73 spiral galaxies with the radio array at Tolm. "
        "Galaxies seen face-on were left out because their rotation cannot be measured. "
        "The speed was constant beyond 10 kpc in 61 of them and fell in the rest. "
        "Each galaxy was observed for six hours, spread over three nights. "
        "Distances were taken from the catalogue of Brun et al. (2016). "
        "Heavier galaxies rotated faster. "
        "The scatter about this relation was 0.08 dex, half of what Ilves (2011) had found. "
        "We cannot rule out that gas clouds disturb the two slowest galaxies. "
        "Two of us classified the galaxies by eye and disagreed on five. "
        "The maps have a resolution of 15 arcseconds. "
        "Adding a dark halo improved the fit for all but four galaxies. "
        "The reduced maps are on the server of the observatory, and the code is in a public repository. "
        "The array was closed for repairs in February, which delayed the survey."
    ),
    "soil": (
        "Earthworms were counted in 30 fields, half of which had been ploughed every year. "
        "Unploughed fields held 210 worms per square metre on average, ploughed fields 95. "
        "Worms were driven out of the ground with mustard water and released after counting. "
        "Counts took place in April and again in October. "
        "In October there were fewer worms in both kinds of field. "
        "Soil was sampled to a depth of 25 cm and dried at 105 °C. "
        "Organic carbon explained a third of the variation between fields. "
        "One farmer withdrew, so that only 29 fields were counted in autumn. "
        "Pesticide use was reported by the farmers and not checked. "
        "The number of species did not depend on ploughing. "
        "Deep-burrowing species were found in unploughed fields only. "
        "We had expected an effect of soil type, but there was none. "
        "Farmers who stop ploughing might gain from the worms within five years."
    ),
}

TRUE = {
    "teeth": [
        "The trial included 186 adults from two dental schools.",
        "A computer determined which kind of crown a patient got.",
        "Neither patients nor examiners knew the kind of crown.",
        "The difference in failures was not statistically significant.",
        "Ceramic crowns pleased the patients more than metal ones.",
        "Inflammation of the gums became rarer during the study.",
        "The final visit was missed by 21 people.",
        "One in ten patients smoked.",
        "Nothing is known about what the crowns cost.",
        "To get the data one has to sign an agreement.",
    ],
    "galaxies": [
        "The sample consists of 73 spirals.",
        "Face-on galaxies were not considered.",
        "In most of the galaxies the rotation speed stayed the same beyond 10 kpc.",
        "Observing one galaxy took six hours in all.",
        "The distances come from an existing catalogue.",
        "More massive galaxies spin more quickly.",
        "Ilves had found twice as much scatter.",
        "Classification was done visually by two of the authors.",
        "For four galaxies a dark halo did not make the fit better.",
        "The code is publicly available.",
    ],
    "soil": [
        "Fifteen of the fields were ploughed each year.",
        "Fields that were not ploughed had more than twice as many earthworms.",
        "Mustard water brought the worms to the surface.",
        "Worms were counted in spring and in autumn.",
        "Autumn counts were lower.",
        "Samples of soil reached down to 25 cm.",
        "One field fewer was counted in October because a farmer dropped out.",
        "The authors relied on what farmers said about pesticides.",
        "Ploughing made no difference to the number of species.",
        "Against expectation, soil type had no effect.",
    ],
}

FALSE = {
    "teeth": [
        "The dentists did not know which crown they placed.",
        "After three years, 3 ceramic crowns had failed.",
        "Significantly more ceramic than metal crowns failed.",
        "Smokers were excluded.",
        "Gums were inflamed in 15% of the patients at the start.",
        "The maker of the crowns paid for the trial.",
        "The difference in failures grows with time.",
        "The visit at 18 months was added to the protocol.",
        "Anonymous data are openly available.",
        "Metal crowns satisfied patients more than ceramic ones.",
    ],
    "galaxies": [
        "The speed fell beyond 10 kpc in 61 galaxies.",
        "Each galaxy was observed for six nights.",
        "The scatter was half of what Brun et al. had found.",
        "Lighter galaxies rotated faster.",
        "Gas clouds disturb the two slowest galaxies.",
        "A dark halo improved the fit for all galaxies.",
        "The authors measured the distances with the radio array.",
        "Galaxies were classified by a computer program.",
        "The survey was finished early because the array was closed.",
        "Only galaxies seen face-on were measured.",
    ],
    "soil": [
        "Ploughed fields held 210 worms per square metre.",
        "Worms were killed after counting.",
        "In October there were more worms in both kinds of field.",
        "All 30 fields were counted in autumn.",
        "The use of pesticides was checked by the authors.",
        "Ploughing reduced the number of species.",
        "Deep-burrowing species were found in ploughed fields only.",
        "Soil type had the expected effect.",
        "Farmers who stopped ploughing gained from the worms.",
        "Organic carbon explained most of the variation between fields.",
    ],
}

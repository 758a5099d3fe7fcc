"""Sentences as in `retellings`, written when all rules stood, and on which none was changed afterwards."""

from __future__ import annotations

EVIDENCE = {
    "harbour": (
        "Sediment cores were taken at 19 stations in Velden Harbour in autumn 2020 with a gravity corer. "
        "Each core was cut into slices of 2 cm, which were frozen at -20 °C until analysis. "
        "Copper exceeded the guideline of 65 mg/kg at 12 stations. "
        "The highest value, 412 mg/kg, was found beside the old shipyard. "
        "Concentrations decreased with distance from the shipyard. "
        "Lead was below the detection limit in most cores. "
        "Grain size was determined by laser diffraction at the University of Orme. "
        "Two cores were lost during transport and were not replaced. "
        "The benthic fauna was dominated by polychaetes, which made up 71% of all individuals. "
        "The absence of molluscs may be due to dredging. "
        "The port authority intends to remove the sediment by 2028. "
        "Earlier surveys by Haas and Lind (1998) reported lower copper values. "
        "Samples of water were not analysed. "
        "The authors declare that the shipyard paid for the laboratory work. "
        "Half of the stations lie in water shallower than 6 m."
    ),
    "choir": (
        "We recruited 64 amateur singers, 41 women and 23 men, from four choirs through posters. "
        "Singers with hearing loss were not eligible. "
        "Each singer performed the same song twice, once alone and once in the group. "
        "Heart rate was recorded every 5 seconds with a chest strap. "
        "Heart rates were more similar in the group than alone. "
        "The mean heart rate was 92 beats per minute in the group and 97 beats per minute alone. "
        "Breathing was slower when phrases were long. "
        "The order of the two conditions was chosen by tossing a coin. "
        "Three recordings were unusable because the strap slipped. "
        "Questionnaires about mood were filled in before and after singing. "
        "Mood improved in both conditions, but the difference between them was not significant (p = 0.31). "
        "We did not measure cortisol. "
        "Whether the effect lasts longer than an hour remains to be studied. "
        "Recordings can be obtained from the first author; the questionnaires are published as a supplement. "
        "Some singers said that the strap was uncomfortable. "
        "If singers breathe together, their hearts may beat together."
    ),
}

TRUE = {
    "harbour": [
        "Cores of sediment were collected at 19 stations in the harbour of Velden.",
        "The sampling took place in the autumn of 2020.",
        "Cores were sliced every 2 cm.",
        "The slices were kept frozen at -20 °C.",
        "At 12 stations, copper was above the guideline value of 65 mg/kg.",
        "The largest copper concentration was 412 mg/kg.",
        "Copper was highest next to the old shipyard.",
        "Farther from the shipyard, concentrations were lower.",
        "Grain size was measured with laser diffraction.",
        "Two cores went missing during transport.",
        "Polychaetes accounted for 71 % of the animals.",
        "Dredging might explain why there were no molluscs.",
        "Water samples were not examined.",
        "The laboratory work was paid for by the shipyard.",
        "Half the stations are less than 6 m deep.",
    ],
    "choir": [
        "Sixty-four amateur singers took part.",
        "The sample consisted of 41 women and 23 men.",
        "People with hearing loss were excluded.",
        "All participants sang the same song alone and in a group.",
        "A chest strap was used to measure heart rate.",
        "Heart rate was measured at intervals of 5 s.",
        "Singing in a group made heart rates more alike.",
        "On average the heart beat 92 times per minute in the group.",
        "A coin was tossed to decide on the order of conditions.",
        "Three recordings could not be used since the strap had slipped.",
        "Mood was assessed by questionnaire before and after the singing.",
        "There was no significant difference in mood improvement between conditions.",
        "Cortisol was not measured.",
        "The recordings are available from the first author.",
        "Long phrases went with slower breathing.",
    ],
}

FALSE = {
    "harbour": [
        "Lead was below the detection limit in all cores.",
        "Copper exceeded the guideline of 65 g/kg at 12 stations.",
        "Concentrations increased with distance from the shipyard.",
        "The port authority removed the sediment.",
        "In this study, lower copper values were found than in earlier surveys by the authors.",
        "The absence of molluscs is due to dredging.",
        "Two cores were lost during transport and were replaced.",
        "Samples of water were analysed.",
        "The highest value, 412 mg/kg, was found beside the university.",
        "Grain size was determined by sieving at the University of Orme.",
        "Copper exceeded the guideline at 19 stations.",
        "All stations lie in water shallower than 6 m.",
        "The benthic fauna was dominated by molluscs.",
        "The shipyard declares that the authors paid for the laboratory work.",
        "Each core was cut into slices of 2 mm.",
    ],
    "choir": [
        "We recruited 41 men and 23 women.",
        "Singers with hearing loss were eligible.",
        "Heart rate was recorded every 5 minutes.",
        "Heart rates were more similar alone than in the group.",
        "The mean heart rate was 97 beats per minute in the group and 92 beats per minute alone.",
        "Breathing was faster when phrases were long.",
        "Mood improved more in the group, and the difference was significant.",
        "The effect lasts longer than an hour.",
        "All singers said that the strap was uncomfortable.",
        "Their hearts beat together.",
        "The recordings are published as a supplement.",
        "Cortisol was measured.",
        "Three singers were unusable because the strap slipped.",
        "Questionnaires about mood were filled in only after singing.",
        "The order of the two conditions was chosen by the singers.",
    ],
}

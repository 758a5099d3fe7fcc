"""What stands in another clause of the evidence is no excuse, and no source, for what a sentence says."""

from __future__ import annotations

import pytest

from generator.checking import TermWeights, support


@pytest.mark.parametrize(
    ("sentence", "evidence", "kept"),
    [
        (
            "The drug group reported more headaches than the placebo group.",
            "The placebo group reported more headaches than the drug group (14, 9), but fewer days "
            "of nausea.",
            False,
        ),
        (
            "Nitrate was higher in the river than in the lake.",
            "Nitrate was higher in the lake than in the river during all months, and phosphate was lower.",
            False,
        ),
        (
            "Temperature was 2 degrees below that of the control plots in warmed plots.",
            "Temperature in the control plots was 2 degrees below that of the warmed plots, and "
            "moisture the same.",
            False,
        ),
        (
            "Participants preferred the paper form to the tablet.",
            "Participants preferred the tablet to the paper form, and took less time to complete it.",
            False,
        ),
        (
            "Smoking was associated with sex but not with age.",
            "Smoking was associated with age but not with sex in the adjusted model (Table 3).",
            False,
        ),
        (
            "The vaccine reduced hospital stays but not deaths.",
            "The vaccine reduced deaths but not hospital stays in the year after the campaign.",
            False,
        ),
        (
            "Missing values were imputed by the mean.",
            "Missing values were not imputed, as fewer than 1% of the entries were affected.",
            False,
        ),
        (
            "Interviews were recorded.",
            "Interviews were not recorded, since several participants objected.",
            False,
        ),
        (
            "The effect will last for years.",
            "The effect may last for years, but our follow-up ended after six months.",
            False,
        ),
        (
            "The data are available on request.",
            "The data cannot be shared, because consent did not cover it; requests for tables are welcome.",
            False,
        ),
        (
            "The funder designed the study.",
            "The funder had no role in the design of the study or in its analysis.",
            False,
        ),
        (
            "The review covers studies up to 2015.",
            "The review covers studies from 2015 on, because an earlier one covers those before.",
            False,
        ),
        (
            "Rats were housed in pairs by students and fed by technicians.",
            "Rats were housed in pairs by technicians and fed by students, under a cycle of 12 hours "
            "of light.",
            False,
        ),
        (
            "The corpus contains 40 million words.",
            "The corpus contains 40 million tokens, which are about 33 million words without punctuation.",
            False,
        ),
        (
            "Interest rates predicted prices, not wages.",
            "Interest rates predicted wages, not prices, in each of the four models.",
            False,
        ),
        (
            "Two outliers were removed.",
            "Two outliers were kept, since removing them did not alter the results.",
            False,
        ),
        (
            "The cells were counted automatically.",
            "The cells were counted by hand, as automatic counts missed the small ones.",
            False,
        ),
        (
            "The first survey had fewer gaps than the second.",
            "The second survey had fewer gaps than the first, as the boat was slower and the sea calm.",
            False,
        ),
        (
            "In ponds with fish, frogs were lighter than in ponds without fish.",
            "Frogs were lighter in ponds with fish than in ponds without, whereas newts did not "
            "differ, and both were counted in June.",
            True,
        ),
        (
            "Girls were rated as more attentive than boys by their teachers.",
            "Teachers rated girls as more attentive than boys, as parents did (see Table 4).",
            True,
        ),
        (
            "In the first decade wages rose faster than rents.",
            "Wages rose faster than rents in the first decade, but the reverse held in the second.",
            True,
        ),
        (
            "Technicians housed the rats in pairs, and students fed them.",
            "Rats were housed in pairs by technicians and fed by students, under a cycle of 12 hours "
            "of light.",
            True,
        ),
        (
            "Nitrous oxide emissions exceeded those of methane.",
            "Emissions of nitrous oxide exceeded those of methane, although the former varied more "
            "between plots.",
            True,
        ),
        (
            "The bridge could only be inspected from the north bank.",
            "The bridge could be inspected only from the north bank, because the south bank was closed.",
            True,
        ),
        (
            "The residents objected to the lamps.",
            "The council had asked for the lamps, and the residents objected to them in two hearings.",
            True,
        ),
        (
            "The strain was isolated from cheese.",
            "The strain was isolated from cheese; earlier strains of the group came from milk.",
            True,
        ),
        (
            "The correlation was negative in both seasons.",
            "The correlation was negative in both seasons (r = -.4), in line with the positive one "
            "found for predators.",
            True,
        ),
        (
            "Interest rates predicted wages but not prices.",
            "Interest rates predicted wages, not prices, in each of the four models.",
            True,
        ),
        (
            "The committee approved the protocol.",
            "The committee approved the protocol (no. 44/19) after it had rejected an earlier version.",
            True,
        ),
        (
            "The scale has not been validated in adolescents.",
            "The scale has been validated in adults, but not in adolescents, to whom we gave it.",
            True,
        ),
        (
            "Both outliers were kept.",
            "Two outliers were kept, since removing them did not alter the results.",
            True,
        ),
        (
            "Cells were counted by hand.",
            "The cells were counted by hand, as automatic counts missed the small ones.",
            True,
        ),
        (
            "The firm had no influence on the analysis.",
            "The firm provided the sensors free of charge, and had no influence on the analysis.",
            True,
        ),
        (
            "The vote was voluntary.",
            "The vote was voluntary, unlike in the neighbouring region, where it is compulsory.",
            True,
        ),
    ],
)
def test_the_clause_that_says_it_decides(sentence: str, evidence: str, kept: bool) -> None:
    assert support(sentence, evidence, TermWeights.of([evidence])).supported is kept

"""The word that ties a quantity to what is told: for, after, within, every, at, below, by, to."""

from __future__ import annotations

import pytest

from generator.checking.setting import setting_objections
from tests.checking.beside import objections


@pytest.mark.parametrize(
    ("sentence", "evidence"),
    [
        ("Seedlings were watered after 14 days.", "Seedlings were watered for 14 days."),
        ("Seedlings were watered every 14 days.", "Seedlings were watered for 14 days."),
        ("Patients were seen beyond 3 weeks of surgery.", "Patients were seen within 3 weeks of surgery."),
        ("Patients were seen after three weeks.", "Patients were seen within about three weeks."),
        ("Nests were found beyond 40 m of roads.", "Nests were found within 40 m of roads."),
        ("Samples were stored below 4 °C.", "Samples were stored at 4 °C."),
        ("The soil warmed to 2.5 °C.", "The soil warmed by about 2.5 °C."),
        ("Pain was rated 6 weeks before.", "Pain was rated within 6 weeks."),
    ],
)
def test_another_tie_is_refused(sentence: str, evidence: str) -> None:
    assert objections(setting_objections, sentence, evidence)


@pytest.mark.parametrize(
    ("sentence", "evidence"),
    [
        ("Seedlings were watered over 14 days.", "Seedlings were watered for 14 days."),
        ("After 14 days of watering seedlings were cut.", "Seedlings were cut after watering for 14 days."),
        ("Patients were seen no later than 3 weeks after surgery.", "Patients were seen within 3 weeks."),
        ("Samples were stored at about 4 °C.", "Samples were stored at 4 °C."),
        ("They fasted for 12 h.", "They fasted for 12 h before surgery."),
        ("Recall rose to 85 %.", "Recall rose from about 79 % to 85 %."),
        ("Seedlings were cut after 14 days.", "Watered for 14 days, seedlings were cut after 14 days."),
        ("Scans were made up to 5 days later.", "Scans were made until 5 days after."),
    ],
)
def test_the_same_tie_in_other_words_is_not(sentence: str, evidence: str) -> None:
    assert objections(setting_objections, sentence, evidence) == []

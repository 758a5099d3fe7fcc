"""How often something is done."""

from __future__ import annotations

import pytest

from generator.checking.aligned import statements
from generator.checking.frequency import frequencies, frequency_objections
from generator.checking.parsed import parse
from tests.checking.beside import objections


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("Fed twice a week.", [84.0]),
        ("Fed three times per day.", [8.0]),
        ("Fed every other day.", [48.0]),
        ("Fed every 3 weeks.", [504.0]),
        ("Fed once in 2 weeks, and weighed monthly.", [336.0, 730.5]),
        ("Fed twice daily.", [12.0]),
        ("Fed for three weeks.", []),
    ],
)
def test_each_way_of_saying_it_has_an_interval(text: str, hours: list[float]) -> None:
    assert [f.interval for f in frequencies(statements(parse(text))[0])] == hours


@pytest.mark.parametrize(
    ("sentence", "evidence"),
    [
        ("Plants were watered once a week.", "Plants were watered twice a week."),
        ("Plants were watered three times a week.", "Plants were watered twice a week."),
        ("Plants were watered twice a day.", "Plants were watered twice a week."),
        ("Traps were emptied every week.", "Traps were emptied every night."),
        ("Blood was drawn three times daily.", "Blood was drawn twice daily."),
        ("Blood was drawn twice a day.", "Blood was drawn daily."),
    ],
)
def test_another_frequency_is_refused(sentence: str, evidence: str) -> None:
    assert objections(frequency_objections, sentence, evidence)


@pytest.mark.parametrize(
    ("sentence", "evidence"),
    [
        ("Plants were watered two times per week.", "Plants were watered twice a week."),
        ("Plants were watered every day.", "Plants were watered daily."),
        ("Plants were watered daily.", "Plants were watered twice a day."),
        ("Plants were watered every 12 hours.", "Plants were watered twice a day."),
        ("Plants were watered once a week in June.", "Watered twice a week in May, once a week in June."),
        ("Plants were watered fortnightly.", "Plants were watered every two weeks."),
    ],
)
def test_the_same_frequency_in_other_words_is_not(sentence: str, evidence: str) -> None:
    assert objections(frequency_objections, sentence, evidence) == []

"""The alarms of the benchmark of reading ring for what is garbled, and not for what is right as printed."""

from __future__ import annotations

import pytest

from generator.core import Paper
from generator.core.paper import Metadata, Paragraph, Section, Sentence
from generator.reading.compose import Box
from tests.benchmarks import alarms

PLAIN = "The lamps were lit in each night of the year by all of us who counted the moths."


def paper(*sentences: tuple[str, int, Box], role: str = "prose") -> Paper:
    text, made = "", []
    for words, page, box in sentences:
        made.append(Sentence(words, len(text), len(text) + len(words), page, box))
        text += words + " "
    paragraphs = tuple(Paragraph(role, (s,)) for s in made)
    return Paper("p", "pdf", "p.pdf", Metadata(), text, (Section("methods", "Methods", 1, paragraphs),))


def rung(words: str) -> tuple[str, ...]:
    where = ((PLAIN, 1, (50.0, 80.0, 290.0, 100.0)), (words, 1, (50.0, 110.0, 290.0, 130.0)))
    return alarms.flagged(paper(*where))[-1].alarms


@pytest.mark.parametrize(
    ("words", "kinds"),
    [
        (PLAIN, ()),
        ("moths came to all the lamps.", ("lower case",)),
        ("mRNA was measured in July.", ()),
        ("(ii) to count the moths of July.", ()),
        ("x_1 = 3 holds for all of the lamps.", ()),
        ("Moths came to all of the lamps of", ("no stop",)),
        ("Moths came to all of the lamps.12,13", ()),
        ("The pictures are at https://example.org/lamps", ()),
        ("The rate is given by r = a + b (1)", ()),
        ("The rate is r = a + b for the lamps of the", ("no stop",)),
        ("Moths came at 10 \ufffd or more.", ("unreadable sign",)),
        ("We saw 3 x 107 moths.", ("lost power",)),
        ("The lamps of Pad´e were lit.", ("accent apart",)),
        ("Lamp | moths came in July.", ("row of a table",)),
    ],
)
def test_an_alarm_rings_for_what_is_wrong(words: str, kinds: tuple[str, ...]) -> None:
    assert rung(words) == kinds


def test_a_word_of_two_glued_ones_rings() -> None:
    known = [(f"Moths and migraine came {n} times.", 1, (50.0, 80.0 + n, 290.0, 90.0 + n)) for n in range(3)]
    found = alarms.flagged(paper(*known, ("Of migrainewith moths we know.", 1, (50.0, 110.0, 290.0, 120.0))))
    assert found[-1].alarms == ("blank lost",)


@pytest.mark.parametrize(
    ("before", "box", "kinds"),
    [
        (PLAIN, (50.0, 40.0, 290.0, 60.0), ("order",)),
        (PLAIN, (307.0, 40.0, 550.0, 60.0), ()),  # the next column
        ("2 We left out those that were dark.", (50.0, 40.0, 290.0, 60.0), ()),  # a footnote tells nothing
    ],
)
def test_a_sentence_above_and_left_of_the_one_before_it_rings(before, box, kinds) -> None:
    where = ((before, 1, (50.0, 700.0, 290.0, 720.0)), ("Moths came in July.", 1, box))
    assert alarms.flagged(paper(*where))[-1].alarms == kinds


def test_text_in_tables_is_counted() -> None:
    box = (50.0, 80.0, 290.0, 100.0)
    assert alarms.wordy_cells(paper((f"12 | {PLAIN}", 1, box), ("North | 12", 1, box), role="table")) == 1


def test_rules_are_chosen_on_one_half_of_the_files_and_judged_on_the_other() -> None:
    files = [alarms.ROOT / name for name in "abcde"]
    halves = alarms.halved(files, "even"), alarms.halved(files, "odd")
    assert sorted([*halves[0], *halves[1]]) == alarms.halved(files, "all") == files

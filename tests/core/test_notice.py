"""Notices belong to papers by any of their names; a retraction that was taken back is none any more."""

from __future__ import annotations

from dataclasses import replace

from generator.core import Metadata
from generator.core.notice import PaperNotice, in_force, names_of, notices_of

RETRACTED = PaperNotice("10.1000/a", "retraction", "Crossref", "2026-11-29", "2024-02-03", "10.1000/n")
CORRECTED = PaperNotice("10.1000/a", "correction", "Crossref", "2026-11-29", "2025", "10.1000/c")


def test_a_paper_of_arxiv_has_the_doi_that_arxiv_gives_and_the_other_way_round() -> None:
    assert names_of(Metadata(arxiv="2401.00010")) == {"2401.00010", "10.48550/arxiv.2401.00010"}
    assert names_of(Metadata(doi="10.48550/arxiv.2401.00010")) == {"2401.00010", "10.48550/arxiv.2401.00010"}
    assert names_of(Metadata(), Metadata(doi="10.1000/A")) == {"10.1000/a"}


def test_notices_are_found_by_every_record_once_and_grave_ones_come_first() -> None:
    records = {"b": [Metadata(doi="10.1000/b")], "a": [Metadata(doi="10.1000/z"), Metadata(doi="10.1000/a")]}
    again = replace(RETRACTED, source="Retraction Watch", taken="2026-12-01")
    other = replace(RETRACTED, paper="10.1000/nobody")
    assert notices_of(records, [CORRECTED, RETRACTED, again, other]) == {"a": (RETRACTED, CORRECTED)}


def test_a_reinstatement_takes_back_what_came_before_it() -> None:
    back = PaperNotice("10.1000/a", "reinstatement", "Crossref", "2026-11-29", "2025-01-01")
    later = replace(RETRACTED, date="2026-01-01", notice="10.1000/n2")
    assert in_force([RETRACTED, CORRECTED]) == (RETRACTED,)
    assert in_force([RETRACTED, back]) == ()
    assert in_force([RETRACTED, back, later]) == (later,)
    assert in_force([RETRACTED, replace(back, date="")]) == (RETRACTED,)


def test_after_goes_only_as_far_as_the_date_is_known() -> None:
    assert RETRACTED.after("2024-02-02")
    assert not RETRACTED.after("2024-02-03")
    assert not replace(RETRACTED, date="2024").after("2024-01-01")
    assert replace(RETRACTED, date="2025").after("2024-12-31")
    assert not replace(RETRACTED, date="").after("2024-01-01")

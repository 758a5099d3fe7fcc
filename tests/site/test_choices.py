"""What papers can be filtered by."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from generator.core import Paper
from generator.site.content.choices import choices, frequent, tags_of
from tests.site.small_collection import paper


def tagged(name: str, *tags: str, year: int | None = 2020, venue: str = "A") -> Paper:
    made = paper(name, name, (), year, venue=venue)
    return replace(made, metadata=replace(made.metadata, tags=tags))


def test_years_come_latest_first_and_venues_by_name() -> None:
    found = choices(
        [tagged("a", year=2019, venue="b"), tagged("b", year=2021, venue="A"), tagged("c", year=None)]
    )
    assert (found.years, found.venues) == (("2021", "2019"), ("A", "b"))


def test_a_single_venue_and_a_tag_of_all_papers_are_no_choice() -> None:
    found = choices([tagged("a", "all", "x"), tagged("b", "all")])
    assert (found.venues, found.tags) == ((), ("x",))


def test_papers_name_their_venue_and_tags_by_place() -> None:
    found = choices([tagged("a", "x", "z", venue="B"), tagged("b", "y", venue="A")])
    assert [found.venue_place(v) for v in ("A", "B", "C", "")] == ["0", "1", "", ""]
    assert found.tag_places(("z", "none", "x")) == "2 0"


def test_tags_are_shown_clean_and_once() -> None:
    assert tags_of(tagged("a", "x", " x\u202e", "")) == ("x",)


def test_the_most_frequent_names_stand_in_the_order_of_the_alphabet() -> None:
    assert frequent(Counter({"z": 9, "a": 1, "m": 5, "": 20}), 2) == ("m", "z")

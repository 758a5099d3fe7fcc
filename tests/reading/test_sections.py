"""Kinds of sections, told from titles; and every kind has its name wherever kinds are spelt out."""

from __future__ import annotations

import pytest

from generator.core.paper import SECTION_KINDS, SectionKind
from generator.reading.sections import section_kind
from generator.site.views.quotes import _KINDS


@pytest.mark.parametrize(
    ("title", "parent", "kind"),
    [
        ("Abstract", None, "abstract"),
        ("1. Introduction", None, "introduction"),
        ("2 Materials and methods", None, "methods"),
        ("Statistical analysis", "methods", "methods"),
        ("Results and discussion", None, "results"),
        ("Limitations", None, "discussion"),
        ("Data availability statement", None, "availability"),
        ("Funding", None, "back"),
        ("References", None, "references"),
        ("On moths", None, "other"),
    ],
)
def test_the_title_of_a_section_tells_its_kind(title: str, parent: SectionKind | None, kind: str) -> None:
    assert section_kind(title, parent) == kind


def test_a_section_without_a_title_is_named_by_its_kind() -> None:
    # What is no part of the text, and what says nothing, has no name.
    assert set(_KINDS) == set(SECTION_KINDS) - {"furniture", "other"}

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from generator.core import Metadata, Paper, Section
from generator.core.formats import Format
from generator.project.settings import SiteSettings
from generator.run.site_data import shown_texts


def paper(name: str, licence: str, *, format: Format = "jats", text: str = "Words.") -> Paper:
    return Paper(name, format, f"{name}.xml", Metadata(licence=licence), text, (Section("other", "", 1, ()),))


PAPERS = (
    paper("open", "https://creativecommons.org/licenses/by/4.0/"),
    paper("pdf", "CC0", format="pdf"),
    paper("closed", "All rights reserved"),
    paper("unknown", ""),
    paper("no-changes", "CC-BY-ND-4.0"),
    paper("excerpts", "CC-BY", format="passages"),
    paper("not-here", "CC-BY", text=""),
)


@pytest.mark.parametrize(
    ("settings", "shown"),
    [
        ({}, ["open", "pdf"]),
        ({"copy_papers": True}, ["open", "pdf", "closed", "unknown", "no-changes"]),
        ({"open_licences": ["CC-BY-ND"]}, ["no-changes"]),
        ({"texts": False, "copy_papers": True}, []),
    ],
)
def test_a_text_is_shown_whole_where_its_licence_or_the_settings_say_so(
    settings: dict[str, Any], shown: list[str]
) -> None:
    found = shown_texts(SiteSettings(**settings), PAPERS)
    assert list(found) == shown
    assert all(text.paper.id == name for name, text in found.items())


def test_the_whole_text_is_that_of_the_paper() -> None:
    (text,) = shown_texts(SiteSettings(), PAPERS[:1]).values()
    assert text.paper is PAPERS[0]
    assert text.key != replace(text, paper=replace(PAPERS[0], text="Other words.")).key

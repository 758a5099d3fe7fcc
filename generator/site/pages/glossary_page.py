"""The glossary: what the words of the site mean, for its readers."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from generator.site.content.language import translated
from generator.site.content.page_links import GLOSSARY
from generator.site.content.status_styles import NOT_SURE, STATUS_STYLES
from generator.site.pages.page_front_matter import front_matter


def glossary_pages(render: Callable[..., str]) -> Iterator[tuple[str, str]]:
    """Yield path and text of the glossary. render: renders a template by its name."""
    head = front_matter(
        {
            "title": translated("Glossary"),
            "description": translated("The words of this site, in a sentence or two each."),
            "hide": ["navigation"],
        }
    )
    yield GLOSSARY, render("glossary.md.j2", head=head, looks=(*STATUS_STYLES.values(), NOT_SURE))

"""What other sites can embed of an answer: a badge, and an oEmbed record (https://oembed.com/, version 1.0).

Both are files next to the page of each version, so they stay with it. Like the page, they say when an answer
has been superseded. A badge is an SVG drawing without scripts.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from generator.site.answer_pages.answer_rendering import render
from generator.site.answer_pages.shared_parts import SitePart
from generator.site.answer_pages.version_view import AnswerPage
from generator.site.content.encoding import shortened
from generator.site.exports.records import writable

BADGE, OEMBED = "badge.svg", "oembed.json"
_TEMPLATES: Mapping[str, str] = {BADGE: "badge.svg.j2", OEMBED: "oembed.html.j2"}
_SIZE = {"width": 640, "height": 240}  # pixels, required by oEmbed; the text flows
_MAX_LABEL = 48  # characters
# Pixels of a character in an 11 px sans serif, and around a text; the drawing fits the text into the sum.
_LETTER_WIDTH, _PADDING = 6.6, 12
_COLOURS = {"reported": "#1a7f37", "partly_reported": "#7d5a00", "failed": "#a40e26"}
_GREY = "#57606a"
_CACHE_AGE = 86_400  # seconds: a day


def embed_names(site: SitePart, templates: Path) -> tuple[str, ...]:
    """Return the names of the files next to each answer's page; none if the site has no address.

    Templates of a project that are older than these files do not have them: those names are left out.
    """
    if not (site.address and site.embeds):
        return ()
    return tuple(name for name, template in _TEMPLATES.items() if (templates / template).is_file())


def embed_text(name: str, site: SitePart, page: AnswerPage, templates: Path) -> str:
    """Return the text of one of these files. Raises SiteError if its template is missing or does not fit."""
    if name == BADGE:
        return _badge(page, templates)
    html = render(templates, _TEMPLATES[OEMBED], site=site, page=page).strip()
    record = {
        "version": "1.0",
        "type": "rich",
        "title": page.title,
        "author_name": page.makers[0].model,
        "provider_name": site.title,
        "provider_url": site.address,
        "cache_age": _CACHE_AGE,
        "html": html,
        **_SIZE,
    }
    return writable(json.dumps(record, ensure_ascii=False, indent=1)) + "\n"


def _badge(page: AnswerPage, templates: Path) -> str:
    label, says = shortened(str(page.question.label), _MAX_LABEL), page.says
    left, right = (round(len(text) * _LETTER_WIDTH) + _PADDING for text in (label, says))
    colour = _COLOURS.get(page.answer.look.key, _GREY) if page.state == "current" else _GREY
    values = {"label": label, "says": says, "left": left, "right": right, "colour": colour}
    return render(templates, _TEMPLATES[BADGE], **values)

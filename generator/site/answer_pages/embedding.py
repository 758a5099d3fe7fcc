"""What other sites show of an answer: a badge, and an oEmbed record (https://oembed.com/, version 1.0).

Both stand beside the page of each version, so that they move and go with it, and tell what the page tells: an
answer that others took the place of says so wherever it is shown. A badge is a drawing without scripts.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from generator.site.answer_pages.parts import SitePart
from generator.site.answer_pages.rendering import render
from generator.site.answer_pages.view import AnswerPage
from generator.site.content.encoding import shortened
from generator.site.exports.records import writable

BADGE, OEMBED = "badge.svg", "oembed.json"
_TEMPLATES: Mapping[str, str] = {BADGE: "badge.svg.j2", OEMBED: "oembed.html.j2"}
_SIZE = {"width": 640, "height": 240}  # pixels, as the form asks for; the text flows
_LABEL = 48
# Of a sans serif of 11 pixels; the drawing fits the text into it.
_LETTER, _ROOM = 6.6, 12
_COLOURS = {"reported": "#1a7f37", "partly_reported": "#7d5a00", "failed": "#a40e26"}
_GREY = "#57606a"


def beside(site: SitePart, templates: Path) -> tuple[str, ...]:
    """Names of the files beside the page of each answer; none where the site has no address.

    A project whose own templates are older than these files has none of them.
    """
    if not (site.address and site.embeds):
        return ()
    return tuple(name for name, template in _TEMPLATES.items() if (templates / template).is_file())


def embedded(name: str, site: SitePart, page: AnswerPage, templates: Path) -> str:
    """The text of one of these files. Raises SiteError."""
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
        "cache_age": 86400,
        "html": html,
        **_SIZE,
    }
    return writable(json.dumps(record, ensure_ascii=False, indent=1)) + "\n"


def _badge(page: AnswerPage, templates: Path) -> str:
    label, says = shortened(str(page.question.label), _LABEL), page.says
    left, right = (round(len(text) * _LETTER) + _ROOM for text in (label, says))
    colour = _COLOURS.get(page.answer.look.key, _GREY) if page.state == "current" else _GREY
    values = {"label": label, "says": says, "left": left, "right": right, "colour": colour}
    return render(templates, _TEMPLATES[BADGE], **values)

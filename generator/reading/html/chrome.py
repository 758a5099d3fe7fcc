"""Recognising the parts of a page that belong to the site, not to the article: menus, buttons, offers.

A paragraph "Open in a new tab" and an element with the class ``breadcrumbs`` are left out.

>>> is_button_label("Open in a new tab")
True
>>> is_site_title("Similar articles"), is_site_title("Methods")
(True, False)
"""

from __future__ import annotations

import re
from typing import Any

from generator.reading.block_text import names

_PAGE_ROLES = names(
    "navigation banner contentinfo complementary search dialog button menu menubar toolbar tablist tooltip"
    " alertdialog"
)
_NOTE_ROLES = names("note doc-footnote doc-endnote doc-endnotes")
# Classes and ids that content systems and publishers give to widgets.
_WIDGET_MARKS = names(
    "usa-banner skip-link skip-nav skiplink breadcrumb breadcrumbs cookie-banner cookie-consent share-links"
    " social-links social-share share-buttons addtoany_share_save_container altmetric-embed article-tools"
    " article-metrics related-articles recommended-articles newsletter-signup advert advertisement navbox"
    " mw-editsection mw-jump-link mw-cite-backlink mw-indicators printfooter catlinks noprint no-print"
    " sistersitebox"
    " vector-menu toc ltx_page_logo ltx_page_navbar ltx_toc headerlink anchorjs-link header-anchor"
    " anchor-link"
    " code-copy-button copybtn d-buttons ltx_note_mark ltx_tag_note sidenote-number margin-toggle"
    " footnote-back"
    " footnote-backref fn-backref doc-backlink quarto-title-banner-buttons pmc-sidenav ref-export-buttons"
    " figure-viewer-link view-larger c-article-buy-box app-article-access c-article__pill-button"
    " code-fold-summary"
    " quarto-toc-toggle quarto-alternate-formats sphinxsidebar skip-to-content"
)
_BUTTON_LABELS = re.compile(
    r"\[?(?:open (?:figure |table |image )?in (?:a )?(?:new (?:tab|window)|(?:figure )?viewer)"
    r"|open (?:in )?figure viewer"
    r"|download(?: (?:figure|image|pdf|slide|powerpoint|table|citation|all figures|full[- ]size image"
    r"|high[- ]res"
    r"(?:olution)? image(?: \([^()]{1,20}\))?|as (?:powerpoint|pdf))){0,3}(?: slide)?(?: \([^()]{1,20}\))?"
    r"|view (?:full[- ]size|full[- ]text|large(?:r)?|high[- ]res)(?: image| table| figure| version)?"
    r"|full[- ]size (?:image|table)"
    r"|(?:view|show|hide|expand|collapse)(?: (?:all|more|less|table|figure|code|details|abstract"
    r"|authors|affiliations)){1,2}"
    r"|show more|read more|see more|expand(?: this table)?|collapse|back to (?:the )?top|return to top"
    r"|go to:?|jump to:?"
    r"|skip to (?:main )?(?:content|navigation|article)|copy(?: link| citation| to clipboard|ied!?)?"
    r"|share(?: this)?(?: article)?"
    r"|cite(?: this)?(?: article)?|email(?: alerts)?|tweet|facebook|print|bookmark|check for updates"
    r"|advertisement|powerpoint"
    r"|author information|article notes|copyright and licen[cs]e information|pmc disclaimer|\[edit\]"
    r"|edit|code|¶|#|§|🔗|↩︎?|↑|⬆)\]?",
    re.IGNORECASE,
)
# Headings of what a site adds after the article.
_SITE_TITLES = re.compile(
    r"(?:similar|related|recommended|suggested|more)(?: articles?| content| reading| papers?| publications?)"
    r"(?: (?:in|from|on) .{1,60})?|recommended (?:for you|by .{1,40})"
    r"|cited by(?: other articles| \([0-9]+\))?"
    r"|articles? citing this(?: (?:article|paper))?|citing (?:articles|literature)"
    r"|(?:you|readers|people) (?:may|might) also (?:like|be interested in)|people also (?:read|viewed)"
    r"|(?:most|trending|popular|latest) (?:read|cited|viewed|articles)(?: articles)?"
    r"|linkout - more resources|(?:article )?metrics(?: (?:&|and) citations)|information (?:&|and) authors"
    r"|share this article|view options",
    re.IGNORECASE,
)
_BOX = re.compile(
    r"(?:nlm_)?(?:boxed[-_]?text|box-text|text-?box|article-box|c-article-box|callout(?:-box)?|inset-box)"
)
_MAX_WIDGET_CHARS = 3000  # an element with more text is no widget, whatever its name
_MAX_LABEL_CHARS = 60  # of a button or link
PAYWALL = re.compile(
    r"\b(?:buy (?:this |the )?(?:article|chapter|pdf)|purchase (?:this |the )?(?:article|chapter|pdf"
    r"|access|digital)"
    r"|rent (?:this |the )?article|access (?:this|the) (?:article|chapter|document|content|full)"
    r"|get (?:full )?access"
    r"|(?:log ?in|sign ?in|access) (?:via|through) (?:your |an? |my )?(?:institution|organi[sz]ation)"
    r"|institutional (?:access|login)"
    r"|check access|preview of subscription content|subscribe to (?:this )?(?:journal|read|continue)"
    r"|subscription required"
    r"|this is a preview|section snippets|access options|unlock (?:this|the) (?:article|full)"
    r"|view access options"
    r"|(?:read|view|see|get) the full[- ](?:text|article)|request full[- ]text|full[- ]text (?:links?"
    r"|sources|access)"
    r"|no full[- ]text|abstract only|do not have access|don['’]t have access)\b",
    re.IGNORECASE,
)


def is_chrome(part: Any, lengths: dict[Any, int]) -> bool:
    """Return True if an element belongs to the site around the article.

    lengths: number of characters of text in each element.
    """
    role = part.get("role") or ""
    if role in _PAGE_ROLES:
        return (role != "tooltip" and role != "button") or lengths.get(part, 0) < _MAX_WIDGET_CHARS
    marks = (part.get("class") or "").split()
    if part.get("id"):
        marks.append(part.get("id"))
    return any(mark.lower() in _WIDGET_MARKS for mark in marks) and lengths.get(part, 0) < _MAX_WIDGET_CHARS


def is_button_label(text: str) -> bool:
    """Return True if a paragraph is the label of a button or link of the site: "Open in a new tab"."""
    return len(text) <= _MAX_LABEL_CHARS and _BUTTON_LABELS.fullmatch(text.strip(" .")) is not None


def is_site_title(title: str) -> bool:
    """Return True if a heading stands over what the site adds to the article: "Similar articles"."""
    return len(title) <= _MAX_LABEL_CHARS and _SITE_TITLES.fullmatch(title.strip(" .:")) is not None


def is_box(part: Any) -> bool:
    """Return True if an element is a box within a section of the article."""
    if part.tag not in ("div", "aside", "section", "table"):
        return False
    return any(_BOX.fullmatch(mark) for mark in (part.get("class") or "").lower().split())


def is_note(part: Any) -> bool:
    """Return True if an ``aside`` is a note of the article."""
    marks = (part.get("class") or "").lower()
    return (part.get("role") or "") in _NOTE_ROLES or re.search(
        r"footnote|sidenote|margin|citation|admonition", marks
    ) is not None

"""Parts of a page that belong to the site and not to the article: menus, buttons, offers."""

from __future__ import annotations

import re
from typing import Any

from generator.reading.inline import names

_ROLES = names(
    "navigation banner contentinfo complementary search dialog button menu menubar toolbar tablist tooltip"
    " alertdialog"
)
_NOTES = names("note doc-footnote doc-endnote doc-endnotes")
# Classes and ids of widgets, by the names that content systems and publishers give them.
_PARTS = names(
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
_PHRASES = re.compile(
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
_MAX_PART_CHARS = 3000  # characters; what holds more is not a widget, whatever it is called
_MAX_PHRASE_LENGTH = 60
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
    """Return whether an element is a part of the site around the article.

    lengths: of the text under every element that holds much, in characters.
    """
    role = part.get("role") or ""
    if role in _ROLES:
        return (role != "tooltip" and role != "button") or lengths.get(part, 0) < _MAX_PART_CHARS
    marks = (part.get("class") or "").split()
    if part.get("id"):
        marks.append(part.get("id"))
    return any(mark.lower() in _PARTS for mark in marks) and lengths.get(part, 0) < _MAX_PART_CHARS


def is_phrase(text: str) -> bool:
    """Return whether a paragraph is the label of a button or link of the site: "Open in a new tab"."""
    return len(text) <= _MAX_PHRASE_LENGTH and _PHRASES.fullmatch(text.strip(" .")) is not None


def is_note(part: Any) -> bool:
    """Return whether an ``aside`` holds a note of the article."""
    marks = (part.get("class") or "").lower()
    return (part.get("role") or "") in _NOTES or re.search(
        r"footnote|sidenote|margin|citation|admonition", marks
    ) is not None

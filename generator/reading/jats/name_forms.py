"""The form of a name among several: in other scripts, for an index, as the article prints it."""

from __future__ import annotations

import re
from typing import Any

from generator.reading.xml_tree import name_of

_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_FORMS = ("name", "string-name", "collab")
_NOT_PRINTED = re.compile(r"index|sort|search|phonetic|pronounce", re.IGNORECASE)
_LATIN = re.compile(r"[A-Za-zÀ-ɏ]")
# Languages whose articles print names in their own script.
_OWN_SCRIPT = ("ar", "be", "bg", "el", "fa", "he", "hi", "ja", "ka", "ko", "mk", "ru", "sr", "th", "uk", "zh")


def printed_form(alternatives: Any) -> Any | None:
    """Return the form of a name that the article prints; None without any.

    It is that in the language of the article, or else in its script, and not one for an index.
    """
    forms = [part for part in alternatives if name_of(part) in _FORMS]
    language = _language(alternatives.getroottree().getroot())
    own_script = language in _OWN_SCRIPT

    def rank(form: Any) -> tuple[bool, bool, bool]:
        stated = _language(form) if form.get(_LANG) else ""
        latin = _LATIN.search("".join(form.itertext())) is not None
        return (
            _NOT_PRINTED.search(form.get("specific-use") or "") is not None,
            bool(stated) and stated != language,
            latin == own_script,
        )

    return min(forms, key=rank, default=None)


def _language(element: Any) -> str:
    return (element.get(_LANG) or "en").lower().partition("-")[0]

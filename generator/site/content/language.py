"""The language that a site speaks to its readers: the texts of pages come from a catalogue.

English stands in code and templates, where it is the key; a catalogue, ``languages/<code>.po``, holds another
language (the files of GNU gettext, read as they are). What a catalogue lacks is said in English. Words of
papers and of models are nobody's to translate.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path

__all__ = [
    "LANGUAGES",
    "counted",
    "day_in_words",
    "direction",
    "language",
    "message",
    "number",
    "plural",
    "said",
    "speaking",
    "translated",
]

FOLDER = Path(__file__).with_name("languages")
# Languages of the interface, and the locale whose dates they write.
LANGUAGES: Mapping[str, str] = {"en": "en_GB", "de": "de_DE"}
# Languages that are written from right to left (ISO 639-1).
_RIGHT_TO_LEFT = frozenset({"ar", "dv", "fa", "he", "ku", "ps", "sd", "ug", "ur", "yi"})


@dataclass(frozen=True)
class Language:
    """A language with its texts: message -> translation, one for each form of a message that counts."""

    code: str
    texts: Mapping[str, tuple[str, ...]] = field(default_factory=dict, repr=False)

    @property
    def group(self) -> str:
        """What stands between thousands."""
        return {"de": "."}.get(self.code, ",")


ENGLISH = Language("en")
_spoken: ContextVar[Language] = ContextVar("language of the site", default=ENGLISH)


@cache
def _catalogue(code: str) -> Language:
    from babel.messages.pofile import read_po

    with (FOLDER / f"{code}.po").open("rb") as file:
        messages = read_po(file, locale=code)
    texts: dict[str, tuple[str, ...]] = {}
    for message in messages:
        if not message.id or message.fuzzy:
            continue
        name = message.id if isinstance(message.id, str) else message.id[0]
        found = (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
        if found and all(found):
            texts[name] = found
    return Language(code, texts)


@contextlib.contextmanager
def speaking(code: str) -> Iterator[None]:
    """Have texts in a language for the while; code: one of `LANGUAGES`."""
    token = _spoken.set(ENGLISH if code == ENGLISH.code else _catalogue(code))
    try:
        yield
    finally:
        _spoken.reset(token)


def language() -> Language:
    """The language that is spoken."""
    return _spoken.get()


def message(text: str) -> str:
    """A text that is translated where it is shown, as it is: so that catalogues are known to need it."""
    return text


def translated(text: str) -> str:
    """A text of ours in the language that is spoken."""
    return _spoken.get().texts.get(text, (text,))[0] if text else ""


def plural(one: str, many: str, number: int) -> str:
    """The form of a text that goes with a number, in the language that is spoken."""
    form = 0 if number == 1 else 1  # as in English, so in all of `LANGUAGES`
    forms = _spoken.get().texts.get(one, (one, many))
    return forms[form] if len(forms) > form else many


def said(text: str, /, **values: object) -> str:
    """A text of ours with values in the places that it names as ``%(name)s``."""
    return translated(text) % values


def number(value: int) -> str:
    """A number with its thousands apart."""
    return f"{value:,}".replace(",", _spoken.get().group)


def counted(value: int, noun: str, many: str = "") -> str:
    """A number with its noun: see `generator.core.counting`, of which this is the translated twin."""
    return f"{number(value)} {plural(noun, many or f'{noun}s', value)}"


def day_in_words(day: str) -> str:
    """A day as people write it: ``2026-11-28`` -> ``28 Nov 2026``; what is no day stays as it is."""
    from babel.dates import format_date

    try:
        when = date.fromisoformat(day)
    except ValueError:
        return day
    return format_date(
        when, "d MMM yyyy" if _spoken.get() is ENGLISH else "medium", LANGUAGES[_spoken.get().code]
    )


def direction(code: str) -> str:
    """Which way a language is written, by its code: ``rtl``, or ``ltr``."""
    return "rtl" if code.partition("-")[0].lower() in _RIGHT_TO_LEFT else "ltr"

"""The language of the interface: texts of pages are translated by a catalogue.

The English text in code and templates is the key. A catalogue, ``languages/<code>.po`` (a file of GNU
gettext), holds another language; a text that it lacks is shown in English. Words of papers and of models are
never translated.
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
    "day_in_words",
    "direction",
    "foreign_language",
    "format_message",
    "is_translated",
    "language",
    "message",
    "number",
    "plural",
    "pluralize",
    "translated",
    "use_language",
]

FOLDER = Path(__file__).with_name("languages")
# Languages of the interface -> the locale of their dates.
LANGUAGES: Mapping[str, str] = {"en": "en_GB", "de": "de_DE"}
# Languages written from right to left (ISO 639-1).
_RIGHT_TO_LEFT = frozenset({"ar", "dv", "fa", "he", "ku", "ps", "sd", "ug", "ur", "yi"})


@dataclass(frozen=True)
class Language:
    """A language with its texts: message -> translation, one for each plural form."""

    code: str
    texts: Mapping[str, tuple[str, ...]] = field(default_factory=dict, repr=False)

    @property
    def group(self) -> str:
        """The sign between thousands."""
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
def use_language(code: str) -> Iterator[None]:
    """Set the language of the interface for the duration. code: one of `LANGUAGES`."""
    token = _spoken.set(ENGLISH if code == ENGLISH.code else _catalogue(code))
    try:
        yield
    finally:
        _spoken.reset(token)


def language() -> Language:
    """Return the current language."""
    return _spoken.get()


def is_translated() -> bool:
    """Return True if the current language is another than the one in which texts are written."""
    return language() is not ENGLISH


def message(text: str) -> str:
    """Return ``text`` itself, marked as a message that is translated when it is shown."""
    return text


def translated(text: str) -> str:
    """Return a text of the interface in the current language."""
    return _spoken.get().texts.get(text, (text,))[0] if text else ""


def plural(one: str, many: str, number: int) -> str:
    """Return the form of a text that goes with a number, in the current language."""
    form = 0 if number == 1 else 1  # true of all `LANGUAGES`
    forms = _spoken.get().texts.get(one, (one, many))
    return forms[form] if len(forms) > form else many


def format_message(text: str, /, **values: object) -> str:
    """Return a translated text with ``values`` filled in for its ``%(name)s``."""
    return translated(text) % values


def number(value: int) -> str:
    """Return a number with its thousands separated."""
    return f"{value:,}".replace(",", _spoken.get().group)


def pluralize(value: int, noun: str, many: str = "") -> str:
    """Return a number with its noun, translated; see `generator.core.counting` for the untranslated form."""
    return f"{number(value)} {plural(noun, many or f'{noun}s', value)}"


def day_in_words(day: str) -> str:
    """Return a day as people write it: ``2026-11-28`` -> ``28 Nov 2026``; other text is returned as it is."""
    from babel.dates import format_date

    try:
        when = date.fromisoformat(day)
    except ValueError:
        return day
    return format_date(
        when, "d MMM yyyy" if _spoken.get() is ENGLISH else "medium", LANGUAGES[_spoken.get().code]
    )


def foreign_language(code: str, site: str) -> str:
    """Return the code of a paper's language if it is another than that of the site; else nothing."""
    return "" if code.partition("-")[0] == site else code


def direction(code: str) -> str:
    """Return the direction of writing of a language, by its code: ``rtl`` or ``ltr``."""
    return "rtl" if code.partition("-")[0].lower() in _RIGHT_TO_LEFT else "ltr"

"""Figures as pages show them: with their number of cases, or with the reason why they are missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from generator.site.content.encoding import Markdown, clean
from generator.site.content.wording import seconds

NONE = "–"
NOWHERE = Markdown("")


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A row of a table: its head, a link for the head (or empty), its cells."""

    head: str
    cells: tuple[str, ...]
    href: Markdown = NOWHERE


@dataclass(frozen=True, slots=True)
class Table:
    """Figures in rows. notes: why some figures are missing."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[FigureRow, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FigureLine:
    """A line of a chart: its name, its drawing, the same in words."""

    name: str
    drawing: Markdown
    words: str
    href: Markdown = NOWHERE


def percent(share: float) -> str:
    """Return a share (0 to 1) in per cent with one decimal."""
    return f"{100 * share:.1f} %"


def whole(number: int) -> str:
    return f"{number:,}"


def share_of(part: Mapping[str, Any], key: str) -> str:
    """Return a count with its share; a dash if there is no total."""
    share = part[f"{key}_share"]
    return NONE if share is None else f"{part[key]:,} ({percent(share)})"


def figure(part: Mapping[str, Any], key: str, form: str = "percent", *, n: bool = False) -> str:
    value = part[key]
    if value is None:
        return NONE
    text = (
        percent(value) if form == "percent" else seconds(value) if form == "seconds" else form.format(value)
    )
    return f"{text} (n = {part['n']:,})" if n else text


def kappa(part: Mapping[str, Any]) -> str:
    return figure(part, "kappa", "{:.2f}").replace("-", "\N{MINUS SIGN}")


def reason(part: Mapping[str, Any], key: str) -> str:
    return clean(str(part["undefined"].get(key, "")))


def reasons_of(parts: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    """Return each reason for a missing figure once, as a sentence."""
    return tuple(dict.fromkeys(sentence(clean(w)) for p in parts for w in p["undefined"].values()))


def notes(models: Sequence[Mapping[str, Any]], *parts: str) -> tuple[str, ...]:
    return reasons_of(m[part] for m in models for part in parts)


def sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}." if text else ""

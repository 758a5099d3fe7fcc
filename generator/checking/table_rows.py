"""Whether a sentence puts a number of a table in its row and under its heading.

The words of a caption and of all headings stand beside every cell, so that words alone cannot tell one cell
from its neighbour. What tells it is the name of the row and what sets one heading apart from another.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.checking.numbers import Number
from generator.checking.parsed import Parsed, parsed
from generator.checking.verbatim import is_verbatim
from generator.core import Snippet
from generator.core.tables import TableRow
from generator.core.words import stem

_WORD = re.compile(r"[^\W_]+")
# What no single row can say of itself.
_SUPERLATIVE = re.compile(
    r"\b(?:highest|lowest|best|worst|most|least|largest|smallest|greatest|fastest|slowest|strongest|weakest"
    r"|outperform\w*|all (?:other|of))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Cell:
    """Where a row has a number of the sentence."""

    number: Number
    row: TableRow
    index: int


def misread(sentence: str, used: Sequence[Snippet]) -> str:
    """Return why rows of tables among ``used`` do not say what the sentence says; nothing where they do."""
    claim = parsed(sentence)
    rows = [s.row for s in used if s.row is not None and s.row.cells]
    if not rows or any(is_verbatim(claim, parsed(s.text)) for s in used):
        return ""
    others = [parsed(s.text) for s in used if s.row is None or not s.row.cells]
    elsewhere = [*others, *(parsed(row.caption) for row in rows)]
    told = [n for n in _numbers(claim) if not _stands_in(n, elsewhere)]
    # "Accuracy within 15 %", "at 12 months": a number may be a part of a name, where another is said of it.
    named = [n for n in told if _stands_in(n, [parsed(text) for row in rows for text in _titles(row)])]
    found: list[_Cell] = []
    for number in told if len(named) == len(told) else [n for n in told if n not in named]:
        places = [_Cell(number, row, i) for row in rows for i in _cells_with(number, row)]
        if not places:
            continue
        reasons = [_objection(claim, place) for place in places]
        if all(reasons):
            return reasons[0]
        place = places[reasons.index("")]
        if place.index >= len(_names(place.row)):
            found.append(place)
    said = _SUPERLATIVE.search(claim.text)
    if said and found and not any(_SUPERLATIVE.search(text.text) for text in (*others, *map(_whole, rows))):
        return f"one row of a table does not tell what is “{said.group()}”"
    return next(_exchanged(claim, found), "")


def _numbers(claim: Parsed) -> list[Number]:
    return [n for n in claim.said_numbers if not n.reading and not n.spelled]


def _stands_in(number: Number, pieces: Sequence[Parsed]) -> bool:
    return any(number.agrees(other) for piece in pieces for other in piece.numbers)


def _cells_with(number: Number, row: TableRow) -> Iterator[int]:
    return (i for i, (_, cell) in enumerate(row.cells) if _stands_in(number, [parsed(cell)]))


def _whole(row: TableRow) -> Parsed:
    return parsed(f"{row.caption} {row.in_words}")


def _objection(claim: Parsed, place: _Cell) -> str:
    names = _names(place.row)
    if place.index < len(names):  # a number in the name of the row: "ResNet-50"
        return ""
    if names and not any(_is_named(name, claim) for name in names):
        return f"{place.number.text} stands in the row “{names[-1]}”, which the sentence does not name"
    said = _terms(claim)
    heading = place.row.cells[place.index][0]
    own = _terms(parsed(heading))
    for other, cell in place.row.cells[len(names) :]:
        theirs = _terms(parsed(other))
        told = bool(theirs - own) and theirs - own <= said and not (own - theirs) & said
        if told and not _stands_in(place.number, [parsed(cell)]):
            return f"{place.number.text} stands under “{heading}”, not under “{other}”"
    return ""


def _names(row: TableRow) -> list[str]:
    """The cells in front of the first that is a number: what the row is about."""
    names: list[str] = []
    for _, cell in row.cells:
        if re.match(r"\W{0,3}\d", cell):
            break
        names.append(cell)
    return names[:1] if len(names) == len(row.cells) else names


def _titles(row: TableRow) -> list[str]:
    """The words that head a row's cells, and its own names."""
    return [*(heading for heading, _ in row.cells if heading), *_names(row)]


def _is_named(name: str, claim: Parsed) -> bool:
    """Whether the sentence names a row: by what is a name in it ("model B", "ResNet-50"), else by a word."""
    words = _WORD.findall(name)
    marked = {w for w in words if len(w) == 1 or any(c.isdigit() or c.isupper() for c in w[1:])}
    if marked:
        said = _WORD.findall(claim.raw)
        return not marked.isdisjoint(said) or any(
            len(w) > 1 and w.casefold() in {s.casefold() for s in said} for w in marked
        )
    terms = parsed(name).terms
    return not terms or not terms.isdisjoint(claim.terms)


def _terms(text: Parsed) -> frozenset[str]:
    return frozenset(word for row in text.rows for word in row.words)


def _exchanged(claim: Parsed, found: Sequence[_Cell]) -> Iterator[str]:
    """Yield why numbers stand in another order than what they are said of: "recall .49 and F1 .71"."""
    for name, labels in (
        ("headings", [cell.row.cells[cell.index][0] for cell in found]),
        ("rows", [(_names(cell.row) or [""])[-1] for cell in found]),
    ):
        if len(set(labels)) < 2 or len(set(labels)) != len(labels):
            continue
        places = [_place(claim, label, labels) for label in labels]
        if all(at >= 0 for at in places) and places != sorted(places):
            yield f"it exchanges numbers of different {name} of a table"


def _place(claim: Parsed, label: str, labels: Sequence[str]) -> int:
    """Where the sentence says what sets a label apart from the others; -1 where it does not."""
    others = {stem(w.lower()) for other in labels if other != label for w in _WORD.findall(other)}
    own = {stem(w.lower()) for w in _WORD.findall(label)} - others
    return next((m.start() for m in _WORD.finditer(claim.raw) if stem(m.group().lower()) in own), -1)

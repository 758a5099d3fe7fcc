"""Numbers of a table that a sentence puts in another row or under another heading.

The words of a caption and of all headings are next to every cell, so words alone cannot tell one cell from
its neighbour. The name of the row does, and the words that set one heading apart from another.

Example: "Model A had a recall of 0.490." against the row "Model A" with 0.490 under "F1 score" and 0.71
under "Recall". The objection is: 0.490 stands under “F1 score”, not under “Recall”.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.checking.number_values import Number
from generator.checking.parsed import Parsed, parse
from generator.checking.verbatim import is_verbatim
from generator.core import Snippet
from generator.core.table_sentences import TableRow
from generator.core.vocabulary import stem

_WORD = re.compile(r"[^\W_]+")
# Comparisons that no single row can make.
_SUPERLATIVE = re.compile(
    r"\b(?:highest|lowest|best|worst|most|least|largest|smallest|greatest|fastest|slowest|strongest|weakest"
    r"|outperform\w*|all (?:other|of))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Cell:
    """The cell of a row that has a number of the sentence."""

    number: Number
    row: TableRow
    index: int


def table_objection(sentence: str, used: Sequence[Snippet]) -> str:
    """Return why table rows among ``used`` do not say what the sentence says, or nothing."""
    claim = parse(sentence)
    rows = [s.row for s in used if s.row is not None and s.row.cells]
    if not rows or any(is_verbatim(claim, parse(s.text)) for s in used):
        return ""
    others = [parse(s.text) for s in used if s.row is None or not s.row.cells]
    elsewhere = [*others, *(parse(row.caption) for row in rows)]
    digits = [n for n in claim.numbers_without_pointers if not n.is_alternative and not n.spelled]
    stated = [n for n in digits if not _has_number(elsewhere, n)]
    # "Accuracy within 15 %", "at 12 months": a number may be a part of a name.
    titles = [parse(text) for row in rows for text in _titles(row)]
    named = [n for n in stated if _has_number(titles, n)]
    found: list[_Cell] = []
    for number in stated if len(named) == len(stated) else [n for n in stated if n not in named]:
        places = [_Cell(number, row, i) for row in rows for i in _cells_with(number, row)]
        if not places:
            continue
        reasons = [_cell_objection(claim, place) for place in places]
        if all(reasons):
            return reasons[0]
        place = places[reasons.index("")]
        if place.index >= len(_names(place.row)):
            found.append(place)
    said = _SUPERLATIVE.search(claim.text)
    if said and found and not any(_SUPERLATIVE.search(text.text) for text in (*others, *map(_whole, rows))):
        return f"one row of a table does not tell what is “{said.group()}”"
    return next(_exchanged(claim, found), "")


def _has_number(pieces: Sequence[Parsed], number: Number) -> bool:
    """Return True if one of ``pieces`` has ``number``."""
    return any(number.agrees(other) for piece in pieces for other in piece.numbers)


def _cells_with(number: Number, row: TableRow) -> Iterator[int]:
    """Return the indices of the cells that have ``number``."""
    return (i for i, (_, cell) in enumerate(row.cells) if _has_number([parse(cell)], number))


def _whole(row: TableRow) -> Parsed:
    """Return the caption and the row as one text."""
    return parse(f"{row.caption} {row.in_words}")


def _cell_objection(claim: Parsed, place: _Cell) -> str:
    """Return why a cell is not the one that the sentence means, or nothing."""
    names = _names(place.row)
    if place.index < len(names):  # a number in the name of the row: "ResNet-50"
        return ""
    if names and not any(_is_named(name, claim) for name in names):
        return f"{place.number.text} stands in the row “{names[-1]}”, which the sentence does not name"
    said = _terms(claim)
    heading = place.row.cells[place.index][0]
    own = _terms(parse(heading))
    for other, cell in place.row.cells[len(names) :]:
        theirs = _terms(parse(other))
        meant = bool(theirs - own) and theirs - own <= said and not (own - theirs) & said
        if meant and not _has_number([parse(cell)], place.number):
            return f"{place.number.text} stands under “{heading}”, not under “{other}”"
    return ""


def _names(row: TableRow) -> list[str]:
    """Return the cells before the first number: what the row is about."""
    names: list[str] = []
    for _, cell in row.cells:
        if re.match(r"\W{0,3}\d", cell):
            break
        names.append(cell)
    return names[:1] if len(names) == len(row.cells) else names


def _titles(row: TableRow) -> list[str]:
    """Return the headings of a row's cells, and its own names."""
    return [*(heading for heading, _ in row.cells if heading), *_names(row)]


def _is_named(name: str, claim: Parsed) -> bool:
    """Return True if the sentence names a row: by its marked words ("model B", "ResNet-50"), else by any."""
    words = _WORD.findall(name)
    marked = {w for w in words if len(w) == 1 or any(c.isdigit() or c.isupper() for c in w[1:])}
    if marked:
        said = _WORD.findall(claim.raw)
        return not marked.isdisjoint(said) or any(
            len(w) > 1 and w.casefold() in {s.casefold() for s in said} for w in marked
        )
    terms = parse(name).terms
    return not terms or not terms.isdisjoint(claim.terms)


def _terms(text: Parsed) -> frozenset[str]:
    return frozenset(word for row in text.rows for word in row.words)


def _exchanged(claim: Parsed, found: Sequence[_Cell]) -> Iterator[str]:
    """Yield objections to numbers in another order than their labels: "recall .49 and F1 .71"."""
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
    """Return where the sentence has the words that set a label apart from the others; -1 if nowhere."""
    others = {stem(w.lower()) for other in labels if other != label for w in _WORD.findall(other)}
    own = {stem(w.lower()) for w in _WORD.findall(label)} - others
    return next((m.start() for m in _WORD.finditer(claim.raw) if stem(m.group().lower()) in own), -1)

"""The front matter: title, authors, affiliations, notes; and the abstract, with or without a heading."""

from __future__ import annotations

import re
from collections.abc import Sequence

from generator.reading.pdf.paragraphs import Piece
from generator.reading.pdf.style import BodyStyle
from generator.reading.pdf.titles import ABSTRACT_MARK, KEYWORDS_MARK, NUMBERED, is_canonical
from generator.reading.sections import section_kind

FRONT_MARK = re.compile(
    r"^(?:received|accepted|published|revised|editor|academic editor|edited by|reviewed by"
    r"|handling editor|corresponding|\*?\s?correspondence"
    r"|\*|†|‡|citation|cite this|how to cite|copyright|©|\(c\)|publisher|license|licence"
    r"|open access|this (?:is an open|article is|work is)"
    r"|affiliations?|author notes?|e-?mail|orcid|article (?:info|history)|doi\b"
    r"|https?://(?:dx\.)?doi|communicated by|specialty section"
    r"|permission to make|acm reference|\d{4} (?:ieee|acm)|funding:|competing interests|data availability)",
    re.I,
)
REFERENCES_MARK = re.compile(
    r"^(?:\d{1,2}\.?\s)?(?:references|bibliography|literature(?: cited)?|works cited)\W{0,2}$", re.I
)
AFFILIATION = re.compile(
    r"@|universit|institut|department|college|school of|laborator|faculty|centre|center"
    r"|\b[A-Z][a-z]+,\s+[A-Z][A-Za-z]+$",
    re.I,
)


# A structured abstract without a title opens with the first of its labels.
_LABELLED = re.compile(
    r"^(?:(?:IMPORTANCE|OBJECTIVES?|BACKGROUND|AIMS?|PURPOSE|CONTEXT|RATIONALE)\b\s?[:.]?\s[A-Z]"
    r"|(?:Importance|Objectives?|Background|Aims?|Purpose|Context|Rationale)(?: and \w{3,12})?\s?:\s)"
)
# What opens the other parts of such an abstract: in small type too, they are no notes.
_PART = re.compile(
    r"(?:(?:materials? and )?methods?|design|setting|participants|patients|interventions?|measurements"
    r"|results?|findings|(?:main )?outcomes?(?: measures?)?|main results|discussion"
    r"|conclusions?(?: and \w{1,15})?|interpretation|limitations)\s?:\s",
    re.I,
)
_ADDRESS = re.compile(r"\S{2,60}@\S{4,60}")
_MAX_CHARS = 6000  # characters; a longer abstract has run over the sections of a paper without titles
_USUAL = 3000


def part_front(pieces: list[Piece], body: BodyStyle) -> None:
    """Mark front matter and abstract among the paragraphs of the first pages (``Piece.kind``)."""
    _gather_title(pieces)
    first = pieces[0].page if pieces else 1
    title_at = next((i for i, p in enumerate(pieces) if p.role == "title"), None)
    start = title_at + 1 if title_at is not None else 0
    for piece in pieces[:start]:
        if piece.role != "title" and piece.role != "float":
            piece.role, piece.kind = "prose", "front"
    end = start
    while end < len(pieces) and pieces[end].page <= first + 1:
        piece = pieces[end]
        if piece.role == "float":
            end += 1
            continue
        if (
            piece.role == "heading"
            and (is_canonical(piece.text) or opens_text(piece.text))
            and not FRONT_MARK.match(piece.text)
        ):
            break
        if ABSTRACT_MARK.match(piece.text) or _LABELLED.match(piece.text) or _is_running_text(piece):
            break
        piece.role, piece.kind = "prose", "front"
        end += 1
    _part_notes(pieces, end, first, body)
    _part_abstract(pieces, end, body)
    name_summaries(pieces)


def opens_text(text: str) -> bool:
    """Whether a title has the number of a first section: no initial, as "C. Raviglione" has."""
    number = NUMBERED.match(text)
    return number is not None and (number[1][0].isdigit() or text.upper() == text)


def name_summaries(pieces: Sequence[Piece]) -> None:
    """Keep a numbered "Summary" behind an abstract from being another one."""
    seen = False
    for piece in pieces:
        if piece.role != "heading" or section_kind(piece.text) != "abstract":
            seen = seen or piece.kind == "abstract"
            continue
        number = NUMBERED.match(piece.text)
        if seen and number:
            piece.kind = "introduction" if number[1] == "1" else "discussion"
        seen = True


def _gather_title(pieces: list[Piece]) -> None:
    """The title in one piece, though a column beside it came between its lines."""
    parts = [p for p in pieces if p.role == "title"]
    for part in parts[1:]:
        parts[0].lines.extend(part.lines)
    pieces[:] = [p for p in pieces if p.role != "title" or p is parts[0]]


def _part_notes(pieces: Sequence[Piece], start: int, first: int, body: BodyStyle) -> None:
    """Affiliations and notes at the foot of the first page, and boxes beside its text."""
    stated: tuple[int, int] | None = None  # column in which a statement stands under its title
    for piece in pieces[start:]:
        if piece.role == "heading":
            of_statement = section_kind(piece.text) in ("back", "availability")
            stated = piece.columns[0] if of_statement else None
        elif stated is not None and piece.columns[0] == stated:
            continue
        if (
            piece.page > first
            or REFERENCES_MARK.match(piece.text)
            or (piece.role == "heading" and section_kind(piece.text) == "references")
        ):
            break
        if piece.role in ("label", "table") and FRONT_MARK.match(piece.text):
            piece.kind, piece.role = "front", "note"
        if piece.role not in ("prose", "note") or ABSTRACT_MARK.match(piece.text):
            continue
        if _PART.match(piece.text):
            continue
        small = piece.size < 0.96 * body.size
        text = piece.text
        if KEYWORDS_MARK.match(text):
            piece.kind = "front"
        elif _ADDRESS.fullmatch(text) or (small and _is_note(piece, body)):
            piece.kind, piece.role = "front", "note"


def _is_note(piece: Piece, body: BodyStyle) -> bool:
    """Whether a paragraph in small type on the first page is front matter by its words, or is short."""
    text = piece.text
    if FRONT_MARK.match(text) or (AFFILIATION.search(text) and len(text) < 900 and _note_like(text)):
        return True
    return piece.size < 0.93 * body.size and len(text) < 250 and not _is_running_text(piece)


def _note_like(text: str) -> bool:
    return bool(re.match(r"[\d*†‡§¶a-e]|[A-Z]", text)) and (
        "@" in text or len(re.findall(r"[A-Z][a-z]+", text)) > 0.3 * len(text.split())
    )


def _part_abstract(pieces: list[Piece], start: int, body: BodyStyle) -> None:
    if start >= len(pieces):
        return
    head = pieces[start]
    marked = ABSTRACT_MARK.match(head.text) is not None
    if head.role == "heading" and not marked:
        return
    if head.role == "heading" or (marked and len(head.text) < 20):
        head.role = "heading"
        head.level = head.level or 1
        following = start + 1
        text = next((p for p in pieces[following:] if p.role == "prose" and len(p.text) > 80), None)
    else:
        following = start
        text = head
    if text is None:
        return
    if head.role == "heading" and KEYWORDS_MARK.match(head.text):
        return
    _mark_abstract(pieces, start, following, text, body)
    _shorten(pieces)


def _shorten(pieces: Sequence[Piece]) -> None:
    """Leave an abstract that ran over whole sections its first paragraphs."""
    own = [p for p in pieces if p.kind == "abstract" and p.role == "prose"]
    if sum(len(p.text) for p in own) <= _MAX_CHARS:
        return
    length = 0
    for piece in own:
        if length and length + len(piece.text) > _USUAL:
            length = _MAX_CHARS
            piece.kind = None
        length += len(piece.text)


def _mark_abstract(pieces: list[Piece], start: int, following: int, text: Piece, body: BodyStyle) -> None:
    head = pieces[start]
    marked = ABSTRACT_MARK.match(head.text) is not None
    style = _type(text)
    heading_ahead = next(
        (i for i, p in enumerate(pieces[following:], following) if p.role == "heading"), None
    )
    differs = (
        abs(text.size - body.size) > 0.03 * body.size
        or text.bold > 0.6
        or text.lines[0].font.name != body.font
    )
    if head is text and not marked and not differs and not _introduced(pieces, heading_ahead):
        return
    for index in range(following, len(pieces)):
        piece = pieces[index]
        if piece.role in ("float", "note") or piece.kind == "front":
            continue
        if KEYWORDS_MARK.match(piece.text):
            # Behind the keywords the paper begins.
            piece.kind = "front"
            _mark_introduction(
                pieces, index + 1 if piece.role == "prose" else _behind_keywords(pieces, index)
            )
            break
        if piece.role == "prose" and FRONT_MARK.match(piece.text) and piece.size < 0.95 * text.size:
            piece.kind = "front"
            continue
        if piece.role == "heading" and _is_part_of_abstract(pieces, index):
            piece.kind, piece.level = "abstract", (head.level or 1) + 1
            continue
        if piece.role == "heading" or piece.page > pieces[start].page + 1:
            break
        if (
            index > following
            and differs
            and _type(piece) != style
            and abs(piece.size - body.size) <= 0.03 * body.size
        ):
            _mark_introduction(pieces, index)
            break
        piece.kind = "abstract"
        if marked and not differs and head is text:
            # A run-in mark in the type of the text: one paragraph, where text goes on behind it.
            ahead = pieces[index + 1] if index + 1 < len(pieces) else None
            if (
                ahead is not None
                and ahead.role == "prose"
                and _is_running_text(ahead)
                and heading_ahead is None
            ):
                break


_STRUCTURED = re.compile(
    r"^(?:background|objectives?|aims?|purpose|context|introduction|(?:materials? and )?methods?|design"
    r"|setting|participants|measurements|results?|findings|main outcomes?(?: measures?)?|main results"
    r"|discussion|conclusions?|interpretation|significance|limitations)(?:,? and \w{1,15})?\W*$",
    re.I,
)


def _is_part_of_abstract(pieces: Sequence[Piece], index: int) -> bool:
    """A title within a structured abstract: the paper's own section of that name is still to come."""
    title = pieces[index].text.strip(" :.").casefold()
    if _STRUCTURED.match(title) is None:
        return False
    ahead = pieces[index + 1 :]
    following = next((i for i, p in enumerate(ahead) if p.role == "heading"), None)
    if following is None or sum(len(p.text) for p in ahead[:following]) > 2500:
        return False
    names = {p.text.strip(" :.").casefold() for p in ahead if p.role == "heading"}
    if any(re.fullmatch(r"(?:\d{1,2}\.?\s)?introduction", name) for name in names):
        return title != "introduction"
    return any(title.split()[0][:6] in name for name in names)


def _behind_keywords(pieces: Sequence[Piece], heading: int) -> int:
    """Index of what stands behind the keywords below the heading at ``heading``.

    They are the first paragraph, and what has no stop behind it.
    """
    first = True
    for index in range(heading + 1, len(pieces)):
        piece = pieces[index]
        if piece.role == "heading" or (piece.role == "prose" and not first and piece.text.endswith(".")):
            return index
        if piece.role == "prose" and piece.kind is None:
            piece.kind, first = "front", False
    return len(pieces)


def _mark_introduction(pieces: list[Piece], start: int) -> None:
    """Running text between an abstract and the first heading introduces the paper."""
    for piece in pieces[start:]:
        if piece.role == "heading":
            break
        if piece.role in ("prose", "formula", "code") and piece.kind is None:
            piece.kind = "introduction"


def _introduced(pieces: Sequence[Piece], heading: int | None) -> bool:
    return (
        heading is not None
        and re.search(r"introduction|background|keywords", pieces[heading].text, re.I) is not None
        and (pieces[heading].page <= pieces[0].page + 1)
    )


def _type(piece: Piece) -> tuple[int, bool]:
    return round(piece.size * 2), piece.bold > 0.6


def _is_running_text(piece: Piece) -> bool:
    text = piece.text
    if len(text) < 250 or piece.role == "float":
        return False
    words = text.split()
    lower = sum(w[0].islower() for w in words)
    return (
        lower >= 0.55 * len(words)
        and re.search(r"[a-z)]\. [A-Z]", text) is not None
        and not FRONT_MARK.match(text)
    )

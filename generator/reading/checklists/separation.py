"""Checklists separated from the paper around them, as sections of their own kind.

Two forms are recognised: questions with answers ("Question: ... Answer: [Yes] Justification: ..."), as
NeurIPS asks for, and tables whose rows are items, as CONSORT and others have them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from generator.core.paper import Paragraph, Section
from generator.reading.checklists.earlier import ASKED, ASKED_AND_ANSWERED
from generator.reading.checklists.forms import ANSWER, QUESTION, is_form, is_titled

__all__ = ["mark_checklists"]

_MIN_ANSWERS = 3  # that make a checklist; under the title of a checklist, one is enough
_MAX_ITEM_NAME_CHARS = 100  # of a paragraph that only names an item ("1. Claims")

# Words without which there can be no checklist, which saves the search in most papers.
_SIGNS = ("Answer:", "hecklist", "CHECKLIST", "eported")

_ASKING = ("you", "claims")

_Position = tuple[int, int]  # number of a section, and of a paragraph in it


def mark_checklists(sections: Sequence[Section], text: str) -> list[Section]:
    """Return the sections, with those that belong to a checklist changed to the kind ``checklist``.

    text: of the whole paper. Paragraphs keep their order; a section that belongs to a checklist only in part
    is split. Only what authors have filled in is a checklist: papers about checklists stay as they are.
    """
    if not any(sign in text for sign in _SIGNS):
        return list(sections)
    inside = {*_of_questions(sections), *_of_earlier_questions(sections), *_of_tables(sections)}
    return list(_split(sections, inside)) if inside else list(sections)


def _of_questions(sections: Sequence[Section]) -> set[_Position]:
    """Return the positions that belong to a checklist of questions with answers and justifications."""
    answers = [
        (n, m)
        for n, section in enumerate(sections)
        for m, paragraph in enumerate(section.paragraphs)
        if section.kind != "furniture" and "nswer" in (text := _text(paragraph)) and ANSWER.search(text)
    ]
    count = sum(len(ANSWER.findall(_text(sections[n].paragraphs[m]))) for n, m in answers)
    if not answers:
        return set()
    titled = [n for n, s in enumerate(sections) if is_titled(s.title) and n <= answers[0][0]]
    if count < _MIN_ANSWERS and not titled:
        return set()
    first, last = answers[0], answers[-1]
    begin = _start_of(sections, first, titled[-1] if titled else None)
    return {
        (n, m)
        for n in range(begin[0], last[0] + 1)
        if sections[n].kind != "furniture"
        for m in range(len(sections[n].paragraphs))
        if (n, m) >= begin
    }


def _of_earlier_questions(sections: Sequence[Section]) -> set[_Position]:
    """Return the positions that belong to a checklist as NeurIPS had it before 2023."""
    every = [
        (n, m)
        for n, section in enumerate(sections)
        for m in range(len(section.paragraphs))
        if section.kind != "furniture"
    ]
    texts = [_text(sections[n].paragraphs[m]) for n, m in every]
    asked, count = [], 0
    for place, text in enumerate(texts):
        # Every question holds one of these words: most paragraphs need no search. In PDF files, an answer may
        # begin the next paragraph.
        low = text.lower()
        if not any(word in low for word in _ASKING) or ASKED.search(text) is None:
            continue
        answers = ASKED_AND_ANSWERED.finditer(" ".join(texts[place : place + 2]))
        if here := sum(answer.start() < len(text) for answer in answers):
            asked.append(every[place])
            count += here
    if count < _MIN_ANSWERS:
        return set()
    between = [position for position in every if asked[0] <= position <= asked[-1]]
    # All of a section under the title of a checklist: its instructions, and the last answer.
    titled = {n for n, _ in asked if is_titled(sections[n].title)}
    return {*between, *((n, m) for n, m in every if n in titled)}


def _start_of(sections: Sequence[Section], first: _Position, titled: int | None) -> _Position:
    """Return where the checklist begins whose first answer is at ``first``: at its title, or at its question.

    titled: number of the section with the title of the checklist, or None.
    """
    if titled is not None:
        return titled, 0
    n, m = first
    while m and not QUESTION.search(_text(sections[n].paragraphs[m])):
        m -= 1
    if m and not QUESTION.match(_text(sections[n].paragraphs[m])):
        return n, m
    if m and len(_text(sections[n].paragraphs[m - 1])) <= _MAX_ITEM_NAME_CHARS:
        m -= 1
    return n, m


def _of_tables(sections: Sequence[Section]) -> set[_Position]:
    """Return the positions of tables that are checklists, and of the captions above them."""
    positions: set[_Position] = set()
    for n, section in enumerate(sections):
        for m, paragraph in enumerate(section.paragraphs):
            if paragraph.role != "table":
                continue
            before = section.paragraphs[m - 1] if m else None
            caption = _text(before) if before is not None and before.role == "caption" else ""
            rows = [sentence.text for sentence in paragraph.sentences]
            heads = " ".join(paragraph.header.columns)
            if is_form(rows, section.title, caption, heads):
                positions |= {(n, m), *({(n, m - 1)} if caption else ())}
                if is_titled(section.title):  # the text around it says how it is filled in
                    positions |= {(n, k) for k in range(len(section.paragraphs))}
    return positions


def _split(sections: Sequence[Section], inside: set[_Position]) -> Iterable[Section]:
    """Yield the sections, split where a checklist begins or ends inside them."""
    for n, section in enumerate(sections):
        if not any((n, m) in inside for m in range(len(section.paragraphs))):
            # A title without text between two parts of a checklist belongs to the checklist.
            titled = not section.paragraphs and is_titled(section.title)
            yield replace(section, kind="checklist") if titled else section
            continue
        runs: list[tuple[bool, list[Paragraph]]] = []
        for m, paragraph in enumerate(section.paragraphs):
            belongs = (n, m) in inside
            if not runs or runs[-1][0] != belongs:
                runs.append((belongs, []))
            runs[-1][1].append(paragraph)
        for number, (belongs, paragraphs) in enumerate(runs):
            yield Section(
                "checklist" if belongs else section.kind,
                section.title if number == 0 else "",
                section.level,
                tuple(paragraphs),
            )


def _text(paragraph: Paragraph) -> str:
    return " ".join(sentence.text for sentence in paragraph.sentences)

"""Checklists set apart from the paper around them, as sections of their own kind."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from generator.core.paper import Paragraph, Section
from generator.reading.checklists.forms import ANSWER, QUESTION, is_form, is_titled

__all__ = ["set_apart"]

# So many answers in a row are a checklist; under a title that says so, one is enough.
_MIN_COUNT = 3
# A paragraph that names an item ("1. Claims") is short.
_MAX_NAME_LENGTH = 100

Place = tuple[int, int]  # number of a section, and of a paragraph in it


def set_apart(sections: Sequence[Section], text: str) -> list[Section]:
    """The sections with those that belong to a checklist of the kind ``checklist``.

    text: of the whole paper. Paragraphs stay in their order; a section of which only some belong to a
    checklist is cut. Nothing is a checklist that no author filled in: papers about checklists stay as they
    are.
    """
    if "Answer:" not in text and "hecklist" not in text and "CHECKLIST" not in text and "eported" not in text:
        return list(sections)
    inside = {*_asked(sections), *_tables(sections)}
    return list(_cut(sections, inside)) if inside else list(sections)


def _asked(sections: Sequence[Section]) -> set[Place]:
    """What belongs to a checklist of questions with answers and justifications."""
    answers = [
        (n, m)
        for n, section in enumerate(sections)
        for m, paragraph in enumerate(section.paragraphs)
        if section.kind != "furniture" and ANSWER.search(_text(paragraph))
    ]
    count = sum(len(ANSWER.findall(_text(sections[n].paragraphs[m]))) for n, m in answers)
    if not answers:
        return set()
    titled = [n for n, s in enumerate(sections) if is_titled(s.title) and n <= answers[0][0]]
    if count < _MIN_COUNT and not titled:
        return set()
    first, last = answers[0], answers[-1]
    begin = _beginning(sections, first, titled[-1] if titled else None)
    return {
        (n, m)
        for n in range(begin[0], last[0] + 1)
        if sections[n].kind != "furniture"
        for m in range(len(sections[n].paragraphs))
        if (n, m) >= begin
    }


def _beginning(sections: Sequence[Section], first: Place, titled: int | None) -> Place:
    """Where the checklist begins whose first answer stands at ``first``: at its title, else its question."""
    if titled is not None:
        return titled, 0
    n, m = first
    while m and not QUESTION.search(_text(sections[n].paragraphs[m])):
        m -= 1
    if m and not QUESTION.match(_text(sections[n].paragraphs[m])):
        return n, m
    if m and len(_text(sections[n].paragraphs[m - 1])) <= _MAX_NAME_LENGTH:
        m -= 1
    return n, m


def _tables(sections: Sequence[Section]) -> set[Place]:
    """Tables that are checklists, with the captions above them."""
    found: set[Place] = set()
    for n, section in enumerate(sections):
        for m, paragraph in enumerate(section.paragraphs):
            if paragraph.role != "table":
                continue
            before = section.paragraphs[m - 1] if m else None
            caption = _text(before) if before is not None and before.role == "caption" else ""
            rows = [sentence.text for sentence in paragraph.sentences]
            heads = " ".join(paragraph.header.columns)
            if is_form(rows, section.title, caption, heads):
                found |= {(n, m), *({(n, m - 1)} if caption else ())}
                if is_titled(section.title):  # what stands around it says how it is filled in
                    found |= {(n, k) for k in range(len(section.paragraphs))}
    return found


def _cut(sections: Sequence[Section], inside: set[Place]) -> Iterable[Section]:
    for n, section in enumerate(sections):
        if not any((n, m) in inside for m in range(len(section.paragraphs))):
            # A title alone between two pieces of a checklist is part of it.
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

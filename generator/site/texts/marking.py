"""The quotes that the answers shown rest on, as marks in a paper's text."""

from __future__ import annotations

from dataclasses import dataclass

from generator.site.content.collection import Collection
from generator.site.content.encoding import Markdown
from generator.site.content.links import Links, anchor, paper_page
from generator.site.content.statuses import Look, look
from generator.site.content.texts import ShownText
from generator.site.content.wording import label
from generator.site.texts.places import anchor_at, evidence_shown, found_in


@dataclass(frozen=True, slots=True)
class Note:
    """An answer that rests on a mark: its question's short name, what it found, and the way to it."""

    label: str
    look: Look
    href: Markdown


@dataclass(frozen=True, slots=True)
class Mark:
    """Words of the text, by offsets, and the answers that rest on them. number: from 1, in reading order."""

    number: int
    start: int
    end: int
    notes: tuple[Note, ...]

    @property
    def anchor(self) -> str:
        return anchor_at(self.start)


def marks_in(collection: Collection, shown: ShownText, links: Links) -> tuple[Mark, ...]:
    """The marks in a paper's text, in reading order; those that begin at one place are one.

    A question stands once beside a mark, with the first of its answers that rests on it. links: as seen from
    the page of the text.
    """
    paper, text = shown.paper.id, shown.paper.text
    ends: dict[int, int] = {}
    notes: dict[int, dict[str, Note]] = {}
    for question in collection.questions:
        href = links.to(paper_page(paper), anchor(question.id))
        for answer in collection.answers_to(paper, question.id):
            note = Note(label(question.id), look(answer.status), href)
            for number in evidence_shown(answer):
                for start, end in found_in(text, answer.evidence[number]):
                    ends[start] = max(end, ends.get(start, end))
                    notes.setdefault(start, {}).setdefault(question.id, note)
    return tuple(
        Mark(number, start, ends[start], tuple(notes[start].values()))
        for number, start in enumerate(sorted(ends), 1)
    )

"""The quotes that the current answers rest on, as marks in a paper's text."""

from __future__ import annotations

from dataclasses import dataclass

from generator.site.content.collection import Collection
from generator.site.content.encoding import Markdown
from generator.site.content.open_texts import ShownText
from generator.site.content.page_links import Links, anchor, paper_page
from generator.site.content.status_styles import StatusStyle, style_of
from generator.site.content.wording import label
from generator.site.texts.text_places import anchor_at, locate, shown_evidence


@dataclass(frozen=True, slots=True)
class MarkNote:
    """An answer that rests on a mark: short name of its question, status, and link to the answer."""

    label: str
    look: StatusStyle
    href: Markdown


@dataclass(frozen=True, slots=True)
class QuoteMark:
    """A stretch of the text (offsets) with the answers that rest on it. number: from 1, in reading order."""

    number: int
    start: int
    end: int
    notes: tuple[MarkNote, ...]

    @property
    def anchor(self) -> str:
        return anchor_at(self.start)


def marks_in(collection: Collection, shown: ShownText, links: Links) -> tuple[QuoteMark, ...]:
    """Return the marks in a paper's text, in reading order; quotes that start at one offset share a mark.

    A mark names each question once, with the first of its answers that rests on it. links: as seen from the
    page of the text.
    """
    paper, text = shown.paper.id, shown.paper.text
    ends: dict[int, int] = {}
    notes: dict[int, dict[str, MarkNote]] = {}
    for question in collection.questions:
        href = links.to(paper_page(paper), anchor(question.id))
        for answer in collection.answers_to(paper, question.id):
            note = MarkNote(label(question.id), style_of(collection.status_beside(answer)), href)
            for number in shown_evidence(answer):
                for start, end in locate(text, answer.evidence[number]):
                    ends[start] = max(end, ends.get(start, end))
                    notes.setdefault(start, {}).setdefault(question.id, note)
    return tuple(
        QuoteMark(number, start, ends[start], tuple(notes[start].values()))
        for number, start in enumerate(sorted(ends), 1)
    )

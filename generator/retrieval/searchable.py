"""The sentences of a paper that may be searched for an answer."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import repeat

from generator.core import Paper, Place, Sentence, Snippet
from generator.core.orders import is_instruction, mark_instructions
from generator.core.paper import Role, SectionKind
from generator.core.table_sentences import TableRow, rows_of

# Sections that are never context: furniture is about no question, and what authors claim in a checklist is no
# evidence of what their paper says. A list of references is topically close to every question.
NEVER_SEARCHED: frozenset[SectionKind] = frozenset({"furniture", "checklist"})
ONLY_FOR_LINKS: frozenset[SectionKind] = frozenset({"references"})

# Shorter pieces ("Fig. 2.", a single cell) say nothing by themselves.
MIN_PASSAGE_CHARS = 15
# A longer sentence would fill the budget by itself: it is a table without cells or a parser's failure.
MAX_PASSAGE_CHARS = 1200


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence with its place. ``index`` counts the passages of a paper from 0 in reading order.

    paragraph: number of its paragraph; only passages of the same paragraph are neighbours. row: see
    `Snippet`.
    """

    index: int
    sentence: Sentence
    section: str
    kind: SectionKind
    role: Role
    paragraph: int
    row: TableRow | None = None

    @property
    def text(self) -> str:
        return self.sentence.text

    @property
    def words(self) -> str:
        """The text that is searched and shown to a model; for a table row, with caption and headings."""
        if self.row is None:
            return self.sentence.text
        return " ".join(filter(None, (self.row.caption, self.row.in_words or self.sentence.text)))

    def snippet(self, score: float) -> Snippet:
        """Return this passage as a snippet whose focus is the whole of it."""
        s = self.sentence
        place = Place(s.start, s.end, self.section, self.kind, s.page, s.box, s.element)
        return Snippet(s.text, place, round(score, 4), s.links, ((s.start, s.end),), self.row)


def passages(paper: Paper) -> tuple[Passage, ...]:
    """Return all sentences that may be searched for some question, in reading order.

    Instructions to a language model are left out: no model is shown them, and nothing is based on them.
    """
    found: list[Passage] = []
    number = 0
    for section in paper.sections:
        if section.kind in NEVER_SEARCHED:
            continue
        for place, paragraph in enumerate(section.paragraphs):
            number += 1
            rows = rows_of(section, place) if paragraph.role == "table" else repeat(None)
            ordered = mark_instructions([sentence.text for sentence in paragraph.sentences])
            for sentence, row, order in zip(paragraph.sentences, rows, ordered, strict=False):
                if order or (row is not None and is_instruction(row.caption)):
                    continue
                if MIN_PASSAGE_CHARS <= len(sentence.text) <= MAX_PASSAGE_CHARS:
                    found.append(
                        Passage(
                            len(found), sentence, section.title, section.kind, paragraph.role, number, row
                        )
                    )
    return tuple(found)

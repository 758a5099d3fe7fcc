"""The sentences of a paper that may be searched for an answer."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import repeat

from generator.core import Paper, Place, Sentence, Snippet
from generator.core.orders import is_order, orders
from generator.core.paper import Role, SectionKind
from generator.core.tables import TableRow, rows_of

# Never context: a list of references is topically close to every question, and furniture to none. What
# authors claim in a checklist is no evidence of what their paper says.
NEVER: frozenset[SectionKind] = frozenset({"furniture", "checklist"})
ONLY_FOR_LINKS: frozenset[SectionKind] = frozenset({"references"})

# Shorter pieces ("Fig. 2.", a lone cell) say nothing by themselves.
MIN_LENGTH = 15
# A longer unit would fill the budget by itself: it is a table run together or a parser's failure.
MAX_LENGTH = 1200


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence with its place; ``index`` counts the passages of a paper from 0 in reading order.

    paragraph: number of the paragraph, so that neighbours can be told from mere followers.
    row: see `Snippet`.
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
        """What is searched and shown to a model: the text, or a row of a table with what heads it."""
        if self.row is None:
            return self.sentence.text
        return " ".join(filter(None, (self.row.caption, self.row.in_words or self.sentence.text)))

    def snippet(self, score: float) -> Snippet:
        """This passage as a snippet whose focus is the whole of it."""
        s = self.sentence
        place = Place(s.start, s.end, self.section, self.kind, s.page, s.box, s.element)
        return Snippet(s.text, place, round(score, 4), s.links, ((s.start, s.end),), self.row)


def passages(paper: Paper) -> tuple[Passage, ...]:
    """All sentences that may be searched for some question, in reading order.

    What tells a language model what to say is none of them: a model is not shown it, and nothing rests on it.
    """
    found: list[Passage] = []
    number = 0
    for section in paper.sections:
        if section.kind in NEVER:
            continue
        for place, paragraph in enumerate(section.paragraphs):
            number += 1
            rows = rows_of(section, place) if paragraph.role == "table" else repeat(None)
            ordered = orders([sentence.text for sentence in paragraph.sentences])
            for sentence, row, order in zip(paragraph.sentences, rows, ordered, strict=False):
                if order or (row is not None and is_order(row.caption)):
                    continue
                if MIN_LENGTH <= len(sentence.text) <= MAX_LENGTH:
                    found.append(
                        Passage(
                            len(found), sentence, section.title, section.kind, paragraph.role, number, row
                        )
                    )
    return tuple(found)

"""An answer of which only a few columns are in memory: the rest is read when something asks for it.

A site of 20,000 papers shows 560,000 answers. Its lists, counts and charts need of each the status, the id
and some numbers; only the pages that are written again need the words. So a build that changes one paper
reads the answers about that paper, not half a million. Words that were read are forgotten when many others
have been read since, so that memory does not grow with the number of answers.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from generator.core.answer import Answer, AnswerFacts, AnswerSentence, PartStatus
from generator.core.on_demand import OnDemand, RecentlyRead
from generator.core.question import QuestionWording
from generator.core.snippet import SearchedPassage, Snippet
from generator.core.status import Status

__all__ = ["AnswerColumns", "AnswerSource", "RecordedAnswer"]

# Answers whose words are in memory at a time: about 200 MB. With 4,000 instead, the pages of a first
# publication of 464 papers, which need each of 11,600 answers several times, took half as long again
# (`tests.benchmarks.scale`).
_MAX_LOADED = 15_000


@dataclass(frozen=True, slots=True)
class AnswerColumns:
    """What is known of a recorded answer without its words; fields of the same name are those of `Answer`.

    parts: names of the fingerprint, with their values in ``hashes``. complete: its closest passages have
    their words (`generator.core.snippet.with_closest_text`). start, size: of its line in the file, in bytes.
    """

    paper: str
    question: str
    model: str
    status: Status
    id: str
    probability: float | None
    kind: str
    made: str
    imported: str
    made_with: str
    aliases: tuple[str, ...]
    parts: tuple[str, ...]
    hashes: tuple[str | None, ...]
    facts: AnswerFacts
    complete: bool
    start: int
    size: int


class AnswerSource(Protocol):
    """A file of recorded answers."""

    def answer(self, columns: AnswerColumns) -> Answer:
        """Read the answer with these columns. Raises LedgerError if it is no longer there."""


class RecordedAnswer(OnDemand[Answer], Answer):
    """An answer that is read from its source when more than its columns is asked for; see `of`.

    `dataclasses.replace` returns an answer in full.
    """

    _recent = RecentlyRead(_MAX_LOADED)

    _columns: AnswerColumns
    _source: AnswerSource
    _changes: tuple[Callable[[Answer], Answer], ...]

    def __new__(cls, **fields: Any) -> Answer:  # type: ignore[misc]  # for `dataclasses.replace`
        return Answer(**fields)

    @classmethod
    def of(
        cls,
        columns: AnswerColumns,
        source: AnswerSource,
        changes: tuple[Callable[[Answer], Answer], ...] = (),
    ) -> RecordedAnswer:
        """Return the answer with these columns. changes: made in order to what is read."""
        made = object.__new__(cls)
        object.__setattr__(made, "_columns", columns)
        object.__setattr__(made, "_source", source)
        object.__setattr__(made, "_changes", changes)
        object.__setattr__(made, "_whole", None)
        return made

    def changed(self, change: Callable[[Answer], Answer]) -> RecordedAnswer:
        """Return the answer with a change, made when it is read, that affects none of its columns."""
        return RecordedAnswer.of(self._columns, self._source, (*self._changes, change))

    def _read(self) -> Answer:
        """Read the answer in full. Raises LedgerError if its file was changed meanwhile."""
        found = self._source.answer(self._columns)
        for change in self._changes:
            found = change(found)
        return found

    @property
    def is_complete(self) -> bool:
        """True if its closest passages have their words."""
        return self._columns.complete

    @property
    def paper(self) -> str:
        return self._columns.paper

    @property
    def question(self) -> str:
        return self._columns.question

    @property
    def model(self) -> str:
        return self._columns.model

    @property
    def status(self) -> Status:
        return self._columns.status

    @property
    def probability(self) -> float | None:
        return self._columns.probability

    @property
    def aliases(self) -> tuple[str, ...]:
        return self._columns.aliases

    @property
    def fingerprint(self) -> Mapping[str, str | None]:
        return dict(zip(self._columns.parts, self._columns.hashes, strict=True))

    @property
    def measured(self) -> Mapping[str, Any]:
        return {}  # times are not recorded

    @property
    def id(self) -> str:
        return self._columns.id

    @property
    def kind(self) -> str:
        return self._columns.kind

    @property
    def made(self) -> str:
        return self._columns.made

    @property
    def imported(self) -> str:
        return self._columns.imported

    @property
    def made_with(self) -> str:
        return self._columns.made_with

    @property
    def facts(self) -> AnswerFacts:
        return self._columns.facts

    @property
    def reason(self) -> str:
        return self.whole.reason

    @property
    def sentences(self) -> tuple[AnswerSentence, ...]:
        return self.whole.sentences

    @property
    def evidence(self) -> tuple[Snippet, ...]:
        return self.whole.evidence

    @property
    def searched(self) -> tuple[SearchedPassage, ...]:
        return self.whole.searched

    @property
    def raw(self) -> str:
        return self.whole.raw

    @property
    def provenance(self) -> Mapping[str, Any]:
        return self.whole.provenance

    @property
    def parts(self) -> tuple[PartStatus, ...]:
        return self.whole.parts

    @property
    def asked(self) -> QuestionWording:
        return self.whole.asked

    @property
    def version(self) -> int:
        return self.whole.version

    @property
    def record(self) -> str:
        return self.whole.record

    @property
    def shown(self) -> str:
        return self.whole.shown

    def __hash__(self) -> int:
        return hash((self.paper, self.question, self.model, self.id))

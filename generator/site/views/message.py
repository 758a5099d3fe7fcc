"""What a paper reports, in a paragraph: composed from statuses, parts, links and short quotes, by no model.

What is sure stands as fact, what is likely as "probably", and what is unsure is only named as such. Every
name leads to its question on the page.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from generator.core import Answer, Paper, Question
from generator.core.status import TOLD
from generator.site.content.collection import Collection
from generator.site.content.encoding import Markdown, clean
from generator.site.content.hosts import host_name, is_own
from generator.site.content.links import anchor
from generator.site.content.then import part_texts
from generator.site.content.wording import phrases
from generator.site.views.answers import Asked

# Characters of the words that answer, where the paragraph gives them; longer ones are read below it.
_VALUE = 90
_VALUES = 4
# Parts left open that one question is given; of more, the answer tells.
_PARTS = 2
_BLANK, _NOTHING = Markdown(" "), Markdown()


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of a sentence, where they lead (empty: nowhere), and the signs or blanks that follow them."""

    text: str
    href: str = ""
    after: Markdown = _BLANK

    @property
    def leaves(self) -> bool:
        """Whether it leads out of the page."""
        return not self.href.startswith("#")


@dataclass(frozen=True, slots=True)
class Sentence:
    """lead: what a list is of; empty for a plain sentence."""

    pieces: tuple[Piece, ...]
    lead: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """told: what the paper says, in sentences. lists: the questions that they do not name, by status."""

    told: tuple[Sentence, ...]
    lists: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class _Case:
    """A question with the answer shown. surely: it may stand as fact; None: it is unsure. words: its name."""

    question: Question
    shown: Asked
    answer: Answer | None
    surely: bool | None
    words: Markdown

    @property
    def status(self) -> str:
        return "missing" if self.answer is None else self.answer.status

    @property
    def told(self) -> bool:
        return self.status in TOLD

    @property
    def seeks_place(self) -> bool:
        """Whether its answer is where something can be found."""
        return self.question.references or self.question.kind == "link"

    @property
    def name(self) -> Piece:
        return Piece(self.words, f"#{anchor(self.question.id)}", _NOTHING)


def message_of(collection: Collection, paper: Paper, asked: Iterable[Asked]) -> Message:
    """The paragraph about ``paper``. asked: all its questions as the page shows them, in their order."""
    shown = {str(a.anchor): a for a in asked}
    names = phrases([[q.id for q in questions.questions] for questions in collection.question_sets])
    cases = [
        _case(collection, paper, shown[q.id], q, names[q.id]) for q in collection.questions if q.id in shown
    ]
    places = [c for c in cases if c.seeks_place and c.surely is not None and c.status != "not_applicable"]
    places = [c for c in places if c.told or c.status == "not_reported"]
    told: list[Sentence] = []
    for surely in (True, False):
        if clauses := _of_places([c for c in places if c.surely is surely], paper):
            subject = "It" if told else "The paper"
            told.append(
                Sentence((Piece(subject if surely else f"{subject} probably"), *_ended(_joined(clauses))))
            )
    named = [c for c in cases if c.surely and c.status == "reported" and c not in places]
    values = [(c, value) for c in named if (value := _value(c))][:_VALUES]
    if values:
        told.append(_in_own_words(values))
    done = [*places, *(case for case, _ in values)]
    rest = [c for c in cases if c not in done or c.status == "partly_reported"]
    return Message(tuple(told), tuple(_lists(collection, rest)))


def _case(collection: Collection, paper: Paper, shown: Asked, question: Question, words: Markdown) -> _Case:
    answers = collection.answers_to(paper.id, question.id)
    if not answers:
        return _Case(question, shown, None, True, words)
    band = collection.band(answers[0])
    return _Case(question, shown, answers[0], None if band == "unsure" else band != "likely", words)


def _of_places(cases: Sequence[_Case], paper: Paper) -> list[tuple[Piece, ...]]:
    """Where the paper says that its data, code and the like are, as clauses that go on from a subject."""
    linked: dict[tuple[str, str], list[_Case]] = {}
    bare = []
    for case in (c for c in cases if c.told):
        if link := _link(case, paper):
            linked.setdefault(link, []).append(case)
        else:
            bare.append((case.name,))
    points = [
        (Piece(*link), Piece("for"), *_joined([(c.name,) for c in same])) for link, same in linked.items()
    ]
    silent = [(c.name,) for c in cases if not c.told]
    clauses = []
    if points:
        clauses.append((Piece("links to"), *_joined(points)))
    if bare:
        clauses.append((Piece("addresses"), *_spaced(_joined(bare)), Piece("without a link", after=_NOTHING)))
    if silent:
        clauses.append((Piece("says nothing on"), *_joined(silent, "or")))
    return clauses


def _link(case: _Case, paper: Paper) -> tuple[str, str] | None:
    """The first link of the answer that is not the paper's own: name of its host, and address."""
    quotes = case.shown.answer.quotes if case.shown.answer else ()
    for link in chain.from_iterable(quote.links for quote in quotes):
        if link.href and not is_own(link.href, paper.metadata):
            return host_name(link.href), link.href
    return None


def _in_own_words(values: Sequence[tuple[_Case, str]]) -> Sentence:
    said = [(replace(case.name, after=Markdown(": ")), Piece(f"“{words}”")) for case, words in values]
    items = [replace(piece, after=Markdown("; ")) if i % 2 else piece for i, piece in enumerate(chain(*said))]
    return Sentence(_ended(items), "In its own words:")


def _value(case: _Case) -> str:
    """The very words that answer, where they are few."""
    quotes = case.shown.answer.quotes if case.shown.answer else ()
    words = [clean(run.text) for quote in quotes for part in quote.parts for run in part.runs if run.marked]
    return words[0].rstrip(".;, ") if len(words) == 1 and len(words[0]) <= _VALUE else ""


def _lists(collection: Collection, cases: Sequence[_Case]) -> Iterator[Sentence]:
    """The questions by status, what is sure first."""

    def names(*statuses: str, surely: bool | None) -> list[tuple[Piece, ...]]:
        found = [c for c in cases if c.status in statuses and c.surely is surely]
        return [_with_parts(collection, c) if c.status == "partly_reported" else (c.name,) for c in found]

    for lead, items in (
        ("Reported:", names("reported", surely=True)),
        ("Only in part:", names("partly_reported", surely=True)),
        ("Probably reported:", names(*TOLD, surely=False)),
        ("Not reported:", names("not_reported", surely=True)),
        ("Probably not reported:", names("not_reported", surely=False)),
        ("Unsure:", [(c.name,) for c in cases if c.surely is None]),
        ("Does not apply:", names("not_applicable", surely=True)),
        ("No answer could be made:", names("failed", surely=True)),
        ("Not asked yet:", names("missing", surely=True)),
    ):
        if items:
            yield Sentence(_ended(_joined(items)), lead)


def _with_parts(collection: Collection, case: _Case) -> tuple[Piece, ...]:
    """A question's name with the parts of it that the paper leaves open."""
    texts = part_texts(collection, case.answer) if case.answer else {}
    missing = [texts.get(p.id, "") for p in case.answer.parts if not p.reported] if case.answer else []
    said = [clean(text).rstrip("?.") for text in missing if text]
    if not 0 < len(said) <= _PARTS:
        return (case.name,)
    return replace(case.name, after=_BLANK), Piece(f"(not {' or '.join(said)})", after=_NOTHING)


def _joined(items: Sequence[Sequence[Piece]], last: str = "and") -> list[Piece]:
    """``a, b and c``."""
    found: list[Piece] = []
    for left, item in zip(range(len(items) - 1, -1, -1), items, strict=True):
        sign = "" if not left else f" {last} " if left == 1 else ", "
        found += [*item[:-1], replace(item[-1], after=Markdown(item[-1].after.rstrip() + sign))]
    return found


def _spaced(pieces: list[Piece]) -> list[Piece]:
    return [*pieces[:-1], replace(pieces[-1], after=_BLANK)]


def _ended(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    return *pieces[:-1], replace(pieces[-1], after=Markdown("."))

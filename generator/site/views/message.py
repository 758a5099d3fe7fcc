"""What a paper reports, in a paragraph composed from statuses, parts, links and short quotes.

No model writes it. Sure answers are stated as facts, likely ones with "probably", and unsure ones are only
named as unsure. Each name of a question links to the answer on the page, and each name of a host to the quote
with the address. For example: "The paper links to Zenodo for data availability (left open: under which
conditions they can be had) and says nothing about code availability."
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, replace
from itertools import chain

from generator.core import Answer, Paper, Question
from generator.core.status import REPORTED_STATUSES
from generator.site.content.collection import Collection
from generator.site.content.encoding import Markdown, clean
from generator.site.content.hosts import host_name, is_own, rank
from generator.site.content.language import format_message, message, translated
from generator.site.content.page_links import anchor
from generator.site.content.then import part_texts
from generator.site.content.wording import phrases
from generator.site.views.answer_view import AskedQuestion

# The paragraph quotes at most so many answers, each of at most so many characters; longer ones are below it.
_MAX_VALUES = 4
_MAX_VALUE = 90
# The paragraph lists at most so many parts that a question leaves open or tells; the answer itself lists all.
_MAX_PARTS = 2
_MAX_HOSTS = 2  # hosts named for an answer
# Whether it is a further sentence, whether it is sure -> how a sentence begins.
_SUBJECTS = {
    (False, True): message("The paper"),
    (True, True): message("It"),
    (False, False): message("The paper probably"),
    (True, False): message("It probably"),
}
_BLANK, _NOTHING = Markdown(" "), Markdown()


@dataclass(frozen=True, slots=True)
class MessagePiece:
    """Words of a sentence, their link within the page (or empty), and what follows them: signs or blanks."""

    text: str
    href: str = ""
    after: Markdown = _BLANK


@dataclass(frozen=True, slots=True)
class MessageSentence:
    """A sentence of the paragraph. lead: the heading of a list; empty for a plain sentence."""

    pieces: tuple[MessagePiece, ...]
    lead: str = ""


@dataclass(frozen=True, slots=True)
class PaperMessage:
    """sentences: what the paper reports. lists: the questions not named in them, by status."""

    sentences: tuple[MessageSentence, ...]
    lists: tuple[MessageSentence, ...]


@dataclass(frozen=True, slots=True)
class _Case:
    """A question with the answer shown. surely: the answer is sure; None if it is unsure. words: its name."""

    question: Question
    shown: AskedQuestion
    answer: Answer | None
    surely: bool | None
    words: Markdown

    @property
    def status(self) -> str:
        return "missing" if self.answer is None else self.answer.status

    @property
    def is_reported(self) -> bool:
        return self.status in REPORTED_STATUSES

    @property
    def seeks_place(self) -> bool:
        """True if its answer is a place where something can be found."""
        return self.question.references or self.question.kind == "link"

    @property
    def name(self) -> MessagePiece:
        return MessagePiece(self.words, f"#{anchor(self.question.id)}", _NOTHING)


def message_of(collection: Collection, paper: Paper, asked: Iterable[AskedQuestion]) -> PaperMessage:
    """Return the paragraph about ``paper``. asked: all its questions as the page shows them, in order."""
    shown = {str(a.anchor): a for a in asked}
    names = phrases([[q.id for q in questions.questions] for questions in collection.question_sets])
    cases = [
        _case(collection, paper, shown[q.id], q, names[q.id]) for q in collection.questions if q.id in shown
    ]
    places = [c for c in cases if c.seeks_place and c.surely is not None and c.status != "not_applicable"]
    # Partly reported is left to the lists below: a sentence about where something is would hide what is
    # missing.
    places = [c for c in places if c.is_reported or c.status == "not_reported"]
    sentences: list[MessageSentence] = []
    for surely in (True, False):
        if clauses := _of_places(collection, [c for c in places if c.surely is surely], paper):
            subject = _SUBJECTS[bool(sentences), surely]
            pieces = (MessagePiece(translated(subject)), *_ended(_joined(clauses)))
            sentences.append(MessageSentence(pieces))
    named = [c for c in cases if c.surely and c.status == "reported" and c not in places]
    values = [(c, value) for c in named if (value := _value(c))][:_MAX_VALUES]
    if values:
        sentences.append(_in_own_words(values))
    done = [*places, *(case for case, _ in values)]
    # What a sentence has said already is not listed again under its status.
    told = {case.status for case in done if case.surely}
    rest = [
        c for c in cases if c not in done or (c.status == "partly_reported" and not _parts(collection, c))
    ]
    return PaperMessage(tuple(sentences), tuple(_lists(collection, rest, told)))


def _case(
    collection: Collection, paper: Paper, shown: AskedQuestion, question: Question, words: Markdown
) -> _Case:
    answers = collection.answers_to(paper.id, question.id)
    if not answers:
        return _Case(question, shown, None, True, words)
    band = collection.band(answers[0])
    return _Case(question, shown, answers[0], None if band == "unsure" else band != "likely", words)


def _of_places(
    collection: Collection, cases: Sequence[_Case], paper: Paper
) -> list[tuple[MessagePiece, ...]]:
    """Return clauses that say where the paper's data, code and the like are, to follow a subject."""
    linked: dict[tuple[str, ...], tuple[tuple[MessagePiece, ...], list[_Case]]] = {}
    bare = []
    for case in (c for c in cases if c.is_reported):
        if hosts := _hosts(case, paper):
            linked.setdefault(tuple(host.text for host in hosts), (hosts, []))[1].append(case)
        else:
            bare.append(_with_parts(collection, case))
    points = [
        (
            *_spaced(_joined([(host,) for host in hosts])),
            MessagePiece(translated("for")),
            *_joined([_with_parts(collection, c) for c in same]),
        )
        for hosts, same in linked.values()
    ]
    silent = [(c.name,) for c in cases if not c.is_reported]
    clauses = []
    if points:
        clauses.append((MessagePiece(translated("links to")), *_joined(points)))
    if bare:
        clauses.append(
            (
                MessagePiece(translated("addresses")),
                *_spaced(_joined(bare)),
                MessagePiece(translated("without a link"), after=_NOTHING),
            )
        )
    if silent:
        clauses.append((MessagePiece(translated("says nothing about")), *_joined(silent, translated("or"))))
    return clauses


def _hosts(case: _Case, paper: Paper) -> tuple[MessagePiece, ...]:
    """Return the names of the hosts that the answer links to, each with a link to its quote.

    Archives that keep data and code come before other addresses: "the data of scikit-learn.org come from
    Zenodo" has two links, and the data are at the second. The paper's own address is not one of them.
    """
    quotes = case.shown.answer.quotes if case.shown.answer else ()
    found = {
        host_name(link.href): (rank(link.href), f"#{quote.anchor}")
        for quote in reversed(quotes)
        for link in reversed(quote.links)
        if link.href and not is_own(link.href, paper.metadata)
    }
    best = min((place for place, _ in found.values()), default=0)
    named = [(name, href) for name, (place, href) in reversed(found.items()) if place == best]
    return tuple(MessagePiece(name, href, _NOTHING) for name, href in named[:_MAX_HOSTS])


def _in_own_words(values: Sequence[tuple[_Case, str]]) -> MessageSentence:
    quoted = [
        (replace(case.name, after=Markdown(": ")), MessagePiece(f"“{words}”")) for case, words in values
    ]
    items = [
        replace(piece, after=Markdown("; ")) if i % 2 else piece for i, piece in enumerate(chain(*quoted))
    ]
    return MessageSentence(_ended(items), translated("In its own words:"))


def _value(case: _Case) -> str:
    """Return the words that answer the question if they are few; else an empty string."""
    quotes = case.shown.answer.quotes if case.shown.answer else ()
    words = [clean(run.text) for quote in quotes for part in quote.parts for run in part.runs if run.marked]
    return words[0].rstrip(".;, ") if len(words) == 1 and len(words[0]) <= _MAX_VALUE else ""


def _lists(collection: Collection, cases: Sequence[_Case], told: Set[str]) -> Iterator[MessageSentence]:
    """Yield the questions by status, sure ones first. told: statuses of which the sentences name some."""

    def names(*statuses: str, surely: bool | None) -> list[tuple[MessagePiece, ...]]:
        found = [c for c in cases if c.status in statuses and c.surely is surely]
        return [_with_parts(collection, c) for c in found]

    for lead, items in (
        (
            message("Also reported:") if "reported" in told else message("Reported:"),
            names("reported", surely=True),
        ),
        (message("Only in part:"), names("partly_reported", surely=True)),
        (message("Probably reported:"), names(*REPORTED_STATUSES, surely=False)),
        (
            message("Also not reported:") if "not_reported" in told else message("Not reported:"),
            names("not_reported", surely=True),
        ),
        (message("Probably not reported:"), names("not_reported", surely=False)),
        (message("Unsure:"), [(c.name,) for c in cases if c.surely is None]),
        (message("Does not apply:"), names("not_applicable", surely=True)),
        (message("No answer could be computed:"), names("failed", surely=True)),
        (message("Not asked yet:"), names("missing", surely=True)),
    ):
        if items:
            yield MessageSentence(_ended(_joined(items)), translated(lead))


def _with_parts(collection: Collection, case: _Case) -> tuple[MessagePiece, ...]:
    """Return a question's name with the parts of it that the paper leaves open, or that alone it tells."""
    parts = _parts(collection, case)
    if not parts:
        return (case.name,)
    return replace(case.name, after=_BLANK), MessagePiece(parts, after=_NOTHING)


def _parts(collection: Collection, case: _Case) -> str:
    """Return ``(left open: ...)`` or ``(only: ...)`` if few parts stand for a question; else nothing."""
    if case.answer is None or case.status != "partly_reported":
        return ""
    texts = part_texts(collection, case.answer)
    told: tuple[list[str], list[str]] = [], []
    for part in case.answer.parts:
        if texts.get(part.id):
            told[part.reported].append(clean(texts[part.id]).rstrip("?."))
    left_open, reported = told
    if 0 < len(left_open) <= _MAX_PARTS:
        return format_message("(left open: %(parts)s)", parts=f" {translated('or')} ".join(left_open))
    if left_open and 0 < len(reported) <= _MAX_PARTS:
        return format_message("(only: %(parts)s)", parts=f" {translated('and')} ".join(reported))
    return ""


def _joined(items: Sequence[Sequence[MessagePiece]], last: str = "") -> list[MessagePiece]:
    """Join items as in ``a, b and c``."""
    last = last or translated("and")
    found: list[MessagePiece] = []
    for left, item in zip(range(len(items) - 1, -1, -1), items, strict=True):
        sign = "" if not left else f" {last} " if left == 1 else ", "
        found += [*item[:-1], replace(item[-1], after=Markdown(item[-1].after.rstrip() + sign))]
    return found


def _spaced(pieces: list[MessagePiece]) -> list[MessagePiece]:
    return [*pieces[:-1], replace(pieces[-1], after=_BLANK)]


def _ended(pieces: Sequence[MessagePiece]) -> tuple[MessagePiece, ...]:
    return *pieces[:-1], replace(pieces[-1], after=Markdown("."))

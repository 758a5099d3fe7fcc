"""What the site stage is given: papers, questions, answers, and what is to be said of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from pathlib import Path, PurePosixPath

from generator.core import Answer, Bands, Consensus, Paper, Question, QuestionSet, Review, Superseded
from generator.core.bands import Band
from generator.core.known_paper import KnownPaper
from generator.core.notice import Notice, names_of
from generator.core.release import Release, ids_hash
from generator.core.share import Share
from generator.core.status import TOLD
from generator.errors import SiteError
from generator.site.content.choices import Choices, choices
from generator.site.content.places import NO_PLACES, PaperPlaces
from generator.site.content.statuses import LOOKS
from generator.site.content.texts import ShownText
from generator.site.content.wording import short_names

_PAPER_ID = re.compile(r"[a-z0-9](?:[a-z0-9._-]{0,118}[a-z0-9_-])?")
# No points: pages make anchors of their own (``random-seeds.e1``, ``page.title``) with them.
_QUESTION_ID = re.compile(r"[a-z0-9](?:[a-z0-9_-]{0,118}[a-z0-9])?")
# What browsers run, and what the site generator turns into pages.
_RUN = frozenset({".html", ".htm", ".xhtml", ".xht", ".xml", ".svg", ".js", ".mjs", ".md", ".markdown"})
# What a page of a question holds: so many answers that tell nothing, or half as many that tell something.
_A_PAGE = 100
_RESERVED = frozenset({"index", "readme", "con", "prn", "aux", "nul"})


@dataclass(frozen=True)
class ModelCard:
    """What the pages say of a model. ``kind``: how it works, in a few words; ``sha256``: of its file."""

    name: str
    kind: str
    description: str
    file: str = ""
    sha256: str = ""


@dataclass(frozen=True)
class Collection:
    """Everything that a site shows.

    answers: of all papers, questions and models, in any order. models: in order of preference; answers of
    models without a card follow, by name. Shown first is the answer that the consensus names, else that
    of the first model. unreadable: file name and the sentence that says what is wrong with it. stale:
    (paper, question, model) -> names of the parts that changed since. source_links: paper id -> where
    its text can be read: a URL, a DOI or a path within the site (``sources/a.pdf``). built: when, aware.
    files: path within the site -> file on disk to be copied there. consensus: (paper, question) -> the
    vote, where several models answered. history: published answers that others took the place of.
    gone: ids of answers about papers that are no longer here, of which nothing else may be shown.
    known: what is written down of papers: their records and versions over time. former_papers: those whose
    files are here no more, as they were last known; they have no page, the answers about them have.
    licence: of the collection's own text, as an SPDX id or an address; empty: none is stated.
    report_url: where readers report errors, with ``{title}`` and ``{body}``; empty: an issue at
    ``repository``, where that is a host whose form is known. search: the engine: ``auto``, ``builtin``
    or ``pagefind``. reviews: people's verdicts, of today's answers and of earlier ones. quote_length:
    longest quote, in characters, of the papers ``cut``, whose licence is not open;
    see `generator.site.content.quoting`. similar: question -> paper -> papers that answer nearly the same,
    nearest first, each with the likeness in percent. bands: how sure an answer of which probability is.
    similar_from: the likeness from which answers count as
    similar, in percent. duplicates: two papers that are likely one work, and why. claims: what authors say of
    their papers in checklists; they are none of the answers, and have no vote. notices: by paper, what was
    published about it since, grave ones first. embeds: whether a badge and an oEmbed record stand beside the
    page of each answer. releases: what was released, the oldest first. places: by paper, where its quotes
    are seen in its PDF, as far as that may be shown. texts: by public paper, those whose whole text may be
    shown; ``papers`` may come without theirs. language: of the interface, one of
    `generator.site.content.language.LANGUAGES`. shares: how many papers report what is asked, by group and
    question. due: question -> papers drawn at random whose answers nobody has reviewed. review_branch: of
    ``repository``, for links that propose a file of reviews.

    Papers whose ``metadata.visibility`` is ``private`` reach no page. Raises SiteError for ids that
    cannot name a page or that two papers or questions share.
    """

    title: str
    description: str
    site_url: str
    repository: str
    question_sets: tuple[QuestionSet, ...]
    papers: tuple[Paper, ...]
    answers: tuple[Answer, ...]
    models: tuple[ModelCard, ...]
    unreadable: tuple[tuple[str, str], ...]
    stale: Mapping[tuple[str, str, str], tuple[str, ...]]
    source_links: Mapping[str, str]
    built: datetime
    version: str
    files: Mapping[str, Path] = field(default_factory=dict)
    consensus: Mapping[tuple[str, str], Consensus] = field(default_factory=dict)
    history: tuple[Superseded, ...] = ()
    gone: frozenset[str] = frozenset()
    known: Mapping[str, KnownPaper] = field(default_factory=dict)
    former_papers: tuple[Paper, ...] = ()
    report_url: str = ""
    versions: Mapping[str, str] = field(default_factory=dict)
    licence: str = ""
    search: str = "auto"
    reviews: tuple[Review, ...] = ()
    quote_length: int = 0
    cut: frozenset[str] = frozenset()
    similar: Mapping[str, Mapping[str, tuple[tuple[str, int], ...]]] = field(default_factory=dict)
    similar_from: int = 0
    duplicates: tuple[tuple[str, str, str], ...] = ()
    bands: Bands = field(default_factory=Bands)
    claims: tuple[Answer, ...] = ()
    notices: Mapping[str, tuple[Notice, ...]] = field(default_factory=dict)
    embeds: bool = True
    language: str = "en"
    releases: tuple[Release, ...] = ()
    places: Mapping[str, PaperPlaces] = field(default_factory=dict)
    texts: Mapping[str, ShownText] = field(default_factory=dict)
    shares: tuple[Share, ...] = ()
    due: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    review_branch: str = "main"

    def __post_init__(self) -> None:
        _check_ids("paper", _PAPER_ID, [p.id for p in (*self.public, *self.former_papers)])
        _check_ids("question", _QUESTION_ID, [q.id for q in self.questions])
        for path in self.files:
            pure = PurePosixPath(path)
            if pure.is_absolute() or ".." in pure.parts or pure.suffix.lower() in _RUN:
                raise SiteError(
                    f"{path!r} cannot be copied to the site: it must be a relative path, and no file that a "
                    "browser runs or that makes a page; `source_file` names copies of papers."
                )

    @cached_property
    def public(self) -> tuple[Paper, ...]:
        """The papers that may be shown."""
        return tuple(p for p in self.papers if p.metadata.visibility != "private")

    @cached_property
    def release(self) -> Release | None:
        """The latest release that holds the very answers that are shown; None where there is none."""
        if not self.releases:
            return None
        ids = ids_hash(self.answer_ids)
        return next((r for r in reversed(self.releases) if r.ids == ids), None)

    @cached_property
    def answer_ids(self) -> tuple[str, ...]:
        """The ids of all answers of the data: of every model, to the questions asked, about public papers."""
        asked = {q.id for q in self.questions}
        given = {a.id for a in self.answers if a.paper in self.public_by_id and a.question in asked}
        return tuple(sorted(given))

    @cached_property
    def short_names(self) -> Mapping[str, tuple[str, bool]]:
        """How tables name each public paper, and whether that is by its authors."""
        return short_names(self.public)

    @cached_property
    def public_by_id(self) -> Mapping[str, Paper]:
        """The papers that may be shown, by id."""
        return {p.id: p for p in self.public}

    def places_in(self, paper: Paper) -> PaperPlaces:
        """Where quotes are seen in a paper's PDF; nowhere in that of another version than today's."""
        today = self.public_by_id.get(paper.id)
        if today is None or (today.version, today.metadata.arxiv_version) != (
            paper.version,
            paper.metadata.arxiv_version,
        ):
            return NO_PLACES
        return self.places.get(paper.id, NO_PLACES)

    @cached_property
    def choices(self) -> Choices:
        """What the public papers can be filtered and grouped by."""
        return choices(self.public)

    @cached_property
    def by_name(self) -> Mapping[str, str]:
        """Each DOI and arXiv id of a public paper -> its id."""
        return {name: p.id for p in self.public for name in names_of(p.metadata)}

    @cached_property
    def answer_order(self) -> Mapping[str, Mapping[str, int]]:
        """Question -> paper -> its place (from 0) among the answers: reported first, then by name."""
        order = {key: n for n, key in enumerate(LOOKS)}
        by_name = sorted(self.public, key=lambda p: (self.short_names[p.id][0], p.id))
        return {
            q.id: {
                p.id: n
                for n, p in enumerate(
                    sorted(by_name, key=lambda p: order[self.status(p.id, q.id) or "missing"])
                )
            }
            for q in self.questions
        }

    @cached_property
    def answer_pages(self) -> Mapping[str, Mapping[str, int]]:
        """Question -> paper -> the number, from 1, of the question's page on which its answer stands."""
        return {question: self._paged(question, order) for question, order in self.answer_order.items()}

    def _paged(self, question: str, order: Iterable[str]) -> Mapping[str, int]:
        pages: dict[str, int] = {}
        number, filled = 1, 0
        for paper in order:
            takes = 2 if self.status(paper, question) in TOLD else 1
            if filled + takes > _A_PAGE:
                number, filled = number + 1, 0
            pages[paper] = number
            filled += takes
        return pages

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """All questions, set by set."""
        return tuple(q for s in self.question_sets for q in s.questions)

    @cached_property
    def _answers(self) -> Mapping[tuple[str, str], tuple[Answer, ...]]:
        order = {m.name: n for n, m in enumerate(self.models)}
        found: dict[tuple[str, str], list[Answer]] = {}
        for answer in sorted(self.answers, key=lambda a: (order.get(a.model, len(order)), a.model)):
            found.setdefault((answer.paper, answer.question), []).append(answer)
        # What failed gives way to what did not: it says nothing about the paper.
        return {
            key: tuple(sorted(group, key=lambda a: (*self._behind(a), a.model != self._shown(key))))
            for key, group in found.items()
        }

    def _behind(self, answer: Answer) -> tuple[bool, bool, bool]:
        """What lets an answer stand behind others: no person gave it, none confirmed it, it failed."""
        confirmed = answer.status != "failed" and self.people_agree(answer) is True
        return not answer.by_people, not confirmed, answer.status == "failed"

    def _shown(self, key: tuple[str, str]) -> str | None:
        vote = self.consensus.get(key)
        return None if vote is None else vote.shown

    def answers_to(self, paper: str, question: str) -> tuple[Answer, ...]:
        """The answers of all models to one question about one paper; the first is the one to show."""
        return self._answers.get((paper, question), ())

    @cached_property
    def _claims(self) -> Mapping[tuple[str, str], Answer]:
        return {(c.paper, c.question): c for c in self.claims if c.paper in self.public_by_id}

    def claim_on(self, paper: str, question: str) -> Answer | None:
        """What the authors of a public paper claim on a question in their checklist, or None."""
        return self._claims.get((paper, question))

    def status(self, paper: str, question: str) -> str | None:
        """The status shown for a question about a paper, or None where it has no answer."""
        answers = self.answers_to(paper, question)
        return answers[0].status if answers else None

    def people_agree(self, answer: Answer) -> bool | None:
        """Whether all who reviewed this very answer hold its status to be true; None where nobody did.

        Who gave an answer holds it to be true.
        """
        given = [r for r in self.reviews_of(answer.paper, answer.question) if r.is_of(answer)]
        if not given:
            return True if answer.by_people else None
        return all(r.verdict == "confirmed" or r.status == answer.status for r in given)

    def band(self, answer: Answer) -> Band | None:
        """How sure an answer is: what people say of it, else its probability; None where nothing tells."""
        agreed = self.people_agree(answer)
        if agreed is not None and answer.status != "failed":
            return "sure" if agreed else "unsure"
        return self.bands.of_answer(answer)

    def counted(self, answer: Answer | None) -> str | None:
        """How counts take an answer: by its status, as ``not_sure``, or as None where there is none."""
        if answer is None:
            return None
        return "not_sure" if self.band(answer) in ("likely", "unsure") else answer.status

    def counted_at(self, paper: str, question: str) -> str | None:
        """The same for the answer that is shown for a question about a paper."""
        return self.counted(next(iter(self.answers_to(paper, question)), None))

    @cached_property
    def asked_as(self) -> Mapping[str, Question]:
        """The questions by id and by alias."""
        by_alias = {name: q for q in self.questions for name in q.aliases}
        return by_alias | {q.id: q for q in self.questions}

    def today(self, question: str) -> str:
        """Today's id of a question, of any id that it, or one that it took over, once had."""
        found = self.asked_as.get(question)
        return question if found is None else found.id

    @cached_property
    def reviews_by_paper(self) -> Mapping[str, tuple[Review, ...]]:
        """Public paper -> all reviews of answers about it, the oldest first."""
        found: dict[str, list[Review]] = {}
        for review in sorted(self.reviews, key=lambda r: (r.date, r.name, r.question, r.answer)):
            if review.paper in self.public_by_id:
                found.setdefault(review.paper, []).append(review)
        return {paper: tuple(group) for paper, group in found.items()}

    @cached_property
    def _reviews(self) -> Mapping[tuple[str, str], tuple[Review, ...]]:
        found: dict[tuple[str, str], list[Review]] = {}
        for review in (r for group in self.reviews_by_paper.values() for r in group):
            found.setdefault((review.paper, self.today(review.question)), []).append(review)
        return {key: tuple(group) for key, group in found.items()}

    def reviews_of(self, paper: str, question: str) -> tuple[Review, ...]:
        """All reviews of answers to a question, by any of its names, about a public paper; oldest first."""
        return self._reviews.get((paper, self.today(question)), ()) if self.reviews else ()

    @cached_property
    def former(self) -> Mapping[tuple[str, str], frozenset[str]]:
        """(paper, question as it is called today) -> ids of answers of the history; each has a page."""
        found: dict[tuple[str, str], set[str]] = {}
        for entry in self.history:
            key = entry.answer.paper, self.today(entry.answer.question)
            found.setdefault(key, set()).update(entry.answer.names)
        return {key: frozenset(ids) for key, ids in found.items()}

    def card(self, model: str) -> ModelCard:
        """The card of a model; a bare one for a model that has none."""
        return next((m for m in self.models if m.name == model), ModelCard(model, "", ""))


def _check_ids(what: str, allowed: re.Pattern[str], ids: list[str]) -> None:
    for name in ids:
        if not allowed.fullmatch(name) or name in _RESERVED:
            raise SiteError(
                f"the {what} id {name!r} cannot name a page; use lower-case letters, digits "
                f"and '-' between them, and none of {', '.join(sorted(_RESERVED))}."
            )
    twice = sorted({name for name in ids if ids.count(name) > 1}) if len(set(ids)) < len(ids) else []
    if twice:
        raise SiteError(f"two {what}s share the id {twice[0]!r}; rename one of them.")

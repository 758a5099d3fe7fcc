"""The input of the site stage: papers, questions, answers, and all that pages say about them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from pathlib import Path, PurePosixPath

from generator.core import Answer, Bands, Consensus, Paper, Question, QuestionSet, Review, SupersededAnswer
from generator.core.certainty import Band
from generator.core.known_paper import KnownPaper
from generator.core.notice import PaperNotice, names_of
from generator.core.release import Release, ids_hash
from generator.core.share import ReportedShare
from generator.core.site_record import DatedSiteRecord
from generator.core.status import REPORTED_STATUSES
from generator.errors import SiteError
from generator.site.content.choices import Choices, choices
from generator.site.content.language import message
from generator.site.content.open_texts import ShownText
from generator.site.content.question_paging import numbered_pages
from generator.site.content.quote_places import NO_PLACES, PaperPlaces
from generator.site.content.status_styles import STATUS_STYLES
from generator.site.content.wording import short_names

_PAPER_ID = re.compile(r"[a-z0-9](?:[a-z0-9._-]{0,118}[a-z0-9_-])?")
# No dots: pages use them for anchors of their own (``random-seeds.e1``, ``page.title``).
_QUESTION_ID = re.compile(r"[a-z0-9](?:[a-z0-9_-]{0,118}[a-z0-9])?")
# File endings that browsers run, or that the site generator turns into pages.
_RUN = frozenset({".html", ".htm", ".xhtml", ".xht", ".xml", ".svg", ".js", ".mjs", ".md", ".markdown"})
_RESERVED = frozenset({"index", "readme", "con", "prn", "aux", "nul"})
_LANGUAGE_MODEL = message("language model")  # what pages call a model of any kind that is not listed here
_KIND_WORDS = {"quotes": message("quotes the paper"), "imported": "imported"}


@dataclass(frozen=True)
class ModelCard:
    """What pages say about a model. kind: how it works, in a few words. sha256: hash of its file."""

    name: str
    kind: str
    description: str
    file: str = ""
    sha256: str = ""


@dataclass(frozen=True)
class Collection:
    """Everything that a site shows.

    Papers whose ``metadata.visibility`` is ``private`` reach no page. Raises SiteError for ids that
    cannot name a page or that two papers or questions share.
    """

    title: str
    description: str
    site_url: str
    repository: str
    question_sets: tuple[QuestionSet, ...]
    papers: tuple[Paper, ...]
    # To all questions about all papers, in any order. The one named by the consensus is shown first, else
    # that of the first model.
    answers: tuple[Answer, ...]
    models: tuple[ModelCard, ...]  # in order of preference; models without a card follow, by name
    unreadable: tuple[tuple[str, str], ...]  # file name, and a sentence that says what is wrong with it
    stale: Mapping[tuple[str, str, str], tuple[str, ...]]  # (paper, question, model) -> parts changed since
    source_links: Mapping[str, str]  # paper -> URL or DOI of its text, or a path within the site
    built: datetime  # with a time zone
    version: str
    files: Mapping[str, Path] = field(default_factory=dict)  # path within the site -> file to copy there
    # (paper, question) -> the vote, if several models answered.
    consensus: Mapping[tuple[str, str], Consensus] = field(default_factory=dict)
    history: tuple[SupersededAnswer, ...] = ()
    gone: frozenset[str] = frozenset()  # ids of answers about papers that are no longer here; never shown
    known_papers: Mapping[str, KnownPaper] = field(
        default_factory=dict
    )  # their records and versions over time
    # Papers whose files are no longer here, as last known: they have no page, but answers about them have.
    former_papers: tuple[Paper, ...] = ()
    # Address for error reports, with {title} and {body}; if empty, an issue at a repository of a known host.
    report_url: str = ""
    versions: Mapping[str, str] = field(default_factory=dict)  # paper -> hash of its text and answers
    licence: str = ""  # of the collection's own text, an SPDX id or an address; empty if not specified
    search: str = "auto"  # the engine: auto, builtin or pagefind
    reviews: tuple[Review, ...] = ()  # of current and of earlier answers
    # Quotes of the papers named here, whose licence is not open, are cut to so many characters.
    quote_length: int = 0
    cut_papers: frozenset[str] = frozenset()
    # Question -> paper -> papers with similar answers, nearest first, with the similarity in per cent.
    similar: Mapping[str, Mapping[str, tuple[tuple[str, int], ...]]] = field(default_factory=dict)
    similar_from: int = 0  # per cent: answers at least so similar are listed
    duplicates: tuple[tuple[str, str, str], ...] = ()  # two papers that are probably the same work, and why
    bands: Bands = field(default_factory=Bands)  # probability of an answer -> how sure it is
    claims: tuple[Answer, ...] = ()  # of authors in their checklists; they have no vote
    notices: Mapping[str, tuple[PaperNotice, ...]] = field(default_factory=dict)  # by paper, grave ones first
    embeds: bool = True  # whether each answer has a badge and an oEmbed record
    language: str = "en"  # of the interface, one of `generator.site.content.language.LANGUAGES`
    releases: tuple[Release, ...] = ()  # oldest first
    places: Mapping[str, PaperPlaces] = field(default_factory=dict)  # paper -> quotes in its PDF, if shown
    texts: Mapping[str, ShownText] = field(
        default_factory=dict
    )  # public papers whose whole text may be shown
    shares: tuple[ReportedShare, ...] = ()  # papers that report what is asked, by group and question
    due: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # question -> papers drawn, not reviewed
    review_branch: str = "main"  # of the repository, for links that propose a file of reviews
    sites: tuple[DatedSiteRecord, ...] = ()  # what pages said of the site over time, oldest first

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
        """The latest release that holds exactly the answers that are shown; None if there is none."""
        if not self.releases:
            return None
        ids = ids_hash(self.answer_ids)
        return next((r for r in reversed(self.releases) if r.ids == ids), None)

    @cached_property
    def answer_ids(self) -> tuple[str, ...]:
        """The ids of all answers in the data: of every model, to current questions, about public papers."""
        asked = {q.id for q in self.questions}
        given = {a.id for a in self.answers if a.paper in self.public_by_id and a.question in asked}
        return tuple(sorted(given))

    @cached_property
    def short_names(self) -> Mapping[str, tuple[str, bool]]:
        """The name of each public paper in tables, and whether that names its authors."""
        return short_names(self.public)

    @cached_property
    def public_by_id(self) -> Mapping[str, Paper]:
        """The papers that may be shown, by id."""
        return {p.id: p for p in self.public}

    def places_in(self, paper: Paper) -> PaperPlaces:
        """Return the places of quotes in a paper's PDF; none if the PDF is of another version."""
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
        """Each DOI and arXiv id of a public paper -> the paper's id."""
        return {name: p.id for p in self.public for name in names_of(p.metadata)}

    @cached_property
    def answer_order(self) -> Mapping[str, Mapping[str, int]]:
        """Question -> paper -> position (from 0) among the answers: reported first, then by name."""
        order = {key: n for n, key in enumerate(STATUS_STYLES)}
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
        """Question -> paper -> number (from 1) of the question's page that shows its answer."""
        return {
            question: numbered_pages(
                (paper, 2 if self.status(paper, question) in REPORTED_STATUSES else 1) for paper in order
            )
            for question, order in self.answer_order.items()
        }

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
        # Failed answers come last: they say nothing about the paper.
        return {
            key: tuple(sorted(group, key=lambda a: (*self._behind(a), a.model != self._shown(key))))
            for key, group in found.items()
        }

    def _behind(self, answer: Answer) -> tuple[bool, bool, bool]:
        """Return a sort key: answers given by reviewers first, then confirmed ones, failed ones last."""
        confirmed = answer.status != "failed" and self.people_agree(answer) is True
        return not answer.by_people, not confirmed, answer.status == "failed"

    def _shown(self, key: tuple[str, str]) -> str | None:
        vote = self.consensus.get(key)
        return None if vote is None else vote.shown

    def answers_to(self, paper: str, question: str) -> tuple[Answer, ...]:
        """Return the answers of all models to one question about one paper, the one to show first."""
        return self._answers.get((paper, question), ())

    @cached_property
    def _claims(self) -> Mapping[tuple[str, str], Answer]:
        return {(c.paper, c.question): c for c in self.claims if c.paper in self.public_by_id}

    def claim_on(self, paper: str, question: str) -> Answer | None:
        """Return the authors' claim on a question about a public paper in their checklist, or None."""
        return self._claims.get((paper, question))

    def status(self, paper: str, question: str) -> str | None:
        """Return the status shown for a question about a paper; None if there is no answer."""
        answers = self.answers_to(paper, question)
        return answers[0].status if answers else None

    def status_beside(self, answer: Answer) -> str:
        """Return the status to name beside a quote of an answer: a reviewer's where one gave another."""
        shown = self.answers_to(answer.paper, answer.question)
        return shown[0].status if shown and shown[0].by_people else answer.status

    def people_agree(self, answer: Answer) -> bool | None:
        """Return True if all reviewers of exactly this answer agree with its status.

        None if nobody reviewed it. A reviewer who gave an answer agrees with it.
        """
        given = [r for r in self.reviews_of(answer.paper, answer.question) if r.is_of(answer)]
        if not given:
            return True if answer.by_people else None
        return all(r.verdict == "confirmed" or r.status == answer.status for r in given)

    def corrects(self, answer: Answer) -> bool:
        """Return True if a reviewer corrected exactly this answer."""
        verdicts = (r.verdict for r in self.reviews_of(answer.paper, answer.question) if r.is_of(answer))
        return "corrected" in verdicts

    def band(self, answer: Answer) -> Band | None:
        """Return how sure an answer is: by its reviews, else by its probability; None if it has neither."""
        agreed = self.people_agree(answer)
        if agreed is not None and answer.status != "failed":
            return "sure" if agreed else "unsure"
        return self.bands.of_answer(answer)

    def counted(self, answer: Answer | None) -> str | None:
        """Return how counts take an answer: its status, ``not_sure``, or None for no answer."""
        if answer is None:
            return None
        return "not_sure" if self.band(answer) in ("likely", "unsure") else answer.status

    def counted_at(self, paper: str, question: str) -> str | None:
        """Return how counts take the answer shown for a question about a paper."""
        return self._counted.get((paper, question))

    @cached_property
    def _counted(self) -> Mapping[tuple[str, str], str | None]:
        """The cells with an answer: many tables count them."""
        return {cell: self.counted(answers[0]) for cell, answers in self._answers.items()}

    @cached_property
    def asked_as(self) -> Mapping[str, Question]:
        """The questions by id and by alias."""
        by_alias = {name: q for q in self.questions for name in q.aliases}
        return by_alias | {q.id: q for q in self.questions}

    def today(self, question: str) -> str:
        """Return the current id of a question from any id that it, or one that it replaced, ever had."""
        found = self.asked_as.get(question)
        return question if found is None else found.id

    @cached_property
    def reviews_by_paper(self) -> Mapping[str, tuple[Review, ...]]:
        """Public paper -> all reviews of answers about it, oldest first."""
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
        """Return all reviews of answers to a question, under any id, about a public paper, oldest first."""
        return self._reviews.get((paper, self.today(question)), ()) if self.reviews else ()

    @cached_property
    def former(self) -> Mapping[tuple[str, str], frozenset[str]]:
        """(paper, current id of the question) -> ids of superseded answers; each has a page."""
        found: dict[tuple[str, str], set[str]] = {}
        for entry in self.history:
            key = entry.answer.paper, self.today(entry.answer.question)
            found.setdefault(key, set()).update(entry.answer.names)
        return {key: frozenset(ids) for key, ids in found.items()}

    def card(self, model: str) -> ModelCard:
        """Return the card of a model; a card with the name alone if it has none."""
        return next((m for m in self.models if m.name == model), ModelCard(model, "", ""))

    def card_of(self, answer: Answer) -> ModelCard:
        """Return the card of the model that gave ``answer``, without the file of another of its name.

        A project may give the name of a model to another one, and the page of an earlier answer must not say
        that the new one gave it.
        """
        card = self.card(answer.model)
        words = _KIND_WORDS.get(answer.kind, _LANGUAGE_MODEL) if answer.kind else card.kind
        if card.kind in (_LANGUAGE_MODEL, *_KIND_WORDS.values()) and words != card.kind:
            return ModelCard(card.name, words, "")
        recorded = answer.fingerprint.get("model")
        other = card.sha256 and recorded and recorded != card.sha256
        return ModelCard(card.name, card.kind, "") if other else card


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

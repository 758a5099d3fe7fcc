"""Papers, questions and question sets as lists, tables and the matrix show them; lists split into pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from generator.core import Paper, Question, QuestionSet
from generator.core.status import REPORTED_STATUSES
from generator.site.content.choices import Choices, tags_of
from generator.site.content.collection import Collection
from generator.site.content.encoding import Markdown, clean
from generator.site.content.page_links import (
    PAPERS,
    QUESTIONS,
    Links,
    TextLink,
    anchor,
    linked,
    paper_page,
    question_page,
)
from generator.site.content.status_styles import STATUS_STYLES, StatusStyle, StatusTally, tally
from generator.site.content.wording import author_list, label, title_of
from generator.site.views.notice_view import mark_of

# Papers on one page of the list.
PAGE_SIZE = 100


@dataclass(frozen=True, slots=True)
class PaperRef:
    """A paper in a list. cited: it is named by its authors, not by its title.

    mark: ``retracted``, ``corrected`` and the like, or empty. venue_place, tag_places: positions of its venue
    and tags among the collection's choices, see `Choices`.
    """

    id: str
    title: str
    citation: str
    cited: bool
    authors: str
    venue: str
    year: str
    href: Markdown
    tally: StatusTally
    mark: str = ""
    tags: tuple[str, ...] = ()
    venue_place: str = ""
    tag_places: str = ""


@dataclass(frozen=True, slots=True)
class QuestionRef:
    """A question in a list; ``tally`` counts all papers.

    firm: the question may head a chart. If its answers are links, reviewers must have confirmed half of them,
    because a link that was found may lead to the data of others.
    """

    id: str
    label: Markdown
    text: str
    href: Markdown
    tally: StatusTally
    firm: bool = True


@dataclass(frozen=True, slots=True)
class QuestionGroup:
    """The questions of one group, in the order of their set."""

    title: str
    anchor: Markdown
    questions: tuple[QuestionRef, ...]


@dataclass(frozen=True, slots=True)
class SetView:
    """A question set with its groups."""

    title: str
    anchor: Markdown
    description: str
    source: tuple[TextLink, ...]
    groups: tuple[QuestionGroup, ...]


@dataclass(frozen=True, slots=True)
class PageLink:
    """A link to one page of a list that is split into several. number: from 1. here: it is this page."""

    number: int
    href: Markdown
    here: bool


@dataclass(frozen=True, slots=True)
class PaperList:
    """One page of the list of papers. first: number of its first paper, from 1. total: of all papers."""

    page: str
    papers: tuple[PaperRef, ...]
    first: int
    total: int
    asked: int
    turns: tuple[PageLink, ...]
    choices: Choices

    @property
    def leaves_out(self) -> bool:
        """True if counts leave out answers about some of its papers."""
        return any(paper.tally.total < paper.tally.asked for paper in self.papers)

    @property
    def looks(self) -> tuple[StatusStyle, ...]:
        """The statuses on the bars."""
        return tuple(STATUS_STYLES[status] for status in ("reported", "partly_reported", "not_reported"))


def paper_ref(collection: Collection, paper: Paper, links: Links) -> PaperRef:
    name, cited = collection.short_names[paper.id]
    venue, tags = clean(paper.metadata.venue), tags_of(paper)
    return PaperRef(
        id=paper.id,
        title=title_of(paper),
        citation=name,
        cited=cited,
        authors=author_list(paper.metadata),
        venue=venue,
        year=str(paper.metadata.year or ""),
        href=links.to(paper_page(paper.id)),
        tally=tally(collection.counted_at(paper.id, q.id) for q in collection.questions),
        mark=mark_of(collection, paper),
        tags=tags,
        venue_place=collection.choices.venue_place(venue),
        tag_places=collection.choices.tag_places(tags),
    )


def question_ref(collection: Collection, question: Question, links: Links) -> QuestionRef:
    return QuestionRef(
        id=question.id,
        label=label(question.id),
        text=clean(question.text),
        href=links.to(question_page(question.id)),
        tally=tally(collection.counted_at(p.id, question.id) for p in collection.public),
        firm=question.kind != "link" or _mostly_confirmed(collection, question.id),
    )


def _mostly_confirmed(collection: Collection, question: str) -> bool:
    shown = (collection.answers_to(paper.id, question)[:1] for paper in collection.public)
    current = [answers[0] for answers in shown if answers]
    reported = [answer for answer in current if collection.counted(answer) in REPORTED_STATUSES]
    return 2 * sum(collection.people_agree(answer) is True for answer in reported) >= len(reported)


def set_view(collection: Collection, questions: QuestionSet, links: Links, number: int) -> SetView:
    """Return a question set; ``number`` is its position among the sets, from 1, which its anchors contain."""
    return SetView(
        title=clean(questions.title),
        anchor=anchor(f"set-{number}"),
        description=clean(questions.description),
        source=linked(questions.source),
        groups=tuple(
            QuestionGroup(
                title=title,
                anchor=anchor(f"set-{number}", f"group-{place}"),
                questions=tuple(question_ref(collection, q, links) for q in members),
            )
            for place, (title, members) in enumerate(grouped(questions.questions), 1)
        ),
    )


def paper_lists(collection: Collection) -> Iterator[PaperList]:
    """Yield the list of papers, sorted by name, page by page; one empty page if there are none."""
    names = collection.short_names
    papers = sorted(collection.public, key=lambda p: (names[p.id][0].casefold(), p.id))
    runs = [papers[n : n + PAGE_SIZE] for n in range(0, len(papers), PAGE_SIZE)] or [[]]
    for number, run in enumerate(runs, 1):
        page = papers_page(number)
        links = Links(page)
        yield PaperList(
            page=page,
            papers=tuple(paper_ref(collection, p, links) for p in run),
            first=(number - 1) * PAGE_SIZE + 1,
            total=len(papers),
            asked=len(collection.questions),
            turns=turns([papers_page(n) for n in range(1, len(runs) + 1)], links),
            choices=collection.choices,
        )


def papers_page(number: int) -> str:
    """Return the path of a page of the list, from 1. It has its own folder, so no id of a paper can clash."""
    return PAPERS if number == 1 else f"papers/list/{number}.md"


def turns(pages: Sequence[str], links: Links) -> tuple[PageLink, ...]:
    """Return the links between the pages of a list, as seen from one of them; none for a single page."""
    if len(pages) < 2:
        return ()
    return tuple(PageLink(n, links.to(page), page == links.page) for n, page in enumerate(pages, 1))


def set_views(collection: Collection) -> tuple[SetView, ...]:
    """Return all question sets, for the list of questions."""
    links = Links(QUESTIONS)
    return tuple(set_view(collection, s, links, n) for n, s in enumerate(collection.question_sets, 1))


def grouped(questions: Iterable[Question]) -> list[tuple[str, list[Question]]]:
    """Return the questions by group, in the order in which the groups first occur."""
    groups: dict[str, list[Question]] = {}
    for question in questions:
        groups.setdefault(clean(question.group), []).append(question)
    return list(groups.items())

"""One version of an answer -> what its page shows. Pure, and all in plain text: the template escapes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from generator.core import Question
from generator.site.answer_pages.citing import citation_of, records_of
from generator.site.answer_pages.described import described
from generator.site.answer_pages.making import Maker, makers_of
from generator.site.answer_pages.parts import LINKS, PaperPart, QuestionPart, SitePart
from generator.site.answer_pages.standing import (
    OTHERS,
    Other,
    StepView,
    page_href,
    step_view,
    why_withdrawn,
)
from generator.site.content.collection import Collection
from generator.site.content.encoding import Markdown, shortened
from generator.site.content.language import message, said, translated
from generator.site.content.reasons import reason_said
from generator.site.content.versions import Version
from generator.site.pages.signposts import Sign, answer_signs
from generator.site.texts.places import Source
from generator.site.views.answers import AnswerView, PagePlace, answer_view, report_of
from generator.site.views.notices import NoticeView

_NAME = Markdown("answer")  # what ids on the page begin with
_DESCRIPTION = 200
_STATES = {"superseded": message("Superseded"), "withdrawn": message("Withdrawn")}


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page to lay out, and the files that it becomes: under its id, and under those that it had before.

    paper, question: as they were when the answer was made. since: what has changed about them. notices: what
    was published about the paper. others: other versions, see `others_of`.
    """

    files: tuple[str, ...]
    paper: PaperPart
    question: QuestionPart
    version: Version
    since: tuple[str, ...] = ()
    notices: tuple[NoticeView, ...] = ()
    others: tuple[Other, ...] = ()


@dataclass(frozen=True, slots=True)
class AnswerPage:
    """Everything on the page of one version. why: of a withdrawn one, in a sentence. since: what has changed
    about its question and its paper, a sentence each. notices: what was published about the paper.

    place_href: the answer's place on the paper's page, where it has one. report: where to tell that it is
    wrong; empty where there is no such place. others: the first other versions; more_others: how many more.
    """

    id: str
    names: tuple[str, ...]
    state: str
    title: str
    description: str
    site: SitePart
    paper: PaperPart
    question: QuestionPart
    place_href: str
    answer: AnswerView
    makers: tuple[Maker, ...]
    steps: tuple[StepView, ...]
    successor_href: str
    why: str
    since: tuple[str, ...]
    notices: tuple[NoticeView, ...]
    citation: str
    address: str
    records: tuple[tuple[str, Markup], ...]
    jsonld: Mapping[str, Any]
    signs: tuple[Sign, ...]
    report: str = ""
    others: tuple[Other, ...] = ()
    more_others: int = 0

    @property
    def says(self) -> str:
        """In a word or two, what it found, or that it stands no more."""
        if self.state != "current":
            return translated(_STATES[self.state])
        label = self.answer.look.label
        return said("%(status)s, stale", status=label) if self.answer.stale else label

    @property
    def aliases(self) -> tuple[str, ...]:
        """Ids that it had before, under which it was cited."""
        return self.names[1:]

    @property
    def indexed(self) -> bool:
        """Whether search engines should know the page."""
        return self.state == "current" and self.answer.look.key != "failed"

    @property
    def made(self) -> str:
        return self.makers[0].made

    @property
    def also(self) -> tuple[StepView, ...]:
        """What became of it with other models than the one that the page's notice tells of."""
        return self.steps if self.state == "current" else self.steps[1:]


def page_view(collection: Collection, site: SitePart, sheet: Sheet) -> AnswerPage:
    """The page of a version."""
    paper, question, version = sheet.paper, sheet.question, sheet.version
    answer = version.answer
    stands = version.state == "current" and bool(question.href)
    source = Source.of(collection, paper.paper.id, paper.source, LINKS, marked=stands)
    place = PagePlace(_NAME, source, links=LINKS)
    shown = answer_view(collection, paper.paper, answer, place)
    address = site.page(version.id)
    return AnswerPage(
        id=version.id,
        names=version.names,
        state=version.state,
        title=f"{question.label}: {paper.name}",
        description=shortened(
            f"{shown.look.label}. {answer.text or reason_said(answer.reason)}", _DESCRIPTION
        ),
        site=site,
        paper=paper,
        question=question,
        place_href=f"{paper.href}#{question.id}" if question.href and paper.href else paper.href,
        answer=shown,
        makers=makers_of(collection, version, shown),
        steps=tuple(step_view(s) for s in version.steps),
        successor_href=page_href(version.successor),
        why=why_withdrawn(version, paper, question),
        since=sheet.since,
        notices=sheet.notices,
        citation=citation_of(site, paper, question, version, address),
        address=address,
        records=records_of(collection, paper, question, answer),
        jsonld=described(version, paper.article, question.heading, address),
        signs=answer_signs(
            collection,
            LINKS,
            paper.paper,
            address,
            has_data=bool(paper.href and question.href) and version.state == "current",
        ),
        report=report_of(collection, paper.paper, Question(question.id, question.heading, ""), answer),
        others=sheet.others[:OTHERS],
        more_others=len(sheet.others[OTHERS:]),
    )

"""One version of an answer -> what its page shows. Pure, and in plain text: the template escapes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from generator.core import Question
from generator.site.answer_pages.answer_jsonld import answer_jsonld
from generator.site.answer_pages.answered_by import AnsweredBy, answered_by
from generator.site.answer_pages.cite_answer import citation_records, citation_sentence
from generator.site.answer_pages.shared_parts import LINKS, PaperPart, QuestionPart, SitePart
from generator.site.answer_pages.states import (
    MAX_OTHERS,
    OtherVersion,
    StepView,
    page_href,
    step_view,
    withdrawal_reason,
)
from generator.site.content.collection import Collection
from generator.site.content.encoding import Markdown, shortened
from generator.site.content.language import format_message, message, translated
from generator.site.content.reason_texts import translate_reason
from generator.site.content.versions import Version
from generator.site.pages.signposts import Sign, answer_signs
from generator.site.texts.text_places import QuoteSource
from generator.site.views.answer_view import AnswerView, PagePlace, answer_view, report_of
from generator.site.views.notice_view import NoticeView

_NAME = Markdown("answer")  # prefix of the ids on the page
_MAX_DESCRIPTION = 200  # characters
_STATES = {"superseded": message("Superseded"), "withdrawn": message("Withdrawn")}


@dataclass(frozen=True, slots=True)
class PageJob:
    """One page to render. files: where it is written, under its id and under its former ids.

    paper, question: as they were when the answer was made. since: what has changed about them. notices: what
    was published about the paper. others: other versions, see `other_versions`.
    """

    files: tuple[str, ...]
    paper: PaperPart
    question: QuestionPart
    version: Version
    since: tuple[str, ...] = ()
    notices: tuple[NoticeView, ...] = ()
    others: tuple[OtherVersion, ...] = ()


@dataclass(frozen=True, slots=True)
class AnswerPage:
    """Everything on the page of one version. why: why it was withdrawn, in a sentence, or empty.

    since: what has changed about its question and its paper, one sentence for each change. notices: what was
    published about the paper. place_href: the answer's place on the paper's page, if it has one. report:
    where to report an error, or empty. others: the first other versions; more_others: how many more there
    are.
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
    makers: tuple[AnsweredBy, ...]
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
    others: tuple[OtherVersion, ...] = ()
    more_others: int = 0

    @property
    def says(self) -> str:
        """The status in a word or two, or that the version is no longer current."""
        if self.state != "current":
            return translated(_STATES[self.state])
        label = self.answer.look.label
        return format_message("%(status)s, stale", status=label) if self.answer.stale else label

    @property
    def aliases(self) -> tuple[str, ...]:
        """Former ids, under which it was cited."""
        return self.names[1:]

    @property
    def indexed(self) -> bool:
        """True if search engines should list the page."""
        return self.state == "current" and self.answer.look.key != "failed"

    @property
    def made(self) -> str:
        return self.makers[0].made

    @property
    def also(self) -> tuple[StepView, ...]:
        """The histories of the models that the notice at the head of the page does not cover."""
        return self.steps if self.state == "current" else self.steps[1:]


def page_view(collection: Collection, site: SitePart, job: PageJob) -> AnswerPage:
    """Return the page of a version."""
    paper, question, version = job.paper, job.question, job.version
    answer = version.answer
    is_current = version.state == "current" and bool(question.href)
    source = QuoteSource.of(collection, paper.paper.id, paper.source, LINKS, marked=is_current)
    place = PagePlace(_NAME, source, links=LINKS)
    shown = answer_view(collection, paper.paper, answer, place)
    address = site.page(version.id)
    return AnswerPage(
        id=version.id,
        names=version.names,
        state=version.state,
        title=f"{question.label}: {paper.name}",
        description=shortened(
            f"{shown.look.label}. {answer.text or translate_reason(answer.reason)}", _MAX_DESCRIPTION
        ),
        site=site,
        paper=paper,
        question=question,
        place_href=f"{paper.href}#{question.id}" if question.href and paper.href else paper.href,
        answer=shown,
        makers=answered_by(collection, version, shown),
        steps=tuple(step_view(s) for s in version.steps),
        successor_href=page_href(version.successor),
        why=withdrawal_reason(version, paper, question),
        since=job.since,
        notices=job.notices,
        citation=citation_sentence(site, paper, question, version, address),
        address=address,
        records=citation_records(collection, paper, question, answer),
        jsonld=answer_jsonld(version, paper.article, question.heading, address),
        signs=answer_signs(
            collection,
            LINKS,
            paper.paper,
            address,
            has_data=bool(paper.href and question.href) and version.state == "current",
        ),
        report=report_of(collection, paper.paper, Question(question.id, question.heading, ""), answer),
        others=job.others[:MAX_OTHERS],
        more_others=len(job.others[MAX_OTHERS:]),
    )

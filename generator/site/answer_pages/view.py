"""One version of an answer -> what its page shows. Pure, and all in plain text: the template escapes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from markupsafe import Markup

from generator.core import Answer, Paper, Question
from generator.site.answer_pages.described import described
from generator.site.content.changes import made_on
from generator.site.content.collection import Collection
from generator.site.content.encoding import Markdown, clean, shortened, web_link
from generator.site.content.links import (
    Links,
    answer_page,
    arxiv_link,
    doi_link,
    paper_page,
    question_page,
    text_link,
)
from generator.site.content.statuses import look
from generator.site.content.versions import Step, Version
from generator.site.content.wording import author_list, label, short_names, title_of, version_name
from generator.site.exports.citations import answer_citation, forms
from generator.site.pages.jsonld import article
from generator.site.pages.signposts import Sign, answer_signs
from generator.site.texts.places import Source
from generator.site.views.answers import AnswerView, PagePlace, ShownSentence, answer_view
from generator.site.views.notices import NoticeView
from generator.site.views.origins import Row, fingerprint_rows, origin_rows, part_names

LINKS = Links(answer_page("id"))  # all pages of answers stand equally deep
_NAME = Markdown("answer")  # what ids on the page begin with
_DESCRIPTION = 200


@dataclass(frozen=True, slots=True)
class SitePart:
    """What all pages share. address: of the site, with a slash at its end; empty where it has none.

    embeds: whether there are files for other sites to show.
    """

    title: str
    address: str
    embeds: bool = True

    @classmethod
    def of(cls, collection: Collection) -> SitePart:
        address = web_link(collection.site_url)
        full = f"{address.rstrip('/')}/" if address else ""
        return cls(clean(collection.title) or "Answerbook", full, collection.embeds)

    def page(self, answer: str) -> str:
        """The full address of an answer's page; empty where the site has none."""
        return f"{self.address}a/{answer}/" if self.address else ""


@dataclass(frozen=True, slots=True)
class PaperPart:
    """A paper as it was when answers about it were made. href: its page; empty where it has none.

    version: the version that was read, where it is known.
    """

    paper: Paper = field(repr=False)
    title: str
    name: str
    authors: str
    venue: str
    year: str
    doi: str
    doi_href: str
    version: str
    version_href: str
    href: str
    source: str
    article: Mapping[str, Any]

    @classmethod
    def of(cls, collection: Collection, paper: Paper) -> PaperPart:
        data = paper.metadata
        return cls(
            paper=paper,
            title=title_of(paper),
            name=short_names((paper,))[paper.id][0],
            authors=author_list(data),
            venue=clean(data.venue),
            year=str(data.year or ""),
            doi=clean(data.doi),
            doi_href=doi_link(data.doi),
            version=version_name(data),
            version_href=arxiv_link(data.arxiv, data.arxiv_version) if data.arxiv_version else "",
            href=LINKS.to(paper_page(paper.id)) if paper.id in collection.public_by_id else "",
            source=LINKS.to_source(_source(collection, paper)),
            article=article(paper),
        )


@dataclass(frozen=True, slots=True)
class QuestionPart:
    """A question. text, group and href are empty where the project asks it no more."""

    id: str
    label: str
    text: str
    group: str
    href: str

    @classmethod
    def of(cls, question: Question) -> QuestionPart:
        href = LINKS.to(question_page(question.id))
        return cls(question.id, label(question.id), clean(question.text), clean(question.group), href)

    def then(self, answer: Answer) -> QuestionPart:
        """As the question was put when ``answer`` was made."""
        return replace(self, text=clean(answer.asked.text)) if answer.asked else self

    @classmethod
    def gone(cls, name: str) -> QuestionPart:
        return cls(name, clean(label(name)) or "A question", "", "", "")

    @property
    def heading(self) -> str:
        return self.text or self.label


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page to lay out, and the files that it becomes: under its id, and under those that it had before.

    paper, question: as they were when the answer was made. since: what has changed about them. notices: what
    was published about the paper.
    """

    files: tuple[str, ...]
    paper: PaperPart
    question: QuestionPart
    version: Version
    since: tuple[str, ...] = ()
    notices: tuple[NoticeView, ...] = ()


@dataclass(frozen=True, slots=True)
class StepView:
    """How a model came to give the answer no more; href: to what it answers now."""

    model: str
    until: str
    causes: str
    href: str


@dataclass(frozen=True, slots=True)
class Maker:
    """A model that gives (or gave) this very answer, and how it made it."""

    model: str
    kind: str
    made: str
    withheld: tuple[ShownSentence, ...]
    origin: tuple[Row, ...]
    fingerprint: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class AnswerPage:
    """Everything on the page of one version. why: of a withdrawn one, in a sentence. since: what has changed
    about its question and its paper, a sentence each. notices: what was published about the paper.

    place_href: the answer's place on the paper's page, where it has one.
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

    @property
    def says(self) -> str:
        """In a word or two, what it found, or that it stands no more."""
        if self.state != "current":
            return self.state.capitalize()
        return f"{self.answer.look.label}, stale" if self.answer.stale else self.answer.look.label

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
    makers = (
        _maker(collection, answer, shown.origin, shown.fingerprint),
        *(
            _maker(collection, a, origin_rows(a, collection.card(a.model)), fingerprint_rows(a))
            for a in version.answers[1:]
        ),
    )
    address = site.page(version.id)
    return AnswerPage(
        id=version.id,
        names=version.names,
        state=version.state,
        title=f"{question.label}: {paper.name}",
        description=shortened(f"{shown.look.label}. {answer.text or clean(answer.reason)}", _DESCRIPTION),
        site=site,
        paper=paper,
        question=question,
        place_href=f"{paper.href}#{question.id}" if question.href and paper.href else paper.href,
        answer=shown,
        makers=makers,
        steps=tuple(_step(s) for s in version.steps),
        successor_href=_page_href(version.successor),
        why=_why(version, paper, question),
        since=sheet.since,
        notices=sheet.notices,
        citation=_citation(site, paper, question, version, address),
        address=address,
        records=_records(collection, paper, question, answer),
        jsonld=described(version, paper.article, question.heading, address),
        signs=answer_signs(
            collection,
            LINKS,
            paper.paper,
            address,
            has_data=bool(paper.href and question.href) and version.state == "current",
        ),
    )


def _records(
    collection: Collection, paper: PaperPart, question: QuestionPart, answer: Answer
) -> tuple[tuple[str, Markup], ...]:
    """The version as a record for reference managers: name of the form, and its text, lines and all."""
    asked = Question(question.id, question.heading, question.group)
    made = forms(answer_citation(collection, paper.paper, asked, answer))
    named = (("BibTeX", made.bibtex), ("RIS", made.ris), ("CSL-JSON", made.csl))
    return tuple((name, Markup.escape(text.strip())) for name, text in named)


def models_of(version: Version) -> str:
    """Who gives (or gave) it, in words."""
    names = [clean(a.maker) for a in version.answers]
    return " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else names[0]


def _maker(
    collection: Collection, answer: Answer, origin: tuple[Row, ...], fingerprint: tuple[Row, ...]
) -> Maker:
    return Maker(
        model=clean(answer.maker),
        kind=clean(collection.card(answer.model).kind),
        made=made_on(answer),
        withheld=tuple(
            ShownSentence(clean(s.text), (), clean(s.reason)) for s in answer.withheld if clean(s.text)
        ),
        origin=origin,
        fingerprint=fingerprint,
    )


def _step(step: Step) -> StepView:
    causes = part_names(tuple(c for c in step.causes if c != "failed"))
    return StepView(clean(step.model), step.until, clean(causes), _page_href(step.to))


def _page_href(answer: str) -> str:
    return LINKS.to_file(answer_page(answer)) if answer else ""


def _source(collection: Collection, paper: Paper) -> str:
    """Where the paper can be read: the copy that the site holds, else what its record of then says.

    A copy of another version than the answer is about is not it.
    """
    copy, data = collection.source_links.get(paper.id, ""), paper.metadata
    today = collection.public_by_id.get(paper.id, paper)
    same = (paper.version, data.arxiv_version) == (today.version, today.metadata.arxiv_version)
    if same and copy.startswith("sources/"):
        return copy
    return text_link(data, paper.format if same else None) or ("" if copy.startswith("sources/") else copy)


def _why(version: Version, paper: PaperPart, question: QuestionPart) -> str:
    if version.state != "withdrawn":
        return ""
    if not paper.href:
        return "Its paper is not among those of this collection now."
    if any("failed" in step.causes for step in version.steps):
        return "When its model was asked again, it failed; nothing has taken the place of this answer yet."
    if not question.href:
        return "Its question is not asked in this collection any more."
    return "Its model answers for this collection no more."


def _citation(
    site: SitePart, paper: PaperPart, question: QuestionPart, version: Version, address: str
) -> str:
    """The version as a sentence for a list of references."""
    made = made_on(version.answer)
    who = f"{paper.authors}, " if paper.authors else ""
    read = (f" ({paper.year})" if paper.year else "") + (f", {paper.version}" if paper.version else "")
    return clean(
        f"{site.title}: “{question.heading.rstrip('.')}” Answered from {who}“{paper.title}”{read}: "
        f"{look(version.answer.status).label.lower()}. Version {version.id}, by "
        f"{models_of(version)}{f', {made}' if made else ''}. {address}"
    )

"""What answer pages share: the site, and papers and questions as they were when answers were made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from generator.core import Answer, Paper, Question
from generator.site.content.collection import Collection
from generator.site.content.encoding import clean, web_link
from generator.site.content.language import direction, foreign_language, translated
from generator.site.content.page_links import (
    Links,
    answer_page,
    arxiv_link,
    doi_link,
    paper_page,
    question_page,
    text_link,
)
from generator.site.content.wording import author_list, label, short_names, title_of, version_name
from generator.site.pages.jsonld import article

LINKS = Links(answer_page("id"))  # all answer pages are equally deep


@dataclass(frozen=True, slots=True)
class SitePart:
    """What all pages share. address: of the site, with a slash at its end; empty if it has none.

    embeds: True if there are files for other sites to embed. repository: where the collection is kept, or
    empty. language: of the interface.
    """

    title: str
    address: str
    embeds: bool = True
    repository: str = ""
    language: str = "en"

    @classmethod
    def of(cls, collection: Collection) -> SitePart:
        address = web_link(collection.site_url)
        full = f"{address.rstrip('/')}/" if address else ""
        return cls(
            clean(collection.title) or "Answerbook",
            full,
            collection.embeds,
            web_link(collection.repository),
            collection.language,
        )

    def page(self, answer: str) -> str:
        """Return the full address of an answer's page; empty if the site has none."""
        return f"{self.address}a/{answer}/" if self.address else ""


@dataclass(frozen=True, slots=True)
class PaperPart:
    """A paper as it was when answers about it were made. href: its page, or empty.

    version: the version that was read, if known. language: of its text, if known and different from that of
    the pages; direction: the writing direction of that language.
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
    language: str
    direction: str

    @classmethod
    def of(cls, collection: Collection, paper: Paper) -> PaperPart:
        data = paper.metadata
        spoken = foreign_language(data.language, collection.language)
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
            language=spoken,
            direction=direction(spoken) if spoken else "",
        )


@dataclass(frozen=True, slots=True)
class QuestionPart:
    """A question. text, group and href are empty if the project no longer asks it."""

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
        """Return the question as it was worded when ``answer`` was made."""
        return replace(self, text=clean(answer.asked.text)) if answer.asked else self

    @classmethod
    def gone(cls, name: str) -> QuestionPart:
        return cls(name, clean(label(name)) or translated("A question"), "", "", "")

    @property
    def heading(self) -> str:
        return self.text or self.label


def _source(collection: Collection, paper: Paper) -> str:
    """Return where the paper can be read: the site's copy, or else the address in its record of that time.

    A copy of another version than the one that was read does not count.
    """
    copy, data = collection.source_links.get(paper.id, ""), paper.metadata
    today = collection.public_by_id.get(paper.id, paper)
    same = (paper.version, data.arxiv_version) == (today.version, today.metadata.arxiv_version)
    if same and copy.startswith("sources/"):
        return copy
    return text_link(data, paper.format if same else None) or ("" if copy.startswith("sources/") else copy)

"""Pages as schema.org data (JSON-LD), for search engines and for programs that collect metadata.

A page is about a paper; it is not the paper. Models make and check the answers, so a page is never a
``QAPage``, which is for questions that people answer for each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from generator.core import Answer, Paper, Question
from generator.site.content.collection import Collection
from generator.site.content.encoding import clean, shortened, web_link
from generator.site.content.page_links import arxiv_link, doi_link, paper_page, question_page
from generator.site.content.status_styles import style_of
from generator.site.content.wording import author, title_of
from generator.site.exports.citations import answer_address, day_made
from generator.site.exports.crate import Export

_CONTEXT = "https://schema.org"
_MAX_TEXT = 200  # characters of an answer: the page itself holds all of it
_MAX_AUTHORS = 30
_MAX_PAPERS = 20  # with an answer in the data of a question's page

Data = dict[str, Any]


def paper_jsonld(collection: Collection, paper: Paper) -> Data:
    """Return the data of a paper's page: what it is about, and the questions that it answers."""
    about = article(paper)
    parts = []
    for question in collection.questions:
        answers = collection.answers_to(paper.id, question.id)
        if answers and answers[0].status != "failed":
            parts.append(
                {
                    "@type": "Question",
                    "name": clean(question.text),
                    "url": _address(collection, paper_page(paper.id), question.id),
                    "suggestedAnswer": _answer(collection, answers[0], _reference(about)),
                }
            )
    return {
        "@context": _CONTEXT,
        "@type": "WebPage",
        **_page(collection, paper_page(paper.id)),
        "about": about,
        **({"hasPart": parts} if parts else {}),
    }


def question_jsonld(collection: Collection, question: Question, papers: Iterable[str]) -> Data:
    """Return the data of a question's page: the question, and the answers of the first of these papers.

    papers: ids of those on the page.
    """
    answers: list[Data] = []
    for paper in papers:
        given = collection.answers_to(paper, question.id)
        if given and given[0].text:
            answers.append(_answer(collection, given[0], _reference(article(collection.public_by_id[paper]))))
        if len(answers) == _MAX_PAPERS:
            break
    about: Data = {"@type": "Question", "name": clean(question.text)}
    if answers:
        about["suggestedAnswer"] = answers
    return {
        "@context": _CONTEXT,
        "@type": "WebPage",
        **_page(collection, question_page(question.id)),
        "about": about,
    }


def collection_jsonld(collection: Collection, exports: Sequence[Export]) -> Data:
    """Return the data of the home page: the collection as a dataset, with its files."""
    title = clean(collection.title) or "Answerbook"
    data: Data = {
        "@context": _CONTEXT,
        "@type": "Dataset",
        "name": title,
        "description": clean(collection.description) or f"Answers to questions about papers: {title}.",
        "creator": {"@type": "Organization", "name": title},
        "isAccessibleForFree": True,
    }
    # Not the day of the build: the page changes only with its answers.
    if days := [d for a in collection.answers if (d := day_made(a))]:
        data["dateModified"] = max(days).isoformat()
    if url := web_link(collection.site_url):
        data["url"] = url
    licence = clean(collection.licence)
    if licence:
        data["license"] = web_link(licence) or f"https://spdx.org/licenses/{licence.replace(' ', '-')}"
    files = [
        {
            "@type": "DataDownload",
            "name": e.kind.title,
            "encodingFormat": e.kind.media_type,
            "contentUrl": _address(collection, e.path),
        }
        for e in exports
        if e.sha256
    ]
    return data | ({"distribution": files} if files else {})


def article(paper: Paper) -> Data:
    """Return the paper as a ``ScholarlyArticle``, with its first authors."""
    metadata = paper.metadata
    about: Data = {"@type": "ScholarlyArticle", "name": title_of(paper)}
    authors = [clean(str(a)) for a in metadata.authors if clean(str(a))]
    if authors:
        about["author"] = [{"@type": "Person", "name": name} for name in authors[:_MAX_AUTHORS]]
    if metadata.year is not None:
        about["datePublished"] = str(metadata.year)
    if venue := clean(metadata.venue):
        about["isPartOf"] = {"@type": "Periodical", "name": venue}
    if href := doi_link(metadata.doi) or arxiv_link(metadata.arxiv, metadata.arxiv_version):
        about |= {"@id": href, "sameAs": href}
    if href := web_link(metadata.licence):
        about["license"] = href
    return about


def _reference(whole: Data) -> Data:
    """Return a reference to an article that is given in full elsewhere: its id, or its name."""
    if "@id" in whole:
        return {"@id": whole["@id"]}
    return {"@type": whole["@type"], "name": whole["name"]}


def _answer(collection: Collection, answer: Answer, source: Data) -> Data:
    made = day_made(answer)
    data: Data = {
        "@type": "Answer",
        "text": shortened(answer.text, _MAX_TEXT) or f"{style_of(answer.status).label}.",
        "author": author(answer),
        "citation": source,
    }
    if made:
        data["dateCreated"] = made.isoformat()
    if address := answer_address(collection, answer.id):
        data["url"] = address
    return data


def _page(collection: Collection, page: str) -> Data:
    address = _address(collection, page)
    return {"url": address} if address.startswith("http") else {}


def _address(collection: Collection, path: str, fragment: str = "") -> str:
    """Return the address of a page or file; if the site has no address, the fragment or the path."""
    site = web_link(collection.site_url)
    part = f"#{fragment}" if fragment else ""
    path = f"{path.removesuffix('.md')}.html" if path.endswith(".md") else path
    return f"{site.rstrip('/')}/{path}{part}" if site else part or path

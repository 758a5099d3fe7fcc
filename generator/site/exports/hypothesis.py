"""Quotes of a paper in the form that Hypothesis (hypothes.is) reads: "Import" in its sidebar, or its API.

Of each annotation its importer takes the address, the document, the target, the tags and the text, which is
Markdown. It asks, by user, whose annotations to import. The form is that of Hypothesis' own exports.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from generator.core import Answer, Paper, Question
from generator.site.content.collection import Collection
from generator.site.content.encoding import clean, encode, web_link
from generator.site.content.page_links import arxiv_link, doi_link
from generator.site.content.status_styles import style_of
from generator.site.content.wording import title_of
from generator.site.exports.citations import answer_address
from generator.site.exports.records import json_line
from generator.site.exports.web_annotations import quoted_answers

_USER = "acct:answerbook@answerbook.invalid"  # a placeholder: whoever imports them becomes their author


def public_address(paper: Paper) -> str:
    """Return where the paper itself is public; empty if its metadata does not say."""
    data = paper.metadata
    return web_link(data.url) or doi_link(data.doi) or arxiv_link(data.arxiv)


def hypothesis_file(collection: Collection, paper: Paper) -> str:
    """Return the text of a paper's file; empty if the paper has no public address or no quote."""
    address = public_address(paper)
    annotations = list(_annotations(collection, paper, address)) if address else []
    if not annotations:
        return ""
    return json_line({"client_version": "", "export_userid": _USER, "annotations": annotations})


def _annotations(collection: Collection, paper: Paper, address: str) -> Iterator[dict[str, Any]]:
    doi = clean(paper.metadata.doi) if doi_link(paper.metadata.doi) else ""
    document: dict[str, Any] = {"title": [title_of(paper)], "link": [{"href": address}]}
    if doi:  # one work under several addresses: a resolver's, a publisher's, that of a PDF
        document |= {"highwire": {"doi": [doi]}, "dc": {"identifier": [f"doi:{doi}"]}}
    for question, answers, number, selectors in quoted_answers(collection, paper):
        answer = answers[0]
        # Hypothesis reads text selectors, but not the fragments of RFC 3778.
        quote = [selector for selector in selectors if selector["type"] == "TextQuoteSelector"]
        yield {
            "id": f"{answer.id}.{number + 1}",
            "user": _USER,
            "uri": address,
            "document": document,
            "target": [{"source": address, "selector": quote}],
            "tags": ["answerbook", f"answerbook:{question.id}", f"answerbook:{answer.status}"],
            "text": _text(collection, question, answer),
        }


def _text(collection: Collection, question: Question, answer: Answer) -> str:
    """Return the Markdown shown with the quote; text of papers and models is escaped in it."""
    link = answer_address(collection, answer.id)
    version = f"[version {answer.id}]({link})" if link else f"version {answer.id}"
    return (
        f"**{encode(question.text)}**\n\n"
        f"{encode(style_of(answer.status).label)}: {encode(answer.text)}\n\n"
        f"{encode(clean(collection.title))}, {version}"
    )

"""Quotes as W3C Web Annotations: an answer to a question, attached to the words that it rests on.

Follows the Web Annotation Data Model (W3C Recommendation, 23 February 2017): a collection with one page that
holds all items.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Sequence
from typing import Any

from generator.core import Answer, Paper, Question, Snippet
from generator.site.content.collection import Collection
from generator.site.content.encoding import clean, web_link
from generator.site.content.page_links import Links
from generator.site.content.quote_length import first_words
from generator.site.exports.citations import answer_address, day_made
from generator.site.exports.data_file_list import WEB_ANNOTATION
from generator.site.exports.records import answers_by_question

CONTEXT = WEB_ANNOTATION.address
# RFC 3778 defines `page=` for PDF; the Web Annotation model refers to it by this address.
_PDF_FRAGMENTS = "http://tools.ietf.org/rfc/rfc3778"
# Characters on either side of a quote: enough to tell two equal sentences apart.
_CONTEXT_CHARS = 32


def annotations_of(collection: Collection, paper: Paper, file: str) -> Iterator[dict[str, Any]]:
    """Yield an annotation for each quote under the answers about a paper; equal answers share one.

    file: path of the annotations within the site, from which relative addresses start.
    """
    source = _source(collection, paper, file)
    for question, group, number, selectors in quoted_answers(collection, paper):
        yield {
            "id": file_address(collection, file, f"{group[0].id}.{number + 1}"),
            "type": "Annotation",
            "motivation": "assessing",
            "creator": [
                {"type": "Person" if a.by_people else "Software", "name": clean(a.maker)} for a in group
            ],
            **_created(group[0]),
            "body": _bodies(collection, question, group[0]),
            "target": {"source": source, "selector": selectors},
        }


def quoted_answers(
    collection: Collection, paper: Paper
) -> Iterator[tuple[Question, Sequence[Answer], int, list[dict[str, str]]]]:
    """Yield every quote that an answer about a paper rests on, as four values.

    They are the question, the answers with this content, the number of the quote in their evidence (from 0),
    and the selectors that find it.
    """
    for question, answers in answers_by_question(collection, paper):
        same: dict[str, list[Answer]] = {}
        for answer in answers:
            if answer.text:
                same.setdefault(answer.id, []).append(answer)
        for group in same.values():
            cited = sorted({n for s in group[0].sentences if s.support == "supported" for n in s.evidence})
            for number in cited:
                if 0 <= number < len(group[0].evidence):
                    yield question, group, number, _selectors(group[0].evidence[number])


def file_address(collection: Collection, file: str, fragment: str = "") -> str:
    """Return the address of a file of the site, or of a part of it; relative if the site has no address."""
    site = web_link(collection.site_url)
    part = f"#{fragment}" if fragment else ""
    return f"{site.rstrip('/')}/{file}{part}" if site else part or posixpath.basename(file)


def _bodies(collection: Collection, question: Question, answer: Answer) -> list[dict[str, Any]]:
    answered: dict[str, Any] = {
        "type": "TextualBody",
        "purpose": "describing",
        "format": "text/plain",
        "value": answer.text,
    }
    if address := answer_address(collection, answer.id):
        answered["id"] = address
    return [
        {
            "type": "TextualBody",
            "purpose": "questioning",
            "format": "text/plain",
            "value": clean(question.text),
        },
        answered,
    ]


def _created(answer: Answer) -> dict[str, str]:
    made = day_made(answer)
    return {"created": f"{made.isoformat()}T00:00:00Z"} if made else {}


def _selectors(snippet: Snippet) -> list[dict[str, str]]:
    start, end = _focus(snippet)
    if start < end:
        exact = {
            "exact": snippet.text[start:end],
            "prefix": snippet.text[max(start - _CONTEXT_CHARS, 0) : start],
            "suffix": snippet.text[end : end + _CONTEXT_CHARS],
        }
    else:  # a selector must match the paper: no ellipsis
        exact = {"exact": first_words(snippet.text)}
    selectors = [{"type": "TextQuoteSelector", **{k: v for k, v in exact.items() if v}}]
    if snippet.place.page is not None:
        selectors.append(
            {
                "type": "FragmentSelector",
                "conformsTo": _PDF_FRAGMENTS,
                "value": f"page={snippet.place.page}",
            }
        )
    return selectors


def _focus(snippet: Snippet) -> tuple[int, int]:
    """Return where in the snippet the answering words are; (0, 0) if it is not a plain slice of its paper."""
    place, length = snippet.place, len(snippet.text)
    if length != place.end - place.start:
        return 0, 0
    runs = [(a, b) for a, b in snippet.focus if place.start <= a < b <= place.end]
    if not runs:
        return 0, length
    return min(a for a, _ in runs) - place.start, max(b for _, b in runs) - place.start


def _source(collection: Collection, paper: Paper, file: str) -> str:
    """Return the address of what is annotated: the paper's source, or else its page on this site."""
    links = Links(file)
    address = links.to_source(collection.source_links.get(paper.id, "")) or links.to(f"papers/{paper.id}.md")
    site = web_link(collection.site_url)
    if address.startswith(("http://", "https://")) or not site:
        return str(address)
    return f"{site.rstrip('/')}/{address.removeprefix('../')}"

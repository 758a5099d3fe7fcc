"""Papers and answers as records to cite: CSL-JSON, from which BibTeX and RIS are made.

A record is a plain CSL-JSON item (Citation Style Language, CSL-JSON 1.0.2): names of fields and
types are those of its specification. A paper's record says what the paper is; an answer's says what
the page about it is: an entry of this collection, made by a model on a day.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from generator.core import Answer, Metadata, Paper, Person, Question
from generator.site.content.collection import Collection
from generator.site.content.encoding import clean, shortened, web_link
from generator.site.content.links import arxiv_link, doi_link, text_link
from generator.site.content.statuses import look
from generator.site.content.wording import title_of, version_name
from generator.site.exports.bibtex import bibtex
from generator.site.exports.ris import ris

# CSL-JSON 1.0.2, the types that a source of metadata may name; anything else is an "article".
_TYPES = frozenset(
    {
        "article",
        "article-journal",
        "article-magazine",
        "article-newspaper",
        "book",
        "chapter",
        "dataset",
        "document",
        "entry",
        "entry-dictionary",
        "entry-encyclopedia",
        "manuscript",
        "paper-conference",
        "post",
        "post-weblog",
        "report",
        "review",
        "software",
        "speech",
        "standard",
        "thesis",
        "webpage",
    }
)
_PAPER_TITLE = 200  # characters of a paper's title within the title of an answer

Item = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Forms:
    """One record in the three forms in which readers take it along; each is a whole file's text."""

    bibtex: str
    ris: str
    csl: str


def paper_citation(paper: Paper) -> Item:
    """The paper as a CSL-JSON item; its id is the paper's. What is not known is left out."""
    metadata = paper.metadata
    kind = metadata.type if metadata.type in _TYPES else "article"
    item: Item = {"id": paper.id, "type": kind, "title": title_of(paper)}
    if authors := [_name(p) for p in metadata.authors if clean(str(p))]:
        item["author"] = authors
    if metadata.year is not None:
        item["issued"] = {"date-parts": [[metadata.year]]}
    if venue := clean(metadata.venue):
        item["container-title"] = venue
    if doi_link(metadata.doi):
        item["DOI"] = clean(metadata.doi)
    if arxiv_link(metadata.arxiv):
        item |= {"archive": "arXiv", "archive_location": clean(metadata.arxiv + metadata.arxiv_version)}
    if url := _address(metadata):
        item["URL"] = url
    return item


def answer_citation(collection: Collection, paper: Paper, question: Question, answer: Answer) -> Item:
    """One answer as a CSL-JSON item: a page of this collection, by the collection and the model.

    Dated by the day on which the answer was made or imported, as far as its provenance tells; the note names
    the version, because another build may answer otherwise. URL: only where the collection has an
    address.
    """
    title = f"{clean(question.text)} Answered from “{shortened(title_of(paper), _PAPER_TITLE)}”"
    if read := version_name(paper.metadata):
        title += f" ({read})"
    item: Item = {
        "id": f"answer-{answer.id}",
        "type": "webpage",
        "title": title,
        "author": [
            {"literal": clean(collection.title) or "Answerbook"},
            {"literal": clean(answer.maker) if answer.by_people else f"{clean(answer.model)} (model)"},
        ],
        "container-title": clean(collection.title) or "Answerbook",
        "version": answer.id,
        "note": f"Version {answer.id}, status: {look(answer.status).label.lower()}",
    }
    if made := day_made(answer):
        parts = {"date-parts": [[made.year, made.month, made.day]]}
        item |= {"issued": parts, "accessed": parts}
    if url := answer_address(collection, answer.id):
        item["URL"] = url
    return item


def forms(item: Item) -> Forms:
    """The record as BibTeX, RIS and CSL-JSON."""
    return Forms(bibtex(item), ris(item), csl_json([item]))


def csl_json(items: Iterable[Item]) -> str:
    """Records as the text of a CSL-JSON file: a list, one record a line."""
    lines = [json.dumps(item, ensure_ascii=False, sort_keys=True) for item in items]
    return "[\n" + ",\n".join(lines) + "\n]\n" if lines else "[]\n"


def answer_address(collection: Collection, answer_id: str) -> str:
    """Where the page of one version of an answer can be reached; empty where the site has no address."""
    site = web_link(collection.site_url)
    return f"{site.rstrip('/')}/a/{answer_id}/" if site else ""


def day_made(answer: Answer) -> date | None:
    """The day on which an answer was made, or imported, as its provenance says; None where it does not."""
    try:
        return date.fromisoformat(
            str(answer.provenance.get("made") or answer.provenance.get("imported"))[:10]
        )
    except ValueError:
        return None


def _name(person: Person) -> dict[str, str]:
    """A CSL name. Particles stay with the family name, as printed; who has one name only is literal."""
    family, given = clean(person.family), clean(person.given)
    return {"family": family, "given": given} if family and given else {"literal": family or given}


def _address(metadata: Metadata) -> str:
    return text_link(metadata) or arxiv_link(metadata.arxiv)

"""Papers and answers as records to cite: CSL-JSON, from which BibTeX and RIS are made.

A record is a plain CSL-JSON item (Citation Style Language, CSL-JSON 1.0.2) with the fields and types of that
specification. A paper's record describes the paper. An answer's record describes its page: an entry of this
collection, made by a model on a day.
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
from generator.site.content.page_links import arxiv_link, doi_link, text_link
from generator.site.content.status_styles import style_of
from generator.site.content.wording import title_of, version_name
from generator.site.exports.bibtex_export import bibtex
from generator.site.exports.ris_export import ris

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
_MAX_PAPER_TITLE = 200  # characters of a paper's title within the title of an answer

Item = dict[str, Any]


@dataclass(frozen=True, slots=True)
class CitationForms:
    """One record in the three forms that readers can download; each is the text of a whole file."""

    bibtex: str
    ris: str
    csl: str


def paper_citation(paper: Paper) -> Item:
    """Return the paper as a CSL-JSON item with the paper's id. Unknown fields are left out."""
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
    """Return one answer as a CSL-JSON item: a page by the collection and the model.

    Its date is the day on which the answer was made or imported, if its provenance says so. The note names
    the version, because another build may answer differently. URL: only if the site has an address.
    """
    title = f"{clean(question.text)} Answered from “{shortened(title_of(paper), _MAX_PAPER_TITLE)}”"
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
        "note": f"Version {answer.id}, status: {style_of(answer.status).label.lower()}",
    }
    if made := day_made(answer):
        parts = {"date-parts": [[made.year, made.month, made.day]]}
        item |= {"issued": parts, "accessed": parts}
    if url := answer_address(collection, answer.id):
        item["URL"] = url
    return item


def citation_forms(item: Item) -> CitationForms:
    """Return the record as BibTeX, RIS and CSL-JSON."""
    return CitationForms(bibtex(item), ris(item), csl_json([item]))


def csl_json(items: Iterable[Item]) -> str:
    """Return records as the text of a CSL-JSON file: a list with one record per line."""
    lines = [json.dumps(item, ensure_ascii=False, sort_keys=True) for item in items]
    return "[\n" + ",\n".join(lines) + "\n]\n" if lines else "[]\n"


def answer_address(collection: Collection, answer_id: str) -> str:
    """Return the address of the page of one version of an answer; empty if the site has none."""
    site = web_link(collection.site_url)
    return f"{site.rstrip('/')}/a/{answer_id}/" if site else ""


def day_made(answer: Answer) -> date | None:
    """Return the day on which an answer was made or imported; None if its provenance does not say."""
    try:
        return date.fromisoformat((answer.made or answer.imported)[:10])
    except ValueError:
        return None


def _name(person: Person) -> dict[str, str]:
    """Return a CSL name. Particles stay with the family name, as printed; a single name is literal."""
    family, given = clean(person.family), clean(person.given)
    return {"family": family, "given": given} if family and given else {"literal": family or given}


def _address(metadata: Metadata) -> str:
    return text_link(metadata) or arxiv_link(metadata.arxiv)

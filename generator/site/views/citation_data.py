"""How to cite each answer of a page, for the page's script, in few bytes.

Citations of the answers about one paper differ only in id, question and status. So a page carries each form
once, with placeholders for these, and for each answer only the values to fill in.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from generator.core import Answer, Paper, Question, canonical_json
from generator.site.content.collection import Collection
from generator.site.content.encoding import Markdown, clean
from generator.site.content.page_links import answer_page
from generator.site.content.status_styles import style_of
from generator.site.content.then import paper_then, question_then
from generator.site.exports.bibtex_export import bibtex
from generator.site.exports.citations import CitationForms, Item, answer_citation, citation_forms

# Placeholders of lower-case letters only: no form encodes them.
QUESTION = "zqquestionqz"
ANSWER = "zqanswerqz"
STATUS = "zqstatusqz"
# For an attribute in single quotes: the double quotes, of which JSON is full, need no encoding.
_REFERENCES = str.maketrans({"&": "&amp;", "'": "&#39;", "<": "&lt;", ">": "&gt;"})
# Stands for an unknown address of the site. The script replaces it with the address of the page, or drops the
# line if the page was opened from a disk.
SITE = "https://zqsiteqz.invalid/"


def citing(collection: Collection, paper: Paper, shown: Iterable[tuple[Question, Answer]]) -> Markdown:
    """Return what the script needs to cite the answers shown, as JSON.

    It is encoded for an attribute in single quotes. ``forms``: the distinct forms, each as [BibTeX, RIS,
    CSL-JSON] with placeholders. ``answers``: question id -> [number of the form, answer id, status, question
    as written in BibTeX]; the last is left out if it equals the question as shown. Question and paper are
    those of the time when the answer was made. Empty without answers.
    """
    made: dict[str, int] = {}
    texts: list[CitationForms] = []
    answers: dict[str, list[Any]] = {}
    for today, answer in shown:
        question = question_then(collection, answer, today)
        status = style_of(answer.status).label.lower()
        item = answer_citation(collection, paper_then(collection, paper, answer), question, answer)
        item.setdefault("URL", f"{SITE}{answer_page(answer.id)}")
        item = _marked(item, clean(question.text), answer.id, status)
        key = canonical_json(item)
        if key not in made:
            made[key] = len(made)
            texts.append(citation_forms(item))
        row = [made[key], answer.id, status]
        written = _in_bibtex(clean(question.text))
        answers[question.id] = row if written == clean(today.text) else [*row, written]
    if not answers:
        return Markdown()
    data = {"forms": [[f.bibtex, f.ris, f.csl] for f in texts], "answers": answers}
    return Markdown(json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(_REFERENCES))


def _marked(item: Item, question: str, answer_id: str, status: str) -> Item:
    """Return the item with placeholders for what differs between the answers about a paper."""
    marked: Item = {k: v.replace(answer_id, ANSWER) if isinstance(v, str) else v for k, v in item.items()}
    marked["title"] = marked["title"].replace(question, QUESTION, 1)
    marked["note"] = marked["note"].replace(f"status: {status}", f"status: {STATUS}")
    return marked


@lru_cache(maxsize=4096)
def _in_bibtex(question: str) -> str:
    """Return a question as it is written in the title of a BibTeX entry."""
    entry = bibtex({"id": ANSWER, "type": "webpage", "title": question})
    return entry.removeprefix(f"@misc{{{ANSWER},\n  title = {{").removesuffix("}\n}\n")

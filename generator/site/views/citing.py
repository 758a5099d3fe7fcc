"""How to cite each answer of a page, for the page's script, in few bytes.

The answers of one paper are cited alike but for id, question and status. So a page carries the
forms once, with marks in place of these, and for each answer only what to put there.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from generator.core import Answer, Paper, Question, canonical_json
from generator.site.content.collection import Collection
from generator.site.content.encoding import Markdown, clean
from generator.site.content.links import answer_page
from generator.site.content.statuses import look
from generator.site.content.then import paper_then, question_then
from generator.site.exports.bibtex import bibtex
from generator.site.exports.citations import Forms, Item, answer_citation, forms

# Lower-case letters only: no form encodes them.
QUESTION = "zqquestionqz"
ANSWER = "zqanswerqz"
STATUS = "zqstatusqz"
# For an attribute in single quotes: the double ones, of which JSON is full, stay as they are.
_REFERENCES = str.maketrans({"&": "&amp;", "'": "&#39;", "<": "&lt;", ">": "&gt;"})
# In place of the site's address where it is not known: the script puts in that of the page, or
# leaves the line out where the page was opened from a disk.
SITE = "https://zqsiteqz.invalid/"


def citing(collection: Collection, paper: Paper, shown: Iterable[tuple[Question, Answer]]) -> Markdown:
    """What the script needs to cite the answers shown: JSON, encoded for an attribute in single quotes.

    ``forms``: the different forms, each as [BibTeX, RIS, CSL-JSON] with marks. ``answers``: question
    id -> [number of the forms, answer id, status, question as written in BibTeX]; the last is left out
    where it is the question as shown. Question and paper are those of when the answer was made. Empty
    without answers.
    """
    made: dict[str, int] = {}
    texts: list[Forms] = []
    answers: dict[str, list[Any]] = {}
    for today, answer in shown:
        question = question_then(collection, answer, today)
        status = look(answer.status).label.lower()
        item = answer_citation(collection, paper_then(collection, paper, answer), question, answer)
        item.setdefault("URL", f"{SITE}{answer_page(answer.id)}")
        item = _marked(item, clean(question.text), answer.id, status)
        key = canonical_json(item)
        if key not in made:
            made[key] = len(made)
            texts.append(forms(item))
        row = [made[key], answer.id, status]
        written = _in_bibtex(clean(question.text))
        answers[question.id] = row if written == clean(today.text) else [*row, written]
    if not answers:
        return Markdown()
    data = {"forms": [[f.bibtex, f.ris, f.csl] for f in texts], "answers": answers}
    return Markdown(json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(_REFERENCES))


def _marked(item: Item, question: str, answer_id: str, status: str) -> Item:
    """The item with marks in place of what differs between the answers of a paper."""
    marked: Item = {k: v.replace(answer_id, ANSWER) if isinstance(v, str) else v for k, v in item.items()}
    marked["title"] = marked["title"].replace(question, QUESTION, 1)
    marked["note"] = marked["note"].replace(f"status: {status}", f"status: {STATUS}")
    return marked


@lru_cache(maxsize=4096)
def _in_bibtex(question: str) -> str:
    """A question as it stands within the title of a BibTeX entry; what follows there begins with a blank."""
    entry = bibtex({"id": ANSWER, "type": "webpage", "title": question})
    return entry.removeprefix(f"@misc{{{ANSWER},\n  title = {{").removesuffix("}\n}\n")

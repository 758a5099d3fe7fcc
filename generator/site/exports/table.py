"""Answers as rows of a table, safe to open in a spreadsheet."""

from __future__ import annotations

import re
from functools import lru_cache

from generator.core import Paper, Question
from generator.site.content.encoding import clean
from generator.site.content.wording import title_of
from generator.site.exports.records import ExportRecord, writable

COLUMNS = (
    "format",
    "id",
    "url",
    "paper",
    "paper_title",
    "year",
    "doi",
    "question",
    "question_text",
    "group",
    "model",
    "shown",
    "status",
    "reason",
    "answer",
    "evidence",
    "withheld",
    "made",
    "reviews",
    "probability",
    "band",
    "parts",
    "notices",
)
# First characters that make a spreadsheet read a cell as a formula, full-width forms included.
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
# Where commas mark decimals, spreadsheets split lines at semicolons, so that a formula may begin behind one.
_INNER_FORMULA = re.compile(rf"(;\"*)(?=[{re.escape(''.join(_FORMULA))}])")


def table_row(paper: Paper, question: Question, record: ExportRecord) -> list[str]:
    """Return one answer in the order of ``COLUMNS``.

    withheld: number of sentences. evidence: the answering words with their places; the other files have the
    whole passages. reviews: verdict, name and date of each. parts: of the question, each reported or not.
    notices: what was published about the paper.
    """
    metadata = paper.metadata
    year = "" if metadata.year is None else str(metadata.year)
    cells = [
        str(record["format"]),
        record["id"],
        record["url"] or "",
        paper.id,
        title_of(paper),
        year,
        metadata.doi,
        question.id,
        question.text,
        question.group,
        record["model"],
        "true" if record["shown"] else "false",
        record["status"],
        record["reason"],
        record["answer"],
        " ".join(_quote(e) for e in record["evidence"]),
        str(len(record["withheld"])),
        record["made"] or "",
        "; ".join(_review(r) for r in record["reviews"]),
        "" if record["probability"] is None else f"{record['probability']:.4f}",
        record["band"] or "",
        "; ".join(f"{p['id']}: {'reported' if p['reported'] else 'not reported'}" for p in record["parts"]),
        "; ".join(_notice(n) for n in record["notices"]),
    ]
    return [table_cell(c) for c in cells]


@lru_cache(maxsize=4096)  # titles, questions and reasons recur
def table_cell(text: str) -> str:
    """Return text on one line, with an apostrophe before anything that a spreadsheet would compute."""
    text = _INNER_FORMULA.sub(r"\1'", writable(clean(text)))
    return f"'{text}" if text.startswith(_FORMULA) else text


def _review(review: ExportRecord) -> str:
    return f"{review['verdict']} by {review['name']}, {review['date']}"


def _notice(notice: ExportRecord) -> str:
    return " ".join(
        part for part in (notice["kind"], notice["date"], notice["notice"] or notice["url"]) if part
    )


def _quote(evidence: ExportRecord) -> str:
    page = f"p. {evidence['page']}" if evidence["page"] is not None else ""
    place = ", ".join(part for part in (evidence["section"], page) if part)
    return f"“{_focus(evidence)}”" + (f" ({place})" if place else "")


def _focus(evidence: ExportRecord) -> str:
    quote, start = evidence["quote"], evidence["start"]
    if len(quote) != evidence["end"] - start:  # not a plain slice of the paper: its offsets do not apply
        return str(quote)
    runs = [quote[max(a - start, 0) : max(b - start, 0)] for a, b in evidence.get("focus", ())]
    return " … ".join(run for run in runs if run.strip()) or str(quote)

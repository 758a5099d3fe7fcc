"""One answer as an object of the exports, and JSON that every line-based reader can read."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from typing import Any

from generator.core import Answer, Paper, Place, Question, Review
from generator.core.notice import PaperNotice
from generator.core.paper import UNREADABLE
from generator.core.table_sentences import TableRow
from generator.site.content.collection import Collection
from generator.site.content.then import part_texts, question_then
from generator.site.exports.citations import answer_address, day_made

# Increased if a key is removed or changes its meaning; a new key does not increase it.
FORMAT = 1

ExportRecord = dict[str, Any]
# Characters that some programs take for a line break; JSON parsers do not.
_BREAKS = str.maketrans({"\x85": "\\u0085", "\u2028": "\\u2028", "\u2029": "\\u2029"})


def answers_by_question(
    collection: Collection, paper: Paper
) -> Iterator[tuple[Question, tuple[Answer, ...]]]:
    """Yield each question with its answers about a paper, in the order of the sets; the one shown first."""
    for question in collection.questions:
        if answers := collection.answers_to(paper.id, question.id):
            yield question, answers


def paper_records(collection: Collection, paper: Paper) -> Iterator[ExportRecord]:
    """Yield all answers about one public paper as objects, by question and model, the one shown first."""
    for _, answers in answers_by_question(collection, paper):
        for number, answer in enumerate(answers):
            yield answer_record(collection, paper, answer, shown=number == 0)


def answer_record(collection: Collection, paper: Paper, answer: Answer, *, shown: bool) -> ExportRecord:
    """Return one answer as plain data, as ``schema.json`` describes it.

    ``answer`` and ``sentences`` hold what the paper supports; ``withheld`` holds the rest, with the reason.
    The raw reply of the model is not included.
    """
    made = day_made(answer)
    return {
        "format": FORMAT,
        "id": answer.id,
        "aliases": list(answer.aliases),
        "url": answer_address(collection, answer.id) or None,
        "paper": paper.id,
        "paper_version": answer.version,
        "question": answer.question,
        "asked": question_then(collection, answer).text,
        "model": answer.model,
        "shown": shown,
        "status": answer.status,
        "reason": answer.reason,
        "probability": answer.probability,
        "band": collection.band(answer),
        "parts": _parts(collection, answer),
        "answer": answer.text,
        "sentences": [
            {"text": s.text, "evidence": _numbers(s.evidence, answer), "coverage": _finite(s.coverage)}
            for s in answer.sentences
            if s.support == "supported"
        ],
        "withheld": [
            {"text": s.text, "reason": s.reason, "evidence": _numbers(s.evidence, answer)}
            for s in answer.withheld
        ],
        "evidence": [
            {
                "quote": e.text,
                **_place(e.place),
                **_offsets(focus=e.focus, marks=e.marks),
                **_links(e.links),
                **_unreadable(e.text),
                **_row(e.row),
            }
            for e in answer.evidence
        ],
        "searched": len(answer.searched),
        "made": made.isoformat() if made else None,
        "reviews": [
            review_record(review)
            for review in collection.reviews_of(answer.paper, answer.question)
            if review.is_of(answer)
        ],
        "stale": list(collection.stale.get((answer.paper, answer.question, answer.model), ())),
        "notices": [notice_record(notice) for notice in collection.notices.get(paper.id, ())],
        "provenance": _plain(answer.provenance),
        "fingerprint": dict(answer.fingerprint),
    }


def _parts(collection: Collection, answer: Answer) -> list[ExportRecord]:
    texts = part_texts(collection, answer)
    return [
        {"id": p.id, "text": texts.get(p.id, ""), "reported": p.reported, "probability": p.probability}
        for p in answer.parts
    ]


def notice_record(notice: PaperNotice) -> ExportRecord:
    """Return a notice about a paper, without the id that the paper has here."""
    return {
        "about": notice.paper,
        "kind": notice.kind,
        "date": notice.date or None,
        "notice": notice.notice or None,
        "url": notice.url or None,
        "note": notice.note,
        "source": notice.source,
        "taken": notice.taken,
        "sha256": notice.sha256 or None,
    }


def review_record(review: Review) -> ExportRecord:
    """Return one person's review of an answer, without the id of the answer."""
    return {
        "verdict": review.verdict,
        "name": review.name,
        "date": review.date.isoformat(),
        "status": review.status,
        "text": review.text,
        "note": review.note,
        "quotes": list(review.quotes),
    }


def json_line(value: object) -> str:
    """Return JSON on one line that ends with a line break, for every program that reads lines of UTF-8."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return writable(text).translate(_BREAKS) + "\n"


def writable(text: str) -> str:
    """Return text without lone surrogates, which UTF-8 cannot encode."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _row(row: TableRow | None) -> dict[str, Any]:
    if row is None:
        return {}
    return {
        "row": {"caption": row.caption, "cells": [{"heading": h, "text": c} for h, c in row.cells]},
    }


def _numbers(evidence: tuple[int, ...], answer: Answer) -> list[int]:
    return [n for n in dict.fromkeys(evidence) if 0 <= n < len(answer.evidence)]


def _place(place: Place) -> ExportRecord:
    return {
        "section": place.section,
        "kind": place.kind,
        "page": place.page,
        "start": place.start,
        "end": place.end,
    }


def _offsets(**runs: tuple[tuple[int, int], ...]) -> ExportRecord:
    return {name: [list(run) for run in found] for name, found in runs.items() if found}


def _links(links: tuple[str, ...]) -> ExportRecord:
    return {"links": list(links)} if links else {}


def _unreadable(text: str) -> ExportRecord:
    count = text.count(UNREADABLE)
    return {"unreadable": count} if count else {}


def _plain(value: object) -> Any:
    """Return plain data that JSON can hold: NaN and infinity become null, other types their text."""
    if isinstance(value, Mapping):
        return {str(k): _plain(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(v) for v in value]
    if isinstance(value, float):
        return _finite(value)
    return value if value is None or isinstance(value, (str, int, bool)) else str(value)


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None

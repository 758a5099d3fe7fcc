"""The JSON Schema of the exports, which is published with them."""

from __future__ import annotations

from typing import Any

from generator.core.certainty import BANDS
from generator.core.notice import NOTICE_KINDS
from generator.core.paper import SECTION_KINDS
from generator.core.review import REVIEW_STATES, VERDICTS
from generator.core.share import METHODS
from generator.core.status import STATUSES
from generator.site.exports.data_file_list import JSON_SCHEMA
from generator.site.exports.records import FORMAT

_TEXT = {"type": "string"}
_COUNT = {"type": "integer", "minimum": 0}
_NUMBERS = {
    "type": "array",
    "items": _COUNT,
    "uniqueItems": True,
    "description": "Positions in the list of evidence, from 0.",
}
_STRETCH = {"type": "array", "items": _COUNT, "minItems": 2, "maxItems": 2}  # start, end
_DAY = {"type": ["string", "null"], "pattern": r"^\d{4}-\d{2}-\d{2}$"}
_URL = {"type": ["string", "null"], "pattern": "^https?://"}
_PROBABILITY = {"type": ["number", "null"], "minimum": 0, "maximum": 1}
_STATUS = {"enum": list(STATUSES)}
_FORMAT = {"const": FORMAT, "description": "Raised when a key goes or changes its meaning."}


def _object(described: str, properties: dict[str, Any], *, optional: tuple[str, ...] = ()) -> dict[str, Any]:
    return {
        "type": "object",
        "description": described,
        "required": [name for name in properties if name not in optional],
        "properties": properties,
    }


_EVIDENCE = _object(
    "A passage of the paper.",
    {
        "quote": {
            **_TEXT,
            "description": "Word for word; if the paper has no open licence, […] marks what is left out.",
        },
        "section": {**_TEXT, "description": "Title of the section; may be empty."},
        "kind": {"enum": list(SECTION_KINDS), "description": "Kind of the section."},
        "page": {"type": ["integer", "null"], "minimum": 1, "description": "Of a PDF, from 1."},
        "start": {**_COUNT, "description": "Offset into the paper's text as it was read."},
        "end": {**_COUNT, "description": "Offset after its last character."},
        "focus": {
            "type": "array",
            "description": "Offsets (start, end) of the sentences that answer, within the same text.",
            "items": _STRETCH,
        },
        "marks": {
            "type": "array",
            "description": "Offsets (start, end) of the answering words in them, if not all answer.",
            "items": _STRETCH,
        },
        "links": {"type": "array", "items": _TEXT, "description": "Targets of links in the passage."},
        "unreadable": {
            **_COUNT,
            "description": "Characters of the page that could not be read from the file. Each is U+FFFD in "
            "the quote, which is then not word for word.",
        },
        "row": _object(
            "If the quote is a row of a table: its caption and its cells with their headings.",
            {
                "caption": {
                    **_TEXT,
                    "description": "The table's caption, perhaps cut; may be empty.",
                },
                "cells": {
                    "type": "array",
                    "description": "Empty if the column headings are unknown.",
                    "items": _object(
                        "A cell.",
                        {
                            "heading": {**_TEXT, "description": "Heading of its column; may be empty."},
                            "text": {**_TEXT, "description": "Its text."},
                        },
                    ),
                },
            },
        ),
    },
    optional=("focus", "marks", "links", "unreadable", "row"),
)

_REVIEW: dict[str, Any] = {
    "verdict": {"enum": list(VERDICTS), "description": "What the person found."},
    "name": {**_TEXT, "description": "Who."},
    "date": {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$", "description": "When."},
    "status": {
        "enum": [*STATUSES, None],
        "description": "Status according to the person; null: the answer's own if confirmed, else unknown.",
    },
    "text": {**_TEXT, "description": "The answer as the person corrected it; else empty."},
    "note": {**_TEXT, "description": "Anything else; may be empty."},
    "quotes": {
        "type": "array",
        "items": _TEXT,
        "description": "Words of the paper that a corrected answer rests on; may be none.",
    },
}

_NOTICE: dict[str, Any] = {
    "about": {**_TEXT, "description": "DOI or arXiv id of the paper that the notice is about."},
    "kind": {"enum": list(NOTICE_KINDS), "description": "What was published."},
    "date": {
        "type": ["string", "null"],
        "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$",
        "description": "When it was published, as precisely as known.",
    },
    "notice": {"type": ["string", "null"], "description": "DOI of the notice, or of the other text."},
    "url": {**_URL, "description": "Its address."},
    "note": {**_TEXT, "description": "Reasons given; may be empty."},
    "source": {**_TEXT, "description": "Where the notice was found."},
    "taken": {**_DAY, "type": "string", "description": "The day on which it was retrieved."},
    "sha256": {"type": ["string", "null"], "description": "Of the file from which it was taken, if any."},
}

_ANSWER = _object(
    "The answer of one model to one question about one paper. (paper, question, model) occurs once.",
    {
        "format": _FORMAT,
        "id": {
            "type": "string",
            "pattern": "^[0-9a-f]{24}$",
            "description": "Identifies the content, for links: two models with the same answer share it.",
        },
        "url": {**_URL, "description": "Page of this version; null if the site has no address."},
        "aliases": {"type": "array", "items": _TEXT, "description": "Former ids; their pages still exist."},
        "paper": {**_TEXT, "description": "Id of the paper, as in papers.csl.json."},
        "paper_version": {"type": "integer", "description": "Version of the paper, from 1."},
        "question": {**_TEXT, "description": "Id of the question, as in index.json."},
        "asked": {**_TEXT, "description": "The question as it was asked when the answer was made."},
        "model": {
            **_TEXT,
            "description": "Name of the model that answered; people: a reviewer did, see provenance.",
        },
        "shown": {
            "type": "boolean",
            "description": "True if the pages show it first among all models' answers.",
        },
        "status": {**_STATUS, "description": "Result for the question; see the page Guide."},
        "reason": {**_TEXT, "description": "Why it is not (fully) reported; else empty."},
        "probability": {
            **_PROBABILITY,
            "description": "Estimate that the paper reports what was asked; null: not estimated.",
        },
        "band": {
            "enum": [*BANDS, None],
            "description": "How certain the status is, from the probability or from reviews; null: unknown.",
        },
        "parts": {
            "type": "array",
            "description": "Parts of the question, the main one first; empty if none were decided.",
            "items": _object(
                "A part of the question.",
                {
                    "id": _TEXT,
                    "text": {**_TEXT, "description": "Empty if the question no longer has this part."},
                    "reported": {"type": "boolean", "description": "True if the paper reports it."},
                    "probability": _PROBABILITY,
                },
            ),
        },
        "answer": {**_TEXT, "description": "The supported sentences, joined; may be empty."},
        "sentences": {
            "type": "array",
            "description": "The supported sentences.",
            "items": _object(
                "A sentence that rests on the paper.",
                {
                    "text": _TEXT,
                    "evidence": _NUMBERS,
                    "coverage": {
                        "type": ["number", "null"],
                        "description": "Share of its content words, by rarity, that the evidence contains.",
                    },
                },
            ),
        },
        "withheld": {
            "type": "array",
            "description": "Sentences of the model that the paper does not support. Not part of the answer.",
            "items": _object(
                "A sentence that the paper does not support.",
                {"text": _TEXT, "reason": _TEXT, "evidence": _NUMBERS},
            ),
        },
        "evidence": {"type": "array", "items": _EVIDENCE, "description": "The passages that sentences cite."},
        "searched": {**_COUNT, "description": "How many passages were searched."},
        "made": {**_DAY, "description": "The day on which it was made, or imported."},
        "reviews": {
            "type": "array",
            "description": "Reviews of this version of the answer. Never part of the answer.",
            "items": _object("One person's verdict.", _REVIEW),
        },
        "stale": {"type": "array", "items": _TEXT, "description": "What has changed since it was made."},
        "notices": {
            "type": "array",
            "description": "What was published about the paper: retractions, corrections, newer versions.",
            "items": _object("One notice.", _NOTICE),
        },
        "provenance": {"type": "object", "description": "How it was made."},
        "fingerprint": {
            "type": "object",
            "description": "Hashes of what it was made from; null: not known.",
            "additionalProperties": {"type": ["string", "null"]},
        },
    },
)

_VOTE = _object("What one model says.", {"model": _TEXT, "status": _STATUS})

SCHEMA: dict[str, Any] = {
    "$schema": JSON_SCHEMA.address,
    "title": "Answers",
    "description": "A line of answers.jsonl. $defs: the files papers/*.json and questions/*.json, "
    "and lines of reviews.jsonl, shares.jsonl, checklists.jsonl and notices.jsonl.",
    **_ANSWER,
    "$defs": {
        "paper": _object(
            "One paper with all answers about it.",
            {
                "format": _FORMAT,
                "paper": _object(
                    "The paper as a CSL-JSON item.",
                    {"id": _TEXT, "type": _TEXT, "title": _TEXT},
                ),
                "licence": {
                    **_TEXT,
                    "description": "Of the paper, as its source gives it; empty: not known.",
                },
                "page": {**_TEXT, "description": "Its page, from the root of the site."},
                "notices": {"type": "array", "items": _object("One notice about it.", _NOTICE)},
                "answers": {"type": "array", "items": {"$ref": "#"}},
            },
        ),
        "review": _object(
            "One person's verdict on a current or earlier answer.",
            {
                "format": _FORMAT,
                "paper": _TEXT,
                "question": _TEXT,
                "answer": {**_TEXT, "description": "Id of the answer that was reviewed."},
                "url": {**_URL, "description": "Page of that answer; null if there is none."},
                "standing": {
                    "enum": list(REVIEW_STATES),
                    "description": "Whether that answer is current, earlier or unknown.",
                },
                **_REVIEW,
            },
        ),
        "claim": _object(
            "What authors claim in a checklist about a question, and the answer shown for it.",
            {
                "format": _FORMAT,
                "paper": _TEXT,
                "question": _TEXT,
                "source": {**_TEXT, "description": "Items of guidelines that the question is based on."},
                "said": {**_TEXT, "description": "Each checklist item with their reply to it."},
                "status": _STATUS,
                "quotes": {
                    "type": "array",
                    "items": _object(
                        "Their justification, word for word.",
                        {"text": _TEXT, "section": _TEXT, "page": {"type": ["integer", "null"]}},
                    ),
                },
                "answer": {"type": ["string", "null"], "description": "Id of the answer shown, if any."},
                "answer_status": {"anyOf": [_STATUS, {"type": "null"}]},
                "differs": {
                    "type": "boolean",
                    "description": "True if one says that it is reported and the other that it is not.",
                },
            },
        ),
        "share": _object(
            "The share of papers that report what is asked: a line of shares.jsonl, a row of shares.csv.",
            {
                "format": _FORMAT,
                "question": {
                    **_TEXT,
                    "description": "Id; empty: all of the group; counts are cells.",
                },
                **dict.fromkeys(("group", "by", "value"), _TEXT),
                **{name: {"type": "integer"} for name in ("papers", "called", "not_applicable", "reviewed")},
                **{name: {"type": ["number", "null"]} for name in ("share", "lower", "upper")},
                "method": {"enum": [*METHODS]},
                "more": {
                    "type": ["integer", "null"],
                    "description": "Reviews that would halve the interval.",
                },
            },
        ),
        "notice": _object(
            "One notice about a paper: a line of notices.jsonl.",
            {
                "format": _FORMAT,
                "paper": {**_TEXT, "description": "Id of the paper."},
                "stands": {"type": "boolean", "description": "False if a reinstatement has revoked it."},
                **_NOTICE,
            },
        ),
        "question": _object(
            "One question with the answer shown for every paper.",
            {
                "format": _FORMAT,
                "question": _object(
                    "The question.",
                    {
                        "id": _TEXT,
                        "text": _TEXT,
                        "group": _TEXT,
                        "set": _TEXT,
                        "kind": _TEXT,
                        "source": {**_TEXT, "description": "Items of guidelines; empty: none named."},
                        "aliases": {"type": "array", "items": _TEXT},
                        "parts": {
                            "type": "array",
                            "items": _object("What it asks.", {"id": _TEXT, "text": _TEXT}),
                        },
                    },
                ),
                "page": {**_TEXT, "description": "Its page, from the root of the site."},
                "papers": {
                    "type": "array",
                    "items": _object(
                        "One paper's answer; papers without an answer are left out.",
                        {
                            "paper": _TEXT,
                            "id": _TEXT,
                            "model": _TEXT,
                            "status": _STATUS,
                            "band": {"enum": [*BANDS, None]},
                            "answer": _TEXT,
                            "votes": {"type": "array", "items": _VOTE},
                        },
                    ),
                },
            },
        ),
    },
}

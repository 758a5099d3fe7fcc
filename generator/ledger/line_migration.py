"""Migration of ledger lines that an older Answerbook wrote to today's form.

Each step takes the plain data of a line from one schema to the next. A ledger is migrated as it is read; its
files are written in the new form when they are next written at all.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from generator.core import digest

SCHEMA = 2

Data = dict[str, Any]


def migrate(data: Mapping[str, Any], schema: int) -> Data:
    """Return the data of a line of ``schema`` in the form of `SCHEMA`; data of that form stay equal.

    Raises ValueError for a schema that never existed (below 0) or is newer, and KeyError or TypeError if the
    data are not of the schema that they name.
    """
    if not 0 <= schema <= SCHEMA:
        raise ValueError(f"there is no schema {schema}")
    found = dict(data)
    for step in range(schema, SCHEMA):
        found = STEPS[step](found)
        found["schema"] = step + 1
    return found


def _from_0(data: Data) -> Data:
    """Migrate from schema 0, of the drafts before the first release: statuses with blanks, no origin, no id.

    The searched snippets were bare ids, without their places.
    """
    found = {**data, "status": str(data["status"]).replace(" ", "_")}
    found.setdefault("reason", "")
    found.setdefault("provenance", {})
    found["searched"] = [
        {"id": s, "place": {"start": 0, "end": 0}} if isinstance(s, str) else s
        for s in data.get("searched", [])
    ]
    found.pop("id", None)  # computed again: it covers the content, which includes the status
    return found


def _from_1(data: Data) -> Data:
    """Migrate from schema 1: no seal, and ids of 64 bits that did not cover the wording, places and links.

    The old id becomes an alias, so that what was cited by it is always found. Raises ValueError if it does
    not belong to the content of the line.
    """
    old = digest(
        {
            "paper": data["paper"],
            "question": data["question"],
            "status": data["status"],
            "text": " ".join(s["text"] for s in data["sentences"] if s["support"] == "supported"),
            "evidence": [[e["text"], e["place"]["start"], e["place"]["end"]] for e in data["evidence"]],
        }
    )
    if data.get("id", old) != old:
        raise ValueError(f"the id {data['id']} does not belong to this content ({old})")
    found = {**data, "provenance": dict(data["provenance"]), "aliases": [old]}
    found.pop("id", None)  # computed again, from more of the content
    asked = found["provenance"].pop("asked", None)
    if isinstance(asked, str) and asked:
        found["asked"] = {"text": asked}
    return found


# Older schema -> migration to the next.
STEPS: Mapping[int, Callable[[Data], Data]] = {0: _from_0, 1: _from_1}

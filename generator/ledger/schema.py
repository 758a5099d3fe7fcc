"""Lines of the ledger that an older Answerbook wrote, brought to the form that this one knows.

Each step takes the plain data of a line from one schema to the next. A ledger is migrated as it is read;
its files are written in the new form when they are next written at all.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from generator.core import digest

SCHEMA = 2

Data = dict[str, Any]


def migrate(data: Mapping[str, Any], schema: int) -> Data:
    """The data of a line of ``schema``, in the form of `SCHEMA`; data of that form are handed back equal.

    Raises ValueError for a schema that there never was (below 0) or that is newer, and KeyError or
    TypeError where the data are not of the schema that they name.
    """
    if not 0 <= schema <= SCHEMA:
        raise ValueError(f"there is no schema {schema}")
    found = dict(data)
    for step in range(schema, SCHEMA):
        found = STEPS[step](found)
        found["schema"] = step + 1
    return found


def _from_0(data: Data) -> Data:
    """Schema 0, of the drafts before the first release: statuses with blanks, no origin, no id.

    The searched snippets were bare ids; where they stood was not kept.
    """
    found = {**data, "status": str(data["status"]).replace(" ", "_")}
    found.setdefault("reason", "")
    found.setdefault("provenance", {})
    found["searched"] = [
        {"id": s, "place": {"start": 0, "end": 0}} if isinstance(s, str) else s
        for s in data.get("searched", [])
    ]
    found.pop("id", None)  # made anew: it names the content, and the status is a part of that
    return found


def _from_1(data: Data) -> Data:
    """Schema 1: ids of 64 bits that covered neither the question's words nor places and links, and no seal.

    The old id becomes an alias, so that what was cited under it is found for ever. Raises ValueError where it
    does not belong to what the line says.
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
    found.pop("id", None)  # made anew, from more of the content
    asked = found["provenance"].pop("asked", None)
    if isinstance(asked, str) and asked:
        found["asked"] = {"text": asked}
    return found


# From each older schema to the next.
STEPS: Mapping[int, Callable[[Data], Data]] = {0: _from_0, 1: _from_1}

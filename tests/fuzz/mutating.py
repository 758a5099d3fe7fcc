"""Mutations of a file: by its structure, where its kind is known to have one, or by its tokens."""

from __future__ import annotations

import contextlib
import random
from collections.abc import Sequence
from typing import NamedTuple

from tests.fuzz.hiding import with_hidden
from tests.fuzz.pdf_objects import changed_pdf
from tests.fuzz.targets import target
from tests.fuzz.texts import changed_text
from tests.fuzz.tokens import MAX_BYTES, changed_tokens
from tests.fuzz.trees import changed_archive, changed_html, changed_xml, packed, unpacked
from tests.fuzz.values import changed_json, changed_lines, changed_yaml

_BY_STRUCTURE = 0.75  # of the mutations
_HIDDEN = 0.2  # of the mutations, behind which words are hidden that no reader may find
_STRUCTURES = {
    "pdf": changed_pdf,
    "xml": changed_xml,
    "html": changed_html,
    "docx": changed_archive,
    "json": changed_json,
    "jsonl": changed_lines,
    "yaml": changed_yaml,
}


class Mutation(NamedTuple):
    """hidden: whether words stand in it that no page would show."""

    data: bytes
    hidden: bool


def mutated(
    name: str, data: bytes, seed: int, others: Sequence[bytes] = (), *, hiding: bool = True
) -> Mutation:
    """Change ``data``, a file of the target ``name``, the same for the same seed.

    others: files of the same target, of which parts are taken. hiding: whether words may be hidden in it.
    """
    chance = random.Random(seed)
    kind = target(name).kind
    new: bytes | None = None
    if chance.random() < _BY_STRUCTURE:
        change = _STRUCTURES.get(kind)
        with contextlib.suppress(RecursionError):  # of trees that are nested deep: their tokens are changed
            new = change(data, chance, others) if change else changed_text(kind, data, chance, others)
    if new is None:
        new = _by_tokens(data, chance)
    new = new[:MAX_BYTES]
    if hiding and chance.random() < _HIDDEN and (found := with_hidden(kind, new, chance)) is not None:
        return Mutation(found, True)
    return Mutation(new, False)


def _by_tokens(data: bytes, chance: random.Random) -> bytes:
    if data.startswith(b"PK") and chance.random() < 0.95 and (parts := unpacked(data)):
        name = chance.choice(sorted(parts))
        parts[name] = changed_tokens(parts[name], chance)
        return packed(parts)
    return changed_tokens(data, chance)

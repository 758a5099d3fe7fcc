"""How an answer was made, as rows of a table: model, file, version, fingerprint, time, tokens."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from generator.core import Answer
from generator.core.fingerprint import PARTS
from generator.site.content.collection import ModelCard
from generator.site.content.encoding import clean, shortened
from generator.site.content.language import message, translated
from generator.site.content.wording import seconds

_MAX_VALUE = 300  # characters
# Readable names of the keys of provenance and fingerprint.
_LABELS = {
    "reader": message("reader"),
    "retrieval": message("retrieval"),
    "encoder": message("encoder"),
    "question": message("question"),
    "prompt": message("prompt"),
    "model": message("model"),
    "sampling": message("sampling"),
    "engine": message("engine"),
    "checking": message("support check"),
    "paper_text": message("paper text"),
    "applies": message("whether the question applies"),
    "prompt_tokens": message("prompt tokens"),
    "new_tokens": message("tokens written"),
    "answerbook": message("Answerbook version"),
    "made": message("made on"),
    "seconds": message("model time"),
    "sha256": message("SHA-256"),
}


@dataclass(frozen=True, slots=True)
class FactRow:
    """One fact. code: the value is a hash or a file name, and is set in a monospaced font."""

    label: str
    value: str
    code: bool = False


def origin_rows(answer: Answer, card: ModelCard) -> tuple[FactRow, ...]:
    """Return what is known of how an answer was made; unknown facts are left out."""
    rows = [] if answer.by_people else [FactRow(translated("Model"), card.name)]
    rows += [
        FactRow(translated("Kind"), translated(card.kind)),
        FactRow(translated("Model file"), card.file, True),
    ]
    rows.append(FactRow("SHA-256", card.sha256, True))
    rows.extend(_rows(answer.provenance))
    rows.extend(_rows(answer.measured))
    return tuple(_once(rows))


def fingerprint_rows(answer: Answer) -> tuple[FactRow, ...]:
    """Return the named hashes of all inputs of an answer."""
    names = [*PARTS, *sorted(set(answer.fingerprint) - set(PARTS))]
    return tuple(
        FactRow(_label(name).capitalize(), shortened(str(value), 64), True)
        for name in names
        if (value := answer.fingerprint.get(name)) is not None
    )


def shared_rows(groups: Sequence[tuple[FactRow, ...]]) -> tuple[FactRow, ...]:
    """Return the rows that all ``groups`` contain, in the order of the first group."""
    rest = [set(group) for group in groups[1:]]
    return tuple(row for row in groups[0] if all(row in group for group in rest)) if groups else ()


def part_names(parts: tuple[str, ...]) -> str:
    """Return names of fingerprint parts for use in a sentence: ``prompt and model``."""
    names = [_label(p) for p in parts]
    return (
        f" {translated('and')} ".join([", ".join(names[:-1]), names[-1]])
        if len(names) > 1
        else "".join(names)
    )


def _label(name: str) -> str:
    return translated(_LABELS.get(name, name.replace("_", " ")))


def _rows(data: Mapping[str, Any], prefix: str = "") -> Iterator[FactRow]:
    for key, value in data.items():
        name = clean(f"{prefix}{_label(str(key))}")
        if isinstance(value, Mapping):
            yield from _rows(value, f"{name}: ")
        elif (text := _text(str(key), value)) != "":
            yield FactRow(shortened(name[:1].upper() + name[1:], 60), text, _is_code(text))


def _text(key: str, value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return translated("yes") if value else translated("no")
    if isinstance(value, float) and key.endswith("seconds"):
        return seconds(value)
    if isinstance(value, int):
        return f"{value:,}" if "token" in key else str(value)
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, str):
        return shortened(value, _MAX_VALUE)
    return shortened(json.dumps(value, ensure_ascii=False, default=str), _MAX_VALUE)


def _is_code(text: str) -> bool:
    return len(text) >= 8 and all(c in "0123456789abcdef" for c in text)


def _once(rows: list[FactRow]) -> Iterator[FactRow]:
    """Yield the rows without empty ones and repetitions."""
    seen: set[tuple[str, str]] = set()
    for row in rows:
        if (row.label.lower(), row.value) not in seen and row.value:
            seen.add((row.label.lower(), row.value))
            yield row

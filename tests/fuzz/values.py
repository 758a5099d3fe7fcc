"""Mutations of JSON, JSON lines and YAML by their values: kinds change, parts move, names are others."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Callable, Sequence
from typing import Any

import yaml

from generator.ledger.ledger_lines import sealed_line
from generator.storage.plain_yaml import PlainLoader

_VALUES: tuple[Any, ...] = (
    None, True, False, 0, -1, 1, 2**53 + 1, 10**400, 1e308, -0.0, 0.5, "", " ", "x", "null", "2401.00010",
    "1e3", "~", "yes", "2020-01-01", "a: b", "- a", "#", "\u202e", "\ufeff", "\x85", "\u2028", "\ud800",
    "a\nb", "\n\n", "\t", "%", "http://[", "../../x", "{{ x }}", "<b>", "'", '"', "10.5555/a", [], {}, [[]],
    {"": ""}, [None], {"a": {"b": []}}, "x" * 5000, ["a"] * 200, [1, "a", None, {}], "e\u0301", "\U0001f98b",
    "NaN", "0x10", "1_000", "12:30:00",
)  # fmt: skip
_YAML = (
    "&a ", "*a", "<<: *a\n", "!!python/object:os.system x", "!!binary abc", "!!int x", "!!set {a}",
    "!!timestamp x", "? a\n: b\n", "--- \n", "...\n", "|\n  a\n", ">-\n  a\n", "{a: b", "[a, ", "\t", "'",
    '"\\x', "%YAML 9.9\n---\n", "%TAG ! tag:x\n---\n", ": ", "- - - -\n", "a: a: a\n", "\u2028", "0o17",
    ".inf", "-.nan", "1:2:3", "=", "@x", "`", "!", "!<x> a", "\ufeff", "\x00", "- ? ", "[[[[[[[[",
    "{{{{{{{{",
)  # fmt: skip


def changed_json(data: bytes, chance: random.Random, others: Sequence[bytes]) -> bytes | None:
    """Change values of ``data``; return None if it is no JSON."""
    try:
        tree = json.loads(data)
    except (ValueError, RecursionError):
        return None
    tree = _changed(tree, chance, [t for t in map(_loaded, others) if t is not None])
    if isinstance(tree, dict) and "seal" in tree and chance.random() < 0.8:
        return _sealed(tree)
    return _encoded(json.dumps(tree, ensure_ascii=chance.random() < 0.3, indent=chance.choice((None, 1))))


def changed_lines(data: bytes, chance: random.Random, others: Sequence[bytes]) -> bytes | None:
    """Lines of JSON, of which some are changed and sealed anew, some doubled, moved or torn."""
    lines = data.split(b"\n")
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(lines))
        way = chance.randrange(8)
        if way < 4:
            more = [line for other in others for line in other.split(b"\n")[:2]]
            lines[at] = changed_json(lines[at], chance, more) or lines[at]
        elif way == 4:
            lines.insert(chance.randint(0, len(lines)), lines[at])
        elif way == 5:
            chance.shuffle(lines)
        elif way == 6:
            lines[at] = lines[at][: chance.randint(0, len(lines[at]))]
        else:
            marks = (
                b"<<<<<<< ours",
                b"=======",
                b">>>>>>> theirs",
                b"\r",
                b"",
                b"\x00",
                b"null",
                b"[]",
                b"{}",
            )
            lines.insert(at, chance.choice(marks))
    return b"\n".join(line.replace(b"\n", b" ") for line in lines)


def changed_yaml(data: bytes, chance: random.Random, others: Sequence[bytes]) -> bytes | None:
    """Change values of ``data``, or insert signs of YAML where they may not be."""
    if chance.random() < 0.5:
        text = data.decode("utf-8", "replace")
        for _ in range(chance.randint(1, 4)):
            at = chance.randint(0, len(text))
            text = text[:at] + chance.choice(_YAML) + text[at:]
        return text.encode("utf-8", "replace")
    tree = _yaml(data)
    if tree is None:
        return None
    tree = _changed(tree, chance, [t for t in map(_yaml, others) if t is not None])
    try:
        return _encoded(yaml.safe_dump(tree, allow_unicode=chance.random() < 0.5, sort_keys=False))
    except (yaml.YAMLError, RecursionError, ValueError):
        return None


def _loaded(data: bytes) -> Any:
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        return None


def _yaml(data: bytes) -> Any:
    try:
        return yaml.load(data, PlainLoader)
    except (yaml.YAMLError, RecursionError, ValueError):
        return None


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _sealed(tree: dict[str, Any]) -> bytes | None:
    """Seal the data, so that what reads it looks further."""
    rest = {name: value for name, value in tree.items() if name != "seal"}
    try:
        return sealed_line(rest).encode()
    except (ValueError, TypeError):
        return None


def _changed(tree: Any, chance: random.Random, others: Sequence[Any]) -> Any:
    box = [copy.deepcopy(tree)]
    for _ in range(chance.randint(1, 4)):
        chance.choice(_CHANGES)(box, chance, [*others, tree])
    return box[0]


def _places(box: Any) -> list[tuple[Any, Any]]:
    """Every value as its holder and its key; no more than some thousand."""
    found: list[tuple[Any, Any]] = []
    left = [box]
    while left and len(found) < 5000:
        holder = left.pop()
        keys = list(holder) if isinstance(holder, dict) else range(len(holder))
        for key in keys:
            found.append((holder, key))
            if isinstance(holder[key], (dict, list)):
                left.append(holder[key])
    return found


def _value(box: Any, chance: random.Random, others: Sequence[Any]) -> None:
    holder, key = chance.choice(_places(box))
    holder[key] = copy.deepcopy(chance.choice(_VALUES))


def _delete(box: Any, chance: random.Random, others: Sequence[Any]) -> None:
    places = [(holder, key) for holder, key in _places(box) if holder is not box]
    if places:
        holder, key = chance.choice(places)
        del holder[key]


def _move(box: Any, chance: random.Random, others: Sequence[Any]) -> None:
    places = _places(box)
    holder, key = chance.choice(places)
    to, there = chance.choice(places)
    to[there] = copy.deepcopy(holder[key])


def _graft(box: Any, chance: random.Random, others: Sequence[Any]) -> None:
    holder, key = chance.choice(_places([chance.choice(others)]))
    to, there = chance.choice(_places(box))
    to[there] = copy.deepcopy(holder[key])


def _double(box: Any, chance: random.Random, others: Sequence[Any]) -> None:
    lists = [holder[key] for holder, key in _places(box) if isinstance(holder[key], list) and holder[key]]
    if lists:
        items = chance.choice(lists)
        items.extend(copy.deepcopy(items[:20]) * chance.choice((1, 1, 5)))


def _rename(box: Any, chance: random.Random, others: Sequence[Any]) -> None:
    mappings = [holder[key] for holder, key in _places(box) if isinstance(holder[key], dict) and holder[key]]
    if mappings:
        one = chance.choice(mappings)
        names = [key for held in mappings for key in held]
        key = chance.choice(list(one))
        one[chance.choice([*names, "x", "", "ID", " id", 1, None, True])] = one.pop(key)


def _nest(box: Any, chance: random.Random, others: Sequence[Any]) -> None:
    holder, key = chance.choice(_places(box))
    for _ in range(chance.choice((1, 1, 3, 60, 500))):
        holder[key] = [holder[key]] if chance.random() < 0.5 else {"a": holder[key]}


_CHANGES: tuple[Callable[[Any, random.Random, Sequence[Any]], None], ...] = (
    _value, _value, _value, _delete, _move, _graft, _double, _rename, _nest,
)  # fmt: skip

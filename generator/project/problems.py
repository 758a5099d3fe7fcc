"""Problems of values in a file, in words: pydantic's findings as "field: problem; fix"."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping
from types import UnionType
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel
from pydantic_core import ErrorDetails

__all__ = ["Location", "did_you_mean", "problem_text"]

Location = tuple[int | str, ...]  # keys and indices from the top of the data

_LISTS = ("list_type", "tuple_type", "set_type")
_MAPPINGS = ("model_type", "dict_type", "model_attributes_type", "dataclass_type")


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return a suggestion: "did you mean 'text'?" if a known word is close, else the list of known words."""
    words = sorted(known)
    near = difflib.get_close_matches(word.lower(), words, n=1, cutoff=0.6)
    return f"did you mean {near[0]!r}?" if near else f"known names: {', '.join(words)}"


def problem_text(item: ErrorDetails, model: type[BaseModel], location: Location, written: str | None) -> str:
    """Return one finding of pydantic as "field: problem; fix".

    location: the part of pydantic's location that exists in the file. written: the scalar as written there.
    """
    field = _field((*location, item["loc"][-1]) if item["type"] == "missing" else location)
    return f"{field}: {_what(item, model, written)}" if field else _what(item, model, written)


def _field(location: Location) -> str:
    """Return keys and positions as people count them: ``questions[2].text`` is the second question's text."""
    shown = ""
    for step in location:
        if isinstance(step, int):
            shown += f"[{step + 1}]"
        else:
            shown += f".{step}" if shown else str(step)
    return shown


def _what(item: ErrorDetails, model: type[BaseModel], written: str | None) -> str:
    kind, value, context = item["type"], item["input"], item.get("ctx", {})
    if kind == "missing":
        return f"is missing; add `{item['loc'][-1]}: ...` here"
    if kind == "extra_forbidden":
        known = keys_at(model, item["loc"][:-1])
        return f"unknown key; {did_you_mean(str(item['loc'][-1]), known)}"
    if kind == "string_type":
        return _not_text(value, written)
    if kind in _LISTS:
        return f"must be a list, not {_named(value)}; write each item on its own line after `- `"
    if kind in _MAPPINGS and not item["loc"] and isinstance(value, list):
        return _list_as_file(model)
    if kind in _MAPPINGS:
        return f"must be a mapping, not {_named(value)}; write lines like `key: value`"
    if kind in ("int_type", "int_from_float", "float_type", "float_parsing", "int_parsing"):
        return f"must be a number without quotes, not {_named(value)}; write it like 4096"
    if kind == "bool_type":
        return f"must be true or false, not {_named(value)}; write either word without quotes"
    if kind in ("literal_error", "enum"):
        return _not_known(value, str(context.get("expected", "")))
    if kind == "union_tag_invalid":
        return _not_known(context.get("tag", value), str(context.get("expected_tags", "")))
    if kind == "union_tag_not_found":
        return f"has no {context.get('discriminator', 'kind')}; add `kind: ...`"
    if kind in ("string_too_short", "too_short"):
        return "is empty; fill it in or delete the key"
    if kind == "value_error":
        return str(context["error"])
    return f"{_lowered(item['msg'])}; it is {_named(value)} now"


def _list_as_file(model: type[BaseModel]) -> str:
    """Return what to do about a file that is a list and must be a mapping, by the keys that it must have."""
    fields = model.model_fields
    lists = [name for name, info in fields.items() if get_origin(info.annotation) in (list, tuple)]
    keys = [f"`{name}: ...`" for name, info in fields.items() if info.is_required() and name not in lists]
    if len(lists) != 1:
        return "must be a mapping, not a list; write lines like `key: value`"
    first = f"write {' and '.join(keys)} first, and " if keys else ""
    return f"must be a mapping, not a list; {first}put this list under `{lists[0]}:`, indented"


def _not_text(value: Any, written: str | None) -> str:
    if value is None:
        return "is empty; write a text, or delete the key"
    if isinstance(value, (dict, list)):
        return f"must be text, not {_named(value)}; a text that holds ': ' or begins with '[' needs quotes"
    shown = str(value) if written is None else written
    return f'{shown} is read as {_named(value)}, not as text; put it in quotes: "{shown}"'


def _not_known(value: Any, expected: str) -> str:
    known = [word.strip(" '\"") for word in expected.replace(" or ", ", ").split(",")]
    shown = repr(value) if isinstance(value, str) else _named(value)
    return f"{shown} is not one of {', '.join(known)}; {did_you_mean(str(value), known)}"


def _named(value: Any) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return f"the boolean {str(value).lower()}"
    if isinstance(value, (int, float)):
        # str() of an integer of thousands of digits is an error of its own.
        return "a very large number" if abs(value) >= 10**30 else f"the number {value}"
    if isinstance(value, str):
        return f"the text {value!r}" if len(value) <= 40 else f"the text {value[:37]!r}..."
    if isinstance(value, Mapping):
        return "a mapping"
    if isinstance(value, (list, tuple)):
        return "a list"
    return f"a {type(value).__name__}"


def _lowered(message: str) -> str:
    return message[:1].lower() + message[1:]


def keys_at(model: type[BaseModel], location: Location) -> set[str]:
    """Return the field names of a model at a location; the tag selects the member of a union."""
    models = [model]
    for step in location:
        if isinstance(step, int):
            continue
        fields = [m.model_fields[step].annotation for m in models if step in m.model_fields]
        if fields:
            models = [found for annotation in fields for found in _models(annotation)]
        else:
            models = [m for m in models if step in _tags(m)] or models
    return {name for found in models for name in found.model_fields}


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    elif get_origin(annotation) is not Literal or isinstance(annotation, UnionType):
        for part in get_args(annotation):
            yield from _models(part)


def _tags(model: type[BaseModel]) -> set[str]:
    return {
        value
        for field in model.model_fields.values()
        if get_origin(field.annotation) is Literal
        for value in get_args(field.annotation)
    }

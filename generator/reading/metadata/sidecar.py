"""``<id>.yml`` next to a paper: bibliographic data that people write, every problem with its line."""

from __future__ import annotations

import difflib
import re
from pathlib import Path
from typing import Any

import yaml

from generator.core.doi_and_arxiv import arxiv_id, arxiv_version, doi, language_tag
from generator.core.paper import Metadata, Person
from generator.errors import Problem
from generator.reading.decoding import Undecodable, decode_text
from generator.reading.metadata.licences import licence_id
from generator.reading.metadata.person_names import person
from generator.reading.web_addresses import target
from generator.storage.files import bytes_of
from generator.storage.plain_yaml import PlainLoader

FIELDS = (
    "title",
    "authors",
    "year",
    "venue",
    "doi",
    "arxiv",
    "url",
    "licence",
    "abstract",
    "type",
    "language",
    "visibility",
    "tags",
    "kinds",
)
# What `answerbook add` records about the file that it fetched; not metadata of the paper.
ORIGIN = "fetched"
# zotero: the paper's item in Zotero, as the program's own links have it: library/items/ABCD2345.
ORIGIN_FIELDS = ("from", "on", "format", "licence", "sha256", "archive", "version", "pmcid", "pmid", "zotero")
_LISTS = ("tags", "kinds")
_MAX_BYTES = 200_000  # PyYAML reads about this much in a second
_SPELLINGS = {
    "license": "licence",
    "author": "authors",
    "journal": "venue",
    "container-title": "venue",
    "tag": "tags",
    "kind": "kinds",
}


def read_sidecar(path: Path) -> tuple[Metadata, list[Problem]]:
    """Return the metadata in the file, and all its problems; a field with a problem is left out."""
    problems: list[Problem] = []

    def problem(node: Any, message: str) -> None:
        line = None if node is None else node.start_mark.line + 1
        problems.append(Problem(str(path), line, message))

    try:
        if path.stat().st_size > _MAX_BYTES:
            return Metadata(), [
                Problem(str(path), None, "has more than 200 kB; keep the fields of one paper")
            ]
        text, _ = decode_text(bytes_of(path), records=True)
        # Nodes, not values: they know their line, and 2401.00010 stays as it was written.
        root = yaml.compose(text, Loader=PlainLoader)
    except OSError as error:
        return Metadata(), [Problem(str(path), None, f"cannot be read ({error.strerror}); check its rights")]
    except Undecodable as error:
        return Metadata(), [Problem(str(path), None, f"{error}; save it as UTF-8 text")]
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        reason = getattr(error, "problem", None) or "nested too deeply"
        line = None if mark is None else mark.line + 1
        return Metadata(), [Problem(str(path), line, f"is not valid YAML ({reason}); repair that line")]
    if root is None:
        return Metadata(), []
    if not isinstance(root, yaml.MappingNode):
        problem(root, "holds no fields; write one `field: value` a line, such as `title: ...`")
        return Metadata(), problems
    values: dict[str, Any] = {}
    for key, node in root.value:
        name = _SPELLINGS.get(_scalar(key) or "", _scalar(key) or "")
        if name == ORIGIN:
            _origin(node, problem)
        elif name not in FIELDS:
            near = difflib.get_close_matches(name, FIELDS, n=1)
            advice = f"did you mean {near[0]!r}?" if near else f"the fields are {', '.join(FIELDS)}"
            problem(key, f"unknown field {name!r}; {advice}")
        elif name in values:
            problem(key, f"{name!r} is given twice; remove one of them")
        else:
            value = _value(name, node, problem)
            values[name] = value
            if name == "arxiv" and value:
                values["arxiv_version"] = arxiv_version(_scalar(node) or "")
    return Metadata(**{k: v for k, v in values.items() if v is not None}), problems


def read_origin(path: Path) -> dict[str, str]:
    """Return what a sidecar says about the origin of its paper's file; empty if it cannot be read."""
    try:
        if path.stat().st_size > _MAX_BYTES:
            return {}
        root = yaml.compose(decode_text(bytes_of(path), records=True)[0], Loader=PlainLoader)
    except (OSError, Undecodable, yaml.YAMLError, RecursionError, ValueError):
        return {}
    for key, node in root.value if isinstance(root, yaml.MappingNode) else ():
        if _scalar(key) == ORIGIN:
            return _origin(node, lambda *_: None)
    return {}


def _origin(node: Any, problem: Any) -> dict[str, str]:
    if not isinstance(node, yaml.MappingNode):
        problem(node, f"{ORIGIN!r} must be a mapping, as `answerbook add` writes it; remove it")
        return {}
    origin: dict[str, str] = {}
    for key, value in node.value:
        name, text = _scalar(key), _scalar(value)
        if name not in ORIGIN_FIELDS or text is None:
            known = ", ".join(ORIGIN_FIELDS)
            problem(key, f"{ORIGIN!r} holds one value each of {known}, not {name!r}; remove it")
        else:
            origin[name] = text
    return origin


def _value(name: str, node: Any, problem: Any) -> Any:
    """Return the value of one field; None if it is empty or wrong."""
    if isinstance(node, yaml.ScalarNode) and node.tag == "tag:yaml.org,2002:null":
        return None
    if name == "authors":
        return _authors(node, problem)
    if name in _LISTS:
        return _words(name, node, problem)
    text = _scalar(node)
    if text is None:
        problem(node, f"{name!r} must be one value, not a list or a mapping")
        return None
    text = " ".join(text.split())
    if not text:
        return None
    if name == "year":
        if re.fullmatch(r"(?:1[5-9]|20)[0-9]{2}", text):
            return int(text)
        problem(node, f"'year' must be a year such as 2024, not {text!r}")
        return None
    checks = {
        "doi": (doi, "a DOI such as 10.1000/abc"),
        "arxiv": (arxiv_id, "an arXiv id such as 2401.00010"),
        "language": (language_tag, "a tag such as en or de-AT"),
        "url": (lambda t: target(t) or "", "an address that starts with https://"),
    }
    if name in checks:
        check, expected = checks[name]
        checked = check(text)
        if not checked:
            problem(node, f"{name!r} must be {expected}, not {text!r}")
        return checked or None
    if name == "visibility" and text not in ("public", "private"):
        problem(node, f"'visibility' must be public or private, not {text!r}")
        return None
    if name == "licence":
        return licence_id(text) or text
    return text


def _words(name: str, node: Any, problem: Any) -> tuple[str, ...] | None:
    """Return a list of words, or a single word as a list."""
    items = node.value if isinstance(node, yaml.SequenceNode) else [node]
    found = [_scalar(item) for item in items]
    if any(word is None for word in found):
        problem(node, f"{name!r} must be a list of words, like [trial, oncology]")
        return None
    return tuple(" ".join(word.split()) for word in found if word and word.strip()) or None


def _authors(node: Any, problem: Any) -> tuple[Person, ...] | None:
    if not isinstance(node, yaml.SequenceNode):
        problem(node, "'authors' must be a list, one `- Family, Given` a line")
        return None
    found: list[Person] = []
    for item in node.value:
        text = _scalar(item)
        if text is not None:
            one = person(text)
        elif isinstance(item, yaml.MappingNode):
            parts = {_scalar(k): _scalar(v) for k, v in item.value}
            family = (parts.get("family") or "").strip()
            one = Person(family, (parts.get("given") or "").strip()) if family else None
            if set(parts) - {"family", "given"}:
                one = None
        else:
            one = None
        if one is None:
            problem(item, "an author must be `Family, Given`, or a mapping with family and given")
        else:
            found.append(one)
    return tuple(found) or None


def _scalar(node: Any) -> str | None:
    """Return the text of a scalar as it was written; None for a list or a mapping."""
    return str(node.value) if isinstance(node, yaml.ScalarNode) else None

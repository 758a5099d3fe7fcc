"""What must hold of every paper that a reader returns, whatever it was made of."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from typing import Any, get_args

from generator.core import Paper
from generator.core.paper import SECTION_KINDS, Role
from tests.fuzz.targets import Broken

# C0 but line feed, C1, halves of pairs, and signs that are none.
_CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def check_paper(paper: Paper) -> None:
    """Raise Broken where a property of papers does not hold."""
    _places(paper)
    for name, text in _texts(paper.to_json(), ""):
        if found := _CONTROL.search(text):
            raise Broken(
                f"control: {found[0]!r} in {name}: {text[max(0, found.start() - 30) : found.end() + 30]!r}"
            )
    again = Paper.from_json(json.loads(json.dumps(paper.to_json(), ensure_ascii=False).encode()))
    if again != paper:
        raise Broken("round trip: the paper is another one when it is written and read")


def _places(paper: Paper) -> None:
    end = 0
    for section in paper.sections:
        if section.kind not in SECTION_KINDS or section.level < 1:
            raise Broken(f"section: kind {section.kind!r}, level {section.level}")
        for paragraph in section.paragraphs:
            if paragraph.role not in get_args(Role) or not paragraph.sentences:
                raise Broken(f"paragraph: {paragraph.role!r} with {len(paragraph.sentences)} sentences")
            if paragraph.header and not 0 < paragraph.header.rows <= len(paragraph.sentences):
                raise Broken(f"header: {paragraph.header.rows} rows of {len(paragraph.sentences)}")
    furniture = {
        id(s) for section in paper.sections if section.kind == "furniture" for s in section.sentences
    }
    for sentence in paper.sentences:
        if sentence.text != paper.text[sentence.start : sentence.end] or not sentence.text.strip():
            raise Broken(f"slice: {sentence.text[:60]!r} at {sentence.start}")
        if sentence.start < end:
            raise Broken(f"order: {sentence.text[:60]!r} begins at {sentence.start}, before {end}")
        end = sentence.end
        if paper.format == "pdf":
            _on_page(sentence.page, paper.pages)
            # Words set across the page and banners have no box of their own.
            if sentence.box is not None or id(sentence) not in furniture:
                _boxed(sentence.box)


def _on_page(page: int | None, pages: int | None) -> None:
    if page is None or pages is None or not 1 <= page <= pages:
        raise Broken(f"page: {page} of {pages}")


def _boxed(box: tuple[float, ...] | None) -> None:
    if box is None or not all(math.isfinite(side) for side in box) or box[0] > box[2] or box[1] > box[3]:
        raise Broken(f"box: {box}")


def _texts(data: Any, name: str) -> Iterator[tuple[str, str]]:
    if isinstance(data, str):
        yield name, data
    elif isinstance(data, dict):
        for key, value in data.items():
            yield from _texts(value, f"{name}.{key}")
    elif isinstance(data, (list, tuple)):
        for value in data:
            yield from _texts(value, name)


def shape(result: Any) -> str:
    """Return what is of interest about a result, roughly: inputs of a new shape are mutated further."""
    if isinstance(result, Paper):
        parts: set[object] = {round(math.log2(1 + len(result.sentences))), bool(result.metadata.title)}
        parts.update(f.partition(":")[0] for f, value in _filled(result.metadata))
        parts.update(re.sub(r"\d+|'[^']*'", "#", warning)[:80] for warning in result.warnings)
        for section in result.sections:
            parts.add(section.kind)
            parts.update((paragraph.role, bool(paragraph.header)) for paragraph in section.paragraphs)
        parts.add(("links", any(s.links for s in result.sentences)))
        parts.add(("levels", max((s.level for s in result.sections), default=0)))
        return repr(sorted(map(repr, parts)))
    text = str(result)
    return f"{round(math.log2(1 + len(text)))} {sorted(set(re.findall('[a-z]{4,}', text[:3000])))[:12]}"


def _filled(metadata: Any) -> Iterator[tuple[str, Any]]:
    for name in metadata.__dataclass_fields__:
        if value := getattr(metadata, name):
            yield name, value

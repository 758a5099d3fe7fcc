"""Pieces of a paper that another system retrieved -> Paper, where the paper itself is not at hand.

The file is JSON: ``{"version": 1, "id": "publication_33", "title": "Publication_33", "doi": "",
"source": "transcripts/mixtral-8x22b", "passages": ["...", "..."]}``. A passage is plain text; blank
lines in it part paragraphs. ``answerbook import`` writes such files and only ever appends to the
list, so that an offset into the canonical text, and the number of a passage, stay what they were.

In the canonical text each passage is a section of its own with the title ``Excerpt 1``, ``Excerpt
2`` and so on, for nobody knows how far apart they stand in the paper.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from generator.core.identifiers import doi
from generator.core.paper import Metadata, Paper, SectionKind
from generator.errors import UnreadablePaper
from generator.reading.compose import Block, PaperFile, compose
from generator.reading.decoding import file_bytes, json_data

__all__ = [
    "VERSION",
    "is_reference_list",
    "listed_passages",
    "passages_json",
    "read_passages",
]

VERSION = 1

# Signs of a list of references, each counted per 1,000 characters: names of authors as such lists
# print them ("Smith, J.A.,", "Fairbrass AJ,", "J. Smith,"), years that end a phrase, and where
# things appeared. On 676 pieces of up to 900 characters from the 17 shared papers whose sections are
# known, these thresholds find 111 of 117 pieces of reference lists and take one other for it, which
# is a reference that stands among the acknowledgements. What is missed is only not left out.
_AUTHOR = re.compile(
    r"\b[A-ZÀ-Þ][\w'’-]{1,40},?\s+(?:[A-ZÀ-Þ]\.?\s?-?){1,3}(?=[,;.:&]|\s+(?:and|et)\b|\s*\(|\s[A-ZÀ-Þ])"
    r"|\b(?:[A-Z]\.\s?){1,3}[A-ZÀ-Þ][\w'’-]{1,40}(?=,|;|\s+and\b|\s*&)"
)
_YEAR = re.compile(r"\((?:1[89]|20)\d\d[a-z]?\)|\b(?:1[89]|20)\d\d[a-z]?[.,;:]")
_APPEARED = re.compile(
    r"\bdoi\b|https?://|\b\d+\s?\(\d+(?:[–-]\d+)?\)|\b\d{1,4}\s?[–-]\s?\d{1,5}\b|\bpp?\.\s?\d|\barxiv\b"
    r"|\bIn:|\bProc(?:eedings|\.)|\bJ\.\s|\bPress\b|\bvol\.",
    re.IGNORECASE,
)
_MIN_AUTHORS, _MIN_YEARS, _MIN_APPEARED = 8, 2, 1


def read_passages(path: Path, *, id: str) -> Paper:
    """The paper that the passages in ``path`` make. Raises UnreadablePaper for what is no such file."""
    data = _loaded(path)
    passages = data["passages"]
    metadata = Metadata(title=data["title"], doi=doi(data["doi"]))
    paper = compose(PaperFile(id, "passages", path.name, metadata), _blocks(passages))
    if not paper.sentences:
        raise UnreadablePaper(
            "holds no passages", path, "run the import again, or delete the file if its answers are gone"
        )
    return paper


def passages_json(*, id: str, title: str, doi: str, source: str, passages: Sequence[str]) -> str:
    """The text of a file of passages."""
    data = {
        "version": VERSION,
        "id": id,
        "title": title,
        "doi": doi,
        "source": source,
        "passages": list(passages),
    }
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def listed_passages(path: Path) -> tuple[str, ...]:
    """The passages in ``path``, in order. Raises UnreadablePaper for what is no such file."""
    return tuple(_loaded(path)["passages"])


def is_reference_list(text: str) -> bool:
    """Whether ``text`` is plainly a piece of a list of references."""
    thousands = max(len(text), 200) / 1000
    return (
        len(_AUTHOR.findall(text)) >= _MIN_AUTHORS * thousands
        and len(_YEAR.findall(text)) >= _MIN_YEARS * thousands
        and len(_APPEARED.findall(text)) >= _MIN_APPEARED * thousands
    )


def _blocks(passages: Sequence[str]) -> Iterator[Block]:
    for number, passage in enumerate(passages, start=1):
        kind: SectionKind = "references" if is_reference_list(passage) else "other"
        yield Block("heading", f"Excerpt {number}", kind=kind)
        for paragraph in re.split(r"\n\s*\n", passage):
            yield Block("prose", " ".join(paragraph.split()))


def _loaded(path: Path) -> dict[str, Any]:
    """The object in a file of passages, each field checked."""
    mend = "run the import again, or restore the file from version control"
    try:
        data = json_data(file_bytes(path).decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise UnreadablePaper(f"is not UTF-8 (at byte {error.start})", path, mend) from error
    except json.JSONDecodeError as error:
        raise UnreadablePaper(f"is no JSON (line {error.lineno}: {error.msg})", path, mend) from error
    except (ValueError, RecursionError) as error:
        raise UnreadablePaper(f"is no JSON that can be read ({error})", path, mend) from error
    if not isinstance(data, dict):
        raise UnreadablePaper("holds no object with passages", path, mend)
    version = data.get("version")
    if not isinstance(version, int) or version < 1:
        raise UnreadablePaper("does not say which version of the format it has", path, mend)
    if version > VERSION:
        raise UnreadablePaper(
            f"was written by a newer Answerbook (version {version}, this one knows {VERSION})",
            path,
            "upgrade Answerbook",
        )
    passages = data.get("passages")
    if not isinstance(passages, list) or not all(isinstance(p, str) for p in passages):
        raise UnreadablePaper("has no list of texts under 'passages'", path, mend)
    texts = {name: data.get(name, "") for name in ("id", "title", "doi", "source")}
    wrong = [name for name, value in texts.items() if not isinstance(value, str)]
    if wrong:
        raise UnreadablePaper(f"has something other than a text under {wrong[0]!r}", path, mend)
    return {**texts, "passages": passages}

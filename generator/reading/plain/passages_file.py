"""Passages that another system retrieved from a paper, as a Paper, for papers that are not in the project.

The file is JSON: ``{"version": 1, "id": "publication_33", "title": "Publication_33", "doi": "", "source":
"transcripts/mixtral-8x22b", "passages": ["...", "..."]}``. A passage is plain text; blank lines separate its
paragraphs. ``answerbook import`` writes such files. It only ever appends to the list, so that the number of a
passage and its offsets into the canonical text never change.

In the canonical text each passage is a section of its own, with the title ``Excerpt 1``, ``Excerpt 2`` and so
on, because nobody knows how far apart they are in the paper.

>>> is_reference_list(
...     "1. Example A. Bees. J Bees. 2020;3(2):1-9. doi:10.1234/1 2. Sample B. Ants. J Ants. 2021;4(1):2-8. "
...     "doi:10.1234/2 3. Case C. Wasps. J Wasps. 2019;1(2):3-7. doi:10.1234/3"
... )
True
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from generator.core.doi_and_arxiv import doi
from generator.core.paper import Metadata, Paper, SectionKind
from generator.errors import UnreadablePaper
from generator.reading.compose import PaperBlock, PaperFile, compose
from generator.reading.decoding import file_bytes, json_data

__all__ = [
    "VERSION",
    "is_reference_list",
    "passage_texts",
    "passages_json",
    "read_passages",
]

VERSION = 1

# Signs of a list of references, each counted per 1,000 characters: names of authors as such lists
# print them ("Smith, J.A.,", "Fairbrass AJ,", "J. Smith,"), years that end a phrase, and where
# works were published. On 676 pieces of up to 900 characters from the 17 shared papers whose sections
# are known, these thresholds find 111 of 117 pieces of reference lists. They are wrong about one other
# piece, a reference among the acknowledgements. A list that is missed is merely not left out.
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
_MIN_AUTHORS, _MIN_YEARS, _MIN_APPEARED = 8, 2, 1  # per 1,000 characters
_MIN_COUNTED_CHARS = 200  # a shorter text counts as so long, so that a single sign does not decide


def read_passages(path: Path, *, id: str) -> Paper:
    """Return the paper that the passages in ``path`` make. Raises UnreadablePaper for any other file."""
    data = _load(path)
    passages = data["passages"]
    metadata = Metadata(title=data["title"], doi=doi(data["doi"]))
    paper = compose(PaperFile(id, "passages", path.name, metadata), _blocks(passages))
    if not paper.sentences:
        raise UnreadablePaper(
            "holds no passages", path, "run the import again, or delete the file if its answers are gone"
        )
    return paper


def passages_json(*, id: str, title: str, doi: str, source: str, passages: Sequence[str]) -> str:
    """Return the content of a file of passages."""
    data = {
        "version": VERSION,
        "id": id,
        "title": title,
        "doi": doi,
        "source": source,
        "passages": list(passages),
    }
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def passage_texts(path: Path) -> tuple[str, ...]:
    """Return the passages in ``path``, in order. Raises UnreadablePaper for any other file."""
    return tuple(_load(path)["passages"])


def is_reference_list(text: str) -> bool:
    """Return True if ``text`` is clearly a piece of a list of references."""
    thousands = max(len(text), _MIN_COUNTED_CHARS) / 1000
    return (
        len(_AUTHOR.findall(text)) >= _MIN_AUTHORS * thousands
        and len(_YEAR.findall(text)) >= _MIN_YEARS * thousands
        and len(_APPEARED.findall(text)) >= _MIN_APPEARED * thousands
    )


def _blocks(passages: Sequence[str]) -> Iterator[PaperBlock]:
    for number, passage in enumerate(passages, start=1):
        kind: SectionKind = "references" if is_reference_list(passage) else "other"
        yield PaperBlock("heading", f"Excerpt {number}", kind=kind)
        for paragraph in re.split(r"\n\s*\n", passage):
            yield PaperBlock("prose", " ".join(paragraph.split()))


def _load(path: Path) -> dict[str, Any]:
    """Return the object in a file of passages, each field checked. Raises UnreadablePaper."""
    hint = "run the import again, or restore the file from version control"
    try:
        data = json_data(file_bytes(path).decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise UnreadablePaper(f"is not UTF-8 (at byte {error.start})", path, hint) from error
    except json.JSONDecodeError as error:
        raise UnreadablePaper(f"is not JSON (line {error.lineno}: {error.msg})", path, hint) from error
    except (ValueError, RecursionError) as error:
        raise UnreadablePaper(f"is not readable JSON ({error})", path, hint) from error
    if not isinstance(data, dict):
        raise UnreadablePaper("holds no object with passages", path, hint)
    version = data.get("version")
    if not isinstance(version, int) or version < 1:
        raise UnreadablePaper("does not say which version of the format it has", path, hint)
    if version > VERSION:
        raise UnreadablePaper(
            f"was written by a newer Answerbook (version {version}, this one knows {VERSION})",
            path,
            "upgrade Answerbook",
        )
    passages = data.get("passages")
    if not isinstance(passages, list) or not all(isinstance(p, str) for p in passages):
        raise UnreadablePaper("has no list of texts under 'passages'", path, hint)
    texts = {name: data.get(name, "") for name in ("id", "title", "doi", "source")}
    wrong = [name for name, value in texts.items() if not isinstance(value, str)]
    if wrong:
        raise UnreadablePaper(f"has something other than a text under {wrong[0]!r}", path, hint)
    return {**texts, "passages": passages}

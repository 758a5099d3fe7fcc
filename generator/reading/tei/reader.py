"""TEI XML of GROBID, Pub2TEI and journals -> Paper.

The file is not trusted: no DTD is loaded, no entity replaced, nothing fetched.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from generator.core.paper import Paper
from generator.errors import UnreadablePaper
from generator.reading.compose import PaperBlock, PaperFile, compose
from generator.reading.decoding import file_bytes
from generator.reading.tei.blocks import block, content, division, stated_kind
from generator.reading.tei.header import front_blocks, metadata, note_blocks
from generator.reading.tei.inline import plain
from generator.reading.unseen import hidden_warning, remove_hidden
from generator.reading.xml_tree import child, children, descend, name_of
from generator.storage.xml_file import xml_root

# Elements of the front that repeat the header; everything else in it is text.
_TITLE_PAGE = frozenset(("titlePage", "docTitle", "docAuthor", "docDate", "head", "byline", "titlePart"))
_ONLY_HEADER = "holds only an abstract; a question not answered there says nothing about the paper"


def read_tei(path: Path, *, id: str) -> Paper:
    """Read the paper in the TEI file ``path``. Raises UnreadablePaper if it contains none, or no text."""
    tei = _document(file_bytes(path), path)
    hidden = remove_hidden(tei)
    header = metadata(tei, _abstract_text(tei))
    before, text = list(_header_abstracts(tei)), list(_text(tei))
    if not any(b.text.strip() for b in (*text, *before)):
        raise UnreadablePaper(
            "is TEI that describes a paper but does not hold its text",
            path,
            "export the full text, or give the PDF",
        )
    warnings = [] if any(b.text.strip() and b.kind != "references" for b in text) else [_ONLY_HEADER]
    blocks = [*front_blocks(tei), *before, *text, *note_blocks(tei)]
    warnings += hidden_warning(hidden)
    return compose(PaperFile(id, "tei", path.name, header), blocks, warnings=warnings)


def _document(data: bytes, path: Path) -> Any:
    """Return the only TEI document of the file. Raises UnreadablePaper if it has none, or several."""
    root = xml_root(data, path, "export the paper again, or repair that line")
    documents = (
        [root] if name_of(root) in ("TEI", "TEI.2") else [e for e in root.iter() if name_of(e) == "TEI"]
    )
    if not documents:
        raise UnreadablePaper(
            f"is XML but holds no TEI document (its root is <{name_of(root)}>)",
            path,
            "give the TEI XML, HTML or PDF of the paper",
        )
    inner = [e for e in documents[0].iter() if name_of(e) == "TEI"]
    if len(documents) > 1 or len(inner) > 1:
        count = max(len(documents), len(inner))
        raise UnreadablePaper(f"holds {count} TEI documents", path, "give a file for each paper")
    return documents[0]


def _children_of(element: Any) -> list[Any]:
    return [] if element is None else list(element)


def _abstracts(tei: Any) -> list[Any]:
    return children(descend(tei, "teiHeader", "profileDesc"), "abstract")


def _abstract_text(tei: Any) -> str:
    """Return the text of the first abstract, without its headings."""
    in_front = [e for e in _children_of(child(child(tei, "text"), "front")) if stated_kind(e) == "abstract"]
    for abstract in (*_abstracts(tei), *in_front):
        text = " ".join(b.text.strip() for b in content(abstract, 1, None) if b.role != "heading")
        if text:
            return text
    return ""


def _header_abstracts(tei: Any) -> Iterator[PaperBlock]:
    """Yield the abstracts of the header, except one that the front repeats and that is read there."""
    front = plain(child(child(tei, "text"), "front"))
    for abstract in _abstracts(tei):
        text = plain(abstract)
        if text and text not in front:
            yield from content(abstract, 1, "abstract")


def _text(tei: Any) -> Iterator[PaperBlock]:
    """Yield the blocks of front, body, groups of texts and back matter, in this order."""
    text = child(tei, "text")
    for part in _children_of(child(text, "front")):
        if name_of(part) in _TITLE_PAGE:
            continue
        if name_of(part).startswith("div") or name_of(part) == "argument":
            yield from division(part, 1, "front")
        else:
            yield from block(part, 1, "front")
    body = child(text, "body")
    if body is not None:
        yield from content(body, 1, "other")
    for grouped in children(child(text, "group"), "text"):
        for part in grouped:
            yield from content(part, 1, "other")
    back = child(text, "back")
    if back is not None:
        yield from content(back, 1, "back")

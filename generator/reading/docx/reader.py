"""Word documents (.docx) -> Paper.

Read as a reader sees the document with all changes accepted: insertions are in, deletions and comments are
out, and what nobody can see (hidden, white on white, too small to read) is left out and counted.
"""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path
from typing import Any

from generator.core.counting import counted
from generator.core.paper import Metadata, Paper
from generator.errors import UnreadablePaper
from generator.reading.compose import PaperFile, compose
from generator.reading.docx.blocks import Body, blocks
from generator.reading.docx.package import attribute, opened
from generator.reading.docx.runs import Notice
from generator.reading.docx.styles import Styles
from generator.reading.metadata.people import people
from generator.reading.titles import without_title
from generator.reading.xml_tree import child, name_of

# What Word and its templates write into the title when nobody does.
_NO_TITLE = re.compile(
    r"^(?:microsoft word|document\s?[0-9]*$|untitled|title\b|titel\b|template|manuscript|paper|draft|article)"
    r"|\.(?:docx?|pdf|rtf|tex)$|_",
    re.IGNORECASE,
)


def read_docx(path: Path, *, id: str) -> Paper:
    """The paper in the Word document ``path``. Raises UnreadablePaper where there is none."""
    notice = Notice()
    with opened(path) as package:
        root = package.document()
        body = child(root, "body")
        if body is None:
            raise UnreadablePaper("is a Word document without a body", path, "save it anew as .docx")
        colour = attribute(child(root, "background"), "color").lower()
        walk = Body(
            package,
            Styles(package.related("styles")),
            notice,
            white_is_hidden=colour in ("", "auto", "ffffff"),
        )
        found = list(blocks(walk.read(body)))
        title, creators = _properties(package.properties())
    found, printed = without_title(found, title)
    start = " ".join(b.text for b in found[:12])
    known = title if title and _bare(title) in _bare(start) else ""
    metadata = Metadata(
        title=known or printed or title,
        # Whoever saved the document is an author only if the first page says so.
        authors=people(creators) if all(p.family in start for p in people(creators)) else (),
    )
    paper = compose(PaperFile(id, "docx", path.name, metadata), found, warnings=_warnings(notice))
    if not paper.sentences:
        raise UnreadablePaper(
            "is a Word document without any text", path, "check that the text is no picture, and save it anew"
        )
    abstract = " ".join(s.text for x in paper.sections if x.kind == "abstract" for s in x.sentences)
    return dataclasses.replace(paper, metadata=dataclasses.replace(paper.metadata, abstract=abstract))


def _properties(root: Any | None) -> tuple[str, str]:
    """The title and the creators that the document states, where the title is one of a paper."""
    stated = {name_of(e): " ".join((e.text or "").split()) for e in (root if root is not None else ())}
    title = stated.get("title", "")
    if len(title.split()) < 3 or _NO_TITLE.search(title):
        return "", ""
    return title, stated.get("creator", "")


def _warnings(notice: Notice) -> list[str]:
    warnings = []
    if notice.hidden:
        warnings.append(
            f"{counted(notice.hidden, 'word')} that no reader sees (hidden, white, tiny) left out"
        )
    if notice.changes:
        warnings.append("holds tracked changes; read with all of them accepted")
    if notice.foreign:
        warnings.append("holds another document inside, which is not read")
    return warnings


def _bare(text: str) -> str:
    return re.sub(r"\W+", "", text).casefold()

"""Word documents (.docx) as a Paper.

The document is read as if all its changes were accepted: insertions are included, deletions and comments are
left out. Text that nobody can see (hidden, white on white, too small to read) is left out and counted.
"""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path
from typing import Any

from generator.core.counting import pluralize
from generator.core.paper import Metadata, Paper
from generator.errors import UnreadablePaper
from generator.reading.compose import PaperFile, compose
from generator.reading.docx.blocks import Body, blocks
from generator.reading.docx.package import attribute, opened
from generator.reading.docx.word_runs import HiddenContent
from generator.reading.docx.word_styles import WordStyles
from generator.reading.front_page import first_page
from generator.reading.metadata.person_names import people
from generator.reading.title_heading import without_title
from generator.reading.xml_tree import child, name_of

# Titles that Word and its templates fill in if the author does not.
_FIRST_PAGE_BLOCKS = 12  # where the title and the authors are printed
_MIN_TITLE_WORDS = 3
_NO_TITLE = re.compile(
    r"^(?:microsoft word|document\s?[0-9]*$|untitled|title\b|titel\b|template|manuscript|paper|draft|article)"
    r"|\.(?:docx?|pdf|rtf|tex)$|_",
    re.IGNORECASE,
)


def read_docx(path: Path, *, id: str) -> Paper:
    """Return the paper in the Word document ``path``. Raises UnreadablePaper if there is none."""
    hidden = HiddenContent()
    with opened(path) as package:
        root = package.document()
        body = child(root, "body")
        if body is None:
            raise UnreadablePaper("is a Word document without a body", path, "save it again as .docx")
        colour = attribute(child(root, "background"), "color").lower()
        walk = Body(
            package,
            WordStyles(package.related("styles")),
            hidden,
            white_is_hidden=colour in ("", "auto", "ffffff"),
        )
        found = list(blocks(walk.read(body)))
        title, creators = _properties(package.properties())
    found, printed = without_title(found, title)
    start = " ".join(b.text for b in found[:_FIRST_PAGE_BLOCKS])
    # A title among the properties may be left from another document: it counts if the first page has it.
    confirmed = title if title and _bare(title) in _bare(start) else ""
    metadata = Metadata(
        title=confirmed or printed or title,
        # Whoever saved the document is an author only if the first page says so.
        authors=people(creators) if all(p.family in start for p in people(creators)) else (),
    )
    shown = first_page(found, metadata.title)
    if len(shown.authors) < len(metadata.authors):
        shown = dataclasses.replace(shown, authors=())
    metadata = metadata.overlaid(shown)
    paper = compose(PaperFile(id, "docx", path.name, metadata), found, warnings=_warnings(hidden))
    if not paper.sentences:
        raise UnreadablePaper(
            "is a Word document without any text",
            path,
            "check that its text is not a picture, and save it again",
        )
    abstract = " ".join(s.text for x in paper.sections if x.kind == "abstract" for s in x.sentences)
    return dataclasses.replace(paper, metadata=dataclasses.replace(paper.metadata, abstract=abstract))


def _properties(root: Any | None) -> tuple[str, str]:
    """Return the title and the creators that the document states; both empty if it is not a paper's title."""
    stated = {name_of(e): " ".join((e.text or "").split()) for e in (root if root is not None else ())}
    title = stated.get("title", "")
    if len(title.split()) < _MIN_TITLE_WORDS or _NO_TITLE.search(title):
        return "", ""
    return title, stated.get("creator", "")


def _warnings(hidden: HiddenContent) -> list[str]:
    warnings = []
    if hidden.words:
        warnings.append(
            f"{pluralize(hidden.words, 'word')} that no reader sees (hidden, white, tiny) left out"
        )
    if hidden.tracked_changes:
        warnings.append("holds tracked changes; read with all of them accepted")
    if hidden.documents:
        warnings.append("holds another document inside, which is not read")
    return warnings


def _bare(text: str) -> str:
    return re.sub(r"\W+", "", text).casefold()

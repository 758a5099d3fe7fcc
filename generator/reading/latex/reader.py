"""LaTeX source -> Paper.

Nothing is executed, and nothing outside the folder of the file is read. Commands of the author's are
expanded; of a command that nobody knows, the arguments are text.
"""

from __future__ import annotations

import re
from pathlib import Path

from generator.core.counting import counted
from generator.core.paper import Metadata, Paper, Person
from generator.errors import UnreadablePaper
from generator.reading.compose import Block, PaperFile, compose
from generator.reading.inline import Inline
from generator.reading.latex import names
from generator.reading.latex.files import Files
from generator.reading.latex.references import labels, without_layout
from generator.reading.latex.stream import Stream
from generator.reading.latex.walk import Walk
from generator.reading.metadata.people import person

_KNOWN = (
    {"begin", "end", "title", "author", "caption", "footnote", "item", "bibitem", "cite", "input"}
    | set(names.HEADINGS)
    | names.CITES
    | names.REFERS
)

# The commands that hold what a title page shows, in its order.
_TITLE_PAGE = (
    *("title", "author", "affil", "affiliation", "institute", "address", "IEEEauthorblockA", "keywords"),
)


def read_latex(path: Path, *, id: str) -> Paper:
    """The paper in the LaTeX file ``path`` and the files that it inputs. Raises UnreadablePaper."""
    files = Files(path)
    source = files.text()
    if "\\begin{document}" not in source and "\\begin {document}" not in source:
        if re.search(r"\\document(?:class|style)\b", source):
            raise UnreadablePaper("breaks off before \\begin{document}", path, "fetch it again")
        raise UnreadablePaper(
            "is a part of a LaTeX document, without \\begin{document}",
            path,
            "give the main file, which inputs this one, with it",
        )
    beside = files.beside(".bbl")
    listed = without_layout(beside)
    walk = Walk(Stream(source, files, _KNOWN), labels(listed) or labels(source))
    walk.run()
    if not walk.ended:
        raise UnreadablePaper(
            "breaks off: there is no \\end{document}", path, "fetch it again, or end the document"
        )
    if beside and not walk.has_references:
        references = Walk(Stream(listed, files, _KNOWN), {}, started=True)
        references.run()
        references.flush()
        walk.blocks += references.blocks
    elif walk.wants_references and not walk.has_references:
        files.warn(f"its list of references ({path.stem}.bbl) is not beside it")
    if walk.hidden:
        files.warn(f"{counted(walk.hidden, 'word')} that no reader sees (white, tiny, off the page) left out")
    blocks = [*_front(walk), *_levelled(walk.blocks)]
    abstract = " ".join(" ".join(b.text.split()) for b in blocks if b.kind == "abstract")
    metadata = Metadata(title=_title(walk), authors=tuple(_authors(walk)), abstract=abstract)
    paper = compose(PaperFile(id, "latex", path.name, metadata), blocks, warnings=files.warnings)
    if not paper.sentences:
        raise UnreadablePaper("is LaTeX that prints no text", path, "give the main file of the paper")
    return paper


def _title(walk: Walk) -> str:
    return " ".join(line.text for line in walk.front.get("title", ()) if line)


def _front(walk: Walk) -> list[Block]:
    """Title, authors, affiliations and keywords, in the order of a title page."""
    blocks = []
    for name in (
        "title",
        "author",
        "affil",
        "affiliation",
        "institute",
        "address",
        "IEEEauthorblockA",
        "keywords",
    ):
        whole = Inline()
        for line in walk.front.get(name, ()):
            whole.gap() if name == "title" else whole.newline()
            whole.append(line)
        if whole:
            role = "prose" if name == "title" else "list"
            blocks.append(whole.block("prose" if role == "prose" else "list", kind="front"))
    return blocks


def _authors(walk: Walk) -> list[Person]:
    """The people of ``\\author``: one each, or several parted by ``\\and`` or commas."""
    found: list[Person] = []
    for line in walk.front.get("author", ()):
        for name in re.split(r"(?:(?<!\s)\s+)?[,;]\s*|(?<!\s)\s+and\s+", line.text):
            bare = re.sub(r"[\d*†‡§¶∗\[\]^{}]+", "", name).strip()
            words = bare.split()
            named = 2 <= len(words) <= 5 and all(w[0].isalpha() for w in words) and "@" not in bare
            found += filter(None, [person(bare)] if named else [])
    return list(dict.fromkeys(found))


def _levelled(blocks: list[Block]) -> list[Block]:
    """Blocks whose highest headings have level 1, whatever the class of the document calls them."""
    from dataclasses import replace

    top = min((b.level for b in blocks if b.role == "heading"), default=1)
    return [replace(b, level=b.level - top + 1) if b.role == "heading" else b for b in blocks]

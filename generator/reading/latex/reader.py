"""LaTeX source as a Paper.

Nothing is executed, and nothing outside the folder of the file is read. The author's own commands are
expanded; the arguments of an unknown command are text.
"""

from __future__ import annotations

import re
from pathlib import Path

from generator.core.counting import pluralize
from generator.core.paper import Metadata, Paper, Person
from generator.errors import UnreadablePaper
from generator.reading.block_text import Inline
from generator.reading.compose import PaperBlock, PaperFile, compose
from generator.reading.latex import command_names as names
from generator.reading.latex.references import labels_by_key, without_layout
from generator.reading.latex.source_files import LatexFiles
from generator.reading.latex.stream import Stream
from generator.reading.latex.walk import LatexWalker
from generator.reading.metadata.person_names import person

_OWN_MEANING = (
    {"begin", "end", "title", "author", "caption", "footnote", "item", "bibitem", "cite", "input"}
    | set(names.HEADINGS)
    | names.CITES
    | names.REFERS
)

# The commands that hold what a title page shows, in its order.
_TITLE_PAGE = (
    "title",
    "author",
    "affil",
    "affiliation",
    "institute",
    "address",
    "IEEEauthorblockA",
    "keywords",
)
_AUTHOR_WORDS = range(2, 6)  # of the name of a person


def read_latex(path: Path, *, id: str) -> Paper:
    """Return the paper in the LaTeX file ``path`` and the files that it inputs. Raises UnreadablePaper."""
    files = LatexFiles(path)
    source = files.text()
    if "\\begin{document}" not in source and "\\begin {document}" not in source:
        if re.search(r"\\document(?:class|style)\b", source):
            raise UnreadablePaper("breaks off before \\begin{document}", path, "fetch it again")
        raise UnreadablePaper(
            "is a part of a LaTeX document, without \\begin{document}",
            path,
            "give the main file, which inputs this one, with it",
        )
    bbl = files.sibling(".bbl")
    listed = without_layout(bbl)
    walker = LatexWalker(Stream(source, files, _OWN_MEANING), labels_by_key(listed) or labels_by_key(source))
    walker.run()
    if not walker.ended:
        raise UnreadablePaper(
            "breaks off: there is no \\end{document}", path, "fetch it again, or end the document"
        )
    if bbl and not walker.has_references:
        references = LatexWalker(Stream(listed, files, _OWN_MEANING), {}, started=True)
        references.run()
        references.flush()
        walker.blocks += references.blocks
    elif walker.wants_references and not walker.has_references:
        files.warn(f"its list of references ({path.stem}.bbl) is missing")
    if walker.hidden:
        files.warn(
            f"{pluralize(walker.hidden, 'word')} that no reader sees (white, tiny, off the page) left out"
        )
    blocks = [*_front(walker), *_levelled(walker.blocks)]
    abstract = " ".join(" ".join(b.text.split()) for b in blocks if b.kind == "abstract")
    title = " ".join(line.text for line in walker.front.get("title", ()) if line)
    metadata = Metadata(title=title, authors=tuple(_authors(walker)), abstract=abstract)
    paper = compose(PaperFile(id, "latex", path.name, metadata), blocks, warnings=files.warnings)
    if not paper.sentences:
        raise UnreadablePaper("is LaTeX that prints no text", path, "give the main file of the paper")
    return paper


def _front(walker: LatexWalker) -> list[PaperBlock]:
    """Return title, authors, affiliations and keywords, in the order of a title page."""
    blocks = []
    for name in _TITLE_PAGE:
        whole = Inline()
        for line in walker.front.get(name, ()):
            whole.gap() if name == "title" else whole.newline()
            whole.append(line)
        if whole:
            blocks.append(whole.block("prose" if name == "title" else "list", kind="front"))
    return blocks


def _authors(walker: LatexWalker) -> list[Person]:
    """Return the people in ``\\author``: one in each, or several separated by ``\\and`` or commas."""
    authors: list[Person] = []
    for line in walker.front.get("author", ()):
        for name in re.split(r"(?:(?<!\s)\s+)?[,;]\s*|(?<!\s)\s+and\s+", line.text):
            bare = re.sub(r"[\d*†‡§¶∗\[\]^{}]+", "", name).strip()
            words = bare.split()
            is_name = len(words) in _AUTHOR_WORDS and all(w[0].isalpha() for w in words) and "@" not in bare
            authors += filter(None, [person(bare)] if is_name else [])
    return list(dict.fromkeys(authors))


def _levelled(blocks: list[PaperBlock]) -> list[PaperBlock]:
    """Return the blocks with their levels shifted so that the highest heading has level 1.

    Which level that is in the source depends on the class of the document.
    """
    from dataclasses import replace

    top = min((b.level for b in blocks if b.role == "heading"), default=1)
    return [replace(b, level=b.level - top + 1) if b.role == "heading" else b for b in blocks]

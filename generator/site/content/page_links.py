"""Paths of pages, and links between pages and to sources.

>>> doi_link("10.1234/bees.1")
'https://doi.org/10.1234/bees.1'
>>> licence_link("CC-BY-4.0")
'https://spdx.org/licenses/CC-BY-4.0'
>>> text_directive("Random seeds were fixed to 1, 2 and 3 for Python, NumPy and PyTorch.")
'Random%20seeds%20were%20fixed%20to%201%2C,3%20for%20Python%2C%20NumPy%20and%20PyTorch.'
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from generator.core import Metadata, Paper, Question
from generator.core.formats import Format
from generator.site.content.encoding import Markdown, clean, web_link

HOME = "index.md"
ABOUT = "about.md"
PAPERS = "papers/index.md"
QUESTIONS = "questions/index.md"
QUALITY = "quality.md"
QUALITY_DATA = "quality.json"
DATA_PAGE = "data.md"
PICTURES = "pictures"  # folder of the pictures of quotes in their PDF
COMPARE = "compare.md"
CHARTS = "charts.md"
# In folders of their own: no page of a paper or question can have these paths.
NUMBERS = "questions/numbers/index.md"
GLOSSARY = "questions/glossary/index.md"
REVIEWING = "papers/reviewing/index.md"

# Words at either end of a text fragment: few enough that none is likely to differ by a line break or a
# changed dash, enough to occur once in a paper.
_FRAGMENT_WORDS = 6
_ARXIV = re.compile(r"\d{4}\.\d{4,5}(v\d+)?|[a-z-]+(\.[A-Z]{2})?/\d{7}(v\d+)?", re.ASCII)
_ARXIV_PDF = "https://arxiv.org/pdf/"  # its addresses have no file ending
_ENDING = re.compile(r"\.[a-z0-9]{1,8}")
_ADDRESS = re.compile(r"(https?://\S+)")
_ANCHOR = re.compile(r"[a-z0-9][a-z0-9._-]*")
# An alias that may have been the id of a question, and so part of its address: words, no bare number.
_FORMER = re.compile(r"[a-z]+(?:-[a-z0-9]+)+")
_SPDX = re.compile(r"[A-Za-z0-9][A-Za-z0-9.+-]*")
_DOI = re.compile(r"10\.\d{4,}(?:\.\d+)*/\S+")


def anchor(*parts: str) -> Markdown:
    """Return an id within a page, from ids that ``Collection`` has checked and from our own words.

    Raises ValueError for anything else, because attribute lists hold the id unencoded.
    """
    name = ".".join(parts)
    if not _ANCHOR.fullmatch(name):
        raise ValueError(f"{name!r} cannot be an anchor")
    return Markdown(name)


def paper_page(paper: str) -> str:
    return f"papers/{paper}.md"


def question_page(question: str) -> str:
    return f"questions/{question}.md"


def built_page(page: str) -> str:
    """Return the path within the site of a page of the docs once it is built."""
    return _address(page)


def full_address(site_url: str, path: str) -> str:
    """Return the full address of a file within the site; empty if the site has no address."""
    site = web_link(site_url)
    return f"{site.rstrip('/')}/{path}" if site else ""


def licence_link(licence: str) -> str:
    """Return the address of a licence given as an address or an SPDX id; empty for other words."""
    name = clean(licence).replace(" ", "-")
    return web_link(licence) or (f"https://spdx.org/licenses/{name}" if _SPDX.fullmatch(name) else "")


def former_ids(question: Question) -> tuple[str, ...]:
    """Return the ids that a question may have had earlier."""
    return tuple(name for name in question.aliases if _FORMER.fullmatch(name))


def former_questions(questions: Iterable[Question]) -> dict[str, Question]:
    """Return the questions by each earlier id that no question has today."""
    questions = tuple(questions)
    found = {name: question for question in reversed(questions) for name in former_ids(question)}
    return {name: found[name] for name in sorted(set(found) - {q.id for q in questions})}


def answer_page(answer_id: str) -> str:
    """Return the path of the page of one version of an answer: a file, not a page of Markdown."""
    return f"a/{answer_id}/index.html"


def reader_page(paper: str) -> str:
    """Return the path of the page that opens a paper's PDF at its quotes: a file, not a page of Markdown."""
    return f"papers/{paper}/reader.html"


def text_page(paper: str) -> str:
    """Return the path of the page with a paper's text and its marked quotes: a file, not Markdown."""
    return f"text/{paper}.html"


def source_file(paper: Paper) -> str:
    """Return the path within the site of a copy of a paper's file.

    Anything but a PDF is served as plain text: browsers run scripts in HTML and XML, and the site generator
    would turn Markdown into a page.
    """
    ending = posixpath.splitext(paper.source)[1].lower()
    known = ending if _ENDING.fullmatch(ending) else ""
    return (
        f"sources/{paper.id}.pdf"
        if ending == ".pdf"
        else f"sources/{paper.id}{known}.txt".replace(".txt.txt", ".txt")
    )


@dataclass(frozen=True, slots=True)
class TextLink:
    """A piece of text with its link (or empty). after: the blank that follows, if any."""

    text: str
    href: str
    after: Markdown


def linked(text: str) -> tuple[TextLink, ...]:
    """Split running text into pieces, with its web addresses as links; joined, the pieces are the text."""
    pieces: list[tuple[str, str]] = []
    for run in _ADDRESS.split(clean(text)):
        address = run.rstrip(".,;:)]") if _ADDRESS.fullmatch(run) else ""
        href = web_link(address)
        rest = run[len(address) :] if href else run
        if href:
            pieces.append((address, href))
        if rest:
            pieces.append((rest, ""))
    following = [piece.startswith(" ") for piece, _ in [*pieces[1:], ("", "")]]
    return tuple(
        TextLink(piece, href, Markdown(" " if piece.endswith(" ") or blank else ""))
        for (piece, href), blank in zip(pieces, following, strict=False)
    )


@dataclass(frozen=True, slots=True)
class Links:
    """Links as seen from the page at ``page``, a path within the docs such as ``papers/a.md``."""

    page: str

    def to(self, page: str, anchor: str = "") -> Markdown:
        """Return a relative link to another page of the site, or to an anchor on this one."""
        fragment = f"#{anchor}" if anchor else ""
        if page == self.page and fragment:
            return Markdown(fragment)
        return Markdown(self._relative(_address(page)) + fragment)

    def to_file(self, path: str) -> str:
        """Return a relative link to a file within the site that is not a page, percent-encoded."""
        return quote(self._relative(path), safe="/")

    def to_source(self, link: str) -> str:
        """Return a link to a paper's source: a web address or bare DOI, or a path within the site."""
        link = clean(link)
        if _DOI.fullmatch(link):
            return doi_link(link)
        if urlsplit(link).scheme or link.startswith(("//", "/", "\\")) or ".." in link:
            return web_link(link)
        return self.to_file(link) if link else ""

    def _relative(self, address: str) -> str:
        here = posixpath.dirname(_address(self.page)) or "."
        return posixpath.relpath(address, here)


def _address(page: str) -> str:
    # A file, not a folder: browsers show the list of files of a folder that is opened from a disk.
    return f"{page.removesuffix('.md')}.html"


def doi_link(doi: str) -> str:
    """Return the resolver's address of a bare DOI, built from its parts rather than copied."""
    doi = clean(doi)
    return f"https://doi.org/{quote(doi, safe='/()._;:-')}" if _DOI.fullmatch(doi) else ""


def arxiv_link(identifier: str, version: str = "", form: str = "abs") -> str:
    """Return the address of a bare arXiv id, or of one version of it; empty for anything else.

    form: ``abs`` for the page about it, ``pdf`` or ``html`` for the text itself.
    """
    identifier = clean(f"{identifier}{version}") if identifier else ""
    return f"https://arxiv.org/{form}/{identifier}" if _ARXIV.fullmatch(identifier) else ""


def text_link(metadata: Metadata, format: Format | None = None) -> str:
    """Return the address of the text that was read: the exact version if known, else as the record says.

    format: of the file that was read, if known, so that a place in it can be linked.
    """
    if metadata.arxiv_version:
        form = format if format in ("pdf", "html") else "abs"
        if found := arxiv_link(metadata.arxiv, metadata.arxiv_version, form):
            return found
    return web_link(metadata.url) or doi_link(metadata.doi)


def at_place(source: str, page: int | None, words: str) -> str:
    """Return a source's link, opened where ``words`` are.

    A PDF gets ``#page=N`` (open parameters of PDF readers). What browsers show as text (HTML, plain text, and
    web links without a file ending) gets a text fragment (``#:~:text=``, WICG Scroll-to-Text). Others are
    unchanged.
    """
    if not source or "#" in source:
        return source
    ending = posixpath.splitext(urlsplit(source).path)[1].lower()
    if ending == ".pdf" or source.startswith(_ARXIV_PDF):
        return f"{source}#page={page}" if page else source
    web = source.startswith(("http://", "https://"))
    if ending in (".html", ".htm", ".txt") or (web and ending not in (".xml", ".md", ".zip")):
        directive = text_directive(words)
        return f"{source}#:~:text={directive}" if directive else source
    return source


def text_directive(words: str) -> str:
    """Return the text fragment that finds a passage: its first and last words, percent-encoded."""
    found = clean(words).split(" ")
    if found == [""]:
        return ""
    if len(found) <= 2 * _FRAGMENT_WORDS:
        return _encoded(found)
    return f"{_encoded(found[:_FRAGMENT_WORDS])},{_encoded(found[-_FRAGMENT_WORDS:])}"


def _encoded(words: list[str]) -> str:
    # "-", "," and "&" have a meaning of their own in a text directive; quote() leaves "-" alone.
    return quote(" ".join(words), safe="").replace("-", "%2D")

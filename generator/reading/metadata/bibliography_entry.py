"""An entry of a bibliography as it is in its file, before metadata are made from it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.parse import unquote

from generator.core.formats import named_format

# tex: BibTeX, whose fields hold TeX. plain: CSL JSON, RIS and the like, whose fields hold text.
Form = Literal["tex", "plain"]

# The fields of an entry that are kept: all that `generator.core.paper.Metadata` or the search for its paper
# needs.
FIELDS = frozenset(
    (
        "title",
        "subtitle",
        "author",
        "date",
        "year",
        "issued",
        "journal",
        "journaltitle",
        "booktitle",
        "doi",
        "eprint",
        "eprinttype",
        "archiveprefix",
        "arxiv",
        "arxivid",
        "pmcid",
        "pmid",
        "url",
        "howpublished",
        "licence",
        "license",
        "copyright",
        "abstract",
        "language",
        "file",
        "files",
        "pdf",
        "localfile",
        "local-url",
        "ids",
        "crossref",
        "visibility",
    )
)
# A title identifies a paper if it has so many letters and words, or if it is long.
_MIN_TITLE_LETTERS, _MIN_TITLE_WORDS = 16, 3
_LONG_TITLE_LETTERS = 25
_MIN_IDEOGRAPHS = 10  # of a title in a script without spaces between words
# Titles that many papers share, alone or with a few words after them.
_COMMON = re.compile(
    r"(?:letters?|reply|replies|response|comments?|commentary|editorial|editors|erratum|corrigendum|correction|"
    r"retraction|introduction|preface|foreword|book review|authors? reply|in this issue|news|abstracts?|"
    r"proceedings|supplement|supporting|appendix|table of contents|full text|untitled|microsoft word)\b"
)
_DISTINCT_TITLE_LETTERS = 45  # a title of this length identifies a paper, whatever it begins with


@dataclass(frozen=True, slots=True)
class BibEntry:
    """An entry of a bibliography. line: where it begins, counted from 1; 0 if the file has no useful lines.

    kind: type of work, as the file names it. fields: text by lower-case name. lines: of those fields.
    authors: family and given name of each, if the file separates them. faults: line and message of everything
    that is wrong with it. broken: True if it has no end, so that none of its values can be trusted. names:
    keys, any of which may be the name of its paper's file. files: paths of its paper's files. title: its
    title as `title_key` returns it. doi, arxiv: without prefix.
    """

    form: Form
    key: str
    line: int
    kind: str = ""
    fields: dict[str, str] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    authors: tuple[tuple[str, str], ...] = ()
    faults: tuple[tuple[int, str], ...] = ()
    broken: bool = False
    names: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    title: str = ""
    doi: str = ""
    arxiv: str = ""

    def plain(self) -> list[Any]:
        """Return plain data for JSON, from which `from_plain` makes an equal entry."""
        return [getattr(self, name) for name in self.__slots__]

    @classmethod
    def from_plain(cls, data: list[Any]) -> BibEntry:
        """Return the entry that `plain` described. Raises TypeError or ValueError for other data."""
        form, key, line, kind, fields, lines, authors, faults, broken, names, files, title, doi, arxiv = data
        return cls(
            form,
            key,
            line,
            kind,
            dict(fields),
            dict(lines),
            tuple((family, given) for family, given in authors),
            tuple((at, message) for at, message in faults),
            bool(broken),
            tuple(names),
            tuple(files),
            title,
            doi,
            arxiv,
        )


def title_key(title: str) -> str:
    """Return the letters and digits of a title, for comparing titles; empty if many papers may share it.

    >>> title_key("Moths at {S}treet-lamps: a study"), title_key("Letter to the Editor")
    ('mothsatstreetlampsastudy', '')
    """
    folded = unicodedata.normalize("NFKD", title).casefold()
    key = "".join(c for c in folded if c.isalnum())
    if _COMMON.match(folded.strip()) and len(key) < _DISTINCT_TITLE_LETTERS:
        return ""
    if not key.isascii() and sum(c > "\u2fff" for c in key) * 2 > len(key):
        return key if len(key) >= _MIN_IDEOGRAPHS else ""
    is_specific = len(folded.split()) >= _MIN_TITLE_WORDS and len(key) >= _MIN_TITLE_LETTERS
    return key if is_specific or len(key) >= _LONG_TITLE_LETTERS else ""


def file_names(value: str) -> tuple[str, ...]:
    """Return the paths of papers' files in a field of a reference manager, with forward slashes.

    Zotero writes ``title:path:mime;...``, JabRef and Mendeley ``description:path:type;...``, Better BibTeX
    and EndNote the path alone. A colon or semicolon that belongs to the path has a backslash before it.

    >>> file_names(r":C\\:/Users/ada/x.pdf:PDF;Snapshot:files/13/y.html:text/html")
    ('/Users/ada/x.pdf', 'files/13/y.html')
    """
    value = value.replace("{\\_}", "_").replace("\\_", "_").replace("$\\backslash$", "\\")
    value = value.replace("\\%", "%").replace("\\&", "&").replace("{", "").replace("}", "")
    # A separator that belongs to a path is replaced by another character for the moment.
    value = value.replace("\\\\", "/").replace("\\;", "\x01").replace("\\:", "\x02").replace("\\", "/")
    paths: dict[str, None] = {}
    for piece in re.split(r"[;:]", value):
        path = piece.replace("\x01", ";").strip()
        if re.match(r"[A-Za-z]\x02", path):  # a drive of Windows
            path = path[2:]
        path = path.replace("\x02", ":")
        # Zotero writes a file's name before its path; only the path is wanted.
        if named_format(path.rpartition("/")[2]):
            paths[unquote(path) if "%" in path else path] = None
    return tuple(p for p in paths if not any(q != p and q.endswith(f"/{p}") for q in paths))


def file_key(name: str) -> str:
    """Return a file's name in the form that is compared: composed Unicode (NFC), lower case."""
    return unicodedata.normalize("NFC", name).casefold()

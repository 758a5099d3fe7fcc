"""An entry of a bibliography as it stands in its file, before anything is made of it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.parse import unquote

from generator.core.formats import named_format

# tex: BibTeX, whose fields hold TeX. plain: CSL JSON, RIS and the like, whose fields hold text.
Form = Literal["tex", "plain"]

# What is kept of an entry: all that `generator.core.paper.Metadata` or the search for its paper needs.
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
_MIN_LETTERS, _MIN_WORDS, _LONG = 16, 3, 25
# Titles that many papers share, alone or before a few words more.
_COMMON = re.compile(
    r"(?:letters?|reply|replies|response|comments?|commentary|editorial|editors|erratum|corrigendum|correction|"
    r"retraction|introduction|preface|foreword|book review|authors? reply|in this issue|news|abstracts?|"
    r"proceedings|supplement|supporting|appendix|table of contents|full text|untitled|microsoft word)\b"
)
_SHORT_TITLE = 45  # letters: beyond it a title tells papers apart, whatever it begins with


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry. line: where it begins, counted from 1; 0 where the file has no lines to speak of.

    kind: type of work, as the file names it. fields: text by lower-case name. lines: of those fields.
    authors: family and given name of each, where the file tells them apart. faults: line and message of
    what is wrong with it. broken: it has no end, so that none of its values can be relied on. names: what
    may be the name of its paper's file (keys). files: paths of its paper's files. title: what `title_key`
    makes of its title. doi, arxiv: bare.
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
        """Return plain data for JSON, of which `from_plain` makes an equal entry."""
        return [getattr(self, name) for name in self.__slots__]

    @classmethod
    def from_plain(cls, data: list[Any]) -> Entry:
        """Make the entry that `plain` described. Raises TypeError or ValueError for anything else."""
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
    """Return a title's letters and digits alone, to compare it by; empty for one that many papers may share.

    >>> title_key("Moths at {S}treet-lamps: a study"), title_key("Letter to the Editor")
    ('mothsatstreetlampsastudy', '')
    """
    folded = unicodedata.normalize("NFKD", title).casefold()
    key = "".join(c for c in folded if c.isalnum())
    if _COMMON.match(folded.strip()) and len(key) < _SHORT_TITLE:
        return ""
    if not key.isascii() and sum(c > "\u2fff" for c in key) * 2 > len(key):
        return key if len(key) >= 10 else ""  # scripts that set no blanks between words
    many = len(folded.split()) >= _MIN_WORDS and len(key) >= _MIN_LETTERS
    return key if many or len(key) >= _LONG else ""


def file_names(value: str) -> tuple[str, ...]:
    """Return the paths of papers' files that a field of a reference manager holds, with forward slashes.

    Zotero writes ``title:path:mime;...``, JabRef and Mendeley ``description:path:type;...``, Better BibTeX
    and EndNote the path alone; each with a backslash before a colon or semicolon that belongs to the path.

    >>> file_names(r":C\\:/Users/ada/x.pdf:PDF;Snapshot:files/13/y.html:text/html")
    ('/Users/ada/x.pdf', 'files/13/y.html')
    """
    value = value.replace("{\\_}", "_").replace("\\_", "_").replace("$\\backslash$", "\\")
    value = value.replace("\\%", "%").replace("\\&", "&").replace("{", "").replace("}", "")
    # A separator that belongs to a path is made another character for a while.
    value = value.replace("\\\\", "/").replace("\\;", "\x01").replace("\\:", "\x02").replace("\\", "/")
    found: dict[str, None] = {}
    for piece in re.split(r"[;:]", value):
        path = piece.replace("\x01", ";").strip()
        if re.match(r"[A-Za-z]\x02", path):  # a drive of Windows
            path = path[2:]
        path = path.replace("\x02", ":")
        # Zotero gives a file's name before its path; the path says more.
        if named_format(path.rpartition("/")[2]):
            found[unquote(path) if "%" in path else path] = None
    named = list(found)
    return tuple(p for p in named if not any(q != p and q.endswith(f"/{p}") for q in named))


def file_key(name: str) -> str:
    """Return a file's name as it is compared: letters composed alike, in lower case."""
    return unicodedata.normalize("NFC", name).casefold()

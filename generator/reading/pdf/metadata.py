"""Bibliographic data that the first page, the running heads and the file itself tell.

What is not sure is left empty: a sidecar or papers.bib may know it, and a wrong author is worse
than none.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from generator.core.paper import Metadata, Paper, Person
from generator.reading.metadata.identifiers import arxiv_id, doi
from generator.reading.metadata.licences import licence_id
from generator.reading.metadata.people import person
from generator.reading.pdf.lines import Line
from generator.reading.pdf.paragraphs import Piece

_DOI = re.compile(r"\b10\.\d{4,9}/[^\s\"<>|]+[^\s\"<>|.,;:)\]]", re.I)
_ARXIV = re.compile(r"\barxiv:\s?(\d{4}\.\d{4,5})(?:v\d+)?", re.I)
_LICENCE = re.compile(r"creative\s*commons|\bCC[\s-]?(?:BY|0)\b|public domain dedication", re.I)
_YEAR = r"((?:19|20)\d\d)"
# In this order: the date of publication says it best, that of acceptance last.
_DATES = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        rf"[A-Za-z.,|]\s?\(?{_YEAR}\)?[;,:]?\s?\d{{1,4}}\s?(?:\(|:|,)",
        rf"[A-Za-z]\s\d{{1,4}}\s\({_YEAR}\)\s?[\d–-]",
        rf"\bpublished(?:\s+online)?\b[^.]{{0,40}}?\b{_YEAR}\b",
        rf"(?:©|\(c\)|\bcopyright)\D{{0,40}}\b{_YEAR}\b",
        rf"\b(?:accepted|posted|submitted|dated?|received)\b[^.]{{0,40}}?\b{_YEAR}\b",
        rf"\(\s?{_YEAR}\s?\)",
        rf"\b\d{{1,2}}\s(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?\s{_YEAR}\b",
        rf"\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?\s(?:\d{{1,2}},?\s)?{_YEAR}\b",
    )
)
_VENUES = (
    re.compile(r"^([A-Z][\w&.,:' -]{2,70}?)\s*\|\s*(?:\(\d{4}\)|www\.|https?:|doi|vol)", re.I),
    re.compile(r"^([A-Z][A-Za-z&.' -]{2,70}?),?\s+(?:vol\.?\s*)?\(?(?:19|20)\d\d\)?[;,.]\s?\d{1,4}\b"),
    re.compile(
        r"^([A-Z][A-Za-z&.' -]{3,70}?),?\s+(?:vol(?:ume|\.)?\s*)?\d{1,4}\s?\((?:19|20)\d\d\)\s*[\w–-]{1,20}"
    ),
    re.compile(r"^([A-Z][A-Za-z&' -]{3,70}?)\s+\d{1,3}:\s?e?\d{3,6}\b"),
    re.compile(r"^((?:IEEE|ACM)\s[A-Z][A-Za-z& ]{5,80}),\s?vol", re.I),
)
_NAME_WORD = (
    r"(?:[A-Z][^\W\d_]*(?:[-'’][^\W\d_]+)*\.?|(?:[A-Z]\.[\s-]?)+"
    r"|de|da|do|dos|del|della|di|du|la|le|van|von|der|den|ter|ten|zu|el|bin|ibn|al|y|e)"
)
_NAME = re.compile(rf"{_NAME_WORD}(?:[\s-]{_NAME_WORD}){{1,5}}")
_NO_NAME = re.compile(
    r"universit|institut|department|college|school|laborator|centre|center|faculty|academy"
    r"|research|journal|article|received|abstract|copyright"
    r"|open access|sciences?\b|ministry|hospital|museum|group|company|corporation|national|road"
    r"|street|avenue|\bCA\b|\bUSA\b|\bUK\b|submitted|draft|version",
    re.I,
)
_NO_AUTHOR = re.compile(
    r"^(?:user|admin|administrator|author|anonymous|microsoft|owner|unknown|pc|windows|word|latex|root)\b",
    re.I,
)


def metadata_of(paper: Paper, pieces: Sequence[Piece], info: Mapping[str, str]) -> Metadata:
    """What the paper, as read so far, says of itself. info: the file's information dictionary."""
    front = [s.text for x in paper.sections if x.kind == "front" for s in x.sentences]
    running = [s.text for x in paper.sections if x.kind == "furniture" for s in x.sentences]
    first = [s.text for s in paper.sentences if s.page == 1]
    opening = "\n".join([*front, *running, *first])
    title = _title(pieces)
    return Metadata(
        title=title,
        authors=_authors(pieces, info.get("Author", ""), " ".join(first)),
        year=_year(front, running, info),
        venue=_venue([*running, *front], title),
        doi=_doi(front, running, first, info),
        arxiv=arxiv_id(m[1]) if (m := _ARXIV.search(opening)) else "",
        licence=_licence(paper),
        abstract=" ".join(
            s.text for x in paper.sections if x.kind == "abstract" for s in x.sentences
        ).strip(),
    )


def _title(pieces: Sequence[Piece]) -> str:
    lines = next((p.lines for p in pieces if p.role == "title"), [])
    text = " ".join(_unraised(x) for x in lines)
    return re.sub(r"\s+", " ", text).replace("\ufffe ", "").strip(" *∗†‡§¶")


def _unraised(line: Line, instead: str = "") -> str:
    """The line without raised marks, which are set small."""
    large = 0.8 * max(w.size for w in line.words)
    text = ""
    for word in line.words:
        if word.size < large:
            text += instead
        else:
            text += word.text if word.glued and text else f" {word.text}"
    return text.strip()


def _authors(pieces: Sequence[Piece], named: str, first_page: str) -> tuple[Person, ...]:
    """The names behind the title, or those that the file itself names if the first page shows them."""
    if named and not _NO_AUTHOR.match(named):
        names = _names(named)
        if names and all(n.family.casefold() in first_page.casefold() for n in names):
            return names
    title = next((p for p in pieces if p.role == "title"), None)
    if title is None:
        return ()
    below = max(x.y for x in title.lines)
    lines = sorted(
        (
            x
            for p in pieces
            if p.kind == "front" and p.role != "title" and p.page == title.page
            for x in p.lines
            if x.y > below and _NO_NAME.search(x.text) is None and "@" not in x.text and len(x.words) > 1
        ),
        key=lambda x: (round(x.y / 3), x.x0),
    )
    # The first line that holds names sets the type; affiliations are set in another one.
    first = next((x for x in lines if _names(_unraised(x, " , "))), None)
    if first is None or first.y - below > 12 * title.size:
        return ()
    alike = [
        x
        for x in lines
        if abs(x.size - first.size) < 0.3 and x.words[0].font.italic == first.words[0].font.italic
    ]
    text = ""
    for before, line in zip([None, *alike], alike, strict=False):
        if before is not None:
            if line.y - before.y > 3 * line.size and "," in first.text:
                break
            # A name may go on in the next line; one beside another is a name of its own.
            text += (
                " "
                if re.search(r"(?:,|\band|&|\|)\s*$", text) or ("," in before.text and line.y > before.y + 2)
                else " , "
            )
        text += _unraised(line, " , ")
    return _names(text)


def _names(text: str) -> tuple[Person, ...]:
    text = re.sub(
        r"\([^)]{0,60}\)|\b(?:Ph\.?\s?D|M\.?\s?D|M\.?\s?Sc|Jr|Sr|Dr|Prof)\b\.?|\S+@\S+|https?://\S+",
        " ",
        text,
    )
    text = re.sub(r"[\d*∗†‡§¶#⁰¹²³⁴-⁹]+", " ", text)
    parts = [p.strip(" .,;") for p in re.split(r"\s*(?:,|;|\||·|•|&|\band\b|\bund\b|\n)\s*", text)]
    parts = [re.sub(r"\s+", " ", p) for p in parts if len(p) > 1]
    names = [
        p
        for p in parts
        if (_NAME.fullmatch(p) and not _NO_NAME.search(p) and not p.isupper()) or _capitals(p)
    ]
    if not names or len(names) < 0.7 * len(parts) or len(names) > 200:
        return ()
    return tuple(x for n in names if (x := person(n)) is not None)


def _capitals(name: str) -> bool:
    """A name all in capitals, of two to four words."""
    return name.isupper() and 2 <= len(name.split()) <= 4 and not _NO_NAME.search(name) and len(name) < 40


def _year(front: Sequence[str], running: Sequence[str], info: Mapping[str, str]) -> int | None:
    created = re.match(r"D:((?:19|20)\d\d)", info.get("CreationDate", ""))
    latest = int(created[1]) + 2 if created else 2100
    texts = [" \n ".join([*front, *running]), info.get("Subject", "")]
    for text in texts:
        for pattern in _DATES:
            years = [int(m[1]) for m in pattern.finditer(text)]
            years = [y for y in years if y <= latest]
            if years:
                return max(years) if "accepted" in pattern.pattern else years[0]
    return int(created[1]) if created else None


def _venue(lines: Sequence[str], title: str) -> str:
    for line in lines:
        for pattern in _VENUES:
            match = pattern.match(line.strip())
            if match and match[1].strip(" .,|") and match[1].casefold() not in title.casefold():
                return match[1].strip(" .,|")
    return ""


def _doi(front: Sequence[str], running: Sequence[str], first: Sequence[str], info: Mapping[str, str]) -> str:
    for texts in (front, running, [info.get("Subject", "")], first):
        for text in texts:
            match = _DOI.search(text)
            if match and "supp" not in match[0].lower():
                return doi(match[0].rstrip(".,;)")) or match[0].lower()
    return ""


def _licence(paper: Paper) -> str:
    """The first licence that front matter, running lines or any other sentence name; links say it best."""
    near = [s for x in paper.sections if x.kind in ("front", "furniture") for s in x.sentences]
    far = [
        s for x in paper.sections if x.kind not in ("references", "front", "furniture") for s in x.sentences
    ]
    texts = [
        text
        for sentences in (near, far)
        for s in sentences
        for text in (
            *(u for u in s.links if "creativecommons.org" in u.lower()),
            s.text.replace("aCC", "a CC"),
        )
        if _LICENCE.search(text) or "creativecommons.org" in text.lower()
    ]
    versions = [found for t in texts if (found := licence_id(t))]
    return next((v for v in versions if re.search(r"\d", v)), versions[0] if versions else "")

"""The header of TEI: bibliographic data, and the blocks before the text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from generator.core.doi_and_arxiv import arxiv_id, arxiv_version, doi
from generator.core.paper import Metadata, Person
from generator.reading.block_text import Inline
from generator.reading.compose import PaperBlock
from generator.reading.metadata.licences import licence_id
from generator.reading.metadata.person_names import person
from generator.reading.tei.inline import plain, write
from generator.reading.web_addresses import target
from generator.reading.xml_tree import child, children, descend, name_of

_MIN_NOTE_WORDS = 6
_YEAR = re.compile(r"\b(?:1[5-9]|20)[0-9]{2}\b")


def metadata(tei: Any, abstract: str) -> Metadata:
    """Return what the header says about the paper; other fields stay empty."""
    file = descend(tei, "teiHeader", "fileDesc")
    named = dict(_identifiers(file))
    work = _work(file)
    arxiv = re.sub(r"(?:(?<!\s)\s+)?\[.*", "", named.get("arxiv", ""))
    return Metadata(
        title=_title(file),
        authors=tuple(dict.fromkeys(authors(file))),
        year=_year(file),
        venue=_venue(work),
        doi=doi(named.get("doi", "")),
        arxiv=arxiv_id(arxiv),
        arxiv_version=arxiv_version(arxiv),
        url=next(filter(None, (target(named.get(kind)) for kind in ("url", "uri", "haluri"))), "") or "",
        licence=_licence(file),
        abstract=abstract,
    )


def front_blocks(tei: Any) -> Iterator[PaperBlock]:
    """Yield title, authors, affiliations and keywords, as far as the header has them."""
    file = descend(tei, "teiHeader", "fileDesc")
    lines = (
        ("prose", [_title(file)]),
        ("list", [", ".join(map(str, dict.fromkeys(authors(file))))]),
        ("list", list(dict.fromkeys(_affiliations(file)))),
        ("list", list(_keywords(descend(tei, "teiHeader", "profileDesc")))),
    )
    for role, texts in lines:
        line = Inline()
        for text in texts:
            line.newline()
            line.add(text)
        if line:
            yield line.block("prose" if role == "prose" else "list", kind="front")


def note_blocks(tei: Any) -> Iterator[PaperBlock]:
    """Yield the statements in the header: notes in whole sentences, and the funders."""
    file = descend(tei, "teiHeader", "fileDesc")
    for note in children(child(file, "notesStmt"), "note"):
        line = Inline()
        write(note, line, [])
        # Shorter notes are codes of repositories, such as an audience or a type of review.
        if len(line.text.split()) >= _MIN_NOTE_WORDS:
            stated = "availab" in (note.get("type") or "").lower()
            yield line.block("prose", kind="availability" if stated else "back")
    line = Inline()
    for funder in children(child(file, "titleStmt"), "funder"):
        line.newline()
        write(funder, line, [])
    if line:
        yield line.block("list", kind="back")


def authors(file: Any) -> Iterator[Person]:
    """Yield the authors in order; an organisation is a person without a given name."""
    for parent in (descend(_work(file), "analytic"), child(_work(file), "monogr"), child(file, "titleStmt")):
        people = [one for author in children(parent, "author") if (one := author_of(author))]
        if people:
            yield from people
            return


def author_of(author: Any) -> Person | None:
    """Return the person or organisation that an ``author`` element names; None if it names nobody."""
    name = child(author, "persName")
    if name is None:
        name = child(author, "name")
    if name is None:
        name = author
    family = " ".join(filter(None, map(plain, children(name, "surname", "genName"))))
    given = " ".join(filter(None, map(plain, children(name, "forename"))))
    link = " ".join(filter(None, map(plain, children(name, "nameLink"))))
    if family:
        return Person(f"{link} {family}".strip(), given)
    if given:
        return Person(given)
    group = child(author, "orgName")
    if group is not None:
        return Person(plain(group)) if plain(group) else None
    line = Inline()
    line.add(name.text)
    for part in name:
        if name_of(part) not in ("affiliation", "email", "idno", "ref", "note", "address", "ptr", "roleName"):
            write(part, line, [])
        line.add(part.tail)
    return person(line.text)


def _work(file: Any) -> Any:
    """Return the description of the paper itself, which is next to that of its file; None without one."""
    return next(iter(children(child(file, "sourceDesc"), "biblStruct", "biblFull", "bibl")), None)


def _title(file: Any) -> str:
    places = (child(file, "titleStmt"), descend(_work(file), "analytic"), child(_work(file), "monogr"))
    for parent in places:
        titles = [t for t in children(parent, "title") if t.get("type") in (None, "main", "full")]
        first = next(filter(None, map(plain, titles)), "")
        if first:
            sub = [plain(t) for t in children(parent, "title") if t.get("type") in ("sub", "subtitle")]
            return ": ".join([first, *filter(None, sub[:1])])
    return ""


def _venue(work: Any) -> str:
    titles = children(child(work, "monogr"), "title")
    named = [t for level in ("j", "m") for t in titles if t.get("level") == level]
    main = [t for t in named if t.get("type") not in ("abbrev", "short")]
    return next(filter(None, map(plain, main or named)), "")


def _identifiers(file: Any) -> Iterator[tuple[str, str]]:
    """Yield types and values of ids; those of the paper come last and replace those of its file in a dict."""
    work = _work(file)
    for parent in (
        child(file, "publicationStmt"),
        child(work, "monogr"),
        work,
        descend(work, "analytic"),
    ):
        for part in children(parent, "idno"):
            kind = (part.get("type") or "").lower()
            if text := plain(part):
                yield kind, text
                if not kind and doi(text):
                    yield "doi", text


def _year(file: Any) -> int | None:
    work = _work(file)
    dates = [
        date
        for parent in (
            descend(work, "monogr", "imprint"),
            work,
            descend(file, "editionStmt", "edition"),
            child(file, "publicationStmt"),
        )
        for date in children(parent, "date")
    ]
    dates.sort(key=lambda date: date.get("type") not in ("published", "datepub", "whenPublished"))
    for date in dates:
        if year := _YEAR.search(date.get("when") or "") or _YEAR.search(plain(date)):
            return int(year.group())
    return None


def _licence(file: Any) -> str:
    """Return the short name of the licence, or else its address, or else nothing."""
    stated = child(child(file, "publicationStmt"), "availability")
    if stated is None:
        return ""
    addresses = [e.get("target") for e in stated.iter() if e.get("target")]
    for text in (*addresses, plain(stated)):
        if short := licence_id(text):
            return short
    return next((a for a in addresses if target(a)), "")


def _affiliations(file: Any) -> Iterable[str]:
    """Yield the affiliations of the authors, as printed if the file has that."""
    work = _work(file)
    for parent in (descend(work, "analytic"), child(work, "monogr"), child(file, "titleStmt")):
        for author in children(parent, "author"):
            for part in author.iter():
                if name_of(part) == "affiliation" and (text := _affiliation(part)):
                    yield text


def _affiliation(part: Any) -> str:
    for note in children(part, "note"):
        if note.get("type") == "raw_affiliation" and plain(note):
            return _without_label(note)
    pieces = [plain(e) for e in part.iter() if name_of(e) in ("orgName", "settlement", "region", "country")]
    return ", ".join(dict.fromkeys(filter(None, pieces))) or plain(part)


def _without_label(note: Any) -> str:
    line = Inline()
    line.add(note.text)
    for piece in note:
        if name_of(piece) != "label":
            write(piece, line, [])
        line.add(piece.tail)
    return line.text


def _keywords(profile: Any) -> Iterable[str]:
    """Yield a line for each group of keywords."""
    for group in children(child(profile, "textClass"), "keywords"):
        parts = [e for e in group.iter() if name_of(e) in ("term", "item") and not len(e)]
        words = "; ".join(filter(None, map(plain, parts))) or plain(group)
        if words:
            yield f"Keywords: {words}"

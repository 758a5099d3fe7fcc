"""``papers.bib``: bibliographic data by entry key, every problem with its line."""

from __future__ import annotations

import logging
import re
from pathlib import Path
from typing import Any

from generator.core.paper import Metadata, Person
from generator.errors import Problem
from generator.reading.decoding import Undecodable, decoded
from generator.reading.links import target
from generator.reading.metadata.identifiers import arxiv_id, doi
from generator.reading.metadata.licences import licence_id

# BibTeX and BibLaTeX types as CSL names them; articles and all others keep the default.
_TYPES = {
    "inproceedings": "paper-conference",
    "conference": "paper-conference",
    "proceedings": "book",
    "book": "book",
    "incollection": "chapter",
    "inbook": "chapter",
    "phdthesis": "thesis",
    "mastersthesis": "thesis",
    "thesis": "thesis",
    "techreport": "report",
    "report": "report",
    "misc": "article",
    "online": "article",
    "unpublished": "manuscript",
    "dataset": "dataset",
    "software": "software",
}
# What the parser logs comes back as failed blocks, which are reported in our words.
logging.getLogger("bibtexparser").addHandler(logging.NullHandler())


def read_bibliography(path: Path) -> tuple[dict[str, Metadata], list[Problem]]:
    """The entries of a BibTeX file by their keys, in order, and all that is wrong with it."""
    from bibtexparser.entrypoint import parse_string
    from bibtexparser.middlewares import NormalizeFieldKeys, SeparateCoAuthors, SplitNameParts

    try:
        text, _ = decoded(path.read_bytes())
    except OSError as error:
        return {}, [Problem(str(path), None, f"cannot be read ({error.strerror}); check its rights")]
    except Undecodable as error:
        return {}, [Problem(str(path), None, f"{error}; save it as UTF-8 text")]
    names = [NormalizeFieldKeys(), SeparateCoAuthors(), SplitNameParts()]
    library = parse_string(text, append_middleware=names)
    problems = [Problem(str(path), (b.start_line or 0) + 1, _mend(b)) for b in library.failed_blocks]
    entries: dict[str, Metadata] = {}
    for entry in library.entries:
        fields = {name: field.value for name, field in entry.fields_dict.items()}
        metadata, wrong = _metadata(entry.entry_type, fields)
        entries[entry.key] = metadata
        for name, message in wrong:
            line = entry.fields_dict[name].start_line
            problems.append(Problem(str(path), line + 1 if line is not None else None, message))
    return entries, sorted(problems, key=lambda p: p.line or 0)


def _mend(block: Any) -> str:
    reason = str(block.error).split("\n", 1)[0].split(". Note:")[0].strip().rstrip(".")
    first = " ".join((block.raw or "").split())[:60]
    kind = type(block).__name__
    if kind == "DuplicateBlockKeyBlock":
        return f"the key {block.key!r} is used twice; give each entry a key of its own"
    if kind == "DuplicateFieldKeyBlock":
        return f"a field is given twice in {first!r}; remove one of them"
    return f"cannot be parsed at {first!r} ({reason or 'a brace or a comma is missing'}); repair the entry"


def _metadata(kind: str, fields: dict[str, Any]) -> tuple[Metadata, list[tuple[str, str]]]:
    wrong: list[tuple[str, str]] = []

    def plain(*names: str) -> str:
        return next((found for n in names if (found := _plain(fields.get(n)))), "")

    year = None
    date_field = next((n for n in ("year", "date", "issued") if fields.get(n)), None)
    if date_field:
        found = re.search(r"\b(?:1[5-9]|20)[0-9]{2}\b", str(fields[date_field]))
        if found:
            year = int(found.group())
        else:
            wrong.append((date_field, f"{date_field!r} holds no year: {_plain(fields[date_field])!r}"))
    identifier = ""
    if stated := str(fields.get("doi") or "").strip():
        identifier = doi(stated.replace("\\_", "_"))
        if not identifier:
            wrong.append(("doi", f"'doi' must be a DOI such as 10.1000/abc, not {stated!r}"))
    licence = plain("licence", "license", "copyright")
    return (
        Metadata(
            title=plain("title"),
            authors=_authors(fields.get("author")),
            year=year,
            venue=plain("journal", "journaltitle", "booktitle"),
            doi=identifier,
            arxiv=arxiv_id(str(fields.get("eprint") or fields.get("arxiv") or "")),
            url=target(str(fields.get("url") or "").replace("\\_", "_").replace("\\%", "%")) or "",
            licence=licence_id(licence) or licence,
            abstract=plain("abstract"),
            type=_TYPES.get(kind.lower(), Metadata().type),
        ),
        wrong,
    )


def _authors(names: Any) -> tuple[Person, ...]:
    if not isinstance(names, list):
        return ()
    found = []
    for name in names:
        family = _plain(" ".join([*name.von, *name.last, *name.jr]))
        if family and family.lower() != "others":
            found.append(Person(family, _plain(" ".join(name.first))))
    return tuple(found)


def _plain(value: Any) -> str:
    """A field's text without TeX: accents made letters, braces dropped."""
    if not isinstance(value, str):
        return ""
    if "\\" in value or "$" in value:
        from pylatexenc.latex2text import LatexNodes2Text

        value = LatexNodes2Text(math_mode="verbatim", keep_comments=True).latex_to_text(value)
    return " ".join(re.sub(r"[{}]", "", value).replace("~", " ").split())

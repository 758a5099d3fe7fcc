"""CSL-JSON records -> RIS: one ``TAG - value`` per line, lines end with CR LF, ``ER`` is last."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from generator.site.content.encoding import clean

_KINDS = {
    "article": "UNPB",  # a preprint: RIS has no type of its own for it
    "article-journal": "JOUR",
    "article-magazine": "MGZN",
    "article-newspaper": "NEWS",
    "book": "BOOK",
    "chapter": "CHAP",
    "dataset": "DATA",
    "manuscript": "UNPB",
    "paper-conference": "CPAPER",
    "report": "RPRT",
    "software": "COMP",
    "standard": "STAND",
    "thesis": "THES",
    "webpage": "ELEC",
}


def ris(item: Mapping[str, Any]) -> str:
    """Return one record as RIS that ends with a line break."""
    return "".join(f"{tag}  - {value}\r\n" for tag, value in _lines(item) if value or tag == "ER")


def _lines(item: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    yield "TY", _KINDS.get(item["type"], "GEN")
    yield "ID", clean(item["id"])
    yield "TI", clean(item["title"])
    for name in item.get("author", ()):
        yield "AU", _name(name)
    issued = item.get("issued", {}).get("date-parts", [[]])[0]
    if issued:
        yield "PY", f"{issued[0]:04}"
    if len(issued) == 3:
        yield "DA", _day(issued)
    yield "T2", clean(item.get("container-title", ""))
    yield "DO", clean(item.get("DOI", ""))
    if item.get("archive") == "arXiv":
        yield "AN", f"arXiv:{clean(item['archive_location'])}"
    yield "UR", clean(item.get("URL", ""))
    if len(accessed := item.get("accessed", {}).get("date-parts", [[]])[0]) == 3:
        yield "Y2", _day(accessed)
    yield "N1", clean(item.get("note", ""))
    yield "ER", ""


def _name(name: Mapping[str, str]) -> str:
    # RIS reserves the asterisk in names. A comma in a family name would start the given name.
    if "literal" in name:
        return clean(name["literal"].replace("*", ""))
    family = clean(name["family"].replace("*", "").replace(",", ""))
    return f"{family}, {clean(name['given'].replace('*', ''))}"


def _day(parts: list[int]) -> str:
    return "{:04}/{:02}/{:02}".format(*parts)

"""What services say of a paper: its record, its other names, and where its text may be had."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from generator.fetching.ids import Id

__all__ = ["FORMATS", "Location", "TextFormat", "Work", "date_parts", "text_at"]

TextFormat = Literal["jats", "latex", "html", "pdf"]
# As readers read them best.
FORMATS: tuple[TextFormat, ...] = ("jats", "latex", "html", "pdf")


@dataclass(frozen=True, slots=True)
class Location:
    """A place where the text may be. source: whose, for people. path, params, of: as `Client.get` takes them.

    licence: of the text there, as the service told it; empty where it told none.
    """

    format: TextFormat
    source: str
    path: str
    of: str = ""
    params: Mapping[str, str] = field(default_factory=dict)
    licence: str = ""


@dataclass(frozen=True, slots=True)
class Work:
    """A paper. id: the name that its file gets. record: an item of CSL JSON, as services told it.

    names: all that it is known by. version: of an arXiv paper. licence: as told. open: whether a service says
    that its text may be read by everybody. locations: those told with the record; there may be more.
    """

    id: Id
    record: Mapping[str, Any]
    names: tuple[Id, ...] = ()
    version: str = ""
    licence: str = ""
    open: bool = False
    locations: tuple[Location, ...] = ()

    @property
    def doi(self) -> str:
        return next((name.value for name in self.names if name.kind == "doi"), "")

    @property
    def landing(self) -> str:
        """The address of a page about it, for people."""
        by_kind = {name.kind: name for name in reversed((self.id, *self.names))}
        if "arxiv" in by_kind and self.id.kind == "arxiv":
            return f"https://arxiv.org/abs/{self.id.value}"
        if "doi" in by_kind:
            return f"https://doi.org/{by_kind['doi'].value}"
        if "pmcid" in by_kind:
            return f"https://pmc.ncbi.nlm.nih.gov/articles/{by_kind['pmcid'].value}/"
        if "pmid" in by_kind:
            return f"https://pubmed.ncbi.nlm.nih.gov/{by_kind['pmid'].value}/"
        return self.id.value


def text_at(data: Any, *path: str | int) -> str:
    """Return the text at a place in data of JSON; empty where there is none.

    >>> text_at({"a": [{"b": "x"}]}, "a", 0, "b"), text_at({"a": None}, "a", 0)
    ('x', '')
    """
    for step in path:
        if isinstance(data, Mapping) and isinstance(step, str):
            data = data.get(step)
        elif isinstance(data, Sequence) and not isinstance(data, str) and isinstance(step, int):
            data = data[step] if len(data) > step else None
        else:
            return ""
    if isinstance(data, bool) or not isinstance(data, str | int):
        return ""
    return str(data).strip()


def date_parts(year: str) -> dict[str, Any]:
    """Return a year as CSL JSON writes dates; nothing where it is none."""
    digits = year.strip()[:4]
    return (
        {"date-parts": [[int(digits)]]} if len(digits) == 4 and digits.isascii() and digits.isdigit() else {}
    )

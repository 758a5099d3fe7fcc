"""What services say about a paper: its record, its other ids, and where its text may be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from generator.fetching.ids import Id

__all__ = ["FORMATS", "Location", "TextFormat", "WorkRecord", "date_parts", "text_at"]

TextFormat = Literal["jats", "latex", "html", "pdf"]
# Best first: how much of a paper's structure our readers get out of each.
FORMATS: tuple[TextFormat, ...] = ("jats", "latex", "html", "pdf")


@dataclass(frozen=True, slots=True)
class Location:
    """A place where the text may be. source: whose server, for people. path, params, of: as for `Client.get`.

    licence: of the text there, as stated by the service; empty if it states none.
    """

    format: TextFormat
    source: str
    path: str
    of: str = ""
    params: Mapping[str, str] = field(default_factory=dict)
    licence: str = ""


@dataclass(frozen=True, slots=True)
class WorkRecord:
    """A paper as services describe it. id: the one that names its file. record: an item of CSL JSON.

    names: all its ids. version: of an arXiv paper. licence: as stated. open: True if a service says that
    everybody may read its text. locations: those that came with the record; there may be more. fault: why a
    service that may have its text gave no useful answer; empty if all did.
    """

    id: Id
    record: Mapping[str, Any]
    names: tuple[Id, ...] = ()
    version: str = ""
    licence: str = ""
    open: bool = False
    locations: tuple[Location, ...] = ()
    fault: str = ""

    @property
    def doi(self) -> str:
        """The DOI of the work; empty if it has none."""
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
    """Return the text at a path in JSON data; empty if there is none.

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


def date_parts(date: str) -> dict[str, Any]:
    """Return the year at the start of a text as a date of CSL JSON; empty if there is none."""
    digits = date.strip()[:4]
    return (
        {"date-parts": [[int(digits)]]} if len(digits) == 4 and digits.isascii() and digits.isdigit() else {}
    )

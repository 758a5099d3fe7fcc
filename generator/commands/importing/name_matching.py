"""Match names of papers and questions in other people's files to those of a project."""

from __future__ import annotations

import posixpath
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from generator import reading
from generator.core import Paper
from generator.project.lookup import doi_in, find_question, loose_name_keys, name_keys, without_paper_suffix

__all__ = ["NewPaper", "PaperNames", "by_number", "doi_in", "find_question", "named_in"]

# "Publication_33.pdf_CQ24.txt", "10.1016_j.ecoinf.2021.101290.pdf_random-seeds.txt", "33_cq07.txt".
_FILE = re.compile(
    r"(?P<paper>.+?)"
    r"(?:\.(?:pdf|xml|html?|md|txt)[_\-. ]{1,20}(?P<named>[A-Za-z0-9][\w-]*)"
    r"|[_\-. ]{1,20}(?P<numbered>(?:cq|q)[_\- ]?\d{1,3}))"
    r"\.(?:txt|md|out)",
    re.IGNORECASE | re.DOTALL,
)


def named_in(file: str) -> tuple[str, str] | None:
    """Return the names of paper and question in the name of a file, or None if it has none.

    >>> named_in("Publication_33.pdf_CQ24.txt")
    ('Publication_33', 'CQ24')
    """
    found = _FILE.fullmatch(file)
    if found is None or not any(c.isalnum() for c in found["paper"]):
        return None
    return found["paper"], found["named"] or found["numbered"]


def by_number(name: str) -> tuple[str, int]:
    """Return a key that sorts names with ``CQ2`` before ``CQ10``."""
    found = re.search(r"\d+", name)
    return re.sub(r"\d+", "", name).casefold(), int(found[0]) if found else 0


@dataclass(frozen=True, slots=True)
class NewPaper:
    """A paper that the project does not have: its future id, its title (the name in the file) and its DOI."""

    id: str
    title: str
    doi: str


class PaperNames:
    """Finds the paper that a name means: by id, file name or DOI, or else by its number alone."""

    def __init__(self, papers: Iterable[Paper]) -> None:
        self._exact: dict[str, set[str]] = defaultdict(set)
        self._loose: dict[str, set[str]] = defaultdict(set)
        self._new: dict[str, NewPaper] = {}
        for paper in papers:
            names = (paper.source, posixpath.basename(paper.source))
            self._know(paper.id, paper.id, *map(without_paper_suffix, names), paper.metadata.doi)

    def find(self, name: str) -> str | NewPaper:
        """Return the id of the paper that ``name`` means, or a new paper for it."""
        for spelled, known in ((name_keys(name), self._exact), (loose_name_keys(name), self._loose)):
            owners = {owner for key in spelled for owner in known.get(key, ())}
            if len(owners) == 1:
                (owner,) = owners
                return self._new.get(owner, owner)
        stem = without_paper_suffix(name)
        doi = doi_in(name)
        made = NewPaper(reading.paper_id(doi.replace("/", "_") if doi else stem), doi or stem, doi)
        self._new[made.id] = made
        self._know(made.id, made.id, stem, doi)
        return made

    def _know(self, owner: str, *names: str) -> None:
        for name in filter(None, names):
            for key in name_keys(name):
                self._exact[key].add(owner)
            for key in loose_name_keys(name):
                self._loose[key].add(owner)

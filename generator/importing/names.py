"""Names of papers and questions in other people's files, matched to those of a project."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from generator import reading
from generator.core import Paper, Question, QuestionSet

# "Publication_33.pdf_CQ24.txt", "10.1016_j.ecoinf.2021.101290.pdf_random-seeds.txt", "33_cq07.txt".
_FILE = re.compile(
    r"(?P<paper>.+?)"
    r"(?:\.(?:pdf|xml|html?|md|txt)[_\-. ]+(?P<named>[A-Za-z0-9][\w-]*)"
    r"|[_\-. ]+(?P<numbered>(?:cq|q)[_\- ]?\d{1,3}))"
    r"\.(?:txt|md|out)",
    re.IGNORECASE | re.DOTALL,
)
_NUMBERED = re.compile(r"(cq|q)?[_\- ]?0*(\d{1,3})", re.IGNORECASE)
_SUFFIX = re.compile(r"\.(?:pdf|xml|nxml|jats|html?|xhtml|md|markdown|txt|passages\.json)$", re.IGNORECASE)
# What people put before the number of a paper; it tells nothing.
_WORD = re.compile(r"^(?:publications?|papers?|articles?|pubs?|docs?|documents?|pdf)_(?=.)")
_DOI = re.compile(r"(10\.\d{4,9})[_/](\S+)")


def named_in(file: str) -> tuple[str, str] | None:
    """Names of paper and question in the name of a file, or None where it holds none.

    >>> named_in("Publication_33.pdf_CQ24.txt")
    ('Publication_33', 'CQ24')
    """
    found = _FILE.fullmatch(file)
    if found is None or not any(c.isalnum() for c in found["paper"]):
        return None
    return found["paper"], found["named"] or found["numbered"]


def doi_in(name: str) -> str:
    """The DOI that the name of a paper spells, with a slash or with ``_`` for it; else nothing.

    >>> doi_in("Publication_10.1016_j.ecoinf.2021.101290")
    '10.1016/j.ecoinf.2021.101290'
    """
    found = _DOI.search(_SUFFIX.sub("", name.strip()))
    return reading.doi(f"{found[1]}/{found[2]}") if found else ""


def find_question(name: str, sets: Sequence[QuestionSet]) -> Question | None:
    """The question of this id, alias, number (``CQ7``, ``cq07``, ``7``) or text, or None."""
    bare = " ".join(name.split())
    tries = [bare]
    if number := _NUMBERED.fullmatch(bare):
        prefix = number[1] or "cq"
        tries += [f"{prefix}{int(number[2]):02d}", f"{prefix}{int(number[2])}"]
    for spelled in tries:
        for questions in sets:
            if (found := questions.find(spelled)) is not None:
                return found
    plain = bare.casefold()
    return next((q for s in sets for q in s.questions if " ".join(q.text.split()).casefold() == plain), None)


def by_number(name: str) -> tuple[str, int]:
    """A key to sort names by, ``CQ2`` before ``CQ10``."""
    found = re.search(r"\d+", name)
    return re.sub(r"\d+", "", name).casefold(), int(found[0]) if found else 0


@dataclass(frozen=True, slots=True)
class NewPaper:
    """A paper that the project does not have: its id to be, its title (its name) and its DOI."""

    id: str
    title: str
    doi: str


class PaperNames:
    """Finds the paper that a name means: by id, file name or DOI, and else by its number alone."""

    def __init__(self, papers: Iterable[Paper]) -> None:
        self._exact: dict[str, set[str]] = defaultdict(set)
        self._loose: dict[str, set[str]] = defaultdict(set)
        self._new: dict[str, NewPaper] = {}
        for paper in papers:
            self._know(paper.id, paper.id, _SUFFIX.sub("", paper.source), paper.metadata.doi)

    def find(self, name: str) -> str | NewPaper:
        """The id of the paper that is meant, or the paper that is to be made for it."""
        for keys, known in ((_keys(name), self._exact), (_loosely(name), self._loose)):
            owners = {owner for key in keys for owner in known.get(key, ())}
            if len(owners) == 1:
                (owner,) = owners
                return self._new.get(owner, owner)
        bare = _SUFFIX.sub("", name.strip())
        doi = doi_in(name)
        made = NewPaper(reading.paper_id(doi.replace("/", "_") if doi else bare), doi or bare, doi)
        self._new[made.id] = made
        self._know(made.id, made.id, bare, doi)
        return made

    def _know(self, owner: str, *names: str) -> None:
        for name in filter(None, names):
            for key in _keys(name):
                self._exact[key].add(owner)
            for key in _loosely(name):
                self._loose[key].add(owner)


def _keys(name: str) -> set[str]:
    keys = {_key(_SUFFIX.sub("", name.strip()))}
    if doi := doi_in(name):
        keys.add(_key(doi))
    return keys - {""}


def _loosely(name: str) -> set[str]:
    return {_WORD.sub("", key) for key in _keys(name)} - {""}


def _key(name: str) -> str:
    return re.sub(r"[\W_]+", "_", name.casefold()).strip("_")

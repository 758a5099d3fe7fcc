"""Papers and questions by the names that people use: id, alias, file name, DOI, number.

Names of papers are compared by their letters and digits only:

>>> sorted(name_keys("Publication_33.pdf")), sorted(loose_name_keys("Publication_33.pdf"))
(['publication_33'], ['33'])
"""

from __future__ import annotations

import posixpath
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from generator import reading
from generator.core import Question, QuestionSet
from generator.core.formats import without_suffix
from generator.errors import AnswerbookError
from generator.project.problems import did_you_mean

__all__ = [
    "choose_paper",
    "choose_question",
    "doi_in",
    "find_question",
    "loose_name_keys",
    "name_keys",
    "without_paper_suffix",
]

_NUMBERED = re.compile(r"(cq|q)?[_\- ]?0*(\d{1,3})", re.IGNORECASE)
# Words that people put in front of a paper's number; they do not identify it.
_WORD = re.compile(r"^(?:publications?|papers?|articles?|pubs?|docs?|documents?|pdf)_(?=.)")
_DOI = re.compile(r"(10\.\d{4,9})[_/](\S+)")
_MAX_SHOWN_NAMES = 5  # in an error about an ambiguous name
_MAX_KNOWN_CHARS = 300  # of a list of all ids in an error; longer lists are counted instead


def without_paper_suffix(name: str) -> str:
    """Return a file name without the extension of a paper."""
    return without_suffix(name.strip())


def doi_in(name: str) -> str:
    """Return the DOI in the name of a paper, where ``_`` may replace the slash; empty if there is none.

    >>> doi_in("Publication_10.1016_j.ecoinf.2021.101290")
    '10.1016/j.ecoinf.2021.101290'
    """
    found = _DOI.search(without_paper_suffix(name))
    return reading.doi(f"{found[1]}/{found[2]}") if found else ""


def name_keys(name: str) -> set[str]:
    """Return the forms of a paper's name to compare: its letters and digits, and those of its DOI."""
    found = {_key(without_paper_suffix(name))}
    if doi := doi_in(name):
        found.add(_key(doi))
    return found - {""}


def loose_name_keys(name: str) -> set[str]:
    """Return the same forms without a word in front of a number (``Publication_33`` -> ``33``)."""
    return {_WORD.sub("", key) for key in name_keys(name)} - {""}


def find_question(name: str, sets: Sequence[QuestionSet]) -> Question | None:
    """Return the question with this id, alias, number (``CQ7``, ``cq07``, ``7``) or text, or None."""
    given = " ".join(name.split())
    tries = [given]
    if number := _NUMBERED.fullmatch(given):
        prefix = number[1] or "cq"
        tries += [f"{prefix}{int(number[2]):02d}", f"{prefix}{int(number[2])}"]
    for spelled in tries:
        for questions in sets:
            if (found := questions.find(spelled)) is not None:
                return found
    plain = given.casefold()
    return next((q for s in sets for q in s.questions if " ".join(q.text.split()).casefold() == plain), None)


def choose_question(name: str, sets: Sequence[QuestionSet]) -> Question:
    """Return the question that ``name`` means; the unambiguous beginning of an id is enough.

    Raises AnswerbookError if no question fits, or several do.
    """
    found = find_question(name, sets)
    if found is not None:
        return found
    ids = {q.id: q for s in sets for q in s.questions}
    beginning = [q for q in ids if name.strip() and q.startswith(name.strip().casefold())]
    if len(beginning) == 1:
        return ids[beginning[0]]
    raise AnswerbookError(_unclear("question", name, beginning, ids))


def choose_paper(name: str, papers: Iterable[tuple[str, str, str]]) -> str:
    """Return the id of the paper with this id, file name or DOI; an unambiguous beginning of one is enough.

    papers: id, file name, and DOI (or "") of each. Raises AnswerbookError if no paper fits, or several do.
    """
    known = list(papers)
    exact: dict[str, set[str]] = defaultdict(set)
    for paper, source, doi in known:
        if name.strip() in (paper, source):
            return paper
        for spelled in filter(
            None, (paper, without_paper_suffix(source), without_paper_suffix(posixpath.basename(source)), doi)
        ):
            for key in name_keys(spelled):
                exact[key].add(paper)
    owners = {
        owner for key in (*name_keys(name), *name_keys(reading.doi(name))) for owner in exact.get(key, ())
    }
    if not owners and (start := _key(without_paper_suffix(name))):
        owners = {owner for key, found in exact.items() if key.startswith(start) for owner in found}
    if len(owners) == 1:
        return owners.pop()
    raise AnswerbookError(_unclear("paper", name, sorted(owners), [paper for paper, _, _ in known]))


def _unclear(what: str, name: str, fitting: Sequence[str], known: Iterable[str]) -> str:
    if fitting:
        shown = ", ".join(sorted(fitting)[:_MAX_SHOWN_NAMES])
        more = f" and {len(fitting) - _MAX_SHOWN_NAMES} more" if len(fitting) > _MAX_SHOWN_NAMES else ""
        return f"{what} {name!r}: fits {shown}{more}; write more of the name"
    ids = sorted(known)
    if not ids:
        return f"{what} {name!r}: the project has no {what}s"
    near = did_you_mean(name, ids)
    return f"no {what} {name!r} in this project; " + (
        near if len(near) < _MAX_KNOWN_CHARS else f"it has {len(ids)}"
    )


def _key(name: str) -> str:
    return re.sub(r"[\W_]+", "_", name.casefold()).strip("_")

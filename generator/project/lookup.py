"""Papers and questions by the names that people call them: id, alias, file name, DOI, number."""

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

__all__ = ["bare", "choose_paper", "choose_question", "doi_in", "find_question", "keys", "loosely"]

_NUMBERED = re.compile(r"(cq|q)?[_\- ]?0*(\d{1,3})", re.IGNORECASE)
# What people put before the number of a paper; it tells nothing.
_WORD = re.compile(r"^(?:publications?|papers?|articles?|pubs?|docs?|documents?|pdf)_(?=.)")
_DOI = re.compile(r"(10\.\d{4,9})[_/](\S+)")
_SHOWN = 5  # names in a sentence that says that a beginning fits several


def bare(name: str) -> str:
    """The name of a file without the ending of a paper."""
    return without_suffix(name.strip())


def doi_in(name: str) -> str:
    """The DOI that the name of a paper spells, with a slash or with ``_`` for it; else nothing.

    >>> doi_in("Publication_10.1016_j.ecoinf.2021.101290")
    '10.1016/j.ecoinf.2021.101290'
    """
    found = _DOI.search(bare(name))
    return reading.doi(f"{found[1]}/{found[2]}") if found else ""


def keys(name: str) -> set[str]:
    """How a name of a paper is compared with another: its letters and digits, and those of its DOI."""
    found = {_key(bare(name))}
    if doi := doi_in(name):
        found.add(_key(doi))
    return found - {""}


def loosely(name: str) -> set[str]:
    """The same without what stands before a number (``Publication_33``)."""
    return {_WORD.sub("", key) for key in keys(name)} - {""}


def find_question(name: str, sets: Sequence[QuestionSet]) -> Question | None:
    """The question of this id, alias, number (``CQ7``, ``cq07``, ``7``) or text, or None."""
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
    """The question that ``name`` means, the unique beginning of an id included.

    Raises AnswerbookError where it means none, or several.
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
    """The id of the paper that ``name`` means by id, file name, DOI, or the unique beginning of one.

    papers: id, file name, and DOI or nothing. Raises AnswerbookError where it means none, or several.
    """
    known = list(papers)
    exact: dict[str, set[str]] = defaultdict(set)
    for paper, source, doi in known:
        if name.strip() in (paper, source):
            return paper
        for spelled in filter(None, (paper, bare(source), bare(posixpath.basename(source)), doi)):
            for key in keys(spelled):
                exact[key].add(paper)
    owners = {owner for key in (*keys(name), *keys(reading.doi(name))) for owner in exact.get(key, ())}
    if not owners and (start := _key(bare(name))):
        owners = {owner for key, found in exact.items() if key.startswith(start) for owner in found}
    if len(owners) == 1:
        return owners.pop()
    raise AnswerbookError(_unclear("paper", name, sorted(owners), [paper for paper, _, _ in known]))


def _unclear(what: str, name: str, fitting: Sequence[str], known: Iterable[str]) -> str:
    if fitting:
        more = f" and {len(fitting) - _SHOWN} more" if len(fitting) > _SHOWN else ""
        return f"{what} {name!r}: fits {', '.join(sorted(fitting)[:_SHOWN])}{more}; write more of the name"
    ids = sorted(known)
    if not ids:
        return f"{what} {name!r}: the project has no {what}s"
    near = did_you_mean(name, ids)
    return f"no {what} {name!r} in this project; " + (near if len(near) < 300 else f"it has {len(ids)}")


def _key(name: str) -> str:
    return re.sub(r"[\W_]+", "_", name.casefold()).strip("_")

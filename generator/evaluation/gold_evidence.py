"""Gold evidence: which passages of a paper answer a question, and whether it reports the answer.

A gold file is JSON Lines: ``{"paper", "question", "status", "evidence": [{"quote"}]}``, with status
``reported``, ``partly``, ``not_reported`` or ``not_applicable``. Rows without evidence count for the status
alone. ``"applies": false``: the question does not apply to this paper, whose status then counts as not
reported. Other keys are ignored.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.errors import AnswerbookError
from generator.evaluation.jsonlines import read_rows
from generator.evaluation.metrics import passage_found, share
from generator.evaluation.status_figures import StatusCell, status_figures

STATUSES = {
    "reported": True,
    "partly": True,
    "partly_reported": True,
    "not_reported": False,
    "not_applicable": False,
}


@dataclass(frozen=True, slots=True)
class GoldEvidence:
    """A question about a paper: whether it is answered, at least in part, and the passages.

    applies: whether the question applies to this paper; if not, it is not answered.
    """

    paper: str
    question: str
    answered: bool
    passages: tuple[str, ...]
    applies: bool = True


@dataclass(frozen=True, slots=True)
class GoldResult:
    """What a system found for one gold question.

    junk: a snippet comes from a list of references or from furniture, although the question is not about
    links. answered: whether the system says that the paper answers. probability: of that, by the system's
    own estimate, or None. question: our id of the question; empty if it is the gold's.
    """

    gold: GoldEvidence
    snippets: tuple[str, ...]
    answered: bool
    junk: bool
    probability: float | None = None
    question: str = ""

    @property
    def hits(self) -> int:
        """Number of gold passages that are in the snippets."""
        return sum(passage_found(p, self.snippets) for p in self.gold.passages)


def read_evidence(path: Path) -> list[GoldEvidence]:
    """Return the gold evidence in a file. Raises AnswerbookError, with the line, for anything else."""
    rows = []
    for number, row in read_rows(path, ("paper", "question", "status")):
        if row["status"] not in STATUSES:
            raise AnswerbookError(
                f"{path}, line {number}: unknown status {row['status']!r}; write one of {', '.join(STATUSES)}"
            )
        passages = row.get("evidence", [])
        if not isinstance(passages, list) or not all(_is_passage(p) for p in passages):
            raise AnswerbookError(f'{path}, line {number}: evidence must be a list of {{"quote": "..."}}')
        quotes = tuple(p["quote"] for p in passages if p["quote"].strip())
        applies = row.get("applies", row["status"] != "not_applicable")
        if not isinstance(applies, bool):
            raise AnswerbookError(f"{path}, line {number}: applies must be true or false, not {applies!r}")
        answered = applies and STATUSES[row["status"]]
        rows.append(GoldEvidence(str(row["paper"]), str(row["question"]), answered, quotes, applies))
    return rows


def _is_passage(value: Any) -> bool:
    """Return True for an object with a quote."""
    return isinstance(value, dict) and isinstance(value.get("quote"), str)


def evidence_figures(results: Sequence[GoldResult]) -> dict[str, Any]:
    """Return the figures of `answerbook evaluate evidence`, without the time.

    any: of the questions with gold passages (with_passages), the share with at least one found. recall:
    share of all gold passages (passages) found. mean_chars: of all snippets of a question. reference_share:
    share of questions with a snippet from where none may come from. The others: see `status_figures`.
    Figures that the gold does not allow are None.
    """
    with_passages = [r for r in results if r.gold.passages]
    passages = sum(len(r.gold.passages) for r in with_passages)
    return {
        "questions": len(results),
        "with_passages": len(with_passages),
        "passages": passages,
        "any": share(sum(r.hits > 0 for r in with_passages), len(with_passages)),
        "recall": share(sum(r.hits for r in with_passages), passages),
        "mean_chars": share(sum(len(t) for r in results for t in r.snippets), len(results)),
        "reference_share": share(sum(r.junk for r in results), len(results)),
        **status_figures([StatusCell(r.answered, r.gold.answered, r.probability) for r in results]),
    }


def by_paper(results: Iterable[GoldResult]) -> dict[str, dict[str, Any]]:
    """Return the same figures by paper."""
    return _grouped(results, lambda r: r.gold.paper)


def by_question(results: Iterable[GoldResult]) -> dict[str, dict[str, Any]]:
    """Return the same figures by question; rows under several names of one question are one group."""
    return _grouped(results, lambda r: r.question or r.gold.question)


def _grouped(results: Iterable[GoldResult], key: Callable[[GoldResult], str]) -> dict[str, dict[str, Any]]:
    """Return the figures of each group."""
    groups: dict[str, list[GoldResult]] = {}
    for result in results:
        groups.setdefault(key(result), []).append(result)
    return {name: evidence_figures(rows) for name, rows in groups.items()}

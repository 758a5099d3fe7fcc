"""Gold evidence: which passages of a paper answer a question, and whether it reports the answer.

A gold file is JSON Lines: ``{"paper", "question", "status", "evidence": [{"quote"}]}``, with status
``reported``, ``partly`` or ``not_reported``; other keys are ignored.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.errors import AnswerbookError
from generator.evaluation.jsonlines import lines_of
from generator.evaluation.metrics import balanced_accuracy, cohen_kappa, found

STATUSES = {"reported": True, "partly": True, "partly_reported": True, "not_reported": False}


@dataclass(frozen=True, slots=True)
class GoldEvidence:
    """One question about one paper: whether it is answered, at least in part, and the passages."""

    paper: str
    question: str
    answered: bool
    passages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """What a system found for one gold question.

    junk: a snippet comes from a list of references or from furniture, where the question is not
    about links. answered: whether the system says that the paper answers.
    """

    gold: GoldEvidence
    snippets: tuple[str, ...]
    answered: bool
    junk: bool

    @property
    def hits(self) -> int:
        """How many of the gold passages stand in the snippets."""
        return sum(found(p, self.snippets) for p in self.gold.passages)


def read_evidence(path: Path) -> list[GoldEvidence]:
    """The gold evidence in a file. Raises AnswerbookError, with the line, for anything else."""
    rows = []
    for number, row in lines_of(path, ("paper", "question", "status")):
        if row["status"] not in STATUSES:
            raise AnswerbookError(
                f"{path}, line {number}: the status {row['status']!r} is none of {', '.join(STATUSES)}"
            )
        passages = row.get("evidence", [])
        if not isinstance(passages, list) or not all(_is_passage(p) for p in passages):
            raise AnswerbookError(f'{path}, line {number}: evidence must be a list of {{"quote": "..."}}')
        quotes = tuple(p["quote"] for p in passages if p["quote"].strip())
        rows.append(GoldEvidence(str(row["paper"]), str(row["question"]), STATUSES[row["status"]], quotes))
    return rows


def _is_passage(value: Any) -> bool:
    return isinstance(value, dict) and isinstance(value.get("quote"), str)


def evidence_figures(results: Sequence[Found]) -> dict[str, Any]:
    """The figures of `answerbook evaluate evidence`, without the time.

    any: share of the questions with gold passages (with_passages) of which at least one was found.
    recall: share of all gold passages (passages) found. mean_chars: of all snippets of a question.
    reference_share: share of questions with a snippet from where none may come from. status_*: reported
    or partly against not reported. Figures that the gold cannot give are None.
    """
    with_passages = [r for r in results if r.gold.passages]
    passages = sum(len(r.gold.passages) for r in with_passages)
    said, gold = [r.answered for r in results], [r.gold.answered for r in results]
    told = len(set(gold)) == 2
    return {
        "questions": len(results),
        "with_passages": len(with_passages),
        "passages": passages,
        "any": _share(sum(r.hits > 0 for r in with_passages), len(with_passages)),
        "recall": _share(sum(r.hits for r in with_passages), passages),
        "mean_chars": _share(sum(len(t) for r in results for t in r.snippets), len(results)),
        "reference_share": _share(sum(r.junk for r in results), len(results)),
        "status_kappa": cohen_kappa(said, gold) if told else None,
        "status_balanced_accuracy": balanced_accuracy(said, gold) if told else None,
    }


def by_paper(results: Iterable[Found]) -> dict[str, dict[str, Any]]:
    """The same figures, paper by paper."""
    papers: dict[str, list[Found]] = {}
    for result in results:
        papers.setdefault(result.gold.paper, []).append(result)
    return {paper: evidence_figures(rows) for paper, rows in papers.items()}


def _share(part: float, whole: int) -> float | None:
    return part / whole if whole else None

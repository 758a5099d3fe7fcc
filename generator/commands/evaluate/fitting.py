"""The learned weights of retrieval, fitted on gold evidence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING

from generator.commands.evaluate.cases import Case, bare, variants
from generator.core import LinearModel, Question
from generator.evaluation.fitting import fit, fit_columns
from generator.retrieval import Learned, Signs, rank, signs, status_features

if TYPE_CHECKING:
    import numpy as np


class Fitter:
    """Fits the models of retrieval on some of the papers of ``cases``; signs are computed once.

    without_sign, without_feature: one of the ranking's signs, or of the status's features, to leave
    out, for ablations. fields: of each paper; every field counts alike, however many labels it has. Without
    them all papers are of one.
    """

    def __init__(
        self,
        cases: Sequence[Case],
        *,
        without_sign: str = "",
        without_feature: str = "",
        fields: Mapping[str, str] | None = None,
    ) -> None:
        self.cases = cases
        self.fields = fields or {}
        self.papers = tuple(dict.fromkeys(c.gold.paper for c in cases))
        self.without_sign = without_sign
        self.without_feature = without_feature
        self._signs: dict[tuple[str, Question], Signs] = {}
        self._labels: dict[tuple[str, str], np.ndarray] = {}
        self._ranking: Callable[[frozenset[str]], LinearModel] = cache(self._fitted_ranking)

    def signs(self, case: Case, question: Question) -> Signs:
        """The signs of a case for a variant of its question."""
        key = case.gold.paper, question
        if key not in self._signs:
            self._signs[key] = signs(case.index, question)
        return self._signs[key]

    def labels(self, case: Case) -> np.ndarray:
        """See `Case.labels`."""
        key = case.gold.paper, case.gold.question
        if key not in self._labels:
            self._labels[key] = case.labels()
        return self._labels[key]

    def fitted(self, papers: Sequence[str]) -> Learned:
        """All models from these papers.

        The status models are fitted on rankings of each paper by a model that has not seen it, for such
        are the rankings that it will judge.
        """
        wanted = frozenset(papers)
        return Learned(
            self._ranking(wanted),
            self._status(wanted, lambda q: q if q.cues else None),
            self._status(wanted, lambda q: bare(q) if q.cues else q, balanced=True),
        )

    def _status(
        self,
        papers: frozenset[str],
        asked: Callable[[Question], Question | None],
        *,
        balanced: bool = False,
    ) -> LinearModel:
        # balanced: the signs of a question without cues say so little that the more frequent answer,
        # "reported", would always win (kappa .03 against .32).
        rows, answered, groups = [], [], []
        for case in self.cases:
            paper = case.gold.paper
            question = asked(case.question)
            if paper in papers and question is not None:
                unseen = self._ranking(self._without(papers, paper))
                ranked = rank(case.index, question, unseen, self.signs(case, question))
                features = status_features(ranked, question)
                rows.append({k: v for k, v in features.items() if k != self.without_feature})
                answered.append(case.gold.answered)
                groups.append((self.fields.get(paper), case.gold.answered if balanced else None))
        return fit(rows, answered, weights=_alike(groups))

    def _without(self, papers: frozenset[str], paper: str) -> frozenset[str]:
        """The papers but for this one; where there are fields, but for all of its field."""
        field = self.fields.get(paper)
        others = {p for p in papers if p != paper and (field is None or self.fields[p] != field)}
        return frozenset(others or papers - {paper} or papers)

    def _fitted_ranking(self, papers: frozenset[str]) -> LinearModel:
        import numpy as np

        columns: dict[str, list[np.ndarray]] = {}
        gold, weights = [], []
        # Where people found an answer and copied no passage, every passage would be told that it is none.
        cases = [c for c in self.cases if c.gold.paper in papers and (c.gold.passages or not c.gold.answered)]
        of = [self.fields.get(c.gold.paper) for c in cases]
        for case, weight in zip(cases, _alike(of), strict=True):
            searched = np.array([p.kind != "references" for p in case.index.passages])
            for question in variants(case.question):
                for name, values in self.signs(case, question).values.items():
                    if name != self.without_sign:
                        columns.setdefault(name, []).append(values[searched])
                gold.append(self.labels(case)[searched])
                weights.append(np.full(int(searched.sum()), weight))
        return fit_columns(
            {n: np.concatenate(v) for n, v in columns.items()},
            np.concatenate(gold),
            weights=np.concatenate(weights).tolist(),
        )


def _alike(groups: Sequence[Hashable]) -> list[float]:
    """Return what each row counts so that every group counts as much as another, and a row 1 in the mean."""
    rows = Counter(groups)
    return [len(groups) / (len(rows) * rows[group]) for group in groups]

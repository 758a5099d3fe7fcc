"""The learned weights of retrieval, fitted on gold evidence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from generator.commands.ask import TYPED
from generator.commands.evaluate.cases import Case, bare, variants
from generator.core import LinearModel, Question
from generator.evaluation.fitting import fit, fit_columns
from generator.retrieval import Learned, Ranked, Signs, blended, rank, signs, status_features, usually

if TYPE_CHECKING:
    import numpy as np


# What the status models go by, without a scorer and with one; "usually" stands beside where it is known.
BY_SIGNS = ("best", "near_best", "cues", "cues_of_best")
BY_SCORER = ("best", "near_best", "scorer", "scorer_three", "scorer_six", "expected")


# Weights by which passages are ordered while what blends signs and scorer is yet to be fitted.
_BY_SCORER_ALONE = LinearModel({"scorer": (0.0, 1.0, 1.0)}, 0.0)


# So many questions of no set tell how sure one may be of such.
_ENOUGH = 100


class Counted(NamedTuple):
    """Whether a paper of a field reports what the text of a question asks, as people said."""

    field: str | None
    question: str
    told: bool


class Fitter:
    """Fits the models of retrieval on some of the papers of ``cases``; signs are computed once.

    Where the indices of the cases have a scorer, its calibration is fitted too. A scorer that was trained on
    these papers would be trusted too much.

    without_sign, without_feature: one of the ranking's signs, or of the status's features, to leave
    out, for ablations. counted: what people found in further papers; it counts for how usual it is that a
    question is answered. fields: of each paper; every field counts alike, however many labels it has. Without
    them all papers are of one.
    """

    def __init__(
        self,
        cases: Sequence[Case],
        *,
        without_sign: str = "",
        without_feature: str = "",
        fields: Mapping[str, str] | None = None,
        counted: Sequence[Counted] = (),
    ) -> None:
        self.cases = cases
        self.fields = fields or {}
        self.counted = counted
        self.papers = tuple(dict.fromkeys(c.gold.paper for c in cases))
        self.without_sign = without_sign
        self.without_feature = without_feature
        self._signs: dict[tuple[str, Question], Signs] = {}
        self._labels: dict[tuple[str, str], np.ndarray] = {}
        self._ranking: Callable[[frozenset[str]], LinearModel] = cache(self._fitted_ranking)
        self._scored = all(c.index.scorer is not None for c in cases)

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
        if self._scored:
            usual = self.usual(wanted)
            return Learned(
                self._ranking(wanted),
                self._status(
                    wanted, lambda q: [q] if not usual or q.text in usual else [], (*BY_SCORER, "usually")
                ),
                self._bare(wanted),
                self._blend(wanted),
                usual,
            )
        without_cues = self._status(wanted, lambda q: [bare(q) if q.cues else q], BY_SIGNS, balanced=True)
        if not any(c.question.cues for c in self.cases):
            return Learned(self._ranking(wanted), without_cues, without_cues)
        with_cues = self._status(wanted, lambda q: [q] if q.cues else [], BY_SIGNS)
        return Learned(self._ranking(wanted), with_cues, without_cues)

    def _bare(self, papers: frozenset[str]) -> LinearModel:
        """The status model of a question whose answers nobody counted.

        It goes by the scorer where enough questions of no set are among the cases. Else by signs alone: a
        scorer that was trained on the wording of a question is sure of it in another way.
        """
        free = [c for c in self.cases if c.gold.paper in papers and c.question.group == TYPED]
        if len(free) < _ENOUGH:
            return self._status(papers, lambda q: list(dict.fromkeys((q, bare(q)))), BY_SIGNS)
        return self._status(papers, lambda q: [q], BY_SCORER)

    def usual(self, papers: frozenset[str]) -> dict[str, tuple[int, int]]:
        """See `Learned`, of these papers: of questions of a set that were put to more than one of them."""
        fields = {self.fields.get(p) for p in papers}
        rows = [
            Counted(self.fields.get(c.gold.paper), c.question.text, c.gold.answered)
            for c in self.cases
            if c.gold.paper in papers and c.question.group != TYPED
        ]
        counts: dict[str, tuple[int, int]] = {}
        for row in [*rows, *(r for r in self.counted if r.field in fields)]:
            told, of = counts.get(row.question, (0, 0))
            counts[row.question] = told + row.told, of + 1
        return {question: found for question, found in counts.items() if found[1] > 1}

    def _ranked(self, case: Case, question: Question, papers: frozenset[str]) -> list[Ranked]:
        """The passages of a case, ranked by signs that were weighed without its paper and its field."""
        unseen = self._ranking(self._without(papers, case.gold.paper))
        weights = Learned(unseen, unseen, unseen, _BY_SCORER_ALONE if self._scored else None)
        return rank(case.index, question, weights, self.signs(case, question))

    def _status(
        self,
        papers: frozenset[str],
        asked: Callable[[Question], Sequence[Question]],
        names: Sequence[str],
        *,
        balanced: bool = False,
    ) -> LinearModel:
        """A status model. asked: the forms in which a question is put. names: of the features it goes by.

        balanced: the signs of a question without cues say so little that the more frequent answer,
        "reported", would always win (kappa .03 against .32).
        """
        rows, answered, groups = [], [], []
        for case in self.cases:
            paper = case.gold.paper
            if paper not in papers:
                continue
            usual = self.usual(papers - {paper}) if "usually" in names else {}
            for question in asked(case.question):
                ranked = self._ranked(case, question, papers)
                features = status_features(ranked, question, usually(usual, case.question.text))
                rows.append({k: features[k] for k in names if k != self.without_feature})
                answered.append(case.gold.answered)
                field = TYPED if question.group == TYPED else self.fields.get(paper)
                groups.append((field, case.gold.answered if balanced else None))
        return fit(rows, answered, weights=_alike(groups))

    def _blend(self, papers: frozenset[str]) -> LinearModel:
        """Whether a passage that the scorer read answers, by its signs and by the scorer."""
        rows, gold, groups = [], [], []
        for case in self._with_evidence(papers):
            labels = self.labels(case)
            for question in dict.fromkeys((case.question, bare(case.question))):
                for r in self._ranked(case, question, papers):
                    if r.by_scorer is not None:
                        rows.append(blended(r.by_signs, r.by_scorer))
                        gold.append(bool(labels[r.passage.index]))
                        groups.append(self.fields.get(case.gold.paper))
        return fit(rows, gold, weights=_alike(groups))

    def _with_evidence(self, papers: frozenset[str]) -> list[Case]:
        """The cases of these papers whose passages have labels.

        Where people found an answer and copied no passage, every passage would be told that it is none.
        """
        return [c for c in self.cases if c.gold.paper in papers and (c.gold.passages or not c.gold.answered)]

    def _without(self, papers: frozenset[str], paper: str) -> frozenset[str]:
        """The papers but for this one; where there are fields, but for all of its field."""
        field = self.fields.get(paper)
        others = {p for p in papers if p != paper and (field is None or self.fields[p] != field)}
        return frozenset(others or papers - {paper} or papers)

    def _fitted_ranking(self, papers: frozenset[str]) -> LinearModel:
        import numpy as np

        columns: dict[str, list[np.ndarray]] = {}
        gold, weights = [], []
        cases = self._with_evidence(papers)
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

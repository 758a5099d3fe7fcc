"""Fit the learned weights of retrieval on gold evidence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from generator.commands.ask import TYPED
from generator.commands.evaluate.cases import Case, bare, variants
from generator.core import LinearModel, Question
from generator.evaluation.fitting import fit, fit_columns
from generator.retrieval import (
    Features,
    LearnedWeights,
    Ranked,
    blend_features,
    has_queries,
    passage_features,
    rank,
    status_features,
    usual_log_odds,
)

if TYPE_CHECKING:
    import numpy as np


# Features of the status models without a scorer and with one; "usually" is added if it is known.
BY_FEATURES = ("best", "near_best", "cues", "cues_of_best")
BY_SCORER = ("best", "near_best", "scorer", "scorer_three", "scorer_six", "expected")


# Order passages by the scorer alone until the blend of features and scorer is fitted.
_BY_SCORER_ALONE = LinearModel({"scorer": (0.0, 1.0, 1.0)}, 0.0)


# Questions outside of sets that are needed to fit how sure one can be about such questions.
_MIN_TYPED_CASES = 100


class Counted(NamedTuple):
    """A person's judgement: whether a paper of a field reports what the text of a question asks."""

    field: str | None
    question: str
    reported: bool


class Fitter:
    """Fits the models of retrieval on some of the papers of ``cases``; features are computed once.

    If the indices of the cases have a scorer, its calibration is fitted too. A scorer that was trained on
    these papers would be trusted too much.

    without_passage_feature, without_status_feature: a feature of the ranking, or of the status, to leave out
    in ablations. counted: people's judgements about further papers, which count for how usual it is that a
    question is answered. fields: field of each paper; every field has the same weight, however many labels it
    has. Without fields, all papers are in one. ranking: ranks passages; None to fit that too.

    ``computed`` holds features by paper and question; those of another fitter may be put there.
    """

    def __init__(
        self,
        cases: Sequence[Case],
        *,
        without_passage_feature: str = "",
        without_status_feature: str = "",
        fields: Mapping[str, str] | None = None,
        counted: Sequence[Counted] = (),
        ranking: LinearModel | None = None,
    ) -> None:
        self.cases = cases
        self.fields = fields or {}
        self.counted = counted
        self.papers = tuple(dict.fromkeys(c.gold.paper for c in cases))
        self.without_passage_feature = without_passage_feature
        self.without_status_feature = without_status_feature
        self.computed: dict[tuple[str, Question], Features] = {}
        self._labels: dict[tuple[str, str], np.ndarray] = {}
        self._ranking: Callable[[frozenset[str]], LinearModel] = (
            cache(self._fitted_ranking) if ranking is None else lambda _: ranking
        )
        self._scored = all(c.index.scorer is not None for c in cases)

    def features(self, case: Case, question: Question) -> Features:
        """Return the features of a case's passages for a variant of its question."""
        key = case.gold.paper, question
        if key not in self.computed:
            self.computed[key] = passage_features(case.index, question)
        return self.computed[key]

    def labels(self, case: Case) -> np.ndarray:
        """Return `Case.labels`, computed once."""
        key = case.gold.paper, case.gold.question
        if key not in self._labels:
            self._labels[key] = case.labels()
        return self._labels[key]

    def fitted(self, papers: Sequence[str]) -> LearnedWeights:
        """Fit all models on these papers.

        The status models are fitted on rankings of each paper by a model that has not seen it, because they
        will judge such rankings.
        """
        wanted = frozenset(papers)
        if self._scored:
            usual = self.usual(wanted)
            with_scorer = LearnedWeights(
                self._ranking(wanted),
                self._status(
                    wanted, lambda q: [q] if not usual or q.text in usual else [], (*BY_SCORER, "usually")
                ),
                self._bare(wanted),
                self._blend(wanted),
                usual,
            )
            uncounted: Mapping[str, Any] = self.uncounted(wanted)
            return replace(with_scorer, **uncounted)
        without_cues = self._status(wanted, lambda q: [bare(q) if q.cues else q], BY_FEATURES, balanced=True)
        if not any(c.question.cues for c in self.cases):
            return LearnedWeights(self._ranking(wanted), without_cues, without_cues)
        with_cues = self._status(wanted, lambda q: [q] if q.cues else [], BY_FEATURES)
        return LearnedWeights(self._ranking(wanted), with_cues, without_cues)

    def _bare(self, papers: frozenset[str]) -> LinearModel:
        """Fit the status model for questions whose answers have not been counted.

        It uses the scorer if the cases include enough questions outside of sets, and otherwise features
        alone: a scorer that was trained on the wording of a question is sure of it in a different way.
        """
        free = [c for c in self.cases if c.gold.paper in papers and c.question.group == TYPED]
        if len(free) < _MIN_TYPED_CASES:
            return self._status(papers, lambda q: list(dict.fromkeys((q, bare(q)))), BY_FEATURES)
        return self._status(papers, lambda q: [q], BY_SCORER)

    def uncounted(self, papers: Iterable[str]) -> dict[str, LinearModel]:
        """Fit the status models that do without a scorer, by name; see `LearnedWeights`.

        The scorer is sure of the wordings that it was trained on and of no others: on a whole field left out,
        the mean area under the curve over six fields is .85 with features alone, .85 with both, .69 with the
        scorer alone. A model is left out if there is no such question.
        """
        wanted = frozenset(papers)
        forms: dict[str, Callable[[Question], Sequence[Question]]] = {
            "cued": _with_cues,
            "queried": lambda q: [replace(q, cues=())] if has_queries(q) else [],
        }
        models = {
            name: self._status(wanted, asked, BY_FEATURES, balanced=True)
            for name, asked in forms.items()
            if any(asked(c.question) for c in self.cases if c.gold.paper in wanted)
        }
        if "cued" in models:
            models["counted"] = self._status(wanted, _with_cues, (*BY_FEATURES, "usually"))
        return models

    def usual(self, papers: frozenset[str]) -> dict[str, tuple[int, int]]:
        """Count how often questions of a set are answered in these papers, by text; see `LearnedWeights`.

        Leaves out questions that were asked of one paper only.
        """
        fields = {self.fields.get(p) for p in papers}
        rows = [
            Counted(self.fields.get(c.gold.paper), c.question.text, c.gold.answered)
            for c in self.cases
            if c.gold.paper in papers and c.question.group != TYPED
        ]
        counts: dict[str, tuple[int, int]] = {}
        for row in [*rows, *(r for r in self.counted if r.field in fields)]:
            reported, total = counts.get(row.question, (0, 0))
            counts[row.question] = reported + row.reported, total + 1
        return {question: found for question, found in counts.items() if found[1] > 1}

    def _ranked(self, case: Case, question: Question, papers: frozenset[str]) -> list[Ranked]:
        """Rank the passages of a case with weights that were fitted without its paper and its field."""
        unseen = self._ranking(self._without(papers, case.gold.paper))
        weights = LearnedWeights(unseen, unseen, unseen, _BY_SCORER_ALONE if self._scored else None)
        return rank(case.index, question, weights, self.features(case, question))

    def _status(
        self,
        papers: frozenset[str],
        asked: Callable[[Question], Sequence[Question]],
        names: Sequence[str],
        *,
        balanced: bool = False,
    ) -> LinearModel:
        """Fit a status model.

        asked: returns the forms of a question to use. names: of the features to use. balanced: give both
        answers the same weight. The features of a question without cues say so little that the more frequent
        answer, "reported", would always win (kappa .03 against .32).
        """
        rows, answered, groups = [], [], []
        for case in self.cases:
            paper = case.gold.paper
            if paper not in papers:
                continue
            usual = self.usual(papers - {paper}) if "usually" in names else {}
            for question in asked(case.question):
                ranked = self._ranked(case, question, papers)
                features = status_features(ranked, question, usual_log_odds(usual, case.question.text))
                rows.append({k: features[k] for k in names if k != self.without_status_feature})
                answered.append(case.gold.answered)
                field = TYPED if question.group == TYPED else self.fields.get(paper)
                groups.append((field, case.gold.answered if balanced else None))
        return fit(rows, answered, weights=_alike(groups))

    def _blend(self, papers: frozenset[str]) -> LinearModel:
        """Fit whether a passage that the scorer read answers, by its features and by the scorer."""
        rows, gold, groups = [], [], []
        for case in self._with_evidence(papers):
            labels = self.labels(case)
            for question in dict.fromkeys((case.question, bare(case.question))):
                for r in self._ranked(case, question, papers):
                    if r.scorer_log_odds is not None:
                        rows.append(blend_features(r.feature_log_odds, r.scorer_log_odds))
                        gold.append(bool(labels[r.passage.index]))
                        groups.append(self.fields.get(case.gold.paper))
        return fit(rows, gold, weights=_alike(groups))

    def _with_evidence(self, papers: frozenset[str]) -> list[Case]:
        """Return the cases of these papers whose passages have labels.

        If people found an answer but copied no passage, all passages would wrongly be labelled as no
        evidence.
        """
        return [c for c in self.cases if c.gold.paper in papers and (c.gold.passages or not c.gold.answered)]

    def _without(self, papers: frozenset[str], paper: str) -> frozenset[str]:
        """Return the papers without this one; if there are fields, without all papers of its field."""
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
                for name, values in self.features(case, question).values.items():
                    if name != self.without_passage_feature:
                        columns.setdefault(name, []).append(values[searched])
                gold.append(self.labels(case)[searched])
                weights.append(np.full(int(searched.sum()), weight))
        return fit_columns(
            {n: np.concatenate(v) for n, v in columns.items()},
            np.concatenate(gold),
            weights=np.concatenate(weights).tolist(),
        )


def _with_cues(question: Question) -> Sequence[Question]:
    """Return a question that has cues, and none for another."""
    return [question] if question.cues else []


def _alike(groups: Sequence[Hashable]) -> list[float]:
    """Return a weight for each row so that all groups have the same total, and the mean weight is 1."""
    rows = Counter(groups)
    return [len(groups) / (len(rows) * rows[group]) for group in groups]

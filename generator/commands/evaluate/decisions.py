"""`answerbook evaluate decisions`: compare the judge of decisions with people.

No answer is judged by a model that has seen its paper. The shipped model judges answers about papers that it
was not fitted on. For the others, a new model is fitted without their paper.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.answering import parse_reply
from generator.checking.judges.decision import PHRASE, by_rule, decision_model, judge_reply
from generator.checking.judges.decision_features import decision_features, phrase_counts
from generator.core import Draft, LinearModel
from generator.errors import AnswerbookError
from generator.evaluation.fitting import folds
from generator.evaluation.gold_decisions import GoldDecision, decision_figures, read_contexts, read_decisions
from generator.evaluation.phrase_fitting import fit_with_phrases
from generator.project import shipped
from generator.project.question_files import load_question_set

SHIPPED, REFITTED = "shipped model", "fitted without the paper judged"
# With fewer papers to fit on, a new model would say more about these papers than about the judge.
MIN_PAPERS = 5


@dataclass(frozen=True, slots=True)
class DecisionCase:
    """One gold decision with its features."""

    gold: GoldDecision
    draft: Draft
    features: Mapping[str, float]
    phrases: Mapping[str, int]


def evaluate_decisions(gold: Path, contexts: Path) -> dict[str, Any]:
    """Measure agreement with people: `decision_figures`, and ``how`` the rows were judged.

    Raises AnswerbookError if a file does not have the expected form, a context is missing, or a question is
    unknown.
    """
    cases = decision_cases(gold, contexts)
    verdicts, how = judge_decisions(cases)
    return {**decision_figures([c.gold for c in cases], verdicts), "how": how}


def decision_cases(gold: Path, contexts: Path) -> list[DecisionCase]:
    """Return the gold decisions, each with features of answer, question and context."""
    there = read_contexts(contexts)
    asked = _questions()
    cases = []
    for number, row in enumerate(read_decisions(gold), start=1):
        context = there.get((row.paper, row.question))
        if context is None:
            raise AnswerbookError(
                f"{contexts}: no context for paper {row.paper!r} and question {row.question!r} of row "
                f"{number} in {gold}; add it"
            )
        text, cues = asked.get(row.question.casefold(), ("", ()))
        if not (text := row.text or text):
            raise AnswerbookError(
                f"{gold}, row {number}: no question {row.question!r} in the built-in sets; give its text as "
                'value of "text"'
            )
        draft = parse_reply(row.answer)
        features = decision_features(text, draft, context, cues)
        cases.append(DecisionCase(row, draft, features, phrase_counts(draft)))
    return cases


def judge_decisions(cases: Sequence[DecisionCase]) -> tuple[list[bool], str]:
    """Return a verdict for each case, and which model judged: `SHIPPED`, `REFITTED`, or how many by each."""
    model = decision_model()
    if model is None:
        return [by_rule(c.draft)[0] for c in cases], "rule (the model's file is missing or damaged)"
    seen = set(model.card.get("papers", ()))
    papers = [c.gold.paper for c in cases]
    verdicts = [judge_reply(model, c.features, c.phrases)[0] for c in cases]
    again = [i for i, paper in enumerate(papers) if paper in seen]
    if not again:
        return verdicts, SHIPPED
    if len(set(papers)) < MIN_PAPERS:
        return verdicts, f"{SHIPPED}, which was fitted on {len(again)} of these {len(cases)} rows"
    for i, answer in held_out_decisions(cases, seen).items():
        verdicts[i] = answer
    if len(again) == len(cases):
        return verdicts, REFITTED
    return verdicts, f"{SHIPPED}: {len(cases) - len(again)} rows; {REFITTED}: {len(again)} rows"


def held_out_decisions(cases: Sequence[DecisionCase], papers: set[str]) -> dict[int, bool]:
    """Return verdicts for the cases about ``papers``, by index, from models fitted on the other papers."""
    found: dict[int, bool] = {}
    for train, test in folds([c.gold.paper for c in cases]):
        if cases[test[0]].gold.paper in papers:
            model = fit_decisions([cases[i] for i in train])
            found |= {i: judge_reply(model, cases[i].features, cases[i].phrases)[0] for i in test}
    return found


def fit_decisions(cases: Sequence[DecisionCase], card: Mapping[str, Any] | None = None) -> LinearModel:
    """Fit a model on these cases. card: its model card."""
    return fit_with_phrases(
        [c.features for c in cases],
        [c.phrases for c in cases],
        [c.gold.human for c in cases],
        prefix=PHRASE,
        groups=[c.gold.paper for c in cases],
        card=card,
    )


def _questions() -> dict[str, tuple[str, tuple[str, ...]]]:
    """Return text and cues of the built-in questions, by id and alias in lower case."""
    found: dict[str, tuple[str, tuple[str, ...]]] = {}
    for file in sorted(shipped("content/questions").glob("*.yml")):
        for question in load_question_set(file).questions:
            for name in (question.id, *question.aliases):
                found.setdefault(name.casefold(), (question.text, question.cues))
    return found

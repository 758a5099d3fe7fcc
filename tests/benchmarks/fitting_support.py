"""The linear models of the support check: what they are fitted on, and what they reach on papers left out.

    python -m tests.benchmarks.fitting_support [--data DIR]

fits them again, and writes them to generator/checking/models. Numbers, names: every number (name)
of the true sentences of `tests.benchmarks.checking`, and the same sentences with one of them exchanged
for another one of the same snippets. Content: the true sentences, and sentences of other papers,
answers of other papers to the same question, and general advice.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.checking.fitted import SupportModels
from generator.checking.phrases import without_frame
from generator.checking.placement import ClaimItem, Placement
from generator.checking.support import SentenceCheck
from generator.checking.support_status import evidence_candidates
from generator.checking.term_places import names_placed, numbers_placed
from generator.core import LinearModel
from generator.evaluation import fit, folds
from generator.evaluation.fitting import STRENGTH
from tests.benchmarks import planted
from tests.benchmarks.checking import DATA, Claim, Source, claims, read_sources

FOLDER = Path(__file__).resolve().parents[2] / "generator" / "checking" / "models"
EXCHANGED = 4  # exchanges for every number or name
# From which probability on an item counts as misplaced: chosen by the table that is printed, where
# about 2 % of true numbers and 8 % of true names are refused.
THRESHOLDS = {"content": 0.5, "numbers": 0.85, "names": 0.65}
# Inverse of the penalty, chosen on papers left out: names gain by holding back more than numbers.
STRENGTHS = {"content": STRENGTH, "numbers": 1.0, "names": 0.05}
JOINING = 0.04  # by how much a further quote must raise coverage, for the set to count as the best
FOREIGN = 40  # sentences of other papers for each paper


@dataclass(frozen=True)
class Row:
    """Features, label, paper. An item's label: whether it was planted; of content: whether it is true."""

    features: Mapping[str, float]
    label: bool
    paper: str


def content_rows(sources: Sequence[Source], true: Sequence[Claim]) -> Iterator[Row]:
    """Rows of content."""
    for claim in true:
        yield _content(claim, claim.text, True)
    for source in sources:
        dice = random.Random(f"content {source.id}")
        others = [s for s in sources if s is not source and s.findings]
        drawn = [dice.choice(dice.choice(others).findings) for _ in range(FOREIGN)]
        for text in [*(t for t in drawn if t not in source.sentences), *planted.ADVICE]:
            yield _content(Claim("", text, source, source.nearest(text)), text, False)
    answers = [c for c in true if c.alone]
    for claim in answers:
        for other in answers:
            if other.question == claim.question and other.source is not claim.source:
                yield _content(claim, other.text, False)


def _content(claim: Claim, text: str, label: bool) -> Row:
    trial = _trial(claim, text)
    numbers = list(range(len(claim.snippets)))
    tried = list(evidence_candidates(trial, numbers[: claim.cited], numbers[claim.cited :]))
    used = max(tried, key=lambda u: trial.coverage(u) - JOINING * len(u))
    return Row(trial.features(used, trial.coverage(used)), label, claim.source.id)


def rows(what: str, sources: Sequence[Claim]) -> Iterator[Row]:
    """Rows of ``what`` (numbers or names); items that stand nowhere in the snippets are refused anyway."""
    placed = _numbers if what == "numbers" else _names
    for claim in sources:
        if without_frame(claim.text) != claim.text:
            continue
        for item, placement in placed(claim, claim.text):
            if item.own:
                yield Row(placement.features, False, claim.source.id)
        for at, new, text in planted.exchanges(what, claim.text, "\n".join(claim.snippets), EXCHANGED):
            for item, placement in placed(claim, text):
                if item.own and item.start <= at + len(new) and at <= item.end:
                    yield Row(placement.features, True, claim.source.id)


def _numbers(claim: Claim, text: str) -> list[tuple[ClaimItem, Placement]]:
    return numbers_placed(_trial(claim, text).scene)


def _names(claim: Claim, text: str) -> list[tuple[ClaimItem, Placement]]:
    trial = _trial(claim, text)
    return names_placed(trial.scene, trial.names)


def _trial(claim: Claim, text: str) -> SentenceCheck:
    return SentenceCheck(text, claim.snippets, claim.weights)


def fitted(what: str, of: Sequence[Row], card: Mapping[str, object] | None = None) -> LinearModel:
    """Return the model of some rows."""
    return fit(
        [r.features for r in of],
        [r.label for r in of],
        strength=STRENGTHS[what],
        weights="balanced",
        threshold=THRESHOLDS[what],
        card=card,
    )


def without_each_paper(all_rows: Mapping[str, Sequence[Row]]) -> Callable[[str], SupportModels]:
    """For each paper, models that have not seen it."""
    made: dict[str, SupportModels] = {}

    def models(paper: str) -> SupportModels:
        if paper not in made:
            parts = {w: fitted(w, [r for r in rs if r.paper != paper]) for w, rs in all_rows.items()}
            made[paper] = SupportModels(parts["content"], parts["numbers"], parts["names"])
        return made[paper]

    return models


def figures(what: str, of: Sequence[Row]) -> dict[str, float]:
    """On papers left out: the share of either label that the model calls true."""
    said = {True: 0, False: 0}
    for train, test in folds([r.paper for r in of]):
        model = fitted(what, [of[i] for i in train])
        for i in test:
            said[of[i].label] += model.holds(of[i].features)
    true, false = said[True], said[False]
    count = sum(r.label for r in of)
    return {
        "label true": count,
        "label false": len(of) - count,
        "share of true called true": round(true / count, 3),
        "share of false called true": round(false / (len(of) - count), 3),
    }


def all_rows(sources: Sequence[Source], data: Path) -> dict[str, list[Row]]:
    """Rows by what they are of."""
    true = [c for c in claims(sources, data) if c.kind != "lay summary"]
    return {
        "content": list(content_rows(sources, true)),
        "numbers": list(rows("numbers", true)),
        "names": list(rows("names", true)),
    }


_WHAT = {
    "content": "Probability that the evidence is about what the sentence says.",
    "numbers": "Probability that a number of the sentence stands elsewhere in the evidence.",
    "names": "Probability that a name of the sentence stands elsewhere in the evidence.",
}


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--data", type=Path, default=DATA)
    data = parser.parse_args().data
    FOLDER.mkdir(exist_ok=True)
    for what, of in all_rows(read_sources(data), data).items():
        measured = figures(what, of)
        card = {
            "what": _WHAT[what],
            "from": "True sentences about open papers, and errors planted in them or sentences about other "
            "papers; features only, no text.",
            "fitted by": "python -m tests.benchmarks.fitting_support",
            "measured on papers left out": measured,
            "papers": sorted({r.paper for r in of}),
        }
        (FOLDER / f"support-{what}.json").write_text(fitted(what, of, card).to_json(), encoding="utf-8")
        print(what, measured)


if __name__ == "__main__":
    main()

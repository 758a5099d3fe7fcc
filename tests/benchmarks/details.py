"""What the support check makes of claims that are wrong in one detail, by kind of detail.

    python -m tests.benchmarks.details [--show] [--json]

All texts are our own (``labels/claims/details.jsonl``): short invented findings of many fields, true
claims as a careful writer retells them, and false ones with one detail exchanged, dropped or added. Each
claim is judged as an answer's sentence is, by all sentences of its evidence. Printed with the 95 % interval
by Wilson.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from generator.checking import TermWeights, check
from generator.core import Draft, DraftSentence, Place, Snippet
from tests.benchmarks.claims import FOLDER
from tests.benchmarks.kinds import Rate

FILE = FOLDER / "details.jsonl"


@dataclass(frozen=True)
class Detail:
    """A claim beside its evidence. kind: what is wrong with it; nothing for a true one."""

    text: str
    evidence: tuple[str, ...]
    kind: str = ""


def details() -> list[Detail]:
    """Return all claims."""
    found = []
    for line in FILE.read_text(encoding="utf-8").splitlines():
        item = json.loads(line)
        evidence = tuple(item["evidence"])
        found += [Detail(text, evidence) for text in item["true"]]
        found += [Detail(false["text"], evidence, false["kind"]) for false in item["false"]]
    return found


def judged(claims: list[Detail]) -> Iterator[tuple[Detail, bool, str]]:
    """Yield each claim with whether it is accepted, and the reason if not."""
    weights = TermWeights.of(sorted({text for claim in claims for text in claim.evidence}))
    for claim in claims:
        snippets = [Snippet(text, Place(0, len(text))) for text in claim.evidence]
        draft = Draft(raw=claim.text, sentences=(DraftSentence(claim.text, (1,)),))
        (sentence,) = check(draft, snippets, weights).sentences
        yield claim, sentence.support == "supported", sentence.reason


def rates(found: list[tuple[Detail, bool, str]]) -> dict[str, Rate]:
    """Return how many true and how many false claims were accepted."""
    total: Counter[str] = Counter()
    accepted: Counter[str] = Counter()
    for claim, supported, _ in found:
        group = "false" if claim.kind else "true"
        total[group] += 1
        accepted[group] += supported
    return {group: Rate(total[group], accepted[group]) for group in ("true", "false")}


def main() -> None:
    """Judge all claims and print the shares accepted."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--show", action="store_true", help="print each claim that is judged wrongly")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--data", type=Path, help="as other benchmarks take; the claims are here")
    options = parser.parse_args()
    found = list(judged(details()))
    figures = rates(found)
    kinds = len({claim.kind for claim, _, _ in found if claim.kind})
    if options.json:
        print(
            json.dumps(
                {
                    group: {
                        "n": r.n,
                        "accepted": round(r.share, 3),
                        "95 %": [round(x, 2) for x in r.interval],
                    }
                    for group, r in figures.items()
                }
            )
        )
        return
    for group, rate in figures.items():
        low, high = rate.interval
        share = f"{rate.supported} of {rate.n} = {rate.share:.3f} ({low:.2f} to {high:.2f})"
        print(f"{group:6} accepted {share}")
    print(f"{kinds} kinds of false detail")
    for claim, supported, reason in found:
        if options.show and supported == bool(claim.kind):
            print(f"{claim.kind or 'true'} | {claim.text} | {reason}\n    {' '.join(claim.evidence)}")


if __name__ == "__main__":
    main()

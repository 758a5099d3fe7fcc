"""What the support check makes of claims that were written one by one, each beside its evidence.

    python -m tests.benchmarks.claims [--part NAME]... [--json] [--reasons]

The pieces of evidence and all claims are our own (``labels/claims``): invented sentences as papers of
three parts of science have them; claims that they support, told near to the wording, at middle distance
and far from it; and claims that a hasty reader would accept, each wrong in one respect that matters, in
whatever way the writer could think of, near and far. None was made by a program, and no rule of the
check was written by looking at two of the parts; of ``machine-learning``, some hundreds were read. A claim
is judged by its piece of evidence alone, with the weights of words of all evidence of its part. Printed
with the 95 % interval by Wilson.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.checking import TermWeights, support
from tests.benchmarks.kinds import Rate

FOLDER = Path(__file__).parent / "labels" / "claims"
# Parts at which nobody looked when rules were written.
OF_RECORD = ("science", "trials")
PARTS = ("machine-learning", *OF_RECORD)
TRUE = ("near", "middle", "far")
FALSE = ("false", "false_far")
_VARIABLE = re.compile(r"“[^”]*”|\d[\d.,%]*")


@dataclass(frozen=True)
class Claim:
    """A claim beside its evidence. group: how it is told, and whether it is true (`TRUE`, `FALSE`)."""

    text: str
    evidence: str
    group: str


def claims(part: str) -> list[Claim]:
    """Return all claims of a part."""
    lines = (FOLDER / f"{part}.jsonl").read_text(encoding="utf-8").splitlines()
    return [claim for line in lines for claim in _claims(json.loads(line))]


def _claims(item: dict[str, Any]) -> Iterator[Claim]:
    evidence = item["evidence"]
    yield from (Claim(item[group], evidence, group) for group in TRUE if group in item)
    yield from (Claim(false["text"], evidence, "false") for false in item["false"])
    yield from (Claim(text, evidence, "false_far") for text in item.get("false_far", ()))


def judged(found: Sequence[Claim]) -> tuple[dict[str, Rate], Counter[str]]:
    """Return how many of each group were accepted, and how often each reason stood against a true claim."""
    weights = TermWeights.of(sorted({claim.evidence for claim in found}))
    total: Counter[str] = Counter()
    accepted: Counter[str] = Counter()
    reasons: Counter[str] = Counter()
    for claim in found:
        verdict = support(claim.text, claim.evidence, weights)
        total[claim.group] += 1
        accepted[claim.group] += verdict.supported
        if not verdict.supported and claim.group in TRUE:
            reasons[_VARIABLE.sub("_", verdict.reason)] += 1
    return {group: Rate(total[group], accepted[group]) for group in (*TRUE, *FALSE) if total[group]}, reasons


def plain(rates: dict[str, Rate]) -> dict[str, dict[str, Any]]:
    """Return the rates as data."""
    return {
        group.replace("_", ", "): {
            "n": rate.n,
            "accepted": round(rate.share, 3),
            "95 %": "{:.2f} to {:.2f}".format(*rate.interval),
        }
        for group, rate in rates.items()
    }


def main() -> None:
    """Judge the claims of the parts and print the share accepted of each group."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--part", action="append", choices=PARTS)
    parser.add_argument("--reasons", action="store_true")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--data", type=Path, help="as other benchmarks take; the claims are here")
    options = parser.parse_args()
    figures = {part: judged(claims(part)) for part in options.part or PARTS}
    of_record = [c for part in figures if part in OF_RECORD for c in claims(part)]
    if of_record:
        figures["of record"] = judged(of_record)
    if options.json:
        print(json.dumps({part: plain(rates) for part, (rates, _) in figures.items()}, indent=1))
        return
    print("| claims | told | n | accepted | 95 % |\n|---|---|---|---|---|")
    for part, (rates, _) in figures.items():
        for group, rate in rates.items():
            low, high = rate.interval
            shown = f"| {rate.n} | {rate.share:.2f} | {low:.2f} to {high:.2f} |"
            print(f"| {part} | {group.replace('_', ', ')} {shown}")
    if options.reasons:
        for reason, count in sum((r for _, r in figures.values()), Counter[str]()).most_common(20):
            print(f"{count:5} {reason}")


if __name__ == "__main__":
    main()

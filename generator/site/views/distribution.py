"""How many papers report what a question asks, in a sentence."""

from __future__ import annotations

from generator.core.counting import counted
from generator.site.content.statuses import Tally


def distribution(counts: Tally, what: str) -> str:
    """``12 of 18 papers report random seeds, 3 of them only in part; 6 do not.``

    what: the question's name within a sentence.
    """
    if not counts.total:
        return (
            f"No answer on {what} is sure enough to be counted."
            if counts.asked
            else "There are no papers yet."
        )
    told, silent = counts.told, counts.count("not_reported")
    clauses = [f"{_who(told, counts.total)} {what}{_in_part(counts)}"]
    if told and silent:
        clauses.append(f"{silent:,} {'does' if silent == 1 else 'do'} not")
    if missing := counts.total - told - silent:
        clauses.append(counted(missing, "has no answer", "have no answer"))
    return f"{'; '.join(clauses)}."


def _who(told: int, total: int) -> str:
    if total == 1:
        return "The paper reports" if told else "The paper does not report"
    if told == total:
        return f"{'Both' if total == 2 else f'All {total:,}'} papers report"
    if not told:
        return f"None of {total:,} papers reports"
    return f"{told:,} of {total:,} papers {'reports' if told == 1 else 'report'}"


def _in_part(counts: Tally) -> str:
    partly = counts.count("partly_reported")
    if not partly:
        return ""
    if partly < counts.told:
        return f", {partly:,} of them only in part"
    return ", only in part" if partly == 1 else ", all of them only in part"

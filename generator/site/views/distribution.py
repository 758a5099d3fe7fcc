"""How many papers report what a question asks, in a sentence."""

from __future__ import annotations

from generator.core.counting import pluralize
from generator.site.content.status_styles import StatusTally


def distribution(counts: StatusTally, what: str) -> str:
    """Return a sentence such as ``12 of 18 papers report random seeds, 3 of them only in part; 6 do not.``

    what: the question's name within a sentence.
    """
    if not counts.total:
        return (
            f"No answer on {what} is sure enough to be counted."
            if counts.asked
            else "There are no papers yet."
        )
    reporting, not_reporting = counts.answered, counts.count("not_reported")
    clauses = [f"{_who(reporting, counts.total)} {what}{_in_part(counts)}"]
    if reporting and not_reporting:
        clauses.append(f"{not_reporting:,} {'does' if not_reporting == 1 else 'do'} not")
    if missing := counts.total - reporting - not_reporting:
        clauses.append(pluralize(missing, "has no answer", "have no answer"))
    return f"{'; '.join(clauses)}."


def _who(reporting: int, total: int) -> str:
    if total == 1:
        return "The paper reports" if reporting else "The paper does not report"
    if reporting == total:
        return f"{'Both' if total == 2 else f'All {total:,}'} papers report"
    if not reporting:
        return f"None of {total:,} papers reports"
    return f"{reporting:,} of {total:,} papers {'reports' if reporting == 1 else 'report'}"


def _in_part(counts: StatusTally) -> str:
    partly = counts.count("partly_reported")
    if not partly:
        return ""
    if partly < counts.answered:
        return f", {partly:,} of them only in part"
    return ", only in part" if partly == 1 else ", all of them only in part"

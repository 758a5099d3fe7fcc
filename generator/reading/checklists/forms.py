"""How checklists look: the words of their answers, their titles, and the names of their items."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.core.guideline import GUIDELINES, NEURIPS
from generator.core.status import Held

__all__ = [
    "ANSWER",
    "QUESTION",
    "guideline_named",
    "is_titled",
    "item_named",
    "item_rows",
    "status_of",
]

# "Answer: [Yes]", "Answer: \[N/A\]", "Answer: No."
ANSWER = re.compile(
    r"\bAnswer:\s*(?:\\?\[\s*)?(?P<word>yes|no|n/?a|not applicable|partial(?:ly)?)\b\s*(?:\\?\])?",
    re.IGNORECASE,
)
QUESTION = re.compile(r"\bQuestion:\s")
_WORDS = {name: name.split() for name in GUIDELINES if name != NEURIPS} | {NEURIPS: ["NeurIPS"]}
# Extensions and shorter forms number their items otherwise.
_OTHER_FORM = re.compile(
    r"\b(?:extension|abstracts|pilot|cluster|crossover|cross-over|non-?inferiority|harms|scoping|ScR|protocols?)\b"
    r"|-(?:P|S|A|AI|ScR|NMA|IPD|DTA)\b",
    re.IGNORECASE,
)
_TITLE = re.compile(
    r"\bcheck-?list\b|^(?:nature\s+\w+\s+)?reporting\s+summary$|^mdar\b|\bmaterials\s+design\s+analysis\s+reporting\b",
    re.IGNORECASE,
)
# The columns in which authors say where their paper tells something.
_WHERE = re.compile(
    r"reported (?:on|in|at)|page (?:no\b|number|#)|location where item|section/line|line number"
    r"|addressed (?:on|in)",
    re.IGNORECASE,
)
_ITEM = re.compile(r"(?:item\s*)?#?(?P<number>\d{1,2}\s?[a-z]?)[.)]?", re.IGNORECASE)
_MIN_ROWS = 3
# Of the NeurIPS checklist, by how their names begin; the number that a list shows is often lost in reading.
_NEURIPS = {
    "claims": "1",
    "limitations": "2",
    "theory": "3",
    "experimental result reproducib": "4",
    "open access to data": "5",
    "experimental setting": "6",
    "experiment statistical": "7",
    "experiments compute": "8",
    "code of ethics": "9",
    "broader impact": "10",
    "safeguards": "11",
    "licenses for existing": "12",
    "new assets": "13",
    "crowdsourcing": "14",
    "institutional review board": "15",
    "declaration of llm": "16",
}
_HEADING = re.compile(
    rf"(?:^|[.?!\])]\s+|\d[.)]?\s+)(?P<name>{'|'.join(re.escape(n) for n in _NEURIPS)})[^.?!]{{0,90}}$",
    re.IGNORECASE,
)
_PLACE = re.compile(
    r"(?:pp?|pgs?|pages?|lines?|l|sections?|§|tables?|tab|figs?|figures?|appendix)?\.?\s*\d", re.IGNORECASE
)
_YES = re.compile(r"(?:yes|y|reported|done|complete[d]?|included)\b|[✓✔☑]", re.IGNORECASE)
_NO = re.compile(r"(?:no|not (?:reported|done|included|described|stated|available))\b|[✗✘☐]", re.IGNORECASE)
_APART = re.compile(r"(?:n\s?/?\s?a|not (?:applicable|relevant)|does not apply)\b", re.IGNORECASE)
_PARTLY = re.compile(r"partial|partly", re.IGNORECASE)
_MAX_PLACE_LENGTH = 120


def is_titled(title: str) -> bool:
    """Whether a section or a table is called a checklist."""
    return _TITLE.search(title.strip()) is not None


def guideline_named(*texts: str) -> str:
    """The guideline, with its edition, that the first of the texts to name one names; empty for none.

    An edition that is not told, or another one, is none that we know: its numbers may mean something else.
    """
    for text in texts:
        if _OTHER_FORM.search(text):
            continue
        for name, words in _WORDS.items():
            if all(re.search(rf"(?<![\w.]){re.escape(w)}(?![\w.]*\w)", text, re.IGNORECASE) for w in words):
                return name
    return ""


def item_named(heading: str) -> str:
    """The number of the item of the NeurIPS checklist that words before a question name; empty for none."""
    found = _HEADING.search(heading.strip().rstrip(":."))
    return _NEURIPS[found["name"].lower()] if found else ""


def status_of(word: str) -> Held | None:
    """What authors say by a word or a place: ``Yes``, ``N/A``, ``p. 4``; None where they say nothing."""
    said = word.strip(" .;:[]()\\*_")
    if not said or set(said) <= set("-–—"):
        return None
    statuses: tuple[tuple[re.Pattern[str], Held], ...] = (
        (_APART, "not_applicable"),
        (_PARTLY, "partly_reported"),
        (_NO, "not_reported"),
        (_YES, "reported"),
        (_PLACE, "reported"),
    )
    for pattern, status in statuses:
        if pattern.match(said):
            return status
    # "Methods, second paragraph": a place in words.
    return "reported" if len(said) <= _MAX_PLACE_LENGTH and re.search(r"[A-Za-z]{3}", said) else None


def item_rows(rows: list[str]) -> Iterator[tuple[int, str, str]]:
    """The rows of a table that are items: place among the rows, the item's number, what authors say of it.

    A row without anything in its last column says nothing, and is no item that was filled in.
    """
    widest = max((row.count(" | ") for row in rows), default=0)
    for place, row in enumerate(rows):
        cells = [cell.strip() for cell in row.split(" | ")]
        if len(cells) < 3 or len(cells) <= widest:
            continue
        number = next((m["number"] for c in cells[:-1] if (m := _ITEM.fullmatch(c))), "")
        if number:
            yield place, number.replace(" ", "").lower(), cells[-1]


def is_form(rows: list[str], *around: str) -> bool:
    """Whether a table is a checklist that was filled in: it, or what stands around it, says so."""
    if sum(1 for _ in item_rows(rows)) < _MIN_ROWS:
        return False
    return any(map(is_titled, around)) or any(_WHERE.search(text) for text in (*around, *rows[:2]))

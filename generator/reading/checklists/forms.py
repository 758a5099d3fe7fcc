"""The form of checklists: the words of their answers, their titles, and the names of their items.

>>> status_of("Yes"), status_of("N/A"), status_of("p. 4"), status_of("-")
('reported', 'not_applicable', 'reported', None)
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.core.guideline import GUIDELINES, NEURIPS
from generator.core.status import PaperStatus

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
# Extensions and short forms of a guideline number their items differently.
_OTHER_FORM = re.compile(
    r"\b(?:extension|abstracts|pilot|cluster|crossover|cross-over|non-?inferiority|harms|scoping|ScR|protocols?)\b"
    r"|-(?:P|S|A|AI|ScR|NMA|IPD|DTA)\b",
    re.IGNORECASE,
)
_TITLE = re.compile(
    r"\bcheck-?list\b|^(?:nature\s+\w+\s+)?reporting\s+summary$|^mdar\b|\bmaterials\s+design\s+analysis\s+reporting\b",
    re.IGNORECASE,
)
# Headings of the column in which authors say where their paper reports an item.
_WHERE = re.compile(
    r"reported (?:on|in|at)|page (?:no\b|number|#)|location where item|section/line|line number"
    r"|addressed (?:on|in)|indicate where provided",
    re.IGNORECASE,
)
_ITEM = re.compile(r"(?:item\s*)?#?(?P<number>\d{1,2}\s?[a-z]?)[.)]?", re.IGNORECASE)
_MIN_ITEM_ROWS = 3  # of a table that is a checklist
_MIN_ITEM_CELLS = 3  # of a row that is an item: its number, its description, the place in the paper
# Items of the NeurIPS checklist by the start of their names: the printed number is often lost in reading.
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
_MAX_PLACE_CHARS = 120


def is_titled(title: str) -> bool:
    """Return True if a title is that of a checklist."""
    return _TITLE.search(title.strip()) is not None


def guideline_named(*texts: str) -> str:
    """Return the guideline, with its edition, in the first of the texts that names one; empty if none does.

    A guideline without its edition, or in another edition, is not one that we know: its numbers may mean
    something else.
    """
    for text in texts:
        if _OTHER_FORM.search(text):
            continue
        for name, words in _WORDS.items():
            if all(re.search(rf"(?<![\w.]){re.escape(w)}(?![\w.]*\w)", text, re.IGNORECASE) for w in words):
                return name
    return ""


def item_named(heading: str) -> str:
    """Return the number of the NeurIPS item named by the words before a question; empty if they name none."""
    match = _HEADING.search(heading.strip().rstrip(":."))
    return _NEURIPS[match["name"].lower()] if match else ""


def status_of(word: str) -> PaperStatus | None:
    """Return what a word or a place says (``Yes``, ``N/A``, ``p. 4``); None if it says nothing."""
    answer = word.strip(" .;:[]()\\*_")
    if not answer or set(answer) <= set("-–—"):
        return None
    statuses: tuple[tuple[re.Pattern[str], PaperStatus], ...] = (
        (_APART, "not_applicable"),
        (_PARTLY, "partly_reported"),
        (_NO, "not_reported"),
        (_YES, "reported"),
        (_PLACE, "reported"),
    )
    for pattern, status in statuses:
        if pattern.match(answer):
            return status
    # "Methods, second paragraph": a place in words.
    return "reported" if len(answer) <= _MAX_PLACE_CHARS and re.search(r"[A-Za-z]{3}", answer) else None


def item_rows(rows: list[str]) -> Iterator[tuple[int, str, str]]:
    """Yield the rows of a table that are items: index of the row, number of the item, text of the last cell.

    A row whose last column is empty was not filled in and is left out.
    """
    widest = max((row.count(" | ") for row in rows), default=0)
    for place, row in enumerate(rows):
        cells = [cell.strip() for cell in row.split(" | ")]
        if len(cells) < _MIN_ITEM_CELLS or len(cells) <= widest:
            continue
        number = next((m["number"] for c in cells[:-1] if (m := _ITEM.fullmatch(c))), "")
        if number:
            yield place, number.replace(" ", "").lower(), cells[-1]


def is_form(rows: list[str], *around: str) -> bool:
    """Return True if a table is a filled-in checklist: it says so, or the text around it does.

    One whose items have no numbers, as in MDAR, must say both.
    """
    titled = any(map(is_titled, around))
    asks_where = any(_WHERE.search(text) for text in (*around, *rows[:2]))
    numbered = sum(1 for _ in item_rows(rows)) >= _MIN_ITEM_ROWS
    return titled or asks_where if numbered else titled and asks_where

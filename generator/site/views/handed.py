"""What pages hand over to their scripts: the rows of the matrix, answers in brief, counts.

These are scripts that hand over data, because pages opened from a disk may not read JSON. They come in parts,
so that a page asks for no more than it shows.

- ``matrix/rows-N.js``, for ``ROWS_A_PART`` papers each: ``answerbookRows[N] = {venues, tags, papers}``, and
  of a paper [id, name, title, year or "", statuses, venue, tags, reviews, bands]. Statuses, reviews and bands
  have one character a question (``CODES``, ``REVIEWED``, the first letter of the band; a blank for none);
  venue and tags are places in the lists of the part, -1 for no venue. What is empty at the end is left out.
- ``matrix/words-N.js``, for ``PAPERS_A_FILE`` papers each: ``answerbookWords[N]``, for each paper a list with
  the first words of each answer, "" where there is none.
- ``matrix/ids-N.js``, for as many: ``answerbookIds[N]``, likewise with the ids of the answers.
- ``matrix/counts.js``: ``answerbookCounts = {all, year, venue, tag}``, each a list of [name, papers, counts],
  and of each question the counts of ``COUNTED``, without zeros at the end.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence

from generator.core import Paper, Question, QuestionSet
from generator.site.content.choices import frequent, tags_of
from generator.site.content.collection import Collection
from generator.site.content.encoding import clean, shortened
from generator.site.content.links import HOME, Links
from generator.site.content.statuses import LOOKS
from generator.site.views.listing import grouped, paper_ref
from generator.site.views.reviews import mark_of
from generator.site.views.votes import dissent

# Some 45 KB a part, a third of it compressed: the first view of any collection needs one.
ROWS_A_PART = 250
# Some 150 KB of first words a file, 30 KB compressed.
PAPERS_A_FILE = 50
ROWS_PART = "matrix/rows-"  # then the number of the part
WORDS = "matrix/words-"  # then the number of the file
IDS = "matrix/ids-"
COUNTS = "matrix/counts.js"
# How the data name a status; a capital where models say otherwise.
CODES = {key: "a" if key == "not_applicable" else key[0] for key in LOOKS}
REVIEWED = {"confirmed": "c", "corrected": "x", "disputed": "d", "split": "s"}
# What counts take answers as, see `Collection.counted`.
COUNTED = ("reported", "partly_reported", "not_reported", "not_sure", "not_applicable", "failed", "missing")
_WORDS = 160
_TITLE = 140
_GROUPS = 25


def columns(questions: QuestionSet) -> list[Question]:
    """The questions of a set in the order of the matrix: group by group."""
    return [question for _, members in grouped(questions.questions) for question in members]


def all_columns(collection: Collection) -> list[Question]:
    """Those of all sets, in the order in which the data have them."""
    return [q for questions in collection.question_sets for q in columns(questions)]


def handed_over(collection: Collection) -> Iterator[tuple[str, str]]:
    """Path within the site and text of each script that hands over data; none where there is nothing."""
    asked, papers = all_columns(collection), collection.public
    if not asked or not papers:
        return
    for number, part in _parts(papers, ROWS_A_PART):
        yield f"{ROWS_PART}{number}.js", _handed("answerbookRows", number, _rows(collection, part, asked))
    for number, part in _parts(papers, PAPERS_A_FILE):
        words = [[_first_words(collection, p.id, q.id) for q in asked] for p in part]
        ids = [[_shown_id(collection, p.id, q.id) for q in asked] for p in part]
        yield f"{WORDS}{number}.js", _handed("answerbookWords", number, words)
        yield f"{IDS}{number}.js", _handed("answerbookIds", number, ids)
    yield COUNTS, f"window.answerbookCounts={_json(_counts(collection, asked))};\n"


def _parts(papers: Sequence[Paper], size: int) -> Iterator[tuple[int, Sequence[Paper]]]:
    return enumerate(papers[start : start + size] for start in range(0, len(papers), size))


def _rows(collection: Collection, papers: Sequence[Paper], asked: Sequence[Question]) -> dict[str, object]:
    links = Links(HOME)
    venues: dict[str, int] = {}
    tags: dict[str, int] = {}
    listed: list[list[object]] = []
    for paper in papers:
        ref = paper_ref(collection, paper, links)
        row: list[object] = [
            ref.id,
            f"{ref.citation} ({ref.mark})" if ref.mark else ref.citation,
            shortened(ref.title, _TITLE),
            ref.year,
            "".join(_code(collection, paper.id, q.id) for q in asked),
            venues.setdefault(ref.venue, len(venues)) if ref.venue else -1,
            [tags.setdefault(tag, len(tags)) for tag in ref.tags],
            "".join(_reviewed(collection, paper.id, q.id) for q in asked).rstrip(),
            "".join(_band(collection, paper.id, q.id) for q in asked).rstrip(),
        ]
        while row[-1] in ("", [], -1) and len(row) > 5:
            row.pop()
        listed.append(row)
    return {"venues": list(venues), "tags": list(tags), "papers": listed}


def _code(collection: Collection, paper: str, question: str) -> str:
    answers = collection.answers_to(paper, question)
    code = CODES[answers[0].status if answers else "missing"]
    return code.upper() if len(answers) > 1 and dissent(answers) else code


def _reviewed(collection: Collection, paper: str, question: str) -> str:
    mark = mark_of(collection, paper, question)
    return " " if mark is None else REVIEWED[mark.key]


def _band(collection: Collection, paper: str, question: str) -> str:
    answers = collection.answers_to(paper, question)
    band = collection.band(answers[0]) if answers else None
    return " " if band is None else band[0]


def _first_words(collection: Collection, paper: str, question: str) -> str:
    """The beginning of the answer shown; for one that tells nothing, the reason."""
    answers = collection.answers_to(paper, question)
    if not answers:
        return ""
    said = answers[0].text or answers[0].reason
    return shortened(said[: 4 * _WORDS], _WORDS)


def _shown_id(collection: Collection, paper: str, question: str) -> str:
    answers = collection.answers_to(paper, question)
    return answers[0].id if answers else ""


def _counts(collection: Collection, asked: Sequence[Question]) -> dict[str, list[list[object]]]:
    """Papers by what they can be grouped by, and how the questions stand in each group."""
    groups: dict[str, dict[str, list[Counter[str]]]] = {"all": {}, "year": {}, "venue": {}, "tag": {}}
    sizes: dict[str, Counter[str]] = {kind: Counter() for kind in groups}
    for paper in collection.public:
        statuses = [collection.counted_at(paper.id, q.id) or "missing" for q in asked]
        named = {
            "all": ("All papers",),
            "year": (str(paper.metadata.year or ""),),
            "venue": (clean(paper.metadata.venue),),
            "tag": tags_of(paper),
        }
        for kind, names in named.items():
            for name in filter(None, names):
                sizes[kind][name] += 1
                counts = groups[kind].setdefault(name, [Counter() for _ in asked])
                for count, status in zip(counts, statuses, strict=True):
                    count[status] += 1
    shown = {
        kind: sorted(found) if kind == "year" else frequent(sizes[kind], _GROUPS)
        for kind, found in groups.items()
    }
    return {
        kind: [[name, sizes[kind][name], [_numbers(count) for count in groups[kind][name]]] for name in names]
        for kind, names in shown.items()
    }


def _numbers(count: Counter[str]) -> list[int]:
    numbers = [count[key] for key in COUNTED]
    while numbers and not numbers[-1]:
        numbers.pop()
    return numbers


def _handed(name: str, number: int, value: object) -> str:
    return f"(window.{name}=window.{name}||{{}})[{number}]={_json(value)};\n"


def _json(value: object) -> str:
    # ASCII: line separators and lone surrogates are no trouble to a script that way.
    return json.dumps(value, separators=(",", ":")).replace("</", "<\\/")

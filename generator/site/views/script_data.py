"""Data that pages give to their scripts: the rows of the matrix, the beginnings of answers, counts.

The data are scripts that set global variables, because a page that was opened from a disk may not read JSON.
They are split into parts, so that a page loads only what it shows.

- ``matrix/rows-N.js``, for ``PAPERS_PER_PART`` papers each: ``answerbookRows[N] = {venues, tags, papers}``.
  Of each paper: [id, name, title, year or "", statuses, venue, tags, reviews, bands]. Statuses, reviews and
  bands have one character for each question (``CODES``, ``REVIEWED``, the first letter of the band; a blank
  for none). Venue and tags are positions in the lists of the part, -1 for no venue. Empty values at the end
  are left out.
- ``matrix/words-N.js``, for ``PAPERS_PER_FILE`` papers each: ``answerbookWords[N]``, for each paper a list
  with the beginning of each answer, "" if there is none.
- ``matrix/ids-N.js``, for as many: ``answerbookIds[N]``, likewise with the ids of the answers.
- ``assets/words.js``: what the scripts of all pages say, if not in English.
- ``assets/own-copy-words.js``: what the scripts say that search a reader's own copy, if not in English.
- ``matrix/counts.js``: ``answerbookCounts = {all, year, venue, tag}``, each a list of [name, papers, counts,
  estimates]: for each question the counts of ``COUNTED``, without zeros at the end, and the share of papers
  that report it, corrected for wrong statuses, as [share, lower, upper] in per mille, [] if unknown. Without
  any estimate, the list ends with the counts.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from generator.core import Paper, Question, QuestionSet
from generator.site.content.choices import frequent, tags_of
from generator.site.content.collection import Collection
from generator.site.content.encoding import clean, shortened
from generator.site.content.interface import own_copy_words, script_words
from generator.site.content.page_links import HOME, Links
from generator.site.content.status_styles import STATUS_STYLES
from generator.site.views.paper_lists import grouped, paper_ref
from generator.site.views.review_view import mark_of
from generator.site.views.votes import dissent

# About 45 KB in a part, a third of it when compressed: the first view of any collection needs one part.
PAPERS_PER_PART = 250
# About 150 KB of first words in a file, 30 KB compressed.
PAPERS_PER_FILE = 50
ROWS_PART = "matrix/rows-"  # then the number of the part
WORDS = "matrix/words-"  # then the number of the file
IDS = "matrix/ids-"
COUNTS = "matrix/counts.js"
SCRIPT_WORDS = "assets/words.js"
OWN_COPY_WORDS = "assets/own-copy-words.js"
# The letter of each status in the data; a capital if models disagree.
CODES = {key: "a" if key == "not_applicable" else key[0] for key in STATUS_STYLES}
REVIEWED = {"confirmed": "c", "corrected": "x", "disputed": "d", "split": "s"}
# The ways in which counts take an answer, see `Collection.counted`.
COUNTED = ("reported", "partly_reported", "not_reported", "not_sure", "not_applicable", "failed", "missing")
_MAX_WORDS = 160  # characters
_MAX_TITLE = 140
_MAX_GROUPS = 25


def columns(questions: QuestionSet) -> list[Question]:
    """Return the questions of a set in the order of the matrix: group by group."""
    return [question for _, members in grouped(questions.questions) for question in members]


def all_columns(collection: Collection) -> list[Question]:
    """Return the questions of all sets, in the order of the data."""
    return [q for questions in collection.question_sets for q in columns(questions)]


@dataclass(frozen=True, slots=True)
class DataScript:
    """A data script. text: makes it. papers: all that it rests on; empty if it rests on more than papers.

    with_rows: makes it from what the last one had about some of the papers, so that an answer of each paper
    need not be read again to change one: takes, for each paper, its row in that script, or None.
    """

    path: str
    text: Callable[[], str]
    papers: tuple[Paper, ...] = ()
    with_rows: Callable[[Sequence[object]], str] | None = None


def data_scripts(collection: Collection) -> Iterator[tuple[str, str]]:
    """Yield path within the site and text of each data script."""
    yield from ((script.path, script.text()) for script in scripts_of(collection))


def scripts_of(collection: Collection) -> Iterator[DataScript]:
    """Yield the data scripts before they are made."""
    asked, papers = all_columns(collection), collection.public
    if said := script_words():
        yield DataScript(SCRIPT_WORDS, partial(_said_script, "answerbookSays", said))
    if not asked or not papers:
        return
    for number, part in _parts(papers, PAPERS_PER_PART):
        yield DataScript(f"{ROWS_PART}{number}.js", partial(_rows_script, collection, number, part, asked))
    for number, part in _parts(papers, PAPERS_PER_FILE):
        given = (collection, number, part, asked)
        words = partial(_words_script, *given)
        yield DataScript(f"{WORDS}{number}.js", partial(words, ()), tuple(part), words)
        yield DataScript(f"{IDS}{number}.js", partial(_ids_script, *given))
    yield DataScript(COUNTS, partial(_counts_script, collection, asked))
    if translations := own_copy_words():
        yield DataScript(OWN_COPY_WORDS, partial(_said_script, "ownCopyWords", translations))


def _rows_script(
    collection: Collection, number: int, papers: Sequence[Paper], asked: Sequence[Question]
) -> str:
    return _handed("answerbookRows", number, _rows(collection, papers, asked))


def _words_script(
    collection: Collection,
    number: int,
    papers: Sequence[Paper],
    asked: Sequence[Question],
    rows: Sequence[object],
) -> str:
    known = rows or [None] * len(papers)
    words = [
        [_first_words(collection, p.id, q.id) for q in asked] if row is None else row
        for p, row in zip(papers, known, strict=True)
    ]
    return _handed("answerbookWords", number, words)


def rows_in(script: str) -> list[object]:
    """Return the rows in the text of a data script with one for each paper. Raises ValueError for others."""
    rows = json.loads(script.partition("]=")[2].removesuffix(";\n"))
    if not isinstance(rows, list):
        raise ValueError("a data script without rows")
    return rows


def _ids_script(
    collection: Collection, number: int, papers: Sequence[Paper], asked: Sequence[Question]
) -> str:
    ids = [[_shown_id(collection, p.id, q.id) for q in asked] for p in papers]
    return _handed("answerbookIds", number, ids)


def _counts_script(collection: Collection, asked: Sequence[Question]) -> str:
    return f"window.answerbookCounts={_json(_counts(collection, asked))};\n"


def _said_script(name: str, translations: Mapping[str, str]) -> str:
    return f"window.{name}={_json(translations)};\n"


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
            shortened(ref.title, _MAX_TITLE),
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
    """Return the beginning of the answer shown, or of its reason if it has no text."""
    answers = collection.answers_to(paper, question)
    if not answers:
        return ""
    text = answers[0].text or answers[0].reason
    return shortened(text[: 4 * _MAX_WORDS], _MAX_WORDS)


def _shown_id(collection: Collection, paper: str, question: str) -> str:
    answers = collection.answers_to(paper, question)
    return answers[0].id if answers else ""


def _counts(collection: Collection, asked: Sequence[Question]) -> dict[str, list[list[object]]]:
    """Return the papers by each way of grouping them, and the statuses of the questions in each group."""
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
        kind: sorted(found) if kind == "year" else frequent(sizes[kind], _MAX_GROUPS)
        for kind, found in groups.items()
    }
    return {
        kind: [
            [
                name,
                sizes[kind][name],
                [_numbers(count) for count in groups[kind][name]],
                *_estimates(collection, asked, kind, name),
            ]
            for name in names
        ]
        for kind, names in shown.items()
    }


def _estimates(
    collection: Collection, asked: Sequence[Question], kind: str, name: str
) -> Iterator[list[list[int]]]:
    """Yield the estimates for one group of papers; nothing if there are none."""
    wanted = ("", "") if kind == "all" else (kind, name)
    shares = (s for s in collection.shares if s.question and (s.by, clean(s.value)) == wanted)
    known = {share.question: share.interval for share in shares}
    found = [known.get(question.id) for question in asked]
    if any(found):
        yield [[round(1000 * x) for x in (i.share, i.lower, i.upper)] if i else [] for i in found]


def _numbers(count: Counter[str]) -> list[int]:
    numbers = [count[key] for key in COUNTED]
    while numbers and not numbers[-1]:
        numbers.pop()
    return numbers


def _handed(name: str, number: int, value: object) -> str:
    return f"(window.{name}=window.{name}||{{}})[{number}]={_json(value)};\n"


def _json(value: object) -> str:
    # ASCII, because line separators and lone surrogates could break a script.
    return json.dumps(value, separators=(",", ":")).replace("</", "<\\/")

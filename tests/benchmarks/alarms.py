"""Which sentences of a PDF's running text look wrong, told without knowing the reader.

    python -m tests.benchmarks.alarms [--data ../shared/data] [--half even|odd|all] [--json]
    python -m tests.benchmarks.alarms --show "no stop" [--paper NAME] [--most 20]

A sentence is clean where no alarm rings: it begins in lower case, has no stop at its end, holds marks of
garbled text, or stands in the wrong order. An alarm that rings for what is right as printed (a name in lower
case, an address or a formula at the end) is no alarm. Cells that read like text are counted apart: no text
may hide in tables. Rules of the reader are chosen on the even half of the files,
by name; the odd half judges them. Papers are kept between runs in ``build/alarms``, by the reader's source.
"""

from __future__ import annotations

import argparse
import hashlib
import itertools
import json
import re
import statistics
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import generator.reading
from generator.core import Paper
from generator.core.paper import Sentence
from generator.errors import UnreadablePaper
from generator.evaluation.markdown_report import markdown
from generator.reading.pdf import read_pdf

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("pdf", "pdf-field")
ENOUGH = 15  # sentences of running text from which on a paper's share counts
SHARES = (0.98, 0.95, 0.9)

_ASIDE = ("references", "furniture", "front")
_OPENING = "“\"'‘«(["
# The mark of an item: "(ii) To control", "a) the cycle".
_ITEM = re.compile(r"(?:[a-z]|[ivx]{1,4})[.)\]]\s")
_NOTE = re.compile(r"^(?:\d{1,2}|[*†‡§¶#]+)\s?(?:[A-Z“\"]|https?:|www\.)")
# A name that is written in lower case wherever it stands: mRNA, iPhone, p53, α-helix, k-means.
_NAME = re.compile(
    r"[a-z]{1,2}(?=[A-Z])|[a-z]+\d|[α-ω]|[a-z]-[a-zA-Z]|(?:de|van|von|di|da|del|ter)\s[A-Z]|https?:|www\."
)
# A formula may open a sentence in lower case, or end one without a stop: "is given by E = m c^2 (3)".
_FORMULA_FIRST = re.compile(r"\S{0,30}[=_^(){}\[\]|<>≤≥∈∼]|[a-z]{1,2}\s?[=<>≤≥∈∼:+−·]")
_FORMULA_LAST = re.compile(r"[=<>≤≥∈∼≈→].{0,60}$|[=<>≤≥∈∼≈→∑].*\(\s?[A-Z]?\d{1,3}(?:\.\d{1,3})?[a-z]?\s?\)$")
# One that is named and not read, with its number.
_FORMULA_NAMED = re.compile(r"\[formula\](?:\s?\([A-Z]?\d{1,3}[a-z]?\))?$")
_ADDRESS_LAST = re.compile(r"(?:https?://|www\.|doi\.org/|\b10\.\d{4,9}/)\S+$|\S+@\S+\.\w+$")
_STOP = re.compile(
    r"[.!?:;…。！？][\"'”’»)\]}]*(?:\s?[\[(]?\d{1,3}(?:[,–-]\s?\d{1,3})*[\])]?|\s?[✓✔✗✘]|\^[\d,–*†‡-]+|[*†‡§]{1,2})?$"
)
_GARBLED: dict[str, re.Pattern[str]] = {
    "unreadable sign": re.compile("[\ufffd\x00-\x08\x0b-\x1f\ue000-\uf8ff]"),
    "wrong sign": re.compile(r"(?<!\d)¼|þ(?=\s?\d)|\s[¼þ]\s"),
    "accent apart": re.compile(r"[a-z][´¨ˆ˜`](?!s\b)[a-z]|[a-z]{2}\s[´¨](?=[\s,.]|$)"),
    "lost power": re.compile(r"\d\s?[x×·]\s?10[-−–]?\d{1,2}\b(?!\s?[x×%])"),
    "row of a table": re.compile(r"[^\W\d_]{2,} \| [^\W\d_]{2,}"),
    "address of a figure": re.compile(
        r"full-size|10\.7717/peerj\.\d+/(?:fig|table)|journal\.\w+\.\d+\.[gt]\d|downloaded (?:from|by)", re.I
    ),
}
_GLUE = re.compile(
    r"^(?P<a>with|and|that|from|were)(?P<b>\w{4,})$|^(?P<c>\w{4,})(?P<d>with|and|that|from|were)$"
)
_RUN = 10  # words that hardly stand twice at one place unless they were read twice
_SAME_PLACE = 30  # points
_REPEATED = 0.6  # share of a sentence's runs: authors repeat phrases, not sentences
_LINE = 45  # characters of a line of text in a narrow column
_LINE_WORDS = 6  # words in lower case of such a line
_COMMON = 3  # times that a word stands in a paper from which on it is one of its words


@dataclass(frozen=True, slots=True)
class Flagged:
    """A sentence of running text with the alarms that it rings (none: it is clean)."""

    section: str
    sentence: Sentence
    alarms: tuple[str, ...]


@dataclass(slots=True)
class _Paper:
    """What is known of a paper while its sentences are looked at."""

    words: Counter[str] = field(default_factory=Counter)
    # Page and place, in points from the top, where each run of words stood last.
    runs: dict[tuple[str, ...], tuple[int, float]] = field(default_factory=dict)
    before: Sentence | None = None


@dataclass(frozen=True, slots=True)
class _Placed:
    """A sentence of running text; whole: it is all of its section; note: it stands in a footnote."""

    section: str
    sentence: Sentence
    whole: bool
    note: bool


def running_text(paper: Paper) -> Iterator[_Placed]:
    """Yield the sentences of a paper's running text, in reading order."""
    for section in paper.sections:
        if section.kind in _ASIDE:
            continue
        whole = len(section.paragraphs) == 1 and len(section.paragraphs[0].sentences) == 1
        for paragraph in section.paragraphs:
            if paragraph.role == "prose":
                note = _NOTE.match(paragraph.sentences[0].text) is not None
                for sentence in paragraph.sentences:
                    yield _Placed(section.title, sentence, whole, note)


def flagged(paper: Paper) -> list[Flagged]:
    """All sentences of a paper's running text with their alarms."""
    known = _Paper(Counter(w for s in paper.sentences for w in re.findall(r"[^\W\d_]+", s.text.lower())))
    return [Flagged(p.section, p.sentence, tuple(_alarms(p, known))) for p in running_text(paper)]


def _alarms(placed: _Placed, known: _Paper) -> Iterator[str]:
    sentence = placed.sentence
    text = sentence.text
    bare = text.lstrip(_OPENING)
    if bare[:1].islower() and not any(p.match(bare) for p in (_ITEM, _NAME, _FORMULA_FIRST)):
        yield "lower case"
    # What is all of a section ("Presented at: TDWG 2023") is an entry of a form.
    ended = _STOP.search(text) or _ADDRESS_LAST.search(text) or _ends_with_formula(text)
    if not (ended or (placed.whole and len(text) < 100)):
        yield "no stop"
    for kind, pattern in _GARBLED.items():
        if pattern.search(text):
            yield kind
    if any(_merged(w, known.words) for w in re.findall(r"[^\W\d_]{8,}", text.lower())):
        yield "blank lost"
    if _twice(sentence, known):
        yield "twice"
    # A footnote stands between the paragraphs of its column and of the next, and so tells nothing.
    if sentence.page and sentence.box and not placed.note:
        if known.before is not None and _out_of_order(known.before, sentence):
            yield "order"
        known.before = sentence


def _ends_with_formula(text: str) -> bool:
    """Whether hardly a word stands behind the last sign of a formula."""
    if _FORMULA_NAMED.search(text):
        return True
    match = _FORMULA_LAST.search(text)
    if match is None:
        return False
    tail = re.split(r"[=<>≤≥∈∼≈→]", match[0])[-1]
    return not re.search(r"(?<![\w^])[a-z]{2,}(?![\w(_^])", tail)


def _merged(word: str, words: Counter[str]) -> bool:
    """Whether a word that stands once is a common word and one of the paper's own, glued ("migrainewith")."""
    match = _GLUE.match(word)
    if match is None or words[word] > 1:
        return False
    return words[match["b"] or match["c"]] >= _COMMON


def _twice(sentence: Sentence, known: _Paper) -> bool:
    """Whether the same words stood at the same place before: a hidden layer, or a line printed twice."""
    if sentence.box is None:
        return False
    here = (sentence.page or 0, sentence.box[1])
    words = re.findall(r"\w+(?:\.\d+)?", sentence.text.lower())
    runs = [tuple(words[i : i + _RUN]) for i in range(len(words) - _RUN + 1)]
    seen = [known.runs[run] for run in runs if run in known.runs]
    known.runs.update((run, here) for run in runs)
    return sum(p == here[0] and abs(y - here[1]) < _SAME_PLACE for p, y in seen) > _REPEATED * len(runs)


def _out_of_order(before: Sentence, sentence: Sentence) -> bool:
    """Whether a sentence stands on an earlier page, or above and left of the one before it."""
    page, last = sentence.page or 0, before.page or 0
    if before.box is None or sentence.box is None or page < last:
        return True
    if page > last:
        return False
    (_, top, right, _), (x0, y0, _, y1) = before.box, sentence.box
    return y0 < top - 6 and x0 < right - 20 and y1 < top + 2


def files_of(data: Path) -> list[Path]:
    return sorted((p for f in FOLDERS for p in (data / "papers" / f).glob("*.pdf")), key=lambda p: p.name)


def halved(files: Sequence[Path], half: str) -> list[Path]:
    """half: ``even`` (on which rules are chosen), ``odd`` (which judges them) or ``all``."""
    return list({"even": files[::2], "odd": files[1::2], "all": files}[half])


def read(path: Path, folder: Path) -> Paper | None:
    """Return the paper in a file, from ``folder`` if it was read by this source before; or None."""
    kept = folder / f"{path.stem}.json"
    try:
        return Paper.from_json(json.loads(kept.read_bytes()))
    except (OSError, ValueError, KeyError, TypeError):
        pass
    try:
        paper = read_pdf(path, id=path.stem.lower())
    except UnreadablePaper:
        return None
    folder.mkdir(parents=True, exist_ok=True)
    kept.write_text(json.dumps(paper.to_json()), encoding="utf-8")
    return paper


def reader_digest() -> str:
    """Names the source of all that makes a PDF a paper."""
    digest = hashlib.sha256()
    (reading,) = generator.reading.__path__
    for path in sorted([*Path(reading).rglob("*.py"), *(Path(reading).parent / "core").rglob("*.py")]):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def kept() -> Path:
    """Return the folder of the papers that this source of the reader has read."""
    return ROOT / "build" / "alarms" / reader_digest()


@dataclass(frozen=True, slots=True)
class Found:
    """What was found in one paper."""

    sentences: list[Flagged]
    wordy_cells: int


def measure(files: Sequence[Path], folder: Path) -> dict[str, Found]:
    """For each file that can be read the sentences of its running text, and its wordy cells."""
    papers = ((p.name, read(p, folder)) for p in files)
    return {name: Found(flagged(paper), wordy_cells(paper)) for name, paper in papers if paper is not None}


def wordy_cells(paper: Paper) -> int:
    """Cells of a paper's tables that are as long, and as full of words, as a line of text."""
    cells = (
        cell
        for section in paper.sections
        if section.kind not in _ASIDE
        for paragraph in section.paragraphs
        if paragraph.role == "table"
        for row in paragraph.sentences
        for cell in row.text.split(" | ")
    )
    return sum(len(c) >= _LINE and len(re.findall(r"\b[a-z]{2,}\b", c)) >= _LINE_WORDS for c in cells)


def _clean(sentences: Sequence[Flagged]) -> float:
    return sum(not s.alarms for s in sentences) / max(len(sentences), 1)


def presented(found: dict[str, Found]) -> dict[str, Any]:
    """Return the figures of all files together."""
    papers = [f.sentences for f in found.values()]
    sentences = list(itertools.chain.from_iterable(papers))
    shares = sorted(_clean(own) for own in papers if len(own) >= ENOUGH)
    kinds = Counter(a for s in sentences for a in s.alarms)
    rung = Counter(a for own in papers for a in {x for s in own for x in s.alarms})
    return {
        "PDF files": len(found),
        "sentences of running text": len(sentences),
        "characters of running text": sum(len(s.sentence.text) for s in sentences),
        "clean sentences": f"{100 * _clean(sentences):.2f} %",
        f"papers of {ENOUGH} or more sentences": len(shares),
        "median paper": f"{100 * statistics.median(shares):.1f} %" if shares else "none",
        **{f"papers with at least {100 * s:.0f} % clean": sum(x >= s for x in shares) for s in SHARES},
        "cells of tables that read like text": sum(f.wordy_cells for f in found.values()),
        "alarms": {k: f"{n} in {rung[k]} papers" for k, n in kinds.most_common()},
    }


def show(found: dict[str, Found], kind: str, most: int) -> None:
    """Print sentences that ring alarms of a kind (``any``: of all kinds), by paper."""
    for name, paper in found.items():
        sentences = paper.sentences
        own = [s for s in sentences if (s.alarms if kind == "any" else kind in s.alarms)]
        if own:
            print(f"{name}: {len(own)} of {len(sentences)}")
        for each in own[:most]:
            text = each.sentence.text
            short = text if len(text) <= 130 else f"{text[:75]} ... {text[-50:]}"
            print(f"  p{each.sentence.page} {', '.join(each.alarms)} [{each.section[:20]}] {short!r}")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared/data")
    parser.add_argument("--half", choices=("even", "odd", "all"), default="all")
    parser.add_argument("--paper", help="only files whose names hold this")
    parser.add_argument("--show", metavar="KIND", help="list sentences of a kind, or of any")
    parser.add_argument("--most", type=int, default=20, help="sentences of a paper that are listed")
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    files = [p for p in halved(files_of(args.data), args.half) if (args.paper or "") in p.name]
    found = measure(files, kept())
    if args.show:
        show(found, args.show, args.most)
        return
    result = presented(found)
    print(json.dumps(result, indent=1) if args.json else markdown("Alarms", result))


if __name__ == "__main__":
    main()

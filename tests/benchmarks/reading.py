"""How well and how fast papers are read, on real ones.

    python -m tests.benchmarks.reading [--data ../shared/data] [--json] [--rounds 3]

Sentences that look wrong are counted too, and listed by ``python -m tests.benchmarks.alarms --show any``.

Prints a report in Markdown. What is measured knows nothing of the reader: running lines are told by
patterns written by hand from the pages as printed, the columns of a page by the lines that PDFium
reports and their places, evidence by quotes that people took from the papers.
"""

from __future__ import annotations

import argparse
import itertools
import json
import re
import statistics
import time
from pathlib import Path
from typing import Any

import pypdfium2

from generator.core import Paper
from generator.evaluation.markdown_report import markdown
from generator.reading.pdf import read_pdf
from tests.benchmarks import alarms

ROOT = Path(__file__).resolve().parents[2]

# Running heads, feet, page numbers and banners of each file, as seen on its pages.
PENSOFT = (r"^\d{1,2} [A-Z][\w-]+ [A-Z]{1,2} et al\.?$", r"^[A-Z].{20,80} \.{3} ?\d{1,2}$", r"^\d{1,2}$")
RUNNING: dict[str, tuple[str, ...]] = {
    "biodiv-18": (r"scientific reports \| \(2019\)", r"^www\.nature\.com/scientificreports"),
    "biodiv-24": (
        r"^[^a-z]*fairbrass et al\.\W*(methods in ecology.*)?$",
        r"^\W*\d* ?\W*methods in ecology and evolu\W*(on|tion)\W*\d*$",
        r"wileyonlinelibrary\.com/journal",
        r"downloaded from", r"online library on", r"terms and conditions",
    ),
    "biodiv-42": (r"^sensors 2021, 21, 343( \d+ of 18)?$", r"^\d+ of 18$", r"mdpi\.com/journal/sensors"),
    "biodiv-8": (r"^\d{1,2} younis s et al", r"^detection and annotation of plant organs .*\.{3} ?\d+$"),
}  # fmt: skip

_ENOUGH = 22  # letters and digits of a line that is a key of the column measure
_COLUMN_LINES = 12  # lines on either side of a page with two columns


def plain(text: str) -> str:
    """Letters and digits, without case: white space and hyphens aside."""
    return re.sub(r"[\W_]+", "", text).casefold()


def printed_lines(path: Path) -> list[list[tuple[str, float, float, float]]]:
    """For each page the lines that PDFium reports: text, left, right, and the page's width."""
    document = pypdfium2.PdfDocument(path)
    pages = []
    for page in document:
        text_page = page.get_textpage()
        width = page.get_width()
        lines = []
        at = 0
        for raw in re.split(r"(\r\n|\ufffe)", text_page.get_text_range()):
            text = raw.strip()
            if len(text) > 1:
                first = at + raw.index(text)
                boxes = [text_page.get_charbox(i) for i in (first, first + len(text) - 1)]
                lines.append((text, boxes[0][0], boxes[1][2], width))
            elif text and raw not in ("\r\n", "\ufffe"):
                lines.append((text, 0.0, 0.0, width))
            at += len(raw)
        pages.append(lines)
    document.close()
    return pages


def running_left(
    paper: Paper, name: str, pages: list[list[tuple[str, float, float, float]]]
) -> tuple[int, int]:
    """Return running lines left in the text, and all running lines of the file."""
    patterns = [re.compile(p, re.IGNORECASE) for p in RUNNING.get(name, PENSOFT)]
    by_page: dict[int, str] = {}
    for section in paper.sections:
        if section.kind != "furniture":
            for sentence in section.sentences:
                for page in (sentence.page or 0, (sentence.page or 0) + 1):
                    by_page[page] = by_page.get(page, "") + " " + plain(sentence.text)
    left = total = 0
    for number, lines in enumerate(pages, 1):
        for text, *_ in lines:
            key = plain(text)
            if any(p.search(text) for p in patterns) and len(key) > 4:
                if number == 1 and key in plain(paper.metadata.title):
                    continue
                total += 1
                left += key in by_page.get(number, "")
    return left, total


def column_switches(paper: Paper, name: str, pages: list[list[tuple[str, float, float, float]]]) -> list[int]:
    """For each page with two columns: how often the text changes between them (1 is ideal)."""
    patterns = [re.compile(p, re.IGNORECASE) for p in RUNNING.get(name, PENSOFT)]
    whole = plain(paper.text)
    switches = []
    for lines in pages:
        sides: dict[str, str] = {}
        widths: dict[str, list[float]] = {"left": [], "right": []}
        for text, x0, x1, width in lines:
            key = plain(text)
            if len(key) < _ENOUGH or any(p.search(text) for p in patterns):
                continue
            if x1 < 0.53 * width:
                sides[key] = "left"
                widths["left"].append(x1 - x0)
            elif x0 > 0.47 * width:
                sides[key] = "right"
                widths["right"].append(x1 - x0)
        if min(list(sides.values()).count(s) for s in ("left", "right")) < _COLUMN_LINES:
            continue
        medians = [statistics.median(w) for w in widths.values()]
        if max(medians) > 1.5 * min(medians):
            continue  # one column with notes in its margin
        placed = sorted((whole.find(key), side) for key, side in sides.items() if whole.count(key) == 1)
        order = [side for _, side in placed]
        switches.append(sum(a != b for a, b in itertools.pairwise(order)))
    return switches


def measure(data: Path, rounds: int) -> dict[str, Any]:
    quotes: dict[str, list[str]] = {}
    for row in (data / "gold/evidence.jsonl").read_text(encoding="utf-8").splitlines():
        record = json.loads(row)
        quotes.setdefault(record["paper"], []).extend(e["quote"] for e in record["evidence"])
    rows = []
    for path in sorted((data / "papers/pdf").glob("*.pdf")):
        seconds = []
        for _ in range(rounds):
            started = time.process_time()
            paper = read_pdf(path, id=path.stem)
            seconds.append(time.process_time() - started)
        pages = printed_lines(path)
        left, total = running_left(paper, path.stem, pages)
        whole = plain(paper.text)
        wanted = quotes.get(path.stem, [])
        rows.append(
            {
                "file": path.name,
                "pages": paper.pages,
                "seconds": min(seconds),
                "running": total,
                "running_left": left,
                "switches": column_switches(paper, path.stem, pages),
                "quotes": len(wanted),
                "quotes_found": sum(plain(q) in whole for q in wanted),
                "references": sum(
                    len(p.sentences) for s in paper.sections if s.kind == "references" for p in s.paragraphs
                ),
                "has_references": any(
                    re.search(r"(?i)^references\W*$", t) for page in pages for t, *_ in page
                ),
            }
        )
    found = alarms.measure(alarms.files_of(data), alarms.kept())
    return {"pdf": rows, "jats": jats_milliseconds(data, rounds), "alarms": alarms.presented(found)}


def jats_milliseconds(data: Path, rounds: int) -> dict[str, float]:
    from generator.reading.jats.reader import read_jats

    result = {}
    for path in sorted((data / "papers/jats").glob("*.xml")):
        seconds = []
        for _ in range(rounds):
            started = time.process_time()
            read_jats(path, id=path.stem)
            seconds.append(time.process_time() - started)
        result[path.name] = 1000 * min(seconds)
    return result


def presented(result: dict[str, Any]) -> dict[str, Any]:
    """Return the figures of all files together, then by file."""
    rows = result["pdf"]
    switches = [s for r in rows for s in r["switches"]]
    headed = [r for r in rows if r["has_references"]]

    def total(key: str) -> Any:
        return sum(r[key] for r in rows)

    return {
        "PDF files": len(rows),
        "pages": total("pages"),
        "pages a second, one core": round(total("pages") / total("seconds")),
        "running lines": total("running"),
        "of these left in the text": total("running_left"),
        "two-column pages": len(switches),
        "of these with at most one column switch": sum(s <= 1 for s in switches),
        "gold quotes": total("quotes"),
        "of these found in the text": total("quotes_found"),
        "papers with a list of references": len(headed),
        "of these found": sum(r["references"] > 0 for r in headed),
        "JATS files": len(result["jats"]),
        "JATS, ms a paper, mean": round(statistics.mean(result["jats"].values()), 1),
        "running text, and sentences that look wrong": result["alarms"],
        "by PDF": {
            r["file"]: {
                "pages": r["pages"],
                "pages/s": round(r["pages"] / r["seconds"]),
                "running lines left": f"{r['running_left']} of {r['running']}",
                "column switches": r["switches"],
                "quotes found": f"{r['quotes_found']} of {r['quotes']}",
                "references": r["references"] if r["has_references"] else "none printed",
            }
            for r in rows
        },
        "by JATS file, ms": {name: round(ms, 1) for name, ms in result["jats"].items()},
    }


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared/data")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    result = presented(measure(args.data, args.rounds))
    print(json.dumps(result, indent=1) if args.json else markdown("Reading", result))


if __name__ == "__main__":
    main()

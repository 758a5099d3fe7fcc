"""The collection -> data files, written paper by paper: memory does not grow with the answers."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from generator.core import Paper
from generator.core.notice import in_force
from generator.site.content.collection import Collection
from generator.site.content.encoding import clean
from generator.site.content.page_links import paper_page, question_page
from generator.site.exports.bibtex_export import bibtex
from generator.site.exports.cff import citation_cff
from generator.site.exports.checklist_claims import claim_lines
from generator.site.exports.citations import paper_citation
from generator.site.exports.crate import Export, ro_crate
from generator.site.exports.data_file_list import (
    ANNOTATIONS,
    ANSWERS,
    BIBTEX,
    CHECKLISTS,
    CITATION,
    CRATE,
    CSL,
    HYPOTHESIS,
    INDEX,
    KIND_OF,
    KINDS,
    LLMS,
    NOTICES,
    PAPERS,
    QUESTIONS,
    REVIEWS,
    RIS,
    SCHEMA_FILE,
    SHARE_LINES,
    SHARES,
    SIMILAR,
    TABLE,
    TEXTS,
)
from generator.site.exports.datafile import DataFile
from generator.site.exports.hypothesis import hypothesis_file
from generator.site.exports.json_schema import SCHEMA
from generator.site.exports.llms import llms_txt
from generator.site.exports.plain_texts import paper_text
from generator.site.exports.records import (
    FORMAT,
    answer_record,
    answers_by_question,
    json_line,
    notice_record,
    writable,
)
from generator.site.exports.review_lines import review_lines
from generator.site.exports.ris_export import ris
from generator.site.exports.segments import SEGMENT_INDEX, PreviousSegments, Segment, SegmentIndex
from generator.site.exports.share_tables import share_cells, share_records
from generator.site.exports.similar_files import similar_files
from generator.site.exports.table import COLUMNS, table_row
from generator.site.exports.web_annotations import CONTEXT, annotations_of, file_address
from generator.site.exports.wide import WIDE_TEXTS, wide_texts, write_wide

# Folders with one file for each paper. A dot file, which is not published, holds the same texts one after
# another: the next build copies the unchanged ones from it.
_PER_PAPER = {TEXTS: ".texts.txt", HYPOTHESIS: ".hypothesis.txt"}


# The files that are composed of a segment for each paper, besides those of the questions.
_COMPOSED = (ANSWERS, TABLE, ANNOTATIONS, WIDE_TEXTS, *_PER_PAPER.values())

KeepFile = Callable[[str, str], bool]
"""Returns True if the file at a path was written with a key by an earlier build, and may stay as it is."""


def write_exports(
    collection: Collection,
    folder: Path,
    *,
    before: Path | None = None,
    keys: Mapping[str, str] | None = None,
    keep: KeepFile = lambda path, key: False,
) -> tuple[Export, ...]:
    """Write all data under ``folder``, by their paths within the site, and return what was written.

    Covers public papers only, sorted by id; the same collection gives the same bytes. before: a folder with
    the data of an earlier build. keys: paper id -> digest of the input of its part (`site.pages.page_keys`).
    A part whose key is unchanged is copied from ``before``. keep: asked before a file about one paper is
    written; if it returns True, the file in ``before`` counts. Raises OSError.
    """
    made = _write_by_paper(collection, folder, before, keys or {}, keep)
    made += write_wide(collection, folder, folder / WIDE_TEXTS)
    made.append(_write_reviews(collection, folder))
    made += _write_shares(collection, folder)
    made += _write_claims(collection, folder)
    made.append(_write_notices(collection, folder))
    made += _write_similar(collection, folder)
    count = len(collection.public) + len(collection.questions)
    made.append(_write_whole(folder, INDEX, json_line(_index(collection)), count))
    made.append(_write_whole(folder, SCHEMA_FILE, json.dumps(SCHEMA, indent=1) + "\n", 1))
    made.append(_write_whole(folder, CITATION, citation_cff(collection), 1))
    made.append(_write_whole(folder, LLMS, llms_txt(collection), 1))
    crate = json.dumps(ro_crate(collection, made), ensure_ascii=False, indent=1) + "\n"
    made.append(_write_whole(folder, CRATE, crate, len(made)))
    order = [kind.path for kind in KINDS]
    return tuple(sorted(made, key=lambda export: order.index(export.path)))


def _write_by_paper(
    collection: Collection, folder: Path, before: Path | None, keys: Mapping[str, str], keep: KeepFile
) -> list[Export]:
    # One pass writes all files, so that the answers of one paper at a time are in memory.
    asked = {question.id: f"{QUESTIONS}{question.id}.json" for question in collection.questions}
    with ExitStack() as stack:

        def opened(path: str) -> DataFile:
            return stack.enter_context(DataFile(folder, path))

        composed = {path: opened(path) for path in _COMPOSED}
        composed |= {path: opened(path) for path in asked.values()}
        lines, table, notes = (composed[path] for path in (ANSWERS, TABLE, ANNOTATIONS))
        bib, references, csl = map(opened, (BIBTEX, RIS, CSL))
        csv.writer(table).writerow(COLUMNS)
        bib.write(f"% Papers of this collection. Format {FORMAT}.\n")
        csl.write("[")
        notes.write(
            f'{{"@context": "{CONTEXT}", "id": {_json(file_address(collection, ANNOTATIONS))}, '
            f'"type": "AnnotationCollection", "label": {_json(clean(collection.title))}, "first": '
            f'{{"id": {_json(file_address(collection, ANNOTATIONS, "page"))}, "type": "AnnotationPage", '
            f'"partOf": {_json(file_address(collection, ANNOTATIONS))}, "startIndex": 0, "items": ['
        )
        for opening, path in _question_heads(collection, asked):
            composed[path].write(opening)
        files = size = 0
        # Folder -> path and size in bytes of each file in it.
        per_paper: dict[str, list[tuple[str, int]]] = {place: [] for place in _PER_PAPER}
        previous = stack.enter_context(PreviousSegments(before, composed))
        index = SegmentIndex()
        for paper in sorted(collection.public, key=lambda p: p.id):
            item = paper_citation(paper)
            bib.record(f"\n{bibtex(item)}")
            references.record(f"{ris(item)}\r\n")
            csl.record(f"{',' if csl.records else ''}\n{_json(item)}")
            key = keys.get(paper.id, "")
            # The bytes of a paper that has not changed are copied from the last build instead of being
            # composed again.
            parts = previous.of(paper.id, key) or _compose(collection, paper, asked)
            for path, file in composed.items():
                part = parts[path]
                if part.records and (path == ANNOTATIONS or path in asked.values()):
                    file.write(",\n" if file.records else "\n")
                index.add(paper.id, key, path, file.size, part)
                file.write_bytes(part.data)
                file.records += part.records
            for place, path in _PER_PAPER.items():
                if data := parts[path].data:
                    name = f"{place}{paper.id}{KIND_OF[place].ending}"
                    per_paper[place].append((name, len(data)))
                    if not (before and keep(name, key)):
                        with DataFile(folder, name) as own:
                            own.write_bytes(data)
            name = f"{PAPERS}{paper.id}.json"
            if before and keep(name, key):
                files, size = files + 1, size + (before / name).stat().st_size
                continue
            with DataFile(folder, name) as own:
                head = {
                    "format": FORMAT,
                    "paper": item,
                    "licence": clean(paper.metadata.licence),
                    "page": _html(paper_page(paper.id)),
                    "notices": [notice_record(n) for n in collection.notices.get(paper.id, ())],
                }
                own.write(json_line(head)[:-2] + ',"answers":[')
                if answers := parts[ANSWERS].data:  # lines of JSON, which hold no other line breaks
                    own.write_bytes(b"\n" + answers[:-1].replace(b"\n", b",\n"))
                own.write("\n]}\n")
                files, size = files + 1, size + own.size
        for path in asked.values():
            composed[path].write("\n]}\n")
        csl.write("\n]\n" if csl.records else "]\n")
        notes.write(f'\n]}}, "total": {notes.records}}}\n')
        index.files = {path: file.sha256 for path, file in composed.items()}
        (folder / SEGMENT_INDEX).write_text(index.text(), encoding="utf-8")
        by_question = sum(composed[path].size for path in asked.values())
        written = (table, lines, bib, references, csl, notes)
        folders = [
            Export.of(place, len(made), sum(size for _, size in made), example=made[0][0])
            for place, made in per_paper.items()
            if made
        ]
        return [
            *(file.export() for file in written),
            Export.of(PAPERS, files, size),
            *folders,
            Export.of(QUESTIONS, len(asked), by_question),
        ]


def _compose(collection: Collection, paper: Paper, asked: Mapping[str, str]) -> dict[str, Segment]:
    """Return a paper's segment of each file that holds answers. asked: question -> path of its file."""
    lines: list[str] = []
    table = io.StringIO(newline="")
    rows = csv.writer(table)
    for question, answers in answers_by_question(collection, paper):
        for number, answer in enumerate(answers):
            record = answer_record(collection, paper, answer, shown=number == 0)
            lines.append(json_line(record))
            rows.writerow(table_row(paper, question, record))
    notes = [_json(annotation) for annotation in annotations_of(collection, paper, ANNOTATIONS)]
    return {
        ANSWERS: Segment("".join(lines).encode(), len(lines)),
        TABLE: Segment(table.getvalue().encode(), len(lines)),
        ANNOTATIONS: Segment(",\n".join(notes).encode(), len(notes)),
        _PER_PAPER[TEXTS]: Segment(paper_text(collection, paper).encode(), 1),
        _PER_PAPER[HYPOTHESIS]: Segment(hypothesis_file(collection, paper).encode(), 1),
        WIDE_TEXTS: Segment(json_line(wide_texts(collection, paper)).encode(), 1),
        **{path: _answer_to(collection, paper, question) for question, path in asked.items()},
    }


def _write_reviews(collection: Collection, folder: Path) -> Export:
    with DataFile(folder, REVIEWS) as file:
        for line in review_lines(collection):
            file.record(line)
    return file.export()


def _write_shares(collection: Collection, folder: Path) -> list[Export]:
    records = tuple(share_records(collection))
    if not records:
        return []
    with DataFile(folder, SHARES) as table, DataFile(folder, SHARE_LINES) as lines:
        rows = csv.writer(table)
        rows.writerow(records[0])
        for record in records:
            rows.writerow(share_cells(record))
            table.records += 1
            lines.record(json_line(record))
    return [table.export(), lines.export()]


def _write_claims(collection: Collection, folder: Path) -> list[Export]:
    if not collection.claims:
        return []
    with DataFile(folder, CHECKLISTS) as file:
        for line in claim_lines(collection):
            file.record(line)
    return [file.export()]


def _write_notices(collection: Collection, folder: Path) -> Export:
    with DataFile(folder, NOTICES) as file:
        for paper in sorted(collection.public, key=lambda p: p.id):
            notices = collection.notices.get(paper.id, ())
            valid = in_force(notices)
            for notice in notices:
                stands = notice in valid or not notice.is_grave
                head = {"format": FORMAT, "paper": paper.id, "stands": stands}
                file.record(json_line(head | notice_record(notice)))
    return file.export()


def _question_heads(collection: Collection, asked: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield what the file of each question begins with, and its path."""
    for questions in collection.question_sets:
        for question in questions.questions:
            head = {
                "format": FORMAT,
                "question": {
                    "id": question.id,
                    "text": question.text,
                    "group": question.group,
                    "set": questions.id,
                    "kind": question.kind,
                    "source": question.source,
                    "aliases": list(question.aliases),
                    "parts": [{"id": part.id, "text": part.text} for part in question.parts],
                },
                "page": _html(question_page(question.id)),
            }
            yield json_line(head)[:-2] + ',"papers":[', asked[question.id]


def _write_similar(collection: Collection, folder: Path) -> list[Export]:
    files = size = 0
    for path, text in similar_files(collection):
        with DataFile(folder, path) as own:
            own.write(text)
            files, size = files + 1, size + own.size
    return [Export.of(SIMILAR, files, size)] if files else []


def _answer_to(collection: Collection, paper: Paper, question: str) -> Segment:
    """Return a paper's segment of the file of a question: the answer shown; empty if there is none."""
    answers = collection.answers_to(paper.id, question)
    if not answers:
        return Segment(b"", 0)
    shown = answers[0]
    record = {
        "paper": paper.id,
        "id": shown.id,
        "model": shown.model,
        "status": shown.status,
        "band": collection.band(shown),
        "answer": shown.text,
        "votes": [{"model": a.model, "status": a.status} for a in answers if not a.by_people],
    }
    return Segment(_json(record).encode(), 1)


def _index(collection: Collection) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "title": clean(collection.title),
        "built": collection.built.isoformat(),
        "papers": [
            {"id": p.id, "title": clean(p.metadata.title), "path": f"{PAPERS}{p.id}.json"}
            for p in sorted(collection.public, key=lambda p: p.id)
        ],
        "questions": [
            {"id": q.id, "text": clean(q.text), "path": f"{QUESTIONS}{q.id}.json"}
            for q in collection.questions
        ],
    }


def _write_whole(folder: Path, path: str, text: str, records: int) -> Export:
    with DataFile(folder, path) as file:
        file.write(writable(text))
        file.records = records
    return file.export()


def _json(value: object) -> str:
    return json_line(value)[:-1]


def _html(page: str) -> str:
    return f"{page.removesuffix('.md')}.html"

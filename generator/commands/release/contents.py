"""The content of a release's archive, laid out in a temporary folder.

It contains nothing about private papers, and of papers without an open licence only what the site shows. The
ledger holds whole passages, so that of such papers is left out, and the data hold their answers with shorter
quotes.
"""

from __future__ import annotations

import datetime
import json
import shutil
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from generator import __version__, site
from generator.core.release import Release, ids_hash, ids_text
from generator.errors import AnswerbookError
from generator.project import Project
from generator.run.answers_of_people import with_people
from generator.run.authors import with_authors
from generator.run.build_context import BuildOptions, started
from generator.run.build_report import Progress
from generator.run.computing import compare
from generator.run.output import site_data
from generator.run.read_phase import read_papers
from generator.site.exports.citations import day_made
from generator.site.exports.data_files import write_exports
from generator.storage.files import files_within, hash_of

__all__ = ["IDS", "ROOT_FILE", "SUMS", "ReleaseContents", "lay_out"]

SUMS, IDS, ROOT_FILE = "SHA256SUMS", "answer-ids.txt", "release.json"
FORMAT = 1
_LEDGER, _QUESTIONS = "ledger", "questions"
_README = """\
Answers about papers, with the sentences that support them, at release {tag}.

data/            the answers as files for programs; data/schema.json explains each key
ledger/          the records behind them, with the models' complete replies, for papers that may be quoted
                 in full
questions/       the questions as they were asked
answer-ids.txt   the id of every answer; an id is a hash of the content of its answer
release.json     the name, and one hash of all ids
SHA256SUMS       the hash of every file

To check that nothing was changed:

  sha256sum --check SHA256SUMS
  LC_ALL=C sort -u answer-ids.txt | sha256sum        # is `ids` in release.json
  answerbook verify --release {file}
"""


@dataclass(frozen=True)
class ReleaseContents:
    """The content of a release.

    ids: hash of all ids of answers. contents: SHA-256 of the list of checksums. left_out: papers whose ledger
    is left out because their licence is not open. unfinished: number of cells, each of a question, a public
    paper and a model, without an answer (``missing``, ``failed``) or with a ``stale`` one.
    """

    collection: site.Collection
    answers: int
    papers: int
    ids: str
    contents: str
    left_out: tuple[str, ...]
    unfinished: Mapping[str, int]


def lay_out(project: Project, tag: str, file: str, folder: Path, progress: Progress) -> ReleaseContents:
    """Write the content of the release ``tag`` into ``folder``.

    The same project gives the same bytes on any day: the data are dated by the newest answer. file: name of
    the archive, for the README. Raises AnswerbookError if the release would contain private papers.
    """
    # Trusted: no site is built here, so no code of the project runs, whatever its mkdocs.yml names.
    options = BuildOptions(
        compute=False, query_servers=False, jobs=1, trusted=True, command="answerbook release"
    )
    with started(project, options, progress) as context:
        context.ledger.settle_all()
        answers = with_authors(context, with_people(context, compare(context, read_papers(context))))
        collection = site_data(context, answers).collection
    private = answers.papers.private
    if private and project.settings.site.with_private:
        raise AnswerbookError(
            f"{project.settings_file}: with_private is true, so the release would contain private papers; "
            "set it to false, or make the papers public"
        )
    ids, newest = collection.answer_ids, _newest(collection)
    itself = Release(tag, newest.date(), file, "", "", ids_hash(ids), len(ids), len(collection.public))
    collection = replace(collection, built=newest, releases=(itself,))
    write_exports(collection, folder)
    for path, _ in list(files_within(folder)):
        if path.startswith("."):
            (folder / path).unlink()
    settings = project.settings.site
    whole = [
        p.id
        for p in collection.public
        if not settings.quote_length or site.is_open(p.metadata.licence, settings.open_licences)
    ]
    _ledger(project, whole, folder)
    for source in project.question_files():
        _copy(source, folder / _QUESTIONS / source.name)
    about = {
        "format": FORMAT,
        "tag": tag,
        "title": collection.title,
        "answers": len(ids),
        "papers": len(collection.public),
        "ids": ids_hash(ids),
        "answerbook": __version__,
    }
    _write(folder / IDS, ids_text(ids))
    _write(folder / ROOT_FILE, json.dumps(about, ensure_ascii=False, indent=1) + "\n")
    _write(folder / "README.txt", _README.format(tag=tag, file=file))
    _refuse_private(folder, private)
    sums = "".join(f"{hash_of(folder / path)}  {path}\n" for path, _ in sorted(files_within(folder)))
    _write(folder / SUMS, sums)
    left_out = tuple(sorted(collection.public_by_id.keys() - set(whole)))
    cells = (item for item in answers.states if item.expected.paper in collection.public_by_id)
    unfinished: Counter[str] = Counter(item.state for item in cells if item.state != "fresh")
    papers, contents = len(collection.public), hash_of(folder / SUMS)
    return ReleaseContents(collection, len(ids), papers, ids_hash(ids), contents, left_out, unfinished)


def _newest(collection: site.Collection) -> datetime.datetime:
    """Return the day of the newest answer or review, which is the date of the data."""
    days = [day for a in collection.answers if (day := day_made(a))]
    days += [review.date for group in collection.reviews_by_paper.values() for review in group]
    day = max(days, default=datetime.date(1970, 1, 1))
    return datetime.datetime(day.year, day.month, day.day, tzinfo=datetime.UTC)


def _ledger(project: Project, papers: Iterable[str], folder: Path) -> None:
    """Copy the ledger of ``papers``: answers, histories, records of papers.

    The list of published answers is left out, as publishing adds to it without changing any answer.
    """
    for paper in sorted(papers):
        for path, _ in files_within(project.answers_dir / paper):
            if path.endswith((".jsonl", ".json")) and not path.startswith("."):
                _copy(project.answers_dir / paper / path, folder / _LEDGER / paper / path)


def _refuse_private(folder: Path, private: frozenset[str]) -> None:
    """Raise AnswerbookError if a file of the release is named after a private paper."""
    for path, _ in files_within(folder):
        inside = [part for part in path.split("/") if part.partition(".")[0] in private or part in private]
        if inside and path.startswith((_LEDGER, "data/papers", "data/text", "data/hypothesis")):
            raise AnswerbookError(
                f"the release would contain {path}, which is about a private paper; please report this bug"
            )


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8", newline="\n")

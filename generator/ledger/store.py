"""The answer ledger on disk.

`<folder>/<paper>/<model>.jsonl` has one answer per line, in canonical JSON, sorted by question. While a paper
is being answered, each new answer is appended to `<model>.jsonl.new` and flushed to the disk at once.
`settle` then writes the sorted file next to it and renames it into place. So a killed build loses at most the
answer in progress: the next reader finds the finished ones in the `.new` file, and skips a torn last line.
Replaced answers are kept in `<paper>/history.jsonl`, see `generator.ledger.history_file`.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from pathlib import Path

from generator.core import Answer, SupersededAnswer
from generator.errors import LedgerError, Problem
from generator.ledger.columns import ColumnStore, KeptColumns
from generator.ledger.history_file import (
    HISTORY_NAME,
    add_entries,
    history_file,
    merge_histories,
    read_history,
    replaced_answers,
    rewrite_history,
    withdrawn_entry,
)
from generator.ledger.journal import journal_file as journal_of
from generator.ledger.journal import repair_end
from generator.ledger.ledger_lines import (
    DAMAGE,
    as_read_back,
    canonical_line,
    conflict_mark,
    is_outdated,
    locked_for_append,
    parse_line,
    raw_lines,
    reason_of,
    refuse_conflict_marks,
    writing,
)
from generator.ledger.overtaken import may_hold_overtaken, overtaken_answers, with_former_ids
from generator.storage.files import clear_unfinished, flush_to_disk, hash_of, write_whole


class Ledger:
    """The ledger in ``folder``. problems: lines that could not be read; the other lines count.

    columns: a cache (`generator.ledger.columns`), so that `read` returns answers whose words are read later.
    """

    def __init__(self, folder: Path, columns: Path | None = None) -> None:
        self.folder = folder
        self.columns = None if columns is None else ColumnStore(columns)
        self.problems: list[Problem] = []
        self.outdated: set[tuple[str, str]] = set()  # paper and model of files read in an older form

    def read(self, paper: str, model: str) -> Mapping[str, Answer]:
        """Return the answers of ``model`` about ``paper``, by question id; empty if there are none.

        Raises LedgerError if a newer version of Answerbook wrote one of the lines.
        """
        file = self._file(paper, model)
        if (kept := self._kept(file)) is not None:
            return kept.answers
        problems = len(self.problems)
        answers = dict(self._lines(file, torn_end=False))
        settled = not journal_of(file).exists()
        answers.update(self._lines(journal_of(file), torn_end=True))
        if self.columns is None or not settled or len(self.problems) > problems:
            return answers
        return self.columns.keep(file, answers)

    def close(self) -> None:
        """Keep what was cached."""
        if self.columns is not None:
            self.columns.close()

    def papers(self) -> tuple[str, ...]:
        """Return the names of the papers that have a folder."""
        try:
            names = [entry.name for entry in self.folder.iterdir() if entry.is_dir()]
        except (FileNotFoundError, NotADirectoryError):
            return ()
        return tuple(sorted(name for name in names if not name.startswith(".")))

    def lines(self, paper: str, model: str) -> int:
        """Return how many lines are not blank, settled or not: at least as many as there are answers."""
        file = self._file(paper, model)
        kept = self._kept(file)
        return len(kept.answers) if kept else len(raw_lines(file)) + len(raw_lines(journal_of(file)))

    def sha256(self, file: Path) -> str:
        """Return the SHA-256 of a file of the ledger. Raises OSError."""
        kept = None if self.columns is None else self.columns.of(file)
        return hash_of(file) if kept is None else kept.sha256

    def models(self, paper: str) -> tuple[str, ...]:
        """Return the names of the models with recorded answers about ``paper``."""
        try:
            names = [file.name for file in (self.folder / paper).iterdir()]
        except (FileNotFoundError, NotADirectoryError):
            return ()
        files = (n for n in names if n.endswith((".jsonl", ".jsonl.new")) and not n.startswith("."))
        stems = {name.removesuffix(".new").removesuffix(".jsonl") for name in files}
        return tuple(sorted(stems - {HISTORY_NAME}))

    def history(self, paper: str) -> tuple[SupersededAnswer, ...]:
        """Return the replaced answers about ``paper``, in the order of their replacement.

        Raises LedgerError if a newer version of Answerbook wrote one of the lines.
        """
        file = self._history_file(paper)
        if any(is_outdated(line) for _, line in raw_lines(file)):
            self.outdated.add((paper, HISTORY_NAME))
        found = read_history(file, self._report)
        for model in self.models(paper):
            if self._kept(self._file(paper, model)) is None and may_hold_overtaken(self._file(paper, model)):
                self.outdated.add((paper, model))
                found = merge_histories(found, self._given_way(self._file(paper, model), {}, found))
        return found

    def record(
        self, answers: Sequence[Answer], beaten: Sequence[Answer] = (), *, over_marks: bool = False
    ) -> None:
        """Record answers of one paper and model together, each replacing an earlier one to its question.

        beaten: others to the same questions, from another ledger, that go directly into the history.
        over_marks: drop marks of a merge conflict, because both sides are among these answers. The rest of
        the file stays. Raises ValueError if they are of several papers or models.
        """
        if not answers and not beaten:
            return
        (paper, model), *others = {(a.paper, a.model) for a in (*answers, *beaten)}
        if others:
            raise ValueError("answers of several papers or models cannot be recorded at once")
        journal = journal_of(self._file(paper, model))
        with writing(journal):
            journal.parent.mkdir(parents=True, exist_ok=True)
            with locked_for_append(journal):
                new = {a.question: a for a in answers}
                self._replace(paper, model, new, beaten=beaten, over_marks=over_marks)

    def remove(self, paper: str, model: str, questions: Collection[str]) -> None:
        """Remove the answers of ``model`` about ``paper`` to ``questions``; a file left empty is deleted.

        Without questions, the file is rewritten in its canonical form.
        """
        file = self._file(paper, model)
        journal = journal_of(file)
        with writing(file):
            file.parent.mkdir(parents=True, exist_ok=True)
            with locked_for_append(journal):
                self._replace(paper, model, {}, without=questions)

    def bring_up_to_date(self) -> set[str]:
        """Rewrite files that were read in an older form; return the papers whose files were written.

        Files with marks of a merge conflict are left alone.
        """
        done = set()
        for paper, model in sorted(self.outdated):
            file = self._history_file(paper) if model == HISTORY_NAME else self._file(paper, model)
            if any(conflict_mark(line) for _, line in raw_lines(file)):
                continue
            with writing(file):
                rewrite_history(file) if model == HISTORY_NAME else self.remove(paper, model, ())
            done.add(paper)
        self.outdated.clear()
        return done

    def restate(self, answers: Sequence[Answer]) -> None:
        """Replace answers of one paper and model by ones that say the same and have the old id as an alias.

        Nothing is superseded, so nothing enters the history.
        """
        (paper, model), *_ = {(a.paper, a.model) for a in answers}
        file = self._file(paper, model)
        new = {a.question: a for a in answers}
        with writing(file), locked_for_append(journal_of(file)):
            refuse_conflict_marks(file)
            kept = self._history_file(paper)
            add_entries(kept, self._given_way(file, new, read_history(kept, self._report)))
            write_whole(file, self._settled(paper, model, new, ()))
            journal_of(file).unlink()

    def withdraw(self, paper: str, answers: Sequence[Answer], day: str) -> None:
        """Add answers to the history of ``paper``, as withdrawn on ``day`` (``YYYY-MM-DD``).

        They stay in their files. Failures, which say nothing about a paper, are left out.
        """
        kept = self._history_file(paper)
        with writing(kept):
            add_entries(kept, (withdrawn_entry(a, day) for a in answers if a.status != "failed"))

    def append(self, answer: Answer) -> None:
        """Record one answer durably: it is on the disk when this returns."""
        file = journal_of(self._file(answer.paper, answer.model))
        line = canonical_line(answer)
        with writing(file):
            file.parent.mkdir(parents=True, exist_ok=True)
            with locked_for_append(file) as stream:
                repair_end(stream)
                stream.write(line)
                flush_to_disk(stream)

    def settle(self, paper: str, model: str) -> None:
        """Merge what was appended into the sorted file. Without new answers, nothing is written.

        Lines that cannot be read are kept at the end, for a person to repair.
        """
        file = self._file(paper, model)
        journal = journal_of(file)
        if not journal.exists():
            return
        with writing(file), locked_for_append(journal):
            self._replace(paper, model, {})

    def _replace(
        self,
        paper: str,
        model: str,
        new: Mapping[str, Answer],
        without: Collection[str] = (),
        beaten: Sequence[Answer] = (),
        over_marks: bool = False,
    ) -> None:
        """Write the sorted file with the journal and ``new`` merged in; the locked journal is deleted."""
        file = self._file(paper, model)
        if not over_marks:
            refuse_conflict_marks(file)
        body = self._settled(paper, model, new, without)
        self._keep_history(paper, model, new, beaten)
        if not body:  # also after a kill of a command that had removed everything
            file.unlink(missing_ok=True)
        else:
            write_whole(file, body)
        journal_of(file).unlink()

    def _keep_history(
        self, paper: str, model: str, new: Mapping[str, Answer], beaten: Sequence[Answer]
    ) -> None:
        """Add to the history what the sorted file says now and will no longer say."""
        file = self._file(paper, model)
        old = dict(self._lines(file, torn_end=False))
        after = {**dict(self._lines(journal_of(file), torn_end=True)), **as_read_back(new)}
        known = read_history(self._history_file(paper), self._report) if old or beaten else ()
        entries = [*replaced_answers(old, after, known), *self._given_way(file, after, known)]
        for answer in sorted(beaten, key=canonical_line):
            entries += replaced_answers({answer.question: answer}, {**old, **after}, known)
        add_entries(self._history_file(paper), entries)

    def _given_way(
        self, file: Path, after: Mapping[str, Answer], known: Sequence[SupersededAnswer]
    ) -> list[SupersededAnswer]:
        """Return history entries for overtaken answers in ``file``.

        after: answers, by question, that replace the last ones in the file.
        """
        lines = [answer for _, answer in self._lines(file, torn_end=False)]
        now = {**{a.question: a for a in lines}, **after}
        return [
            entry for a in overtaken_answers(lines) for entry in replaced_answers({a.question: a}, now, known)
        ]

    def _settled(self, paper: str, model: str, new: Mapping[str, Answer], without: Collection[str]) -> bytes:
        """Return the content of the sorted file after the merge."""
        file = self._file(paper, model)
        old = dict(self._lines(file, torn_end=False))
        known = {**old, **self.read(paper, model), **new}
        answers = {q: with_former_ids(a, old.get(q)) for q, a in known.items() if q not in without}
        damaged = [line for _, line in raw_lines(file) if not self._belongs(line, file)]
        # Marks can be here only if both sides of the conflict were recorded: they are dropped.
        damaged = [line for line in damaged if not conflict_mark(line)]
        # The last line of the journal may be torn: that is no damage, and it is dropped.
        damaged += [line for _, line in raw_lines(journal_of(file))[:-1] if not self._belongs(line, file)]
        return b"".join(
            [
                *(canonical_line(answers[q]) for q in sorted(answers)),
                *(d + b"\n" for d in dict.fromkeys(damaged)),
            ]
        )

    def refuse_marks(self, paper: str, model: str) -> None:
        """Raise LedgerError if the files of a paper and model contain marks of a merge conflict."""
        for file in (self._file(paper, model), self._history_file(paper)):
            refuse_conflict_marks(file)

    def settle_all(self, ours: Callable[[str], bool] = lambda paper: True) -> None:
        """Settle what an earlier build left unsettled, and delete its half-written files.

        ours: returns True for papers that no other process writes now.
        """
        for paper in filter(ours, self.papers()):
            folder = self.folder / paper
            clear_unfinished(folder)
            for half in folder.glob("*.tmp"):  # from older versions
                with contextlib.suppress(OSError):
                    half.unlink()
            for journal in sorted(folder.glob("*.jsonl.new")):
                self.settle(paper, journal.name.removesuffix(".jsonl.new"))

    def _kept(self, file: Path) -> KeptColumns | None:
        """Return the columns of a settled file, if they are cached."""
        if self.columns is None or journal_of(file).exists():
            return None
        return self.columns.of(file)

    def _history_file(self, paper: str) -> Path:
        self._file(paper, "any")
        return history_file(self.folder, paper)

    def _file(self, paper: str, model: str) -> Path:
        if model == HISTORY_NAME:
            raise LedgerError(
                f"no model can be called {HISTORY_NAME!r}, as earlier answers are kept under it; rename it"
            )
        if any(not name or name.startswith(".") or set(name) & set("/\\\0") for name in (paper, model)):
            raise LedgerError(
                f"{paper!r} / {model!r} cannot name a file; use letters, digits, dots and hyphens"
            )
        return self.folder / paper / f"{model}.jsonl"

    def _lines(self, file: Path, *, torn_end: bool) -> Iterator[tuple[str, Answer]]:
        lines = raw_lines(file)
        for number, line in lines:
            try:
                answer = parse_line(line, file, number)
                if is_outdated(line):
                    self.outdated.add((file.parent.name, answer.model))
            except DAMAGE as error:
                if not (torn_end and number == lines[-1][0]):  # else the answer in progress at a kill
                    self._report(file, number, reason_of(error))
                continue
            yield answer.question, answer

    def _belongs(self, line: bytes, file: Path) -> bool:
        try:
            parse_line(line, file, 0)
        except DAMAGE:
            return False
        return True

    def _report(self, file: Path, number: int, why: str) -> None:
        message = f"this line is no answer ({why}); restore it from version control, or delete it"
        problem = Problem(str(file), number, message)
        if problem not in self.problems:
            self.problems.append(problem)

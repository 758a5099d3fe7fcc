"""The answer ledger on disk.

`<folder>/<paper>/<model>.jsonl` holds one answer a line, in canonical JSON, sorted by question.
While a paper is being answered, each new answer is appended to `<model>.jsonl.new` and flushed to
the disk at once; `settle` then writes the sorted file beside, and renames it into place. A killed
build so loses at most the answer in the making: the next reader finds the finished ones in the
`.new` file, and passes over a torn last line. Answers that others take the place of are kept in
`<paper>/history.jsonl`, see `generator.ledger.history`.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from pathlib import Path, PurePath

from generator.core import Answer, Superseded
from generator.errors import LedgerError, Problem
from generator.ledger.history import (
    NAME,
    add,
    history_file,
    read_history,
    replaced,
    rewrite,
    united,
    withdrawn,
)
from generator.ledger.journal import journal as journal_of
from generator.ledger.journal import mend_end
from generator.ledger.lines import (
    DAMAGE,
    as_written,
    held,
    line_of,
    mark_of,
    parsed,
    raw_lines,
    refuse_marks,
    why,
)
from generator.ledger.overtaken import holds_overtaken, overtaken, with_names
from generator.ledger.schema import SCHEMA
from generator.storage.files import clear_unfinished, flush_to_disk, write_whole


class Ledger:
    """The ledger in ``folder``. ``problems``: lines that could not be read; the other lines count."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.problems: list[Problem] = []
        self.outdated: set[tuple[str, str]] = set()  # paper and model of what was read in an older form

    def read(self, paper: str, model: str) -> Mapping[str, Answer]:
        """The answers of ``model`` about ``paper``, by question id; empty where there are none.

        Raises LedgerError where a line was written by a newer version of Answerbook.
        """
        file = self._file(paper, model)
        answers = dict(self._lines(file, torn_end=False))
        answers.update(self._lines(journal_of(file), torn_end=True))
        return answers

    def papers(self) -> tuple[str, ...]:
        """The papers of which anything is recorded, by name."""
        try:
            names = [entry.name for entry in self.folder.iterdir() if entry.is_dir()]
        except (FileNotFoundError, NotADirectoryError):
            return ()
        return tuple(sorted(name for name in names if not name.startswith(".")))

    def lines(self, paper: str, model: str) -> int:
        """How many lines hold anything, settled or not: as many as answers, or more."""
        file = self._file(paper, model)
        return len(raw_lines(file)) + len(raw_lines(journal_of(file)))

    def models(self, paper: str) -> tuple[str, ...]:
        """The models of which answers about ``paper`` are recorded, by name."""
        try:
            names = [file.name for file in (self.folder / paper).iterdir()]
        except (FileNotFoundError, NotADirectoryError):
            return ()
        stems = {name.removesuffix(".new").removesuffix(".jsonl") for name in names if _is_ours(name)}
        return tuple(sorted(stems - {NAME}))

    def history(self, paper: str) -> tuple[Superseded, ...]:
        """Answers about ``paper`` that others took the place of, in the order in which they did.

        Raises LedgerError where a line was written by a newer version of Answerbook.
        """
        file = self._history_file(paper)
        if any(_is_outdated(line) for _, line in raw_lines(file)):
            self.outdated.add((paper, NAME))
        found = read_history(file, self._report)
        for model in self.models(paper):
            if holds_overtaken(self._file(paper, model)):
                self.outdated.add((paper, model))
                found = united(found, self._given_way(self._file(paper, model), {}, found))
        return found

    def record(
        self, answers: Sequence[Answer], beaten: Sequence[Answer] = (), *, over_marks: bool = False
    ) -> None:
        """Record answers of one paper and model at once, each in place of an earlier one to its question.

        beaten: others to the same questions, of another ledger, that enter the history without having been
        here. over_marks: marks of a merge conflict go, for both sides are among these answers. The rest of
        the file stays. Raises ValueError where they are of several papers or models.
        """
        if not answers and not beaten:
            return
        (paper, model), *others = {(a.paper, a.model) for a in (*answers, *beaten)}
        if others:
            raise ValueError("answers of several papers or models cannot be recorded at once")
        journal = journal_of(self._file(paper, model))
        with self._writing(journal):
            journal.parent.mkdir(parents=True, exist_ok=True)
            with held(journal):
                new = {a.question: a for a in answers}
                self._replace(paper, model, new, beaten=beaten, over_marks=over_marks)

    def remove(self, paper: str, model: str, questions: Collection[str]) -> None:
        """Take away the answers of ``model`` about ``paper`` to ``questions``; a file left empty goes.

        Without questions, the file is written anew in the form that it should have.
        """
        file = self._file(paper, model)
        journal = journal_of(file)
        with self._writing(file):
            file.parent.mkdir(parents=True, exist_ok=True)
            with held(journal):
                self._replace(paper, model, {}, without=questions)

    def bring_up_to_date(self) -> set[str]:
        """Write what was read in an older form in that of today; the papers whose files were written.

        Files with marks of a merge conflict are left alone.
        """
        done = set()
        for paper, model in sorted(self.outdated):
            file = self._history_file(paper) if model == NAME else self._file(paper, model)
            if any(mark_of(line) for _, line in raw_lines(file)):
                continue
            with self._writing(file):
                rewrite(file) if model == NAME else self.remove(paper, model, ())
            done.add(paper)
        self.outdated.clear()
        return done

    def restate(self, answers: Sequence[Answer]) -> None:
        """Write answers of one paper and model in place of those that say the same under an alias of theirs.

        Nothing gives way, so nothing enters the history.
        """
        (paper, model), *_ = {(a.paper, a.model) for a in answers}
        file = self._file(paper, model)
        new = {a.question: a for a in answers}
        with self._writing(file), held(journal_of(file)):
            refuse_marks(file)
            kept = self._history_file(paper)
            add(kept, self._given_way(file, new, read_history(kept, self._report)))
            write_whole(file, self._settled(paper, model, new, ()))
            journal_of(file).unlink()

    def withdraw(self, paper: str, answers: Sequence[Answer], day: str) -> None:
        """Into the history of ``paper``, as answers that were taken away on ``day`` (``YYYY-MM-DD``).

        They stay where they are. Failures, which say nothing about a paper, do not enter.
        """
        kept = self._history_file(paper)
        with self._writing(kept):
            add(kept, (withdrawn(a, day) for a in answers if a.status != "failed"))

    def append(self, answer: Answer) -> None:
        """Record one answer, for good: it is on the disk when this returns."""
        file = journal_of(self._file(answer.paper, answer.model))
        line = line_of(answer)
        with self._writing(file):
            file.parent.mkdir(parents=True, exist_ok=True)
            with held(file) as stream:
                mend_end(stream)
                stream.write(line)
                flush_to_disk(stream)

    def settle(self, paper: str, model: str) -> None:
        """Merge what was appended into the sorted file. Without new answers, nothing is touched.

        Lines that could not be read are kept as they are, at the end, for a person to mend.
        """
        file = self._file(paper, model)
        journal = journal_of(file)
        if not journal.exists():
            return
        with self._writing(file), held(journal):
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
        """Write the sorted file with the journal and ``new`` merged in; the journal is held, and goes."""
        file = self._file(paper, model)
        if not over_marks:
            refuse_marks(file)
        body = self._settled(paper, model, new, without)
        self._keep_history(paper, model, new, beaten)
        if not body:  # also where a command was killed that had taken all away
            file.unlink(missing_ok=True)
        else:
            write_whole(file, body)
        journal_of(file).unlink()

    def _keep_history(
        self, paper: str, model: str, new: Mapping[str, Answer], beaten: Sequence[Answer]
    ) -> None:
        """Before the sorted file is replaced: what it says today and will say no more."""
        file = self._file(paper, model)
        old = dict(self._lines(file, torn_end=False))
        after = {**dict(self._lines(journal_of(file), torn_end=True)), **as_written(new)}
        known = read_history(self._history_file(paper), self._report) if old or beaten else ()
        entries = [*replaced(old, after, known), *self._given_way(file, after, known)]
        for answer in sorted(beaten, key=line_of):
            entries += replaced({answer.question: answer}, {**old, **after}, known)
        add(self._history_file(paper), entries)

    def _given_way(
        self, file: Path, after: Mapping[str, Answer], known: Sequence[Superseded]
    ) -> list[Superseded]:
        """What stands in ``file`` before the answer to its question; after: what takes the place of that."""
        lines = [answer for _, answer in self._lines(file, torn_end=False)]
        now = {**{a.question: a for a in lines}, **after}
        return [entry for a in overtaken(lines) for entry in replaced({a.question: a}, now, known)]

    @contextlib.contextmanager
    def _writing(self, file: Path) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise LedgerError(
                f"{file}: the ledger cannot be written ({error.strerror}); make the folder writable, "
                "or free some space, and run the build again"
            ) from error

    def _settled(self, paper: str, model: str, new: Mapping[str, Answer], without: Collection[str]) -> bytes:
        """What the sorted file holds after the merge."""
        file = self._file(paper, model)
        old = dict(self._lines(file, torn_end=False))
        known = {**old, **self.read(paper, model), **new}
        answers = {q: with_names(a, old.get(q)) for q, a in known.items() if q not in without}
        damaged = [line for _, line in raw_lines(file) if not self._belongs(line, file)]
        damaged = [line for line in damaged if not mark_of(line)]  # kept but where both sides were recorded
        # The last line of the journal may be torn: that is no damage, and goes.
        damaged += [line for _, line in raw_lines(journal_of(file))[:-1] if not self._belongs(line, file)]
        return b"".join(
            [*(line_of(answers[q]) for q in sorted(answers)), *(d + b"\n" for d in dict.fromkeys(damaged))]
        )

    def refuse_marks(self, paper: str, model: str) -> None:
        """Raise LedgerError where nothing can be written, for marks of a merge conflict stand there."""
        for file in (self._file(paper, model), self._history_file(paper)):
            refuse_marks(file)

    def settle_all(self, ours: Callable[[str], bool] = lambda paper: True) -> None:
        """Settle what an earlier build left unsettled, and take away what it left half written.

        ours: of which papers nobody else writes now.
        """
        for paper in filter(ours, self.papers()):
            folder = self.folder / paper
            clear_unfinished(folder)
            for half in folder.glob("*.tmp"):  # by versions before this one
                with contextlib.suppress(OSError):
                    half.unlink()
            for journal in sorted(folder.glob("*.jsonl.new")):
                self.settle(paper, journal.name.removesuffix(".jsonl.new"))

    def _history_file(self, paper: str) -> Path:
        self._file(paper, "any")
        return history_file(self.folder, paper)

    def _file(self, paper: str, model: str) -> Path:
        if model == NAME:
            raise LedgerError(f"no model can be called {NAME!r}: the ledger keeps earlier answers under it")
        if any(not name or name.startswith(".") or set(name) & set("/\\\0") for name in (paper, model)):
            raise LedgerError(
                f"{paper!r} / {model!r} cannot name a file; use letters, digits, dots and hyphens"
            )
        return self.folder / paper / f"{model}.jsonl"

    def _lines(self, file: Path, *, torn_end: bool) -> Iterator[tuple[str, Answer]]:
        lines = raw_lines(file)
        for number, line in lines:
            try:
                answer = parsed(line, file, number)
                if _is_outdated(line):
                    self.outdated.add((file.parent.name, answer.model))
            except DAMAGE as error:
                if not (torn_end and number == lines[-1][0]):  # else the answer in the making at a kill
                    self._report(file, number, why(error))
                continue
            yield answer.question, answer

    def _belongs(self, line: bytes, file: Path) -> bool:
        try:
            parsed(line, file, 0)
        except DAMAGE:
            return False
        return True

    def _report(self, file: Path, number: int, why: str) -> None:
        message = f"this line is no answer ({why}); restore it from version control, or delete it"
        problem = Problem(str(file), number, message)
        if problem not in self.problems:
            self.problems.append(problem)


def _is_outdated(line: bytes) -> bool:
    return b'"schema":%d' % SCHEMA not in line and not mark_of(line)


def answer_of(line: bytes, file: PurePath, number: int = 0) -> tuple[Answer | None, str]:
    """The answer that a line of ``file`` holds, or None and why it holds none that this version knows."""
    try:
        return parsed(line, file, number), ""
    except LedgerError as error:
        return None, str(error).partition(": ")[2]
    except DAMAGE as error:
        return None, why(error)


def canonical_line(answer: Answer) -> bytes:
    """The bytes of an answer in the ledger, its line break included."""
    return line_of(answer)


def _is_ours(name: str) -> bool:
    return name.endswith((".jsonl", ".jsonl.new")) and not name.startswith(".")

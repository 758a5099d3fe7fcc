"""A project on disk: where its settings, questions, papers, answers and pages are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from generator.core.question import QuestionSet
from generator.errors import AnswerbookError, InvalidFile
from generator.project.boundaries import refuse_strays
from generator.project.identity import given_ids
from generator.project.paper_files import PaperFiles, paper_files
from generator.project.problems import did_you_mean
from generator.project.questions import load_question_sets
from generator.project.settings import Settings, load_settings
from generator.project.yaml_file import read_yaml
from generator.reading.metadata.supplied import path_within
from generator.storage.shipped import shipped

__all__ = ["SETTINGS_FILE", "Project", "shipped"]

SETTINGS_FILE = Path("content") / "answerbook.yml"


@dataclass(frozen=True)
class Project:
    """A project and its settings. Paths are absolute; folders need not exist."""

    root: Path
    settings: Settings

    @classmethod
    def find(cls, start: Path) -> Project:
        """The project that ``start`` lies in.

        Raises AnswerbookError outside of one, and for a part of it that is a link out of it; InvalidFile for
        settings with problems.
        """
        start = start.resolve()
        for folder in (start, *start.parents):
            if (folder / SETTINGS_FILE).is_file():
                refuse_strays(folder)
                return cls(folder, load_settings(folder / SETTINGS_FILE))
        raise AnswerbookError(
            f"{start}: no project here or above (no {SETTINGS_FILE.as_posix()}); "
            "go to a project's folder, or make a new one with `answerbook init DIR`."
        )

    @property
    def settings_file(self) -> Path:
        return self.root / SETTINGS_FILE

    @property
    def questions_dir(self) -> Path:
        return self.root / "content" / "questions"

    @property
    def papers_dir(self) -> Path:
        return self.root / "content" / "papers"

    @property
    def answers_dir(self) -> Path:
        return self.root / "content" / "answers"

    @property
    def reviews_dir(self) -> Path:
        return self.root / "content" / "reviews"

    @property
    def notices_file(self) -> Path:
        """Retractions, corrections and the like of the papers; see `generator.project.notices`."""
        return self.root / "content" / "notices.yml"

    @property
    def releases_file(self) -> Path:
        """What was released: see `generator.project.releases`."""
        return self.root / "content" / "releases.yml"

    @property
    def draws_file(self) -> Path:
        """Which answers were drawn for review: see `generator.project.draws`."""
        return self.root / "content" / "review-sample.yml"

    @property
    def gold_dir(self) -> Path:
        """Gold evidence of the project, if it has any."""
        return self.root / "content" / "gold"

    @property
    def pages_dir(self) -> Path:
        """Hand-written pages."""
        return self.root / "content" / "pages"

    @property
    def templates_dir(self) -> Path:
        """Page templates."""
        return self.all_templates / "pages"

    @property
    def answer_templates_dir(self) -> Path:
        """Templates of the pages of answers."""
        return self.all_templates / "answers"

    @property
    def overrides_dir(self) -> Path:
        """Overrides of the theme, and assets."""
        return self.all_templates / "overrides"

    @property
    def all_templates(self) -> Path:
        """The folder of templates that a build reads: those that come with Answerbook where the project has
        none of its own, else both, as `generator.project.templates` lays them out."""
        own, those = self.root / "site_templates", shipped("site_templates")
        return self.laid_out_templates if own.is_dir() and own.resolve() != those.resolve() else those

    @property
    def laid_out_templates(self) -> Path:
        return self.build_dir / "templates"

    @property
    def build_dir(self) -> Path:
        return self.root / "build"

    @property
    def docs_dir(self) -> Path:
        """Markdown pages, as written by a build."""
        return self.build_dir / "docs"

    @property
    def answer_pages_dir(self) -> Path:
        """Pages of answers, as written by a build; the site takes them over."""
        return self.build_dir / "answers"

    @property
    def site_dir(self) -> Path:
        return self.build_dir / "site"

    @property
    def cache_dir(self) -> Path:
        return self.build_dir / "cache"

    def located(self, name: str) -> str:
        """A file or folder that the settings name, as an absolute path.

        ``packaged:...`` and ``hf:...`` stay as they are.
        """
        if not name or name.startswith(("packaged:", "hf:")):
            return name
        return str(self.root / Path(name).expanduser())

    def papers(self) -> tuple[Path, ...]:
        """Return the papers' files, by path; see `generator.project.paper_files`."""
        return self.paper_files().papers

    def paper_files(self) -> PaperFiles:
        """Return what lies in the folder of papers: files to read, and what is left out and why."""
        return paper_files(self.papers_dir, self.root)

    def paper_ids(self, papers: Iterable[Path] | None = None) -> dict[Path, str]:
        """Return the papers' files with their ids. papers: all files, if they have been listed already."""
        paths = self.papers() if papers is None else papers
        return given_ids(tuple(paths), self.papers_dir, self.answers_dir)

    def source(self, file: Path | str) -> str:
        """Return how a paper's file is named: its path within the folder of papers, with forward slashes."""
        return path_within(self.papers_dir, Path(file))

    @cached_property
    def _question_sets(self) -> tuple[QuestionSet, ...]:
        return tuple(self._gated(s) for s in load_question_sets(list(self.question_files())))

    def _gated(self, questions: QuestionSet) -> QuestionSet:
        """A set behind the gate that the settings put before it, where they do."""
        entry = self.settings.applies_to.get(questions.id)
        if entry is None:
            return questions
        gate = entry.gate()
        gated = [replace(q, applies_to=(gate, *q.applies_to)) for q in questions.questions]
        return replace(questions, questions=tuple(gated))

    def question_sets(self) -> tuple[QuestionSet, ...]:
        """The sets that the settings name, in that order; a project's own file comes before a shipped one.

        Raises InvalidFile for a set that is nowhere, and for all problems of the sets' files.
        """
        return self._question_sets

    def question_files(self) -> tuple[Path, ...]:
        """The files of the sets that the settings name, in that order. Raises InvalidFile."""
        return tuple(self._question_file(n) for n in range(len(self.settings.question_sets)))

    def _question_file(self, number: int) -> Path:
        name = self.settings.question_sets[number]
        folders = (self.questions_dir, shipped("content/questions"))
        for folder in folders:
            if (folder / f"{name}.yml").is_file():
                return folder / f"{name}.yml"
        known = {path.stem for folder in folders for path in folder.glob("*.yml")}
        message = f"no question set {name!r} in content/questions; {did_you_mean(name, known)}"
        raise InvalidFile([read_yaml(self.settings_file).problem(("question_sets", number), message)])

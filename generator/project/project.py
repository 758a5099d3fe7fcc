"""A project on disk: where its settings, questions, papers, answers and pages are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from generator.core.question import QuestionSet
from generator.errors import AnswerbookError, InvalidFile
from generator.project.boundaries import refuse_strays
from generator.project.identity import assign_ids
from generator.project.paper_files import PaperFiles, paper_files
from generator.project.problems import did_you_mean
from generator.project.question_files import load_question_sets
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
        """Return the project that contains ``start``.

        Raises AnswerbookError outside of a project, and if a part of it is a link that leads out of it;
        InvalidFile for settings with problems.
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
        """Retractions, corrections and newer versions of papers; see `generator.project.notices_file`."""
        return self.root / "content" / "notices.yml"

    @property
    def releases_file(self) -> Path:
        """The releases of the answers; see `generator.project.releases`."""
        return self.root / "content" / "releases.yml"

    @property
    def draws_file(self) -> Path:
        """The papers drawn at random for review; see `generator.project.draws`."""
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
        """The folder of templates that a build reads.

        It is the shipped one if the project has no templates of its own, else the merged one, see
        `generator.project.template_folders`.
        """
        own, those = self.root / "site_templates", shipped("site_templates")
        return self.merged_templates_dir if own.is_dir() and own.resolve() != those.resolve() else those

    @property
    def merged_templates_dir(self) -> Path:
        return self.build_dir / "templates"

    @property
    def build_dir(self) -> Path:
        return self.root / "build"

    @property
    def docs_dir(self) -> Path:
        """Markdown pages written by a build."""
        return self.build_dir / "docs"

    @property
    def answer_pages_dir(self) -> Path:
        """Pages of answers written by a build, and moved into the site."""
        return self.build_dir / "answers"

    @property
    def site_dir(self) -> Path:
        return self.build_dir / "site"

    @property
    def cache_dir(self) -> Path:
        return self.build_dir / "cache"

    def located(self, name: str) -> str:
        """Return a file or folder named in the settings as an absolute path.

        ``packaged:...`` and ``hf:...`` are returned unchanged.
        """
        if not name or name.startswith(("packaged:", "hf:")):
            return name
        return str(self.root / Path(name).expanduser())

    def papers(self) -> tuple[Path, ...]:
        """Return the papers' files, by path; see `generator.project.paper_files`."""
        return self.paper_files().papers

    def paper_files(self) -> PaperFiles:
        """Return the files in the folder of papers: those to read, and those left out with the reason."""
        return paper_files(self.papers_dir, self.root)

    def paper_ids(self, papers: Iterable[Path] | None = None) -> dict[Path, str]:
        """Return a map from each paper's file to its id. papers: all files, if listed already."""
        paths = self.papers() if papers is None else papers
        return assign_ids(tuple(paths), self.papers_dir, self.answers_dir)

    def source(self, file: Path | str) -> str:
        """Return the name of a paper's file: its path within the folder of papers, with forward slashes."""
        return path_within(self.papers_dir, Path(file))

    @cached_property
    def _question_sets(self) -> tuple[QuestionSet, ...]:
        return tuple(self._gated(s) for s in load_question_sets(list(self.question_files())))

    def _gated(self, questions: QuestionSet) -> QuestionSet:
        """Return a set with the gate that the settings put in front of it, if any."""
        entry = self.settings.applies_to.get(questions.id)
        if entry is None:
            return questions
        gate = entry.gate()
        gated = [replace(q, applies_to=(gate, *q.applies_to)) for q in questions.questions]
        return replace(questions, questions=tuple(gated))

    def question_sets(self) -> tuple[QuestionSet, ...]:
        """Return the sets named in the settings, in that order; a project's own file replaces a shipped one.

        Raises InvalidFile for a missing set, and for all problems of the sets' files.
        """
        return self._question_sets

    def question_files(self) -> tuple[Path, ...]:
        """Return the files of the sets named in the settings, in that order. Raises InvalidFile."""
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

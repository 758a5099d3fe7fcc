"""`answerbook init`: create a project with settings, a question set, a page for readers, and workflows.

Templates and the design of the site stay with Answerbook; a project holds only its own files. An existing
repository keeps its files: the lines that Answerbook needs in some are added below a mark, and no other is
touched, see `existing_files`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from generator.commands.init.existing_files import fit
from generator.commands.init.origin import Requirement, requirement
from generator.commands.init.remote import Remote, remote_of
from generator.errors import AnswerbookError
from generator.project import SETTINGS_FILE
from generator.project.settings import Settings, settings_yaml
from generator.storage.files import write_whole
from generator.storage.shipped import shipped

__all__ = ["CreatedProject", "add_slurm", "create_project", "is_project"]

_STARTER = Path(__file__).resolve().parents[1] / "starter"
# Path within the project -> file of the starter: workflows of the hosts of repositories.
_GITHUB = {
    ".github/workflows/answerbook.yml": "workflow.yml",
    ".github/workflows/answers.yml": "answers.yml",
    ".github/workflows/preview.yml": "preview.yml",
}
_GITLAB = {".gitlab-ci.yml": "gitlab-ci.yml"}
# Jobs for a Slurm cluster, on request.
_SLURM = {f"slurm/{name}": f"slurm/{name}" for name in ("answers.sbatch", "publish.sbatch", "submit.sh")}
# The dependencies of Answerbook with hashes: without models, and with them; torch has its own file, see
# there.
_LOCKED = ("requirements/base.txt", "requirements/models.txt", "requirements/torch.txt")
# Files that a repository may have already: lines are added once, below a mark.
_SHARED = (".gitattributes", ".gitignore", "README.md")
_MARKS = {".md": "<!-- Answerbook -->"}
_MARK = "# Answerbook"
_MAX_NAMES = 10  # existing files that an error names; more would bury the hint


@dataclass(frozen=True, slots=True)
class CreatedProject:
    """The files of a new project. extended: existing files with added lines. notes: what is left to do."""

    files: tuple[Path, ...]
    extended: tuple[Path, ...] = ()
    notes: tuple[str, ...] = ()


def is_project(folder: Path) -> bool:
    """Return True if ``folder`` is the root of a project."""
    return (folder / SETTINGS_FILE).is_file()


def add_slurm(folder: Path) -> list[Path]:
    """Write jobs for a Slurm cluster into the project in ``folder``, and return their files.

    Raises AnswerbookError, and changes nothing, if one of the files exists.
    """
    files = dict(_starters(_SLURM))
    _refuse_existing(folder, files)
    return _write(folder, files, {})


def create_project(
    folder: Path, title: str | None = None, *, gitlab: bool | None = None, slurm: bool = False
) -> CreatedProject:
    """Create a project in ``folder``, which may exist.

    gitlab: whether GitLab publishes it; None to decide by the remote of its repository. slurm: with jobs for
    a cluster. Files that are there stay, see `existing_files`. Raises AnswerbookError, and changes nothing,
    for a folder that is a project, if a file cannot be written, and for a blank title.
    """
    if title is not None and not title.strip():
        raise AnswerbookError("--title: empty; give the site a title, or leave the option out")
    if folder.exists() and not folder.is_dir():
        raise AnswerbookError(f"{folder}: a file, not a folder; choose a folder for the project")
    if is_project(folder):
        raise AnswerbookError(
            f"{folder}: already a project (see {SETTINGS_FILE.as_posix()}); nothing was written, choose "
            "another folder"
        )
    remote, needed = remote_of(folder), requirement()
    named = {} if title is None else {"title": title.strip()}
    found = {"site_url": remote.site_url, "repository": remote.repository} if remote else {}
    settings = Settings.model_validate({**named, **found})
    on_gitlab = bool(remote and remote.is_gitlab) if gitlab is None else gitlab
    hosted = _GITLAB if on_gitlab else _GITHUB
    files = dict(_files(settings, needed, hosted | (_SLURM if slurm else {})))
    fitted = fit(folder, files, frozenset(_SHARED))
    extended = {
        name: data for name in _SHARED if (data := _extended(folder / name, fitted.files)) is not None
    }
    new = {name: data for name, data in fitted.files.items() if name not in extended}
    if any((folder / "content/papers").glob("*")):
        new.pop("content/papers/.gitkeep", None)
    written = _write(folder, new, {name: data for name, data in extended.items() if data})
    notes = (*fitted.notes, *map(fitted.renamed, needed.notes), *_place(folder, remote))
    return CreatedProject(
        tuple(written), tuple(folder / name for name, data in extended.items() if data), notes
    )


def _refuse_existing(folder: Path, files: Mapping[str, bytes]) -> None:
    existing = [name for name in sorted(files) if (folder / name).exists()]
    if existing:
        more = f" and {len(existing) - _MAX_NAMES} more" if len(existing) > _MAX_NAMES else ""
        raise AnswerbookError(
            f"{folder}: files already exist: {', '.join(existing[:_MAX_NAMES])}{more}; nothing was written, "
            "choose an empty folder or move these files"
        )


def _write(folder: Path, files: Mapping[str, bytes], extended: Mapping[str, bytes]) -> list[Path]:
    """Write new files, then files with added lines, all or nothing; return the new files."""
    written: list[Path] = []
    before: dict[Path, bytes] = {}
    try:
        for name, content in files.items():
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("xb") as stream:  # never overwrite a file that was created meanwhile
                written.append(target)
                stream.write(content)
        for name, content in extended.items():
            before[folder / name] = (folder / name).read_bytes()
            write_whole(folder / name, content)
    except OSError as error:
        for target in written:
            target.unlink(missing_ok=True)
        for target, data in before.items():
            write_whole(target, data)
        reason = error.strerror or str(error)
        raise AnswerbookError(
            f"{folder}: the project cannot be written ({reason}); nothing was kept, check the permissions "
            "of the folder"
        ) from error
    return written


def _extended(file: Path, files: Mapping[str, bytes]) -> bytes | None:
    """Return an existing file with our lines added below a mark.

    Empty if the file has them already, None if there is no such file.
    """
    if not file.is_file():
        return None
    there = file.read_bytes()
    if there == files[file.name]:
        return b""
    mark = _MARKS.get(file.suffix, _MARK)
    if mark.encode() in there.splitlines():
        return b""
    ours = files[file.name].decode()
    if file.suffix != ".md":
        known = set(there.decode("utf-8", "replace").splitlines())
        ours = "".join(f"{line}\n" for line in ours.splitlines() if line.startswith("#") or line not in known)
        if all(line.startswith("#") for line in ours.splitlines()):
            return b""
    else:
        ours = ours.replace("\n## ", "\n### ").replace("# ", "## ", 1)
    gap = "" if not there or there.endswith(b"\n") else "\n"
    return there + f"{gap}\n{mark}\n{ours}".encode()


def _files(
    settings: Settings, needed: Requirement, starters: Mapping[str, str]
) -> Iterator[tuple[str, bytes]]:
    """Yield each file of the project: its path within the project, and its content."""
    yield SETTINGS_FILE.as_posix(), settings_yaml(settings).encode()
    yield "content/papers/.gitkeep", b""
    for name in settings.question_sets:
        path = f"content/questions/{name}.yml"
        yield path, shipped(path).read_bytes()
    yield "content/pages/how-to-read.md", (_STARTER / "how-to-read.md").read_bytes()
    mkdocs = (_STARTER / "mkdocs.yml").read_text(encoding="utf-8")
    # A JSON string is also a YAML string.
    yield "mkdocs.yml", mkdocs.replace("TITLE", json.dumps(settings.title, ensure_ascii=False), 1).encode()
    yield "requirements/answerbook.txt", needed.text.encode()
    for name, data in needed.files.items():
        yield f"requirements/{name}", data
    for name in _LOCKED:
        yield name, shipped(name).read_bytes()
    readme = (_STARTER / "README.md").read_text(encoding="utf-8")
    yield "README.md", readme.replace("TITLE", " ".join(settings.title.split()), 1).encode()
    yield ".gitattributes", (_STARTER / "gitattributes").read_bytes()
    yield ".gitignore", (_STARTER / "gitignore").read_bytes()
    yield from _starters(starters)


def _starters(sources: Mapping[str, str]) -> Iterator[tuple[str, bytes]]:
    for name, source in sources.items():
        yield name, (_STARTER / source).read_bytes()


def _place(folder: Path, remote: Remote | None) -> Iterator[str]:
    if remote and remote.top.resolve() != folder.resolve():
        yield (
            f"hosts look for workflows only at the root of the repository, {remote.top}; move those in "
            f"{folder} there, and let them run in this folder"
        )
    if not (remote and remote.site_url):
        yield "set `site_url` in content/answerbook.yml before you publish: citations need it"

"""A new project: settings, question sets, the site's files, and workflows that answer and publish."""

from __future__ import annotations

import importlib.metadata
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from generator import __version__
from generator.errors import AnswerbookError
from generator.project import SETTINGS_FILE, shipped
from generator.project.settings import Settings, settings_yaml
from generator.storage.files import files_within

__all__ = ["add_slurm", "create_project", "is_project"]

_STARTER = Path(__file__).resolve().parent / "starter"
# Path within the project -> file of the starter: what a host of repositories reads, and git.
_OF_THE_REPOSITORY = {
    ".gitattributes": "gitattributes",
    ".gitignore": "gitignore",
    ".github/workflows/answerbook.yml": "workflow.yml",
    ".github/workflows/answers.yml": "answers.yml",
    ".github/workflows/preview.yml": "preview.yml",
}
# Jobs for a Slurm cluster, where they are asked for.
_OF_SLURM = {f"slurm/{name}": f"slurm/{name}" for name in ("answers.sbatch", "publish.sbatch", "submit.sh")}
# What Answerbook stands on, with hashes: without models, and with them; torch stands alone, see there.
_LOCKED = ("requirements/base.txt", "requirements/models.txt", "requirements/torch.txt")
_NAMED = 10  # existing files that an error names; more would bury the mend


def is_project(folder: Path) -> bool:
    """Return True if ``folder`` is a project's own, not one within it."""
    return (folder / SETTINGS_FILE).is_file()


def add_slurm(folder: Path) -> list[Path]:
    """Write jobs for a Slurm cluster into the project in ``folder``, and return them.

    Raises AnswerbookError, and leaves everything as it was, where one of them is there already.
    """
    files = dict(_starters(_OF_SLURM))
    _refuse_existing(folder, files)
    return _write(folder, files)


def create_project(folder: Path, title: str | None = None, *, slurm: bool = False) -> list[Path]:
    """Make a project in ``folder``, which may exist, and return the files written. slurm: with jobs for it.

    Raises AnswerbookError, and leaves everything as it was, where a file of the project stands
    there already or cannot be written, and for a blank title.
    """
    if title is not None and not title.strip():
        raise AnswerbookError("the title is empty; give the site a name, or leave --title out.")
    if folder.exists() and not folder.is_dir():
        raise AnswerbookError(f"{folder}: a file, not a folder; name another place for the project.")
    files = dict(_files(title)) | (dict(_starters(_OF_SLURM)) if slurm else {})
    _refuse_existing(folder, files)
    return _write(folder, files)


def _refuse_existing(folder: Path, files: Mapping[str, bytes]) -> None:
    standing = [name for name in sorted(files) if (folder / name).exists()]
    if standing:
        more = f" and {len(standing) - _NAMED} more" if len(standing) > _NAMED else ""
        raise AnswerbookError(
            f"{folder}: these files stand there already: {', '.join(standing[:_NAMED])}{more}; "
            "nothing was written; choose another folder, or move them away."
        )


def _write(folder: Path, files: Mapping[str, bytes]) -> list[Path]:
    written: list[Path] = []
    try:
        for name, content in files.items():
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("xb") as stream:  # never over a file that came in the meantime
                written.append(target)
                stream.write(content)
    except OSError as error:
        for target in written:
            target.unlink(missing_ok=True)
        reason = error.strerror or str(error)
        raise AnswerbookError(
            f"{folder}: the project cannot be written ({reason}); nothing was kept; "
            "check the place and its permissions."
        ) from error
    return written


def _files(title: str | None) -> Iterator[tuple[str, bytes]]:
    """Path within the project -> content."""
    settings = Settings() if title is None else Settings(title=title.strip())
    yield SETTINGS_FILE.as_posix(), settings_yaml(settings).encode()
    yield "content/papers/.gitkeep", b""
    for name in ("content/questions", "content/pages", "site_templates"):
        yield from _tree(name)
    yield "mkdocs.yml", _named(shipped("mkdocs.yml").read_text(encoding="utf-8"), settings.title).encode()
    yield "requirements.txt", _requirements().encode()
    for name in _LOCKED:
        yield name, shipped(name).read_bytes()
    yield from _starters(_OF_THE_REPOSITORY)


def _starters(sources: Mapping[str, str]) -> Iterator[tuple[str, bytes]]:
    for name, source in sources.items():
        yield name, (_STARTER / source).read_bytes()


def _named(mkdocs: str, title: str) -> str:
    """The mkdocs configuration under another name; JSON strings are YAML strings."""
    line = f"site_name: {json.dumps(title, ensure_ascii=False)}"
    return re.sub(r"^site_name:.*$", lambda _: line, mkdocs, count=1, flags=re.MULTILINE)


def _tree(name: str) -> Iterator[tuple[str, bytes]]:
    root = shipped(name)
    for path, _ in files_within(root):
        if not any(part.startswith((".", "__")) for part in path.split("/")):
            yield f"{name}/{path}", (root / path).read_bytes()


def _requirements() -> str:
    """What the publishing machine installs: the Answerbook that made the project, on what `_LOCKED` lists.

    An installation from a local folder or file cannot be repeated elsewhere; the file then says
    what to fill in, rather than name a package that somebody else may have published.
    """
    try:
        record = importlib.metadata.distribution("answerbook").read_text("direct_url.json")
    except importlib.metadata.PackageNotFoundError:
        record = json.dumps({"url": "file:"})
    requirement = f"answerbook=={__version__}" if record is None else _from_origin(json.loads(record))
    if requirement is None:
        return (
            "# This project was made by an Answerbook that was installed from a local folder or file.\n"
            "# Write here from where the publishing machine can install it, for example\n"
            f"# answerbook @ git+https://ADDRESS/OF/THE/REPOSITORY.git@v{__version__}\n"
        )
    return (
        "# The Answerbook that made this project. What it stands on is in requirements/, with hashes.\n"
        f"{requirement}\n"
    )


def _from_origin(origin: Mapping[str, object]) -> str | None:
    """The requirement that PEP 610's record of an installation stands for; None for a local one."""
    url, vcs = str(origin.get("url", "")), origin.get("vcs_info")
    if not url.startswith(("https://", "ssh://")):
        return None
    if isinstance(vcs, Mapping):
        return f"answerbook @ {vcs.get('vcs', 'git')}+{url}@{vcs.get('commit_id', '')}"
    return f"answerbook @ {url}"

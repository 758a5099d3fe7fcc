"""Fit the files of a new project into a repository that has files already: none of them is replaced.

A file of ours whose name is taken gets another name if something finds it there, and is left out otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from generator.storage.site_config import CONFIG, OWN_CONFIG

__all__ = ["FittedFiles", "fit"]

_REQUIREMENTS, _OWN_REQUIREMENTS = "requirements/", "answerbook-requirements/"
_WORKFLOWS = ".github/workflows/"
_GITLAB, _OWN_GITLAB = ".gitlab-ci.yml", ".gitlab/answerbook.yml"
_README, _OWN_README = "README.md", "README-answerbook.md"
# Other names of the configuration of mkdocs, which give way to the usual one.
_OTHER_CONFIGS = ("mkdocs.yaml",)
# Files that name others of the project.
_REFERRING = re.compile(r"README\.md|\.gitlab-ci\.yml|\.github/workflows/.+|requirements/answerbook\.txt")
_INHERITS = re.compile(rb"^INHERIT:[ \t]*['\"]?answerbook\b", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class FittedFiles:
    """Files to write. names: path of ours -> the path it got, if another. notes: what was left alone."""

    files: Mapping[str, bytes]
    names: Mapping[str, str]
    notes: tuple[str, ...] = ()

    def renamed(self, text: str) -> str:
        """Return ``text`` with the folder of requirements under the name it got."""
        moved = any(name.startswith(_REQUIREMENTS) for name in self.names)
        return text.replace(_REQUIREMENTS, _OWN_REQUIREMENTS) if moved else text


def fit(folder: Path, files: Mapping[str, bytes], extended: frozenset[str]) -> FittedFiles:
    """Return ``files`` of a new project, under names that are free in ``folder``.

    extended: names of files that get lines of ours if they exist.
    """
    names: dict[str, str] = {}
    if any(_is_taken(folder, name, data) for name, data in files.items() if name.startswith(_REQUIREMENTS)):
        # Together, because they are installed together, and under one folder that the workflows name.
        names = {
            n: n.replace(_REQUIREMENTS, _OWN_REQUIREMENTS, 1) for n in files if n.startswith(_REQUIREMENTS)
        }
        files = {
            name: data.replace(_REQUIREMENTS.encode(), _OWN_REQUIREMENTS.encode())
            if _REFERRING.fullmatch(name)
            else data
            for name, data in files.items()
        }
    names |= {
        name: own
        for name, data in files.items()
        if name not in extended and (own := _own_name(name)) and _is_taken(folder, name, data)
    }
    if CONFIG in files and any((folder / other).exists() for other in _OTHER_CONFIGS):
        names[CONFIG] = OWN_CONFIG  # mkdocs would take ours for theirs
    if _README in files and not (folder / _README).exists() and _has_readme(folder):
        names[_README] = _OWN_README  # a host would show it in place of theirs
    found: dict[str, bytes] = {}
    kept: list[str] = []
    for name, data in files.items():
        place = names.get(name, name)
        if name in extended and place == name:
            found[name] = data
        elif (folder / place).exists():
            if _is_taken(folder, place, data):
                kept.append(place)
        else:
            found[place] = data
    return FittedFiles(found, names, tuple(_notes(folder, names, kept)))


def _own_name(name: str) -> str:
    """Return the name that a file of ours gets where its usual one is taken; empty if it has no other."""
    if name.startswith(_WORKFLOWS):
        stem = name.removeprefix(_WORKFLOWS)
        return f"{_WORKFLOWS}answerbook-{'publish.yml' if stem == 'answerbook.yml' else stem}"
    return {CONFIG: OWN_CONFIG, _GITLAB: _OWN_GITLAB}.get(name, "")


def _is_taken(folder: Path, name: str, data: bytes) -> bool:
    """Return True if there is a file of this name that neither holds ``data`` nor serves the same end."""
    there = folder / name
    if not there.is_file():
        return there.exists()
    content = there.read_bytes()
    return content != data and not (name == CONFIG and _INHERITS.search(content))


def _has_readme(folder: Path) -> bool:
    return folder.is_dir() and any(
        entry.is_file() and entry.name.casefold().partition(".")[0] == "readme" for entry in folder.iterdir()
    )


def _notes(folder: Path, names: Mapping[str, str], kept: list[str]) -> Iterator[str]:
    beside = [f"{name} (ours: {own})" for name, own in names.items() if (folder / name).exists()]
    if alone := [*beside, *kept]:
        yield f"left alone, as they were here before: {', '.join(alone)}"
    if CONFIG in names:
        yield (
            f"Answerbook builds its site from {OWN_CONFIG}; a host shows one site a repository: to publish "
            "both, have your own workflow put build/site into a folder of your site, and delete our workflow "
            "that publishes"
        )
    if _GITLAB in names:
        yield f"to run our jobs, add to {_GITLAB}: `include: [{{local: {_OWN_GITLAB}}}]`"

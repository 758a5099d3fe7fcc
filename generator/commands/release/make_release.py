"""`answerbook release`: make the archive, record it in the project, and write how to cite it."""

from __future__ import annotations

import json
import tempfile
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from generator import site
from generator.commands.release.contents import ReleaseContents, lay_out
from generator.commands.verify import verify_ledger
from generator.core.clock import today
from generator.core.counting import pluralize
from generator.core.release import Release
from generator.errors import AnswerbookError
from generator.project import Project
from generator.project.releases import add_release, checked_tag, load_releases
from generator.run.build_report import Progress, silent
from generator.site.exports.cff import citation_cff
from generator.storage.files import files_within, hash_of, replacing, write_whole

__all__ = ["Released", "release", "released_text"]

_OURS = "# Written by `answerbook release`; to keep a text of your own, delete this line.\n"
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest date of the zip format


@dataclass(frozen=True)
class Released:
    """A release that was made.

    again: True if the same release existed before. kept: files that people wrote, so they were not changed.
    left_out, unfinished: see `ReleaseContents`.
    """

    release: Release
    archive: Path
    again: bool
    kept: tuple[str, ...]
    left_out: tuple[str, ...]
    unfinished: Mapping[str, int]


def release(
    project: Project, tag: str, out: Path | None = None, progress: Progress = silent, *, strict: bool = False
) -> Released:
    """Release the present answers of ``project``. out: folder for the archive.

    Raises AnswerbookError, and writes nothing, if the ledger has problems, if the release would contain
    private papers, or if the tag was used for other contents; if ``strict``, also if an answer is not
    computed, failed, or stale, or if verifying the ledger gives a warning.
    """
    checked_tag(tag)
    before = {r.tag: r for r in load_releases(project.releases_file)}
    verified = verify_ledger(project)
    if problems := verified.problems + (verified.warnings if strict else []):
        raise AnswerbookError(
            f"the ledger has {pluralize(len(problems), 'problem')}, so nothing was released; run `answerbook "
            f"verify` to list and fix them (the first: {problems[0]})"
        )
    folder = out or project.build_dir / "releases"
    file = f"answers-{tag}.zip"
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".release-", dir=folder) as made:
        laid = lay_out(project, tag, file, Path(made), progress)
        if strict and laid.unfinished:
            raise AnswerbookError(
                f"{_unfinished(laid.unfinished)}, and --strict releases no such ledger; run `answerbook "
                "build`, or release without --strict"
            )
        known = before.get(tag)
        if known is not None and known.contents != laid.contents:
            raise AnswerbookError(
                f"{project.releases_file}: {tag} was released on {known.date.isoformat()} with other "
                "contents, and a release never changes; choose another tag"
            )
        archive = folder / file
        with replacing(archive) as stream:
            _pack(Path(made), stream)
    new = known or Release(
        tag, today(), file, hash_of(archive), laid.contents, laid.ids, laid.answers, laid.papers
    )
    if known is None:
        add_release(project.releases_file, new)
    kept = _cited(project, laid, new)
    return Released(new, archive, known is not None, kept, laid.left_out, laid.unfinished)


def _unfinished(cells: Mapping[str, int]) -> str:
    """Return how many answers are not as they should be, by state, in words."""
    words = {"missing": "not computed", "failed": "failed", "stale": "stale"}
    counts = ", ".join(f"{cells[state]} {word}" for state, word in words.items() if cells.get(state))
    return f"{pluralize(sum(cells.values()), 'answer is', 'answers are')} not final: {counts}"


def _pack(folder: Path, stream: Any) -> None:
    """Write the files of a folder as an archive whose bytes depend only on their names and contents."""
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path, _ in sorted(files_within(folder)):
            entry = zipfile.ZipInfo(path, _EPOCH)
            entry.external_attr, entry.create_system = 0o644 << 16, 3
            entry.compress_type = zipfile.ZIP_DEFLATED
            with (folder / path).open("rb") as source, archive.open(entry, "w", force_zip64=True) as target:
                while block := source.read(1 << 20):
                    target.write(block)


def _cited(project: Project, laid: ReleaseContents, new: Release) -> tuple[str, ...]:
    """Write files into the project's root that say how to cite the release.

    Returns the names of files that were not changed because people wrote them.
    """
    kept = []
    collection = replace(laid.collection, releases=(new,))
    citation = project.root / "CITATION.cff"
    if citation.exists() and not citation.read_text(encoding="utf-8", errors="replace").startswith(_OURS):
        kept.append(citation.name)
    else:
        write_whole(citation, _OURS + citation_cff(collection))
    zenodo = project.root / ".zenodo.json"
    data = _zenodo(collection, new)
    if zenodo.exists():
        try:
            theirs = json.loads(zenodo.read_bytes())
            data = {**data, **theirs, "version": new.tag}
        except (ValueError, TypeError):
            kept.append(zenodo.name)
            return tuple(kept)
    write_whole(zenodo, json.dumps(data, ensure_ascii=False, indent=2) + "\n")
    return tuple(kept)


def _zenodo(collection: site.Collection, new: Release) -> dict[str, Any]:
    """Return the metadata for Zenodo, as far as the project knows them; people may add creators and more."""
    data: dict[str, Any] = {
        "upload_type": "dataset",
        "title": collection.title,
        "description": collection.description or f"Answers to questions about papers: {collection.title}.",
        "creators": [{"name": collection.title}],
        "version": new.tag,
        "keywords": ["meta-research", "reporting", "evidence"],
    }
    if collection.licence and not collection.licence.startswith("http"):
        data["license"] = collection.licence.lower()
    if collection.site_url:
        data["related_identifiers"] = [
            {"identifier": collection.site_url, "relation": "isSupplementTo", "scheme": "url"}
        ]
    return data


def released_text(made: Released) -> str:
    """Return what was made, what was left out, and what to do next, as text."""
    new = made.release
    verb = "unchanged since its release on" if made.again else "released on"
    lines = [
        f"{new.tag} {verb} {new.date.isoformat()}: {pluralize(new.answers, 'answer')} about "
        f"{pluralize(new.papers, 'paper')}",
        f"archive: {made.archive}",
        f"sha256:  {new.sha256}",
        f"ids:     {new.ids}",
    ]
    if made.unfinished:
        lines.append(f"note: {_unfinished(made.unfinished)}; `answerbook status` names them")
    if made.left_out:
        lines.append(
            f"note: the ledger of {pluralize(len(made.left_out), 'paper')} without an open licence is "
            "left out; the data contain the answers about them, with quotes as on the site"
        )
    lines += [f"note: {name} was written by hand and was not changed" for name in made.kept]
    if not made.again:
        lines.append(
            "Next: commit content/releases.yml, CITATION.cff and .zenodo.json, publish the site, and "
            "upload the archive."
        )
    return "\n".join(lines)

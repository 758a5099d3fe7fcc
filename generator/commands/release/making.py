"""`answerbook release TAG`: an archive, its record in the project, and what says how to cite it."""

from __future__ import annotations

import json
import tempfile
import zipfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from generator import site
from generator.commands.release.contents import Laid, lay_out
from generator.commands.verify import verified
from generator.core.clock import today
from generator.core.counting import counted
from generator.core.release import Release
from generator.errors import AnswerbookError
from generator.project import Project
from generator.project.releases import add_release, checked_tag, load_releases
from generator.run.report import Progress, silent
from generator.site.exports.cff import citation_cff
from generator.storage.files import files_within, hash_of, replacing, write_whole

__all__ = ["Released", "release", "released_text"]

_OURS = "# Written by `answerbook release`; to keep a text of your own, delete this line.\n"
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the first day that the format knows


@dataclass(frozen=True)
class Released:
    """What was made. again: it had been released before, and is the same. kept: files of the project that
    people wrote, and that were left as they are. left_out: see `Laid`."""

    release: Release
    archive: Path
    again: bool
    kept: tuple[str, ...]
    left_out: tuple[str, ...]


def release(project: Project, tag: str, out: Path | None = None, progress: Progress = silent) -> Released:
    """Release the answers of ``project`` as they stand. out: folder for the archive.

    Raises AnswerbookError where the ledger is not sound, where private papers would be in it, and where the
    tag was used for other contents; then nothing is written.
    """
    checked_tag(tag)
    before = {r.tag: r for r in load_releases(project.releases_file)}
    if problems := verified(project).problems:
        raise AnswerbookError(
            f"the ledger has {counted(len(problems), 'problem')}, so nothing was released; see `answerbook "
            f"verify`. The first: {problems[0]}"
        )
    folder = out or project.build_dir / "releases"
    file = f"answers-{tag}.zip"
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".release-", dir=folder) as made:
        laid = lay_out(project, tag, file, Path(made), progress)
        known = before.get(tag)
        if known is not None and known.contents != laid.contents:
            raise AnswerbookError(
                f"{project.releases_file}: {tag} was released on {known.date.isoformat()} with other "
                "contents; a release does not change, choose another tag"
            )
        archive = folder / file
        with replacing(archive) as stream:
            _pack(Path(made), stream)
    new = known or Release(
        tag, today(), file, hash_of(archive), laid.contents, laid.ids, laid.answers, laid.papers
    )
    if known is None:
        add_release(project.releases_file, new)
    return Released(new, archive, known is not None, _cited(project, laid, new), laid.left_out)


def _pack(folder: Path, stream: Any) -> None:
    """The files of a folder as an archive that depends on nothing but their names and bytes."""
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path, _ in sorted(files_within(folder)):
            entry = zipfile.ZipInfo(path, _EPOCH)
            entry.external_attr, entry.create_system = 0o644 << 16, 3
            entry.compress_type = zipfile.ZIP_DEFLATED
            with (folder / path).open("rb") as source, archive.open(entry, "w", force_zip64=True) as target:
                while block := source.read(1 << 20):
                    target.write(block)


def _cited(project: Project, laid: Laid, new: Release) -> tuple[str, ...]:
    """Write how the release is cited into the project's root; the names of files that people wrote stay."""
    kept = []
    shown = replace(laid.shown, releases=(new,))
    citation = project.root / "CITATION.cff"
    if citation.exists() and not citation.read_text(encoding="utf-8", errors="replace").startswith(_OURS):
        kept.append(citation.name)
    else:
        write_whole(citation, _OURS + citation_cff(shown))
    zenodo = project.root / ".zenodo.json"
    data = _zenodo(shown, new)
    if zenodo.exists():
        try:
            theirs = json.loads(zenodo.read_bytes())
            data = {**data, **theirs, "version": new.tag}
        except (ValueError, TypeError):
            kept.append(zenodo.name)
            return tuple(kept)
    write_whole(zenodo, json.dumps(data, ensure_ascii=False, indent=2) + "\n")
    return tuple(kept)


def _zenodo(shown: site.Collection, new: Release) -> dict[str, Any]:
    """The form of Zenodo's deposits, as far as a project tells it; people may add creators and more."""
    data: dict[str, Any] = {
        "upload_type": "dataset",
        "title": shown.title,
        "description": shown.description or f"Answers to questions about papers: {shown.title}.",
        "creators": [{"name": shown.title}],
        "version": new.tag,
        "keywords": ["meta-research", "reporting", "evidence"],
    }
    if shown.licence and not shown.licence.startswith("http"):
        data["license"] = shown.licence.lower()
    if shown.site_url:
        data["related_identifiers"] = [
            {"identifier": shown.site_url, "relation": "isSupplementTo", "scheme": "url"}
        ]
    return data


def released_text(made: Released) -> str:
    """What was made, what was left out, and what is to be done next."""
    new = made.release
    verb = "is the same as it was released on" if made.again else "released on"
    lines = [
        f"{new.tag} {verb} {new.date.isoformat()}: {counted(new.answers, 'answer')} about "
        f"{counted(new.papers, 'paper')}",
        f"archive: {made.archive}",
        f"sha256:  {new.sha256}",
        f"ids:     {new.ids}",
    ]
    if made.left_out:
        lines.append(
            f"note: the ledger of {counted(len(made.left_out), 'paper')} without an open licence is not in "
            "it; the data hold the answers about them, with quotes as on the site"
        )
    lines += [f"note: {name} was written by hand and is left as it is" for name in made.kept]
    if not made.again:
        lines.append(
            "commit content/releases.yml, CITATION.cff and .zenodo.json; publish; upload the archive"
        )
    return "\n".join(lines)

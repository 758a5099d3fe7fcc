"""Add one Zotero item: its best file is read and put among the papers, with the metadata from Zotero."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from pathlib import Path

from generator.commands.add.add_report import AddOutcome
from generator.commands.add.fetched import Fetcher, supplied
from generator.commands.add.local_papers import file_bytes
from generator.commands.add.zotero_papers import ZoteroRequest
from generator.core import Metadata
from generator.core.clock import today
from generator.core.counting import pluralize
from generator.core.formats import named_format, without_suffix
from generator.errors import AnswerbookError, FetchError, UnreadablePaper
from generator.fetching import Id
from generator.fetching.ids import id_of
from generator.fetching.zotero import Attachment, Library, ZoteroItem
from generator.fetching.zotero.library_items import csl_item
from generator.project.sidecars import sidecar_beside, write_sidecar
from generator.reading.metadata.bibliography import metadata_of
from generator.reading.metadata.csl import csl_entries
from generator.reading.metadata.licences import licence_id
from generator.reading.metadata.sidecar import read_origin

__all__ = ["add_item", "metadata_of_item"]

_NO_PAPERS = {"note": "is a note", "annotation": "is an annotation"}
_MAX_NAMES = 3  # in a line


def add_item(what: ZoteroRequest, fetcher: Fetcher) -> AddOutcome:
    """Add the paper of an item, and return what happened. The fetcher's client is not used."""
    item, library = what.item, what.library
    if item is None or library is None:
        return AddOutcome(what.named, "left", why=what.why)
    try:
        return _ItemAdder(what, item, library, fetcher).added()
    except AnswerbookError as error:
        return AddOutcome(what.named, "missing", why=str(error))


def metadata_of_item(item: ZoteroItem, tags: tuple[str, ...]) -> Metadata:
    """Return the metadata of an item's paper, read as CSL JSON; private if the item says so."""
    (entry,) = csl_entries(json.dumps([csl_item(item)]))
    data, _ = metadata_of(entry, abstract=False)
    # This field holds "© 2024 the publisher" as often as a licence.
    return replace(data, tags=tags, licence=licence_id(data.licence) or "")


class _ItemAdder:
    """Adds the paper of one Zotero item to a project."""

    def __init__(self, what: ZoteroRequest, item: ZoteroItem, library: Library, fetcher: Fetcher) -> None:
        self.named, self.item, self.library, self.fetcher = what.named, item, library, fetcher
        self.select = library.select(item.key)
        self.metadata = metadata_of_item(item, what.tags)
        names = [Id("doi", item.doi) if item.doi else None, id_of(item.arxiv) if item.arxiv else None]
        self.ids = [id for id in names if id is not None]
        self.keys = [f"zotero:{self.select}", *(id.key for id in self.ids)]

    def added(self) -> AddOutcome:
        item, project_papers = self.item, self.fetcher.project_papers
        if item.trashed:
            return AddOutcome(self.named, "left", why="it is in Zotero's trash")
        if item.type in _NO_PAPERS:
            return AddOutcome(self.named, "left", why=f"it {_NO_PAPERS[item.type]}, not a paper")
        here = project_papers.find(self.keys)
        if here is not None and not self.fetcher.replace:
            return self._present(here)
        if other := project_papers.claim(self.keys, self.named):
            return AddOutcome(self.named, "present", why="twice in Zotero", file=f"the paper {other}")
        files = [one for one in item.attachments if one.suffix and one.mode != "linked_url"]
        if prefer := self.fetcher.prefer:
            suffixes = {
                "jats": (".xml", ".nxml", ".jats"),
                "latex": (".tex", ".ltx"),
                "html": (".html", ".htm"),
            }
            preferred = suffixes.get(prefer, (".pdf",))
            files.sort(key=lambda one: one.suffix not in preferred)
        if not files:
            return self._without(here)
        stem = (
            without_suffix(here.name)
            if here is not None
            else project_papers.stem(self._name(files[0]), self.keys)
        )
        if self.fetcher.dry_run:
            return AddOutcome(
                self.named,
                "planned",
                file=f"{stem}{files[0].suffix}",
                title=item.title,
                format=files[0].suffix[1:],
                source=self.library.title,
                licence=self.metadata.licence,
                note=_left(files[1:]),
            )
        return self._first(files, stem, here)

    def _first(self, files: list[Attachment], stem: str, here: Path | None) -> AddOutcome:
        """Add the first file that can be read."""
        reasons = []
        for file in files:
            try:
                data = self._bytes(file)
                paper = self.fetcher.read(data, f"{stem}{file.suffix}", stem)
            except UnreadablePaper as error:
                reasons.append(f"{file.name} {error.what}")
            except FetchError as error:
                reasons.append(str(error))
            else:
                notes = [*reasons, _left([one for one in files if one is not file])]
                known = supplied(self.metadata, paper)
                return self._placed(file, data, (known, paper.format), (stem, here), notes)
        return AddOutcome(self.named, "missing", title=self.item.title, why="; ".join(reasons[:_MAX_NAMES]))

    def _placed(
        self,
        file: Attachment,
        data: bytes,
        known: tuple[Metadata, str],
        place: tuple[str, Path | None],
        notes: list[str],
    ) -> AddOutcome:
        (metadata, format), (stem, here) = known, place
        sha256 = hashlib.sha256(data).hexdigest()
        same = self.fetcher.project_papers.find([f"sha256:{sha256}"])
        if same is not None:
            return self._present(same, "the same file")
        origin = {
            "from": f"zotero:{file.key}",
            "on": today().isoformat(),
            "format": format,
            "sha256": sha256,
            "zotero": self.select,
        }
        path, replaced = self.fetcher.placer.put(stem, file.suffix, data, (metadata, origin), here)
        self.fetcher.project_papers.register(path, [*self.keys, f"sha256:{sha256}"])
        return AddOutcome(
            self.named,
            "replaced" if here is not None else "added",
            file=self.fetcher.placer.shown(path),
            title=self.item.title,
            format=format,
            size=len(data),
            source=self.library.title,
            licence=metadata.licence,
            note="; ".join(filter(None, [replaced, *notes])),
        )

    def _present(self, here: Path, why: str = "") -> AddOutcome:
        """Report that the project has the paper; record the item in its sidecar if none is recorded yet."""
        sidecar = sidecar_beside(here)
        origin = read_origin(sidecar)
        note = ""
        if not origin.get("zotero") and not self.fetcher.dry_run:
            stated = Metadata(tags=self.metadata.tags, visibility=self.metadata.visibility)
            write_sidecar(sidecar, stated, {**origin, "zotero": self.select})
            note = "its Zotero item is now recorded in the sidecar file"
        shown = self.fetcher.placer.shown(here)
        return AddOutcome(self.named, "present", file=shown, why=why, note=note)

    def _without(self, here: Path | None) -> AddOutcome:
        others = [one.name or one.kind for one in self.item.attachments]
        why = (
            f"none of its files in Zotero is a paper ({', '.join(others[:_MAX_NAMES])})"
            if others
            else "it has no file in Zotero"
        )
        if here is not None:
            return AddOutcome(self.named, "present", file=self.fetcher.placer.shown(here), why=why)
        if self.ids:
            why += f"; look for an open copy with: answerbook add {self.ids[0]}"
        return AddOutcome(self.named, "missing", title=self.item.title, why=why)

    def _bytes(self, file: Attachment) -> bytes:
        max_bytes = self.fetcher.max_bytes
        found = self.library.file(file, max_bytes)
        if isinstance(found, bytes):
            return found
        if not named_format(found.name):
            # Another program that listens in place of Zotero must not make us read other files of this
            # machine.
            raise FetchError(
                f"{file.name} does not have the file name of a paper; rename it, for example to end in .pdf"
            )
        if not found.is_file():
            raise FetchError(f"{file.name} is not where Zotero says; check it with Show File in Zotero")
        try:
            return file_bytes(found, max_bytes)
        except OSError as error:
            raise FetchError(
                f"{file.name} cannot be read ({error.strerror}); check its permissions"
            ) from error

    def _name(self, file: Attachment) -> Id:
        """Return a name for the paper's file: an id, else author, year and title, else its name in Zotero."""
        if self.ids:
            return self.ids[0]
        data = self.metadata
        family = data.authors[0].family if data.authors else ""
        words = [family, str(data.year or ""), *data.title.split()[:6]]
        named = " ".join(filter(None, words)) if data.title else without_suffix(file.name)
        return Id("url", named.replace("/", " ") or file.key)


def _left(files: list[Attachment]) -> str:
    names = ", ".join(one.name for one in files[:_MAX_NAMES])
    return f"{pluralize(len(files), 'other file')} left out: {names}" if files else ""

"""One item of Zotero: its best file, read and put among the papers, with what Zotero knows of it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from pathlib import Path

from generator.commands.add.fetched import Fetcher, supplied
from generator.commands.add.local import file_bytes
from generator.commands.add.report import Added
from generator.commands.add.zotero import FromZotero
from generator.core import Metadata
from generator.core.clock import today
from generator.core.counting import counted
from generator.core.formats import named_format, without_suffix
from generator.errors import AnswerbookError, FetchError, UnreadablePaper
from generator.fetching import Id
from generator.fetching.ids import id_of
from generator.fetching.zotero import Attachment, Item, Library
from generator.fetching.zotero.items import csl
from generator.project.sidecars import sidecar_beside, write_sidecar
from generator.reading.metadata.bibliography import metadata_of
from generator.reading.metadata.csl import csl_entries
from generator.reading.metadata.licences import licence_id
from generator.reading.metadata.sidecar import read_origin

__all__ = ["add_item", "metadata_of_item"]

_NO_PAPERS = {"note": "is a note", "annotation": "is an annotation"}
_SHOWN = 3  # names in a line


def add_item(what: FromZotero, fetcher: Fetcher) -> Added:
    """Add the paper of an item, and say what became of it. The fetcher's client is asked for nothing."""
    item, library = what.item, what.library
    if item is None or library is None:
        return Added(what.named, "left", why=what.why)
    try:
        return _Taking(what, item, library, fetcher).added()
    except AnswerbookError as error:
        return Added(what.named, "missing", why=str(error))


def metadata_of_item(item: Item, tags: tuple[str, ...]) -> Metadata:
    """Return what an item says of its paper, read as CSL JSON is; private where it says so."""
    (entry,) = csl_entries(json.dumps([csl(item)]))
    data, _ = metadata_of(entry, abstract=False)
    # In this field stands "© 2024 the publisher" as often as a licence.
    return replace(data, tags=tags, licence=licence_id(data.licence) or "")


class _Taking:
    def __init__(self, what: FromZotero, item: Item, library: Library, fetcher: Fetcher) -> None:
        self.named, self.item, self.library, self.fetcher = what.named, item, library, fetcher
        self.select = library.select(item.key)
        self.metadata = metadata_of_item(item, what.tags)
        names = [Id("doi", item.doi) if item.doi else None, id_of(item.arxiv) if item.arxiv else None]
        self.ids = [id for id in names if id is not None]
        self.keys = [f"zotero:{self.select}", *(id.key for id in self.ids)]

    def added(self) -> Added:
        item, shelf = self.item, self.fetcher.shelf
        if item.trashed:
            return Added(self.named, "left", why="it is in the trash of Zotero")
        if item.type in _NO_PAPERS:
            return Added(self.named, "left", why=f"it {_NO_PAPERS[item.type]}, no paper")
        here = shelf.here(self.keys)
        if here is not None and not self.fetcher.replace:
            return self._present(here)
        if other := shelf.claim(self.keys, self.named):
            return Added(self.named, "present", why="twice in Zotero", file=f"the paper {other}")
        files = [one for one in item.attachments if one.suffix and one.mode != "linked_url"]
        if prefer := self.fetcher.prefer:
            wanted = {
                "jats": (".xml", ".nxml", ".jats"),
                "latex": (".tex", ".ltx"),
                "html": (".html", ".htm"),
            }
            endings = wanted.get(prefer, (".pdf",))
            files.sort(key=lambda one: one.suffix not in endings)
        if not files:
            return self._without(here)
        stem = without_suffix(here.name) if here is not None else shelf.stem(self._name(files[0]), self.keys)
        if self.fetcher.dry_run:
            return Added(
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

    def _first(self, files: list[Attachment], stem: str, here: Path | None) -> Added:
        """The first of the files that can be read."""
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
        return Added(self.named, "missing", title=self.item.title, why="; ".join(reasons[:_SHOWN]))

    def _placed(
        self,
        file: Attachment,
        data: bytes,
        known: tuple[Metadata, str],
        place: tuple[str, Path | None],
        notes: list[str],
    ) -> Added:
        (metadata, format), (stem, here) = known, place
        sha256 = hashlib.sha256(data).hexdigest()
        same = self.fetcher.shelf.here([f"sha256:{sha256}"])
        if same is not None:
            return self._present(same, "the same file")
        origin = {
            "from": f"zotero:{file.key}",
            "on": today().isoformat(),
            "format": format,
            "sha256": sha256,
            "zotero": self.select,
        }
        path, replaced = self.fetcher.placing.put(stem, file.suffix, data, (metadata, origin), here)
        self.fetcher.shelf.put(path, [*self.keys, f"sha256:{sha256}"])
        return Added(
            self.named,
            "replaced" if here is not None else "added",
            file=self.fetcher.placing.shown(path),
            title=self.item.title,
            format=format,
            size=len(data),
            source=self.library.title,
            licence=metadata.licence,
            note="; ".join(filter(None, [replaced, *notes])),
        )

    def _present(self, here: Path, why: str = "") -> Added:
        """The paper is here; that it is this item is written beside it, if nothing else is."""
        beside = sidecar_beside(here)
        origin = read_origin(beside)
        note = ""
        if not origin.get("zotero") and not self.fetcher.dry_run:
            stated = Metadata(tags=self.metadata.tags, visibility=self.metadata.visibility)
            write_sidecar(beside, stated, {**origin, "zotero": self.select})
            note = "its item in Zotero is named beside it now"
        shown = self.fetcher.placing.shown(here)
        return Added(self.named, "present", file=shown, why=why, note=note)

    def _without(self, here: Path | None) -> Added:
        others = [one.name or one.kind for one in self.item.attachments]
        why = (
            f"it has no file that holds a paper ({', '.join(others[:_SHOWN])})"
            if others
            else "it has no file"
        )
        if here is not None:
            return Added(self.named, "present", file=self.fetcher.placing.shown(here), why=why)
        if self.ids:
            why += f" in Zotero; look for an open one with: answerbook add {self.ids[0]}"
        return Added(self.named, "missing", title=self.item.title, why=why)

    def _bytes(self, file: Attachment) -> bytes:
        max_bytes = self.fetcher.max_bytes
        found = self.library.file(file, max_bytes)
        if isinstance(found, bytes):
            return found
        if not named_format(found.name):
            # Whoever listens there in place of Zotero gets no other file of this machine read.
            raise FetchError(f"{file.name} is a file whose name is that of no paper")
        if not found.is_file():
            raise FetchError(f"{file.name} is not where Zotero says that it is; look there (Show File)")
        try:
            return file_bytes(found, max_bytes)
        except OSError as error:
            raise FetchError(f"{file.name} cannot be read ({error.strerror})") from error

    def _name(self, file: Attachment) -> Id:
        """What the paper's file is named after: an id, else who wrote it when, else the name in Zotero."""
        if self.ids:
            return self.ids[0]
        data = self.metadata
        family = data.authors[0].family if data.authors else ""
        words = [family, str(data.year or ""), *data.title.split()[:6]]
        named = " ".join(filter(None, words)) if data.title else without_suffix(file.name)
        return Id("url", named.replace("/", " ") or file.key)


def _left(files: list[Attachment]) -> str:
    names = ", ".join(one.name for one in files[:_SHOWN])
    return f"{counted(len(files), 'more file')} of it left: {names}" if files else ""

"""One paper by its id: looked up, fetched, looked at, and put among the papers."""

from __future__ import annotations

import datetime
import hashlib
import json
import logging
import tempfile
import threading
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from generator import fetching, reading
from generator.commands.add.inputs import Wanted
from generator.commands.add.placing import Placing
from generator.commands.add.report import Added
from generator.commands.add.shelf import Shelf
from generator.commands.add.whole import lacks
from generator.core import Metadata, Paper
from generator.core.formats import without_suffix
from generator.errors import AnswerbookError, FetchError, UnreadablePaper
from generator.fetching import SUFFIX, Client, Id, Location, Text, TextFormat, Work
from generator.fetching.crossref import titled
from generator.reading.metadata.bibliography import metadata_of
from generator.reading.metadata.csl import csl_entries
from generator.reading.metadata.entries import title_key
from generator.reading.metadata.licences import licence_id

__all__ = ["Fetcher", "metadata", "supplied"]

log = logging.getLogger(__name__)

_SHOWN = 4  # reasons in a line


@dataclass
class Fetcher:
    """Fetches papers into a project; several threads may share one. max_bytes: of a text.

    replace: whether a paper that is here gets the file that is found now. limits: of reading.
    """

    client: Client
    shelf: Shelf
    placing: Placing
    limits: reading.Limits
    prefer: TextFormat | None = None
    replace: bool = False
    dry_run: bool = False
    _reading: threading.Lock = field(default_factory=threading.Lock)

    @property
    def max_bytes(self) -> int:
        return int(self.limits.max_megabytes * 1e6)

    def add(self, wanted: Wanted) -> Added:
        """Add one paper, and say what became of it."""
        try:
            id = wanted.id or self._by_title(wanted)
            here = self.shelf.here([id.key])
            if here is not None and not self.replace:
                return self._present(wanted, here)
            return self._fetched(wanted, id)
        except FetchError as error:
            landing = wanted.id.value if wanted.id and wanted.id.kind == "url" else ""
            if error.status == 404 or landing == "":
                return Added(wanted.named, "missing", why=str(error))
            return Added(wanted.named, "missing", why=str(error), landing=landing, file=_by_hand(wanted.id))
        except AnswerbookError as error:
            return Added(wanted.named, "missing", why=str(error))

    def _fetched(self, wanted: Wanted, id: Id) -> Added:
        work = fetching.work_of(id, self.client)
        if not self.dry_run:
            work = fetching.identified(work, self.client, self.max_bytes)
        keys = list(dict.fromkeys([id.key, work.id.key, *(name.key for name in work.names)]))
        here = self.shelf.here(keys)
        if here is not None and not self.replace:
            return self._present(wanted, here)
        if other := self.shelf.claim(keys, wanted.named):
            return Added(wanted.named, "present", why="named twice", file=f"the paper {other}")
        stem = without_suffix(here.name) if here is not None else self.shelf.stem(work.id, keys)
        if self.dry_run:
            return self._planned(wanted, work, stem)
        found, reasons = self._text(work, stem)
        if found is None:
            return Added(
                wanted.named,
                "missing",
                title=metadata(work).title,
                why=_reasons(reasons, self.client),
                landing=work.landing,
                file=f"{stem}.pdf",
            )
        place, text, paper = found
        return self._placed(wanted, work, stem, here, (place, text, paper), reasons)

    def _placed(
        self,
        wanted: Wanted,
        work: Work,
        stem: str,
        here: Path | None,
        found: tuple[Location, Text, Paper],
        reasons: list[str],
    ) -> Added:
        place, text, paper = found
        sha256 = hashlib.sha256(text.data).hexdigest()
        same = self.shelf.here([f"sha256:{sha256}"])
        if same is not None:
            return self._present(wanted, same, "the same file")
        data = supplied(metadata(work, place), paper)
        if work.version and place.source == "arXiv":  # source and pages of arXiv bear no stamp that tells it
            data = replace(data, arxiv_version=f"v{work.version.removeprefix('v')}")
        names = {name.kind: name.value for name in work.names}
        origin = {
            "from": self._address(place),
            "on": datetime.datetime.fromtimestamp(text.at, datetime.UTC).date().isoformat(),
            "format": text.format,
            "licence": place.licence or work.licence,
            "sha256": sha256,
            "archive": text.sha256 if text.sha256 != sha256 else "",
            "version": work.version,
            "pmcid": names.get("pmcid", ""),
            "pmid": names.get("pmid", ""),
        }
        path, replaced = self.placing.put(stem, SUFFIX[text.format], text.data, (data, origin), here)
        keys = [work.id.key, *(name.key for name in work.names), f"sha256:{sha256}"]
        self.shelf.put(path, keys)
        self.client.forget(place.path, place.params, of=place.of)
        known = paper.metadata.overlaid(data)
        notes = [replaced] if replaced else []
        if passing := [reason for reason in reasons if "gave no answer" in reason]:
            notes.append(f"{passing[0]}; --replace looks again")
        return Added(
            wanted.named,
            "replaced" if here is not None else "added",
            file=self.placing.shown(path),
            title=known.title,
            format=text.format,
            size=len(text.data),
            source=place.source,
            address=origin["from"],
            licence=known.licence,
            landing=work.landing,
            note="; ".join(notes),
        )

    def _text(self, work: Work, stem: str) -> tuple[tuple[Location, Text, Paper] | None, list[str]]:
        """The first text that is whole, and why those before it are not."""
        reasons: list[str] = []
        places = fetching.locations(work, self.client, self.prefer)
        while True:
            place: Location | None = None
            try:
                place = next(places, None)
                if place is None:
                    return None, reasons
                text = fetching.text_of(place, self.client, self.max_bytes)
                paper = self.read(text.data, f"{stem}{SUFFIX[text.format]}", stem)
            except UnreadablePaper as error:
                reasons.append(f"{place.source if place else ''}: the file {error.what}")
                continue
            except FetchError as error:
                reasons.append(str(error))
                continue
            if why := lacks(paper, work.doi):
                reasons.append(f"{place.source}: {why}")
                continue
            return (place, text, paper), reasons

    def read(self, data: bytes, name: str, id: str) -> Paper:
        """Return a file of this name as its reader reads it, in a process with limits.

        Raises UnreadablePaper.
        """
        with tempfile.TemporaryDirectory(prefix="answerbook-") as folder, self._reading:
            path = Path(folder) / name
            path.write_bytes(data)
            return reading.read_paper(path, id=id, limits=self.limits)

    def _planned(self, wanted: Wanted, work: Work, stem: str) -> Added:
        try:
            place = next(fetching.locations(work, self.client, self.prefer), None)
        except FetchError as error:
            return Added(wanted.named, "missing", why=str(error), landing=work.landing, file=f"{stem}.pdf")
        data = metadata(work, place)
        if place is None:
            why = _reasons([], self.client)
            return Added(
                wanted.named, "missing", title=data.title, why=why, landing=work.landing, file=f"{stem}.pdf"
            )
        return Added(
            wanted.named,
            "planned",
            file=f"{stem}{SUFFIX[place.format]}",
            title=data.title,
            format=place.format,
            source=place.source,
            address=self._address(place),
            licence=data.licence,
            landing=work.landing,
        )

    def _present(self, wanted: Wanted, here: Path, why: str = "") -> Added:
        return Added(wanted.named, "present", file=self.placing.shown(here), why=why)

    def _address(self, place: Location) -> str:
        """Where a text is, without who asked for it."""
        params = {name: value for name, value in place.params.items() if name not in ("email", "tool")}
        return self.client.address(place.path, params, of=place.of)

    def _by_title(self, wanted: Wanted) -> Id:
        """The DOI of the one work of this title. Raises FetchError where there is none, or several."""
        key = title_key(wanted.title)
        works = titled(wanted.title, wanted.author, self.client) if key else []
        same = {work.id.value: work for work in works if title_key(metadata(work).title) == key}
        if len(same) == 1:
            return next(iter(same.values())).id
        shown = f"{wanted.title[:60]!r}"
        if not same:
            raise FetchError(f"no work of the title {shown} is known to Crossref; give its DOI", 404)
        dois = ", ".join(same)
        raise FetchError(f"{len(same)} works have the title {shown} ({dois}); add one by its DOI", 404)


def metadata(work: Work, place: Location | None = None) -> Metadata:
    """The metadata in a work's record, as the reader of CSL JSON reads it. place: whose licence counts."""
    record = dict(work.record)
    if place is not None and place.licence:
        record["license"] = place.licence
    (entry,) = csl_entries(json.dumps([{"title": "", **record}]))
    return replace(metadata_of(entry, abstract=False)[0], visibility="public")


def supplied(told: Metadata, paper: Paper) -> Metadata:
    """What goes beside the file: of JATS, which says all of it best itself, only what it leaves out."""
    own = paper.metadata
    # Both may say the same, one with the version; where they differ, the paper itself is right.
    licence = "" if own.licence and licence_id(own.licence) else told.licence
    if paper.format != "jats":
        return replace(told, licence=licence)
    blank = Metadata()
    return replace(
        told,
        title="" if own.title else told.title,
        authors=() if own.authors else told.authors,
        year=None if own.year else told.year,
        venue="" if own.venue else told.venue,
        doi="" if own.doi else told.doi,
        licence=licence,
        type=blank.type if own.type != blank.type else told.type,
    )


def _reasons(reasons: Iterable[str], client: Client) -> str:
    found = list(dict.fromkeys(reasons))
    if not found:
        found = ["no service knows an open text"]
        if not client.contact:
            found.append("Unpaywall was not asked")
    more = [f"and {len(found) - _SHOWN} more"] if len(found) > _SHOWN else []
    return "; ".join([*found[:_SHOWN], *more])


def _by_hand(id: Id | None) -> str:
    return f"{reading.paper_id(id.value.partition('://')[2])}.pdf" if id else ""

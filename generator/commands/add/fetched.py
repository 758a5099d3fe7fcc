"""Add one paper by its id: look it up, fetch it, check it, and put it among the papers."""

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
from generator.commands.add.add_report import AddOutcome, State
from generator.commands.add.placer import PaperPlacer
from generator.commands.add.project_papers import ProjectPapers, name_of
from generator.commands.add.request import AddRequest
from generator.commands.add.whole_text import why_incomplete
from generator.core import Metadata, Paper
from generator.core.formats import without_suffix
from generator.errors import AnswerbookError, FetchError, UnreadablePaper
from generator.fetching import SUFFIX, Client, Id, Location, Text, TextFormat, WorkRecord
from generator.fetching.crossref import by_title
from generator.reading.metadata.bibliography import metadata_of
from generator.reading.metadata.bibliography_entry import title_key
from generator.reading.metadata.csl import csl_entries
from generator.reading.metadata.licences import licence_id

__all__ = ["Fetcher", "metadata", "supplied"]

log = logging.getLogger(__name__)

_MAX_REASONS = 4  # in a line
_MAX_TITLE_CHARS = 60  # in a line


@dataclass
class Fetcher:
    """Fetches papers into a project; several threads may share one fetcher.

    limits: of reading. prefer: format to prefer. replace: whether to fetch a paper again that the project
    has.
    """

    client: Client
    project_papers: ProjectPapers
    placer: PaperPlacer
    limits: reading.ReadingLimits
    prefer: TextFormat | None = None
    replace: bool = False
    dry_run: bool = False
    _reading: threading.Lock = field(default_factory=threading.Lock)

    @property
    def max_bytes(self) -> int:
        """The largest size of a text, in bytes."""
        return int(self.limits.max_megabytes * 1e6)

    def add(self, request: AddRequest) -> AddOutcome:
        """Add one paper, and return what happened."""
        try:
            id = request.id or self._by_title(request)
            here = self.project_papers.find([id.key])
            if here is not None and not self.replace:
                return self._present(request, here)
            return self._fetched(request, id)
        except FetchError as error:
            why = str(error)
            if error.passing and "run the command again" not in why:
                why += "; run the command again later"
            state: State = "unreached" if error.passing else "missing"
            if error.status == 404 or request.id is None:
                return AddOutcome(request.named, state, why=why)
            landing = WorkRecord(request.id, {}).landing
            file = f"{name_of(request.id)}.pdf"
            return AddOutcome(request.named, state, why=why, landing=landing, file=file)
        except AnswerbookError as error:
            return AddOutcome(request.named, "missing", why=str(error))

    def _fetched(self, request: AddRequest, id: Id) -> AddOutcome:
        work = fetching.work_of(id, self.client)
        if not self.dry_run:
            work = fetching.identify(work, self.client, self.max_bytes)
        keys = list(dict.fromkeys([id.key, work.id.key, *(name.key for name in work.names)]))
        here = self.project_papers.find(keys)
        if here is not None and not self.replace:
            return self._present(request, here)
        if other := self.project_papers.claim(keys, request.named):
            return AddOutcome(request.named, "present", why="named twice", file=f"the paper {other}")
        stem = without_suffix(here.name) if here is not None else self.project_papers.stem(work.id, keys)
        if self.dry_run:
            return self._planned(request, work, stem)
        found, reasons = self._text(work, stem)
        if found is None:
            return AddOutcome(
                request.named,
                "missing",
                title=metadata(work).title,
                why=_reasons(reasons, self.client),
                landing=work.landing,
                file=f"{stem}.pdf",
            )
        place, text, paper = found
        return self._placed(request, work, stem, here, (place, text, paper), reasons)

    def _placed(
        self,
        request: AddRequest,
        work: WorkRecord,
        stem: str,
        here: Path | None,
        found: tuple[Location, Text, Paper],
        reasons: list[str],
    ) -> AddOutcome:
        place, text, paper = found
        sha256 = hashlib.sha256(text.data).hexdigest()
        same = self.project_papers.find([f"sha256:{sha256}"])
        if same is not None:
            return self._present(request, same, "the same file")
        data = supplied(metadata(work, place), paper)
        if work.version and place.source == "arXiv":  # its source and pages do not name the version
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
        path, replaced = self.placer.put(stem, SUFFIX[text.format], text.data, (data, origin), here)
        keys = [work.id.key, *(name.key for name in work.names), f"sha256:{sha256}"]
        self.project_papers.register(path, keys)
        self.client.forget(place.path, place.params, of=place.of)
        known = paper.metadata.overlaid(data)
        notes = [replaced] if replaced else []
        if passing := [reason for reason in reasons if "gave no answer" in reason or reason == work.fault]:
            notes.append(f"{passing[0]}; use --replace to try again")
        return AddOutcome(
            request.named,
            "replaced" if here is not None else "added",
            file=self.placer.shown(path),
            title=known.title,
            format=text.format,
            size=len(text.data),
            source=place.source,
            address=origin["from"],
            licence=known.licence,
            landing=work.landing,
            note="; ".join(notes),
        )

    def _text(self, work: WorkRecord, stem: str) -> tuple[tuple[Location, Text, Paper] | None, list[str]]:
        """Return the first complete text, and the reasons why the texts before it were rejected."""
        reasons = [work.fault] if work.fault else []
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
            if why := why_incomplete(paper, work.doi):
                reasons.append(f"{place.source}: {why}")
                continue
            return (place, text, paper), reasons

    def read(self, data: bytes, name: str, id: str) -> Paper:
        """Read a paper from bytes in a process with limits; ``name`` decides the format.

        Raises UnreadablePaper.
        """
        with tempfile.TemporaryDirectory(prefix="answerbook-") as folder, self._reading:
            path = Path(folder) / name
            path.write_bytes(data)
            return reading.read_paper(path, id=id, limits=self.limits)

    def _planned(self, request: AddRequest, work: WorkRecord, stem: str) -> AddOutcome:
        try:
            place = next(fetching.locations(work, self.client, self.prefer), None)
        except FetchError as error:
            state: State = "unreached" if error.passing else "missing"
            return AddOutcome(request.named, state, why=str(error), landing=work.landing, file=f"{stem}.pdf")
        data = metadata(work, place)
        if place is None:
            why = _reasons([work.fault] if work.fault else [], self.client)
            return AddOutcome(
                request.named, "missing", title=data.title, why=why, landing=work.landing, file=f"{stem}.pdf"
            )
        return AddOutcome(
            request.named,
            "planned",
            file=f"{stem}{SUFFIX[place.format]}",
            title=data.title,
            format=place.format,
            source=place.source,
            address=self._address(place),
            licence=data.licence,
            landing=work.landing,
        )

    def _present(self, request: AddRequest, here: Path, why: str = "") -> AddOutcome:
        return AddOutcome(request.named, "present", file=self.placer.shown(here), why=why)

    def _address(self, place: Location) -> str:
        """Return the address of a text, without parameters that identify who asked for it."""
        params = {name: value for name, value in place.params.items() if name not in ("email", "tool")}
        return self.client.address(place.path, params, of=place.of)

    def _by_title(self, request: AddRequest) -> Id:
        """Return the DOI of the only work with this title. Raises FetchError if there are none or several."""
        key = title_key(request.title)
        works = by_title(request.title, request.author, self.client) if key else []
        same = {work.id.value: work for work in works if title_key(metadata(work).title) == key}
        if len(same) == 1:
            return next(iter(same.values())).id
        shown = f"{request.title[:_MAX_TITLE_CHARS]!r}"
        if not same:
            raise FetchError(f"Crossref knows no work with the title {shown}; give its DOI", 404)
        dois = ", ".join(same)
        raise FetchError(f"{len(same)} works have the title {shown} ({dois}); give the DOI of one", 404)


def metadata(work: WorkRecord, place: Location | None = None) -> Metadata:
    """Return the metadata in a work's record, read as CSL JSON. place: the copy whose licence applies."""
    record = dict(work.record)
    if place is not None and place.licence:
        record["license"] = place.licence
    (entry,) = csl_entries(json.dumps([{"title": "", **record}]))
    return replace(metadata_of(entry, abstract=False)[0], visibility="public")


def supplied(record: Metadata, paper: Paper) -> Metadata:
    """Return the metadata for the sidecar; for JATS, which knows most itself, only what the file lacks."""
    own = paper.metadata
    # Both may give the same licence, one with its version; if they differ, the paper itself is right.
    licence = "" if own.licence and licence_id(own.licence) else record.licence
    if paper.format != "jats":
        return replace(record, licence=licence)
    blank = Metadata()
    return replace(
        record,
        title="" if own.title else record.title,
        authors=() if own.authors else record.authors,
        year=None if own.year else record.year,
        venue="" if own.venue else record.venue,
        doi="" if own.doi else record.doi,
        licence=licence,
        type=blank.type if own.type != blank.type else record.type,
    )


def _reasons(reasons: Iterable[str], client: Client) -> str:
    found = list(dict.fromkeys(reasons))
    if not found:
        found = ["no service knows an open copy"]
        if not client.contact:
            found.append("Unpaywall was not queried")
    more = [f"and {len(found) - _MAX_REASONS} more"] if len(found) > _MAX_REASONS else []
    return "; ".join([*found[:_MAX_REASONS], *more])

"""A built site as data: its index, its answers, and what its pages say of answers that stand no more."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.core.notice import Notice, standing
from generator.core.words import stems
from generator.errors import SiteError
from generator.project import SETTINGS_FILE, Project
from generator.site.content.links import answer_page
from generator.site.exports.kinds import ANSWERS, INDEX, PAPERS

__all__ = ["Former", "SiteData", "grave_notices", "site_of"]

Record = dict[str, Any]
_ID = re.compile(r"[0-9a-f]{16}|[0-9a-f]{24}")
_NOTICE = re.compile(r'<div class="notice (superseded|withdrawn)"')
_NEWEST = re.compile(r'<a class="newest" href="\.\./([0-9a-f]{16,24})/index\.html"')
_JSONLD, _JSONLD_END = '<script type="application/ld+json">', "</script>"


@dataclass(frozen=True, slots=True)
class Former:
    """What the page of an answer says that is not among the data any more. newest: what took its place."""

    standing: str
    newest: str
    question: str
    text: str


def site_of(place: Path) -> Path:
    """The folder of a site: ``place`` itself, or what its project last built. Raises SiteError."""
    if (place / INDEX).is_file():
        return place
    start = place.resolve()
    if any((folder / SETTINGS_FILE).is_file() for folder in (start, *start.parents)):
        built = Project.find(place).site_dir
        if (built / INDEX).is_file():
            return built
        raise SiteError(f"{built}: no site here yet; run `answerbook build` or `answerbook publish` first.")
    raise SiteError(f"{place}: neither a site (no {INDEX}) nor a project; name the folder of one.")


def grave_notices(record: Record) -> tuple[Notice, ...]:
    """The notices of an answer's record after which nobody should rely on its paper."""
    told = record["notices"]
    return standing(
        Notice(n["about"], n["kind"], n["source"], n["taken"], date=n["date"] or "") for n in told
    )


@dataclass(frozen=True, slots=True)
class SiteData:
    """The data of the site in a folder, read anew each time: a build may have changed it."""

    folder: Path

    def index(self) -> Record:
        """Title, papers and questions. Raises OSError or ValueError."""
        found: Record = json.loads((self.folder / INDEX).read_bytes())
        return found

    def of_paper(self, paper: str) -> Record | None:
        """A paper with all answers about it; None where the site has no such paper."""
        if paper not in {entry["id"] for entry in self.index()["papers"]}:
            return None
        found: Record = json.loads((self.folder / PAPERS / f"{paper}.json").read_bytes())
        return found

    def answers(self, having: Sequence[bytes] = ()) -> Iterator[Record]:
        """All answers. having: only of lines that hold one of these, in lower case; a line is read no further
        where it does not."""
        with (self.folder / ANSWERS).open("rb") as file:
            for line in file:
                if not having or any(word in line.lower() for word in having):
                    yield json.loads(line)

    def named(self, answer: str) -> Record | None:
        """Today's answer that bears, or bore, this id."""
        return next((r for r in self.answers([answer.encode()]) if answer in (r["id"], *r["aliases"])), None)

    def former(self, answer: str) -> Former | None:
        """What the page of an answer says that stands no more; None where it has none."""
        file = self.folder / answer_page(answer)
        if not _ID.fullmatch(answer) or not file.is_file():
            return None
        page = file.read_text(encoding="utf-8", errors="replace")
        notice, newest = _NOTICE.search(page), _NEWEST.search(page)
        found, end, _ = page.partition(_JSONLD)[2].partition(_JSONLD_END)
        told = json.loads(found) if end else {}
        said = told.get("suggestedAnswer", {})
        return Former(
            standing=notice[1] if notice else "withdrawn",
            newest=newest[1] if newest else "",
            question=str(told.get("name", "")),
            text=str(said.get("text", "")),
        )

    def found(self, words: str, limit: int) -> list[Record]:
        """The answers that hold most of the words, by their stems; of equals, those shown first."""
        wanted = set(stems(words))
        # The beginning of a stem stands in every word of that stem; a line in which none does is not parsed.
        begins = [stem[: max(3, len(stem) - 2)].encode() for stem in wanted if stem.isascii()]
        ranked: list[tuple[int, int, int, Record]] = []
        for number, record in enumerate(self.answers(begins if len(begins) == len(wanted) else ())):
            quotes = " ".join(e["quote"] for e in record["evidence"])
            there = wanted & set(stems(f"{record['asked']} {record['answer']} {quotes}"))
            if there and record["shown"]:
                told = len(wanted & set(stems(record["answer"])))
                ranked.append((-len(there), -told, number, record))
        ranked.sort(key=lambda row: row[:3])
        return [record for *_, record in ranked[:limit]]

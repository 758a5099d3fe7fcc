"""A built site as data: its index, its answers, and what its pages say about superseded answers.

>>> _NEWEST.search('<a class="newest" href="../0123456789abcdef/index.html">')[1]
'0123456789abcdef'
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.core.notice import PaperNotice, in_force
from generator.core.vocabulary import stems
from generator.errors import SiteError
from generator.project import SETTINGS_FILE, Project
from generator.site.content.page_links import answer_page
from generator.site.exports.data_file_list import ANSWERS, INDEX, PAPERS

__all__ = ["FormerAnswer", "SiteReader", "grave_notices", "site_of"]

Record = dict[str, Any]
_ID = re.compile(r"[0-9a-f]{16}|[0-9a-f]{24}")
_NOTICE = re.compile(r'<div class="notice (superseded|withdrawn)"')
_NEWEST = re.compile(r'<a class="newest" href="\.\./([0-9a-f]{16,24})/index\.html"')
_JSONLD, _JSONLD_END = '<script type="application/ld+json">', "</script>"


@dataclass(frozen=True, slots=True)
class FormerAnswer:
    """An answer that is no longer in the data, as its page shows it.

    state: superseded or withdrawn. newest: id of the answer that replaced it; empty if there is none.
    """

    state: str
    newest: str
    question: str
    text: str


def site_of(place: Path) -> Path:
    """Return the folder of a site: ``place`` itself, or the last build of its project. Raises SiteError."""
    if (place / INDEX).is_file():
        return place
    start = place.resolve()
    if any((folder / SETTINGS_FILE).is_file() for folder in (start, *start.parents)):
        built = Project.find(place).site_dir
        if (built / INDEX).is_file():
            return built
        raise SiteError(f"{built}: no site yet; run `answerbook build` or `answerbook publish` first")
    raise SiteError(f"{place}: neither a site (no {INDEX}) nor a project; give the folder of one")


def grave_notices(record: Record) -> tuple[PaperNotice, ...]:
    """Return the notices of an answer's record after which nobody should rely on its paper."""
    notices = record["notices"]
    return in_force(
        PaperNotice(n["about"], n["kind"], n["source"], n["taken"], date=n["date"] or "") for n in notices
    )


@dataclass(frozen=True, slots=True)
class SiteReader:
    """The data of the site in a folder, read again for each call, as a build may have changed them."""

    folder: Path

    def index(self) -> Record:
        """Return title, papers and questions. Raises OSError or ValueError."""
        found: Record = json.loads((self.folder / INDEX).read_bytes())
        return found

    def of_paper(self, paper: str) -> Record | None:
        """Return a paper with all answers about it; None if the site has no such paper."""
        if paper not in {entry["id"] for entry in self.index()["papers"]}:
            return None
        found: Record = json.loads((self.folder / PAPERS / f"{paper}.json").read_bytes())
        return found

    def answers(self, having: Sequence[bytes] = ()) -> Iterator[Record]:
        """Yield all answers.

        having: only from lines that contain one of these, in lower case; other lines are not parsed.
        """
        with (self.folder / ANSWERS).open("rb") as file:
            for line in file:
                if not having or any(word in line.lower() for word in having):
                    yield json.loads(line)

    def named(self, answer: str) -> Record | None:
        """Return the current answer that has, or had, this id."""
        return next((r for r in self.answers([answer.encode()]) if answer in (r["id"], *r["aliases"])), None)

    def former(self, answer: str) -> FormerAnswer | None:
        """Return a superseded or withdrawn answer as its page shows it; None if it has no page."""
        file = self.folder / answer_page(answer)
        if not _ID.fullmatch(answer) or not file.is_file():
            return None
        page = file.read_text(encoding="utf-8", errors="replace")
        notice, newest = _NOTICE.search(page), _NEWEST.search(page)
        found, end, _ = page.partition(_JSONLD)[2].partition(_JSONLD_END)
        data = json.loads(found) if end else {}
        suggested = data.get("suggestedAnswer", {})
        return FormerAnswer(
            state=notice[1] if notice else "withdrawn",
            newest=newest[1] if newest else "",
            question=str(data.get("name", "")),
            text=str(suggested.get("text", "")),
        )

    def found(self, words: str, limit: int) -> list[Record]:
        """Return the answers with most of the words, by stems; words in the answer itself decide ties."""
        wanted = set(stems(words))
        # Every word contains the beginning of its stem, so lines without any of these are not parsed.
        begins = [stem[: max(3, len(stem) - 2)].encode() for stem in wanted if stem.isascii()]
        ranked: list[tuple[int, int, int, Record]] = []
        for number, record in enumerate(self.answers(begins if len(begins) == len(wanted) else ())):
            quotes = " ".join(e["quote"] for e in record["evidence"])
            there = wanted & set(stems(f"{record['asked']} {record['answer']} {quotes}"))
            if there and record["shown"]:
                in_answer = len(wanted & set(stems(record["answer"])))
                ranked.append((-len(there), -in_answer, number, record))
        ranked.sort(key=lambda row: row[:3])
        return [record for *_, record in ranked[:limit]]

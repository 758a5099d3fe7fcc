"""Which entry of a bibliography belongs to which paper: by key, DOI, file or title, in this order."""

from __future__ import annotations

import posixpath
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from generator.core.doi_and_arxiv import doi
from generator.core.formats import without_suffix
from generator.core.paper import Metadata
from generator.errors import Problem
from generator.reading.metadata.bibliography import Bibliography, metadata_of
from generator.reading.metadata.bibliography_entry import BibEntry, file_key, title_key
from generator.reading.metadata.paper_id import paper_id

# Names that many files have; such a name says nothing without its folder.
_COMMON_NAMES = re.compile(
    r"(?:full[-_ ]?text|main|paper|article|document|download|pdf|manuscript|file|text|preprint|final|"
    r"submitted|supplement(?:ary)?|snapshot|index|view|out|untitled|scan|.{0,3}|[0-9]{1,4})"
    r"[-_ ]?(?:pdf|[0-9]{0,2}|\([0-9]\))"
)
_DOI_AS_NAME = re.compile(r"(10\.[0-9]{4,9})(?:--|_|-|%2f)(.{2,200})", re.IGNORECASE)
_MAX_LINES_SHOWN = 8  # line numbers in one warning

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class PaperToMatch:
    """A paper that needs an entry.

    data: its metadata, with those of its sidecar in place of those of its file.
    """

    id: str
    data: Metadata


class EntryMatcher:
    """Finds the entries of one bibliography that belong to papers. files: paper id by path of its file.

    Paths are relative to the folder of papers, with forward slashes. Entries are named by their index.
    """

    def __init__(self, bibliography: Bibliography, files: Mapping[str, str]) -> None:
        self.bibliography = bibliography
        # By entry that has a paper's name: the id of the paper, and what is wrong with the entry.
        self._key_faults: dict[int, tuple[str, tuple[int, str]]] = {}
        self._entries = bibliography.entries
        self._whole = [n for n, entry in enumerate(self._entries) if not entry.broken]
        self._duplicate_keys = self._find_duplicate_keys()
        self._by_key = self._match_by_key(files)
        self._by_file = self._match_by_file(files)
        self._by_doi: dict[str, int] = {}
        self._by_arxiv: dict[str, int] = {}
        titles: dict[str, list[int]] = defaultdict(list)
        for n in self._whole:
            entry = self._entries[n]
            self._by_doi.setdefault(entry.doi, n)
            self._by_arxiv.setdefault(entry.arxiv, n)
            titles[entry.title].append(n)
        self._by_doi.pop("", None)
        self._by_arxiv.pop("", None)
        titles.pop("", None)
        self._by_title = {title: found[0] for title, found in titles.items() if self._is_one_work(found)}

    def private_without(self, used: Container[int]) -> list[BibEntry]:
        """Return the entries that say private, without those in ``used`` and without duplicates of these."""
        private = [(n, entry) for n, entry in enumerate(self._entries) if "visibility" in entry.fields]
        known = {name for n, entry in private if n in used for name in (*entry.names, entry.doi)} - {""}
        return [e for n, e in private if n not in used and known.isdisjoint((*e.names, e.doi))]

    def find(self, papers: Sequence[PaperToMatch]) -> dict[str, int]:
        """Return the index of each paper's entry, by paper id.

        papers: all papers of the project, so that a title that two of them share matches neither.
        """
        titles = Counter(title_key(paper.data.title) for paper in papers)
        matches: dict[str, int] = {}
        for paper in papers:
            index = self._by_key.get(paper.id)
            if index is None:
                index = self._by_identifier(paper)
            if index is None:
                index = self._by_file.get(paper.id)
            if index is None and titles[key := title_key(paper.data.title)] == 1:
                index = self._match_by_title(key, paper)
            if index is not None:
                matches[paper.id] = index
        return matches

    def metadata(self, index: int) -> Metadata:
        """Return the metadata in an entry, without values that cannot be used."""
        return metadata_of(self._entries[index])[0]

    def warnings(self, matches: Mapping[str, int], ids: Container[str]) -> list[str]:
        """Return what is wrong with the entries of the papers ``ids``.

        matches: their entries, from `find`.
        """
        used = set(matches.values())
        faults = [(line, f"{m}; it is left out") for n in used for line, m in self._faults(n)]
        faults += [fault for n, (owner, fault) in self._key_faults.items() if owner in ids]
        warnings = [self._sentence(fault) for fault in sorted(set(faults))]
        if self.bibliography.note:
            warnings.append(self.bibliography.note)
        return warnings

    def unmatched_warnings(self, matches: Mapping[str, int]) -> list[str]:
        """Return one sentence about what is wrong with all other entries.

        matches: from `find` for all papers.
        """
        used = {*matches.values(), *self._key_faults}
        free = [n for n in range(len(self._entries)) if n not in used]
        others = [fault for n in free for fault in self._faults(n)]
        return self._summary(
            sorted({*others, *(self._duplicate_keys[n] for n in free if n in self._duplicate_keys)})
        )

    def _faults(self, index: int) -> list[tuple[int, str]]:
        entry = self._entries[index]
        named = "" if entry.line or not entry.key else f" (entry {entry.key!r})"
        return [(line, message + named) for line, message in entry.faults]

    def _sentence(self, fault: tuple[int, str]) -> str:
        return str(Problem(str(self.bibliography.path), fault[0] or None, fault[1]))

    def _summary(self, faults: Sequence[tuple[int, str]]) -> list[str]:
        """Return one sentence about the faults of entries that belong to no paper here, or nothing."""
        if not faults:
            return []
        sentence = self._sentence(faults[0])
        if len(faults) == 1:
            return [f"{sentence} (the entry belongs to no paper here)"]
        lines = list(dict.fromkeys(at for at, _ in faults[1:] if at))
        shown = ", ".join(map(str, lines[:_MAX_LINES_SHOWN])) + (
            ", ..." if len(lines) > _MAX_LINES_SHOWN else ""
        )
        count = f"{len(faults) - 1:,} more such problem{'s' if len(faults) > 2 else ''}"
        where = f" on line{'s' if len(lines) > 1 else ''} {shown}" if lines else ""
        return [f"{sentence} ({count}{where}; the entries belong to no paper here)"]

    def _find_duplicate_keys(self) -> dict[int, tuple[int, str]]:
        """Return the fault of each entry that has no key, or the key of an earlier, different entry."""
        first: dict[str, int] = {}
        faults: dict[int, tuple[int, str]] = {}
        for n, entry in enumerate(self._entries):
            if not entry.key and entry.form == "tex":
                faults[n] = entry.line, "an entry has no key; give it one, best the name of its paper's file"
                continue
            before = first.setdefault(entry.key, n)
            if entry.key and before != n and self._entries[before].fields != entry.fields:
                faults[n] = (
                    entry.line,
                    (
                        f"the key {entry.key!r} is used twice (line {self._entries[before].line} has it); "
                        "give each entry a key of its own"
                    ),
                )
        return faults

    def _match_by_key(self, files: Mapping[str, str]) -> dict[str, int]:
        """Return the entry of each paper whose id or file name is its key."""
        owners: dict[str, set[str]] = defaultdict(set)
        for path, id in files.items():
            name = posixpath.basename(path)
            for spelled in (name, without_suffix(name), posixpath.splitext(name)[0], id):
                owners[spelled.casefold()].add(id)
        for id in files.values():
            owners[id] = {id}
        claims: dict[str, list[int]] = defaultdict(list)
        for n, entry in enumerate(self._entries):
            for name in entry.names:
                named = owners.get(name.casefold()) or owners.get(paper_id(name)) or set()
                if len(named) == 1:
                    claims[next(iter(named))].append(n)
        chosen = {id: self._choose(id, candidates) for id, candidates in claims.items()}
        return {id: index for id, index in chosen.items() if index is not None}

    def _choose(self, id: str, claims: list[int]) -> int | None:
        """Return the entry that is used, of those with a paper's name.

        If they differ, None, and note the fault.
        """
        candidates = list(dict.fromkeys(claims))
        same_id = [n for n in candidates if id in self._entries[n].names] or candidates
        whole = [n for n in same_id if not self._entries[n].broken]
        for n in same_id:
            if self._entries[n].broken:
                message = f"{self._entries[n].faults[0][1]}; nothing of it is used for the paper {id!r}"
                self._key_faults[n] = id, (self._entries[n].line, message)
        if not whole:
            return None
        first = self._entries[whole[0]]
        other = next((n for n in whole[1:] if self._entries[n].fields != first.fields), None)
        if other is None:
            return whole[0]
        # Nobody can tell which of them is the paper's; the wrong one would put wrong authors on its page.
        before = f"as on line {first.line}" if first.line else "by another entry too"
        message = (
            f"the key {self._entries[other].key!r} is used twice ({before}), and both entries have the name "
            f"of the paper {id!r}; neither is used by its name; remove one of them"
        )
        self._key_faults[other] = id, (self._entries[other].line, message)
        return None

    def _by_identifier(self, paper: PaperToMatch) -> int | None:
        data = paper.data
        if data.doi in self._by_doi:
            return self._by_doi[data.doi]
        if data.arxiv in self._by_arxiv:
            return self._by_arxiv[data.arxiv]
        spelled = _DOI_AS_NAME.fullmatch(paper.id)
        if spelled and not data.doi:
            return self._by_doi.get(doi(f"{spelled[1]}/{spelled[2]}"))
        return None

    def _match_by_file(self, files: Mapping[str, str]) -> dict[str, int]:
        """Return the entry of each paper whose file it names, in this or in another format.

        If several do, the one counts whose path agrees in the most folders; if that is not a single one,
        none.
        """
        by_stem: dict[str, list[str]] = defaultdict(list)
        for path in files:
            by_stem[file_key(without_suffix(posixpath.basename(path)))].append(path)
        claims: dict[str, list[tuple[tuple[int, int], int]]] = defaultdict(list)
        for n in self._whole:
            for named in self._entries[n].files:
                stem = file_key(without_suffix(posixpath.basename(named)))
                scored = [(_agreement(named, path), path) for path in by_stem.get(stem, ())]
                if _COMMON_NAMES.fullmatch(stem):
                    scored = [(score, path) for score, path in scored if score[1] > 0]
                best = _best(scored)
                if len(best) == 1:
                    claims[files[best[0]]].append((max(scored)[0], n))
        found = {id: _best(claimed) for id, claimed in claims.items()}
        return {id: places[0] for id, places in found.items() if self._is_one_work(places)}

    def _is_one_work(self, places: Collection[int]) -> bool:
        """Return True for one entry, and for several of one work: libraries hold many papers twice."""
        return len(places) == 1 or len({self._entries[n].doi or n for n in places}) == 1

    def _match_by_title(self, key: str, paper: PaperToMatch) -> int | None:
        index = self._by_title.get(key) if key else None
        if index is None:
            return None
        entry, data = self._entries[index], paper.data
        if data.doi and entry.doi and data.doi != entry.doi:
            return None
        if data.authors:
            theirs = metadata_of(entry, abstract=False)[0].authors
            if theirs and not _surnames(theirs) & _surnames(data.authors):
                return None
        return index


def _agreement(named: str, path: str) -> tuple[int, int]:
    """Return whether two paths end in the same file name, and how many folders above it agree."""
    one, other = file_key(named).split("/"), file_key(path).split("/")
    folders = 0
    for a, b in zip(reversed(one[:-1]), reversed(other[:-1]), strict=False):
        if a != b:
            break
        folders += 1
    return int(one[-1] == other[-1]), folders


def _best(scored: Sequence[tuple[tuple[int, int], _T]]) -> list[_T]:
    """Return the values with the highest score, each once, in order."""
    most = max((score for score, _ in scored), default=None)
    return list(dict.fromkeys(one for score, one in scored if score == most))


def _surnames(people: Iterable[object]) -> set[str]:
    return {word for one in people for word in re.findall(r"\w{3,}", str(one).casefold())}

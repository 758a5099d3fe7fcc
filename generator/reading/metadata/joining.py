"""Which entry of a bibliography belongs to which paper: by key, by DOI, by file, by title."""

from __future__ import annotations

import posixpath
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from generator.core.formats import without_suffix
from generator.core.paper import Metadata
from generator.errors import Problem
from generator.reading.metadata.bibliography import Bibliography, metadata_of
from generator.reading.metadata.entries import file_key, title_key
from generator.reading.metadata.identifiers import doi, paper_id

# Names that many files have: one tells nothing without its folder.
_COMMON_NAMES = re.compile(
    r"(?:full[-_ ]?text|main|paper|article|document|download|pdf|manuscript|file|text|preprint|final|submitted|"
    r"supplement(?:ary)?|snapshot|index|view|out|untitled|scan|.{0,3}|[0-9]{1,4})"
    r"[-_ ]?(?:pdf|[0-9]{0,2}|\([0-9]\))"
)
_DOI_AS_NAME = re.compile(r"(10\.[0-9]{4,9})(?:--|_|-|%2f)(.{2,200})", re.IGNORECASE)
_LINES_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Wanted:
    """A paper to find an entry for: its id and what is known of it. doi: of its sidecar, else of its file."""

    id: str
    data: Metadata


class Join:
    """The entries of one bibliography by what joins them to papers. files: paper id by path of its file.

    Paths are within the folder of papers, with forward slashes.
    """

    def __init__(self, bibliography: Bibliography, files: Mapping[str, str]) -> None:
        self.bibliography = bibliography
        self._of_keys: dict[int, tuple[int, str]] = {}  # what is wrong with entries that bear a paper's name
        self._entries = bibliography.entries
        self._whole = [n for n, entry in enumerate(self._entries) if not entry.broken]
        self._twice = self._keys_used_twice()
        self._by_key = self._named(files)
        self._by_file = self._filed(files)
        self._by_doi: dict[str, int] = {}
        self._by_arxiv: dict[str, int] = {}
        titles: dict[str, list[int]] = defaultdict(list)
        for n in self._whole:
            entry = self._entries[n]
            self._by_doi.setdefault(entry.doi, n)
            self._by_arxiv.setdefault(entry.arxiv, n)
            titles[entry.title].append(n)
        for index in (self._by_doi, self._by_arxiv, titles):
            index.pop("", None)  # type: ignore[attr-defined]
        self._by_title = {title: found[0] for title, found in titles.items() if len(found) == 1}

    def find(self, papers: Sequence[Wanted]) -> dict[str, int]:
        """Return the place of the entry that each paper has, by paper id.

        papers: all of the project, so that a title that two of them share joins neither.
        """
        titles = Counter(title_key(paper.data.title) for paper in papers)
        found: dict[str, int] = {}
        for paper in papers:
            place = self._by_key.get(paper.id)
            if place is None:
                place = self._identified(paper)
            if place is None:
                place = self._by_file.get(paper.id)
            if place is None and titles[key := title_key(paper.data.title)] == 1:
                place = self._titled(key, paper)
            if place is not None:
                found[paper.id] = place
        return found

    def metadata(self, place: int) -> Metadata:
        """Return what an entry says, without what cannot be used."""
        return metadata_of(self._entries[place])[0]

    def said(self, found: Mapping[str, int], *, complete: bool) -> list[str]:
        """Return what there is to say: problems of entries that papers have, then of the others together.

        complete: whether ``found`` is about all papers of the project, so that other entries have none.
        """
        path, entries = self.bibliography.path, self._entries
        used = set(found.values())
        of_papers = [(line, f"{m}; it is left out") for n in used for line, m in entries[n].faults]
        of_papers += [(line, message) for n, (line, message) in self._of_keys.items()]
        said = [str(Problem(str(path), line or None, message)) for line, message in sorted(set(of_papers))]
        if self.bibliography.note:
            said.append(self.bibliography.note)
        if not complete:
            return said
        others = [
            fault
            for n, e in enumerate(entries)
            if n not in used and n not in self._of_keys
            for fault in e.faults
        ]
        others += [fault for n, fault in self._twice.items() if n not in used and n not in self._of_keys]
        said += self._together(sorted(set(others)))
        if free := len(entries) - len(used):
            said.append(f"{path}: {free:,} of {len(entries):,} entries belong to no paper here")
        return said

    def _together(self, faults: Sequence[tuple[int, str]]) -> list[str]:
        """Return one sentence about all that is wrong with entries that belong to no paper here."""
        if not faults:
            return []
        line, message = faults[0]
        sentence = str(Problem(str(self.bibliography.path), line or None, message))
        if len(faults) == 1:
            return [f"{sentence} (the entry belongs to no paper here)"]
        lines = list(dict.fromkeys(at for at, _ in faults[1:] if at))
        shown = ", ".join(map(str, lines[:_LINES_SHOWN])) + (", ..." if len(lines) > _LINES_SHOWN else "")
        count = f"{len(faults) - 1:,} more such problem{'s' if len(faults) > 2 else ''}"
        where = f" on line{'s' if len(lines) > 1 else ''} {shown}" if lines else ""
        return [f"{sentence} ({count}{where}; the entries belong to no paper here)"]

    def _keys_used_twice(self) -> dict[int, tuple[int, str]]:
        """Return the fault of each entry that has the key of one before, and says something else."""
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
                        f"the key {entry.key!r} is used twice (line {self._entries[before].line} has it too); "
                        "give each entry a key of its own"
                    ),
                )
        return faults

    def _named(self, files: Mapping[str, str]) -> dict[str, int]:
        """Return entries by the paper whose id or file's name is their key."""
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
        return {id: place for id, found in claims.items() if (place := self._one(id, found)) is not None}

    def _one(self, id: str, claims: list[int]) -> int | None:
        """Return which of the entries that bear a paper's name it has; where they differ, none, and say so."""
        places = list(dict.fromkeys(claims))
        exact = [n for n in places if id in self._entries[n].names] or places
        whole = [n for n in exact if not self._entries[n].broken]
        for n in exact:
            if self._entries[n].broken:
                self._of_keys[n] = (
                    self._entries[n].line,
                    f"{self._entries[n].faults[0][1]}; nothing of it is used for the paper {id!r}",
                )
        if not whole:
            return None
        first = self._entries[whole[0]]
        other = next((n for n in whole[1:] if self._entries[n].fields != first.fields), None)
        if other is None:
            return whole[0]
        # Which of them is the paper's, nobody can tell; the wrong one would put wrong authors on its page.
        self._of_keys[other] = (
            self._entries[other].line,
            f"the key {self._entries[other].key!r} is used twice (line {first.line} has it too), and both "
            f"entries bear the name of the paper {id!r}; neither is used by its name; remove one of them",
        )
        return None

    def _identified(self, paper: Wanted) -> int | None:
        data = paper.data
        if data.doi in self._by_doi:
            return self._by_doi[data.doi]
        if data.arxiv in self._by_arxiv:
            return self._by_arxiv[data.arxiv]
        spelled = _DOI_AS_NAME.fullmatch(paper.id)
        if spelled and not data.doi:
            return self._by_doi.get(doi(f"{spelled[1]}/{spelled[2]}"))
        return None

    def _filed(self, files: Mapping[str, str]) -> dict[str, int]:
        """Return entries by the paper whose file they name: its whole name, or that of another format of it.

        Of several, the one counts with which most folders agree; where that is not one alone, none does.
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
                if best := _only_best(scored):
                    claims[files[best[1]]].append((best[0], n))
        return {id: best[1] for id, found in claims.items() if (best := _only_best(sorted(set(found))))}

    def _titled(self, key: str, paper: Wanted) -> int | None:
        place = self._by_title.get(key) if key else None
        if place is None:
            return None
        entry, data = self._entries[place], paper.data
        if data.doi and entry.doi and data.doi != entry.doi:
            return None
        if data.authors:
            theirs = metadata_of(entry, abstract=False)[0].authors
            if theirs and not _surnames(theirs) & _surnames(data.authors):
                return None
        return place


def _agreement(named: str, path: str) -> tuple[int, int]:
    """Return whether two paths end in the same file name, and how many folders above it agree."""
    one, other = file_key(named).split("/"), file_key(path).split("/")
    folders = 0
    for a, b in zip(reversed(one[:-1]), reversed(other[:-1]), strict=False):
        if a != b:
            break
        folders += 1
    return int(one[-1] == other[-1]), folders


def _only_best(scored: Sequence[tuple[tuple[int, int], object]]) -> tuple[tuple[int, int], object] | None:
    if not scored:
        return None
    best = max(score for score, _ in scored)
    found = [one for one in scored if one[0] == best]
    return found[0] if len(found) == 1 else None


def _surnames(people: Iterable[object]) -> set[str]:
    return {word for one in people for word in re.findall(r"\w{3,}", str(one).casefold())}

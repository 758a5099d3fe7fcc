"""Papers that are not to be shown: what says so, wherever it is written, and what is left when they go."""

from __future__ import annotations

import contextlib
import posixpath
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from generator import reading
from generator.core import Answer, Metadata, Paper
from generator.core.formats import SUFFIXES, without_suffix
from generator.errors import InvalidFile, LedgerError, Problem, UnreadablePaper
from generator.ledger import Ledger
from generator.ledger.known import known_papers
from generator.ledger.marks import Mark, mark, marks
from generator.project.paper_files import sidecar_files
from generator.project.project import Project
from generator.reading.decoding import Undecodable, decoded
from generator.reading.metadata.visibility import announces_private, sidecar_says_private

__all__ = [
    "Privacy",
    "hidden",
    "privacy_of",
    "shown_failures",
    "shown_papers",
    "supplied_metadata",
    "with_visibility",
]

_SHOWN = 5  # names in a sentence
_MAX_BYTES = 10_000_000  # of a YAML file that belongs to no paper, and may be anything


@dataclass(frozen=True, slots=True)
class Privacy:
    """stated: ids of papers here that are said to be private. kept: of those that are so by their text alone.
    gone: of private papers that are here no more, while the ledger holds answers about them. left: sidecars
    of those."""

    stated: frozenset[str] = frozenset()
    kept: frozenset[str] = frozenset()
    gone: frozenset[str] = frozenset()
    left: frozenset[Path] = frozenset()

    @property
    def ids(self) -> frozenset[str]:
        return self.stated | self.kept | self.gone

    def marks(self, here: Iterable[str]) -> dict[str, Mark | None]:
        """Return how the papers ``here``, and those that are gone, are to be marked in the ledger."""
        found: dict[str, Mark | None] = dict.fromkeys(here)
        found |= dict.fromkeys(self.gone | self.stated, "stated")
        return found | dict.fromkeys(self.kept, "kept")


def hidden(project: Project, private: frozenset[str]) -> frozenset[str]:
    """Those of the ``private`` papers of which nothing is shown: all, unless the settings ask for them."""
    return frozenset() if project.settings.site.with_private else private


def shown_papers(papers: Sequence[Paper], hidden: Container[str]) -> tuple[Paper, ...]:
    """The papers that are shown, as public ones: what comes after asks no more."""
    return tuple(with_visibility(paper, private=False) for paper in papers if paper.id not in hidden)


def with_visibility(paper: Paper, *, private: bool) -> Paper:
    """The paper, private or public."""
    if (paper.metadata.visibility == "private") == private:
        return paper
    return replace(paper, metadata=replace(paper.metadata, visibility="private" if private else "public"))


def shown_failures(
    project: Project, unreadable: Sequence[UnreadablePaper], hidden: Container[str]
) -> tuple[tuple[str, str], ...]:
    """File name and sentence of each paper that could not be read, but for those that are not to be named."""
    ids = {project.source(p): id for p, id in project.paper_ids().items()} if unreadable else {}
    named = [(project.source(error.where), f"{error.what}; {error.mend}.") for error in unreadable]
    return tuple((name, sentence) for name, sentence in named if ids.get(name) not in hidden)


def supplied_metadata(project: Project, ids: Mapping[Path, str]) -> reading.SuppliedMetadata:
    """What lies beside the papers ``ids`` of ``project``. Raises InvalidFile."""
    return reading.supplied_metadata(project.papers_dir, ids, project.cache_dir / "bibliographies")


def privacy_of(
    project: Project,
    ids: Mapping[Path, str],
    supplied: reading.SuppliedMetadata,
    papers: Sequence[Paper],
    text_of: Callable[[Paper], str],
    *,
    complete: bool = True,
) -> Privacy:
    """Find the private papers of ``project``, by all that says so.

    ids: of all its papers. papers: those that were read, with what lies beside them. text_of: the hash of a
    paper's text, asked only where a private paper is gone. complete: whether no other papers can be read;
    else nothing is said of bibliographies' entries without a paper.

    Raises InvalidFile where something says private and it is not clear of which paper.
    """
    stated = {p.id for p in papers if p.metadata.visibility == "private"}
    stated |= {id for id, data in supplied.sidecars.items() if data.visibility == "private"}
    read = {p.id for p in papers}
    bare = [
        Paper(id, "text", project.source(p), Metadata(), "", ()) for p, id in ids.items() if id not in read
    ]
    stated |= {p.id for p in supplied.overlay_all(bare) if p.metadata.visibility == "private"}
    strays = _stray_sidecars(project, supplied)
    if complete:
        stated |= {p.id for p in bare if announces_private(project.papers_dir / p.source)}
        strays += _stray_entries(supplied, [*papers, *bare])
    past = _Past(project, set(ids.values()))
    if problems := [stray.problem for stray in strays if not stray.names & past.absent]:
        raise InvalidFile(problems)
    gone = past.marked & past.absent | {id for stray in strays for id in stray.names & past.absent}
    kept = past.kept - stated
    secret = past.texts_of(gone)
    kept |= {p.id for p in papers if secret and p.id not in stated and text_of(p) in secret}
    if rest := past.absent - gone:
        here = {text_of(p) for p in papers if p.id in stated | kept}
        gone |= {id for id in rest if past.texts_of([id]) & here}
    left = frozenset(stray.file for stray in strays)
    found = Privacy(frozenset(stated), frozenset(kept), frozenset(gone), left)
    texts = {text_of(p) for p in papers if secret and p.id in found.ids}
    open_ones = [s for s in strays if not past.texts_of(s.names & past.absent) & texts]
    new = sorted(set(ids.values()) - found.ids - past.recorded)
    if open_ones and new:
        past.mark(found)
        raise InvalidFile([stray.of_one_of(new) for stray in open_ones])
    return found


class _Past:
    """What the ledger tells of papers: which are here no more, which were private, and their texts."""

    def __init__(self, project: Project, here: set[str]) -> None:
        self._ledger = Ledger(project.answers_dir)
        self.recorded = set(self._ledger.papers())
        self.absent = self.recorded - here
        found = marks(self._ledger.folder)
        known = known_papers(self._ledger.folder).values()
        self.marked = {*found, *(paper.id for paper in known if paper.visibility == "private")}
        self.kept = {id for id, how in found.items() if how == "kept" and id in here}

    def texts_of(self, papers: Iterable[str]) -> set[str]:
        """Hashes of the texts that answers about ``papers`` were made from."""
        answers = (a for id in papers for a in self._answers(id))
        return {text for answer in answers if (text := answer.fingerprint.get("paper_text"))}

    def mark(self, found: Privacy) -> None:
        """Remember what is gone, so that what says so beside it need not stay; where that can be written."""
        with contextlib.suppress(LedgerError):
            mark(self._ledger.folder, dict.fromkeys(found.gone, "stated"))

    def _answers(self, paper: str) -> Iterator[Answer]:
        for model in self._ledger.models(paper):
            yield from self._ledger.read(paper, model).values()
        yield from (entry.answer for entry in self._ledger.history(paper))


@dataclass(frozen=True, slots=True)
class _Stray:
    """What says private and belongs to no paper here. names: ids that its paper can have had."""

    file: Path
    line: int | None
    what: str
    names: frozenset[str]

    @property
    def problem(self) -> Problem:
        return Problem(
            str(self.file),
            self.line,
            f"{self.what} says private and belongs to no paper here; name it after the paper's file, or take "
            "it away",
        )

    def of_one_of(self, papers: Sequence[str]) -> Problem:
        more = f" and {len(papers) - _SHOWN} more" if len(papers) > _SHOWN else ""
        return Problem(
            str(self.file),
            self.line,
            f"{self.what} says private, its paper is here no more, and there are new ones "
            f"({', '.join(papers[:_SHOWN])}{more}); if one of them is that paper, name it after its file; if "
            "not, take it away: what is recorded of its paper stays private",
        )


def _stray_sidecars(project: Project, supplied: reading.SuppliedMetadata) -> list[_Stray]:
    return [
        _Stray(path, None, "this sidecar", frozenset(_ids_once(project, path)))
        for path in sidecar_files(project.papers_dir, project.root)
        if path not in supplied.used and _says_private(path)
    ]


def _says_private(sidecar: Path) -> bool:
    try:
        with sidecar.open("rb") as file:
            text, _ = decoded(file.read(_MAX_BYTES))
    except (OSError, Undecodable):  # it may be anything; then it says nothing of this
        return False
    return sidecar_says_private(text)


def _stray_entries(supplied: reading.SuppliedMetadata, papers: Sequence[Paper]) -> list[_Stray]:
    found = []
    for file, entry in supplied.private_entries(papers):
        named = [*entry.names, entry.key, *(without_suffix(posixpath.basename(name)) for name in entry.files)]
        ids = frozenset(reading.paper_id(name) for name in named if name)
        found.append(_Stray(file, entry.line or None, f"the entry {entry.key!r}", ids))
    return found


def _ids_once(project: Project, sidecar: Path) -> set[str]:
    """All ids that the paper of a sidecar can have had; which it was depends on files that are gone."""
    named = sidecar.with_suffix("")  # of beetles.yml, and of beetles.pdf.yml
    ids = {id for path in (sidecar, named) for id in reading.paper_ids([path]).values()}
    if sidecar.parent != project.papers_dir:
        for file in (named, *(named.with_name(named.name + ending) for ending in SUFFIXES)):
            top = project.papers_dir / file.name
            ids.add(reading.paper_ids([top, file], project.papers_dir)[file])
    return ids

"""Which papers may not be shown, wherever that is stated, also after their files are gone."""

from __future__ import annotations

import contextlib
import posixpath
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from generator import reading
from generator.core import Answer, Metadata, Paper
from generator.core.formats import SUFFIXES, without_suffix
from generator.core.sketch import MIN_SAME_PAPER_SHARE, share_kept, sketch
from generator.errors import InvalidFile, LedgerError, Problem, UnreadablePaper
from generator.ledger import Ledger
from generator.ledger.known import known_papers
from generator.ledger.private_mark import PrivacyMark, read_marks, set_marks
from generator.project.paper_files import metadata_files
from generator.project.project import Project
from generator.reading.decoding import Undecodable, decode_text
from generator.reading.metadata.visibility import announces_private, says_private, sidecar_says_private

__all__ = [
    "Privacy",
    "hidden_papers",
    "privacy_of",
    "shown_failures",
    "shown_papers",
    "supplied_metadata",
    "with_visibility",
]

_MAX_SHOWN_NAMES = 5  # in one error
_MAX_SIDECAR_BYTES = 10_000_000  # read of a file without a paper, which may be anything
_NAME_IT = "name it after the paper's file, or remove it"
_SAY_IT = "say so in a sidecar (<name of the paper's file>.yml) or in papers.bib, and remove it there"


@dataclass(frozen=True, slots=True)
class Privacy:
    """The private papers of a project, by how that is known.

    stated: ids of papers in the project that are stated to be private. kept: ids of papers that are private
    only because they have the text of a private paper, or much of it. gone: ids of private papers that are no
    longer in the project while the ledger holds answers about them. left: sidecars of those.
    """

    stated: frozenset[str] = frozenset()
    kept: frozenset[str] = frozenset()
    gone: frozenset[str] = frozenset()
    left: frozenset[Path] = frozenset()

    @property
    def ids(self) -> frozenset[str]:
        return self.stated | self.kept | self.gone

    def marks(self, present: Iterable[str]) -> dict[str, PrivacyMark | None]:
        """Return the privacy mark for the ledger of each paper in ``present`` and each that is gone."""
        found: dict[str, PrivacyMark | None] = dict.fromkeys(present)
        found |= dict.fromkeys(self.gone | self.stated, "stated")
        return found | dict.fromkeys(self.kept, "kept")


def hidden_papers(project: Project, private: frozenset[str]) -> frozenset[str]:
    """Return the ``private`` papers to leave out: all of them, unless the settings include them."""
    return frozenset() if project.settings.site.with_private else private


def shown_papers(papers: Sequence[Paper], hidden: Container[str]) -> tuple[Paper, ...]:
    """Return the papers that are shown, all marked public, so that later stages need no further check."""
    return tuple(with_visibility(paper, private=False) for paper in papers if paper.id not in hidden)


def with_visibility(paper: Paper, *, private: bool) -> Paper:
    """Return the paper, marked private or public."""
    if (paper.metadata.visibility == "private") == private:
        return paper
    return paper.changed(metadata=replace(paper.metadata, visibility="private" if private else "public"))


def shown_failures(
    project: Project, unreadable: Sequence[UnreadablePaper], hidden: Container[str]
) -> tuple[tuple[str, str], ...]:
    """Return file name and sentence of each unreadable paper that may be named."""
    ids = {project.source(p): id for p, id in project.paper_ids().items()} if unreadable else {}
    named = [(project.source(error.where), f"{error.what}; {error.hint}.") for error in unreadable]
    return tuple((name, sentence) for name, sentence in named if ids.get(name) not in hidden)


def supplied_metadata(project: Project, ids: Mapping[Path, str]) -> reading.SuppliedMetadata:
    """Return the metadata in sidecars and bibliographies for the papers ``ids``. Raises InvalidFile."""
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
    """Return the private papers of ``project``, from every place that states it.

    ids: of all its papers. papers: those that were read, with supplied metadata. text_of: returns the hash of
    a paper's text; called only if a private paper is gone. complete: True if no other papers can be read;
    otherwise bibliography entries without a paper are not judged.

    Raises InvalidFile if something says private and its paper is not clear.
    """
    # Many conditions in one function, because each place that can say "private" must be weighed against every
    # other: a test too few would publish a paper that somebody closed.
    stated = {p.id for p in papers if p.metadata.visibility == "private"}
    stated |= {id for id, data in supplied.sidecars.items() if data.visibility == "private"}
    read = {p.id for p in papers}
    bare = [
        Paper(id, "text", project.source(p), Metadata(), "", ()) for p, id in ids.items() if id not in read
    ]
    stated |= {p.id for p in supplied.overlay_all(bare) if p.metadata.visibility == "private"}
    # A sidecar or an entry whose paper is gone may belong to a paper that was renamed meanwhile.
    strays = _stray_sidecars(project, supplied)
    if complete:
        stated |= {p.id for p in bare if announces_private(project.papers_dir / p.source)}
        strays += _stray_entries(supplied, [*papers, *bare])
    past = _Past(project, set(ids.values()))
    if problems := [stray.problem for stray in strays if not stray.names & past.absent]:
        raise InvalidFile(problems)
    gone = past.marked & past.absent | {id for stray in strays for id in stray.names & past.absent}
    # A private paper that comes back under another name is recognised by its text, and stays private.
    kept = past.kept - stated
    secret = past.texts_of(gone)
    kept |= {p.id for p in papers if secret and p.id not in stated and text_of(p) in secret}
    kept |= {p.id for p in papers if p.id not in stated and past.may_be_one_of(gone, p)}
    if rest := past.absent - gone:
        here = {text_of(p) for p in papers if p.id in stated | kept}
        gone |= {id for id in rest if past.texts_of([id]) & here}
    left = frozenset(stray.file for stray in strays)
    found = Privacy(frozenset(stated), frozenset(kept), frozenset(gone), left)
    texts = {text_of(p) for p in papers if secret and p.id in found.ids}
    open_ones = [s for s in strays if not past.texts_of(s.names & past.absent) & texts]
    new = sorted(set(ids.values()) - found.ids - past.recorded)
    # Nobody can know whether one of the new papers is the private one, so none of them is shown until a
    # person says.
    if open_ones and new:
        past.mark(found)
        raise InvalidFile([stray.of_one_of(new) for stray in open_ones])
    return found


class _Past:
    """The ledger's record of papers: which are gone, which were private, and hashes of their texts."""

    def __init__(self, project: Project, here: set[str]) -> None:
        self._ledger = Ledger(project.answers_dir)
        self.recorded = set(self._ledger.papers())
        self.absent = self.recorded - here
        found = read_marks(self._ledger.folder)
        known = known_papers(self._ledger.folder).values()
        self.marked = {*found, *(paper.id for paper in known if paper.visibility == "private")}
        self._sketches = {paper.id: paper.sketch for paper in known if paper.sketch}
        self.kept = {id for id, how in found.items() if how == "kept" and id in here}

    def texts_of(self, papers: Iterable[str]) -> set[str]:
        """Return the hashes of the texts from which the answers about ``papers`` were made."""
        answers = (a for id in papers for a in self._answers(id))
        return {text for answer in answers if (text := answer.fingerprint.get("paper_text"))}

    def may_be_one_of(self, gone: Iterable[str], paper: Paper) -> bool:
        """Return True if a paper that the ledger does not know has much of the text of one of ``gone``.

        A private paper may be renamed and corrected at once. False if the text of ``paper`` is not at hand.
        """
        if paper.id in self.recorded or not paper.has_text:
            return False
        sketches = [self._sketches[id] for id in gone if id in self._sketches]
        now = sketch(paper) if sketches else ()
        return any(share_kept(before, now) >= MIN_SAME_PAPER_SHARE for before in sketches)

    def mark(self, found: Privacy) -> None:
        """Record the gone papers as private, so that their sidecars may go; ignored if not writable."""
        with contextlib.suppress(LedgerError):
            set_marks(self._ledger.folder, dict.fromkeys(found.gone, "stated"))

    def _answers(self, paper: str) -> Iterator[Answer]:
        for model in self._ledger.models(paper):
            yield from self._ledger.read(paper, model).values()
        yield from (entry.answer for entry in self._ledger.history(paper))


@dataclass(frozen=True, slots=True)
class _Stray:
    """A statement of privacy that matches no paper in the project. names: ids that its paper may have had.

    fix: what to do about it.
    """

    file: Path
    line: int | None
    what: str
    names: frozenset[str]
    fix: str = _NAME_IT

    @property
    def problem(self) -> Problem:
        return Problem(
            str(self.file),
            self.line,
            f"{self.what} says private and matches no paper here; {self.fix}",
        )

    def of_one_of(self, papers: Sequence[str]) -> Problem:
        more = f" and {len(papers) - _MAX_SHOWN_NAMES} more" if len(papers) > _MAX_SHOWN_NAMES else ""
        return Problem(
            str(self.file),
            self.line,
            f"{self.what} says private, its paper is no longer here, and there are new ones "
            f"({', '.join(papers[:_MAX_SHOWN_NAMES])}{more}); if one of them is that paper, name it after "
            "its file; if not, remove it: what is recorded of its paper stays private",
        )


def _stray_sidecars(project: Project, supplied: reading.SuppliedMetadata) -> list[_Stray]:
    sidecars, unread = metadata_files(project.papers_dir, project.root)
    found = [
        _Stray(path, None, "this sidecar", frozenset(_ids_once(project, path)))
        for path in sidecars
        if path not in supplied.used and sidecar_says_private(_text_of(path))
    ]
    # Under another name or in another folder than the bibliography that is read, or in another format.
    return found + [
        _Stray(path, None, "this file, which is not read,", frozenset(_ids_once(project, path)), _SAY_IT)
        for path in unread
        if says_private(_text_of(path))
    ]


def _text_of(file: Path) -> str:
    """Return the text of a file; an empty one if it is none, for then it does not state privacy."""
    try:
        with file.open("rb") as stream:
            return decode_text(stream.read(_MAX_SIDECAR_BYTES))[0]
    except (OSError, Undecodable):
        return ""


def _stray_entries(supplied: reading.SuppliedMetadata, papers: Sequence[Paper]) -> list[_Stray]:
    found = []
    for file, entry in supplied.private_entries(papers):
        named = [*entry.names, entry.key, *(without_suffix(posixpath.basename(name)) for name in entry.files)]
        ids = frozenset(reading.paper_id(name) for name in named if name)
        found.append(_Stray(file, entry.line or None, f"the entry {entry.key!r}", ids))
    return found


def _ids_once(project: Project, sidecar: Path) -> set[str]:
    """Return all ids that the paper of a sidecar may have had.

    Which of them it was depends on files that are gone.
    """
    named = sidecar.with_suffix("")  # of beetles.yml, and of beetles.pdf.yml
    ids = {id for path in (sidecar, named) for id in reading.paper_ids([path]).values()}
    if sidecar.parent != project.papers_dir:
        for file in (named, *(named.with_name(named.name + ending) for ending in SUFFIXES)):
            top = project.papers_dir / file.name
            ids.add(reading.paper_ids([top, file], project.papers_dir)[file])
    return ids

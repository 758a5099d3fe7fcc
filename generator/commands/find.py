"""The sentences of all papers of a project that are nearest in meaning to some words.

One index for the collection, kept in the project's cache and brought up to date before each search: only
papers that are new or have changed are encoded. It saves time and changes nothing: without it all is
encoded anew.
"""

from __future__ import annotations

import logging
import textwrap
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from generator.commands.snippets import WIDTH, place_text, snippet_json, wrapped
from generator.core import Paper, Snippet
from generator.core.fingerprint import paper_hash
from generator.core.paper import SectionKind
from generator.errors import AnswerbookError, UnreadablePaper
from generator.project import Project
from generator.project.catalogue import Catalogue, Entry, catalogue
from generator.project.lock import lock_of_cache
from generator.project.lookup import choose_paper
from generator.project.papers import read_some
from generator.project.privacy import hidden
from generator.retrieval import Encoder, KeptEncoder, encoder_hash, kept_within, vectors_of
from generator.retrieval.nearest import FLAT_UP_TO, NearestIndex
from generator.retrieval.passages import Passage, passages
from generator.storage.files import clear_unfinished

if TYPE_CHECKING:
    import numpy as np

log = logging.getLogger(__name__)

__all__ = ["FindOptions", "Found", "Search", "find", "findable", "found_json", "found_text"]

# Of one paper, unless papers are named: one that speaks of nothing else would hide all others.
A_PAPER = 3
# Papers encoded between two writings of the index: two minutes of work, where writing takes seconds.
BETWEEN_SAVES = 100
# Raised by hand whenever other sentences of a paper would be searched.
_VERSION = 2
_MIN_WORDS = 5
# No statements of a paper: its list of references; names, addresses, key words, terms of use.
_LEFT_OUT: frozenset[SectionKind] = frozenset({"references", "front"})
# So many sentences are looked at for each one that is wanted, and if they come from too few papers so many
# times more.
_LOOKED_AT, _MORE = 20, 10

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Found:
    """A sentence of a paper. snippet: verbatim, with its place; its score is the cosine with the words."""

    paper: str
    title: str
    snippet: Snippet


@dataclass(frozen=True, slots=True)
class Search:
    """What was found, best first. unreadable: papers that could not be searched."""

    found: tuple[Found, ...]
    unreadable: tuple[UnreadablePaper, ...] = ()


@dataclass(frozen=True, slots=True)
class FindOptions:
    """What a search looks through, and how much it returns.

    number: sentences to find, at most A_PAPER of a paper. papers: search these alone, as people name them,
    and take as many of one as there are; all papers if empty. private: search private papers too.
    flat_up_to: sentences up to which an index compares all of them; a larger one looks into a part of itself,
    which is quicker and finds nearly the same.
    """

    number: int = 10
    papers: Sequence[str] = ()
    private: bool = False
    flat_up_to: int = FLAT_UP_TO


_USUAL = FindOptions()


def find(
    project: Project,
    words: str,
    options: FindOptions = _USUAL,
    *,
    progress: Progress = lambda phase, done, total: None,
    said: Callable[[str], None] = log.warning,
    encoder: Encoder | None = None,
) -> Search:
    """Return the sentences nearest to ``words``, best first.

    said: hears what keeps the search waiting, or from being kept. encoder: the one of the settings if None.
    Raises AnswerbookError where there is nothing to search, or a name means no paper.
    """
    papers = options.papers
    known = catalogue(project, progress).here
    searched = _searched(project, known, papers, options.private)
    named = project.located(project.settings.retrieval.encoder)
    encoder = encoder or KeptEncoder(named, kept_within(project.cache_dir))
    asked = encoder.encode([as_asked(words)])
    index = _Kept(project, encoder, asked.shape[1], options.flat_up_to, said).current(
        known, searched if papers else None, progress
    )
    nearest = _nearest(index, asked, options.number, searched, only=bool(papers))
    unreadable = () if papers else tuple(known.unreadable.values())
    return Search(tuple(_found(project, nearest, _recorded(index))), unreadable)


def findable(paper: Paper) -> list[Passage]:
    """The sentences of ``paper`` that can be found: each text once, no references, nothing very short.

    Of tables, rows with a cell that is a sentence.
    """
    texts: set[str] = set()
    found = []
    for passage in passages(paper):
        parts = passage.text.split(" | ") if passage.role == "table" else [passage.text]
        says = passage.kind not in _LEFT_OUT and max(map(_words, parts)) >= _MIN_WORDS
        if says and passage.text not in texts:
            texts.add(passage.text)
            found.append(passage)
    return found


def _words(text: str) -> int:
    """How many words a text has; numbers, symbols and initials are none.

    >>> _words("Performed 2 x 2 experiments: BS TB.")
    2
    """
    return sum(_count(word) for word in text.split())


def _count(word: str) -> int:
    letters = [letter for letter in word if letter.isalpha()]
    if letters and all(letter.lower() == letter.upper() for letter in letters):
        return (len(letters) + 1) // 2  # of a script that writes words without blanks between them
    return int(len(letters) > 1 and any(map(str.islower, letters)))


def as_asked(words: str) -> str:
    """``words`` as the encoder is given them: with a question mark where they do not end in a stop.

    Of 87 questions about four papers, asked in five ways, 76.3 % then have gold evidence among the first ten
    sentences, and 74.9 % without (tests/benchmarks/finding.py).
    """
    plain = " ".join(words.split())
    # Bytes that are no text, as a terminal may hand them on: no encoder takes them.
    plain = plain.encode("utf-8", "replace").decode("utf-8")
    return plain if plain.endswith((".", "?", "!")) else f"{plain}?"


def _searched(project: Project, known: Catalogue, papers: Sequence[str], private: bool) -> dict[str, Entry]:
    """The papers to search, by id."""
    if not known.entries and not known.unreadable:
        raise AnswerbookError(f"{project.papers_dir}: no papers here; put some there, and search again")
    kept_back = hidden(project, frozenset(e.id for e in known.entries if e.private and not private))
    if papers:
        names = known.names + [(id, id, "") for id in known.unreadable]
        for chosen in (wanted := {choose_paper(name, names) for name in papers}):
            if chosen in known.unreadable:
                raise known.unreadable[chosen]
            if chosen in kept_back:
                raise AnswerbookError(f"paper {chosen!r} is private; add --with-private to search it")
        return {e.id: e for e in known.entries if e.id in wanted}
    found = {e.id: e for e in known.entries if e.id not in kept_back}
    if not found and known.unreadable:
        raise next(iter(known.unreadable.values()))
    if not found:
        raise AnswerbookError("all papers of this project are private; add --with-private to search them")
    return found


class _Kept:
    """The index of a project, and where it is kept."""

    def __init__(
        self, project: Project, encoder: Encoder, size: int, flat_up_to: int, said: Callable[[str], None]
    ) -> None:
        self.project, self.encoder, self.said = project, encoder, said
        self.folder = project.cache_dir / "find"
        self._size, self._flat_up_to = size, flat_up_to
        # Weights that cannot be found are told by the encoder's name alone.
        self._by = [_VERSION, encoder_hash(encoder.name) or encoder.name]

    def current(self, known: Catalogue, only: Mapping[str, Entry] | None, progress: Progress) -> NearestIndex:
        """The index, up to date. only: the papers for which it has to be; None for all that are known."""
        index = self._loaded()
        if not _behind(index, known, only):
            return index
        with lock_of_cache(self.folder / "lock", "answerbook find", self.said) as keep:
            if keep:
                index = self._loaded()  # another search may have done all or a part of it since
                clear_unfinished(self.folder)
            self._bring_up(index, known, _behind(index, known, only), keep, progress)
        return index

    def _loaded(self) -> NearestIndex:
        """What is kept; an empty index where nothing is, or what another encoder or version made."""
        index = NearestIndex.load(self.folder, self._size, flat_up_to=self._flat_up_to)
        if index.about.get("by") == self._by:
            return index
        index = NearestIndex(self._size, flat_up_to=self._flat_up_to)
        index.about = {"by": self._by, "papers": {}}
        return index

    def _bring_up(
        self, index: NearestIndex, known: Catalogue, behind: Collection[str], keep: bool, progress: Progress
    ) -> None:
        """Take away what is ``behind``, and put in what is known of it now."""
        texts = _recorded(index)
        held = index.keys()
        index.drop([key for key in held if _paper_of(key) in behind])
        for id in behind:
            texts.pop(id, None)
        to_do = [e.id for e in known.entries if e.id in behind]
        whole, unsaved = True, len(behind) - len(to_do)
        if to_do:
            progress("Encoding", 0, len(to_do))
        try:
            for done, paper in enumerate(_read(self.project, to_do), start=1):
                sentences = findable(paper)
                # All that a build would encode, so that neither does it again.
                vectors = vectors_of(passages(paper), self.encoder)[[s.index for s in sentences]]
                whole = False  # stopped here, the index may hold a part of the paper
                index.put([_key(paper.id, s) for s in sentences], vectors)
                texts[paper.id] = paper_hash(paper)
                whole, unsaved = True, unsaved + 1
                progress("Encoding", done, len(to_do))
                if keep and unsaved >= BETWEEN_SAVES:
                    keep, unsaved = self._save(index), 0
        finally:
            if whole and unsaved:
                keep = keep and self._save(index)
        if not keep:
            self.said(f"{self.folder} cannot be written: the next search encodes the papers again")

    def _save(self, index: NearestIndex) -> bool:
        try:
            index.save(self.folder)
        except OSError as error:
            log.debug("%s cannot be written (%s)", self.folder, error.strerror)
            return False
        return True


def _recorded(index: NearestIndex) -> dict[str, str]:
    """Paper id -> hash of the text that the index holds of it."""
    texts: dict[str, str] = index.about["papers"]
    return texts


def _behind(index: NearestIndex, known: Catalogue, only: Mapping[str, Entry] | None) -> frozenset[str]:
    """Ids of papers that are gone, new or changed since the index was made."""
    texts = _recorded(index)
    gone = texts.keys() - {e.id for e in known.entries}
    wanted = known.entries if only is None else only.values()
    return frozenset(gone | {e.id for e in wanted if texts.get(e.id) != e.text})


def _read(project: Project, ids: Sequence[str]) -> Iterator[Paper]:
    """The papers of these ids, some at a time: a collection need not fit into memory."""
    for start in range(0, len(ids), BETWEEN_SAVES):
        some = frozenset(ids[start : start + BETWEEN_SAVES])
        yield from read_some(project, some)


def _nearest(
    index: NearestIndex, asked: np.ndarray, number: int, searched: Collection[str], *, only: bool
) -> list[tuple[str, float]]:
    """Keys and cosines of the nearest sentences of the papers that are ``searched``, best first."""
    if only:
        held = index.keys()
        among = [key for key in held if _paper_of(key) in searched]
        return index.nearest(asked, number, among=among)[0]
    count, everywhere = _LOOKED_AT * number, False
    while True:
        chosen: list[tuple[str, float]] = []
        of_paper: Counter[str] = Counter()
        for key, cosine in index.nearest(asked, count, everywhere=everywhere)[0]:
            paper = _paper_of(key)
            if paper in searched and of_paper[paper] < A_PAPER and len(chosen) < number:
                of_paper[paper] += 1
                chosen.append((key, cosine))
        if len(chosen) == number or (everywhere and count >= len(index)):
            return chosen
        count, everywhere = _MORE * count, True


def _found(
    project: Project, nearest: Sequence[tuple[str, float]], texts: Mapping[str, str]
) -> Iterator[Found]:
    """What the keys stand for. A paper that has changed in this moment is left out."""
    papers = {p.id: p for p in _read(project, sorted({_paper_of(key) for key, _ in nearest}))}
    places = {
        _key(paper.id, passage): (paper, passage)
        for paper in papers.values()
        if paper_hash(paper) == texts[paper.id]
        for passage in findable(paper)
    }
    for key, cosine in nearest:
        if key in places:
            paper, passage = places[key]
            yield Found(paper.id, paper.metadata.title, passage.snippet(cosine))


def _key(paper: str, passage: Passage) -> str:
    return f"{paper}/{passage.sentence.start}-{passage.sentence.end}"


def _paper_of(key: str) -> str:
    return key.rpartition("/")[0]


_IN = " " * 7  # below a score


def found_text(found: Sequence[Found]) -> str:
    """Sentences of papers, each with its cosine, paper and place."""
    lines: list[str] = []
    for one in found:
        name = f"{one.paper}: {one.title}" if one.title else one.paper
        lines += textwrap.wrap(
            name, WIDTH, initial_indent=f"{one.snippet.score:.3f}  ", subsequent_indent=_IN
        )
        lines += [_IN + place_text(one.snippet), *wrapped(one.snippet.text, _IN), ""]
    return "\n".join(lines).rstrip() or "(no sentences)"


def found_json(found: Sequence[Found]) -> list[dict[str, Any]]:
    """Each sentence with its paper, the cosine and its place."""
    rows = []
    for one in found:
        snippet = snippet_json(one.snippet)
        del snippet["focus"]  # the whole of it
        rows.append({"paper": one.paper, "title": one.title, "cosine": snippet.pop("score"), **snippet})
    return rows

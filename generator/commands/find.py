"""`answerbook find`: the sentences of a project's papers that are closest in meaning to some words.

The project's cache holds one index for all papers. Each search first updates it: only new and changed papers
are encoded. The index saves time and does not affect the result; without it, all papers are encoded again.
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
from generator.project.catalogue import Catalogue, CatalogueEntry, catalogue
from generator.project.lookup import choose_paper
from generator.project.paper_loading import read_known_papers
from generator.project.privacy import hidden_papers
from generator.project.project_lock import cache_lock
from generator.retrieval import CachingEncoder, Encoder, cache_folder, encoder_hash, vectors_of
from generator.retrieval.nearest import FLAT_UP_TO, NearestIndex
from generator.retrieval.searchable import Passage, passages
from generator.storage.files import clear_unfinished

if TYPE_CHECKING:
    import numpy as np

log = logging.getLogger(__name__)

__all__ = ["FindOptions", "SearchHit", "SearchResult", "find", "findable", "hits_json", "hits_text"]

# Sentences of one paper, unless papers are named: a paper about nothing else would hide all others.
MAX_PER_PAPER = 3
# Papers encoded between two writings of the index: two minutes of work, where writing takes seconds.
BETWEEN_SAVES = 100
# Raised by hand whenever a change of code selects other sentences of a paper.
_VERSION = 2
_MIN_WORDS = 5
# Sections without statements of the paper: references; and names, addresses, keywords, terms of use.
_SECTIONS_LEFT_OUT: frozenset[SectionKind] = frozenset({"references", "front"})
# Candidates fetched for each sentence wanted; if they come from too few papers, the number is multiplied.
_CANDIDATES_PER_HIT, _CANDIDATES_FACTOR = 20, 10

Progress = Callable[[str, int, int], None]
OnWarning = Callable[[str], None]
Entries = Mapping[str, CatalogueEntry]  # by id of the paper


@dataclass(frozen=True, slots=True)
class SearchHit:
    """A sentence of a paper. snippet: verbatim, with its place; its score is the cosine with the words."""

    paper: str
    title: str
    snippet: Snippet


@dataclass(frozen=True, slots=True)
class SearchResult:
    """Sentences, best first. unreadable: papers that could not be searched."""

    hits: tuple[SearchHit, ...]
    unreadable: tuple[UnreadablePaper, ...] = ()


@dataclass(frozen=True, slots=True)
class FindOptions:
    """What to search, and how many sentences to return.

    number: sentences to return, at most MAX_PER_PAPER of a paper. papers: names of the papers to search,
    without that limit; empty for all. private: include private papers. flat_up_to: sentences up to which the
    index compares all of them; a larger index compares a part, which is quicker and finds nearly the same.
    """

    number: int = 10
    papers: Sequence[str] = ()
    private: bool = False
    flat_up_to: int = FLAT_UP_TO


_DEFAULTS = FindOptions()


def find(
    project: Project,
    words: str,
    options: FindOptions = _DEFAULTS,
    *,
    progress: Progress = lambda phase, done, total: None,
    on_warning: OnWarning = log.warning,
    encoder: Encoder | None = None,
) -> SearchResult:
    """Return the sentences nearest to ``words``, best first.

    on_warning: called with a sentence if the search must wait, or its index cannot be stored. encoder: None
    for the one in the settings. Raises AnswerbookError if there is nothing to search, or a name means no
    paper.
    """
    papers = options.papers
    known = catalogue(project, progress).present
    searched = _searched(project, known, papers, options.private)
    named = project.located(project.settings.retrieval.encoder)
    encoder = encoder or CachingEncoder(named, cache_folder(project.cache_dir))
    asked = encoder.encode([query_text(words)])
    index = _StoredIndex(project, encoder, asked.shape[1], options.flat_up_to, on_warning).current(
        known, searched if papers else None, progress
    )
    nearest = _nearest(index, asked, options.number, searched, only=bool(papers))
    unreadable = () if papers else tuple(known.unreadable.values())
    return SearchResult(tuple(_hits(project, nearest, _indexed_texts(index))), unreadable)


def findable(paper: Paper) -> list[Passage]:
    """Return the sentences of ``paper`` that can be found: each text once, no references, none very short.

    A row of a table is included if one of its cells is long enough to be a sentence.
    """
    texts: set[str] = set()
    found = []
    for passage in passages(paper):
        parts = passage.text.split(" | ") if passage.role == "table" else [passage.text]
        says = passage.kind not in _SECTIONS_LEFT_OUT and max(map(_words, parts)) >= _MIN_WORDS
        if says and passage.text not in texts:
            texts.add(passage.text)
            found.append(passage)
    return found


def _words(text: str) -> int:
    """Count the words of a text; numbers, symbols and initials do not count.

    >>> _words("Performed 2 x 2 experiments: BS TB.")
    2
    """
    return sum(_count(word) for word in text.split())


def _count(word: str) -> int:
    letters = [letter for letter in word if letter.isalpha()]
    if letters and all(letter.lower() == letter.upper() for letter in letters):
        return (len(letters) + 1) // 2  # a script that puts no spaces between words: about two letters a word
    return int(len(letters) > 1 and any(map(str.islower, letters)))


def query_text(words: str) -> str:
    """Return ``words`` as the encoder gets them: with a question mark unless they end a sentence.

    Of 87 questions about four papers, asked in five ways, 76.3 % then have gold evidence among the first ten
    sentences, and 74.9 % without (tests/benchmarks/finding.py).
    """
    plain = " ".join(words.split())
    # A terminal may pass on bytes that are not text; no encoder accepts them.
    plain = plain.encode("utf-8", "replace").decode("utf-8")
    return plain if plain.endswith((".", "?", "!")) else f"{plain}?"


def _searched(project: Project, known: Catalogue, papers: Sequence[str], private: bool) -> Entries:
    """Return the papers to search by id. Raises AnswerbookError if there are none, and the reason."""
    if not known.entries and not known.unreadable:
        raise AnswerbookError(f"{project.papers_dir}: no papers; add some with `answerbook add`")
    kept_back = hidden_papers(project, frozenset(e.id for e in known.entries if e.private and not private))
    if papers:
        names = known.names + [(id, id, "") for id in known.unreadable]
        for chosen in (wanted := {choose_paper(name, names) for name in papers}):
            if chosen in known.unreadable:
                raise known.unreadable[chosen]
            if chosen in kept_back:
                raise AnswerbookError(f"the paper {chosen!r} is private; use --with-private to search it")
        return {e.id: e for e in known.entries if e.id in wanted}
    found = {e.id: e for e in known.entries if e.id not in kept_back}
    if not found and known.unreadable:
        raise next(iter(known.unreadable.values()))
    if not found:
        raise AnswerbookError("all papers of this project are private; use --with-private to search them")
    return found


class _StoredIndex:
    """The search index of a project in its cache folder."""

    def __init__(
        self, project: Project, encoder: Encoder, size: int, flat_up_to: int, on_warning: OnWarning
    ) -> None:
        self.project, self.encoder, self.on_warning = project, encoder, on_warning
        self.folder = project.cache_dir / "find"
        self._size, self._flat_up_to = size, flat_up_to
        # Without its files, an encoder is identified by its name alone.
        self._made_by = [_VERSION, encoder_hash(encoder.name) or encoder.name]

    def current(self, known: Catalogue, only: Entries | None, progress: Progress) -> NearestIndex:
        """Return the index after updating it. only: the papers that must be up to date; None for all."""
        index = self._loaded()
        if not _outdated(index, known, only):
            return index
        with cache_lock(self.folder / "lock", "answerbook find", self.on_warning) as keep:
            if keep:
                index = self._loaded()  # another search may have updated all or part of it meanwhile
                clear_unfinished(self.folder)
            self._update(index, known, _outdated(index, known, only), keep, progress)
        return index

    def _loaded(self) -> NearestIndex:
        """Return the stored index; an empty one if there is none, or another encoder or version made it."""
        index = NearestIndex.load(self.folder, self._size, flat_up_to=self._flat_up_to)
        if index.about.get("by") == self._made_by:
            return index
        index = NearestIndex(self._size, flat_up_to=self._flat_up_to)
        index.about = {"by": self._made_by, "papers": {}}
        return index

    def _update(
        self, index: NearestIndex, known: Catalogue, outdated: Collection[str], keep: bool, progress: Progress
    ) -> None:
        """Replace the sentences of the papers in ``outdated`` by those that the papers have now."""
        texts = _indexed_texts(index)
        held = index.keys()
        index.drop([key for key in held if _paper_of(key) in outdated])
        for id in outdated:
            texts.pop(id, None)
        to_do = [e.id for e in known.entries if e.id in outdated]
        whole, unsaved = True, len(outdated) - len(to_do)
        if to_do:
            progress("Encoding", 0, len(to_do))
        try:
            for done, paper in enumerate(_read(self.project, to_do), start=1):
                sentences = findable(paper)
                # All passages that a build would encode, so that each is encoded only once.
                vectors = vectors_of(passages(paper), self.encoder)[[s.index for s in sentences]]
                whole = False  # if stopped here, the index may hold only a part of the paper
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
            self.on_warning(f"{self.folder}: cannot be written, so the next search encodes the papers again")

    def _save(self, index: NearestIndex) -> bool:
        try:
            index.save(self.folder)
        except OSError as error:
            log.debug("%s cannot be written (%s)", self.folder, error.strerror)
            return False
        return True


def _indexed_texts(index: NearestIndex) -> dict[str, str]:
    """Return paper id -> hash of the text of the paper when it was indexed."""
    texts: dict[str, str] = index.about["papers"]
    return texts


def _outdated(index: NearestIndex, known: Catalogue, only: Entries | None) -> frozenset[str]:
    """Return the ids of papers that are gone, new or changed since the index was made."""
    texts = _indexed_texts(index)
    gone = texts.keys() - {e.id for e in known.entries}
    wanted = known.entries if only is None else only.values()
    return frozenset(gone | {e.id for e in wanted if texts.get(e.id) != e.text_hash})


def _read(project: Project, ids: Sequence[str]) -> Iterator[Paper]:
    """Yield the papers with these ids, some at a time: a collection need not fit into memory."""
    for start in range(0, len(ids), BETWEEN_SAVES):
        some = frozenset(ids[start : start + BETWEEN_SAVES])
        yield from read_known_papers(project, some)


def _nearest(
    index: NearestIndex, asked: np.ndarray, number: int, searched: Collection[str], *, only: bool
) -> list[tuple[str, float]]:
    """Return keys and cosines of the nearest sentences of the papers in ``searched``, best first."""
    if only:
        held = index.keys()
        among = [key for key in held if _paper_of(key) in searched]
        return index.nearest(asked, number, among=among)[0]
    count, everywhere = _CANDIDATES_PER_HIT * number, False
    while True:
        chosen: list[tuple[str, float]] = []
        of_paper: Counter[str] = Counter()
        for key, cosine in index.nearest(asked, count, everywhere=everywhere)[0]:
            paper = _paper_of(key)
            if paper in searched and of_paper[paper] < MAX_PER_PAPER and len(chosen) < number:
                of_paper[paper] += 1
                chosen.append((key, cosine))
        if len(chosen) == number or (everywhere and count >= len(index)):
            return chosen
        count, everywhere = _CANDIDATES_FACTOR * count, True


def _hits(
    project: Project, nearest: Sequence[tuple[str, float]], texts: Mapping[str, str]
) -> Iterator[SearchHit]:
    """Yield the sentences that the keys mean. A paper that changed during the search is left out."""
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
            yield SearchHit(paper.id, paper.metadata.title, passage.snippet(cosine))


def _key(paper: str, passage: Passage) -> str:
    return f"{paper}/{passage.sentence.start}-{passage.sentence.end}"


def _paper_of(key: str) -> str:
    return key.rpartition("/")[0]


_INDENT = " " * 7  # columns of a score, and two spaces


def hits_text(hits: Sequence[SearchHit]) -> str:
    """Return sentences as text, each with its cosine, paper and place."""
    lines: list[str] = []
    for hit in hits:
        name = f"{hit.paper}: {hit.title}" if hit.title else hit.paper
        lines += textwrap.wrap(
            name, WIDTH, initial_indent=f"{hit.snippet.score:.3f}  ", subsequent_indent=_INDENT
        )
        lines += [_INDENT + place_text(hit.snippet), *wrapped(hit.snippet.text, _INDENT), ""]
    return "\n".join(lines).rstrip() or "(no sentences found)"


def hits_json(hits: Sequence[SearchHit]) -> list[dict[str, Any]]:
    """Return each sentence with its paper, cosine and place, as plain data."""
    rows = []
    for hit in hits:
        snippet = snippet_json(hit.snippet)
        del snippet["focus"]  # it covers the whole sentence
        rows.append({"paper": hit.paper, "title": hit.title, "cosine": snippet.pop("score"), **snippet})
    return rows

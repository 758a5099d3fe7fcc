"""Split saved contexts into the chunks that they were made of."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

# The pipeline whose transcripts are the usual source cuts papers into chunks of at most 1,000
# characters and shows four of them (Kommineni et al. 2025, PeerJ Computer Science 11, e3204).
CHUNKS, MAX_CHUNK_CHARS = 4, 1000


def recover_chunks(contexts: Sequence[str]) -> list[tuple[str, ...]]:
    """Return the chunks of each context of one paper, in order.

    Blank lines separate the chunks of a context, but also occur within chunks. A chunk that was retrieved for
    several questions occurs whole in several contexts. So of all ways to cut a context into four runs of at
    most 1,000 characters, the best one has most characters in runs that other contexts contain too; among
    equals, the one whose runs occur most often. A context that cannot be cut into four is cut into as few
    more as possible.
    """
    framed = [_framed(text) for text in contexts]
    return [
        _cut(re.split(r"\n\n", text), framed[:n] + framed[n + 1 :]) if text.strip() else ()
        for n, text in enumerate(contexts)
    ]


@dataclass(frozen=True, slots=True, order=True)
class _Score:
    """The quality of a cut.

    shared: characters in runs that other contexts contain. returns: the same, each run times the number of
    such contexts.
    """

    shared: int = 0
    returns: int = 0


def _cut(pieces: list[str], others: list[str]) -> tuple[str, ...]:
    count = len(pieces)
    runs = _runs(pieces, others)
    # best[n]: the best way to cut the first n pieces into as many runs as there were rounds.
    best: dict[int, tuple[_Score, tuple[int, ...]]] = {0: (_Score(), (0,))}
    for made in range(1, count + 1):
        following: dict[int, tuple[_Score, tuple[int, ...]]] = {}
        for start, (score, bounds) in best.items():
            for end in range(start + 1, count + 1):
                run = runs.get((start, end))
                if run is None:
                    break
                total = _Score(score.shared + run.shared, score.returns + run.returns)
                if end not in following or total > following[end][0]:
                    following[end] = (total, (*bounds, end))
        best = following
        if made >= min(CHUNKS, count) and count in best:
            bounds = best[count][1]
            cut = ("\n\n".join(pieces[a:b]) for a, b in itertools.pairwise(bounds))
            return tuple(chunk for chunk in cut if chunk.strip())
    raise AssertionError("every single piece is a run")


def _runs(pieces: list[str], others: list[str]) -> dict[tuple[int, int], _Score]:
    """Return all runs of pieces (start, end) that could be one chunk, with their scores."""
    runs: dict[tuple[int, int], _Score] = {}
    for start in range(len(pieces)):
        there, run = others, ""
        for end in range(start + 1, len(pieces) + 1):
            run = pieces[start] if end == start + 1 else f"{run}\n\n{pieces[end - 1]}"
            if len(run) > MAX_CHUNK_CHARS and end > start + 1:
                break
            there = [text for text in there if _framed(run) in text]
            runs[start, end] = _Score(len(run) if there else 0, len(run) * len(there))
    return runs


def _framed(text: str) -> str:
    return f"\n\n{text}\n\n"


@dataclass(frozen=True, slots=True)
class PaperVocabulary:
    """The words of a paper: plain ones, and compounds with a hyphen in the middle of a line."""

    plain: frozenset[str]
    hyphenated: frozenset[str]

    @classmethod
    def of(cls, texts: Iterable[str]) -> PaperVocabulary:
        """Collect the words of texts, in lower case."""
        plain: set[str] = set()
        hyphenated: set[str] = set()
        for text in texts:
            low = text.casefold()
            plain.update(re.findall(r"(?<![\w-])[^\W\d_]+(?![\w-])", low))
            hyphenated.update(re.findall(r"(?=(?<![^\W\d_])([^\W\d_]+-[^\W\d_]+))", low))
        return cls(frozenset(plain), frozenset(hyphenated))


# Unnamed glyphs of a PDF, and the running header and page number between pages.
_UNNAMED = re.compile(r"\(cid:\d+\)|[\x00\ufffe\u00ad]")
_PAGE_END = re.compile(r"(?m)^[^\n]{0,80}\(\d{4}\)\s?\d[\d–-]*\s*(?=\f)")
_PAGE_TOP = re.compile(r"\f[^\n]{0,60}?\bet al\.?[ \t]*(?=\n|$)|\f")
_PARTED = re.compile(r"(?<![^\W\d_])((?:[^\W\d_]+-){0,9})([^\W\d_]+)-[ \t]*\n[ \t]*([^\W\d_]+)")
_OPEN_END = re.compile(r"[^\s.!?:;]\s*$")
_GOES_ON = re.compile(r"[(\[]?[a-zà-ÿ]")


def tidy_chunk(chunk: str, words: PaperVocabulary) -> str:
    """Return a chunk as running text: paragraphs separated by blank lines, words joined across line ends.

    A hyphen at the end of a line is removed if the paper writes the word without it elsewhere, and kept if
    the paper writes it with one. Otherwise it is removed between lower-case letters.

    >>> tidy_chunk("We mea-\\nsured it.", PaperVocabulary.of([]))
    'We measured it.'
    """
    chunk = chunk.encode("utf-8", "replace").decode("utf-8")  # JSON can spell half of a character
    text = _PAGE_TOP.sub("\n", _PAGE_END.sub("", _UNNAMED.sub("", chunk)))
    text = _PARTED.sub(lambda m: m[1] + _joined(m[2], m[3], words, compound=bool(m[1])), text)
    paragraphs: list[str] = []
    for piece in re.split(r"\n\s*\n", text):
        piece = " ".join(piece.split())
        if not any(c.isalnum() for c in piece):
            continue
        if paragraphs and _OPEN_END.search(paragraphs[-1]) and _GOES_ON.match(piece):
            paragraphs[-1] += f" {piece}"  # a page end or a figure interrupted the sentence
        else:
            paragraphs.append(piece)
    return "\n\n".join(paragraphs)


def _joined(left: str, right: str, words: PaperVocabulary, *, compound: bool) -> str:
    whole, parted = f"{left}{right}", f"{left}-{right}"
    if whole.casefold() in words.plain and not compound:
        return whole
    if compound or parted.casefold() in words.hyphenated:
        return parted
    return whole if len(left) > 1 and left[1:].islower() and right.islower() else parted

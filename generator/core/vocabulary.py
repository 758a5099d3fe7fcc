"""Words of scientific English: tokens, stems and stop words, for retrieval and for the support check."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Any

# A word may contain inner hyphens, dots, slashes and underscores (``e-mail``, ``v1.2``, ``np.random``).
_WORD = re.compile(r"[^\W_]+(?:[-./_'’][^\W_]+)*", re.UNICODE)
_PART = re.compile(r"[^\W_]+", re.UNICODE)

STOP_WORDS = frozenset(
    [
        "a",
        "about",
        "above",
        "after",
        "again",
        "all",
        "also",
        "although",
        "among",
        "an",
        "and",
        "any",
        "are",
        "as",
        "at",
        "be",
        "because",
        "been",
        "before",
        "being",
        "between",
        "both",
        "but",
        "by",
        "can",
        "could",
        "did",
        "do",
        "does",
        "doing",
        "done",
        "down",
        "during",
        "each",
        "either",
        "else",
        "etc",
        "few",
        "for",
        "from",
        "further",
        "had",
        "has",
        "have",
        "having",
        "he",
        "her",
        "here",
        "hers",
        "him",
        "his",
        "how",
        "however",
        "i",
        "if",
        "in",
        "into",
        "is",
        "it",
        "its",
        "itself",
        "just",
        "may",
        "me",
        "might",
        "more",
        "most",
        "much",
        "must",
        "my",
        "no",
        "nor",
        "not",
        "now",
        "of",
        "off",
        "on",
        "once",
        "one",
        "only",
        "or",
        "other",
        "our",
        "ours",
        "out",
        "over",
        "own",
        "per",
        "rather",
        "s",
        "same",
        "she",
        "should",
        "since",
        "so",
        "some",
        "such",
        "than",
        "that",
        "the",
        "their",
        "theirs",
        "them",
        "then",
        "there",
        "therefore",
        "these",
        "they",
        "this",
        "those",
        "through",
        "thus",
        "to",
        "too",
        "under",
        "until",
        "up",
        "upon",
        "us",
        "use",
        "used",
        "using",
        "very",
        "via",
        "was",
        "we",
        "well",
        "were",
        "what",
        "when",
        "where",
        "whether",
        "which",
        "while",
        "who",
        "whom",
        "whose",
        "why",
        "will",
        "with",
        "within",
        "without",
        "would",
        "yet",
        "you",
        "your",
    ]
)


def normalised(text: str) -> str:
    """Return the text in NFKC, with plain quotes, dashes and minus signs and without soft hyphens."""
    if text.isascii():  # most of a paper, and all of it is normalised
        return text
    text = unicodedata.normalize("NFKC", text)
    return text.translate(_PLAIN)


_PLAIN = str.maketrans(
    {
        "’": "'",
        "‘": "'",
        "“": '"',
        "”": '"',
        "–": "-",
        "—": "-",
        "−": "-",
        "‐": "-",
        "‑": "-",
        "\u00ad": None,
        "\u200b": None,
        "×": "x",
    }
)


def words(text: str) -> list[str]:
    """Return the words of ``text`` as written; compounds stay whole."""
    return _WORD.findall(normalised(text))


def parts(text: str) -> list[str]:
    """Return the words of ``text`` in lower case, compounds split.

    >>> parts("Cross-validation")
    ['cross', 'validation']
    """
    return [w.lower() for w in _PART.findall(normalised(text))]


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """Return the Snowball stem of a lower-case English word.

    British and American spellings share it, and so do "analysis", "analyses" and "analyze".
    """
    return str(_stemmer().stemWord(_american(_as_verb(word))))


def stems(text: str, *, keep_stop_words: bool = False) -> list[str]:
    """Return the stems of the content words of ``text``, in order, with repeats."""
    return [stem(w) for w in parts(text) if keep_stop_words or w not in STOP_WORDS]


def _as_verb(word: str) -> str:
    """Return the British spelling of the verb of a Greek noun in -sis, and other words unchanged.

    The plural is that verb with an s: "hypotheses", "analyses".

    >>> _as_verb("hypothesis"), _as_verb("analysis"), _as_verb("basis")
    ('hypothese', 'analyse', 'basis')
    """
    return re.sub(r"(?<=[a-z]{3}[aeoy]s)is$", "e", word)


def _american(word: str) -> str:
    """Return the American spelling of a word, for comparison only: ``optimiser`` -> ``optimizer``.

    >>> _american("labelled"), _american("calling")
    ('labeled', 'calling')
    """
    if len(word) > 4:
        word = re.sub(r"(?<=[a-z]{2}[bt])re(?=s?$)", "er", word)
    if len(word) > 5:
        word = re.sub(r"(?<=[a-z]{3})is(?=(?:e[drs]?|ing|ation|ations|ers)$)", "iz", word)
        word = re.sub(r"(?<=[a-z]{3})ys(?=(?:e[drs]?|ing|ers)$)", "yz", word)
        # Not in words of one syllable: "calling" has no American form with one l.
        word = re.sub(r"^([b-df-hj-np-tv-xz]*[aeiouy][a-z]*[aeo])ll(?=(?:ed|ing|er)$)", r"\1l", word)
        word = re.sub(r"(?<=[a-z]{2})our(?=s?$|ed$|ing$|al$)", "or", word)
    return word


@lru_cache(maxsize=1)
def _stemmer() -> Any:
    import Stemmer

    return Stemmer.Stemmer("english")

"""What a sentence denies, and which of its words have an opposite.

>>> [(n.text, n.reach) for n in negations("We did not augment images, but we cropped them.")]
[('not', ('augment', 'imag'))]
>>> "fewer" in opposites("higher")
True
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from generator.checking.phrases import plain_text
from generator.core.vocabulary import parts, stem

_NEGATION = re.compile(
    r"\b(?:not(?!\s+(?:all|every|always|each|only|just|merely|necessarily\s+only)\b)|no(?!\.|\s+(?:later|earlier)\s+than\b)|never|none"
    r"|by\s+no\s+means|neither|nor|without|cannot"
    r"|lack(?:s|ed|ing)?(?:\s+of)?|absen(?:t|ce)(?:\s+of)?|fail(?:s|ed|ing)?\s+to|unable\s+to|hardly|barely"
    r"|instead\s+of|rather\s+than|other\s+than|except(?:\s+for)?|excluding|excluded?s?|prevent(?:s|ed|ing)?|avoid(?:s"
    r"|ed|ing)?)\b"
    r"|\b\w+n['’]t\b",
    re.IGNORECASE,
)
_MILD = re.compile(r"instead|rather|other|except|exclud|prevent|avoid|hardly|barely", re.IGNORECASE)
# Words that are a denial by themselves.
_WORDS_OF_DENIAL = re.compile(
    r"\bun(?:available|known|clear|specified|reported|changed|able|til\s+now\s+un\w+)\b|\bimpossible\b"
    r"|\bmissing\b|\bunless\b",
    re.IGNORECASE,
)
_CLAUSE_END = re.compile(
    r"[.;:!?()]|,\s+(?:but|and|or|while|whereas|which|although|however|so)\b|\b(?:but|whereas)\b"
)
_REACH_CHARS = 60  # after a negation: six to ten words, a clause


@dataclass(frozen=True, slots=True)
class Negation:
    """A negation at ``start`` of the normalised text, and the stems of the words that it reaches."""

    text: str
    start: int
    end: int
    reach: tuple[str, ...]

    @property
    def mild(self) -> bool:
        """True if it sets one thing apart from another ("rather than", "except for"), but denies nothing."""
        return _MILD.match(self.text) is not None


@lru_cache(maxsize=4096)
def negations(text: str) -> tuple[Negation, ...]:
    """Return the negations of a text, in order."""
    text = plain_text(text)
    found = []
    for match in _NEGATION.finditer(text):
        after = text[match.end() : match.end() + _REACH_CHARS]
        if stop := _CLAUSE_END.search(after):
            after = after[: stop.start()]
        reach = tuple(stem(w) for w in parts(after))
        found.append(Negation(match.group(), match.start(), match.end(), reach))
    return tuple(found)


def denies(text: str) -> bool:
    """Return True if a text denies anything."""
    return bool(negations(text)) or _WORDS_OF_DENIAL.search(plain_text(text)) is not None


# Words whose exchange reverses a statement; both sides of a pair in all their forms.
_PAIRS = (
    ("increase increased increases increasing increment rise rises rose risen grow grows grew grown growth",
     "decrease decreased decreases decreasing decline declines declined fall falls fell drop drops dropped"
     " reduce reduces reduced reduction shrink shrank"),
    ("higher highest high more most many larger largest large greater greatest great bigger biggest big",
     "lower lowest low less least fewer fewest few smaller smallest small"),
    ("better best outperform outperforms outperformed improve improves improved improving"
     " improvement superior",
     "worse worst underperform underperformed degrade degrades degraded worsen worsened inferior"),
    ("before prior preceding previous", "after following subsequent"),
    ("positive positively", "negative negatively"),
    ("include includes included including inclusion", "exclude excludes excluded excluding exclusion"),
    ("maximum maximal maximize maximise", "minimum minimal minimize minimise"),
    ("public publicly open openly", "private privately closed confidential"),
    ("supervised", "unsupervised"),
    ("significant significantly", "insignificant nonsignificant"),
    ("always often frequently commonly", "never rarely seldom"),
    ("enable enables enabled", "disable disables disabled"),
    ("first", "last final"),
    ("above", "below"),
    ("strong stronger strongest strongly", "weak weaker weakest weakly"),
    ("long longer longest", "short shorter shortest"),
    ("fast faster fastest quick quickly", "slow slower slowest slowly"),
    ("gain gains gained", "loss losses lose lost"),
    ("early earlier earliest", "late later latest"),
    ("manual manually hand", "automatic automatically automated"),
    ("same identical similar equal", "different differing unequal"),
    ("all every each both", "none neither"),
    ("easy easier easily", "hard harder difficult"),
    ("deep deeper deepest", "shallow shallower"),
    ("simple simpler", "complex complicated"),
    ("presence present", "absence absent"),
    ("inside within", "outside"),
    ("support supports supported", "contradict contradicts contradicted refute refuted"),
    ("accept accepted", "reject rejected"),
    ("input inputs", "output outputs"),
    ("left", "right"),
    ("north northern", "south southern"),
    ("east eastern", "west western"),
    ("old older oldest", "young younger new newer newest"),
    ("male males", "female females"),
    ("find finds found detect detects detected notice noticed", "miss misses missed overlook overlooked"),
    ("hot hotter hottest warm warmer heat heated", "cold colder coldest cool cooler"),
    ("agree agrees agreed agreement", "disagree disagrees disagreed disagreement"),
    ("double doubles doubled", "halve halves halved"),
    ("mild milder mildest", "severe serious"),
    ("dark darker darkness", "bright brighter brightness"),
    ("voluntary optional", "mandatory compulsory obligatory"),
    ("acute", "chronic"),
    ("urban", "rural"),
    ("indoor indoors", "outdoor outdoors"),
    ("upstream", "downstream"),
    ("benign", "malignant"),
    ("internal internally", "external externally"),
    ("wide wider widest broad broader broadest", "narrow narrower narrowest"),
    ("thick thicker thickest", "thin thinner thinnest"),
    ("nearer nearest closer closest", "distant farther farthest"),
    ("wet wetter wettest", "dry drier driest dried"),
    ("likely", "unlikely"),
    ("kept keep keeps retained retain", "discarded discard discards"),
)  # fmt: skip
_PREFIXES = ("un", "non", "in", "im", "dis", "mis")


@dataclass(frozen=True, slots=True)
class DirectionalWord:
    """A word at ``start`` of the normalised text, with the stems of its equals and of its opposites."""

    text: str
    start: int
    end: int
    same: frozenset[str]
    opposite: frozenset[str]


@lru_cache(maxsize=1)
def _sides() -> dict[str, tuple[frozenset[str], frozenset[str]]]:
    """Return, for each stem of a pair, the stems of its own side and of the other."""
    found: dict[str, tuple[frozenset[str], frozenset[str]]] = {}
    for pair in _PAIRS:
        left, right = (frozenset(stem(w) for w in side.split()) for side in pair)
        for own, other in ((left, right), (right, left)):
            for term in own:
                same, opposite = found.get(term, (frozenset(), frozenset()))
                found[term] = same | own, opposite | other
    return found


@lru_cache(maxsize=4096)
def directional_words(text: str) -> tuple[DirectionalWord, ...]:
    """Return the words of a text that have an opposite, in order."""
    text = plain_text(text)
    found = []
    for match in re.finditer(r"[^\W\d_]+", text):
        word = match.group().lower()
        same, opposite = _sides().get(stem(word), (frozenset(), frozenset()))
        if not opposite and len(word) > 5:
            opposite = frozenset(_negated_forms(word))
            same = frozenset({stem(word)})
        if opposite:
            found.append(DirectionalWord(match.group(), match.start(), match.end(), same, opposite))
    return tuple(found)


@lru_cache(maxsize=16_384)
def opposites(word: str) -> frozenset[str]:
    """Return the stems of the opposites of a word in lower case."""
    return next(iter(w.opposite for w in directional_words(word)), frozenset())


def equals(word: str) -> frozenset[str]:
    """Return the stems on the same side of a known pair as a word in lower case, its own included."""
    return _sides().get(stem(word), (frozenset(), frozenset()))[0]


def is_directional(word: str) -> bool:
    """Return True if a word in lower case is one side of a known pair, such as "higher"."""
    return stem(word) in _sides()


@lru_cache(maxsize=16_384)
def opposites_of_stem(term: str) -> frozenset[str]:
    """Return the opposites of a stem, by prefixes alone: "complet" -> "incomplet"."""
    bare = [term[len(p) :] for p in _PREFIXES if term.startswith(p) and len(term) - len(p) > 4]
    return frozenset([*bare, *(p + term for p in _PREFIXES)]) if len(term) > 4 else frozenset()


def _negated_forms(word: str) -> list[str]:
    """Return the stems of a word with a negating prefix added or removed."""
    bare = [word[len(p) :] for p in _PREFIXES if word.startswith(p) and len(word) - len(p) > 4]
    return [stem(w) for w in bare] + [stem(p + word) for p in _PREFIXES]

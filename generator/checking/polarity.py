"""What a sentence denies, and which of its words have an opposite."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from generator.checking.phrases import plain
from generator.core.words import parts, stem

_NEGATION = re.compile(
    r"\b(?:not(?!\s+(?:all|every|always|each|only|just|merely|necessarily\s+only)\b)|no(?!\.|\s+(?:later|earlier)\s+than\b)|never|none"
    r"|neither|nor|without|cannot"
    r"|lack(?:s|ed|ing)?(?:\s+of)?|absen(?:t|ce)(?:\s+of)?|fail(?:s|ed|ing)?\s+to|unable\s+to|hardly|barely"
    r"|instead\s+of|rather\s+than|except(?:\s+for)?|excluding|excluded?s?|prevent(?:s|ed|ing)?|avoid(?:s"
    r"|ed|ing)?)\b"
    r"|\b\w+n['’]t\b",
    re.IGNORECASE,
)
_MILD = re.compile(r"instead|rather|except|exclud|prevent|avoid|hardly|barely", re.IGNORECASE)
# Two of these in one sentence, or a word that means denial by itself, do not make a denial less.
_WORDS_OF_DENIAL = re.compile(
    r"\bun(?:available|known|clear|specified|reported|changed|able|til\s+now\s+un\w+)\b|\bimpossible\b"
    r"|\bmissing\b",
    re.IGNORECASE,
)
_CLAUSE_END = re.compile(
    r"[.;:!?()]|,\s+(?:but|and|or|while|whereas|which|although|however|so)\b|\b(?:but|whereas)\b"
)
_REACH = 60  # characters behind a negation: six to ten words, a clause


@dataclass(frozen=True, slots=True)
class Denial:
    """A negation at ``start`` of the normalised text, and the stems of the content words that it reaches."""

    text: str
    start: int
    end: int
    reach: tuple[str, ...]

    @property
    def mild(self) -> bool:
        """Whether it sets one thing off from another ("rather than", "except for") rather than denies."""
        return _MILD.match(self.text) is not None


@lru_cache(maxsize=4096)
def denials(text: str) -> tuple[Denial, ...]:
    """The negations of a text, in order."""
    text = plain(text)
    found = []
    for match in _NEGATION.finditer(text):
        behind = text[match.end() : match.end() + _REACH]
        if stop := _CLAUSE_END.search(behind):
            behind = behind[: stop.start()]
        reach = tuple(stem(w) for w in parts(behind))
        found.append(Denial(match.group(), match.start(), match.end(), reach))
    return tuple(found)


def denies(text: str) -> bool:
    """Whether a text denies anything."""
    return bool(denials(text)) or _WORDS_OF_DENIAL.search(plain(text)) is not None


# Words whose exchange turns a statement round; both sides of a pair in all their forms.
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
    ("include includes included including", "exclude excludes excluded excluding"),
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
)  # fmt: skip
_PREFIXES = ("un", "non", "in", "im", "dis", "mis")


@dataclass(frozen=True, slots=True)
class Sided:
    """A word at ``start`` of the normalised text with the stems that say the same, and the opposite."""

    text: str
    start: int
    end: int
    same: frozenset[str]
    opposite: frozenset[str]


def _sides() -> dict[str, tuple[frozenset[str], frozenset[str]]]:
    found: dict[str, tuple[frozenset[str], frozenset[str]]] = {}
    for pair in _PAIRS:
        left, right = (frozenset(stem(w) for w in side.split()) for side in pair)
        for own, other in ((left, right), (right, left)):
            for term in own:
                same, opposite = found.get(term, (frozenset(), frozenset()))
                found[term] = same | own, opposite | other
    return found


@lru_cache(maxsize=1)
def _table() -> dict[str, tuple[frozenset[str], frozenset[str]]]:
    return _sides()


@lru_cache(maxsize=4096)
def sided(text: str) -> tuple[Sided, ...]:
    """The words of a text that have an opposite, in order."""
    text = plain(text)
    found = []
    for match in re.finditer(r"[^\W\d_]+", text):
        word = match.group().lower()
        same, opposite = _table().get(stem(word), (frozenset(), frozenset()))
        if not opposite and len(word) > 5:
            opposite = frozenset(_negated_forms(word))
            same = frozenset({stem(word)})
        if opposite:
            found.append(Sided(match.group(), match.start(), match.end(), same, opposite))
    return tuple(found)


@lru_cache(maxsize=16_384)
def opposites(word: str) -> frozenset[str]:
    """The stems of the opposites of a word in lower case."""
    return next(iter(w.opposite for w in sided(word)), frozenset())


def has_side(word: str) -> bool:
    """Whether a word in lower case is one side of a known pair, such as "higher"."""
    return stem(word) in _table()


@lru_cache(maxsize=16_384)
def opposites_of_stem(term: str) -> frozenset[str]:
    """The same of a stem, by prefixes alone: "complet" -> "incomplet"."""
    bare = [term[len(p) :] for p in _PREFIXES if term.startswith(p) and len(term) - len(p) > 4]
    return frozenset([*bare, *(p + term for p in _PREFIXES)]) if len(term) > 4 else frozenset()


def _negated_forms(word: str) -> list[str]:
    bare = [word[len(p) :] for p in _PREFIXES if word.startswith(p) and len(word) - len(p) > 4]
    return [stem(w) for w in bare] + [stem(p + word) for p in _PREFIXES]

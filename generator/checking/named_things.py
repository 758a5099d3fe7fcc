"""The named things of a sentence: software, data sets, models, organisations, places, acronyms.

>>> [name.text for name in named_things("We trained a U-Net with Keras 2.2.4 on scans of the Harz.")]
['U-Net', 'Keras', '2.2.4', 'Harz']
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from generator.checking.acronyms import spelled_out_stems
from generator.checking.equivalents import equivalent_pattern
from generator.checking.phrases import plain_text
from generator.core.vocabulary import STOP_WORDS, stem

# A word with all parts of its name: "U-Net", "C++", "scikit-learn", "10.5281/zenodo.1", "2.7.12".
_TOKEN = re.compile(r"[^\W_]+(?:[-./_+#@&'][^\W_]+)*\+*", re.UNICODE)
_SENTENCE_START = re.compile(r"(?:^|[.!?:;]\s|[\n•])\s*[\"'(\[]*$|^\s*\(?\d{1,2}[.)]\s+$")
_LEAD_CHARS = 12  # before a word, which show whether it opens a sentence
_MIN_MISPRINTED_CHARS, _MIN_KNOWN_MISPRINTED_CHARS = 9, 6  # of a name that one letter may spoil
_SUBJECT = re.compile(r"\s+(?:was|were|is|are|has|had|served|provides?d?|ran|and|or)\b|,")
ADDRESS = re.compile(
    r"^(?:https?://)?(?:(?:dx\.)?doi\.org/|www\.)?(?P<place>(?:[^/\s][^/\s.]*\.[^/\s]+|10\.\d{4,})/.+)$"
)
_MONTH = re.compile(r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?$", re.IGNORECASE)
_LABEL = re.compile(  # "step-1" counts something, and names nothing
    r"^(?:step|stage|phase|class|level|task|type|model|test|group|layer|block|site|plot|day|night"
    r"|part)-?\d{1,2}$",
    re.IGNORECASE,
)
_INITIALS = re.compile(r"^(?:[A-Z]\.)+[A-Z]?$")
_ADVERB = re.compile(r"^[A-Z][a-z]{3,}ly$")
_SUPERSCRIPT = re.compile(r"^[a-z]{5,}\d{1,3}$")  # a plain word with the number of a reference
_INNER = re.compile(r"^(?:[^a-z]*[a-z].*[A-Z\d]|[^A-Z]*[A-Z].*\d)|[A-Z]{2}")
_QUANTITY = re.compile(
    r"^[\d.,]+(?:-?[a-zµ%°]{1,12})?$|^[\d.,]+(?:[x×][\d.,]+)+$|^\d+[kKMB]$|^[\d.]+e[-+]?\d+$", re.IGNORECASE
)
_VERSION = re.compile(
    r"^(?:v\.?)?(?P<release>\d+(?:\.\d+){2,})$|^v\.?(?P<short>\d+(?:\.\d+)?)$", re.IGNORECASE
)

# Names that are often in lower case, or at the start of a sentence.
_KNOWN_BY_KIND = {
    "frameworks and languages": """tensorflow pytorch keras theano caffe caffe2 mxnet jax flax darknet
        detectron detectron2 fastai lasagne scikit-learn sklearn numpy scipy pandas opencv matlab python java
        julia javascript weka torch huggingface onnx tensorrt cuda cudnn spss stata sas labelimg labelme""",
    "optimisers": "adam adamw adagrad adadelta rmsprop nadam sgd lbfgs",
    "architectures": """resnet vgg vggnet alexnet inception googlenet mobilenet efficientnet densenet xception
        squeezenet yolo yolov3 yolov4 yolov5 u-net unet lenet bert gpt lstm gru cnn rnn gan svm xgboost
        lightgbm catboost maxent""",
    "platforms and repositories": """github gitlab bitbucket zenodo figshare dryad pangaea dataverse kaggle
        gbif docker kubernetes aws azure colab jupyter streamlit heroku""",
    "hardware and makers": "nvidia intel amd apple google amazon microsoft raspberry tesla geforce rtx",
    "data sets": "imagenet coco mnist cifar cifar-10 cifar-100 pascal inaturalist audioset",
}
KNOWN = frozenset(word for words in _KNOWN_BY_KIND.values() for word in words.split())
# Words that open sentences of answers, and endings of words that name nothing.
_OPENING_WORDS = """
data image images model models code result results author authors paper dataset method methods network
satellite figure table section sample camera system learning deep raw audio video manual human expert recall
accuracy precision input output weight weights batch layer layers random transfer cross early optical
first second third aerial digital field class classes species
altogether together overall either neither none half most few fewer
metadata metric metrics software hardware link links loss
"""
_OPENERS = frozenset(_OPENING_WORDS.split())
_ORDINARY = re.compile(
    r"(?:ing|ions?|ed|ments?|ness|ity|ities|ances?|ences?|ical|ures?|ables?|ives?|phs?|ous|ers|[^su]s)$"
)
_JOINT = re.compile(
    r"[\s_-]+|(?<=[A-Za-z])(?=\d)|(?<=\d)(?=[A-Za-z])|(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])"
)


@dataclass(frozen=True, slots=True)
class Name:
    """A named thing, at ``start`` of the normalised text."""

    text: str
    start: int
    end: int

    @property
    def key(self) -> str:
        """The name in lower case, without the blanks and hyphens in which authors differ."""
        return _squeezed(_singular(self.text))

    @property
    def is_capitalised_word(self) -> bool:
        """True if only the capital at its beginning sets it apart from other words."""
        return self.text[1:].islower() and self.text.lower() not in KNOWN


def named_things(text: str, *, is_used: Callable[[str], bool] | None = None) -> tuple[Name, ...]:
    """Return the named things of a text, in order.

    A word is one if it is known as one, if it has inner capitals or digits, or if it begins with a capital
    that no start of a sentence explains. A capitalised subject at the start ("Lasagne was used") is one if
    ``is_used`` denies that the paper uses its stem.
    """
    found = candidate_names(text)
    return tuple(n for n, opening in found if not (opening and (is_used is None or is_word(n, is_used))))


def is_word(name: Name, is_used: Callable[[str], bool]) -> bool:
    """Return True if the capitalised opening of a sentence is a word rather than a name.

    is_used: returns True for a stem that the paper uses.
    """
    word = name.text.lower()
    return word in _OPENERS or _ORDINARY.search(word) is not None or is_used(stem(word))


@lru_cache(maxsize=4096)
def candidate_names(text: str) -> tuple[tuple[Name, bool], ...]:
    """Return the names of a text, each with whether only the start of a sentence explains its capital."""
    text = plain_text(text)
    found: list[tuple[Name, bool]] = []
    for match in _TOKEN.finditer(text):
        token, start = match.group(), match.start()
        if not any(c.isalpha() for c in token):
            if _VERSION.match(token):
                found.append((Name(token, start, match.end()), False))
            continue
        if _QUANTITY.match(token):
            continue  # left to `numbers`
        for piece, offset in _pieces(token):
            if (
                _SUPERSCRIPT.match(piece)
                or _LABEL.match(piece)
                or _ADVERB.match(piece)
                or _INITIALS.match(piece)
            ):
                continue
            if (
                ADDRESS.match(piece)
                or piece.lower() in KNOWN
                or _singular(piece).lower() in KNOWN
                or _INNER.search(piece)
            ):
                found.append((Name(piece, start + offset, start + offset + len(piece)), False))
            elif len(piece) > 1 and piece[0].isupper() and piece.lower() not in STOP_WORDS:
                opening = offset == 0 and _opens(text, start)
                if opening and not (piece == token and _SUBJECT.match(text, match.end())):
                    continue
                found.append((Name(piece, start + offset, start + offset + len(piece)), opening))
    return tuple(found)


def is_version(name: str) -> bool:
    """Return True if ``name`` is a version: "2.7.12", "v0.2"."""
    return _VERSION.match(name) is not None


def _opens(text: str, start: int) -> bool:
    """Return True if a sentence opens at ``start``."""
    lead = text[max(0, start - _LEAD_CHARS) : start]
    return _SENTENCE_START.search(lead if start <= _LEAD_CHARS else f"x{lead}") is not None


def _pieces(token: str) -> list[tuple[str, int]]:
    """Return the pieces of a compound with their offsets: "Otsu-thresholded" has two, but "U-Net" is one.

    Digits and single letters hold a compound together. Addresses stay whole, and the possessive is cut off.
    """
    token = re.sub(r"'s?$", "", token)
    if not re.search(r"[-/&']", token) or "." in token or token.lower() in KNOWN:
        return [(token, 0)]
    parts = [(m.group(), m.start()) for m in re.finditer(r"[^-/&']+", token)]
    if any(len(p) == 1 or p.isdigit() for p, _ in parts) and not any(_MONTH.match(p) for p, _ in parts):
        return [(token, 0)]
    return [(p, o) for p, o in parts if any(c.isupper() for c in p) or not p.isalnum() or p in KNOWN]


def is_named_in(name: Name, text: str) -> bool:
    """Return True if ``text`` has ``name`` as a whole word, in any case, with any blanks, hyphens or plural.

    Its spelled-out words count for an acronym, and equivalent words and small misprints count for any name.
    """
    return _is_named_in(name.text, text)


@lru_cache(maxsize=65_536)
def _is_named_in(name: str, text: str) -> bool:
    short = _singular(name).lower()
    if _places(name, text) or stem(short) in spelled_out_stems(text, name):
        return True
    implied = equivalent_pattern(short)
    return bool(implied and re.search(rf"\b(?:{implied})", _lowered(text))) or _misprinted(short, text)


def _misprinted(name: str, text: str) -> bool:
    """Return True if a name is there but for one letter: "DenceNet121"; of a known name, "Nvdia"."""
    if len(name) >= _MIN_MISPRINTED_CHARS and any(
        len(word) == len(name) and sum(map(str.__ne__, word, name)) == 1 and _digits(word) == _digits(name)
        for word in _tokens(text)
    ):
        return True
    if name not in KNOWN or len(name) < _MIN_KNOWN_MISPRINTED_CHARS:
        return False
    return any(name[:i] + name[i + 1 :] in _tokens(text) for i in range(1, len(name)))


def _digits(word: str) -> str:
    return re.sub(r"\D", "", word)


@lru_cache(maxsize=8192)
def _tokens(text: str) -> frozenset[str]:
    return frozenset(_TOKEN.findall(_lowered(text)))


def occurrences(name: Name, text: str) -> tuple[int, ...]:
    """Return the offsets of ``name`` in the normalised ``text``.

    An address may be broken by blanks, and lack its resolver.
    """
    return _places(name.text, text)


@lru_cache(maxsize=65_536)
def _places(name: str, text: str) -> tuple[int, ...]:
    if (address := ADDRESS.search(name)) is not None:
        body = r"\s*".join(re.escape(c) for c in re.sub(r"\s", "", address.group("place")).rstrip("/."))
        return tuple(m.start() for m in re.finditer(body, plain_text(text), re.IGNORECASE))
    if (version := _VERSION.match(name)) is not None:
        release = re.escape(version["release"] or version["short"])
        pattern = rf"(?<!\d)(?<!\d\.){release}(?!\.?\d)"
        return tuple(m.start() for m in re.finditer(pattern, plain_text(text)))
    singular = _singular(name)
    if _first_piece(singular) not in _lowered(text):
        return ()
    return tuple(m.start() for m in _pattern(singular).finditer(plain_text(text)))


def _first_piece(name: str) -> str:
    return next((p for p in _JOINT.split(name) if p), "").lower()


@lru_cache(maxsize=8192)
def _lowered(text: str) -> str:
    return plain_text(text).lower()


@lru_cache(maxsize=4096)
def _pattern(name: str) -> re.Pattern[str]:
    # Between two pieces (a change from letters to digits or to a capital parts them) there may be marks that
    # authors add or leave out: "ResNet-50", "ResNet 50", "ResNet50"; "U-Net", "UNet".
    body = r"[\s_-]*".join(re.escape(p) for p in _JOINT.split(name) if p)
    # A unit may be attached to its number ("1.6GHz"), and a superscript reference to a name ("Keras41").
    before = r"(?<![^\W\d_])" if name[0].isalpha() else r"(?<![^\W_])"
    raised = name[-1].islower() or (len(name) > 2 and name[-1].isalpha())
    after = r"(?:s|es|'s)?(?:\d{1,3}(?:,\d{1,3})*)?" if raised else r"(?:s|es|'s)?"
    return re.compile(rf"{before}{body}{after}(?![^\W_])", re.IGNORECASE)


def _singular(name: str) -> str:
    """Return "CNN" for "CNNs"; other words keep their end, since the pattern allows a plural."""
    return name[:-1] if re.search(r"[A-Z0-9]s$", name) else name


def _squeezed(text: str) -> str:
    return re.sub(r"[\s_-]+", "", plain_text(text)).lower()

"""The named things of a sentence: software, data sets, models, organisations, places, acronyms."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from generator.checking.weights import spelled_out
from generator.core.words import STOP_WORDS, normalised, stem

# A word with all that belongs to its name: "U-Net", "C++", "scikit-learn", "10.5281/zenodo.1", "2.7.12".
_TOKEN = re.compile(r"[^\W_]+(?:[-./_+#@&'][^\W_]+)*\+*", re.UNICODE)
_SENTENCE_START = re.compile(r"(?:^|[.!?:;]\s|[\n•])\s*[\"'(\[]*$|^\s*\(?\d{1,2}[.)]\s+$")
_SUBJECT = re.compile(r"\s+(?:was|were|is|are|has|had|served|provides?d?|ran|and|or)\b|,")
_ADDRESS = re.compile(
    r"^(?:https?://)?(?:(?:dx\.)?doi\.org/|www\.)?(?P<place>(?:[^/\s]+\.[^/\s]+|10\.\d{4,})/.+)$"
)
_MONTH = re.compile(r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?$", re.IGNORECASE)
_SUPERSCRIPT = re.compile(r"^[a-z]{5,}\d{1,3}$")  # a plain word with the number of a reference
_INNER = re.compile(r"[a-z].*[A-Z]|[A-Z]{2}|[A-Z].*\d|[a-z].*\d")
_QUANTITY = re.compile(
    r"^[\d.,]+(?:-?[a-zµ%°]{1,12})?$|^[\d.,]+(?:[x×][\d.,]+)+$|^\d+[kKMB]$|^[\d.]+e[-+]?\d+$", re.IGNORECASE
)
_VERSION = re.compile(r"^\d+(?:\.\d+){2,}$")

# Names that stand in lower case, or at the start of a sentence, as often as not.
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
_JOINT = re.compile(
    r"[\s_-]+|(?<=[A-Za-z])(?=\d)|(?<=\d)(?=[A-Za-z])|(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])"
)


@dataclass(frozen=True, slots=True)
class Name:
    """A named thing as it stands at ``start`` of the normalised text."""

    text: str
    start: int
    end: int

    @property
    def key(self) -> str:
        """Lower case, without the blanks and hyphens on which no two authors agree."""
        return _squeezed(_singular(self.text))

    @property
    def plain(self) -> bool:
        """Whether nothing but a capital at its beginning tells it from other words."""
        return self.text[1:].islower() and self.text.lower() not in KNOWN


def named_things(text: str, *, known: Callable[[str], bool] | None = None) -> tuple[Name, ...]:
    """The named things of a text, in order.

    A word is one where it is known as one, where it holds inner capitals or digits, or where it
    begins with a capital that no start of a sentence explains. A capitalised subject at the start
    ("Lasagne was used") counts where ``known`` (of a stem: does the paper use it at all) denies it.
    """
    found = _candidates(text)
    return tuple(
        n for n, opening in found if not (opening and (known is None or known(stem(n.text.lower()))))
    )


@lru_cache(maxsize=4096)
def _candidates(text: str) -> tuple[tuple[Name, bool], ...]:
    """Names, and whether nothing but the start of a sentence explains their capital."""
    text = normalised(text)
    found: list[tuple[Name, bool]] = []
    for match in _TOKEN.finditer(text):
        token, start = match.group(), match.start()
        if not any(c.isalpha() for c in token):
            if _VERSION.match(token):
                found.append((Name(token, start, match.end()), False))
            continue
        if _QUANTITY.match(token):
            continue  # `numbers` looks after it
        for piece, offset in _pieces(token):
            if _SUPERSCRIPT.match(piece):
                continue
            if (
                _ADDRESS.match(piece)
                or piece.lower() in KNOWN
                or _singular(piece).lower() in KNOWN
                or _INNER.search(piece)
            ):
                found.append((Name(piece, start + offset, start + offset + len(piece)), False))
            elif len(piece) > 1 and piece[0].isupper() and piece.lower() not in STOP_WORDS:
                opening = _SENTENCE_START.search(text[:start]) is not None and offset == 0
                if opening and not (piece == token and _SUBJECT.match(text, match.end())):
                    continue
                found.append((Name(piece, start + offset, start + offset + len(piece)), opening))
    return tuple(found)


def _pieces(token: str) -> list[tuple[str, int]]:
    """A compound apart, unless digits or single letters hold it together: "Otsu-thresholded", but "U-Net".

    Addresses stay whole; the possessive goes.
    """
    token = re.sub(r"'s?$", "", token)
    if not re.search(r"[-/&']", token) or "." in token or token.lower() in KNOWN:
        return [(token, 0)]
    parts = [(m.group(), m.start()) for m in re.finditer(r"[^-/&']+", token)]
    if any(len(p) == 1 or p.isdigit() for p, _ in parts) and not any(_MONTH.match(p) for p, _ in parts):
        return [(token, 0)]
    return [(p, o) for p, o in parts if any(c.isupper() for c in p) or not p.isalnum() or p in KNOWN]


def stands_in(name: Name, text: str) -> bool:
    """Whether ``text`` names ``name``: as a whole word, whatever its case, blanks, hyphens or plural.

    An acronym also stands where its words are spelled out.
    """
    return bool(occurrences(name, text)) or stem(_singular(name.text).lower()) in spelled_out(text, name.text)


def occurrences(name: Name, text: str) -> list[int]:
    """Offsets of ``name`` in the normalised ``text``.

    An address may be broken by blanks, and lack its resolver.
    """
    if (address := _ADDRESS.search(name.text)) is not None:
        body = r"\s*".join(re.escape(c) for c in re.sub(r"\s", "", address.group("place")).rstrip("/."))
        return [m.start() for m in re.finditer(body, normalised(text), re.IGNORECASE)]
    return [m.start() for m in _pattern(_singular(name.text)).finditer(normalised(text))]


@lru_cache(maxsize=4096)
def _pattern(name: str) -> re.Pattern[str]:
    # Between any two pieces (a change from letters to digits or to a capital counts) may stand what
    # authors put or leave out: "ResNet-50", "ResNet 50", "ResNet50"; "U-Net", "UNet".
    body = r"[\s_-]*".join(re.escape(p) for p in _JOINT.split(name) if p)
    # A unit may be glued to its number ("1.6GHz"), and a superscript reference to a name ("Keras41").
    before = r"(?<![^\W\d_])" if name[0].isalpha() else r"(?<![^\W_])"
    behind = r"(?:s|es|'s)?(?:\d{1,3}(?:,\d{1,3})*)?" if name[-1].islower() else r"(?:s|es|'s)?"
    return re.compile(rf"{before}{body}{behind}(?![^\W_])", re.IGNORECASE)


def _singular(name: str) -> str:
    """ "CNNs" -> "CNN"; other words keep their end, for the pattern allows a plural."""
    return name[:-1] if re.search(r"[A-Z0-9]s$", name) else name


def _squeezed(text: str) -> str:
    return re.sub(r"[\s_-]+", "", normalised(text)).lower()

"""Errors planted into true sentences, to learn which of them the support check lets through.

All choices are drawn from a generator that is seeded with the sentence: the same sentence gets the
same error in every run, whatever else is measured. The planting shares no code with the check: it
has its own notion of what a number or a name is, so that neither can flatter the other.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence

_NUMBER = re.compile(r"(?<![\w.,/-])\d+(?:,\d{3})*(?:\.\d+)?(?![\w/-]|\.\d|,\d)")
# "Keras", "Raspberry Pi", "GBIF", "LabelImg", "VGG-16".
_NAME = re.compile(
    r"(?<![\w-])(?:[A-Z][a-z]+(?:[ ][A-Z][a-z]+)+|[A-Za-z]*[A-Z][A-Za-z]*[A-Z0-9][\w-]*|[A-Z][a-z]{3,})"
    r"(?![\w-])"
)
_AUXILIARY = re.compile(r"\b(was|were|is|are|has|have|had|can|could|will|did|does|do)\b(?! not| no\b|n't)")
_VERB = re.compile(
    r"\b(use|used|train|trained|show|find|found|apply|applied|achieved|increased|decreased|provides?)\b"
)
_NEGATION = re.compile(r"\b(?:not|never)\s+|\bcannot\b|\bno\b|\bwithout\b", re.IGNORECASE)
_DIRECTION_WORDS = """
    increase/decrease increased/decreased increases/decreases increasing/decreasing higher/lower
    highest/lowest high/low more/fewer better/worse best/worst larger/smaller large/small largest/smallest
    greater/smaller before/after positive/negative first/last strong/weak maximum/minimum long/short
    longer/shorter faster/slower improved/worsened gain/loss above/below most/least early/late
    supervised/unsupervised manual/automatic manually/automatically same/different often/rarely all/none
    with/without
"""
_DIRECTIONS = [(a, b) for a, _, b in (pair.partition("/") for pair in _DIRECTION_WORDS.split())]
_NAMELESS = frozenset(
    ["The", "This", "These", "Those", "However", "For", "Our", "Their", "While", "When", "Figure", "Table"]
)

# What models write when they have nothing to say; each must be refused, whatever the paper.
ADVICE = (
    "It is important to set a random seed so that the results can be reproduced.",
    "In general, data augmentation helps to prevent overfitting.",
    "Common strategies include cross-validation, early stopping and ensembling.",
    "Researchers should consider sharing their code on a public platform such as GitHub.",
    "Typically, the data are divided into training, validation and test sets.",
    "Best practices suggest tuning the learning rate with a grid search.",
    "It can be inferred that the images were normalised before training.",
    "The model was likely implemented in TensorFlow or PyTorch.",
    "Using techniques like dropout can help to reduce the variance of the model.",
    "It is reasonable to assume that standard preprocessing was applied.",
    "For more information, please contact the authors of the study.",
    "Metrics such as accuracy, precision, recall and the F1-score are often used to evaluate models.",
    "Setting a fixed seed is a common practice in machine learning.",
    "This ensures that the model generalises well to unseen data.",
    "The model was deployed on Amazon Web Services.",
    "Without this information, readers may find the results hard to reproduce.",
)


def names(text: str) -> list[str]:
    """Names within ``text``.

    The first word of a sentence counts only where its form gives it away, and a plain word with a
    capital only where ``text`` never writes it without.
    """
    found = []
    plain_words = set(re.findall(r"\b[a-z]+\b", text))
    for match in _NAME.finditer(text):
        name = match.group()
        at_start = match.start() == 0 or re.search(r"[.!?:(\[\"“]\s*$", text[: match.start()]) is not None
        plain = re.fullmatch(r"[A-Z][a-z]+(?: [A-Z][a-z]+)*", name) is not None
        also_plain = plain and all(word.lower() in plain_words for word in name.split())
        if not (plain and at_start) and not also_plain and name.split()[0] not in _NAMELESS:
            found.append(name)
    return found


def other_number(sentence: str) -> str | None:
    """``sentence`` with one number changed by a slip: a digit, a decimal point, or a small step."""
    matches = _numbers(sentence)
    if not matches:
        return None
    dice = random.Random(f"number {sentence}")
    match = dice.choice(matches)
    old = match.group()
    position = dice.choice([i for i, c in enumerate(old) if c.isdigit()])
    digit = dice.choice([d for d in "123456789" if d != old[position]])
    return sentence[: match.start()] + old[:position] + digit + old[position + 1 :] + sentence[match.end() :]


def number_from(sentence: str, elsewhere: str) -> str | None:
    """``sentence`` with one number replaced by another one that stands in ``elsewhere``."""
    matches = _numbers(sentence)
    inside = {m.group() for m in matches}
    candidates = sorted({m.group() for m in _NUMBER.finditer(elsewhere)} - inside)
    if not matches or not candidates:
        return None
    dice = random.Random(f"number from {sentence}")
    match = dice.choice(matches)
    return sentence[: match.start()] + dice.choice(candidates) + sentence[match.end() :]


def name_from(sentence: str, elsewhere: Sequence[str], seen: str = "") -> str | None:
    """``sentence`` with one name replaced by another one out of ``elsewhere``.

    seen: the text that tells which names are names of one thing.
    """
    inside = names(sentence)
    known = sentence.casefold()
    others = sorted({n for n in elsewhere if n.casefold() not in known and not any(i in n for i in inside)})
    if not inside or not others:
        return None
    dice = random.Random(f"name {sentence}")
    old, drawn = dice.choice(inside), dice.choice(others)
    # What is no error is drawn again, so that all other sentences keep the error that they had.
    fair = [n for n in others if _is_another(n, old, sentence, seen)]
    if not fair:
        return None
    return sentence.replace(old, drawn if drawn in fair else dice.choice(fair), 1)


def _is_another(new: str, old: str, sentence: str, seen: str) -> bool:
    """Whether ``new`` in the place of ``old`` makes another statement of ``sentence``.

    It does not where ``seen`` brackets one behind the other ("Herbarium Senckenbergianum (FR)"), where
    one is made of the words that the other abbreviates ("Union" for IoU), or where the sentence names
    it as well, but for the number of a reference ("Earth38" beside "Google Earth").
    """
    text = re.sub(r"\s+", " ", seen).casefold()
    one, other = old.casefold(), new.casefold()
    if f"{one} ({other}" in text or f"{other} ({one}" in text:
        return False
    if set(_words(other)) <= _long_form(one, text) or set(_words(one)) <= _long_form(other, text):
        return False
    bare = re.sub(r"\d+$", "", other)
    return bare == other or re.search(rf"\b{re.escape(bare)}\b", sentence.casefold()) is None


def _long_form(acronym: str, text: str) -> frozenset[str]:
    """Return the words of ``text`` that ``acronym`` stands for, letter by letter."""
    letters = re.sub(r"[^a-z]", "", acronym)
    if not 2 < len(letters) < 7 or " " in acronym:
        return frozenset()
    words = _words(text)
    initials = "".join(w[0] for w in words)
    found: set[str] = set()
    at = initials.find(letters)
    while at >= 0:
        found.update(words[at : at + len(letters)])
        at = initials.find(letters, at + 1)
    return frozenset(found)


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z]+", text)


def negation_flipped(sentence: str) -> str | None:
    """``sentence`` without its negation, or with one."""
    if (match := _NEGATION.search(sentence)) is not None:
        instead = {"cannot": "can", "no": "a", "without": "with"}.get(match.group().lower(), "")
        return sentence[: match.start()] + instead + sentence[match.end() :]
    if (match := _AUXILIARY.search(sentence)) is not None:
        return f"{sentence[: match.end()]} not{sentence[match.end() :]}"
    if (match := _VERB.search(sentence)) is not None:
        return f"{sentence[: match.start()]}never {sentence[match.start() :]}"
    return None


def direction_turned(sentence: str) -> str | None:
    """``sentence`` with one word turned into its opposite."""
    pairs = {a: b for left, right in _DIRECTIONS for a, b in ((left, right), (right, left))}
    words = set(re.findall(r"\b[a-z]+\b", sentence))
    # "the first and last layer" would only become odd.
    matches = [
        m
        for m in re.finditer(r"\b[a-z]+\b", sentence)
        if m.group() in pairs and pairs[m.group()] not in words
    ]
    if not matches:
        return None
    match = random.Random(f"direction {sentence}").choice(matches)
    return sentence[: match.start()] + pairs[match.group()] + sentence[match.end() :]


def _numbers(sentence: str) -> list[re.Match[str]]:
    """Return the numbers of a sentence, without counts and names of figures, parts and releases."""
    return [
        m
        for m in _NUMBER.finditer(sentence)
        if not re.search(
            r"(?:^|\b(?:Fig|Figs|Figure|Table|Section|Biology|Task|v)\.?\s*|\[(?:[\d,; -]*))\(?$",
            sentence[: m.start()],
        )
    ]


def exchanges(what: str, sentence: str, elsewhere: str, most: int) -> Iterator[tuple[int, str, str]]:
    """Sentences with one number (or name) exchanged for one of ``elsewhere``: place, new item, text.

    most: exchanges of each number or name.
    """
    dice = random.Random(f"exchanges {sentence}")
    if what == "numbers":
        places = [(m.start(), m.group()) for m in _numbers(sentence)]
        others = {m.group() for m in _NUMBER.finditer(elsewhere)} - {old for _, old in places}
    else:
        inside = names(sentence)
        places = [(sentence.index(name), name) for name in dict.fromkeys(inside)]
        known = sentence.casefold()
        others = {
            n for n in names(elsewhere) if n.casefold() not in known and not any(i in n for i in inside)
        }
    for at, old in places:
        drawn = dice.sample(sorted(others), min(most, len(others)))
        for new in (
            drawn if what == "numbers" else [n for n in drawn if _is_another(n, old, sentence, elsewhere)]
        ):
            yield at, new, sentence[:at] + new + sentence[at + len(old) :]

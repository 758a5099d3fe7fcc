"""Raised and lowered characters in a notation that keeps their meaning: ``10^5``, ``x_i``, ``shown [3].``

The notation is the one of the other readers (`generator.reading.raised`). In their formats the file says what
is an exponent and what the number of a note; here the characters around it must.

    >>> from generator.reading.pdf.fonts import NO_FONT
    >>> from generator.reading.pdf.page_words import Word
    >>> def row(base, raised):
    ...     words = [Word(base, 0, 50, 700, 10, NO_FONT), Word(raised, 50, 54, 696, 7, NO_FONT)]
    ...     words[1].glued = True
    ...     return text_with_scripts(words)[0]
    >>> row("10", "5"), row("shown.", "3"), row("CO", "2")
    ('10^5', 'shown [3].', 'CO [2]')
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol

from generator.reading.note_numbers import bracket_takes_power

# Shares of the type size of the text around.
_MAX_SMALL = 0.88  # size of a script
_MIN_RAISE = 0.12  # of a small word's baseline
_MIN_LOWERING = 0.05
_MIN_RAISE_FULL_SIZE = 0.25  # of the baseline of a word in the size of the text
_MAX_UNEVEN = 0.6  # points by which baselines of words on one line differ
_TOUCHING = 0.08  # white between a base and a script that belongs to it
_CENTRED = 0.3  # sum of the edges by which numerator and denominator may differ
_MAX_CHARS = 24  # characters of a script; what is longer is a line of its own
_MAX_RUN = 6  # words of one script
# Values of exponents; larger numbers at these places are those of notes.
_MAX_POWER_OF_TEN, _MAX_UNIT_POWER, _MAX_POWER = 99, 4, 9
_MAX_NOTE_ON_TWO = 3  # "2" with no sign before it and a number up to this is a value with a note
_LABEL_CHARS = 60  # characters before a number among which the word that it belongs to is searched
_OPENING = "([{"


class PlacedWord(Protocol):
    """A word with its place: the part of ``Word`` that this module and `underscores` need."""

    text: str
    x0: float
    x1: float
    y: float
    size: float
    glued: bool


_CHARGE = re.compile(r"\d{0,2}[+\-−–⁺⁻]|[+\-−–]\d?/[+\-−–]|\+/?\+")
_SIGNED = re.compile(r"[+\-−–]\s?\d{1,4}(?:[.,/]\d{1,4})?[a-z]?")
_NUMBER = re.compile(r"\d{1,4}")
_FRACTION = re.compile(r"\d{1,2}[./]\d{1,3}")
_NOTES = re.compile(
    r"[\[(]?\d{1,3}[a-z]?(?:\s?[,;–‐−\-]\s?\d{1,3}[a-z]?){0,30}\s?(?:,?\s?[*∗†‡§¶#]){0,4}\s?[,;]?[\])]?"
)
_NUMBERS = re.compile(r"([^*∗†‡§¶#]{1,200}?)[,\s]{0,3}([*∗†‡§¶#][*∗†‡§¶#,\s]{0,10})?([,;]?)")
_ENDINGS = frozenset(["st", "nd", "rd", "th", "er", "ère", "e", "ª", "º", "®", "™", "©", "TM", "(R)", "SM"])
# Raised figures with the stop of the sentence raised as well, before or behind them.
_STOP_AND_NOTES = re.compile(
    r"([.,;])(\d{1,3}(?:[,;–‐−-]\d{1,3}){0,30})|(\d{1,3}(?:[,;–‐−-]\d{1,3}){0,30})(\.)"
)
_DEGREES = re.compile(r"(?<!\d)\d{1,3}(?:[.,]\d)?$")  # of an angle, or a numeral: 1° ano
_WORD_END = re.compile(r"(?:[^\W\d_]{2}|[)\]%”’\"])$")
_MARKS = "*∗†‡§¶#‖'’′″®™©◊"
_RINGS = frozenset("◦∘°˚○")
# Units that take an exponent without a sign, and those of them that are words as well.
_SQUARED = frozenset({
    "m", "cm", "mm", "km", "dm", "nm", "µm", "μm", "um", "ft", "in", "yd", "mi", "s", "h", "Å", "pc", "Mpc",
    "kpc", "eV", "keV", "MeV", "GeV", "V", "Hz", "px", "rad",
})  # fmt: skip
_WORDS_AS_WELL = frozenset(["in", "mi", "rad", "um"])
_LABEL = re.compile(
    r"(?:\b(?:version|release|table|figures?|figs?\.?|eqs?\.?|equations?|sections?|chapter|steps?|stages?|phase|"
    r"days?|weeks?|months?|years?|aged?|levels?|grades?|types?|models?|stud(?:y|ies)|experiments?|trials?|class|"
    r"groups?|items?|page|pp?\.|no\.?|nr\.?|numbers?|question|wave|round|cluster|cohort|appendix|ref\.?|Windows|SPSS|Stata|MATLAB|Python|SAS)\s?"
    r"|[A-Za-z]-|(?<![.!?:;]\s)(?<!^)\b[A-Z][A-Za-z]{1,20}\s|\b(?:19|20)\d\d\s)$"
)
# Words behind which a single letter is a name: the 5 of "vitamin D5" is the number of a note.
_NAMED_BY_LETTER = re.compile(
    r"\b(?:vitamins?|hepatitis|influenza|coenzyme|proteins?|factors?|panels?|groups?|types?|class|grades?|"
    r"appendix|tables?|figures?|phase|models?|software|languages?|programs?|packages?)\s$",
    re.I,
)
_ABBREVIATED = re.compile(r"(?:\bal|\b[A-Z]|\betc|\bvs|\bcf|\be\.g|\bi\.e)\.$")
_ELEMENT = re.compile(r"[A-Z][a-z]?(?![a-z]|[A-Z]{3})")
_MASS = re.compile(r"\d{1,3}m?")
_SUMS = frozenset("∑∏∐∫∮⋃⋂⨁⨂⋁⋀⨆")
# Behind a raised letter a lowered one belongs to the same base: "h^⊤_i".
_UNDER = re.compile(r"[A-Za-zΑ-Ωα-ω)\]∑∏∫]\^[^\s^_]{1,6}$")
# A number whose power the text states: "we have 2^2 = 4 states".
_POWER = re.compile(r"(?:^|\s)(?:\d|\d\d)$")
_LAST_TOKEN = re.compile(r"[^\W\d_]{1,40}$")
_LAST_NUMBER = re.compile(r"\d[\d.,]{0,20}$|\d$")


def script_levels(words: Sequence[PlacedWord]) -> list[int] | None:
    """Return for each word 1 if raised, -1 if lowered, 0 if on the line; None if all are on the line."""
    first = words[0]
    size, base = first.size, first.y
    for word in words:
        rise = word.y - base
        if (
            (word.size != size and (word.size < _MAX_SMALL * size or size < _MAX_SMALL * word.size))
            or rise > _MAX_UNEVEN
            or rise < -_MAX_UNEVEN
        ):
            break
    else:
        return None
    largest = max(w.size for w in words)
    reference = next(w for w in words if w.size >= _MAX_SMALL * largest)
    found = []
    for word in words:
        rise = reference.y - word.y
        small = word.size <= _MAX_SMALL * reference.size
        if (small and rise >= _MIN_RAISE * reference.size) or rise >= _MIN_RAISE_FULL_SIZE * reference.size:
            found.append(1)
        elif small and -rise >= _MIN_LOWERING * reference.size:
            found.append(-1)
        else:
            found.append(0)
            if not small:
                reference = word
    return found if any(found) else None


def text_with_scripts(words: Sequence[PlacedWord]) -> tuple[str, list[int]]:
    """Return the text of words that follow one another, and where in it each begins."""
    heights = script_levels(words) if len(words) > 1 else None
    text = ""
    starts: list[int] = []
    if heights is None:
        for word in words:
            if starts and not word.glued:
                text += " "
            starts.append(len(text))
            text += word.text
        return text, starts
    index = 0
    apart = False  # the next word must not touch the text so far
    while index < len(words):
        end = index + 1
        while end < len(words) and heights[end] == heights[index] != 0:
            end += 1
        run = words[index:end]
        if heights[index] == 0 or len(run) > _MAX_RUN:
            end = index + 1
            word = words[index]
            if starts and (not word.glued or (apart and word.text[0].isalnum())):
                text += " "
            starts.append(len(text))
            text += word.text
            apart = False
        else:
            if fraction := _fraction(text, words, heights, index):
                text += fraction if text.endswith(tuple(_OPENING)) or not text else f" {fraction}"
                starts.extend((len(text) - len(fraction), len(text) - len(words[index + 1].text)))
                index, apart = index + 2, True
                continue
            inside = "".join(w.text if w.glued or w is run[0] else f" {w.text}" for w in run)
            glued = bool(text) and (run[0].glued or _touches(words[index - 1], run[0]))
            behind = words[end] if end < len(words) else None
            following = behind.text if behind is not None and (behind.glued or behind.text == "=") else ""
            add = _raised if heights[index] > 0 else _lowered
            before = len(text)
            text, at, apart = add(text, inside, glued, following)
            starts.extend(_starts(run, at if at >= 0 else before))
        index = end
    return text, starts


def _fraction(text: str, words: Sequence[PlacedWord], heights: Sequence[int], index: int) -> str:
    """Return a raised figure right above a lowered one as ``1/2``; empty if they may be scripts of a base."""
    if heights[index : index + 2] != [1, -1] or text[-1:].isalnum() or text[-1:] in ")]}|′’∑∏∫":
        return ""
    above, below = words[index], words[index + 1]
    alike = abs(above.x0 + above.x1 - below.x0 - below.x1) < _CENTRED * above.size
    return f"{above.text}/{below.text}" if alike and (above.text + below.text).isdigit() else ""


def _touches(before: PlacedWord, word: PlacedWord) -> bool:
    """Return True if no white is between two words."""
    return word.x0 - before.x1 < _TOUCHING * max(before.size, word.size)


def _starts(run: Sequence[PlacedWord], at: int) -> list[int]:
    """Return where each word of a script begins in the text; the first begins at ``at``."""
    starts = []
    for index, word in enumerate(run):
        if index and not word.glued:
            at += 1
        starts.append(at)
        at += len(word.text)
    return starts


# The text, where the script begins in it, and whether the next word must not touch it.
ScriptResult = tuple[str, int, bool]


def _raised(text: str, inside: str, glued: bool, following: str) -> ScriptResult:
    """Add a raised script as an exponent, a note, a degree sign, or as it is."""
    if len(inside) > _MAX_CHARS:
        return _plain(text, inside, glued=False, apart=True)
    tail = text[-1:]
    if (inside in _RINGS and (tail.isdigit() or tail in "Nn")) or (
        inside in ("o", "0", "O") and tail.isdigit() and following[:1] in ("C", "F")
    ):
        return _plain(text, "°", glued=glued or not following, apart=False)
    isotope = _ELEMENT.match(following) is not None and _MASS.fullmatch(inside) is not None
    if not text or (not glued and (tail in "([{/–—" or following[:1].isalpha())):
        # A mark before its note, or the mass of an isotope: 13C.
        return _plain(text, inside, glued=glued, apart=not isotope)
    if isotope and tail in "δΔ([{/–—-‐":
        return _plain(text, inside, glued=True, apart=False)
    if isotope and tail.isdigit() and glued:
        return _plain(text + "^", inside, glued=True, apart=False)  # the term of an atom: 2^3S1
    if inside in ("o", "0", "O") and glued and _DEGREES.search(text) and not _is_exponent(text, inside):
        return _plain(text, "°", glued=True, apart=False)  # no note has the number 0
    if inside in _ENDINGS or inside[0] in _MARKS:
        return _plain(text, inside, glued=glued, apart=True)
    if (stop := _STOP_AND_NOTES.fullmatch(inside)) and glued and _WORD_END.search(text[-3:]):
        return _note(f"{text}{stop[1] or stop[4]}", stop[2] or stop[3])
    notes = _NOTES.fullmatch(inside) is not None
    if glued and tail in _SUMS:
        return _plain(text + "^", inside, glued=True, apart=False)
    if not notes:
        if not glued or not (tail.isalnum() or tail in ")]}|′’"):
            return _plain(text, inside, glued=glued, apart=True)
        return _plain(text + "^", inside, glued=True, apart=False)
    squared = glued and following == "=" and _POWER.search(text[-_MAX_CHARS:]) is not None
    if squared or (glued and _is_exponent(text, inside)):
        return _plain(text + "^", inside, glued=True, apart=inside[-1].isdigit() and following[:1].isdigit())
    return _note(text, inside)


def _note(text: str, inside: str) -> ScriptResult:
    """Add the number of a note or reference in brackets, before the stop behind which it is printed."""
    found = _NUMBERS.fullmatch(inside.strip("[]() "))
    numbers, marks, rest = (found[1], (found[2] or "").strip(", "), found[3]) if found else (inside, "", "")
    if text[-1] in ".,;:" and not _ABBREVIATED.search(text[-8:]):
        text, rest = text[:-1], text[-1]
    text += "[" if text[-1:] in (" ", "(", "[") else " ["
    return f"{text}{numbers}]{marks}{rest}", len(text), True


def _is_exponent(text: str, inside: str) -> bool:
    """Return True if a raised number behind ``text`` is an exponent or a charge, and not a note."""
    tail = text[-1]
    if _CHARGE.fullmatch(inside) or _SIGNED.fullmatch(inside):
        return tail.isalnum() or tail in ")]"
    if not (_NUMBER.fullmatch(inside) or _FRACTION.fullmatch(inside)):
        return False
    value = int(inside) if inside.isdigit() else 1
    if tail.isdigit():
        found = _LAST_NUMBER.search(text[-24:])
        base = found[0] if found else tail
        before = text[: len(text) - len(base)][-_LABEL_CHARS:]
        if _LABEL.search(before) or (before[-1:].isalpha() and before[-1:] not in "xX"):
            return False
        if base == "10":
            return value <= _MAX_POWER_OF_TEN
        return base == "2" and (
            value > _MAX_NOTE_ON_TWO or before.rstrip()[-1:] in ("", "=", "×", "<", ">", "+", "−", "≤", "≥")
        )
    if tail.isalpha():
        word = _LAST_TOKEN.search(text[-44:])
        if word is None:
            return value <= _MAX_POWER
        before = text[: len(text) - len(word[0])][-_LABEL_CHARS:]
        if len(word[0]) == 1:
            return value <= _MAX_POWER and not (word[0].isupper() and _NAMED_BY_LETTER.search(before))
        follows = r"\d\s?$|[/·]$" if word[0] in _WORDS_AS_WELL else r"[\d\s/(·.)]$|^$"
        return word[0] in _SQUARED and value <= _MAX_UNIT_POWER and re.search(follows, before) is not None
    # Of a bracket with a formula in it; behind words it is a note.
    return tail in ")]}|" and value <= _MAX_POWER and bracket_takes_power(text)


def _lowered(text: str, inside: str, glued: bool, following: str) -> ScriptResult:
    """Add a lowered script: behind ``_`` if it is an index, without a sign in a formula as H2O."""
    apart = inside[-1].isdigit() and following[:1].isdigit()
    if not glued or len(inside) > _MAX_CHARS:
        return _plain(text, inside, glued=glued, apart=apart)
    if text[-1] in _SUMS or _UNDER.search(text[-_MAX_CHARS:]):
        text += "_"
        return _plain(text, inside, glued=True, apart=apart)
    number = inside.strip("+-−–±*′, ").isdigit() or (
        text[-2:].isupper() and re.fullmatch(r"\d{1,2}\.\d{1,2}", inside) is not None  # PM2.5
    )
    if text[-1].isdigit() or (text[-1].isalpha() and not number and inside[0].isalnum()):
        text += "_"
    return _plain(text, inside, glued=True, apart=apart)


def _plain(text: str, inside: str, *, glued: bool, apart: bool) -> ScriptResult:
    """Add a script without a sign of its own."""
    if text and not glued:
        text += " "
    return text + inside, len(text), apart

"""Telling the raised number of a note or reference from an exponent, by the words before it.

Many publishers raise both in the same way, and mark neither: ``m<sup>2</sup>``, ``lamps<sup>4</sup>``.

>>> [is_note_number(text, "2") for text in ("area of 5 m", "dose of 5 mg", "moths flew to lamps", "(x - y)")]
[False, True, True, False]
"""

from __future__ import annotations

import re

LOOK_BACK = 60  # characters before a number that are enough to decide

_MAX_POWER = 9  # larger numbers behind a bracket or a word are those of notes
# A measured value, or a figure of statistics, alone in brackets behind words: no base of a power.
_ASIDE = re.compile(
    r"(?:[^\W\d_]{3}|%)\s\((?:[<>≤≥~=]\s?)?(?:\d[\d.,]{0,12}\s?(?:%|[A-Za-zµμ/]{0,6}[A-Za-z]{2})"
    r"|[nNpP]\s?[=<>≤≥]\s?\d?[\d.,]{1,12}%?)\)$"
)
_REFERENCE = re.compile(r"[\d,;\s–-]{1,40}")
_OPERATORS = frozenset("/×*·+−=")
_MIN_PROSE_WORDS = 2  # before a word in running text
_AFTER_WORDS = frozenset(".,;:?!…%”\"’'»")
_LAST_WORD = re.compile(r"[^\W\d_]{1,40}$")
_MIN_WORD = 4  # letters of a word that is neither a unit nor a variable
# Words of four letters and more that are squared or cubed: units, and letters by their names.
_WITH_POWERS = re.compile(
    r"(?:met(?:er|re)|mile|inch(?:es)?|foot|feet|yard|pixel|voxel|micron|second|hour|degree|alpha|beta|gamma"
    r"|delta|omega|sigma|theta|lambda|kappa|sinh?|cosh?|tanh?|log)s?",
    re.IGNORECASE,
)
# Units of which nobody writes powers, behind a number: without one, "g" may be a variable.
_WITHOUT_POWERS = re.compile(
    r"(?:\d\s?|\d\s?[A-Za-zµμ]{1,5}[/·])(?:[mµμunpk]?g|[mµμnpd]?[lL]|[mµμnpfk]?mol|[mµμn]M|min|hrs?|days?|wks?|yrs?|[kMG]?Hz|[kM]?Da|[kM]?bp"
    r"|[kM]b|rpm|pp[mb]|dB|IU|kcal|cal|kJ)$"
)
_FUNCTIONS = frozenset(("sin", "cos", "tan", "log", "exp", "chi", "eta", "phi", "psi", "rho", "tau", "sp"))
_POWERED_UNITS = frozenset(
    ("cm", "mm", "km", "dm", "nm", "µm", "μm", "um", "ft", "yd", "mi", "px", "pc", "kpc", "rad", "eV")
)
_INCHES = re.compile(r"\d\s?in$")  # without a number it is a word
_MAX_UNIT_POWER = 4


def is_note_number(text: str, numbers: str, *, linked: bool = False) -> bool:
    """Return True if raised ``numbers`` after ``text`` are those of notes, False if they may be an exponent.

    text: at least the last `LOOK_BACK` characters before them. numbers: one, or several with commas or
    dashes. linked: the format marks references as links, which these numbers are not. In doubt they are an
    exponent: its mark keeps it apart from what is before it.
    """
    tail = text[-1:]
    if not tail or tail.isspace() or tail.isdigit():
        return False
    if tail in _AFTER_WORDS:
        return True
    value = int(numbers) if numbers.isdigit() else None
    if tail in ")]":
        return value is None or value > _MAX_POWER or not bracket_takes_power(text)
    word = _LAST_WORD.search(text)
    if word is None:
        return False
    if value is None:
        return True
    letters = word[0]
    if _WITHOUT_POWERS.search(text):
        return True
    if len(letters) >= _MIN_WORD:
        if _WITH_POWERS.fullmatch(letters):
            return False
        # "weight/height" squared, and "Day number" squared, which stands alone in a cell.
        before = text[: word.start()]
        factor = before.rstrip()[-1:] in _OPERATORS or len(before.split()) < _MIN_PROSE_WORDS
        return not (value in (2, 3) and (linked or factor))
    if len(letters) == 1 or letters in _FUNCTIONS:
        return False
    if letters in _POWERED_UNITS or _INCHES.search(text):
        return value > _MAX_UNIT_POWER
    if letters.islower():  # "deg" squared, or a short word
        return value == 1 or value > _MAX_UNIT_POWER
    return letters.isupper() and value > _MAX_POWER


def runs_into_word(text: str) -> bool:
    """Return True if an exponent right behind ``text`` would look like a part of its last word: "Age2".

    Units and variables of one letter are written without a mark: "cm2", "R2".
    """
    word = _LAST_WORD.search(text)
    is_plain = word is None or len(word[0]) == 1 or word[0] in _POWERED_UNITS or word[0] == "sp"
    return not is_plain and _INCHES.search(text) is None


def bracket_takes_power(text: str) -> bool:
    """Return True if ``text`` ends with a formula in brackets; behind words in brackets stands a note."""
    if text[-1] == ")" and _ASIDE.search(text[-LOOK_BACK:]):
        return False
    opened = text.rfind("([{|"[")]}|".index(text[-1])], 0, -1) if text[-1:] in ")]}|" else -1
    inside = text[opened + 1 : -1]
    is_reference = text[-1] == "]" and _REFERENCE.fullmatch(inside) is not None
    return opened >= 0 and not is_reference and re.search(r"[^\W\d_]{3}", inside) is None

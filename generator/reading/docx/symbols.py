"""Characters that symbol fonts draw in place of letters: Symbol's Greek, Wingdings' ticks and arrows.

>>> in_font("m", "Symbol"), in_font("\\uf0fc", "Wingdings"), in_font("m", "Arial")
('μ', '✓', 'm')
"""

from __future__ import annotations

from generator.core.paper import UNREADABLE

# The font "Symbol" has Greek letters in the places of Latin ones.
_SYMBOL = (
    dict(zip("abcdefghijklmnopqrstuvwxyz", "αβχδεφγηιϕκλμνοπθρστυϖωξψζ", strict=True))
    | dict(zip("ABCDEFGHIKLMNOPQRSTUWXYZ", "ΑΒΧΔΕΦΓΗΙΚΛΜΝΟΠΘΡΣΤΥΩΞΨΖ", strict=True))
    | dict(zip("\xb1\xb4\xb0\xa3\xb3\xb9\xbb\xa5\xae\xce", "±×°≤≥≠≈∞→∈", strict=True))
    | {"-": "−"}
)
_WINGDINGS = dict(zip("\xfc\xfe\xfb\xfd\xa8\x6f\xe0\xdf\xe8\x9f\xa7\x6c", "✓☑✗☒☐☐→←➔•▪●", strict=True))
_PRIVATE = 0xF000  # to a font's codes, Word adds this, which leads to places of Unicode without characters


def in_font(text: str, font: str) -> str:
    """Return what a font shows for ``text``; U+FFFD for characters whose symbol is unknown."""
    name = font.lower()
    if name == "symbol":
        return "".join(_SYMBOL.get(letter, letter) for letter in map(_own_code, text))
    if name.startswith(("wingdings", "webdings", "marlett")):
        known = _WINGDINGS if name == "wingdings" else {}
        return "".join(c if c.isspace() else known.get(_own_code(c), UNREADABLE) for c in text)
    if text.isascii():
        return text
    return "".join(map(_own_code, text)) if font else "".join(map(_unknown, text))


def _own_code(character: str) -> str:
    """Return the character at the place of the font's own code."""
    code = ord(character)
    return chr(code - _PRIVATE) if _PRIVATE + 0x20 <= code < _PRIVATE + 0x100 else character


def _unknown(character: str) -> str:
    """Return the character, or the mark if only its font, which is not known, says what it is."""
    return character if _own_code(character) == character else UNREADABLE

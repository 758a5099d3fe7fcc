r"""Formulas and special characters of LaTeX as readable text.

>>> formula_text(r"x_{i}^{2} \leq \frac{a+1}{b}")
'x_i^2 ≤ (a+1)/b'
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Any

from generator.reading.mathml import tex_text

# Commands for accents, with their combining characters.
ACCENTS = {
    **dict(zip("`'^\"~=.", "\u0300\u0301\u0302\u0308\u0303\u0304\u0307", strict=True)),
    **dict(zip("uvHcdbkr", "\u0306\u030c\u030b\u0327\u0323\u0331\u0328\u030a", strict=True)),
}
_FRACTION = re.compile(r"\\[dtc]?frac\s*\{([^{}]*)\}\s*\{([^{}]*)\}")
# Arguments of one sign need no braces: \\frac12, \\sqrt2.
_ARGUMENT = r"\s*(?:\{([^{}]*)\}|([0-9]|(?<![A-Za-z])[A-Za-z]|\\[A-Za-z]+))"
_UNBRACED = re.compile(rf"(\\[dtc]?frac)(?![A-Za-z]){_ARGUMENT}{_ARGUMENT}")
_UNBRACED_ROOT = re.compile(r"(\\sqrt)(?![A-Za-z])\s*([0-9]|(?<=\s)[A-Za-z])")
# TeX raises and lowers one sign only, if there are no braces: "x^10" is x^1 and 0.
_ONE_SIGN = re.compile(r"([_^])([0-9])(?=[0-9])")
_ROOT = re.compile(r"\\sqrt\s*\{([^{}]*)\}")
_GROUPED = re.compile(
    r"\\(?:boldsymbol|bm|mathbf|mathrm|mathit|mathsf|textup|mathcal|mathbb|bar|hat|tilde|vec)\s*\{([^{}]*)\}"
)
_SINGLE = re.compile(r"([_^])\{([^\s{}\\]|[+−-]?[0-9]{1,4}|[A-Za-z]{1,12})\}")
_NUMBERING = re.compile(r"\\(?:label|tag)\*?\s*\{[^{}]*\}|\\(?:notag|nonumber)\b")
_ENVIRONMENT = re.compile(r"\\(?:begin|end)\s*\{[A-Za-z]{1,20}\*?\}(?:\{[lcr|@{}. ]{0,20}\})?")
_COMMAND = re.compile(r"\\([A-Za-z]+)")
_MAX_FORMULA_DEPTH = 6  # a fraction in a fraction in a root
_MAX_SIGN_CHARS = 4  # a longer replacement is text, not a character


def formula_text(source: str) -> str:
    """Return a formula on one line: ``(a)/(b)``, ``x_i^2 ≤ 3``; what does not fit on one stays as source."""
    source = _ENVIRONMENT.sub(" ", _NUMBERING.sub(" ", source))
    source = _ONE_SIGN.sub(r"\1{\2}", _UNBRACED_ROOT.sub(r"\1{\2}", _UNBRACED.sub(_braced, source)))
    for _ in range(_MAX_FORMULA_DEPTH):
        source, groups = _GROUPED.subn(r"\1", source)
        source, fractions = _FRACTION.subn(_fraction, source)
        source, roots = _ROOT.subn(lambda m: f"√{_group(m[1])}", source)
        source, singles = _SINGLE.subn(_script, source)
        if not groups + fractions + roots + singles:
            break
    return _COMMAND.sub(lambda m: sign(m[1], ascii_too=False) or m[0], tex_text(source))


def _braced(match: re.Match[str]) -> str:
    """Return a fraction with both arguments in braces."""
    above, below = (next(filter(None, pair), "") for pair in (match.group(2, 3), match.group(4, 5)))
    return f"{match[1]}{{{above}}}{{{below}}}"


def _script(match: re.Match[str]) -> str:
    """Return a script without braces, apart from what follows: ``log_10 5``."""
    last, following = match[2][-1], match.string[match.end() : match.end() + 1]
    runs_on = following.isdigit() if last.isdigit() else last.isalpha() and following.isalnum()
    return f"{match[1]}{match[2]}{' ' if runs_on else ''}"


def _fraction(match: re.Match[str]) -> str:
    """Return a fraction on the line, apart from a whole number before it: 1 1/2 is not 11/2."""
    apart = match.string[max(match.start() - 1, 0) : match.start()].isdigit()
    return f"{' ' if apart else ''}{_group(match[1])}/{_group(match[2])}"


def _group(part: str) -> str:
    part = part.strip()
    return part if re.fullmatch(r"[\w.]+", part) else f"({part})"


@cache
def _database() -> Any:
    from pylatexenc.latex2text import get_default_latex_context_db

    return get_default_latex_context_db()


@cache
def sign(name: str, ascii_too: bool = True) -> str:
    """Return the characters that a command without arguments prints (``ss``: ß); empty for other commands.

    ascii_too: True to return ASCII characters too; False for the signs that a formula keeps.
    """
    spec = _database().get_macro_spec(name)
    shown = getattr(spec, "simplify_repl", None)
    if not isinstance(shown, str) or "%" in shown or not shown.strip() or len(shown) > _MAX_SIGN_CHARS:
        return ""
    return shown if ascii_too or not shown.isascii() else ""


def accented(accent: str, letter: str) -> str:
    """Return ``letter`` with the accent that the command ``accent`` puts on it."""
    letter = {"ı": "i", "ȷ": "j"}.get(letter, letter)
    return unicodedata.normalize("NFC", letter[:1] + ACCENTS[accent]) + letter[1:]

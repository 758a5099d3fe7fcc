r"""What a formula in TeX hides from its readers: words in white, or switched off by a style.

>>> without_unseen(r"x {\color{white} \text{so say}} = \textcolor{white}{so} 1")
'x {} =  1'
"""

from __future__ import annotations

import re

# White in the notations of the packages color and xcolor, and styles of MathJax that draw nothing.
_COLOUR = (
    r"(?:\s{0,3}\{\s{0,3}(?:white|transparent|#fff(?:fff)?)\s{0,3}\}"
    r"|\s{0,3}\[\w{1,10}\]\s{0,3}\{\s{0,3}(?:1\s?,\s?1\s?,\s?1|1(?:\.0{0,3})?|255\s?,\s?255\s?,\s?255|f{6}"
    r"|0\s?,\s?0\s?,\s?0\s?,\s?0)\s{0,3}\})"
)
_STYLE = (
    r"\s{0,3}\{[^{}]{0,200}(?:display\s?:\s?none|visibility\s?:\s?hidden|opacity\s?:\s?0(?![.\d])"
    r"|font-size\s?:\s?0(?![.\d])|color\s?:\s?(?:white|transparent|#fff))[^{}]{0,200}\}"
)
_UNSEEN = re.compile(rf"\\(?:(?P<color>color)|textcolor)(?:{_COLOUR})|\\style{_STYLE}", re.IGNORECASE)


def without_unseen(tex: str) -> str:
    """Return TeX without the parts that are white or switched off."""
    kept, at = [], 0
    while (match := _UNSEEN.search(tex, at)) is not None:
        kept.append(tex[at : match.start()])
        begin = match.end()
        while begin < len(tex) and tex[begin].isspace():
            begin += 1
        at = _closing(tex, begin + 1) + 1 if tex.startswith("{", begin) else begin
        if match["color"] and not tex[begin:at].strip("{} "):
            at = _closing(tex, at)  # without an argument, the colour is that of the rest of its group
    return "".join([*kept, tex[at:]])


def _closing(tex: str, at: int) -> int:
    """Return the index of the brace that closes the group in which ``at`` is, or the end of the text."""
    depth = 0
    while at < len(tex):
        if tex[at] == "\\":
            at += 1
        elif tex[at] == "{":
            depth += 1
        elif tex[at] == "}":
            if not depth:
                return at
            depth -= 1
        at += 1
    return len(tex)

r"""LaTeX source as tokens: commands, braces, text; without comments, and with verbatim text unchanged.

>>> [(token.kind, token.text) for token in tokens(r"\emph{Moths} % at lamps")]
[('command', 'emph'), ('open', '{'), ('text', 'Moths'), ('close', '}'), ('space', ' ')]
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

TokenKind = Literal[
    "command", "text", "space", "paragraph", "open", "close", "math", "cell", "parameter", "raw", "link"
]


class LatexToken(NamedTuple):
    """A token. text: a command's name, the characters of a text, the address of a link.

    source: as written in the file, for what is kept as source (formulas).
    """

    kind: TokenKind
    text: str
    source: str


# Environments that are shown unchanged, and those that are not shown; both end only at their own \end.
VERBATIM = frozenset(
    ("verbatim", "verbatim*", "Verbatim", "lstlisting", "minted", "alltt", "pycode", "Sinput")
)
HIDDEN = frozenset(
    ("comment", "filecontents", "filecontents*", "CCSXML", "tikzpicture", "pgfpicture", "picture", "acronym")
)
_RAW = "|".join(sorted(re.escape(name) for name in VERBATIM | HIDDEN))
_TOKEN = re.compile(
    rf"\\begin\{{(?P<raw>{_RAW})\}}"
    r"|\\(?:verb\*?|lstinline)(?P<mark>[^\w\s*{[])(?P<verb>[^\n]{0,2000}?)(?P=mark)"
    r"|\\(?:url|nolinkurl|path)\s{0,20}\{(?P<url>[^{}\n]{0,2000})\}"
    r"|\\href\s{0,20}\{(?P<href>[^{}\n]{0,2000})\}"
    r"|%[^\n]*\n?[ \t]*(?P<after>\n)?"
    r"|\\(?P<command>[A-Za-z@]+)[ \t]*(?:\n(?![ \t]*\n)[ \t]*)?"
    r"|\\(?P<character>.)"
    r"|(?P<paragraph>[ \t]*\n[ \t]*\n\s*)"
    r"|(?P<space>\s+)"
    r"|(?P<math>\$\$?)"
    r"|#(?P<parameter>[0-9#])"
    r"|(?P<text>[^\\{}$&~%#\s]+)"
    r"|(?P<other>.)",
    re.DOTALL,
)


def tokens(source: str) -> Iterator[LatexToken]:
    """Yield the tokens of ``source``. The time grows linearly with its length."""
    at = 0
    while at < len(source):
        match = _TOKEN.match(source, at)
        assert match is not None  # the last alternative takes any character
        at = match.end()
        kind = match.lastgroup
        if kind == "raw":
            end = f"\\end{{{match['raw']}}}"
            found = source.find(end, at)
            inside = source[at : found if found >= 0 else len(source)]
            at = found + len(end) if found >= 0 else len(source)
            if match["raw"] in VERBATIM:
                yield LatexToken("raw", inside, inside)
        elif kind == "verb":
            yield LatexToken("text", match["verb"], match["verb"])
        elif kind in ("url", "href"):
            yield LatexToken("link", re.sub(r"\\([%#&_~])", r"\1", match[kind]).strip(), kind)
        elif kind == "after":
            yield LatexToken("paragraph", "", "\n\n")
        elif kind in ("command", "character"):
            yield LatexToken("command", match[kind], f"\\{match[kind]}")
        elif kind == "paragraph":
            yield LatexToken("paragraph", "", "\n\n")
        elif kind == "space":
            yield LatexToken("space", " ", " ")
        elif kind == "math":
            yield LatexToken("math", match["math"], match["math"])
        elif kind == "parameter":
            yield LatexToken("parameter", match["parameter"], match.group())
        elif kind == "text":
            yield LatexToken("text", match["text"], match["text"])
        elif kind == "other":
            yield _single(match["other"])


def _single(character: str) -> LatexToken:
    if character == "{":
        return LatexToken("open", "{", "{")
    if character == "}":
        return LatexToken("close", "}", "}")
    if character == "&":
        return LatexToken("cell", "&", "&")
    if character == "~":
        return LatexToken("space", " ", " ")
    return LatexToken("text", character, character)


def source_of(found: list[LatexToken]) -> str:
    """Return tokens as source again, with a space between a command and a letter after it."""
    pieces: list[str] = []
    for token in found:
        if token.source[:1].isalpha() and pieces and re.search(r"\\[A-Za-z@]+$", pieces[-1]):
            pieces.append(" ")
        pieces.append(token.source)
    return "".join(pieces)

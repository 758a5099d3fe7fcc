"""LaTeX source cut into tokens: commands, braces, text; comments gone, verbatim text as it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

Kind = Literal[
    "command", "text", "space", "paragraph", "open", "close", "math", "cell", "parameter", "raw", "link"
]


class Token(NamedTuple):
    """kind, and the text of it: a command's name, the words of a text, the address of a link.

    source: how it stands in the file, for what is kept as source (formulas).
    """

    kind: Kind
    text: str
    source: str


# What is shown as it stands, and what is not shown at all; either ends at its own \end alone.
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


def tokens(source: str) -> Iterator[Token]:
    """Yield the tokens of ``source``, in time that grows with its length."""
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
                yield Token("raw", inside, inside)
        elif kind == "verb":
            yield Token("text", match["verb"], match["verb"])
        elif kind in ("url", "href"):
            yield Token("link", re.sub(r"\\([%#&_~])", r"\1", match[kind]).strip(), kind)
        elif kind == "after":
            yield Token("paragraph", "", "\n\n")
        elif kind in ("command", "character"):
            yield Token("command", match[kind], f"\\{match[kind]}")
        elif kind == "paragraph":
            yield Token("paragraph", "", "\n\n")
        elif kind == "space":
            yield Token("space", " ", " ")
        elif kind == "math":
            yield Token("math", match["math"], match["math"])
        elif kind == "parameter":
            yield Token("parameter", match["parameter"], match.group())
        elif kind == "text":
            yield Token("text", match["text"], match["text"])
        elif kind == "other":
            yield _single(match["other"])


def _single(character: str) -> Token:
    if character == "{":
        return Token("open", "{", "{")
    if character == "}":
        return Token("close", "}", "}")
    if character == "&":
        return Token("cell", "&", "&")
    if character == "~":
        return Token("space", " ", " ")
    return Token("text", character, character)


def source_of(found: list[Token]) -> str:
    """Return tokens as source again; a command that a letter follows keeps its blank."""
    pieces: list[str] = []
    for token in found:
        if token.source[:1].isalpha() and pieces and re.search(r"\\[A-Za-z@]+$", pieces[-1]):
            pieces.append(" ")
        pieces.append(token.source)
    return "".join(pieces)

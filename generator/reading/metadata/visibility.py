"""``visibility: private``, in whatever form people write it: what is not clearly public is private."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

__all__ = [
    "MisplacedStatement",
    "announces_private",
    "flattened",
    "mentions",
    "says_private",
    "sidecar_says_private",
    "visibility_of",
]

# The name of the field, with the usual slips of the pen: a typing error must publish nothing.
_NAME = r"vis[aiy]{0,2}b[a-z]{2,8}"
# The statement within other text: a note of a reference manager, a field, a line of broken YAML. In
# JSON a line break is written \n.
_STATEMENT = re.compile(
    rf"(?:\b|(?<=\\[nrt])){_NAME}[\"'}}]{{0,3}}\s{{0,9}}[:=][\s\"'{{(]{{0,9}}private\b"
    r"|\bprivate[\"'}]{0,3}\s{0,9}[:=][\s\"'{(]{0,9}(?:true|yes|on)\b",
    re.IGNORECASE,
)
# The same alone on its line, perhaps as a comment of LaTeX, HTML or Markdown, or as a key of JSON or TOML.
_LINE = re.compile(
    rf"[\s%#;/*<!>{{+\"'\[\]():-]{{0,20}}(?:{_NAME}[\"']?\s{{0,9}}[:=]\s{{0,9}}[\"'{{]{{0,3}}private"
    r"|(?<![\"'])private\s{0,9}[:=]\s{0,9}(?:true|yes|on))\b[\s\"'}\]),;*/>%#-]{0,20}",
    re.IGNORECASE,
)
# A comment on a line with other markup, and a field that JATS has for whatever else there is to say.
_MARKUP = re.compile(
    rf"<!--\s{{0,9}}{_NAME}\s{{0,9}}[:=]\s{{0,9}}private\s{{0,9}}-->"
    rf"|<meta-name>\s{{0,9}}{_NAME}\s{{0,9}}</meta-name>\s{{0,99}}<meta-value>\s{{0,9}}private\b",
    re.IGNORECASE,
)
# A field of a sidecar that is not clearly public, or another way to say so.
_STATED = re.compile(
    r"^[\s\"'{]{0,9}(?:visibility[\"']?\s{0,9}:[ \t]{0,9}(?![\"']?public\b)[\"'\w]"
    r"|private[\"']?\s{0,9}:[ \t]{0,9}(?:true|yes|on)\b)",
    re.IGNORECASE | re.MULTILINE,
)
_META = re.compile(r"<meta\b[^<>]{0,300}>", re.IGNORECASE)
_HEAD_BYTES, _HEAD_LINES = 65536, 60


class MisplacedStatement(ValueError):
    """A statement of privacy outside of every entry of a bibliography. line: counted from 1."""

    def __init__(self, line: int) -> None:
        self.line = line
        super().__init__("'visibility: private' is outside of every entry that can be read")


def visibility_of(value: str) -> Literal["public", "private"]:
    """Return what the value of a field ``visibility`` means.

    >>> visibility_of("{Public}"), visibility_of(""), visibility_of("secret")
    ('public', 'public', 'private')
    """
    return "public" if value.strip(" \t\r\n{}\"'").casefold() in ("", "public") else "private"


def says_private(text: str) -> bool:
    """Return True if ``text`` contains the statement.

    >>> says_private("Read twice. visibilty: private"), says_private("the visibility of private clouds")
    (True, False)
    """
    return _STATEMENT.search(text) is not None


def mentions(text: str) -> list[int]:
    """Return the position of each statement in ``text``."""
    return [found.start() for found in _STATEMENT.finditer(text)]


def sidecar_says_private(text: str) -> bool:
    """Return True if a YAML file says so in any way, well-formed or not.

    >>> sidecar_says_private("Visibility: hidden"), sidecar_says_private("visibility: public")
    (True, False)
    """
    return says_private(text) or _STATED.search(text) is not None


def flattened(value: Any, key: str = "") -> Iterator[str]:
    """Yield each plain value in JSON data as a line ``key: value``."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from flattened(inner, str(name))
    elif isinstance(value, list):
        for inner in value:
            yield from flattened(inner, key)
    else:
        yield f"{key}: {value}"


def announces_private(file: Path) -> bool:
    """Return True if the statement is alone on one of the first lines of ``file``, whatever its format.

    This finds it in broken or misplaced front matter, in comments, and in files that no reader can read.
    """
    try:
        with file.open("rb") as stream:
            head = stream.read(_HEAD_BYTES)
    except (OSError, ValueError):
        return False
    # This finds the letters in UTF-16 too, without its byte order mark.
    text = head.replace(b"\0", b"").decode("utf-8", "replace").lstrip("\ufffd\ufeff")
    if _MARKUP.search(text) or any(_LINE.fullmatch(line) for line in text.splitlines()[:_HEAD_LINES]):
        return True
    metas = (found[0].casefold() for found in _META.finditer(text))
    return any(re.search(r"\bvisibility\b", tag) and re.search(r"\bprivate\b", tag) for tag in metas)

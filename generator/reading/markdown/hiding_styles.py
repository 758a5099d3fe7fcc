"""Text that styles hide in Markdown: style sheets for raw HTML, attributes of Pandoc's divs and spans.

>>> list(_sheets("<style>p {display: none}</style> Text."))
['p {display: none}']
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence

from generator.reading.html.hidden import hiding_tag

_OPENING = re.compile(r"<style\b[^<>]{0,200}>", re.IGNORECASE)
_CLOSING = re.compile(r"</style\s*>", re.IGNORECASE)
_MAX_SHEET_CHARS = 200_000  # a paper in Markdown has a few lines of style sheets
_MAX_ATTRIBUTES = 20  # of one element
_DIV = re.compile(r"\s{0,3}:{3,}+\s*+(?:\{(?P<attributes>[^{}]{0,500})\}|(?P<name>[\w-]{1,60}))?\s*+:*+\s*+")
_SPAN = re.compile(r"\[(?P<text>[^\[\]]{1,2000})\]\{(?P<attributes>[^{}]{1,300})\}")
_ATTRIBUTE = re.compile(
    r"#(?P<id>[\w:.-]+)|\.(?P<mark>[\w-]+)|(?P<key>[\w-]+)\s?=\s?(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'|(?P<bare>[^\s\"']+))"
)
# Classes whose text Pandoc's and Quarto's own style sheets or filters leave out.
_HIDDEN_CLASSES = frozenset(
    ("hidden", "content-hidden", "d-none", "visually-hidden", "sr-only", "notes", "comment")
)


def _sheets(text: str) -> Iterator[str]:
    """Yield the style sheets of a text. Each goes to the next closing tag, as in a browser."""
    at = 0
    while (begin := _OPENING.search(text, at)) and (end := _CLOSING.search(text, begin.end())):
        yield text[begin.end() : end.start()]
        at = end.end()


class MarkdownStyles:
    """The style sheets of a text.

    hidden: number of words in each passage that divs and spans hide.
    """

    def __init__(self, text: str = "") -> None:
        self.sheet = "\n".join(_sheets(text))[:_MAX_SHEET_CHARS]
        self.hidden: list[int] = []

    def without_spans(self, line: str) -> str:
        """Return a line without the spans that hide their text: ``[text]{style="display:none"}``."""
        if "]{" not in line:
            return line
        return _SPAN.sub(lambda found: self._span(found), line)

    def end_of_hidden(self, lines: Sequence[str], index: int) -> int | None:
        """Return the index after a div that hides its text; None if the line does not open one."""
        opening = _DIV.fullmatch(lines[index])
        if opening is None or not self._hides(opening["attributes"] or f".{opening['name'] or ''}", "div"):
            return None
        depth, words = 1, 0
        for at in range(index + 1, len(lines)):
            found = _DIV.fullmatch(lines[at])
            if found is None:
                words += len(lines[at].split())
                continue
            depth += 1 if found["attributes"] or found["name"] else -1
            if not depth:
                self.hidden.append(words)
                return at + 1
        self.hidden.append(words)
        return len(lines)

    def _span(self, found: re.Match[str]) -> str:
        if not self._hides(found["attributes"], "span"):
            return found.group()
        self.hidden.append(len(found["text"].split()))
        return ""

    def _hides(self, attributes: str, tag: str) -> bool:
        listed = list(_ATTRIBUTE.finditer(attributes))
        marks = [found["mark"] for found in listed if found["mark"]]
        if _HIDDEN_CLASSES.intersection(marks):
            return True
        html_attributes = f' class="{" ".join(marks)}"' if marks else ""
        html_attributes += "".join(
            f' id="{found["id"]}"' for found in listed[:_MAX_ATTRIBUTES] if found["id"]
        )
        for found in listed[:_MAX_ATTRIBUTES]:
            if found["key"]:
                value = found["double"] or found["single"] or found["bare"] or ""
                html_attributes += f' {found["key"]}="{html.escape(value)}"'
        return bool(html_attributes) and hiding_tag(f"<{tag}{html_attributes}>", self.sheet) == tag

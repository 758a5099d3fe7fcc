"""The HTML comments of Markdown, which no reader of the page sees."""

from __future__ import annotations

import re

_COMMENT_OR_CODE = re.compile(r"<!--|^(?P<fence>`{3,}|~{3,})|(?P<ticks>`{1,20})", re.MULTILINE)


def without_comments(text: str) -> str:
    """Return ``text`` without the HTML comments outside code."""
    return split_at_open_comment(text)[0]


def split_at_open_comment(text: str) -> tuple[str, str]:
    """Return ``text`` without its HTML comments, and what a comment that is never closed hides.

    Such a comment hides the rest of the page if it begins a line; within a line it is text.
    """
    if "<!--" not in text:
        return text, ""
    kept: list[str] = []
    at = 0
    for opening in _COMMENT_OR_CODE.finditer(text):
        if opening.start() < at:
            continue
        if opening["ticks"]:
            at = _after_code(text, at, opening, kept)
            continue
        closing = f"\n{opening['fence']}" if opening["fence"] else "-->"
        end = text.find(closing, opening.end())
        if end >= 0:
            kept.append(text[at : end + len(closing) if opening["fence"] else opening.start()])
            at = end + len(closing)
        elif opening["fence"]:
            break
        elif not text[text.rfind("\n", 0, opening.start()) + 1 : opening.start()].strip(" "):
            return "".join((*kept, text[at : opening.start()])), text[opening.end() :]
    return "".join(kept) + text[at:], ""


def _after_code(text: str, at: int, opening: re.Match[str], kept: list[str]) -> int:
    """Keep the code in ticks that begins at ``opening``, and return the place after it."""
    ticks = opening["ticks"]
    paragraph = text.find("\n\n", opening.end())
    closing = re.compile(rf"(?<!`){ticks}(?!`)").search(
        text, opening.end(), paragraph if paragraph >= 0 else len(text)
    )
    end = closing.end() if closing else opening.end()
    kept.append(text[at:end])
    return end

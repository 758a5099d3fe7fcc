"""Additions to a CommonMark parser: formulas, notes, roles, superscript and subscript.

>>> from markdown_it import MarkdownIt
>>> parser = MarkdownIt()
>>> add_rules(parser)
>>> [token.type for token in parser.parseInline("10^-3^ of H~2~O")[0].children]
['text', 'script', 'text', 'script', 'text']
"""

from __future__ import annotations

import re
from typing import Any

from generator.reading.mathml import tex_text

_ATTRIBUTES = re.compile(r"\{(?=[#.]|[\w-]+=)[^{}\n]*\}")
# A bracket with at most one level of brackets inside. The search at each bracket is bounded; the parser's own
# search for the closing bracket goes through the rest of the paragraph each time.
_INSIDE = r"((?:[^\[\]\n]|\[[^\[\]\n]{0,300}\]){1,1000})"
_NOTE_INSIDE = re.compile(rf"\^\[{_INSIDE}\]")
_NOTE_REFERENCE = re.compile(r"\[\^([^\]\s]{1,60})\]")
_SPAN = re.compile(rf"\[{_INSIDE}\]{_ATTRIBUTES.pattern}")
_LABEL = re.compile(r"(?:(?<!\s)\s+)?\{#[^{}\n]*\}")
# No digit may follow a dash within: "10^5-10^6" is not "10" with "5-10" raised.
_RAISED = re.compile(r"\^(?:(\w{1,20})\^(?!\^)|((?:[^\s^\\[]|\\[ ^~]){1,60}|\[[0-9,;–-]{1,40}\])\^(?![\d^]))")
_LOWERED = re.compile(r"~(?:(\w{1,20})~(?!~)|((?:[^\s~\\]|\\[ ^~]){1,60})~(?![\d~]))")
_ROLE = re.compile(r"\{(?P<name>[A-Za-z][\w:.-]{0,30})\}(?P<ticks>`{1,3})(?P<inside>[^`\n]{1,500})(?P=ticks)")
_TITLED = re.compile(r"(?P<text>[^<>]{1,400}?)\s?<[^<>]{1,300}>")
_SILENT_ROLES = ("index", "raw", "raw:html", "raw:latex", "eval")


def add_rules(markdown: Any) -> None:
    """Teach markdown-it formulas (``$x$``, ``$$x$$``), scripts, roles, inline notes and bracketed spans."""
    markdown.inline.ruler.before("escape", "math", _math)
    markdown.inline.ruler.before("backticks", "role", _role)
    markdown.inline.ruler.before("strikethrough", "script", _script)
    markdown.inline.ruler.before("link", "note", _inline_note)
    markdown.inline.ruler.before("link", "note_reference", _note_reference)
    markdown.inline.ruler.before("escape", "escaped_space", _escaped_space)
    markdown.inline.ruler.after("link", "span_attributes", _span_attributes)
    markdown.inline.ruler.push("attributes", _attributes)


def _math(state: Any, silent: bool) -> bool:
    """Parse ``$...$`` as Pandoc does: no space inside the dollar signs, no digit after the last."""
    text, start = state.src, state.pos
    if text[start] != "$":
        return False
    mark = "$$" if text.startswith("$$", start) else "$"
    begin = start + len(mark)
    if begin >= state.posMax or (mark == "$" and text[begin].isspace()):
        return False
    end = text.find(mark, begin)
    while mark == "$" and end > 0 and (text[end - 1] in "\\ \n\t" or text[end + 1 : end + 2].isdigit()):
        end = text.find(mark, end + 1)
    if end < 0 or end >= state.posMax or end == begin or (mark == "$" and "\n\n" in text[begin:end]):
        return False
    if not silent:
        token = state.push("math", "", 0)
        token.content = tex_text(text[begin:end])
    state.pos = end + len(mark)
    if mark == "$$" and (label := _LABEL.match(text, state.pos)):
        state.pos = label.end()
    return True


def _inline_note(state: Any, silent: bool) -> bool:
    """Parse ``^[text of a note]``."""
    found = _NOTE_INSIDE.match(state.src, state.pos) if state.src[state.pos] == "^" else None
    if found is None:
        return False
    if not silent:
        token = state.push("note", "", 0)
        token.content = found[1]
        token.children = []
        state.md.inline.parse(found[1], state.md, state.env, token.children)
    state.pos = found.end()
    return True


def _note_reference(state: Any, silent: bool) -> bool:
    """Parse ``[^name]``, where a note of that name is among the ``notes`` of the environment."""
    text, start = state.src, state.pos
    found = _NOTE_REFERENCE.match(text, start, state.posMax) if text.startswith("[^", start) else None
    if found is None or found[1] not in state.env.get("notes", ()):
        return False
    if not silent:
        state.push("note_reference", "", 0).content = found[1]
    state.pos = found.end()
    return True


def _escaped_space(state: Any, silent: bool) -> bool:
    """Parse Pandoc's blank that does not break a line, as in ``5\\ 000``."""
    if not state.src.startswith("\\ ", state.pos) or state.pos + 2 >= state.posMax:
        return False
    if not silent:
        state.push("text", "", 0).content = "\u00a0"
    state.pos += 2
    return True


def _script(state: Any, silent: bool) -> bool:
    """Parse ``10^-3^`` and ``H~2~O``."""
    mark = state.src[state.pos]
    if mark not in "^~" or (state.pos and state.src[state.pos - 1] == mark):
        return False
    found = (_RAISED if mark == "^" else _LOWERED).match(state.src, state.pos, state.posMax)
    if found is None:
        return False
    if not silent:
        token = state.push("script", "", 0)
        token.content, token.markup = re.sub(r"\\(.)", r"\1", found[1] or found[2]), mark
    state.pos = found.end()
    return True


def _role(state: Any, silent: bool) -> bool:
    """Parse ``{role}`text` ``, a role of MyST, and keep what the role shows."""
    found = _ROLE.match(state.src, state.pos, state.posMax) if state.src[state.pos] == "{" else None
    if found is None:
        return False
    if not silent:
        name, inside = found["name"].lower(), found["inside"].strip()
        kind, content = "text", inside
        if name == "math":
            kind, content = "math", tex_text(inside)
        elif name in ("sup", "superscript", "sub", "subscript"):
            kind = "script"
        elif "cite" in name:
            keys = "; ".join(f"@{key.strip()}" for key in inside.split(",") if key.strip())
            content = keys if name.endswith((":t", ":author", ":year")) else f"[{keys}]"
        elif titled := _TITLED.fullmatch(inside):
            content = titled["text"]
        if name not in _SILENT_ROLES:
            token = state.push(kind, "", 0)
            token.content, token.markup = content, "^" if name.startswith("sup") else "~"
    state.pos = found.end()
    return True


def _span_attributes(state: Any, silent: bool) -> bool:
    """Parse ``[words]{.class}``: keep the words, drop the attributes."""
    found = _SPAN.match(state.src, state.pos) if state.src[state.pos] == "[" else None
    if found is None:
        return False
    if not silent:
        state.pos, limit = found.start(1), state.posMax
        state.posMax = found.end(1)
        state.md.inline.tokenize(state)
        state.posMax = limit
    state.pos = found.end()
    return True


def _attributes(state: Any, silent: bool) -> bool:
    """Drop ``{#id .class key=value}`` after a link, an image or code; anywhere else it is text."""
    text, start = state.src, state.pos
    if text[start] != "{" or start == 0 or text[start - 1] not in ")`]":
        return False
    found = _ATTRIBUTES.match(text, start)
    if found is None:
        return False
    state.pos = found.end()
    return True

"""What Pandoc, Quarto and R Markdown add to CommonMark, made ready for a CommonMark parser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from generator.reading.mathml import tex_text

_FENCE = re.compile(r"^(?P<indent>\s{0,3}|\s*(?:[-*+]|[0-9]+\.)\s+)(?P<fence>`{3,}|~{3,})(?P<info>[^`]*)$")
_DIV = re.compile(r"^\s*:{3,}[^:]*:*\s*$")
_SHORTCODE = re.compile(r"\{\{<\s*/?\s*(?:[^<>]{0,300})>\}\}")
_NOTE = re.compile(r"^(\s{0,3})\[\^([^\]\s]{1,60})\]:")
_ATTRIBUTES = re.compile(r"\{(?=[#.]|[\w-]+=)[^{}\n]*\}")
# A bracket with at most one level of brackets inside: a bounded search at every bracket, where the
# parser's own search for the closing one looks through the rest of the paragraph each time.
_INSIDE = r"((?:[^\[\]\n]|\[[^\[\]\n]{0,300}\]){1,1000})"
_NOTE_INSIDE = re.compile(rf"\^\[{_INSIDE}\]")
_SPAN = re.compile(rf"\[{_INSIDE}\]{_ATTRIBUTES.pattern}")
_LABEL = re.compile(r"\s*\{#[^{}\n]*\}")
_COMMENT_OR_CODE = re.compile(r"<!--|^(?:`{3,}|~{3,})", re.MULTILINE)
_ENVIRONMENT = re.compile(r"^\s*\\begin\{(equation|align|gather|multline|eqnarray|displaymath|math)(\*?)\}")
_STATEMENT = 300  # characters of code that make one line at most
_CONTINUED = re.compile(r"(?:[,(\[{+\-*/|&=<>~]|%>%|\|>|%[^%\s]*%|\\|<-|->|\band|\bor|\bin)\s*$")


def prepared(text: str) -> str:
    """``text`` in which a CommonMark parser finds no more than its own constructs.

    Div fences and comments go; a displayed formula becomes one line, so that none of its lines
    reads as a list or a heading; a note's text stays a paragraph instead of a link definition.
    """
    out: list[str] = []
    lines = _without_comments(text).split("\n")
    fence, index = "", 0
    while index < len(lines):
        line = lines[index]
        index += 1
        found = _FENCE.match(line)
        if fence:
            if (
                found
                and found["fence"][0] == fence[0]
                and len(found["fence"]) >= len(fence)
                and not found["info"].strip()
            ):
                fence = ""
            out.append(line)
            continue
        if found:
            fence = found["fence"]
            out.append(line)
        elif _DIV.match(line):
            out.append("")
        elif (closing := _display(line)) is not None:
            formula, index = _collected(lines, index, line, closing)
            out.append(formula)
        else:
            out.append(_NOTE.sub(r"\1\\[^\2]:", _SHORTCODE.sub("", line)))
    return "\n".join(out)


def _without_comments(text: str) -> str:
    """``text`` without HTML comments outside code; one that is never closed stays."""
    if "<!--" not in text:
        return text
    kept: list[str] = []
    at = 0
    for opening in _COMMENT_OR_CODE.finditer(text):
        if opening.start() < at:
            continue
        closing = "-->" if opening.group() == "<!--" else f"\n{opening.group().strip()}"
        end = text.find(closing, opening.end())
        if end < 0:
            break
        if closing == "-->":
            kept.append(text[at : opening.start()])
            at = end + len(closing)
        else:
            kept.append(text[at : end + len(closing)])
            at = end + len(closing)
    return "".join(kept) + text[at:]


def _display(line: str) -> str | None:
    """What closes the displayed formula that starts with ``line`` and goes on after it; None if none does."""
    bare = line.strip()
    if bare.startswith("$$") and bare.count("$$") % 2 == 1:
        return "$$"
    if bare.startswith("\\[") and "\\]" not in bare:
        return "\\]"
    if found := _ENVIRONMENT.match(line):
        closing = f"\\end{{{found[1]}{found[2]}}}"
        return closing if closing not in bare else None
    return None


def _collected(lines: list[str], index: int, first: str, closing: str) -> tuple[str, int]:
    """The lines of a formula joined, and the index after it; only ``first`` where nothing closes it."""
    for end in range(index, min(index + 200, len(lines))):
        if closing in lines[end]:
            return " ".join(x.strip() for x in [first, *lines[index : end + 1]]), end + 1
    return first, index


def add_rules(markdown: Any) -> None:
    """Teach markdown-it formulas (``$x$``, ``$$x$$``), notes within the text and bracketed spans."""
    markdown.inline.ruler.before("escape", "math", _math)
    markdown.inline.ruler.before("link", "note", _inline_note)
    markdown.inline.ruler.after("link", "span_attributes", _span_attributes)
    markdown.inline.ruler.push("attributes", _attributes)


def _math(state: Any, silent: bool) -> bool:
    """``$...$`` as Pandoc has it: no blank inside the dollar signs, no digit after the last."""
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
    """``^[text of a note]``."""
    found = _NOTE_INSIDE.match(state.src, state.pos) if state.src[state.pos] == "^" else None
    if found is None:
        return False
    if not silent:
        token = state.push("note", "", 0)
        token.content = found[1]
    state.pos = found.end()
    return True


def _span_attributes(state: Any, silent: bool) -> bool:
    """``[words]{.class}``: the words stay, the attributes go."""
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
    """``{#id .class key=value}`` after a link, an image or code; anywhere else it is text."""
    text, start = state.src, state.pos
    if text[start] != "{" or start == 0 or text[start - 1] not in ")`]":
        return False
    found = _ATTRIBUTES.match(text, start)
    if found is None:
        return False
    state.pos = found.end()
    return True


def statements(code: str) -> Iterator[str]:
    """The statements of a code chunk, each on one line; blank lines and chunk options are left out.

    A line that is indented, or that follows one which cannot end a statement, belongs to the line
    before it, up to 300 characters: twelve lines of a pipeline are one thing to read.
    """
    held = ""
    for line in code.split("\n"):
        bare = line.strip()
        if not bare or bare.startswith("#|"):
            if not bare and held:
                yield held
                held = ""
            continue
        comment = bare.startswith(("#", "//"))
        goes_on = (
            line[0].isspace() or bare[0] in ")]}" or (_CONTINUED.search(held) and not held.startswith("#"))
        )
        if held and goes_on and not comment and len(held) + len(bare) < _STATEMENT:
            held = f"{held} {bare}"
        else:
            if held:
                yield held
            held = bare
    if held:
        yield held

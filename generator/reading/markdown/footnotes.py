"""The footnotes of Markdown: ``[^name]`` in a sentence, and ``[^name]: text`` anywhere in the file.

The text of a note belongs to the paragraph that refers to it, wherever the file defines it: often at its end,
under "References".

Example: "Lamps were lit[^1]." and, at the end, "[^1]: At dusk." give "Lamps were lit." followed by "At dusk."
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.core.counting import pluralize

_DEFINITION = re.compile(r"\s{0,3}\[\^(?P<name>[^\]\s]{1,60})\]:[ \t]*(?P<text>.*)")
_REFERENCE = re.compile(r"\[\^([^\]\s]{1,60})\]")
_FENCE = re.compile(r"\s{0,3}(?P<fence>`{3,}|~{3,})")
_INDENTED = re.compile(r"(?: {4}|\t)(?P<text>.*)")
_STARTS_BLOCK = re.compile(r"#{1,6}\s|:{3,}|`{3,}|~{3,}|<!--")


class Footnotes:
    """The notes of a text.

    definitions: their Markdown by name, as far as the text refers to them. text: the rest.
    """

    def __init__(self, text: str) -> None:
        self.definitions: dict[str, str] = {}
        self.text = text
        self._unused = 0
        if "[^" in text:
            self._separate(text.split("\n"))

    def warnings(self) -> list[str]:
        """Return the warning that the file has notes to which nothing refers, so that no reader sees them."""
        if not self._unused:
            return []
        return [f"{pluralize(self._unused, 'note')} to which the text does not refer left out"]

    def _separate(self, lines: list[str]) -> None:
        body: list[str] = []
        found: dict[str, list[str]] = {}
        fence, at = "", 0
        while at < len(lines):
            line = lines[at]
            if opening := _FENCE.match(line):
                mark = opening["fence"]
                if not fence:
                    fence = mark
                elif mark.startswith(fence) and not line.strip(" `~"):
                    fence = ""
            if fence or not (defined := _DEFINITION.match(line)):
                body.append(line)
                at += 1
                continue
            note = [defined["text"]]
            at += 1
            for inner in _continuation(lines, at):
                note.append(inner)
                at += 1
            found.setdefault(defined["name"], note)
            body.append("")
        named = {name: "\n".join(note).strip() for name, note in found.items()}
        self.text = "\n".join(body)
        self._keep(named)

    def _keep(self, named: dict[str, str]) -> None:
        """Keep the notes to which the text refers, or a note that is kept."""
        waiting = [self.text]
        while waiting:
            for name in _REFERENCE.findall(waiting.pop()):
                if name in named and name not in self.definitions:
                    self.definitions[name] = named[name]
                    waiting.append(named[name])
        self._unused = sum(1 for name, note in named.items() if note and name not in self.definitions)


def _continuation(lines: list[str], at: int) -> Iterator[str]:
    """Yield the further lines of a note: up to a blank line, and indented paragraphs after it."""
    blank = False
    for index in range(at, len(lines)):
        line = lines[index]
        if not line.strip():
            following = next((x for x in lines[index + 1 : index + 3] if x.strip()), "")
            if not _INDENTED.match(following):
                return
            blank = True
            yield ""
        elif indented := _INDENTED.match(line):
            yield indented["text"]
        elif blank or _DEFINITION.match(line) or _STARTS_BLOCK.match(line):
            return
        else:
            yield line

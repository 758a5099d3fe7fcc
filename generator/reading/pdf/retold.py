"""Words that a file gives in place of what it draws, as an ``ActualText`` may.

It is meant for ligatures, decorated letters and hyphens, and PDFium reads it instead of the glyphs. A whole
phrase may be given so that stands nowhere on the page. Where a file gives more than single signs, it is read
once more without them, and what its glyphs do not say is counted as hidden.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from generator.reading.pdf.words import TextPage

__all__ = ["Drawn", "as_drawn", "count_untrue"]

_KEY = "/ActualText"
_MAX_DEPTH = 6  # forms within forms


@dataclass(frozen=True, slots=True)
class Drawn:
    """data: the file without such words. said: those of each page, by its number from 1."""

    data: bytes
    said: dict[int, tuple[str, ...]]


def as_drawn(data: bytes) -> Drawn | None:
    """The file without the words that it gives in place of what it draws.

    None where it gives none, or where the library cannot read or write it.
    """
    import pikepdf

    try:
        with pikepdf.open(BytesIO(data), suppress_warnings=True) as file:
            said: dict[int, tuple[str, ...]] = {}
            done: set[tuple[int, int]] = set()
            for number, page in enumerate(file.pages, 1):
                found = list(_stripped(file, page.obj, page, done, 0))
                if found:
                    said[number] = tuple(found)
            written = BytesIO()
            file.save(written)
    except Exception:  # whatever a damaged file makes the library raise: it is read as it is
        return None
    return Drawn(written.getvalue(), said) if said else None


def count_untrue(texts: Sequence[TextPage], said: dict[int, tuple[str, ...]]) -> None:
    """Count as hidden the letters that a file gave for a page and that its glyphs, read alone, do not say."""
    for text in texts:
        drawn = _letters("".join([word.text for word in text.words]) + "".join([t for t, _ in text.across]))
        for words in said.get(text.number, ()):
            letters = _letters(words)
            if letters not in drawn:
                text.hidden += len("".join(words.split()))


def _letters(text: str) -> str:
    return "".join([c for c in text.casefold() if c.isalnum()])


def _stripped(file: Any, owner: Any, content: Any, done: set[tuple[int, int]], depth: int) -> Iterator[str]:
    """Take the words out of a page or form and of all forms in it, and give them in turn.

    owner: whose resources count. content: what is parsed: the page, or the form's stream.
    """
    import pikepdf

    resources = owner.get("/Resources")
    if depth > _MAX_DEPTH or resources is None:
        return
    found: list[str] = []
    named: dict[str, str] = {}
    for name, entry in dict(resources.get("/Properties", {})).items():
        if isinstance(entry, pikepdf.Dictionary) and _KEY in entry:
            named[name] = str(entry[_KEY])
            del entry[_KEY]
    instructions: list[Any] = list(pikepdf.parse_content_stream(content))
    for operands, operator in instructions:
        if str(operator) == "BDC" and len(operands) == 2:
            entry = operands[1]
            if isinstance(entry, pikepdf.Dictionary) and _KEY in entry:
                found.append(str(entry[_KEY]))
                del entry[_KEY]
            elif isinstance(entry, pikepdf.Name) and str(entry) in named:
                found.append(named[str(entry)])
    if found:
        written = pikepdf.unparse_content_stream(instructions)
        if depth:
            content.write(written)
        else:
            owner.Contents = file.make_stream(written)
    yield from found
    for form in dict(resources.get("/XObject", {})).values():
        if form.get("/Subtype") == "/Form" and form.objgen not in done:
            done.add(form.objgen)
            yield from _stripped(file, form, form, done, depth + 1)

"""Words that a file gives in place of what it draws, as the entry ``/ActualText`` of a marked sequence.

It is meant for ligatures, decorated letters and hyphens, and PDFium reads it instead of the glyphs. A file
may also give a whole phrase that is printed nowhere on the page. If a file gives more than single signs, it
is read once more without them, and letters that its glyphs do not show count as hidden.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from generator.reading.pdf.page_words import TextPage

__all__ = ["StrippedFile", "count_undrawn", "without_actual_text"]

_KEY = "/ActualText"
_MAX_DEPTH = 6  # levels of forms within forms


@dataclass(frozen=True, slots=True)
class StrippedFile:
    """A file without its actual texts.

    data: its bytes. texts: what was removed from each page, by its number from 1.
    """

    data: bytes
    texts: dict[int, tuple[str, ...]]


def without_actual_text(data: bytes) -> StrippedFile | None:
    """Return the file without the words that it gives in place of what it draws.

    None if it gives none, or if pikepdf cannot read or write it.
    """
    import pikepdf

    try:
        with pikepdf.open(BytesIO(data), suppress_warnings=True) as file:
            texts: dict[int, tuple[str, ...]] = {}
            done: set[tuple[int, int]] = set()
            for number, page in enumerate(file.pages, 1):
                found = list(_stripped(file, page.obj, page, done, 0))
                if found:
                    texts[number] = tuple(found)
            written = BytesIO()
            file.save(written)
    except Exception:  # whatever a damaged file makes the library raise: it is read as it is
        return None
    return StrippedFile(written.getvalue(), texts) if texts else None


def count_undrawn(pages: Sequence[TextPage], removed: dict[int, tuple[str, ...]]) -> None:
    """Count as hidden the letters that a file gave for a page though its glyphs do not show them."""
    for page in pages:
        words = [*page.words, *(page.sideways.words if page.sideways else ())]
        drawn = _letters("".join([word.text for word in words]) + "".join([t for t, _ in page.across]))
        for text in removed.get(page.number, ()):
            letters = _letters(text)
            if letters not in drawn:
                page.hidden += len("".join(text.split()))


def _letters(text: str) -> str:
    """Return letters and digits alone, without case."""
    return "".join([c for c in text.casefold() if c.isalnum()])


def _stripped(file: Any, owner: Any, content: Any, done: set[tuple[int, int]], depth: int) -> Iterator[str]:
    """Remove the actual texts from a page or form and from all forms in it, and yield them.

    owner: the page or form whose resources apply. content: what is parsed, the page or the form's stream.
    done: forms that were stripped already.
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

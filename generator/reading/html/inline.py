"""The running text of HTML, and the elements of a page that are not text."""

from __future__ import annotations

import re
from typing import Any

from generator.reading.block_text import Inline, add_quoted, leave_out_struck, names
from generator.reading.html.chrome import is_box, is_note
from generator.reading.html.formulas import FORMULA, image_text
from generator.reading.html.hidden import LEFT_OUT
from generator.reading.raised import (
    add_reference,
    add_script,
    continue_reference,
    parts_references,
    reference_numbers,
    runs_into,
    sign_before,
)
from generator.reading.sections import section_kind
from generator.reading.web_addresses import target

HEADINGS = {f"h{n}": n for n in range(1, 7)}
_SILENT = names(
    "script style noscript template nav footer aside form button select iframe object embed svg canvas audio"
    " video head dialog input textarea rp rt del s strike"
)
STRUCK = names("del s strike")
BLOCKS = frozenset(HEADINGS) | names(
    "p div section article main header blockquote figure figcaption center address hgroup details summary"
    " body fieldset dd dt li caption pre ul ol dl table hr"
)
# Classes of spans that the page's style separates from the text next to them.
_SEPARATE_CLASSES = names(
    "ltx_bibblock ltx_tag_bibitem ltx_creator ltx_contact ltx_author_notes ltx_td ltx_tr label ref-label"
)
# Classes and addresses of links to the list of references.
_CITED = re.compile(r"bib|\bref|cit|#(?:b|r|cr|en|fn|note)\W?\d", re.IGNORECASE)
_BACK_ARROW = re.compile(r"[\s^↩↑⬆︎]{1,4}")


def write(element: Any, line: Inline) -> None:
    """Append all text in ``element`` to ``line``."""
    line.add(element.text)
    for part in element:
        write_part(part, line)
        line.add(part.tail)


def write_part(part: Any, line: Inline) -> None:
    """Append one element of running text, without the text after it."""
    name = part.tag if isinstance(part.tag, str) else ""
    if name == LEFT_OUT:
        if part.get("apart") is not None:
            line.gap()
    elif name in STRUCK:
        leave_out_struck(line, "".join(part.itertext()))
    elif not name or left_out(part, name):
        line.gap()
    elif name == FORMULA:
        _formula(part, line)
    elif name == "a":
        _link(part, line)
    elif name in ("br", "wbr"):
        if name == "br":
            line.gap()
    elif name == "img":
        line.add(image_text(part))
    elif name == "q":
        add_quoted(line, lambda: write(part, line))
    elif name in BLOCKS or name in ("td", "th", "tr") or not _SEPARATE_CLASSES.isdisjoint(_classes(part)):
        line.gap()
        write(part, line)
        line.gap()
    elif name in ("sup", "sub"):
        _script(part, name, line)
    else:
        write(part, line)


def left_out(part: Any, name: str) -> bool:
    """Return True if an element is not text of the article: code, controls, header or footer of the page."""
    if name == "aside":
        return not is_note(part) and not is_box(part) and not _holds_statement(part)
    if name == "footer" and _holds_statement(part):
        return False
    if name in _SILENT or name == LEFT_OUT:
        return True
    # A header with a heading is that of the article; others belong to the page.
    return name == "header" and not any(e.tag in HEADINGS for e in part.iter())


def _holds_statement(part: Any) -> bool:
    """Return True if an element contains the heading of a statement: "Data availability"."""
    return any(
        isinstance(e.tag, str)
        and e.tag in HEADINGS
        and section_kind(" ".join("".join(e.itertext()).split())) in ("availability", "back")
        for e in part.iter()
    )


def _classes(part: Any) -> list[str]:
    return (part.get("class") or "").split()


def _formula(part: Any, line: Inline) -> None:
    if part.get("display"):
        line.gap()
    text = part.text or ""
    before = line.last_letter()
    # A formula next to a word or to another formula must not run together with it: "n" and "n" are not "nn".
    if before.isalnum() and text[:1].isalnum() and before.isalpha() == text[:1].isalpha():
        line.gap()
    line.add(text)
    if part.get("display"):
        line.gap()


def _link(part: Any, line: Inline) -> None:
    """Append a link: numbers of notes in brackets, links back to the text not at all."""
    inside = "".join(part.itertext()).strip()
    marks = " ".join((*_classes(part), part.get("role") or "", part.get("epub:type") or ""))
    if re.search(r"footnote-?back|backlink|backref", marks) or (inside and _BACK_ARROW.fullmatch(inside)):
        return
    numbers = reference_numbers(inside)
    scripts = [e for e in part if e.tag == "sup"]
    raised = len(scripts) == 1 and len(part) == 1 and not (part.text or "").strip()
    glued = numbers and runs_into(line, inside) and _CITED.search(f"{marks} {part.get('href') or ''}")
    if numbers and (raised or glued or re.search(r"footnote|noteref", marks)):
        _add_numbers(part, line, numbers)
        return
    with line.link(target(part.get("href"))):
        write(part, line)


def _script(part: Any, name: str, line: Inline) -> None:
    """Append a superscript or subscript: numbers of references in brackets, other scripts with a mark."""
    inside = "".join(part.itertext()).strip()
    before = line.last_letter()
    if name == "sup" and parts_references(part, _is_raised_reference):
        return  # the next reference brings the sign with it
    if name == "sup" and inside:
        parent = part.getparent()
        linked = part.find(".//a") is not None or (parent is not None and parent.tag == "a")
        numbers = reference_numbers(inside)
        if numbers and linked and before:
            _add_numbers(part, line, numbers)
            return
        if linked and re.fullmatch(r"\[(?:[a-z]|note [0-9]{1,3})\]", inside):
            line.gap()
    add_script(line, inside, raised=name == "sup", linked=True, write=lambda: write(part, line))


def _add_numbers(part: Any, line: Inline, numbers: str) -> None:
    """Append raised numbers, within the brackets of the reference before if a raised comma joins them."""
    sign = sign_before(part, _is_raised_reference)
    continue_reference(line, sign, numbers) if sign else add_reference(line, numbers)


def _is_raised_reference(part: Any) -> bool:
    """Return True if an element is a raised number that links to a reference: the link within, or around."""
    inner = {"sup": "a", "a": "sup"}.get(part.tag)
    alone = inner is not None and [e.tag for e in part] == [inner] and not (part.text or "").strip()
    return alone and bool(reference_numbers("".join(part.itertext()).strip()))

"""Superscripts and subscripts on the line: ``10^-3`` and ``x_i``, but ``m2``, ``5th`` and ``CO2``.

All formats use this notation. A mark is written only where the script would otherwise change the number or
word before it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from generator.reading.block_text import Inline, Script
from generator.reading.note_numbers import LOOK_BACK, is_note_number, runs_into_word

_ORDINAL = frozenset(("st", "nd", "rd", "th", "er", "ère", "ème", "o", "º", "ª", "°", "®", "™", "tm", "sm"))
_UNMARKED = "*∗†‡§¶#‖′″"  # raised signs that cannot be taken for a part of the number before them
_RINGS = frozenset(("o", "O", "0", "∘", "◦", "○", "˚"))
_DEGREES = re.compile(r"[CFK](?![A-Za-z])")
_REFERENCES = re.compile(r"\[?\s?[0-9]{1,3}(?:\s?[,;\s–-]\s?\[?[0-9]{1,3}\]?){0,40}\s?\]?[,;]?")
# A raised mark before a note ("a", "b,c", "12"), and other raised signs before a word: isotopes (13C, 1H) and
# prefixes of chemistry (t-butyl).
_NOTE_MARK_PART = "(?:[a-z]{1,2}|[0-9]{1,2})"
_NOTE_MARK = re.compile(rf"{_NOTE_MARK_PART}(?:\s?[,;]\s?{_NOTE_MARK_PART}){{0,5}}", re.IGNORECASE)
_ISOTOPE = re.compile(
    r"(?:[123]H|[67]Li|1[01]B)\b"
    r"|(?:1[0-9]|[2-9][0-9])(?:[CNOFPSKUI]|Na|Mg|Cl|Ca|Cr|Fe|Co|Cu|Zn|Ga|Br|Rb|Sr|Tc|Xe|Al|Si)(?![a-z])"
)
_CHEMICAL = re.compile(r"[tnisc](?:Bu|Pr|Am|Hex|Pent|Oct)(?![a-z])")
_ONLY_SCRIPT = re.compile(r"([_^])\{?([^{}]{1,20})\}?")
_ONLY_DEGREE = re.compile(r"\^\{?\\?circ\}?|\^\{?°\}?")
_MASS = re.compile(r"^\^\{?(\d{1,3}m?)\}?(?=[A-Z])")  # of an isotope: ^13C
_BETWEEN_REFERENCES = frozenset(",;-–—")


def script_mark(before: str, inside: str, *, raised: bool) -> str:
    """Return the mark between the character ``before`` and the script ``inside``: ``^``, ``_`` or nothing.

    >>> [script_mark("0", "-3", raised=True), script_mark("m", "2", raised=True)]
    ['^', '']
    >>> [script_mark("x", "i", raised=False), script_mark("O", "2", raised=False)]
    ['_', '']
    """
    if not inside or not before.isalnum():
        return ""
    is_number = inside.strip("+-−–±*′,").isdigit()
    runs_together = before.isdigit() or not is_number
    if not raised:
        return "_" if runs_together else ""
    return "^" if runs_together and inside.lower() not in _ORDINAL and inside[0] not in _UNMARKED else ""


def add_script(
    line: Inline,
    inside: str,
    *,
    raised: bool,
    linked: bool = False,
    write: Callable[[], None] | None = None,
) -> None:
    """Append a superscript or subscript so that it reads as printed, and no two numbers run together.

    inside: its text. linked: as in `is_note_number`. write: appends its content, if that is more than this
    text. Scripts in several pieces are one ("10" with "-" and "3"), a raised number after words is that of a
    note, and what follows is kept apart: "log10 5", not "log105".
    """
    inside = " ".join(inside.split())
    last = line.script
    touched = last if last is not None and last.end == line.length and line.tail() != " " else None
    if touched is not None and touched.raised == raised and inside:
        _continue_script(line, touched, inside, write)
        return
    base = line.last_letter()
    if raised and (numbers := reference_numbers(inside)):
        before = line.ending(LOOK_BACK) if base != " " else " "
        # "lamps" with "(4)" is a note, "x" with "(1)" the first x.
        bracketed = base not in ("", " ", "\n") and (
            inside[0] == "[" or (inside[0] == "(" and runs_into_word(before))
        )
        if touched is None and (bracketed or is_note_number(before, numbers, linked=linked)):
            start = line.length
            add_reference(line, numbers)
            line.script = Script(start, line.length, numbers, base, "", raised, is_note=True)
            return
    mark = script_mark(base, inside, raised=raised)
    if not raised and last is not None and _is_fraction(line, last, inside):
        apart = " " if last.base.isdigit() else ""
        line.replace(last.start, last.start + len(last.mark), apart)  # 5 1/2 is not 5^1/2
    if touched is not None and inside[:1].isalnum():
        if not touched.mark and touched.raised and touched.base.isalpha():
            line.replace(touched.start, touched.start, "^")  # x2_i would be the second x
        mark = "^" if raised else "_"  # x_i2 would have the index i2
    elif raised and inside[:1].isalnum() and not mark and base not in ("", " "):
        is_power = inside.isdigit() and runs_into_word(line.ending(LOOK_BACK))
        mark = "^" if base in (")", "]") or is_power else ""
    line.add(mark)
    start = line.length - len(mark)
    _write_script(line, Script(start, 0, inside, base, mark, raised), write)


def _continue_script(line: Inline, last: Script, inside: str, write: Callable[[], None] | None) -> None:
    """Append a further piece of a script."""
    line.before_next(None)
    whole = last.inside + inside
    if last.is_note:
        continue_reference(line, "", inside)
        line.script = last._replace(end=line.length, inside=whole)
        return
    mark = script_mark(last.base, whole, raised=last.raised)
    if mark and not last.mark:
        line.replace(last.start, last.start, mark)
        last = last._replace(mark=mark)
    _write_script(line, last._replace(inside=whole), write, inside)


def _write_script(
    line: Inline, script: Script, write: Callable[[], None] | None, piece: str | None = None
) -> None:
    """Append the content of a script, and keep apart from it what comes next."""
    if write is None:
        line.add(script.inside if piece is None else piece)
    else:
        write()
    if script.mark and line.ending(line.length - script.start - len(script.mark)).startswith(" "):
        line.replace(script.start + len(script.mark), script.start + len(script.mark) + 1, "")
    start = script.start + (script.base == " " and piece is None)  # behind the blank that waited
    done = script._replace(start=start, end=line.length)
    line.script = done
    line.before_next(lambda text: _keep_apart(line, done, text))


def _keep_apart(line: Inline, script: Script, text: str) -> None:
    """Ask for a gap if the script at the end of the line would run into ``text``; turn rings into degrees."""
    if script.end != line.length or line.tail() == " " or not text:
        return
    before = line.ending(script.end - script.start + 2)[: -(script.end - script.start)]
    if script.raised and script.inside in _RINGS and before.rstrip()[-1:].isdigit() and _DEGREES.match(text):
        for _ in range(script.end - script.start):
            line.remove_last()
        line.add("°")
        return
    last, first = line.last_letter(), text[0]
    if not first.isalnum():
        return
    opens_line = script.raised and script.base in ("", "\n")
    if opens_line and is_note_mark(script.inside, text):
        line.gap()
    elif last.isdigit():
        if first.isdigit():
            line.gap()
    elif last.isalpha() and not opens_line and (script.mark or first.isdigit()):
        line.gap()


def _is_fraction(line: Inline, last: Script, inside: str) -> bool:
    """Return True if a lowered number stands behind a raised one and a slash."""
    is_slash = last.end == line.length - 1 and line.ending(1) in ("/", "⁄", "∕")
    return is_slash and last.raised and last.inside.isdigit() and inside.isdigit() and not last.is_note


def is_note_mark(mark: str, text: str) -> bool:
    """Return True if a raised ``mark`` before ``text`` is that of a note, and not of an isotope or a group.

    >>> is_note_mark("a", "In mg"), is_note_mark("13", "C spectra")
    (True, False)
    """
    glued = mark + text[:8]
    return bool(_NOTE_MARK.fullmatch(mark)) and not (_ISOTOPE.match(glued) or _CHEMICAL.match(glued))


def reference_numbers(inside: str) -> str:
    """Return the numbers of references or notes in ``inside`` without brackets; nothing for words."""
    return inside.strip("[]() ,;\t\n") if _REFERENCES.fullmatch(inside.strip("() \t\n")) else ""


def runs_into(line: Inline, inside: str) -> bool:
    """Return True if a reference that is no more than numbers would change the number or stop before it.

    "10" and the reference 6 are not 106, nor are "5." and 6 a number with a fraction.
    """
    before = line.last_letter()
    return (before.isdigit() or before == ".") and bool(reference_numbers(inside))


def add_formula(line: Inline, text: str) -> None:
    """Append a formula.

    In "10$^{-3}$" and "CO$_2$" it is only a script of the text before it. A fraction behind a whole number
    stays apart from it: 5 1/2 is not 51/2.
    """
    if _ONLY_DEGREE.fullmatch(text):
        line.add("°")
    elif script := _ONLY_SCRIPT.fullmatch(text):
        add_script(line, script[2], raised=script[1] == "^")
    else:
        if text[:1].isdigit() and line.last_letter().isdigit():
            line.gap()
        line.add(_MASS.sub(r"\1", text))


def add_reference(line: Inline, numbers: str) -> None:
    """Append raised numbers of references in brackets, before the full stop: ``shown [3,4].``

    Without the brackets they would run into the word: ``shown.3,4``.
    """
    if line.tail() in (".", ",", ";", ":"):
        line.before_punctuation(f" [{numbers}]")
    else:
        line.gap()
        line.add(f"[{numbers}]")
    _part_from_words(line)


def _part_from_words(line: Inline) -> None:
    """Keep a reference at the end of the line apart from a word right behind it."""
    end = line.length
    line.before_next(lambda text: line.gap() if line.length == end and text[0].isalnum() else None)


def parts_references(part: Any, is_reference: Callable[[Any], bool]) -> bool:
    """Return True if a raised element (lxml) is no more than the comma or dash between two raised references.

    is_reference: tells whether an element is a raised reference. Publishers mark up each on its own.
    """
    before, after = part.getprevious(), part.getnext()
    return (
        before is not None
        and after is not None
        and "".join(part.itertext()).strip() in _BETWEEN_REFERENCES
        and not (before.tail or "").strip()
        and not (part.tail or "").strip()
        and is_reference(before)
        and is_reference(after)
    )


def sign_before(part: Any, is_reference: Callable[[Any], bool]) -> str:
    """Return the raised comma or dash between a raised reference and the one before; nothing without one."""
    sign = part.getprevious()
    if sign is None or (sign.tail or "").strip() or not is_reference(part):
        return ""
    return "".join(sign.itertext()).strip() if parts_references(sign, is_reference) else ""


def continue_reference(line: Inline, sign: str, numbers: str) -> None:
    """Append numbers to the brackets at the end of the text: ``[3]`` becomes ``[3,4]``.

    sign: the comma or dash between them.
    """
    end = line.ending(2)
    if not end.rstrip(".,;:").endswith("]"):
        add_reference(line, numbers)
        return
    line.before_next(None)
    mark = end[-1] if end[-1] != "]" else ""
    for _ in range(1 + len(mark)):
        line.remove_last()
    line.add(f"{sign}{numbers}]{mark}")
    _part_from_words(line)

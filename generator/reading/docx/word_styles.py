"""The look of paragraphs and runs in a Word document: from their styles, and from direct formatting."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

from generator.reading.docx.package import attribute
from generator.reading.xml_tree import child, children, descend, name_of

_MAX_STYLE_DEPTH = 20  # styles based on styles; styles based on each other end here
_OFF = frozenset(("0", "false", "off", "none"))
_DEFAULT_SIZE = 20  # half points, where a document states no size (ECMA-376, 17.3.2.38)
_MAX_SQUEEZED_WIDTH = 10  # percent of a letter's normal width: so narrow that nobody can read it
_MIN_CLEAR_ALPHA = 90_000  # thousandths of a percent of transparency; more of it cannot be seen
# Word's highlighters, and the colours that they paint.
_MARKERS = {
    **{"black": "000000", "blue": "0000ff", "cyan": "00ffff", "green": "00ff00", "magenta": "ff00ff"},
    **{"red": "ff0000", "yellow": "ffff00", "darkBlue": "000080", "darkRed": "800000", "lightGray": "c0c0c0"},
}
_MIN_SHIFT = 4  # half points from the baseline; less serves to align
TINY = 4  # half points: text of two points or less is meant for machines


@dataclass(frozen=True, slots=True)
class CharacterLook:
    """The look of characters. colour: six hex digits; empty if it is automatic.

    size: in half points. fill: a background other than white, as six hex digits, the name of a highlighter,
    or "pattern". raised: "superscript" or "subscript". font: of ASCII characters, where one is named.
    squeezed: too narrow to read. clear: painted with nothing. struck: struck through.
    """

    bold: bool = False
    hidden: bool = False
    size: int = _DEFAULT_SIZE
    colour: str = ""
    fill: str = ""
    raised: str = ""
    font: str = ""
    squeezed: bool = False
    clear: bool = False
    struck: bool = False


@dataclass(frozen=True, slots=True)
class ParagraphStyle:
    """A paragraph style. name: as Word calls it in English, in lower case. level: of a heading, from 1."""

    name: str = ""
    level: int | None = None
    listed: bool = False
    centred: bool = False
    look: CharacterLook = CharacterLook()


class WordStyles:
    """The styles of a document, each with everything that it inherits."""

    def __init__(self, root: Any | None) -> None:
        self._elements = {attribute(e, "styleId"): e for e in children(root, "style")}
        self._resolved: dict[str, ParagraphStyle] = {}
        defaults = descend(root, "docDefaults", "rPrDefault", "rPr")
        self._base = ParagraphStyle(look=with_run_properties(CharacterLook(), defaults))
        default = next(
            (
                key
                for key, e in self._elements.items()
                if attribute(e, "type") == "paragraph" and is_on(attribute(e, "default") or "0")
            ),
            "",
        )
        self.plain = self.style(default)

    def style(self, key: str, depth: int = 0) -> ParagraphStyle:
        """Return the style with the id ``key``; the document's default style if there is none."""
        if key in self._resolved:
            return self._resolved[key]
        element = self._elements.get(key)
        if element is None or depth > _MAX_STYLE_DEPTH:
            return getattr(self, "plain", self._base)
        parent = attribute(child(element, "basedOn"), "val")
        base = self.style(parent, depth + 1) if parent else self._base
        inherited = with_paragraph_properties(base, child(element, "pPr"))
        name = attribute(child(element, "name"), "val").strip().lower()
        heading = re.fullmatch(r"heading ([1-9])", name)
        self._resolved[key] = replace(
            inherited,
            name=name,
            level=int(heading[1]) if heading else inherited.level,
            look=with_run_properties(inherited.look, child(element, "rPr")),
        )
        return self._resolved[key]

    def run(self, look: CharacterLook, properties: Any | None) -> CharacterLook:
        """Return the look of a run with these properties, in a paragraph that has ``look``."""
        if properties is None:
            return look
        if key := attribute(child(properties, "rStyle"), "val"):
            look = self._character(look, key)
        return with_run_properties(look, properties)

    def _character(self, look: CharacterLook, key: str, depth: int = 0) -> CharacterLook:
        element = self._elements.get(key)
        if element is None or depth > _MAX_STYLE_DEPTH:
            return look
        if parent := attribute(child(element, "basedOn"), "val"):
            look = self._character(look, parent, depth + 1)
        return with_run_properties(look, child(element, "rPr"))


def with_paragraph_properties(style: ParagraphStyle, properties: Any | None) -> ParagraphStyle:
    """Return ``style`` with the changes that a paragraph's own properties make."""
    for part in properties if properties is not None else ():
        name = name_of(part)
        if name == "outlineLvl":
            written = attribute(part, "val")
            level = int(written) + 1 if written in tuple("0123456789") else None
            style = replace(style, level=level if level is not None and level < 10 else None)
        elif name == "numPr":
            style = replace(style, listed=attribute(child(part, "numId"), "val") != "0")
        elif name == "jc":
            style = replace(style, centred=attribute(part, "val") == "center")
        elif name == "shd":
            style = replace(style, look=replace(style.look, fill=fill_of(part)))
    return style


def with_run_properties(look: CharacterLook, properties: Any | None) -> CharacterLook:
    """Return ``look`` with the changes that a run's properties make."""
    for part in properties if properties is not None else ():
        name, value = name_of(part), attribute(part, "val")
        if name == "b":
            look = replace(look, bold=is_on(value))
        elif name in ("strike", "dstrike"):
            look = replace(look, struck=is_on(value))
        elif name in ("vanish", "webHidden"):
            look = replace(look, hidden=is_on(value))
        elif name == "sz" and value.isascii() and value.isdigit() and len(value) < 5:
            look = replace(look, size=int(value))
        elif name == "color":
            look = replace(look, colour="" if value == "auto" else value.lower(), clear=False)
        elif name == "vertAlign":
            look = replace(look, raised=value if value in ("superscript", "subscript") else "")
        elif name == "position":
            look = replace(look, raised=_raised_by(value))
        elif name == "rFonts":
            look = replace(look, font=attribute(part, "ascii") or look.font)
        elif name == "shd":
            look = replace(look, fill=fill_of(part))
        elif name == "highlight":
            look = replace(look, fill="" if value in ("none", "white") else _MARKERS.get(value, value))
        elif name == "w" and value.rstrip("%").isdecimal() and len(value) < 5:
            look = replace(look, squeezed=int(value.rstrip("%")) <= _MAX_SQUEEZED_WIDTH)
        elif name == "textFill":
            look = replace(look, clear=_is_clear(part))
    return look


def _raised_by(position: str) -> str:
    """Return what a shift from the baseline (half points) makes of text."""
    shift = int(position) if re.fullmatch(r"-?[0-9]{1,4}", position) else 0
    return "superscript" if shift >= _MIN_SHIFT else "subscript" if shift <= -_MIN_SHIFT else ""


def is_on(value: str) -> bool:
    """Return True if a property that is present with this value is switched on."""
    return value.lower() not in _OFF


def fill_of(shading: Any) -> str:
    """Return the colour of a shading; "pattern" for a pattern, "" for white or none."""
    fill, pattern = attribute(shading, "fill").lower(), attribute(shading, "val")
    if pattern not in ("", "clear", "nil"):
        return "pattern"
    return "" if fill in ("", "auto", "ffffff") else fill


def _is_clear(filling: Any) -> bool:
    """Return True if a text fill (Office 2010 and later) paints nothing: it is none, or transparent."""
    if child(filling, "noFill") is not None:
        return True
    alphas = [attribute(e, "val") for e in filling.iter() if name_of(e) == "alpha"]
    return any(alpha.isdecimal() and len(alpha) < 7 and int(alpha) >= _MIN_CLEAR_ALPHA for alpha in alphas)

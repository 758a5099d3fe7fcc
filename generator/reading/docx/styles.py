"""How the paragraphs and runs of a Word document look: by their styles, and by what is set on them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

from generator.reading.docx.package import attribute
from generator.reading.xml_tree import child, children, descend, name_of

_MAX_DEPTH = 20  # styles based on styles; a circle ends here
_OFF = frozenset(("0", "false", "off", "none"))
_DEFAULT_SIZE = 20  # half points, where a document states no size (ECMA-376, 17.3.2.38)
_SQUEEZED = 10  # percent of the width of letters
# Markers by the colour that they paint.
_MARKERS = {
    **{"black": "000000", "blue": "0000ff", "cyan": "00ffff", "green": "00ff00", "magenta": "ff00ff"},
    **{"red": "ff0000", "yellow": "ffff00", "darkBlue": "000080", "darkRed": "800000", "lightGray": "c0c0c0"},
}
TINY = 4  # half points: text of two points or less is there for machines


@dataclass(frozen=True, slots=True)
class Look:
    """How characters look. size: half points. colour: six hex digits, or nothing where it is automatic."""

    bold: bool = False
    hidden: bool = False
    size: int = _DEFAULT_SIZE
    colour: str = ""
    fill: str = ""  # a background other than white: six hex digits, the name of a marker, "pattern"
    raised: str = ""  # superscript, subscript
    squeezed: bool = False  # to a width that nobody reads
    clear: bool = False  # painted with nothing


@dataclass(frozen=True, slots=True)
class Style:
    """A style of paragraphs. name: as Word calls it in English, lower case. level: of a heading, from 1."""

    name: str = ""
    level: int | None = None
    listed: bool = False
    centred: bool = False
    look: Look = Look()


class Styles:
    """The styles of a document, each with all that it inherits."""

    def __init__(self, root: Any | None) -> None:
        self._elements = {attribute(e, "styleId"): e for e in children(root, "style")}
        self._made: dict[str, Style] = {}
        defaults = descend(root, "docDefaults", "rPrDefault", "rPr")
        self._base = Style(look=changed(Look(), defaults))
        default = next(
            (
                key
                for key, e in self._elements.items()
                if attribute(e, "type") == "paragraph" and on(attribute(e, "default") or "0")
            ),
            "",
        )
        self.plain = self.style(default)

    def style(self, key: str, depth: int = 0) -> Style:
        """Return the style with the id ``key``; the default of the document for an unknown one."""
        if key in self._made:
            return self._made[key]
        element = self._elements.get(key)
        if element is None or depth > _MAX_DEPTH:
            return getattr(self, "plain", self._base)
        parent = attribute(child(element, "basedOn"), "val")
        base = self.style(parent, depth + 1) if parent else self._base
        made = styled(base, child(element, "pPr"))
        name = attribute(child(element, "name"), "val").strip().lower()
        heading = re.fullmatch(r"heading ([1-9])", name)
        self._made[key] = replace(
            made,
            name=name,
            level=int(heading[1]) if heading else made.level,
            look=changed(made.look, child(element, "rPr")),
        )
        return self._made[key]

    def run(self, look: Look, properties: Any | None) -> Look:
        """Return the look of a run with these properties, in a paragraph that looks so."""
        if properties is None:
            return look
        if key := attribute(child(properties, "rStyle"), "val"):
            look = self._character(look, key)
        return changed(look, properties)

    def _character(self, look: Look, key: str, depth: int = 0) -> Look:
        element = self._elements.get(key)
        if element is None or depth > _MAX_DEPTH:
            return look
        if parent := attribute(child(element, "basedOn"), "val"):
            look = self._character(look, parent, depth + 1)
        return changed(look, child(element, "rPr"))


def styled(style: Style, properties: Any | None) -> Style:
    """Return ``style`` with what the properties of a paragraph set besides."""
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


def changed(look: Look, properties: Any | None) -> Look:
    """Return ``look`` with what the properties of a run set."""
    for part in properties if properties is not None else ():
        name, value = name_of(part), attribute(part, "val")
        if name == "b":
            look = replace(look, bold=on(value))
        elif name in ("vanish", "webHidden"):
            look = replace(look, hidden=on(value))
        elif name == "sz" and value.isascii() and value.isdigit() and len(value) < 5:
            look = replace(look, size=int(value))
        elif name == "color":
            look = replace(look, colour="" if value == "auto" else value.lower(), clear=False)
        elif name == "vertAlign":
            look = replace(look, raised=value if value in ("superscript", "subscript") else "")
        elif name == "shd":
            look = replace(look, fill=fill_of(part))
        elif name == "highlight":
            look = replace(look, fill="" if value in ("none", "white") else _MARKERS.get(value, value))
        elif name == "w" and value.rstrip("%").isdecimal() and len(value) < 5:
            look = replace(look, squeezed=int(value.rstrip("%")) <= _SQUEEZED)
        elif name == "textFill":
            look = replace(look, clear=_is_clear(part))
    return look


def on(value: str) -> bool:
    """Return whether a property that is there with this value is switched on."""
    return value.lower() not in _OFF


def fill_of(shading: Any) -> str:
    """Return the colour that a shading paints where it is not white, or "pattern"; nothing for none."""
    fill, pattern = attribute(shading, "fill").lower(), attribute(shading, "val")
    if pattern not in ("", "clear", "nil"):
        return "pattern"
    return "" if fill in ("", "auto", "ffffff") else fill


def _is_clear(filling: Any) -> bool:
    """Whether a filling of letters (Office 2010 and later) paints nothing: none, or all of it transparent."""
    if child(filling, "noFill") is not None:
        return True
    alphas = [attribute(e, "val") for e in filling.iter() if name_of(e) == "alpha"]
    # Thousandths of a percent: of transparency in Word's own names.
    return any(alpha.isdecimal() and len(alpha) < 7 and int(alpha) >= 90_000 for alpha in alphas)

"""Running text in Word: runs, links, fields and formulas, without what is deleted, hidden or set apart.

>>> _ADDRESS.search('HYPERLINK "https://example.org" ')[1]
'https://example.org'
>>> bool(_NUMBERS.fullmatch("1, 3–5"))
True
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Any

from generator.reading.block_text import FORMULA, Inline, leave_out_struck, names
from generator.reading.compose import BlockLink
from generator.reading.css import hides_text, style_declarations
from generator.reading.docx.formulas import formula_text
from generator.reading.docx.package import attribute
from generator.reading.docx.symbols import in_font
from generator.reading.docx.word_styles import TINY, CharacterLook, WordStyles, is_on
from generator.reading.raised import add_script
from generator.reading.web_addresses import target
from generator.reading.xml_tree import child, children, name_of

_OUT = names("del moveFrom rPr pPr sectPr sdtPr fldData instrText delInstrText delText annotationRef")
_GAPS = names("tab br cr ptab")
_ADDRESS = re.compile(r'HYPERLINK\s+(?:\\[a-z]\s+)?"([^"]{1,2000})"')
_CITATION = re.compile(r"ZOTERO_ITEM|EN\.CITE|CSL_CITATION|MENDELEY|CITAVI|^\s*CITATION", re.IGNORECASE)
_BIBLIOGRAPHY = re.compile(r"ZOTERO_BIBL|EN\.REFLIST|CSL_BIBLIOGRAPHY|^\s*BIBLIOGRAPHY", re.IGNORECASE)
_CONTENTS = re.compile(r"^\s*(?:TOC|INDEX)\b")
_NUMBERS = re.compile(r"[0-9]+(?:[,\s–-]+[0-9]+)*")
_MAX_INSTRUCTION_CHARS = 2000  # of a field, in one run
_POINT = 12_700  # English Metric Units (EMU), in which Word states the size of drawings
# 914,400 EMU are an inch: eleven inches and more before the page.
_NOWHERE = re.compile(r"-\d{8,12}")


@dataclass(slots=True)
class HiddenContent:
    """What a document has besides the text that everybody sees.

    words: number of hidden words, which are left out. tracked_changes: read as accepted. documents: True if
    it has documents inside it, which are not read.
    """

    words: int = 0
    tracked_changes: bool = False
    documents: bool = False


@dataclass(slots=True)
class _Field:
    """A field that is being read.

    code: its instruction. shown: True once its result has begun. line, start: where its result is written.
    """

    code: str = ""
    shown: bool = False
    line: Inline | None = None
    start: int = 0


@dataclass(slots=True)
class RunWriter:
    """Writes running text.

    A field may begin in one paragraph and end in another, so one writer serves a whole part. links: addresses
    by the ids of relationships. floats: notes and text boxes found, which follow the paragraph. sizes: of the
    paragraph, in half points -> number of characters. bold: True while everything in the paragraph is bold.
    """

    styles: WordStyles
    links: dict[str, str]
    hidden: HiddenContent
    floats: list[Any] = field(default_factory=list)
    sizes: dict[int, int] = field(default_factory=dict)
    bold: bool = True
    white_is_hidden: bool = True
    _fields: list[_Field] = field(default_factory=list)

    @property
    def in_contents(self) -> bool:
        """True within a table of contents or an index."""
        return any(_CONTENTS.search(f.code) for f in self._fields)

    @property
    def in_bibliography(self) -> bool:
        """True within a list of references that a reference manager wrote."""
        return any(_BIBLIOGRAPHY.search(f.code) for f in self._fields)

    def begin(self) -> None:
        """Start a paragraph: forget the look of the one before."""
        self.sizes, self.bold, self.floats = {}, True, []

    def write(self, element: Any, line: Inline, look: CharacterLook) -> None:
        """Append the text in ``element`` (a paragraph, a link, an insertion) to ``line``."""
        for part in element:
            self._part(part, line, look)
        if name_of(element) == "p":
            self._end_open_fields(line)

    def _part(self, part: Any, line: Inline, look: CharacterLook) -> None:
        name = name_of(part)
        if name in ("del", "moveFrom", "ins", "moveTo"):
            self.hidden.tracked_changes = True
        if not name or name in _OUT:
            return
        if name in ("drawing", "pict") and _is_hidden_drawing(part):
            self.hidden.words += sum(len((e.text or "").split()) for e in part.iter() if name_of(e) == "t")
            return
        if name == "object":
            line.add(FORMULA if _is_equation(part) else " ")
        elif name == "r":
            self._run(part, line, look)
        elif name == "hyperlink":
            with line.link(self.links.get(attribute(part, "id"))):
                self.write(part, line, look)
        elif name == "fldSimple":
            self._fields.append(_Field(attribute(part, "instr"), True, line, line.length))
            self.write(part, line, look)
            self._close()
        elif name in ("oMath", "oMathPara"):
            line.gap()
            line.add(formula_text(part, lambda run: self._is_hidden_in_formula(run, look)))
            line.gap()
        elif name == "AlternateContent":
            chosen = child(part, "Choice")
            self.write(chosen if chosen is not None else part, line, look)
        elif name == "txbxContent":
            self.floats.append(part)
        elif name == "ruby":
            for base in children(part, "rubyBase"):
                self.write(base, line, look)
        else:
            self.write(part, line, look)

    def _run(self, run: Any, line: Inline, look: CharacterLook) -> None:
        look = self.styles.run(look, child(run, "rPr"))
        for part in run:
            self._run_part(part, line, look)

    def _run_part(self, part: Any, line: Inline, look: CharacterLook) -> None:
        name = name_of(part)
        if name == "fldChar":
            self._field_mark(attribute(part, "fldCharType"), line)
        elif name == "instrText":
            if self._fields and not self._fields[-1].shown:
                self._fields[-1].code += (part.text or "")[:_MAX_INSTRUCTION_CHARS]
        elif any(not f.shown for f in self._fields):
            return  # inside an instruction, which is not printed
        elif name == "t":
            self._text(part.text or "", line, look)
        elif name in _GAPS:
            line.gap()
        elif name == "noBreakHyphen":
            self._text("-", line, look)
        elif name == "sym":
            self._text(_symbol(part), line, replace(look, font=""))
        elif name in ("footnoteReference", "endnoteReference"):
            self.floats.append(part)
        elif name == "AlternateContent":
            chosen = child(part, "Choice")
            for inner in chosen if chosen is not None else children(part, "Fallback"):
                self._run_part(inner, line, look)
        elif name not in ("footnoteRef", "endnoteRef"):
            self._part(part, line, look)

    def _text(self, text: str, line: Inline, look: CharacterLook) -> None:
        text = in_font(text, look.font)
        if look.struck:
            leave_out_struck(line, text)
            return
        if self._is_hidden(look):
            self.hidden.words += len(text.split())
            line.gap()
            return
        if bare := text.strip():
            self.sizes[look.size] = self.sizes.get(look.size, 0) + len(bare)
            self.bold = self.bold and look.bold
        if bare and look.raised:
            self._raised(text, bare, line, look)
        else:
            line.add(text)

    def _raised(self, text: str, bare: str, line: Inline, look: CharacterLook) -> None:
        """Append superscript or subscript so that it reads as printed and does not fuse two numbers."""
        raised = look.raised == "superscript"
        cited = any(f.shown and _CITATION.search(f.code) for f in self._fields)
        if raised and cited and _NUMBERS.fullmatch(bare) and line.last_letter() not in (".", ",", ";", ":"):
            line.gap()
            line.add(f"[{bare}]")
            return
        if text[:1].isspace():
            line.gap()
        add_script(line, bare, raised=raised)
        if text[-1:].isspace():
            line.gap()

    def _is_hidden(self, look: CharacterLook) -> bool:
        if look.hidden or look.size <= TINY or look.squeezed or look.clear:
            return True
        if look.fill:
            return (look.colour or "000000") == look.fill
        return self.white_is_hidden and _is_white(look.colour)

    def _is_hidden_in_formula(self, run: Any, look: CharacterLook) -> bool:
        for properties in children(run, "rPr"):
            look = self.styles.run(look, properties)
        hidden = self._is_hidden(look)
        if hidden:
            self.hidden.words += sum(len((e.text or "").split()) for e in children(run, "t"))
        return hidden

    def _field_mark(self, kind: str, line: Inline) -> None:
        if kind == "begin":
            self._fields.append(_Field())
        elif kind == "separate" and self._fields:
            self._fields[-1].shown = True
            self._fields[-1].line, self._fields[-1].start = line, line.length
        elif kind == "end" and self._fields:
            self._close()

    def _close(self) -> None:
        ended = self._fields.pop()
        address = _ADDRESS.search(ended.code)
        url = target(address[1]) if address else None
        if url is not None and ended.line is not None and ended.line.length > ended.start:
            ended.line.links.append(BlockLink(ended.start, ended.line.length, url))

    def _end_open_fields(self, line: Inline) -> None:
        """End the fields that must not go on: an instruction without a result would swallow the document.

        Results that go on in the next paragraph lose their link.
        """
        self._fields = [f for f in self._fields if f.shown]
        for one in self._fields:
            if one.line is line:
                one.line = None


def _is_hidden_drawing(drawing: Any) -> bool:
    """Return True if a drawing with text is switched off, has no size, or is off the page."""
    for part in drawing.iter():
        name = name_of(part)
        if name == "docPr" and is_on(part.get("hidden") or "0"):
            return True
        if name == "extent" and any(_is_below_a_point(part.get(side)) for side in ("cx", "cy")):
            return True
        if name == "posOffset" and _NOWHERE.fullmatch((part.text or "").strip()):
            return True
        style = part.get("style") if name in ("shape", "rect") else None
        if style and hides_text(style_declarations(style)):
            return True
    return False


def _is_below_a_point(size: str | None) -> bool:
    return size is not None and size.isdecimal() and len(size) < 12 and int(size) < _POINT


def _is_white(colour: str) -> bool:
    return re.fullmatch(r"(?:f[a-f0-9]){3}", colour) is not None


def _is_equation(part: Any) -> bool:
    """Return True if an embedded object is an equation of MathType or of Word's old editor: a picture."""
    objects = [e for e in part.iter() if name_of(e) == "OLEObject"]
    return any("equation" in (e.get("ProgID") or "").lower() for e in objects)


def _symbol(part: Any) -> str:
    """Return the character of a ``sym`` element; "" if it is not printable."""
    code = attribute(part, "char")
    if not re.fullmatch(r"[0-9A-Fa-f]{2,4}", code):
        return ""
    shown = in_font(chr(int(code, 16)), attribute(part, "font"))
    return shown if shown.isprintable() else ""

"""The names of glyphs, which PDFium does not report, from the file itself.

>>> _plain("ABCDEF+Times-Roman")
'Times-Roman'
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from generator.reading.pdf.glyph_tables import layout_of, sign_of_name

_MAX_OBJECTS = 200_000  # objects of a file that are searched for fonts
_MAX_FONT_BYTES = 4_000_000  # bytes of an embedded font in which its encoding is searched
_TYPE1_ENCODING = re.compile(rb"dup\s{1,4}(\d{1,3})\s{0,4}/([\w.]{1,40})\s{1,4}put")
_MAX_MAP_BYTES = 200_000  # bytes of a map from codes to characters
_MAX_RANGE = 256  # codes of one range; the fonts read here have one byte a character
_LAST_OF_BMP = 0xFFFF  # the last character that fits into one unit of UTF-16
_PREFIX = re.compile(r"^[A-Z]{6}\+")
_BFRANGE = re.compile(
    rb"<\s{0,4}([0-9A-Fa-f]{2,4})\s{0,4}>\s{0,8}<\s{0,4}([0-9A-Fa-f]{2,4})\s{0,4}>\s{0,8}"
    rb"<\s{0,4}([0-9A-Fa-f]{4})\s{0,4}>"
)
_RANGES = re.compile(rb"beginbfrange((?:[^b]|b(?!eginbfrange)){0,20000}?)endbfrange", re.DOTALL)
_LIGATURES = frozenset(["ff", "fi", "fl", "ffi", "ffl"])
_BFCHAR = re.compile(rb"<\s{0,4}([0-9A-Fa-f]{2,4})\s{0,4}>\s{0,8}<\s{0,4}([0-9A-Fa-f]{4,16})\s{0,4}>")

Names = dict[int, str]


class FontFiles:
    """The fonts of a file: for each the names of its glyphs by code, and the codes by character.

    The file is opened when a font is first asked for. A glyph has no name if fonts of one name contradict
    each other; a file that pikepdf cannot read has no names at all.
    """

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._file: Any = None  # kept open for the fonts that are asked for
        self._layers: bool | None = None
        self._fonts: dict[str, list[Any]] | None = None
        self._names: dict[str, Names] = {}
        self._codes: dict[str, dict[str, set[int]]] = {}

    def name(self, font: str, code: int) -> str:
        """Return the name of the glyph at ``code`` of the font, or an empty string."""
        return self._names_of(_plain(font)).get(code, "")

    def code(self, font: str, character: str) -> int | None:
        """Return the code that the font's map turns into ``character``; None unless there is exactly one."""
        codes = self._codes_of(_plain(font)).get(character, set())
        return next(iter(codes)) if len(codes) == 1 else None

    def maps_to(self, font: str, character: str) -> bool:
        """Return True if the font's map turns any code into ``character``."""
        return bool(self._codes_of(_plain(font)).get(character))

    def is_ligature(self, font: str, character: str) -> bool:
        """Return True if the glyph that the font's map turns into ``character`` is named as a ligature."""
        code = self.code(font, character)
        return code is not None and self.name(font, code) in _LIGATURES

    def is_composite(self, font: str) -> bool:
        """Return True if the font's codes are numbers of glyphs, which say nothing of the characters."""
        return any(each.get("/Subtype") == "/Type0" for each in self._all().get(_plain(font), ()))

    def losing_ligatures(self) -> set[str]:
        """Return the fonts whose map turns a ligature into U+0000, as some programs write it."""
        return {font for font in self._all() if self.is_ligature(font, "\0")}

    def has_layers(self) -> bool:
        """Return True if the file has layers, which can be switched off."""
        if self._layers is None:
            self._layers = b"/OCProperties" in self._data or self._root_has("/OCProperties")
        return self._layers

    def _root_has(self, key: str) -> bool:
        """Return True if the catalogue of the file has this entry."""
        if b"/ObjStm" not in self._data:
            return False  # nothing is packed: the search through the bytes was enough
        self._open()
        try:
            return self._file is not None and key in self._file.Root
        except Exception:  # a damaged catalogue
            return False

    def without_maps(self, fonts: set[str]) -> bytes:
        """Return the file without the maps of these fonts, so that the names of their glyphs count.

        Empty if the fonts name no glyph in a known way, or if the file cannot be written.
        """
        wanted = {name for font in fonts if self._tells(name := _plain(font))}
        try:
            mapped = [each for name in wanted for each in self._all().get(name, ()) if "/ToUnicode" in each]
            if not mapped:
                return b""
            for each in mapped:
                del each["/ToUnicode"]
            written = BytesIO()
            self._file.save(written)
            return written.getvalue()
        except Exception:  # whatever a damaged file makes the library raise: it is read as it is
            return b""

    def _tells(self, font: str) -> bool:
        """Return True if most glyphs of the font have names with a known meaning."""
        names, layout = self._names_of(font), layout_of(font)
        return 2 * sum(bool(sign_of_name(name, layout)) for name in names.values()) > len(names)

    def file(self) -> Any:
        """Return the file as opened by pikepdf; None if it cannot be."""
        self._open()
        return self._file

    def _open(self) -> None:
        """Open the file with pikepdf, once."""
        import pikepdf

        if self._file is None and self._data:
            try:
                self._file = pikepdf.open(BytesIO(self._data), suppress_warnings=True)
            except Exception:  # whatever a damaged file makes the library raise: no names, and no harm
                self._data = b""

    def _all(self) -> dict[str, list[Any]]:
        """Return the font objects of the file by their plain name."""
        if self._fonts is None:
            import pikepdf

            self._fonts = {}
            self._open()
            try:
                for each in itertools.islice(self._file.objects, _MAX_OBJECTS) if self._file else ():
                    if isinstance(each, pikepdf.Dictionary) and each.get("/Type") == "/Font":
                        name = _plain(str(each.get("/BaseFont", "/"))[1:])
                        self._fonts.setdefault(name, []).append(each)
            except Exception:  # a damaged object: the fonts before it count
                pass
        return self._fonts

    def _names_of(self, font: str) -> Names:
        """Return the names of a font's glyphs by code; empty where fonts of one name disagree."""
        if font not in self._names:
            names = self._names[font] = {}
            for each in self._all().get(font, ()):
                try:
                    own = _encoded(each)
                except Exception:  # one damaged font
                    continue
                for code, name in own.items():
                    names[code] = name if names.get(code, name) == name else ""
        return self._names[font]

    def _codes_of(self, font: str) -> dict[str, set[int]]:
        """Return the codes that a font's map turns into each character."""
        if font not in self._codes:
            codes = self._codes[font] = {}
            for each in self._all().get(font, ()):
                try:
                    for character, code in _mapped(each):
                        codes.setdefault(character, set()).add(code)
                except Exception:  # one damaged map
                    continue
        return self._codes[font]


def _plain(font: str) -> str:
    """Return the font's name without the prefix of its subset, which PDFium keeps for some fonts only."""
    return _PREFIX.sub("", font)


def _mapped(font: Any) -> Iterator[tuple[str, int]]:
    """Yield characters and their codes from the font's map."""
    if "/ToUnicode" not in font or font.get("/Subtype") == "/Type0":
        return
    stream = font.ToUnicode.read_bytes()[:_MAX_MAP_BYTES]
    ranges = b" ".join(_RANGES.findall(stream))
    for first, last, target in _BFRANGE.findall(ranges):
        for step in range(min(_MAX_RANGE, int(last, 16) - int(first, 16) + 1)):
            yield chr(min(_LAST_OF_BMP, int(target, 16) + step)), int(first, 16) + step
    for code, target in _BFCHAR.findall(_RANGES.sub(b" ", stream)):
        yield (
            bytes.fromhex(target[: len(target) // 4 * 4].decode()).decode("utf-16-be", "replace"),
            int(code, 16),
        )


def _encoded(font: Any) -> Names:
    """Return the names of the font's glyphs by code, from its encoding or from the font itself."""
    import pikepdf

    names: Names = {}
    encoding = font.get("/Encoding")
    if "/Encoding" not in font or (
        isinstance(encoding, pikepdf.Dictionary) and "/BaseEncoding" not in encoding
    ):
        names.update(_built_in(font))
    if isinstance(encoding, pikepdf.Dictionary) and "/Differences" in encoding:
        code = 0
        for each in encoding.Differences:
            if isinstance(each, pikepdf.Name):
                names[code] = str(each)[1:]
                code += 1
            else:
                code = int(each)
    return names


def _built_in(font: Any) -> Names:
    """Return the names in the built-in encoding of a Type 1 font, which is plain text."""
    descriptor = font.get("/FontDescriptor")
    if descriptor is None or "/FontFile" not in descriptor:
        return {}
    head = descriptor.FontFile.read_bytes()[:_MAX_FONT_BYTES].partition(b"eexec")[0]
    return {int(code): name.decode() for code, name in _TYPE1_ENCODING.findall(head)}

"""The names of glyphs, which PDFium does not tell, from the file itself."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

from generator.reading.pdf.glyph_tables import layout_of, sign_of_name

_MOST_OBJECTS = 200_000
_MOST_FONT = 4_000_000  # bytes of an embedded font that is looked through
_TYPE1_ENCODING = re.compile(rb"dup\s{1,4}(\d{1,3})\s{0,4}/([\w.]{1,40})\s{1,4}put")
_PREFIX = re.compile(r"^[A-Z]{6}\+")
_BFCHAR = re.compile(rb"<\s{0,4}([0-9A-Fa-f]{2,4})\s{0,4}>\s{0,8}<\s{0,4}([0-9A-Fa-f]{4,16})\s{0,4}>")

Names = dict[int, str]


class FontFiles:
    """The fonts of a file: for each the names of its glyphs by code, and the codes by character.

    The file is opened when a font is first asked for. Fonts of one name that contradict one another give
    no name; a file that the library cannot read has none.
    """

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._names: dict[str, Names] | None = None
        self._layers: bool | None = None
        self._codes: dict[str, dict[str, set[int]]] = {}

    def name(self, font: str, code: int) -> str:
        """The name of the glyph at ``code`` of the font, or nothing."""
        return self._all().get(_plain(font), {}).get(code, "")

    def code(self, font: str, character: str) -> int | None:
        """The one code of the font that its map turns into ``character``; None where there are several."""
        self._all()
        codes = self._codes.get(_plain(font), {}).get(character, set())
        return next(iter(codes)) if len(codes) == 1 else None

    def without_maps(self, fonts: set[str]) -> bytes:
        """The file written anew without the maps of these fonts, so that the names of their glyphs count.

        Nothing where the fonts name no glyph in a way that is known, or the file cannot be written.
        """
        import pikepdf

        wanted = {name for font in fonts if self._tells(name := _plain(font))}
        if not wanted:
            return b""
        try:
            with pikepdf.open(BytesIO(self._data), suppress_warnings=True) as file:
                for each in file.objects:
                    if not isinstance(each, pikepdf.Dictionary) or "/ToUnicode" not in each:
                        continue
                    if _plain(str(each.get("/BaseFont", "/"))[1:]) in wanted:
                        del each["/ToUnicode"]
                written = BytesIO()
                file.save(written)
                return written.getvalue()
        except Exception:  # whatever a damaged file makes the library raise: it is read as it is
            return b""

    def _tells(self, font: str) -> bool:
        layout = layout_of(font)
        names = self._all().get(font, {})
        return 2 * sum(bool(sign_of_name(name, layout)) for name in names.values()) > len(names)

    def has_layers(self) -> bool:
        """Whether the file has layers, which can be switched off."""
        if self._layers is None:
            self._layers = b"/OCProperties" in self._data
            if not self._layers and b"/ObjStm" in self._data:
                self._all()
        return bool(self._layers)

    def _all(self) -> dict[str, Names]:
        if self._names is None:
            self._names = {}
            try:
                self._read()
            except Exception:  # whatever a damaged file makes the library raise: no names, and no harm
                self._names = self._names or {}
        return self._names

    def _read(self) -> None:
        import pikepdf

        assert self._names is not None
        with pikepdf.open(BytesIO(self._data), suppress_warnings=True) as file:
            self._layers = "/OCProperties" in file.Root
            for count, each in enumerate(file.objects):
                if count > _MOST_OBJECTS:
                    break
                if not isinstance(each, pikepdf.Dictionary) or each.get("/Type") != "/Font":
                    continue
                font = _plain(str(each.get("/BaseFont", "/"))[1:])
                try:
                    names = _names_of(each, pikepdf)
                    self._map(font, each)
                except Exception:  # one damaged font
                    continue
                known = self._names.setdefault(font, {})
                for code, name in names.items():
                    known[code] = name if known.get(code, name) == name else ""

    def _map(self, font: str, each: Any) -> None:
        if "/ToUnicode" not in each or each.get("/Subtype") == "/Type0":
            return
        codes = self._codes.setdefault(font, {})
        for code, target in _BFCHAR.findall(each.ToUnicode.read_bytes()[:200_000]):
            text = bytes.fromhex(target[: len(target) // 4 * 4].decode()).decode("utf-16-be", "replace")
            codes.setdefault(text, set()).add(int(code, 16))


def _plain(font: str) -> str:
    """The font's name without the prefix of its subset, which PDFium keeps for some fonts only."""
    return _PREFIX.sub("", font)


def _names_of(font: Any, pikepdf: Any) -> Names:
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
    """The names that a Type 1 font bears in its own encoding, which is plain text."""
    descriptor = font.get("/FontDescriptor")
    if descriptor is None or "/FontFile" not in descriptor:
        return {}
    head = descriptor.FontFile.read_bytes()[:_MOST_FONT].partition(b"eexec")[0]
    return {int(code): name.decode() for code, name in _TYPE1_ENCODING.findall(head)}

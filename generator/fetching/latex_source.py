r"""LaTeX source of several files, joined into one: each input command is replaced by the file that it names.

Archives are opened in memory, within limits; no name in them is ever used as a path.

>>> join_inputs({"main.tex": r"Before \input{part} after.", "part.tex": "we counted moths"}, "main.tex")
'Before we counted moths after.'
"""

from __future__ import annotations

import gzip
import io
import posixpath
import re
import tarfile
import zlib
from collections.abc import Mapping

from generator.errors import FetchError

__all__ = ["decode_source", "join_inputs", "main_file", "unpack"]

_MAX_FILES = 2_000
_MAX_TEXT_BYTES = 30_000_000  # of all text files together; the source of a thesis has 2 MB
_MAX_UNPACKED_BYTES = 400_000_000  # of a whole archive, pictures included
_MAX_INPUT_DEPTH = 12  # files that input files
_TEXTS = (".tex", ".ltx", ".bbl")
_MAIN = re.compile(r"^[^%\n]{0,300}\\document(?:class|style)\b", re.MULTILINE)
_BODY = re.compile(r"^[^%\n]{0,300}\\begin\s{0,9}\{document\}", re.MULTILINE)
_USUAL_NAMES = ("main", "ms", "paper", "article", "manuscript", "arxiv")
_INPUT = re.compile(
    r"\\(?P<word>input|include|subfile|subfileinclude|(?:sub)?import)(?![A-Za-z@])\s{0,9}"
    r"(?:\{(?P<one>[^{}\n]{1,300})\}(?:\{(?P<two>[^{}\n]{1,300})\})?|(?P<bare>[^\s{}\\%]{1,300}))"
)
_REFERENCES = re.compile(r"^(?P<before>[^%\n]{0,300}?)\\bibliography\s{0,9}\{[^{}\n]{0,2000}\}", re.MULTILINE)
_COMMENT = re.compile(r"(?<!\\)(?:\\\\){0,20}%")
_BEGIN = re.compile(r"\\begin\s{0,9}\{document\}")
_END = re.compile(r"\\end\s{0,9}\{document\}")


def unpack(data: bytes) -> dict[str, str]:
    """Return the LaTeX files of a source as arXiv provides it: a tar or a single file, perhaps gzipped.

    Raises FetchError for anything else, and for more than a paper can need.
    """
    if data.startswith(b"%PDF-"):
        raise FetchError("has no LaTeX source, only PDF")
    if data.startswith(b"\x1f\x8b"):
        data = _gunzipped(data)
    if data[257:262] != b"ustar":
        text = decode_source(data)
        if not _MAIN.search(text) and "\\begin" not in text:
            raise FetchError("sent something that is not LaTeX source")
        return {"main.tex": text}
    files: dict[str, str] = {}
    count = text_bytes = all_bytes = 0
    try:
        with tarfile.open(fileobj=io.BytesIO(data), mode="r:") as archive:
            for member in archive:
                count, all_bytes = count + 1, all_bytes + member.size
                if count > _MAX_FILES or all_bytes > _MAX_UNPACKED_BYTES:
                    raise FetchError("sent an archive with more files than any paper has")
                if not member.isreg() or not member.name.lower().endswith(_TEXTS):
                    continue
                text_bytes += member.size
                if text_bytes > _MAX_TEXT_BYTES:
                    raise FetchError("sent more source than a paper has")
                stream = archive.extractfile(member)
                files[_normal_path(member.name)] = decode_source(stream.read() if stream else b"")
    except (tarfile.TarError, EOFError, ValueError, OSError) as error:
        raise FetchError("sent a damaged archive") from error
    return files


def main_file(files: Mapping[str, str]) -> str:
    """Return the name of the file that is to be typeset. Raises FetchError if there is none.

    Of several, one that no other file inputs; then the one highest up, with a usual name, and the longest.
    """
    mains = [name for name, text in files.items() if _MAIN.search(text) and _BODY.search(text)]
    inputs = {_find_input(files, name, part) for name, text in files.items() for part in _inputs(text)}
    candidates = [name for name in mains if name not in inputs] or mains
    if not candidates:
        raise FetchError("sent source without a main file")

    def order(name: str) -> tuple[int, int, int]:
        stem = posixpath.basename(name).rpartition(".")[0].lower()
        rank = _USUAL_NAMES.index(stem) if stem in _USUAL_NAMES else len(_USUAL_NAMES)
        return name.count("/"), rank, -len(files[name])

    return min(candidates, key=order)


def join_inputs(files: Mapping[str, str], main: str) -> str:
    """Return ``main`` with every input command replaced by its file, and with its list of references.

    The command for a file that is missing stays; the reader then warns that its text is missing. Raises
    FetchError if the files input more text than a paper can have.
    """
    text = _with_inputs(files, main, files[main], (main,), [_MAX_TEXT_BYTES])
    references = files.get(f"{main.rpartition('.')[0]}.bbl", "")
    if "\\begin{thebibliography}" not in references:
        return text
    return _REFERENCES.sub(lambda match: match["before"] + references, text, count=1)


def _inner_body(text: str) -> str:
    """Return the text between a subfile's own begin and end of its document; all of it if it has none."""
    begin = _BEGIN.search(text)
    end = _END.search(text, begin.end()) if begin else None
    return text[begin.end() : end.start()] if begin and end else text


def _with_inputs(
    files: Mapping[str, str], name: str, text: str, above: tuple[str, ...], left: list[int]
) -> str:
    """Replace the input commands in ``text``, the content of the file ``name``.

    above: the files that led here, the main file first. left: the characters that may still be input.
    """

    def replaced(match: re.Match[str]) -> str:
        line = text[text.rfind("\n", 0, match.start()) + 1 : match.start()]
        if _COMMENT.search(line) or len(above) > _MAX_INPUT_DEPTH:
            return match.group()
        part = _find_input(files, above[0], _name(match)) or _find_input(files, name, _name(match))
        if not part or part in above:
            return match.group()
        inner = files[part]
        if match["word"].startswith("subfile"):
            inner = _inner_body(inner)
        inner = inner.split("\\endinput")[0]
        left[0] -= len(inner)
        if left[0] < 0:
            raise FetchError("sent source that inputs more text than a paper has")
        return _with_inputs(files, part, inner, (*above, part), left)

    return _INPUT.sub(replaced, text)


def _inputs(text: str) -> list[str]:
    return [_name(match) for match in _INPUT.finditer(text)]


def _name(match: re.Match[str]) -> str:
    name = "/".join(part.strip().strip('"') for part in (match["one"], match["two"]) if part)
    return name or (match["bare"] or "")


def _find_input(files: Mapping[str, str], of: str, name: str) -> str:
    """Return the file that ``name`` means in the file ``of``, relative to its folder; "" if there is none."""
    folder = posixpath.dirname(of)
    for ending in (".tex", ""):
        path = _normal_path(posixpath.join(folder, name + ending))
        if path in files:
            return path
    return ""


def _normal_path(path: str) -> str:
    return posixpath.normpath(path).removeprefix("./")


def _gunzipped(data: bytes) -> bytes:
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as stream:
            inner = stream.read(_MAX_UNPACKED_BYTES + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise FetchError("sent a damaged archive") from error
    if len(inner) > _MAX_UNPACKED_BYTES:
        raise FetchError("sent an archive larger than any paper needs")
    return inner


def decode_source(data: bytes) -> str:
    """Return LaTeX source as text. Source that is not UTF-8 is older and read as Windows-1252."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")

"""LaTeX source of several files, joined into one: what a main file inputs stands where it is input.

Archives are opened in memory, within limits; no name in them is ever used as a path.
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

__all__ = ["decoded_source", "joined", "main_file", "unpacked"]

_MAX_FILES = 2_000
_MAX_BYTES = 30_000_000  # of text, all files together; the source of a thesis takes 2 MB
_MAX_UNPACKED = 400_000_000  # of all that an archive holds, pictures too
_MAX_DEPTH = 12  # files that input files
_TEXTS = (".tex", ".ltx", ".bbl")
_MAIN = re.compile(r"^[^%\n]{0,300}\\document(?:class|style)\b", re.MULTILINE)
_BODY = re.compile(r"^[^%\n]{0,300}\\begin\s{0,9}\{document\}", re.MULTILINE)
_NAMES = ("main", "ms", "paper", "article", "manuscript", "arxiv")
_INPUT = re.compile(
    r"\\(?P<word>input|include|subfile|subfileinclude|(?:sub)?import)(?![A-Za-z@])\s{0,9}"
    r"(?:\{(?P<one>[^{}\n]{1,300})\}(?:\{(?P<two>[^{}\n]{1,300})\})?|(?P<bare>[^\s{}\\%]{1,300}))"
)
_REFERENCES = re.compile(r"^(?P<before>[^%\n]{0,300}?)\\bibliography\s{0,9}\{[^{}\n]{0,2000}\}", re.MULTILINE)
_COMMENT = re.compile(r"(?<!\\)(?:\\\\){0,20}%")
_BEGIN = re.compile(r"\\begin\s{0,9}\{document\}")
_END = re.compile(r"\\end\s{0,9}\{document\}")


def unpacked(data: bytes) -> dict[str, str]:
    """Return the LaTeX files of a source as arXiv hands it out: a tar, a single file, either packed by gzip.

    Raises FetchError for what is none, or more than a paper takes.
    """
    if data.startswith(b"%PDF-"):
        raise FetchError("has no LaTeX source, only PDF")
    if data.startswith(b"\x1f\x8b"):
        data = _gunzipped(data)
    if data[257:262] != b"ustar":
        text = decoded_source(data)
        if not _MAIN.search(text) and "\\begin" not in text:
            raise FetchError("sent something that is no LaTeX source")
        return {"main.tex": text}
    files: dict[str, str] = {}
    count = size = whole = 0
    try:
        with tarfile.open(fileobj=io.BytesIO(data), mode="r:") as archive:
            for member in archive:
                count, whole = count + 1, whole + member.size
                if count > _MAX_FILES or whole > _MAX_UNPACKED:
                    raise FetchError("sent an archive of more files than a paper has")
                if not member.isreg() or not member.name.lower().endswith(_TEXTS):
                    continue
                size += member.size
                if size > _MAX_BYTES:
                    raise FetchError("sent more source than a paper has")
                stream = archive.extractfile(member)
                files[_plain(member.name)] = decoded_source(stream.read() if stream else b"")
    except (tarfile.TarError, EOFError, ValueError, OSError) as error:
        raise FetchError("sent an archive that is damaged") from error
    return files


def main_file(files: Mapping[str, str]) -> str:
    """Return the name of the file that is set, of all ``files``. Raises FetchError where there is none."""
    mains = [name for name, text in files.items() if _MAIN.search(text) and _BODY.search(text)]
    input_ = {_found(files, name, part) for name, text in files.items() for part in _inputs(text)}
    alone = [name for name in mains if name not in input_] or mains
    if not alone:
        raise FetchError("sent source in which no main file is found")

    def order(name: str) -> tuple[int, int, int]:
        stem = posixpath.basename(name).rpartition(".")[0].lower()
        known = _NAMES.index(stem) if stem in _NAMES else len(_NAMES)
        return name.count("/"), known, -len(files[name])

    return min(alone, key=order)


def joined(files: Mapping[str, str], main: str) -> str:
    """Return ``main`` with all that it inputs in its place, and with its list of references.

    What is not among ``files`` stays input, and the reader says that it is missing.
    """
    text = _with_inputs(files, main, files[main], (main,), [_MAX_BYTES])
    references = files.get(f"{main.rpartition('.')[0]}.bbl", "")
    if "\\begin{thebibliography}" not in references:
        return text
    return _REFERENCES.sub(lambda match: match["before"] + references, text, count=1)


def _inner_body(text: str) -> str:
    """Return what stands between a subfile's own begin and end of a document; all, where it has none."""
    begin = _BEGIN.search(text)
    end = _END.search(text, begin.end()) if begin else None
    return text[begin.end() : end.start()] if begin and end else text


def _with_inputs(
    files: Mapping[str, str], name: str, text: str, above: tuple[str, ...], left: list[int]
) -> str:
    def replaced(match: re.Match[str]) -> str:
        line = text[text.rfind("\n", 0, match.start()) + 1 : match.start()]
        if _COMMENT.search(line) or len(above) > _MAX_DEPTH:
            return match.group()
        part = _found(files, above[0], _name(match)) or _found(files, name, _name(match))
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


def _found(files: Mapping[str, str], of: str, name: str) -> str:
    """The file that is input under this name, from the folder of ``of`` on; nothing where there is none."""
    folder = posixpath.dirname(of)
    for ending in (".tex", ""):
        path = _plain(posixpath.join(folder, name + ending))
        if path in files:
            return path
    return ""


def _plain(path: str) -> str:
    return posixpath.normpath(path).removeprefix("./")


def _gunzipped(data: bytes) -> bytes:
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as stream:
            inner = stream.read(_MAX_UNPACKED + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise FetchError("sent an archive that is damaged") from error
    if len(inner) > _MAX_UNPACKED:
        raise FetchError("sent an archive of more than a paper takes")
    return inner


def decoded_source(data: bytes) -> str:
    """Return LaTeX source as text; what is not UTF-8 is of the time before it."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")

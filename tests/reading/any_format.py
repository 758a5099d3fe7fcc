"""One sentence in each format that marks up its text, for tests that hold of all of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from generator.core import Paper
from generator.reading.docx.reader import read_docx
from generator.reading.html.reader import read_html
from generator.reading.jats.reader import read_jats
from generator.reading.latex.reader import read_latex
from generator.reading.markdown.reader import read_markdown
from generator.reading.tei.reader import read_tei
from tests.reading.jats_articles import article, meta
from tests.reading.word import par, run, write_docx

# Pieces of a sentence: how each is written ("sup", "sub", "struck", or "" for plain), and its text.
Pieces = list[tuple[str, str]]

FORMATS = ("docx", "html", "jats", "latex", "markdown", "tei")
_LOOKS = {
    "sup": '<w:vertAlign w:val="superscript"/>',
    "sub": '<w:vertAlign w:val="subscript"/>',
    "struck": "<w:strike/>",
    "": "",
}
_RENDITIONS = {"sup": "superscript", "sub": "subscript", "struck": "line-through"}
_COMMANDS = {"sup": "textsuperscript", "sub": "textsubscript", "struck": "sout"}


def pieces(marked: str) -> Pieces:
    """Return the pieces of a sentence in which ``^{..}``, ``_{..}`` and ``~{..}`` mark what is special."""
    found: Pieces = []
    for part in (
        marked.replace("^{", "\0sup\1").replace("_{", "\0sub\1").replace("~{", "\0struck\1").split("\0")
    ):
        kind, is_special, rest = part.rpartition("\1")
        inside, _, after = rest.partition("}") if is_special else ("", "", rest)
        found += [(kind, inside)] if is_special else []
        found += [("", after)] if after else []
    return found


def read_sentence(format: str, marked: str, folder: Path) -> Paper:
    """Read a paper of one section with one paragraph, written in a format. marked: as in `pieces`."""
    return _WRITERS[format](pieces(marked), folder)


def _tagged(found: Pieces, tags: dict[str, str]) -> str:
    return "".join(f"<{tags[kind]}>{text}</{tags[kind]}>" if kind else text for kind, text in found)


def _docx(found: Pieces, folder: Path) -> Paper:
    body = "".join(run(text, _LOOKS[kind]) for kind, text in found)
    path = write_docx(folder / "p.docx", par("Results", "berschrift1") + par(body))
    return read_docx(path, id="p")


def _html(found: Pieces, folder: Path) -> Paper:
    path = folder / "p.html"
    text = _tagged(found, {"sup": "sup", "sub": "sub", "struck": "del"})
    path.write_text(f"<body><h2>Results</h2><p>{text}</p></body>", encoding="utf-8")
    return read_html(path, id="p")


def _jats(found: Pieces, folder: Path) -> Paper:
    path = folder / "p.xml"
    text = _tagged(found, {"sup": "sup", "sub": "sub", "struck": "strike"})
    title = meta("<title-group><article-title>Moths</article-title></title-group>")
    path.write_text(article(f"<sec><title>Results</title><p>{text}</p></sec>", front=title), encoding="utf-8")
    return read_jats(path, id="p")


def _latex(found: Pieces, folder: Path) -> Paper:
    path = folder / "p.tex"
    text = "".join(f"\\{_COMMANDS[kind]}{{{text}}}" if kind else text for kind, text in found)
    text = text.replace("%", "\\%")
    path.write_text(
        f"\\documentclass{{article}}\\begin{{document}}\\section{{Results}}\n{text}\n\\end{{document}}",
        encoding="utf-8",
    )
    return read_latex(path, id="p")


def _markdown(found: Pieces, folder: Path) -> Paper:
    path = folder / "p.md"
    marks = {"sup": "^", "sub": "~", "struck": "~~"}
    text = "".join(f"{marks[kind]}{text}{marks[kind]}" if kind else text for kind, text in found)
    path.write_text(f"# Results\n\n{text}\n", encoding="utf-8")
    return read_markdown(path, id="p")


def _tei(found: Pieces, folder: Path) -> Paper:
    path = folder / "p.tei.xml"
    text = "".join(f'<hi rend="{_RENDITIONS[kind]}">{text}</hi>' if kind else text for kind, text in found)
    path.write_text(
        '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader/><text><body><div><head>Results</head>'
        f"<p>{text}</p></div></body></text></TEI>",
        encoding="utf-8",
    )
    return read_tei(path, id="p")


_WRITERS: dict[str, Callable[[Pieces, Path], Paper]] = {
    "docx": _docx,
    "html": _html,
    "jats": _jats,
    "latex": _latex,
    "markdown": _markdown,
    "tei": _tei,
}

"""Whatever lies among the papers: one sentence says what, where and the mend; the other papers go on."""

from __future__ import annotations

import contextlib
import io
import os
import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.core import Paper
from generator.core.visible import visible
from generator.errors import UnreadablePaper
from generator.reading import ReadingLimits, paper_ids, read_papers
from generator.reading.dispatch import checked_format, read_file


def text_pdf(text: str, **options: object) -> bytes:
    from reportlab.pdfgen.canvas import Canvas

    file = io.BytesIO()
    canvas = Canvas(file, **options)  # type: ignore[arg-type]
    for line in range(40 if text else 0):
        canvas.drawString(72, 780 - 16 * line, f"{text} {line}.")
    if not text:
        canvas.rect(50, 50, 400, 600, fill=1)
    canvas.save()
    return file.getvalue()


def encrypted_pdf() -> bytes:
    from reportlab.lib.pdfencrypt import StandardEncryption

    return text_pdf("Nobody may read sentence", encrypt=StandardEncryption("secret", strength=128))


def sparse(path: Path) -> None:
    with path.open("wb") as file:
        file.write(b"%PDF-1.7\n")
        file.truncate(500_000_000)  # takes no room on the disk


def loop(path: Path) -> None:
    other = path.with_name("other-end")
    path.symlink_to(other)
    other.symlink_to(path)


def unreadable(path: Path) -> None:
    path.write_bytes(text_pdf("Text"))
    path.chmod(0)


ENTITY = (
    '<!DOCTYPE article [<!ENTITY x SYSTEM "file:///etc/hostname">]><article><body><p>&x;</p></body></article>'
)
LATIN = "<?xml version='1.0' encoding='utf-8'?><article><body><p>caf\xe9 au lait</p></body></article>"

Make = Callable[[Path], object]
BAD: list[tuple[str, Make, str, str]] = [
    ("text.pdf", lambda p: p.write_text("Just words."), "not a PDF", "download it again"),
    ("page.pdf", lambda p: p.write_text("<!DOCTYPE html><html>Log in"), "web page", "download the PDF"),
    ("empty.pdf", lambda p: p.write_bytes(b""), "empty", "again"),
    ("zero.pdf", lambda p: p.write_bytes(bytes(5000)), "nothing but zeros", "again"),
    ("big.pdf", sparse, "500 MB", "limit"),
    ("encrypted.pdf", lambda p: p.write_bytes(encrypted_pdf()), "password|encrypt", "password|unlock"),
    ("truncated.pdf", lambda p: p.write_bytes(text_pdf("Words")[:400]), "", ""),
    ("header.pdf", lambda p: p.write_bytes(b"%PDF-1.7\n"), "", ""),
    ("picture.pdf", lambda p: p.write_bytes(text_pdf("")), "text", "OCR|text layer|recognition"),
    ("empty.xml", lambda p: p.write_bytes(b""), "empty", "again"),
    ("cut.xml", lambda p: p.write_text("<article><body><p>cut"), "well-formed", "again"),
    ("entity.xml", lambda p: p.write_text(ENTITY), "entities", "replace"),
    ("latin.xml", lambda p: p.write_bytes(LATIN.encode("latin-1")), "well-formed", "repair"),
    ("other.xml", lambda p: p.write_text("<root>Words</root>"), "not a JATS", "PDF of the paper"),
    ("text.xml", lambda p: p.write_text("Just words."), "well-formed", "again"),
    ("noise.txt", lambda p: p.write_bytes(bytes(range(256)) * 30), "binary", "UTF-8"),
    ("noise.html", lambda p: p.write_bytes(bytes(range(256)) * 30), "binary", "UTF-8"),
    ("noise.md", lambda p: p.write_bytes(bytes(range(256)) * 30), "binary", "UTF-8"),
    ("blank.md", lambda p: p.write_text("\n \n"), "no text", "saved"),
    ("word.docx", lambda p: p.write_bytes(b"PK\x03\x04" + bytes(99)), "Word", "save"),
    ("word.pdf", lambda p: p.write_bytes(b"PK\x03\x04" + bytes(99)), "Word", "save"),
    ("old.doc", lambda p: p.write_bytes(b"\xd0\xcf\x11\xe0" + bytes(99)), "Word", "save"),
    ("scan.png", lambda p: p.write_bytes(b"\x89PNG\r\n" + bytes(99)), "picture", "text layer"),
    ("source.tex", lambda p: p.write_text("\\documentclass{article}"), "breaks off", "again"),
    ("README", lambda p: p.write_text("Words"), "no suffix", "PDF"),
    ("folder.pdf", lambda p: p.mkdir(), "a folder", "holds one paper"),
    ("fifo.pdf", os.mkfifo, "not a regular file", "holds one paper"),
    ("loop.pdf", loop, "leads back to itself", "replace"),
    ("dangling.pdf", lambda p: p.symlink_to("nowhere"), "does not exist", "name"),
    ("absent.pdf", lambda p: None, "does not exist", "name"),
    ("secret.pdf", unreadable, "may not be read", "permission"),
    ("zero\0byte.pdf", lambda p: None, "name", "rename"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "make", "what", "hint"), BAD, ids=[repr(bad[0]) for bad in BAD])
def test_bad_input_is_one_sentence_and_the_others_go_on(
    tmp_path: Path, name: str, make: Make, what: str, hint: str
) -> None:
    if name == "secret.pdf" and os.geteuid() == 0:
        pytest.skip("root may read every file")
    path = tmp_path / name
    make(path)
    good = tmp_path / "good.md"
    good.write_text("Good text.")
    started = time.perf_counter()
    (_, error), (_, paper) = read_papers([path, good], limits=ReadingLimits(seconds=20))
    assert time.perf_counter() - started < 60  # a busy machine; the limit ends it after 200
    assert isinstance(paper, Paper)
    assert isinstance(error, UnreadablePaper)
    sentence = str(error)
    assert sentence.startswith(f"{visible(str(path))}: ")
    assert sentence.endswith(".")
    assert "\n" not in sentence
    assert "report it" not in sentence
    assert re.search(what, error.what, re.IGNORECASE), sentence
    assert re.search(hint, error.hint, re.IGNORECASE), sentence
    assert error.what
    assert error.hint


@pytest.mark.parametrize(
    ("name", "id"),
    [
        ("sub/../bat.md", "bat"),
        ("with blanks (final) v2.md", "with-blanks--final--v2"),
        ("🦇.md", None),
        ("Übermütige Fledermäuse.md", "ubermutige-fledermause"),
        ("..hidden..md", "hidden"),
        ("a'b\"c&d<e>.md", "a-b-c-d-e"),
        ("-rf.md", "rf"),
        ("con.md", "paper-con"),
        ("new\nline.md", "new-line"),
        (os.fsdecode(b"caf\xe9.md"), None),  # a name in Latin-1 on a disk that speaks UTF-8
    ],
)
def test_odd_file_names_are_read_under_safe_ids(tmp_path: Path, name: str, id: str | None) -> None:
    (tmp_path / "sub").mkdir()
    path = tmp_path / name
    path.write_text("Good text.")
    ((found, paper),) = read_papers([path])
    assert found == path
    assert isinstance(paper, Paper)
    assert paper.id == (id or paper_ids([path])[path])
    assert paper.id.isascii()
    assert paper.source == path.name
    assert "/" not in paper.source


@pytest.mark.parametrize(
    ("name", "content", "format"),
    [
        ("paper.pdf", "<article><front/><body><p>Text.</p></body></article>", "jats"),
        (
            "page.xml",
            "<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'><p>Text.</p></html>",
            "html",
        ),
        ("paper.html", "<article><front><article-meta/></front><body><p>Text.</p></body></article>", "jats"),
        ("blog.html", "<article><p>Text.</p></article>", "html"),
        ("download", "<!doctype html><p>Text.</p>", "html"),
        ("download.php", "<?xml version='1.0'?><article><front/><body><p>Text.</p></body></article>", "jats"),
        ("paper.MD", "Text.", "markdown"),
        ("paper.Rmd", "Text.", "markdown"),
        ("paper.TXT", "Text.", "text"),
    ],
)
def test_format_is_told_from_the_content(tmp_path: Path, name: str, content: str, format: str) -> None:
    path = tmp_path / name
    path.write_text(content)
    ((_, paper),) = read_papers([path])
    assert isinstance(paper, Paper), paper
    assert paper.format == format
    assert [s.text for s in paper.sentences] == ["Text."]


def test_markup_nested_beyond_reason_is_no_crash(tmp_path: Path) -> None:
    deep = 5000
    (tmp_path / "deep.xml").write_text(
        "<article><body>" + "<sec>" * deep + "</sec>" * deep + "</body></article>"
    )
    (tmp_path / "deep.html").write_text("<p>x" + "<div><span>" * deep)
    (tmp_path / "deep.md").write_text("> " * deep + "x\n\n" + "[" * deep + "\n\n" + "- " * deep + "x")
    for path, result in read_papers(sorted(tmp_path.iterdir())):
        assert isinstance(result, (Paper, UnreadablePaper))
        assert "report it" not in str(result), path


@pytest.mark.parametrize(
    ("name", "piece"),
    [
        ("a.txt", "word-\n"), ("b.txt", "- x\n"), ("c.txt", "=====\n"), ("d.txt", "a  |  b\n"),
        ("e.txt", "x"), ("a.md", "$$\n"), ("b.md", "`"), ("c.md", "[a]("), ("d.md", "^["), ("e.md", "{#"),
        ("f.md", "```\n"), ("g.md", "www."), ("h.md", "10.1000/"), ("i.md", "\\begin{align}\n"),
        ("j.md", "<!--"), ("k.md", "*a "), ("l.md", "$a"), ("m.md", "[a]{"), ("n.md", "\n\n---\n"),
        ("a.html", "<p>x"), ("b.html", "<table><tr><td>x"), ("c.html", "<li>x"), ("d.html", "<b>x"),
        ("f.txt", "Table 1\n"), ("g.txt", "a   b\n"), ("h.txt", "https://a.b/\n"), ("i.txt", "1. Xx\n"),
        ("o.md", "+---+\n"), ("p.md", "```{note}\n"), ("q.md", "---- ---\n"), ("r.md", "a~b"),
        ("s.md", "a^b"),
        ("t.md", "{a}`"), ("u.md", "\\begin{table}\n"), ("v.md", "<p hidden>\n"),
        ("e.html", "<span class='ltx_note'>a b"), ("f.html", "<span class='MathJax'>x"), ("g.html", "\\("),
        ("h.html", "<style>p p p{display:none}</style><p>x"), ("i.html", "<p style='color:#fff'>x"),
        ("j.html", "<table><tr><td colspan=60 rowspan=60>x"), ("k.html", "<section><h1>References</h1>"),
    ],
)  # fmt: skip
def test_reading_takes_time_in_proportion_to_the_file(tmp_path: Path, name: str, piece: str) -> None:
    """Four times the text may take some more than four times the time, not sixteen times."""
    short, long = (tmp_path / f"{copies}-{name}" for copies in (1, 4))
    short.write_text(piece * (15_000 // len(piece)))
    long.write_text(piece * (4 * 15_000 // len(piece)))
    # Only what seems to grow is read again: a pause of the machine is no growth.
    for _ in range(3):
        if _seconds_of_reading(long) < 9 * _seconds_of_reading(short) + 0.3:
            return
    pytest.fail(f"four times the text of {name} takes more than nine times the time")


def _seconds_of_reading(path: Path) -> float:
    # In this process, and of this thread: a process of its own would count none of its work here.
    format = checked_format(path, ReadingLimits())
    started = time.thread_time()
    with contextlib.suppress(UnreadablePaper):
        read_file(path, id="paper", format=format)
    return time.thread_time() - started

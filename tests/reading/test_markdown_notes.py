"""Markdown: notes follow the paragraph that refers to them, and raw HTML is read as what it shows."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.core import Paper
from generator.reading.markdown.reader import read_markdown
from tests.reading.seen import roles, shape

_CASES = [
    # At the end, under the references, in any order; each is read once.
    ("The seed was 42.[^6] Then [^b] we slept.[^6]\n\n# References\n\n"
     "[^b]: It runs\n  on Linux.\n[^6]: See *the code*.\n\n"
     "Smith (2020) X.",
     [("prose", ["The seed was 42.", "Then we slept."]), ("prose", ["See the code."]),
      ("prose", ["It runs on Linux."]), ("prose", ["Smith (2020) X."])]),
    # Several in a row, and paragraphs within one.
    ("The seed was 42[^a]^,^[^b].\n\n[^a]: One.\n\n    Two.\n\n[^b]: Three.",
     [("prose", ["The seed was 42."]), ("prose", ["One."]), ("prose", ["Two."]), ("prose", ["Three."])]),
    # In a table, in a list, in another note.
    ("| A | B |\n|---|---|\n| 1[^t] | 2 |\n\n[^t]: Of the cell.[^u]\n\n[^u]: Of the note.",
     [("table", ["A | B", "1 | 2"]), ("prose", ["Of the cell."]), ("prose", ["Of the note."])]),
    ("- One[^l]\n- Two\n\n[^l]: Of the item.", [("list", ["One", "Two"]), ("prose", ["Of the item."])]),
    # Without a definition, and in code.
    ("The seed was 42[^zz].", [("prose", ["The seed was 42[^zz]."])]),
    ("```\n[^1]: x\n```\n\nSee `[^1]`.", [("list", ["[^1]: x"]), ("prose", ["See [^1]."])]),
    # Raw HTML.
    ("<table><tr><th>A</th><th>B</th></tr><tr><td>1</td><td>2</td></tr></table>\n\nNext.",
     [("table", ["A | B", "1 | 2"]), ("prose", ["Next."])]),
    ("<table>\n<tr><td>A</td><td>B</td></tr>\n\n<tr><td>1</td><td>2</td></tr>\n</table>",
     [("table", ["A | B", "1 | 2"])]),
    ("<ul><li>One</li><li>Two</li></ul>", [("list", ["One", "Two"])]),
    ("It was 10<sup>&minus;3</sup> and x<sub><i>i</i></sub>.", [("prose", ["It was 10^−3 and x_i."])]),
    ("One `<!-- c -->` <!-- unseen --> two.\n\n```\n<!-- d -->\n```",
     [("prose", ["One <!-- c --> two."]), ("list", ["<!-- d -->"])]),
    ("One <!-- two.\n\nThree `<!-- four.", [("prose", ["One <!-- two."]), ("prose", ["Three `<!-- four."])]),
    ("He said <q>we saw</q> it <del>twice</del>.", [("prose", ["He said “we saw” it."])]),
    ("It was 5\\ 000 and $^{13}$C and 10$^{-3}$.", [("prose", ["It was 5 000 and 13C and 10^-3."])]),
]  # fmt: skip


def read(folder: Path, text: str) -> Paper:
    path = folder / "paper.md"
    path.write_text(f"# Results\n\n{text}\n", encoding="utf-8")
    return read_markdown(path, id="paper")


@pytest.mark.parametrize(("text", "expected"), _CASES)
def test_notes_and_raw_html(tmp_path: Path, text: str, expected: list[tuple[str, list[str]]]) -> None:
    paper = read(tmp_path, text)
    assert roles(paper) == expected
    assert paper.warnings == ()


def test_a_note_belongs_to_the_section_that_refers_to_it(tmp_path: Path) -> None:
    paper = read(tmp_path, "The seed was 42.[^1]\n\n# References\n\n[^1]: See the code.\n\nSmith (2020) X.")
    assert shape(paper) == [("results", "Results", 1), ("references", "References", 1)]
    assert [s.text for s in paper.sections[0].sentences] == ["The seed was 42.", "See the code."]


def test_a_note_that_nothing_refers_to_is_not_on_the_page(tmp_path: Path) -> None:
    paper = read(tmp_path, "The seed was 42.\n\n[^1]: Unseen words.")
    assert [s.text for s in paper.sentences] == ["The seed was 42."]
    assert paper.warnings == ("1 note to which the text does not refer left out",)


def test_a_comment_that_nothing_closes_hides_the_rest_of_the_page(tmp_path: Path) -> None:
    paper = read(tmp_path, "The seed was 42.\n\n<!-- unseen\n\nUnseen words.")
    assert [s.text for s in paper.sentences] == ["The seed was 42."]
    assert paper.warnings == ("3 words behind a comment that nothing closes left out",)

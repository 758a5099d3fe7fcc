from __future__ import annotations

from dataclasses import replace

from generator.core import Sentence
from generator.core.paper import Paragraph
from generator.site import ShownText
from generator.site.texts.text_runs import TextRun
from generator.site.texts.text_view import text_view
from tests.site.texts.small_text import HOSTILE, text_collection

MOTHS = text_collection()
SHOWN = MOTHS.texts["2401.00010"]


def read(runs: tuple[TextRun, ...]) -> str:
    return "".join(f"{run.text}{run.gap}" for run in runs)


def test_sections_lists_and_tables_are_shown_and_what_is_on_every_page_is_not() -> None:
    view = text_view(MOTHS, SHOWN)
    assert [(p.kind, p.title, p.level) for p in view.parts] == [
        ("front", "Moths", 2),
        ("methods", "Methods", 2),
        ("results", "Results & more", 3),
    ]
    prose, items = view.parts[1].blocks
    assert read(prose.lines[0]).startswith("Moths were counted on 12 nights. Seeds were fixed to 42.")
    assert [read(line) for line in items.lines] == ["First, a lamp was lit.", "Then moths came.", HOSTILE]
    caption, table = view.parts[2].blocks
    assert (caption.role, table.table) == ("caption", 1)
    assert [[(read(c.runs), c.head, c.span) for c in row] for row in table.rows] == [
        [("night", True, 1), ("moths", True, 1)],
        [("first", False, 1), ("12", False, 1)],
        [("second", False, 1), ("17", False, 1)],
        [("", False, 1), ("3", False, 1)],
        [("all nights", True, 2)],
    ]
    assert "downloaded by nobody" not in repr(view)


def test_marks_are_counted_and_named_beside_the_paragraph_in_which_they_begin() -> None:
    view = text_view(MOTHS, SHOWN)
    assert (view.marks, view.answers, view.left) == (4, 4, ())
    assert [[m.number for m in b.marks] for p in view.parts for b in p.blocks] == [[], [1, 2], [3], [], [4]]
    assert [p.marks for p in view.contents] == [0, 3, 1]


def test_a_paper_says_what_it_is_and_leads_back_to_its_answers() -> None:
    view = text_view(MOTHS, SHOWN)
    assert (view.title, view.authors, view.year) == (
        "Counting moths in the dark",
        "Grete Hvidsten, Paul Ndiaye",
        "2024",
    )
    assert (view.licence, view.href) == ("CC BY 4.0", "../papers/2401.00010.html")
    assert (view.source_href, view.pdf) == ("https://arxiv.org/abs/2401.00010", False)


def test_where_a_page_of_a_pdf_begins_it_is_said_once() -> None:
    paper = SHOWN.paper
    pages = iter([1, 1, 1, 2, 2, 2, 2, 2, 3, 3, 3, 3, 3, 3, 3])

    def paged(sentence: Sentence) -> Sentence:
        return replace(sentence, page=next(pages))

    sections = tuple(
        replace(
            s, paragraphs=tuple(replace(p, sentences=tuple(map(paged, p.sentences))) for p in s.paragraphs)
        )
        for s in paper.sections
    )
    shown = ShownText(replace(paper, format="pdf", sections=sections))
    view = text_view(replace(MOTHS, texts={paper.id: shown}), shown)
    assert [b.page for p in view.parts for b in p.blocks] == [1, None, 2, 3, None]
    assert view.pdf


def test_the_papers_own_title_is_no_heading_and_no_level_is_left_out() -> None:
    paper = SHOWN.paper
    titled = replace(paper.sections[0], title="Counting Moths in the Dark")
    deep = replace(paper.sections[3], level=5)
    again = Paragraph("prose", (Sentence("Counting moths in the dark", 0, 5),))
    titled = replace(titled, paragraphs=(again, *titled.paragraphs))
    shown = ShownText(replace(paper, sections=(titled, *paper.sections[1:3], deep)))
    assert len(text_view(MOTHS, shown).parts[0].blocks) == 1
    assert [(p.title, p.level) for p in text_view(MOTHS, shown).parts] == [
        ("", 0),
        ("Methods", 2),
        ("Results & more", 3),
    ]

from __future__ import annotations

from generator.site.content.page_links import Links
from generator.site.texts.marking import marks_in
from tests.site.texts.small_text import passage, quoting, text_collection

LINKS = Links("text/2401.00010.md")
MOTHS = text_collection()
SHOWN = MOTHS.texts["2401.00010"]


def test_marks_stand_in_reading_order_with_the_answers_that_rest_on_them() -> None:
    marks = marks_in(MOTHS, SHOWN, LINKS)
    assert [
        (m.number, SHOWN.paper.text[m.start : m.end], [str(n.label) for n in m.notes]) for m in marks
    ] == [
        (1, "Seeds were fixed to 42.", ["Data split", "Random seeds"]),
        (2, "The code is at https://example.org/moths (see there).", ["Code link"]),
        (3, "Then moths came.", ["Metrics"]),
        (4, "first | 12", ["Data split"]),
    ]
    note = marks[0].notes[1]
    assert (note.href, note.look.key) == ("../papers/2401.00010.html#random-seeds", "reported")
    assert len({m.anchor for m in marks}) == 4


def test_quotes_that_begin_at_one_place_are_one_mark_as_long_as_the_longest() -> None:
    paper = SHOWN.paper
    answers = (
        quoting(paper, "metrics", passage(paper, "Moths were")),
        quoting(paper, "hardware", passage(paper, "Moths were counted on 12 nights.")),
        quoting(paper, "hardware", passage(paper, "Moths were c"), model="small-135m"),
    )
    (mark,) = marks_in(text_collection(answers=answers), SHOWN, LINKS)
    assert paper.text[mark.start : mark.end] == "Moths were counted on 12 nights."
    assert [str(n.label) for n in mark.notes] == ["Hardware", "Metrics"]

from __future__ import annotations

from dataclasses import replace

import pytest

from generator.core import AnswerSentence, Place, Snippet
from generator.site import ShownText
from generator.site.content.page_links import Links
from generator.site.content.quote_length import MARK
from generator.site.texts.text_places import QuoteSource, anchor_at, locate, shown_evidence
from tests.site.texts.small_text import passage, quoting, text_collection

TEXT = "Before. One. Two. Three.\n\nAfter it. One more."


@pytest.mark.parametrize(
    ("words", "start", "focus", "expected"),
    [
        ("One. Two.", 8, ((8, 12),), ["One."]),
        ("One. Two.", 8, ((13, 17), (8, 12)), ["One. Two."]),
        ("One. Two. Three.", 8, ((8, 12), (18, 24)), ["One.", "Three."]),
        ("One. Two.", 8, (), ["One. Two."]),
        pytest.param("One. Two.", 2, ((2, 6),), ["One."], id="a better reading moved it"),
        pytest.param("One", 3, ((3, 6),), [], id="moved, and stands there twice"),
        pytest.param("One. Zwei.", 8, ((8, 12),), [], id="other words"),
    ],
)
def test_a_quote_is_found_where_its_words_stand(
    words: str, start: int, focus: tuple[tuple[int, int], ...], expected: list[str]
) -> None:
    found = locate(TEXT, Snippet(words, Place(start, start + len(words)), focus=focus))
    assert [TEXT[a:b] for a, b in found] == expected


@pytest.mark.parametrize(("beginning", "found"), [("One.", True), ("Uno.", False)])
def test_of_a_cut_quote_the_beginning_tells(beginning: str, found: bool) -> None:
    cut = Snippet(f"{beginning} {MARK}", Place(0, 24), focus=((8, 24),))
    assert locate(TEXT, cut) == (((8, 24),) if found else ())


def test_evidence_of_what_is_withheld_is_not_what_the_answer_shown_rests_on() -> None:
    paper = text_collection().texts["2401.00010"].paper
    made = quoting(paper, "metrics", passage(paper, "Then moths came."), passage(paper, "Seeds were"))
    withheld = AnswerSentence("No.", "unsupported", reason="No.", evidence=(0,))
    made = replace(made, sentences=(withheld, *made.sentences[1:]))
    assert shown_evidence(made) == [1]


def test_a_quote_leads_to_its_mark_in_the_text_and_into_a_pdf() -> None:
    collection = text_collection()
    found = passage(collection.texts["2401.00010"].paper, "Then moths came.")
    links = Links("papers/2401.00010.md")

    def hrefs(link: str, **more: bool) -> tuple[str, str]:
        source = QuoteSource.of(collection, "2401.00010", link, links, marked=more.get("marked", True))
        paged = replace(found, place=replace(found.place, page=4))
        return source.hrefs(paged, found.text, cited=more.get("cited", True))

    at = f"../text/2401.00010.html#{anchor_at(found.place.start)}"
    words = "../text/2401.00010.html#:~:text=Then%20moths%20came."
    assert hrefs("https://example.org/x") == ("", at)
    assert hrefs("../sources/a.pdf") == ("../sources/a.pdf#page=4", at)
    assert hrefs("", cited=False) == ("", words)
    assert hrefs("", marked=False) == ("", words)


def test_without_a_text_a_quote_leads_to_the_source() -> None:
    collection = text_collection(texts={})
    source = QuoteSource.of(collection, "2401.00010", "https://example.org/x", Links("a/b/index.md"))
    moths = Snippet("Then moths came.", Place(0, 16))
    assert source.hrefs(moths, "Then moths", cited=True) == (
        "https://example.org/x#:~:text=Then%20moths",
        "",
    )


def test_the_key_of_a_text_tells_of_words_links_and_layout() -> None:
    paper = text_collection().texts["2401.00010"].paper
    methods = paper.sections[2]
    other = replace(
        methods, paragraphs=(replace(methods.paragraphs[0], role="list"), *methods.paragraphs[1:])
    )
    laid_out = replace(paper, sections=(*paper.sections[:2], other, *paper.sections[3:]))
    keys = [ShownText(p).key for p in (paper, replace(paper, text=f"{paper.text} "), laid_out)]
    assert len(set(keys)) == 3
    assert repr(ShownText(paper)) == repr(ShownText(replace(paper)))

"""The Quality page and its charts, of every kind of scorecard, through the real builder where it matters."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from generator.core import Answer, Review
from generator.errors import SiteError
from generator.evaluation.reason_kinds import KINDS
from generator.evaluation.review_figures import review_figures
from generator.evaluation.scorecard import BuildFacts, ModelUsage, scorecard
from generator.site import Collection, ModelCard, WriteReport, write_pages
from generator.site.content.page_links import QUALITY, Links
from generator.site.views import charts
from generator.site.views.quality_page import quality_view
from tests.evaluation.cases import made, review
from tests.site.hostile import TOKENS
from tests.site.small_collection import QUESTIONS, ROOT, build, small_collection

HOSTILE = "".join(TOKENS[::3])


def write(collection: Collection, quality: Mapping[str, Any] | None, docs: Path) -> WriteReport:
    return write_pages(
        collection,
        docs,
        templates=ROOT / "site_templates" / "pages",
        hand_written=ROOT / "content" / "pages",
        quality=quality,
    )


def figures(collection: Collection, reviews: Sequence[Review] = (), **more: Any) -> dict[str, Any]:
    names = [m.name for m in collection.models]
    public = {p.id for p in collection.public}
    answers = [a for a in collection.answers if a.paper in public]
    machine = {"cpu": "A CPU", "cores": 2, "python": "3.11.7", "platform": "Linux x86_64"}
    made_by = {"made": "2026-11-23", "answerbook": "0.1.0", "machine": machine}
    facts = BuildFacts(**{"build": made_by, **more})
    return scorecard(answers, collection.questions, models=names, reviews=reviews, facts=facts).to_json()


def page(collection: Collection, quality: Mapping[str, Any] | None, folder: Path) -> html.HtmlElement:
    """Return the page as a browser gets it; the inspection of the site raises at anything foreign."""
    build(collection, folder, quality)
    (found,) = html.parse(str(folder / "site" / "quality.html")).getroot().xpath("//article")
    return found


def reviews_of(collection: Collection) -> dict[str, Any]:
    told = [a for a in collection.answers if a.status == "reported" and a.paper != "secret"]
    given = [review(a, "confirmed", "Ada") for a in told]
    given += [review(told[0], "corrected", "Ben", status="not_reported"), review(told[1], "disputed", "Ben")]
    given += [review(told[0], "confirmed", "Cleo", id="0" * 16)]
    return review_figures(collection.answers, given)


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> html.HtmlElement:
    collection = small_collection()
    gold = {"quotes": {"questions": 112, "any": 0.93, "recall": 0.69, "status_kappa": -0.1}}
    data = figures(collection, gold=gold, usage={"small-135m": ModelUsage(7, 3.5, 7000)})
    return page(collection, {**data, "reviews": reviews_of(collection)}, tmp_path_factory.mktemp("full"))


def text(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def test_every_section_is_there_with_its_number(full: html.HtmlElement) -> None:
    headings = [h.get("id") for h in full.xpath(".//h2")]
    assert headings == ["sentences", "reasons", "answers", "questions", "agreement", "people", "gold", "cost"]
    shown = text(full)
    for words in (
        "n = 6: 4 supported (66.7 %), 2 withheld (33.3 %)",
        "n = 112 questions",
        "This build ran on A CPU, 2 cores, with Python 3.11.7 on Linux x86_64.",
        "1 lapsed review",
        "Fleiss’ kappa",
    ):
        assert words in shown, words


def test_a_lapsed_review_is_named_by_question_and_paper_and_leads_to_both(full: html.HtmlElement) -> None:
    (line,) = full.xpath(".//ul[@class='ab-lapsed']/li")
    (lapsed,) = reviews_of(small_collection())["lapsed"]
    asked = next(q for q in small_collection().questions if q.id == lapsed["question"])
    cited = small_collection().short_names[lapsed["paper"]][0]
    assert line.xpath("./a/@href") == [f"papers/{lapsed['paper']}.html#{lapsed['question']}"]
    assert text(line).startswith(f"{asked.text} {cited}, by Cleo, ")
    assert f"{lapsed['paper']} /" not in text(line)


def test_the_page_links_to_its_data_and_the_about_page_to_it(tmp_path: Path) -> None:
    collection = small_collection()
    page(collection, figures(collection), tmp_path)
    data = json.loads((tmp_path / "site" / "quality.json").read_text(encoding="utf-8"))
    assert data == figures(collection)
    tree = html.parse(str(tmp_path / "site" / "quality.html")).getroot()
    assert "quality.json" in tree.xpath("//article//a/@href")
    about = html.parse(str(tmp_path / "site" / "about.html")).getroot()
    assert "quality.html" in about.xpath("//article//a/@href")


def test_every_chart_says_in_words_what_it_draws_and_a_table_repeats_it(full: html.HtmlElement) -> None:
    drawings = full.xpath(".//svg[contains(@class, 'ab-chart')]")
    assert len(drawings) >= 2 + len(QUESTIONS)
    for drawing in drawings:
        assert drawing.get("role") == "img"
        assert drawing.get("aria-label", "").strip()
    tables = full.xpath(".//table")
    assert len(tables) >= 8
    for table in tables:
        assert text(table.find("caption"))
        assert table.xpath(".//thead//th[@scope='col']")
        assert len({len(row.xpath("./*")) for row in table.xpath(".//tr")}) == 1


def test_parts_of_a_bar_differ_by_pattern_and_models_by_shape(full: html.HtmlElement) -> None:
    fills = {r.get("fill") for r in full.xpath(".//svg[@class='ab-chart']/rect")}
    assert fills == {None, "url(#ab-hatch)"}
    assert full.xpath(".//pattern[@id='ab-hatch']")
    shapes = full.xpath(".//svg[@class='ab-mark']/path/@d")
    assert len(shapes) == len(set(shapes)) == 2


def test_a_figure_that_is_not_defined_is_a_dash_with_its_reason(full: html.HtmlElement) -> None:
    (gold,) = full.xpath(".//h2[@id='gold']/following-sibling::section[1]")
    assert "–" in text(gold)
    assert "– The gold does not give it." in text(gold)


def test_a_negative_kappa_has_a_minus_sign(full: html.HtmlElement) -> None:
    (gold,) = full.xpath(".//h2[@id='gold']/following-sibling::section[1]")
    assert "\N{MINUS SIGN}0.10" in text(gold)


EMPTY = small_collection(answers=(), papers=(), models=(), files={}, stale={}, source_links={})
ONE = small_collection(answers=tuple(a for a in small_collection().answers if a.model == "quotes"), stale={})
NO_SENTENCE = small_collection(
    answers=tuple(
        dataclasses.replace(a, sentences=(), evidence=(), status="not_reported")
        for a in small_collection().answers
    )
)


@pytest.mark.parametrize(
    ("collection", "absent", "present"),
    [
        (EMPTY, ("agreement", "reasons"), "No model has drafted a sentence yet."),
        (ONE, (), "None of the answers shown here has been reviewed yet."),
        (NO_SENTENCE, ("reasons",), "The model drafted no sentence."),
    ],
    ids=["nothing at all", "one model", "no sentence"],
)
def test_a_poor_collection_has_a_page_that_says_what_is_missing(
    tmp_path: Path, collection: Collection, absent: tuple[str, ...], present: str
) -> None:
    found = page(collection, figures(collection), tmp_path)
    ids = [h.get("id") for h in found.xpath(".//h2")]
    assert not set(absent) & set(ids)
    assert {"sentences", "answers", "people", "gold", "cost"} <= set(ids)
    assert present in text(found)
    assert "this project has no gold to measure by" in text(found)


def test_one_model_alone_has_no_agreement(tmp_path: Path) -> None:
    alone = dataclasses.replace(ONE, models=ONE.models[:1])
    found = page(alone, figures(alone), tmp_path)
    assert not found.xpath(".//h2[@id='agreement']")
    assert "equal, n" not in text(found)


def test_time_and_tokens_stand_with_the_number_of_answers_that_they_come_from(full: html.HtmlElement) -> None:
    (cost,) = full.xpath(".//h2[@id='cost']/following-sibling::section[1]")
    (row,) = cost.xpath(".//tr[th='quotes'][td][1]")[:1]
    assert [text(cell) for cell in row.xpath("./td")] == ["11", "4.5 s", "0.41 s", "13,662", "3,015"]


def test_a_build_without_a_scorecard_has_a_page_that_says_so(tmp_path: Path) -> None:
    found = page(small_collection(), None, tmp_path)
    assert "No figures were computed for this build." in text(found)
    assert not (tmp_path / "site" / "quality.json").exists()


def test_quality_json_is_removed_when_it_is_no_longer_made(tmp_path: Path) -> None:
    collection = small_collection()
    write(collection, figures(collection), tmp_path)
    assert write(collection, figures(collection), tmp_path).written == 0
    assert (tmp_path / "quality.json").is_file()
    assert write(collection, None, tmp_path).removed == 1
    assert not (tmp_path / "quality.json").exists()


def test_a_hand_written_file_of_this_name_is_refused(tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "quality.json").write_text("{}", encoding="utf-8")
    collection = small_collection()
    with pytest.raises(SiteError, match="a generated page has this name"):
        write_pages(
            collection,
            tmp_path / "docs",
            templates=ROOT / "site_templates" / "pages",
            hand_written=tmp_path / "own",
            quality=figures(collection),
        )


def worded(word: str) -> tuple[Collection, dict[str, Any]]:
    """Return a collection in which every text of models, people and machines is ``word``."""
    first, second = f"{word}first", f"{word}second"
    question = QUESTIONS[0].id
    answers: list[Answer] = [
        made("hedgerow-birds", question, first, "reported", said=["Yes."], withheld=[word, "it denies x"]),
        made("hedgerow-birds", question, second, "not_reported", withheld=[word]),
    ]
    answers = [
        dataclasses.replace(a, fingerprint={"model": word, "engine": word}, provenance={"answerbook": word})
        for a in answers
    ]
    base = small_collection(
        answers=tuple(answers),
        models=tuple(ModelCard(n, word, word, word) for n in (first, second)),
        stale={},
    )
    machine = {"cpu": word, "cores": 1, "python": word, "platform": word}
    reviews = [review(answers[0], "confirmed", f"{word}Ada"), review(answers[1], "confirmed", f"{word}Ben")]
    reviews.append(dataclasses.replace(review(answers[1], "confirmed", word, id="0" * 16), paper=word))
    data = figures(base, build={"made": word, "answerbook": word, "machine": machine}, reviews=reviews)
    data["kinds_of_reasons"] = {k: f"{word} {words}" for k, words in KINDS.items()}
    for part in [*data["agreement"]["pairs"], *(m["cost"] for m in data["models"])]:
        part["undefined"] = {"kappa": word}
    return base, data


def skeleton(element: html.HtmlElement) -> list[tuple[str, str, tuple[str, ...]]]:
    return [
        (str(e.tag), e.get("class", ""), tuple(sorted(str(a) for a in e.attrib)))
        for e in element.iter()
        if isinstance(e.tag, str)
    ]


def test_hostile_names_and_reasons_make_the_same_page_as_harmless_ones(tmp_path: Path) -> None:
    harmless = page(*worded("word"), tmp_path / "harmless")
    hostile = page(*worded(HOSTILE), tmp_path / "hostile")
    assert skeleton(hostile) == skeleton(harmless)
    assert len(skeleton(harmless)) > 300
    assert "<script>alert(1)</script>" in hostile.text_content()


@pytest.mark.parametrize("word", TOKENS)
def test_no_text_gets_out_of_the_label_of_a_drawing(word: str) -> None:
    parts = [charts.BarPart(0.25, "supported"), charts.BarPart(0.5, "withheld", "hatch")]
    for drawing in (charts.bar(parts, word), charts.scale([charts.ScaleMark(0.5, 1)], word)):
        found = html.fragment_fromstring(str(drawing))
        assert set(found.attrib) == {"class", "width", "height", "role", "aria-label", "focusable"}
        assert {e.tag for e in found.iter()} <= {"svg", "rect", "line", "path"}


def test_bars_begin_where_the_part_before_ends_and_stay_within_their_length() -> None:
    drawing = html.fragment_fromstring(charts.bar([charts.BarPart(0.25, "a"), charts.BarPart(2.0, "b")], "x"))
    assert [(r.get("x"), r.get("width")) for r in drawing] == [("0.00%", "25.00%"), ("25.00%", "100.00%")]


def test_models_beyond_the_last_mark_share_marks_and_break_nothing() -> None:
    marks = [charts.ScaleMark(n / 20, n) for n in range(20)]
    found = html.fragment_fromstring(charts.scale(marks, "x"))
    assert len(found.xpath(".//path")) == 20


def test_marks_lie_where_their_share_is_and_a_line_joins_the_outermost() -> None:
    found = html.fragment_fromstring(charts.scale([charts.ScaleMark(0.9, 0), charts.ScaleMark(0.1, 1)], "x"))
    assert found.xpath("./svg/@x") == ["90.00%", "10.00%"]
    (between,) = found.xpath("./line[@class='ab-between']")
    assert (between.get("x1"), between.get("x2")) == ("10.00%", "90.00%")


def test_the_charts_draw_the_numbers_of_the_data() -> None:
    collection = small_collection()
    data = figures(collection)
    view = quality_view(data, collection, Links(QUALITY))
    assert [m.name for m in view.questions] == [
        "Data collection", "Annotation", "Data split", "Optimizer",
        "Hardware", "Random seeds", "Metrics", "Code link",
    ]  # fmt: skip
    first = view.sentences[0]
    share = data["models"][0]["sentences"]["supported_share"]
    assert f'width="{100 * share:.2f}%"' in first.drawing

"""Two papers side by side, and charts, in a browser."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from lxml import etree
from PIL import Image
from playwright.sync_api import Browser, Page, Route, expect

from generator.core.status import REPORTED_STATUSES
from tests.browser.conftest import Open, Scheme
from tests.browser.opening import served
from tests.site.small_collection import build, small_collection
from tests.site.test_sureness import banded

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]

TWO = "compare.html#hedgerow-birds,2401.00010"
CHART = "charts.html?questions=metrics,hardware&by=year"


def part(page: Page, title: str) -> list[str]:
    """Return the questions in a part of the comparison."""
    body = page.locator("tbody", has=page.locator("th.ab-part", has_text=title))
    return body.locator("tr[data-id]").evaluate_all("all => all.map(e => e.dataset.id)")


def test_two_papers_stand_side_by_side_differences_first(visit: Open) -> None:
    page = visit(TWO)
    expect(page.locator(".ab-compared")).to_have_text(
        "Marchetti et al. 2020 reports on 7 of 8 questions, Hvidsten & Ndiaye 2024 on 3 of 8. "
        "They differ on 4."
    )
    titles = page.locator("th.ab-part").all_inner_texts()
    assert titles == ["They differ 4", "Both report 3", "Neither reports 1"]
    assert part(page, "They differ") == ["annotation", "hardware", "random-seeds", "code-link"]
    assert part(page, "Both report") == ["data-collection", "optimizer", "metrics"]
    expect(page).to_have_title("Marchetti et al. 2020 and Hvidsten & Ndiaye 2024")
    row = page.locator("tr[data-id=optimizer] td").first
    expect(row).to_contain_text("The network was trained with Adam")
    expect(page.locator("table.ab-sheet")).not_to_contain_text("AWS")  # a sentence that was withheld


def test_the_comparison_counts_what_is_sure_or_reviewed_and_says_what_it_leaves_out(
    chromium: Browser, tmp_path: Path
) -> None:
    collection = banded()
    asked = [q.id for q in collection.questions]
    taken = [[collection.counted_at(paper, q) for q in asked] for paper in ("hedgerow-birds", "2401.00010")]
    told = [sum(s in REPORTED_STATUSES for s in of_paper) for of_paper in taken]
    counts = [sum(s not in ("not_sure", "not_applicable") for s in of_paper) for of_paper in taken]
    unsure = sum(of_paper.count("not_sure") for of_paper in taken)
    assert unsure > 1
    with served(build(collection, tmp_path)) as address:
        page = chromium.new_page()
        page.goto(f"{address}{TWO}")
        said = page.locator(".ab-compared")
        expect(said).to_contain_text(
            f"Marchetti et al. 2020 reports on {told[0]} of {counts[0]} questions, "
            f"Hvidsten & Ndiaye 2024 on {told[1]} of {counts[1]}. They differ on "
        )
        expect(said).to_contain_text(f"Left out of the count: {unsure} answers that are not sure")
        differ = [q for q, *both in zip(asked, *taken, strict=True) if both[0] != both[1]]
        sure = {
            q
            for q, *both in zip(asked, *taken, strict=True)
            if not {"not_sure", "not_applicable"} & set(both)
        }
        assert sorted(part(page, "They differ")) == sorted(q for q in differ if q in sure)
        assert set(part(page, "Not sure for one of them")) & sure == set()
        page.close()


def test_a_site_in_german_compares_in_german(chromium: Browser, tmp_path: Path) -> None:
    with served(build(small_collection(language="de"), tmp_path)) as address:
        page = chromium.new_page()
        page.goto(f"{address}{TWO}")
        expect(page.locator(".ab-compared")).to_contain_text("Sie unterscheiden sich bei 4.")
        expect(page.locator("th.ab-part").first).to_contain_text("Sie unterscheiden sich")
        page.close()


def test_an_answer_beside_another_leads_to_its_evidence_and_to_its_page_for_good(visit: Open) -> None:
    page = visit(TWO)
    cell = page.locator("tr[data-id=hardware] td").first
    expect(cell.get_by_role("link", name="Evidence")).to_have_attribute(
        "href", "papers/hedgerow-birds.html#hardware"
    )
    cell.get_by_role("link", name="Permanent link").click()
    expect(page).to_have_url(re.compile(r"/a/[0-9a-f]{24}/index\.html$"))
    page.go_back()
    expect(page.locator(".ab-compared")).to_contain_text("They differ on 4")


def test_papers_are_chosen_from_the_matrix_the_list_and_a_papers_page(visit: Open) -> None:
    page = visit()
    row = page.locator(".ab-matrix tbody tr").first
    row.hover()
    row.get_by_role("link", name="Compare Marchetti et al. 2020 with another paper").click()
    expect(page).to_have_url(re.compile(r"compare\.html#hedgerow-birds$"))
    expect(page.locator(".ab-compared")).to_have_text("Choose the paper to compare it with.")
    second = page.get_by_label("compared with")
    expect(second).to_be_focused()
    expect(page.locator("datalist option")).to_have_count(3)
    second.fill("Hvidsten & Ndiaye 2024: Counting moths in the dark")
    second.press("Enter")
    expect(page).to_have_url(re.compile(r"#hedgerow-birds,2401\.00010$"))
    expect(page.locator(".ab-compared")).to_contain_text("They differ on 4")
    page.goto(page.url.split("compare.html")[0] + "papers/index.html")
    expect(page.get_by_role("link", name=re.compile("^Compare Hvidsten"))).to_have_attribute(
        "href", "../compare.html#2401.00010"
    )
    page.goto(page.url.replace("index.html", "2401.00010.html"))
    page.get_by_role("link", name="Compare with another paper").click()
    expect(page).to_have_url(re.compile(r"compare\.html#2401\.00010$"))


def test_a_paper_that_is_not_here_is_named(visit: Open) -> None:
    page = visit("compare.html#hedgerow-birds,nowhere")
    expect(page.locator(".ab-compared")).to_have_text("No paper here has the id nowhere.")


@pytest.mark.parametrize("path", [TWO, CHART])
def test_without_scripts_a_sentence_says_where_else(visit: Open, path: str) -> None:
    page = visit(path, script=False)
    expect(page.locator(".ab-without")).to_be_visible()
    expect(page.locator("table:visible, .ab-draw:visible")).to_have_count(0)


def test_a_chart_is_drawn_from_its_address_with_its_numbers_beside_it(visit: Open) -> None:
    page = visit(CHART)
    picture = page.locator(".ab-canvas svg")
    expect(picture).to_contain_text("Hardware")
    expect(picture).to_contain_text("1 of 1")
    page.get_by_text("The numbers").click()
    rows = page.locator(".ab-numbers tbody tr")
    expect(rows).to_have_count(4)
    assert rows.nth(0).locator("th, td").all_inner_texts()[:5] == ["Hardware", "2020", "100 %", "1", "1"]
    assert rows.nth(1).locator("th, td").all_inner_texts()[:5] == ["Hardware", "2024", "0 %", "0", "1"]


def test_a_chart_draws_intervals_and_tells_them_in_words(visit: Open) -> None:
    page = visit("charts.html")

    def with_estimates(route: Route) -> None:
        # One estimate for each question, in the first group of papers by year.
        text = route.fetch().text()
        name, _, counts = text.partition("=")
        found = json.loads(counts.rstrip(";\n"))
        found["year"][0].append([[410, 300, 550] for _ in found["year"][0][2]])
        route.fulfill(content_type="text/javascript", body=f"{name}={json.dumps(found)};")

    page.route("**/matrix/counts.js", with_estimates)
    page.goto(page.url.partition("charts.html")[0] + CHART)
    picture = page.locator(".ab-canvas svg")
    expect(picture).to_contain_text("95 % interval of the share, corrected for wrong statuses")
    spoken = picture.get_attribute("aria-label") or ""
    assert "Hardware: 2020 100 %, 1 of 1, 95 % interval 30 to 55 %; 2024 0 %, 0 of 1." in spoken
    page.get_by_text("The numbers").click()
    cells = page.locator(".ab-numbers tbody tr").first.locator("th, td").all_inner_texts()
    assert cells[5] == "41 % (30 to 55 %)"


def test_what_is_chosen_for_a_chart_is_in_the_address(visit: Open) -> None:
    page = visit("charts.html")
    group = page.locator(".ab-picks fieldset").first
    expect(page.locator(".ab-canvas svg")).to_contain_text(group.locator("label").first.inner_text())
    for box in group.get_by_role("checkbox").all():
        box.uncheck()
    expect(page.locator(".ab-hint")).to_have_text("Choose a question.")
    page.get_by_label("Random seeds").check()
    page.get_by_role("checkbox", name="Metrics").check()
    page.get_by_label("Group papers by").select_option("venue")
    expect(page.locator(".ab-canvas svg")).to_contain_text("arXiv")
    said = parse_qs(urlsplit(page.url).query)
    assert said == {"questions": ["random-seeds,metrics"], "by": ["venue"]}
    page.reload()
    expect(page.get_by_role("checkbox", name="Metrics")).to_be_checked()
    expect(page.locator(".ab-canvas svg")).to_contain_text("Random seeds")


def test_picture_and_data_of_a_chart_can_be_kept(visit: Open, tmp_path: Path) -> None:
    page = visit(CHART)

    def kept(name: str) -> Path:
        with page.expect_download() as waiting:
            page.get_by_role("button", name=name).click()
        file = tmp_path / waiting.value.suggested_filename
        waiting.value.save_as(file)
        return file

    drawn = etree.fromstring(kept("Picture (SVG)").read_bytes())
    assert "Hardware" in "".join(drawn.itertext())
    assert not [e for e in drawn.iter() if e.get("class") or e.get("style")]  # it needs no style sheet
    with Image.open(kept("Picture (PNG)")) as picture:
        assert picture.width == 2 * int(drawn.get("width"))
        assert len(picture.convert("RGB").getcolors(10**6) or ()) > 3
    rows = list(csv.DictReader(io.StringIO(kept("Data (CSV)").read_text(encoding="utf-8"))))
    assert [(r["question"], r["by"], r["group"], r["share"]) for r in rows] == [
        ("hardware", "year", "2020", "1.0000"),
        ("hardware", "year", "2024", "0.0000"),
        ("metrics", "year", "2020", "1.0000"),
        ("metrics", "year", "2024", "1.0000"),
    ]


def test_both_work_from_a_disk(chromium: Browser, tmp_path: Path) -> None:
    site = build(small_collection(), tmp_path)
    context = chromium.new_context(accept_downloads=True)
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
    page.goto((site / "compare.html").as_uri() + "#hedgerow-birds,2401.00010")
    expect(page.locator(".ab-compared")).to_contain_text("They differ on 4")
    page.goto((site / "charts.html").as_uri() + "?questions=metrics")
    expect(page.locator(".ab-canvas svg")).to_contain_text("Metrics")
    with page.expect_download():
        page.get_by_role("button", name="Picture (PNG)").click()
    context.close()
    assert complaints == []


@pytest.mark.parametrize("path", [TWO, CHART, "charts.html"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1440])
def test_no_accessibility_rule_is_broken(visit: Open, path: str, width: int, scheme: Scheme) -> None:
    page = visit(path, width=width, scheme=scheme)
    expect(page.locator(".ab-compared, .ab-draw").first).to_be_visible()
    if path == TWO:
        expect(page.locator("table.ab-sheet")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    result = Axe().run(page)
    assert result.violations_count == 0, result.generate_report()

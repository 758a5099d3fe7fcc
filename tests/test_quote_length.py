"""Of papers without an open licence, a site shows the beginning of each quote, with its place; no more."""

from __future__ import annotations

import json
from pathlib import Path

import lxml.html
import pytest
from click.testing import CliRunner

from generator.cli import main
from generator.core import Paper
from generator.project.settings import SiteSettings
from generator.site.content.quote_length import MARK, cut_to, first_words, is_open
from tests.published_sites import Site, answered, holding, passage

LENGTH = 60
LONG = (
    "Random seeds were fixed to one and two for all of the runs that we made, said the {} of the laboratory."
)
SECOND = "Seeds were then drawn anew for each of the folds, which is what the {} of the others asked us for."
BESIDE = "The {} stood beside it."
SEARCHED = "Nothing was said about any machine or any of the cards in it, and no {} was ever found anywhere."
SHOWN = "Random seeds were fixed to one and two for all of the runs"


def body(word: str, licence: str) -> str:
    lines = [BESIDE.format(f"{word}before"), LONG.format(f"{word}long"), BESIDE.format(f"{word}after")]
    lines += [SECOND.format(f"{word}second"), SEARCHED.format(f"{word}searched")]
    front = f'---\ntitle: About {licence or "nothing"}\nlicense: "{licence}"\n---\n\n'
    return f"{front}# Methods\n\n{' '.join(lines)}\n"


def record(site: Site, paper: Paper, word: str) -> None:
    """Answers of every kind in which a quote may stand."""
    long, second = LONG.format(f"{word}long"), SECOND.format(f"{word}second")
    around = f"{BESIDE.format(f'{word}before')} {long} {BESIDE.format(f'{word}after')}"
    seen = passage(paper, long, around)
    old = answered(paper, "random-seeds", [long], [seen])
    site.ledger.record([old])
    site.ledger.record(
        [
            answered(paper, "random-seeds", [long, second], [seen, passage(paper, second)]),
            answered(
                paper, "hardware", [], status="not_reported", searched=[SEARCHED.format(f"{word}searched")]
            ),
            answered(paper, "metrics", ["Two."], [seen], withheld=[f"They wrote: {long}", second]),
            answered(paper, "optimizer", [f"The authors say that {second[0].lower()}{second[1:]}"], [seen]),
        ]
    )
    site.ledger.record([answered(paper, "metrics", [long, long], [seen], model="other", kind="imported")])


@pytest.fixture(params=["builtin", "pagefind"])
def site(request: pytest.FixtureRequest, tmp_path: Path) -> Site:
    made = Site(tmp_path / "project", search=request.param, quote_length=LENGTH)
    for name, word, licence in (("closed", "quokka", ""), ("open", "opossum", "CC BY 4.0")):
        record(made, made.paper(f"{name}.md", body(word, licence)), word)
    return made


def test_no_word_behind_the_cut_nor_beside_it_is_in_any_file(site: Site) -> None:
    built = site.publish()
    assert holding(built, "quokka") == []
    closed = [name for name in holding(built, SHOWN.lower()) if "closed" in name]
    assert {"papers/closed.html", "data/papers/closed.json"} <= set(closed)
    # Of the paper with an open licence all of these words are there: the test looks where they would be.
    for word in ("long", "second", "before", "after", "searched"):
        assert {"papers/open.html"} <= set(holding(built, f"opossum{word}")), word
    found = holding(built, "opossumlong")
    for part in ("a/", "data/answers.jsonl", "data/answers.csv", "data/annotations.jsonld", "data/text/"):
        assert any(name.startswith(part) for name in found), part
    packed = [name for name in found if name.endswith((".pf_fragment", ".pf_index"))]
    assert packed or "search/search_index.json" in found


def test_what_is_shown_has_its_place_and_says_that_it_is_cut(site: Site) -> None:
    built = site.publish()
    page = lxml.html.parse(str(built / "papers/closed.html")).getroot().text_content()
    assert f"{SHOWN} {MARK}" in page
    assert "No open licence is known for this paper. Its quotes are cut to 60 characters" in page
    records = [json.loads(line) for line in (built / "data/answers.jsonl").open(encoding="utf-8")]
    by_paper = {r["paper"]: r for r in records if r["question"] == "random-seeds" and r["model"] == "quotes"}
    cut, whole = by_paper["closed"], by_paper["open"]
    assert cut["evidence"][0]["quote"] == f"{SHOWN} {MARK}"
    assert whole["evidence"][0]["quote"].startswith("The opossumbefore stood")
    assert (cut["evidence"][0]["section"], cut["evidence"][0]["kind"]) == ("Methods", "methods")
    # Where the whole passage stands, for those who have the paper.
    assert cut["evidence"][0]["end"] - cut["evidence"][0]["start"] > 100
    # The id is that of the whole answer: links and citations go on.
    known = site.ledger.read("closed", "quotes")["random-seeds"]
    assert cut["id"] == known.id
    assert (built / "a" / known.id / "index.html").is_file()
    notes = json.loads((built / "data/annotations.jsonld").read_text(encoding="utf-8"))["first"]["items"]
    exact = {item["target"]["selector"][0]["exact"] for item in notes}
    assert SHOWN in exact  # found in the paper as it is, without a mark


def test_a_page_of_changes_shows_no_more_of_a_quote(site: Site) -> None:
    nothing, page = site.root / "nothing", site.root / "page.html"
    nothing.mkdir()

    def compared() -> str:
        asked = ["diff", nothing, site.root, "--html", page, "--project", site.root]
        assert CliRunner().invoke(main, list(map(str, asked))).exit_code == 0
        return page.read_text(encoding="utf-8")

    text = compared()
    assert "closed / random-seeds / quotes" in text
    assert f"{SHOWN} {MARK}" in text
    assert "quokka" not in text
    assert "opossumlong" in text
    assert "opossumsecond" in text
    (site.papers / "open.md").unlink()  # and with it what its licence was
    text = compared()
    assert "open / random-seeds / quotes" in text
    assert "opossum" not in text
    site.set(quote_length=0)
    assert "quokkalong" in compared()


def test_another_length_lays_the_pages_out_anew_and_none_shows_all(tmp_path: Path) -> None:
    site = Site(tmp_path / "project", quote_length=0)
    record(site, site.paper("closed.md", body("quokka", "All rights reserved")), "quokka")
    built = site.publish()
    assert "papers/closed.html" in holding(built, "quokkalong")
    site.set(quote_length=LENGTH)
    site.publish()
    assert holding(built, "quokka") == []
    site.set(quote_length=LENGTH, open_licences='["All rights reserved"]')
    site.publish()
    assert "papers/closed.html" in holding(built, "quokkaafter")


@pytest.mark.parametrize(
    ("licence", "told"),
    [
        ("CC-BY-4.0", True),
        ("CC-BY", True),
        ("cc-by-sa-3.0", True),
        ("CC0-1.0", True),
        ("PDM-1.0", True),
        ("public domain", True),
        ("MIT", True),
        ("Apache-2.0", True),
        ("https://creativecommons.org/licenses/by/4.0/", True),
        ("http://creativecommons.org/publicdomain/zero/1.0/", True),
        ("CC-BY-NC-4.0", False),
        ("CC-BY-NC-ND-4.0", False),
        ("CC-BY-ND-4.0", False),
        ("https://creativecommons.org/licenses/by-nc-nd/4.0/", False),
        ("https://www.elsevier.com/tdm/userlicense/1.0/", False),
        ("All rights reserved", False),
        ("", False),
        (" ", False),
    ],
)
def test_a_licence_is_open_in_every_version_or_in_none(licence: str, told: bool) -> None:
    assert is_open(licence, SiteSettings().open_licences) == told


@pytest.mark.parametrize(
    ("text", "length", "cut"),
    [
        ("one two three", 13, "one two three"),
        ("one two three", 12, "one two […]"),
        ("one two three", 7, "one two […]"),
        ("onetwothree", 4, "onet […]"),
        ("one […] two three", 9, "one […]"),
        ("", 5, ""),
    ],
)
def test_a_quote_is_cut_at_a_word_and_marked(text: str, length: int, cut: str) -> None:
    assert cut_to(text, length) == cut
    assert text.startswith(first_words(cut))
    assert len(first_words(cut)) <= length

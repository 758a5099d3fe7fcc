"""The page of a paper, as it is written and as it is built."""

from __future__ import annotations

import dataclasses
import html as entities
import json
from pathlib import Path

import markdown
import pytest
from jinja2 import DictLoader, Environment
from lxml import html

from generator.core import Answer, AnswerSentence
from generator.site.content.collection import Collection
from generator.site.content.encoding import Markdown, clean
from generator.site.exports.citations import answer_citation, citation_forms
from generator.site.pages.html_parts import blocks, in_html
from generator.site.pages.rendering import pages
from generator.site.views.citation_data import SITE, citing
from generator.site.views.paper_page import licence_name, paper_view
from tests.site.hostile import TOKENS
from tests.site.small_collection import (
    QUESTIONS,
    ROOT,
    SMALL,
    answer,
    paper,
    quoted,
    small_collection,
    snippet,
    write,
)

EXTENSIONS = (
    "admonition",
    "attr_list",
    "def_list",
    "tables",
    "toc",
    "pymdownx.highlight",
    "pymdownx.superfences",
)
TEMPLATES = ROOT / "site_templates" / "pages"


def written(collection: Collection, identifier: str) -> str:
    return next(t or "" for path, t, _ in pages(collection, TEMPLATES) if path == f"papers/{identifier}.md")


def shown(collection: Collection, identifier: str) -> html.HtmlElement:
    """Return the page as Markdown makes it."""
    text = written(collection, identifier).split("\n---\n", 1)[1]
    return html.fromstring(f"<main>{markdown.markdown(text, extensions=EXTENSIONS)}</main>")


def item(page: html.HtmlElement, question: str) -> html.HtmlElement:
    (heading,) = page.xpath(f"//h3[@id='{question}']")
    following = heading.getnext()
    if following is None or "ab-item" not in (following.get("class") or ""):  # in the line that opens it
        following = heading.getparent().getnext()
    return following


# Blocks -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("token", TOKENS)
def test_text_in_a_block_stays_text(token: str) -> None:
    template = "<div class='a'>\n<p title=\"{{ x }}\">{{ x }}</p>\n<p>after</p>\n</div>"
    engine = Environment(loader=DictLoader({"b": template}))
    text = f"{token}{token} x {token}"
    page = f"# T\n\n{blocks(engine)('b', x=text)}\n\n## after\n"
    made = html.fromstring(f"<main>{markdown.markdown(page, extensions=EXTENSIONS)}</main>")
    assert [e.tag for e in made.iter()] == ["main", "h1", "div", "p", "p", "h2"]
    (first, second) = made.xpath("//p")
    assert first.text == first.get("title") == clean(text)
    assert second.text == "after"


def test_a_block_is_one_line_of_one_element() -> None:
    engine = Environment(loader=DictLoader({"good": "<section>\n  {{ x }}\n</section>\n", "bad": "{{ x }}"}))
    block = blocks(engine)
    assert block("good", x="a\n\n\nb") == "<section> a b </section>"
    with pytest.raises(TypeError, match="no block"):
        block("bad", x="* list")
    with pytest.raises(TypeError):
        in_html(None)
    assert in_html(Markdown("<b>")) == "<b>"


# What stands on the page --------------------------------------------------------------------------


def test_claims_carry_the_numbers_of_their_quotes() -> None:
    made = item(shown(small_collection(), "hedgerow-birds"), "optimizer")
    (claim,) = made.xpath("./p[@class='ab-answer']")
    (number,) = claim.xpath(".//sup/a")
    (quote,) = made.xpath(f".//li[@id='{number.get('href')[1:]}']")
    assert number.text == quote.get("value") == "1"
    assert "Adam" in quote.xpath("string(.//mark)")
    assert quote.xpath("string(./p[@class='ab-place'])").startswith("2.3 Training, p. 5")
    assert quote.xpath(".//a/@href")[0].endswith("sources/hedgerow-birds.pdf#page=5")


def test_neighbours_come_with_a_switch_and_only_where_there_are_any() -> None:
    page = shown(small_collection(), "hedgerow-birds")
    for quote in page.xpath("//li[contains(@class, 'ab-quote') and .//blockquote]"):
        near, switch = quote.xpath(".//span[@class='ab-near']"), quote.xpath("./details[@class='ab-more']")
        assert bool(near) == bool(switch)


def test_who_says_what_stands_above_the_other_answers() -> None:
    made = item(shown(small_collection(), "hedgerow-birds"), "random-seeds")
    (summary,) = made.xpath(".//details[contains(@class, 'ab-others')]/summary")
    assert clean(summary.text_content()) == "1 of 2 models disagrees."
    (other,) = made.xpath(".//div[@class='ab-other']")
    assert "The seed was fixed to 42" in other.text_content()
    # Both rest on one passage, which stands there once.
    assert [a.get("href") for a in other.xpath(".//sup/a")] == ["#random-seeds.e1"] * 2
    assert other.xpath(".//blockquote") == []
    assert len(made.xpath(".//*[@id='random-seeds.e1']")) == 1


def test_a_model_alone_has_nobody_to_disagree_with() -> None:
    made = item(shown(small_collection(), "hedgerow-birds"), "hardware")
    assert made.xpath(".//*[contains(@class, 'ab-others')]") == []


def test_the_profile_links_to_every_question_and_says_its_status() -> None:
    collection = small_collection()
    page = shown(collection, "hedgerow-birds")
    tiles = page.xpath("//nav[@class='ab-profile']//li/a")
    assert [t.get("href")[1:] for t in tiles] == [q.id for q in QUESTIONS]
    said = {t.get("href")[1:]: t.xpath("string(.//i)") for t in tiles}
    assert said["random-seeds"] == ": Partly reported"
    assert said["data-split"] == ": Failed"
    groups = page.xpath("//nav[@class='ab-profile']//p")
    assert groups[0].text_content() == "Data 2 of 2"
    targets = {str(i) for i in page.xpath("//@id")}
    assert {a.get("href")[1:] for a in page.xpath("//nav[@class='ab-profile']//a")} <= targets


def test_a_stale_answer_and_a_failed_one_say_so() -> None:
    page = shown(small_collection(), "hedgerow-birds")
    assert "prompt and model" in item(page, "metrics").xpath("string(.//p[@class='ab-stale'])")
    failed = item(page, "data-split")
    assert "stopped in the middle" in failed.xpath("string(./p[@class='ab-reason'])")
    assert failed.xpath("./p[@class='ab-answer'] | ./ol") == []


def test_a_paper_without_answers_title_and_authors_is_a_page_too() -> None:
    page = shown(small_collection(), "untitled-notes")
    assert page.xpath("string(//h1)") == "untitled-notes.pdf"
    assert len(page.xpath("//*[@class='ab-item ab-item-missing']")) == len(QUESTIONS)
    assert page.xpath("//*[@class='ab-actions'] | //*[@data-citing] | //h2[@id='page.models']") == []


def test_of_excerpts_no_source_is_linked_that_is_the_papers_own_page() -> None:
    birds = dataclasses.replace(small_collection().papers[0], format="passages")
    collection = small_collection(papers=(birds,), source_links={birds.id: birds.metadata.doi})
    facts = shown(collection, birds.id).xpath("//ul[@class='ab-facts']")[0].text_content()
    assert "doi:" in facts
    assert "Source" not in facts


def test_what_all_answers_of_a_model_share_is_said_once() -> None:
    collection = small_collection()
    view = paper_view(collection, collection.papers[0])
    assert [m.name for m in view.models] == ["quotes", SMALL.name]
    shared = {row.label for row in view.models[1].origin}
    assert {"Model", "Model file", "SHA-256", "Answerbook version"} <= shared
    optimizer = next(q for g in view.groups for q in g.questions if q.anchor == "optimizer").answer
    assert optimizer is not None
    assert not shared & {row.label for row in optimizer.origin}
    page = written(collection, "hedgerow-birds")
    assert page.count(SMALL.sha256) == 1
    assert page.count('href="#page.model-2"') == 2  # from the answers shown that are its own


def test_an_error_is_reported_at_the_repository() -> None:
    collection = small_collection(repository="https://github.com/lab/answers")
    page = shown(collection, "hedgerow-birds")
    (link,) = item(page, "hardware").xpath(".//a[@class='ab-report']/@href")
    assert link.startswith("https://github.com/lab/answers/issues/new?title=")
    assert collection.answers_to("hedgerow-birds", "hardware")[0].id in link
    assert shown(small_collection(), "hedgerow-birds").xpath("//a[@class='ab-report']") == []


@pytest.mark.parametrize(
    ("licence", "expected"),
    [
        ("https://creativecommons.org/licenses/by/4.0/", "CC BY 4.0"),
        ("http://creativecommons.org/licenses/by-nc-nd/4.0/legalcode", "CC BY-NC-ND 4.0"),
        ("https://creativecommons.org/publicdomain/zero/1.0/", "CC0 1.0"),
        ("https://example.org/creativecommons.org/licenses/by/4.0/", "Licence"),
        ("CC BY 4.0", "CC BY 4.0"),
        ("javascript:alert(1)", "javascript:alert(1)"),
        ("", ""),
    ],
)
def test_licences_by_name(licence: str, expected: str) -> None:
    assert licence_name(licence) == expected


# Citing ------------------------------------------------------------------------------------------


def cited(data: str, question: str, text: str) -> list[str]:
    """Return what the page's script makes of the data."""
    found = json.loads(entities.unescape(data))
    form, identifier, status, *written = found["answers"][question]
    asked = [written[0] if written else text, text, json.dumps(text, ensure_ascii=False)[1:-1]]
    marks = ("zqstatusqz", "zqanswerqz")
    made = []
    for pattern, words in zip(found["forms"][form], asked, strict=True):
        for mark, value in zip(marks, (status, identifier), strict=True):
            pattern = pattern.replace(mark, value)
        made.append(pattern.replace("zqquestionqz", words))
    return made


@pytest.mark.parametrize(
    "text",
    [
        "How was randomness handled?",
        'Which GPU was used, at 100 % load & "why" {so}?',
        "Réseau <de> neurones \\ $x_1$",
        "'' ''",
        *(f"{token} seeds?" for token in TOKENS),
    ],
)
def test_the_page_holds_what_cites_its_answers(text: str) -> None:
    question = dataclasses.replace(QUESTIONS[5], text=text)
    source = small_collection().papers[0]
    collection = small_collection(site_url="https://example.org/answers/")
    shown = quoted(source, question.id, "The random seed")
    found = citing(collection, source, [(question, shown)])
    assert not set(found) & set("<>'\n")
    item = answer_citation(collection, source, question, shown)
    wanted = citation_forms(item)
    made = cited(found, question.id, clean(text))
    assert made == [wanted.bibtex, wanted.ris, wanted.csl]


def test_answers_that_are_cited_alike_share_their_form() -> None:
    collection = small_collection()
    source = collection.papers[0]
    answered = [(q, a[0]) for q in QUESTIONS if (a := collection.answers_to(source.id, q.id))]
    data = json.loads(entities.unescape(citing(collection, source, answered)))
    assert set(data["answers"]) == {q.id for q, _ in answered}
    assert len(data["forms"]) == len({a.model for _, a in answered}) == 2
    # Without an address of the site, the script puts in the one where the page stands.
    assert all(SITE in text for form in data["forms"] for text in form)


# Size and search -----------------------------------------------------------------------------------


def full(models: int) -> Collection:
    """Return a paper with an answer of each model to each question, four passages each, some shared."""
    source = paper("full", "A paper with everything", (("Ada", "Lovelace"),), 2020)
    starts = ("Recordings were", "Two ornithologists", "It was trained", "The random seed")
    made: list[Answer] = []
    for number in range(models):
        for question in QUESTIONS:
            evidence = tuple(snippet(source, start) for start in starts)
            said = AnswerSentence(f"Model {number} says so of this.", "supported", evidence=(0, 1, 2, 3))
            made.append(answer(source, question.id, f"model-{number}", "reported", (said,), evidence))
    return small_collection(papers=(source,), answers=tuple(made), models=(), stale={}, source_links={})


def test_each_further_model_costs_little() -> None:
    one, five = (len(written(full(n), "full")) for n in (1, 5))
    assert (five - one) / 4 / len(QUESTIONS) < 1200


def test_an_answer_is_one_line_of_markdown() -> None:
    text = written(full(2), "full")
    lines = [line for line in text.splitlines() if line.startswith("<")]
    assert len(lines) == len(QUESTIONS) + 3
    assert not any(line.startswith((" ", "\t")) for line in text.splitlines())


def test_the_search_finds_answers_and_no_evidence(site: Path) -> None:
    entries = json.loads((site / "search" / "search_index.json").read_text(encoding="utf-8"))["docs"]
    found = {e["location"]: e for e in entries}
    optimizer = found["papers/hedgerow-birds.html#optimizer"]
    assert optimizer["title"] == "Optimizer — Reported"
    assert "Adam at a learning rate" in optimizer["text"]
    for kept_out in ("ResNet-18", "AWS", "Read it in the paper", "Answered by", "Copy link", "p. 5"):
        assert kept_out not in optimizer["text"]
    seeds = found["papers/hedgerow-birds.html#random-seeds"]["text"]
    assert "fixed to 42" in seeds
    assert "left as they were" not in seeds
    assert "small-135m" not in seeds
    assert not any("page." in location for location in found if location.startswith("papers/"))


def test_what_the_reader_found_out_of_the_ordinary_stands_at_the_top(tmp_path: Path) -> None:
    birds, *others = small_collection().papers
    noted = dataclasses.replace(
        birds, warnings=("page 7: 412 hidden characters left out", "page 9 has no text.")
    )
    for papers, says in (((birds, *others), False), ((noted, *others), True)):
        docs = tmp_path / f"docs-{says}"
        write(small_collection(papers=papers), docs)
        page = (docs / "papers" / "hedgerow-birds.md").read_text(encoding="utf-8")
        text = entities.unescape(page)
        said = "Noted when the file was read: page 7: 412 hidden characters left out; page 9 has no text."
        assert (said in text) is says

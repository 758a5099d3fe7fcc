"""The interface in another language: complete, with the same places for values, and no English left."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import html

from generator.project.settings import SiteSettings
from generator.site.answer_pages import write_answer_pages
from generator.site.content.interface import interface_words, own_copy_words, paper_words, script_words
from generator.site.content.language import (
    FOLDER,
    LANGUAGES,
    day_in_words,
    direction,
    format_message,
    pluralize,
    translated,
    use_language,
)
from generator.site.content.reason_texts import translate_reason
from generator.site.content.status_styles import STATUS_STYLES, tally
from generator.site.pages.rendering import pages
from tests.site.messages import (
    DONE,
    TEMPLATES,
    bare_words,
    catalogue,
    in_scripts,
    in_words,
    messages,
    not_yet,
)
from tests.site.small_collection import small_collection

SCRIPTS = sorted(file for file in (TEMPLATES / "overrides" / "assets").glob("*.js"))
# Names of keys, selectors, a key of the catalogue that is looked up without `say`.
NO_WORDS_OF_SCRIPTS = {"Enter", "Escape", "Files", "Markdown", "Search", "tbody td a, thead a"}
# What begins with a capital letter, or has a blank between two words that no selector or style has.
WORDS_OF_A_READER = re.compile(
    r"^ ?[A-Z][a-z]+(?: [a-z]|$)|^[^\[\].,>:#{}=_-]* [a-z]{2,} [a-z]+[^\[\].>:#{}=_-]*$"
)
CODES = sorted(path.stem for path in FOLDER.glob("*.po"))
PLACES = re.compile(r"%\(\w+\)s|%%|#")
# Names, and what is no word of the interface.
NO_WORDS = {
    "lang",
    "dir",
    "auto",
    "doi",
    "arXiv",
    "mdash",
    "middot",
    "badge",
    "svg",
    "iframe",
    "iframe src",
    "embed",
    "title",
    "width",
    "height",
}


def test_there_is_a_catalogue_for_each_language_of_the_settings() -> None:
    assert ["en", *CODES] == sorted(LANGUAGES, key=lambda code: (code != "en", code))
    for code in LANGUAGES:
        assert SiteSettings(language=code).language == code  # type: ignore[arg-type]


@pytest.mark.parametrize("code", CODES)
def test_a_catalogue_is_complete_and_holds_nothing_else(code: str) -> None:
    wanted, known = messages(), catalogue(code)
    assert len(wanted) > 150
    assert sorted(text for text in wanted if not all(known.get(text, ("",)))) == []
    assert sorted(set(known) - set(messages(translated=False))) == []
    assert [text for text, many in wanted.items() if many and len(known[text]) != 2] == []


@pytest.mark.parametrize("code", CODES)
def test_translations_have_the_same_places_for_values(code: str) -> None:
    known = catalogue(code)
    for text, many in messages().items():
        for said_in, form in zip((text, many), known[text], strict=False):
            assert sorted(PLACES.findall(form)) == sorted(PLACES.findall(said_in or text)), text


@pytest.mark.parametrize(
    "file",
    [
        *sorted((TEMPLATES / "answers").rglob("*.j2")),
        *sorted((TEMPLATES / "overrides").rglob("*.html")),
        *(TEMPLATES / name for name in sorted(DONE)),
    ],
    ids=lambda file: file.name,
)
def test_templates_hold_no_words_beside_the_catalogue(file: Path) -> None:
    text_of_machine = {"version"} if file.name == "oembed.html.j2" else set()
    assert set(bare_words(file)) - NO_WORDS - text_of_machine == set()


def test_templates_that_still_speak_english_alone_are_known() -> None:
    # A sign that the rule sees words where there are some; each template that is translated makes it fewer.
    assert len(not_yet()) < len(list((TEMPLATES / "pages").rglob("*.j2")))
    assert "pages/home.md.j2" in {file.relative_to(TEMPLATES).as_posix() for file in not_yet()} | DONE


def test_the_theme_and_the_scripts_are_handed_all_that_they_say() -> None:
    used = {text for text, _ in in_scripts()}
    for file in (TEMPLATES / "overrides").rglob("*.html"):
        used |= {text for text, _ in in_words(file)}
    words = interface_words("de")
    with use_language("de"):
        own, of_paper, of_scripts = own_copy_words(), paper_words(), script_words()
    assert used == {*words, *own, *of_paper, *of_scripts}
    assert of_scripts["They differ on #."] == "Sie unterscheiden sich bei #."
    assert words["Any status"] == "Jeder Status"
    assert own["In your copy, p. #"] == "In Ihrem Exemplar, S. #"
    assert own_copy_words() == script_words() == {}  # scripts speak English themselves


@pytest.mark.parametrize("file", SCRIPTS, ids=lambda file: file.name)
def test_scripts_hold_no_words_beside_the_catalogue(file: Path) -> None:
    text = re.sub(r"(?m)^\s*//.*|(?s:/\*.*?\*/)|console\.\w+\(.*", "", file.read_text(encoding="utf-8"))
    handed = re.sub(r"\bsay\([^()]*", "", text)
    literals = re.findall(r"\"([^\"\n]*)\"", handed)
    assert [
        said for said in literals if WORDS_OF_A_READER.search(said) and said not in NO_WORDS_OF_SCRIPTS
    ] == []


def test_pages_of_answers_speak_the_language_of_the_site(tmp_path: Path) -> None:
    collection = small_collection(language="de", site_url="https://example.org/")
    write_answer_pages(collection, tmp_path, templates=TEMPLATES / "answers")
    own = {text for text, many in messages().items() if len(text.split()) > 2 and "%" not in text}
    own -= {translated(text) for text in own & set(catalogue("de")) if catalogue("de")[text][0] == text}
    files = sorted(tmp_path.glob("a/*/index.html"))
    assert len(files) > 10
    shown = ""
    for file in files:
        root = html.parse(str(file), html.HTMLParser(encoding="utf-8")).getroot()
        assert root.get("lang") == "de"
        for script in root.xpath("//script"):
            script.drop_tree()
        text = " ".join(root.text_content().split())
        assert [message for message in own if message in text] == []
        shown += text
    for words in ("Berichtet", "Nicht berichtet", "Eine frühere Version.", "Diese Version zitieren", "S. 3"):
        assert words in shown


def test_pages_of_papers_speak_the_language_of_the_site() -> None:
    texts, known = messages(), catalogue("de")
    own = {text for text in texts if len(text.split()) > 1 and "%" not in text and known[text][0] != text}
    with use_language("de"):
        written = [
            text or ""
            for path, text, _ in pages(small_collection(), TEMPLATES / "pages")
            if path.startswith("papers/") and "/index" not in path
        ]
    assert len(written) == 3
    for text in written:
        body = " ".join(html.fromstring(text.partition("\n---\n")[2]).text_content().split())
        assert [message for message in own if message in body] == []
    for words in ("Auf einen Blick", "Berichtet:", "Im Wortlaut der Arbeit", "Andere Arbeiten"):
        assert any(words in text for text in written)


@pytest.mark.parametrize(
    ("of_paper", "of_site", "marks"),
    [
        ("ar", "en", [("ar", "rtl")]),
        ("en-gb", "de", [("en-gb", "ltr")]),
        ("en-gb", "en", [(None, "auto")]),
        ("", "de", [(None, "auto")]),
    ],
)
def test_title_and_quotes_bear_the_language_of_the_paper_where_it_is_another(
    tmp_path: Path, of_paper: str, of_site: str, marks: list[tuple[str | None, str | None]]
) -> None:
    collection = small_collection(language=of_site)
    papers = tuple(replace(p, metadata=replace(p.metadata, language=of_paper)) for p in collection.papers)
    answer = next(a for a in collection.answers if a.status == "reported" and a.paper == "hedgerow-birds")
    collection = replace(collection, papers=papers, answers=(answer,), history=())
    write_answer_pages(collection, tmp_path, templates=TEMPLATES / "answers")
    root = html.parse(str(tmp_path / "a" / answer.id / "index.html")).getroot()
    parts = root.xpath("//blockquote | //div[@class='paper']/p[1]")
    assert len(parts) > 1
    assert [(part.get("lang"), part.get("dir")) for part in parts] == marks * len(parts)


def test_the_language_of_before_is_spoken_again_afterwards() -> None:
    with use_language("de"):
        assert STATUS_STYLES["reported"].label == "Berichtet"
        with use_language("en"):
            assert STATUS_STYLES["reported"].label == "Reported"
        assert tally(["reported", "not_reported", "not_applicable"]).left_out == (
            "Nicht mitgezählt: 1 trifft nicht zu (33 % von 3)."
        )
    assert STATUS_STYLES["reported"].label == "Reported"
    assert translated("words that no catalogue has") == "words that no catalogue has"


@pytest.mark.parametrize(
    ("code", "day", "number"),
    [("en", "28 Nov 2026", "1,204 papers"), ("de", "28.11.2026", "1.204 Arbeiten")],
)
def test_days_and_numbers_are_written_as_the_language_does(code: str, day: str, number: str) -> None:
    with use_language(code):
        assert day_in_words("2026-11-28") == day
        assert day_in_words("some day") == "some day"
        assert pluralize(1204, "paper") == number
        assert format_message("%(some)s of %(all)s", some=1, all=2) in ("1 of 2", "1 von 2")


@pytest.mark.parametrize(
    ("kept", "english", "german"),
    [
        (
            "No passage that answers the question was found.",
            "No passage answering this question was found.",
            "Es wurde keine Textstelle gefunden, die diese Frage beantwortet.",
        ),
        (
            "The model wrote 4 sentences, none of which the paper supports; they are withheld.",
            "The model wrote 4 sentences that the paper does not support; all were withheld.",
            "Das Modell hat 4 Sätze geschrieben, die die Arbeit nicht belegt; alle wurden zurückgehalten.",
        ),
        (
            "“two clinics”, an item of its list, does not stand in the evidence",
            "“two clinics”, an item of its list, is not in the evidence",
            "„two clinics“, ein Glied der Aufzählung, kommt in den Belegen nicht vor",
        ),
        (
            "only 45% of its content stands in the evidence",
            "only 45% of its content is in the evidence",
            "nur 45% des Inhalts kommen in den Belegen vor",
        ),
        (
            "0.490 stands under “F1 score”, not under “Recall”",
            "0.490 is in the column “F1 score”, not in “Recall”",
            "0.490 steht in der Spalte „F1 score“, nicht in „Recall“",
        ),
        ("The paper is about bats.", "The paper is about bats.", "The paper is about bats."),
        ("100 % (sure)", "100 % (sure)", "100 % (sure)"),
        ("", "", ""),
    ],
)
def test_reasons_kept_with_answers_are_said_in_the_language_of_the_pages(
    kept: str, english: str, german: str
) -> None:
    assert translate_reason(kept) == english
    with use_language("de"):
        assert translate_reason(kept) == german


@pytest.mark.parametrize(("code", "way"), [("en", "ltr"), ("ar", "rtl"), ("fa-IR", "rtl"), ("", "ltr")])
def test_the_direction_of_a_language_is_known(code: str, way: str) -> None:
    assert direction(code) == way

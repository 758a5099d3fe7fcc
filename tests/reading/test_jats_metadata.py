"""Bibliographic data of JATS articles, and what a file without the paper itself says of it."""

from __future__ import annotations

import warnings
from pathlib import Path

import pytest

from generator.core import Person
from tests.reading.jats_articles import FRONT, Read, article, meta, reader, sentences


@pytest.fixture
def read(tmp_path: Path) -> Read:
    return reader(tmp_path)


def test_front_matter_becomes_metadata(read: Read) -> None:
    metadata = read(article("<p>Text.</p>", front=FRONT)).metadata
    assert metadata.title == "Deep nets for CO2"
    assert metadata.authors == (Person("Okoye", "Ada B."), Person("The Bat Group"))
    assert (metadata.year, metadata.venue) == (2021, "Journal of Tests")
    assert (metadata.doi, metadata.licence) == ("10.1000/abc.7", "CC-BY-NC-4.0")
    assert metadata.abstract == "Methods We trained nets."


@pytest.mark.parametrize(("stated", "language"), [(' xml:lang="de"', "de"), ("", ""), (' xml:lang="?"', "")])
def test_the_language_is_the_one_that_the_file_states(read: Read, stated: str, language: str) -> None:
    xml = article("<p>Text.</p>", front=FRONT).replace("<article", f"<article{stated}", 1)
    assert read(xml).metadata.language == language


NOTICE = "<p>The full text of this article is sold as a PDF.</p>"


@pytest.mark.parametrize(
    ("xml", "warned"),
    [
        (f"<article>{FRONT}</article>", True),
        (article(NOTICE, front=FRONT), True),
        (article("<supplementary-material><graphic/></supplementary-material>", front=FRONT), True),
        (article("<p>A letter of one line.</p>", front=FRONT), False),
        (article("<sec><title>Supplements</title><p>Iron was given.</p></sec>", front=FRONT), False),
        (article("<p>We took the full text of them.</p>" + "<p>More was said.</p>" * 30, front=FRONT), False),
    ],
    ids=["no body", "notice", "scan", "letter", "availability", "long"],
)  # fmt: skip
def test_a_file_with_an_abstract_alone_says_so(read: Read, xml: str, warned: bool) -> None:
    xml = xml.replace("<article>", '<article xmlns:xlink="http://www.w3.org/1999/xlink">')
    assert [w.startswith("holds only an abstract;") for w in read(xml).warnings] == [True] * warned


def test_no_file_makes_a_library_warn_on_the_terminal(read: Read) -> None:
    cited = "<citation-alternatives><mixed-citation>Ray. Nets.</mixed-citation></citation-alternatives>"
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        paper = read(
            article("<p>Text.</p>", f"<ref-list><ref>{cited}</ref></ref-list>").replace(
                "</article>", FLOATING
            )
        )
    assert sentences(paper) == ["Text.", "Afloat.", "Ray. Nets."]


FLOATING = "<floats-group><fig><caption><p>Afloat.</p></caption></fig></floats-group></article>"


@pytest.mark.parametrize(
    ("ids", "found"),
    [
        (((None, "10.1234/moths.1"), ("version", "10.1234/moths.1.3")), "10.1234/moths.1"),
        ((("version", "10.1234/moths.1.3"), (None, "10.1234/moths.1")), "10.1234/moths.1"),
        (((None, "10.1234/moths.1.3"), (None, "10.1234/moths.1")), "10.1234/moths.1"),
        ((("preprint", "10.5555/1"), (None, "10.1234/moths")), "10.1234/moths"),
        ((("version", "10.1234/moths.1.3"),), "10.1234/moths.1.3"),
        ((), ""),
    ],
)
def test_of_several_dois_that_of_the_work_counts(
    read: Read, ids: tuple[tuple[str | None, str], ...], found: str
) -> None:
    stated = "".join(
        f'<article-id pub-id-type="doi"{f" specific-use={use!r}" if use else ""}>{number}</article-id>'
        for use, number in ids
    )
    assert read(article("<p>Text.</p>", front=meta(stated))).metadata.doi == found


@pytest.mark.parametrize(
    ("inside", "licence"),
    [
        ("<permissions><license><license-p>Under the Creative Commons Attribution Non-Commercial License 4.0."
         "</license-p></license></permissions>", "CC-BY-NC-4.0"),
        ("<permissions><license license-type='cc-by'><license-p>Open.</license-p></license></permissions>",
         "CC-BY"),
        ("<permissions><license><license-p>See <uri>https://creativecommons.org/licenses/by-sa/4.0/</uri>"
         "</license-p></license></permissions>", "CC-BY-SA-4.0"),
        ("<permissions><copyright-statement>© 2020 Ray. CC BY 4.0</copyright-statement></permissions>",
         "CC-BY-4.0"),
        ("<copyright-statement>Creative Commons Attribution License.</copyright-statement>", "CC-BY"),
        ("<custom-meta-group><custom-meta><meta-name>pmc-license-ref</meta-name><meta-value>CC BY-NC"
         "</meta-value></custom-meta></custom-meta-group>", "CC-BY-NC"),
        ("<permissions><license><license-p>Under CC BY 4.0; the CC0 waiver applies to data.</license-p>"
         "</license></permissions>", "CC-BY-4.0"),
        ("<permissions><license><license-p>All rights reserved.</license-p></license></permissions>", ""),
    ],
)  # fmt: skip
def test_the_licence_is_found_wherever_it_is_written(read: Read, inside: str, licence: str) -> None:
    assert read(article("<p>Text.</p>", front=meta(inside))).metadata.licence == licence


_LATIN = "<name name-style='western'><surname>Okoye</surname><given-names>Ada</given-names></name>"
_GREEK = (
    "<name xml:lang='el' name-style='western'><surname>Οκόγιε</surname><given-names>Άντα</given-names></name>"
)
_SORTED = "<string-name specific-use='index'>OKOYE A</string-name>"


@pytest.mark.parametrize(
    ("contributor", "person"),
    [
        (f"<name-alternatives>{_GREEK}{_LATIN}</name-alternatives>", Person("Okoye", "Ada")),
        (f"<name-alternatives>{_SORTED}{_GREEK}{_LATIN}</name-alternatives>", Person("Okoye", "Ada")),
        (f"<name-alternatives>{_GREEK}</name-alternatives>", Person("Οκόγιε", "Άντα")),
        ("<string-name>Ada Okoye</string-name>", Person("Okoye", "Ada")),
        ("<string-name><given-names>Ada</given-names> <surname>Okoye</surname></string-name>",
         Person("Okoye", "Ada")),
        ("<collab>The Bat Group</collab>", Person("The Bat Group")),
    ],
)  # fmt: skip
def test_the_name_that_the_article_prints(read: Read, contributor: str, person: Person) -> None:
    group = f"<contrib-group><contrib contrib-type='author'>{contributor}</contrib></contrib-group>"
    assert read(article("<p>Text.</p>", front=meta(group))).metadata.authors == (person,)


def test_an_article_in_greek_prints_greek_names(read: Read) -> None:
    both = f"<name-alternatives>{_LATIN}{_GREEK}</name-alternatives>"
    group = f"<contrib-group><contrib>{both}</contrib></contrib-group>"
    xml = article("<p>Text.</p>", front=meta(group)).replace("<article ", "<article xml:lang='el' ", 1)
    assert read(xml).metadata.authors == (Person("Οκόγιε", "Άντα"),)

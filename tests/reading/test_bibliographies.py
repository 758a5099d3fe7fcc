"""Bibliographies of all forms become the same entries, whatever programs and people write into them."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.core import Metadata, Person
from generator.core.doi_and_arxiv import stated_doi
from generator.reading.metadata import bibliography
from generator.reading.metadata.bibliography import metadata_of, read_bibliography
from generator.reading.metadata.bibliography_entry import file_names, title_key
from generator.reading.metadata.bibtex import bibtex_entries
from generator.reading.metadata.bibtex_names import bibtex_people
from generator.reading.metadata.tex import from_html, from_tex


def read(folder: Path, name: str, text: str) -> list[tuple[str, Metadata]]:
    (folder / name).write_text(text, encoding="utf-8")
    return [(e.key, metadata_of(e)[0]) for e in read_bibliography(folder / name).entries]


def faults(folder: Path, text: str) -> list[tuple[int, str]]:
    (folder / "papers.bib").write_text(text, encoding="utf-8")
    return [f for entry in read_bibliography(folder / "papers.bib").entries for f in entry.faults]


def test_bibliography_speaks_tex(tmp_path: Path) -> None:
    (_, a), (_, b) = read(
        tmp_path,
        "papers.bib",
        '@string{jb = "J. Bats"}\n@inproceedings{a,\n'
        " title = {The {DNA} of M{\\\"u}ller \\& {\\'E}tude $x^2$},\n"
        " author = {van der Berg, Jan and Ada B. Okoye and {The Big Group} and others},\n booktitle = jb,\n"
        " date = {2019-05-01}, eprint = {2401.00010v2}, url = {https://x.org/a\\_b%20c},\n}\n"
        "@phdthesis{b, title = {Thesis}}\n",
    )
    assert a == Metadata(
        title="The DNA of Müller & Étude x^2",
        authors=(Person("van der Berg", "Jan"), Person("Okoye", "Ada B."), Person("The Big Group")),
        year=2019,
        venue="J. Bats",
        arxiv="2401.00010",
        url="https://x.org/a_b%20c",
        type="paper-conference",
    )
    assert b.type == "thesis"


@pytest.mark.parametrize(
    ("tex", "text"),
    [
        (r"V. Nguy{\~{\^e}}n", "V. Nguyễn"),
        (
            r"Erd\H{o}s, \v{C}apek, Fran{\c c}ois, \L ukasz, na\"{\i}ve, {\o}re",
            "Erdős, Čapek, François, Łukasz, naïve, øre",
        ),
        (r"a{\_}b 50\% \& \$5", "a_b 50% & $5"),
        (r"The $L^2$ norm at 10$^{-3}$ of CO$_2$", "The L^2 norm at 10^-3 of CO2"),
        (r"{$\beta$}-decay and \textit{Bombus} \emph{sp.}", "β-decay and Bombus sp."),
        ("A &lt;i&gt;Field&lt;/i&gt; study", "A Field study"),
        (r"{\textless}i{\textgreater}Bombus{\textless}/i{\textgreater}", "Bombus"),
        ("1990--2000: ``so''~it goes", "1990–2000: “so” it goes"),
        (r"\href{https://x.org}{Here} \unknowncommand{there}", "Here there"),
        ("costs $5 and $10", "costs $5 and $10"),
        ("\\", ""),
    ],
)
def test_tex_becomes_plain_text(tex: str, text: str) -> None:
    assert from_tex(tex) == text


def test_html_of_catalogues_is_taken_out_and_other_marks_stay() -> None:
    assert from_html("<jats:p>H<sub>2</sub>O, 10<sup>-3</sup> &amp;amp; a <b c") == "H2O, 10^-3 & a <b c"


@pytest.mark.parametrize(
    ("names", "people"),
    [
        ("Example, Ada and {\\'E}mile Zola", ["Ada Example", "Émile Zola"]),
        ("Example, Jr., Ada and Sample, Ben, PhD", ["Ada Example Jr.", "Ben Sample"]),
        ("Example, Ada, and Sample, Ben", ["Ada Example", "Ben Sample"]),
        ("Example, Ada; Sample, Ben AND others", ["Ada Example", "Ben Sample"]),
        ("{{Moth and Lamp Group}} and Ludwig van Beethoven", ["Moth and Lamp Group", "Ludwig van Beethoven"]),
        ("family=Berg, given=Jan, prefix=van der, useprefix=true", ["Jan van der Berg"]),
        ("Example, A. and et al.", ["A. Example"]),
    ],
)
def test_names_in_bibtex(names: str, people: list[str]) -> None:
    assert ([str(p) for p in bibtex_people(names)[0]], bibtex_people(names)[1]) == (people, "")


@pytest.mark.parametrize(
    "names",
    ["Example, A., Sample, B., Other, C.", "Example, Ada, Sample", "Ada Example, Ben Sample and Eve Other"],
)
def test_names_that_cannot_be_told_apart_are_nobody(names: str) -> None:
    people, problem = bibtex_people(names)
    assert people == ()
    assert "write authors as `Family, Given and Family, Given`" in problem


@pytest.mark.parametrize(
    ("stated", "doi"),
    [
        ("10.1000/ABC", "10.1000/abc"),
        ("https://dl.acm.org/doi/10.1145/1.2", "10.1145/1.2"),
        ("https://onlinelibrary.wiley.com/doi/full/10.1002/abc", "10.1002/abc"),
        ("https://proxy.example.edu/login?url=https://doi.org/10.1234/x", "10.1234/x"),
        ("https://doi.org/10.1000%2Fabc", "10.1000/abc"),
        ("DOI: 10.1234/a", "10.1234/a"),
        ("10.1234/a; 10.1234/b", "10.1234/a"),
        ("n/a", ""),
        ("10/gf4wzh", ""),
    ],
)
def test_doi_is_found_in_whatever_address(stated: str, doi: str) -> None:
    assert stated_doi(stated) == doi


@pytest.mark.parametrize(
    ("field", "paths"),
    [
        (
            "Moths.pdf:/home/ada/AB/Moths.pdf:application/pdf;Page:/x/m.html:text/html",
            ("/home/ada/AB/Moths.pdf", "/x/m.html"),
        ),
        (r":a.pdf:PDF;with\:colon:sub/b.pdf:PDF", ("a.pdf", "sub/b.pdf")),
        (r":C$\backslash$:/Users/ada/Moths{\_}2021.pdf:pdf", ("/Users/ada/Moths_2021.pdf",)),
        (r"C\:\\Users\\ada\\a\; b.pdf;/x/c.pdf", ("/Users/ada/a; b.pdf", "/x/c.pdf")),
        ("/home/ada/Moths (1).pdf", ("/home/ada/Moths (1).pdf",)),
        ("notes.odt", ()),
    ],
)
def test_file_fields_of_all_programs(field: str, paths: tuple[str, ...]) -> None:
    assert file_names(field) == paths


@pytest.mark.parametrize(
    ("title", "tells"),
    [
        ("Moths at street lamps", True),
        ("Letter to the Editor", False),
        ("Introduction", False),
        ("Moths", False),
        ("路灯下的飞蛾数量与光强的关系", True),
        ("Erratum: moths at street lamps counted in twelve nights", True),
    ],
)
def test_only_titles_that_tell_papers_apart_have_a_key(title: str, tells: bool) -> None:
    assert bool(title_key(title)) is tells


@pytest.mark.parametrize(
    ("bib", "field", "value"),
    [
        ('@article{k, title = "A " # {study} # " of moths"}', "title", "A study of moths"),
        ("@article(k, title = {Round})", "title", "Round"),
        ("@article{k, title = {A} year = 2021}", "year", 2021),
        ("% Encoding: UTF-8\n@Article{k,\n% aside\n  Title = {Said}}", "title", "Said"),
        ('@article{k, journal = js}\n@string{js = "J. Small"}', "venue", "J. Small"),
        ("@article{k, journal = {\\mnras}}", "venue", "Monthly Notices of the Royal Astronomical Society"),
        ("@article{k, journal = \\apj,}", "venue", "Astrophysical Journal"),
        ("@article{k, journal = {\\unheard}}", "venue", "unheard"),
        ('@article{k, month = jan # "~1", year = {2021/05}}', "year", 2021),
        ("@article{k, url = {http://x.org/a http://x.org/b}}", "url", "http://x.org/a"),
        ("@article{k, url = {http://x.org/a;http://x.org/b}}", "url", "http://x.org/a"),
        ("@article{k, url = {https://doi.org/10.1234/x}}", "doi", "10.1234/x"),
        ("@article{k, doi = {10.1234/a{\\_}b}}", "doi", "10.1234/a_b"),
        ("@article{k, journal = {arXiv preprint arXiv:2401.00010}}", "arxiv", "2401.00010"),
        ("@comment{jabref-meta: grouping: {x}}\n@article{k, title = {T}}", "title", "T"),
        ("@article{k, title = {T}, keywords = {a}, keywords = {b}}", "title", "T"),
        (
            "@inproceedings{k, crossref = {p}}\n@proceedings{p, title = {Lamps}, year = 2020}",
            "venue",
            "Lamps",
        ),
        ("@article{k, title = {On: }, subtitle = {Off}}", "title", "On: Off"),
    ],
)
def test_dialects_of_bibtex(tmp_path: Path, bib: str, field: str, value: object) -> None:
    found = dict(read(tmp_path, "papers.bib", bib))
    assert getattr(found["k"], field) == value
    assert not faults(tmp_path, bib)


@pytest.mark.parametrize(
    ("bib", "line", "says"),
    [
        ("\n@article{k,\n year = {in press}}", 3, "'year' holds no year: 'in press'"),
        ("@article{k,\n\n doi = {n/a}}", 3, "'doi' must be a DOI such as 10.1000/abc, not 'n/a'"),
        ("@article{k, title={A},\n title={B}}", 2, "'title' is given twice in the entry 'k'; remove one"),
        ("@article{k,\n title = never marked,\n year = 2021}", 2, "write it between braces"),
        ("@article{k, author = {A, B, C, D}}", 1, "has too many commas"),
        ("@article{k,\n title = {never closed,\n year = 2021}\n", 1, "cannot be parsed to its end"),
    ],
)
def test_what_cannot_be_used_has_its_line_and_a_way_out(
    tmp_path: Path, bib: str, line: int, says: str
) -> None:
    ((at, message),) = faults(tmp_path, bib)
    assert at == line
    assert says in message


def test_an_entry_without_an_end_costs_itself_alone(tmp_path: Path) -> None:
    bib = "@article{a, title={A}}\n@article{b, title={Never closed, author={X, Y}}\n@article{c, title={C}}\n"
    found = read(tmp_path, "papers.bib", bib + '@article{d, title="open}\n  @article{e, title={E}}')
    assert [(key, data.title) for key, data in found] == [
        ("a", "A"),
        ("b", ""),
        ("c", "C"),
        ("d", ""),
        ("e", "E"),
    ]


@pytest.mark.parametrize(
    "text", ["@a{k, t={" * 20_000, "@a{" * 60_000, '@a{k,t="' * 20_000, "@comment{" * 30_000, "{" * 200_000]
)
def test_hostile_bibtex_takes_linear_time(text: str) -> None:
    started = time.process_time()
    bibtex_entries(text)
    assert time.process_time() - started < 15


CSL = {
    "id": "http://zotero.org/users/1/items/ABCD",
    "citation-key": "bergMoths2020",
    "type": "paper-conference",
    "title": "Moths at <i>street</i> lamps",
    "author": [
        {"family": "Berg", "given": "Jan", "non-dropping-particle": "van der"},
        {"literal": "Moth Group"},
    ],
    "issued": {"date-parts": [["2020", 5]]},
    "container-title": "Lamp Conference",
    "DOI": "10.1234/MOTHS",
    "URL": "https://example.org/moths",
}
RIS = """TY  - CONF
AU  - van der Berg, Jan
AU  - Moth Group
TI  - Moths at <i>street</i> lamps
T2  - Lamp Conference
PY  - 2020/05//
DO  - https://doi.org/10.1234/moths
UR  - https://example.org/moths
ID  - bergMoths2020
ER  -
"""
NBIB = """
PMID- 123
TI  - Moths at street
      lamps
DP  - 2020 May 1
FAU - van der Berg, Jan
AU  - van der Berg J
CN  - Moth Group
JT  - Lamp Conference
LID - 10.1234/moths [doi]
"""


@pytest.mark.parametrize(
    ("name", "text", "url", "type"),
    [
        ("papers.json", json.dumps([CSL]), "https://example.org/moths", "paper-conference"),
        ("papers.csl.json", json.dumps({"items": [CSL]}), "https://example.org/moths", "paper-conference"),
        ("papers.ris", RIS, "https://example.org/moths", "paper-conference"),
        ("papers.nbib", NBIB, "", "article-journal"),
    ],
)
def test_every_form_makes_the_same_metadata(
    tmp_path: Path, name: str, text: str, url: str, type: str
) -> None:
    ((_, data),) = read(tmp_path, name, text)
    assert data == Metadata(
        title="Moths at street lamps",
        authors=(Person("van der Berg", "Jan"), Person("Moth Group")),
        year=2020,
        venue="Lamp Conference",
        doi="10.1234/moths",
        url=url,
        type=type,
    )


def test_json_that_is_no_bibliography_is_noted_and_broken_json_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "papers.json").write_text('{"name": "a package", "version": 1}')
    found = read_bibliography(tmp_path / "papers.json")
    assert found.problem is None
    assert "holds no list of CSL items" in found.note
    (tmp_path / "papers.json").write_text('[{"id": "a",\n "title": }]')
    problem = read_bibliography(tmp_path / "papers.json").problem
    assert problem is not None
    assert problem.line == 2


def test_what_was_read_is_kept_until_the_file_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, cache = tmp_path / "papers.bib", tmp_path / "cache"
    path.write_text("@article{k, title = {One}, author = {A, B and C, D, E, F}, file = {:x.pdf:PDF}}")
    first = read_bibliography(path, cache)
    bibliography._cached.cache_clear()
    monkeypatch.setattr(bibliography, "_read", lambda path: pytest.fail("read again"))
    assert read_bibliography(path, cache) == first
    monkeypatch.undo()
    path.write_text("@article{k, title = {Two}}")
    assert read_bibliography(path, cache).entries[0].fields["title"] == "Two"
    for kept in cache.iterdir():
        kept.write_text("damaged")
    bibliography._cached.cache_clear()
    assert read_bibliography(path, cache).entries[0].fields["title"] == "Two"


def test_nothing_of_a_library_reaches_the_terminal(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    read(tmp_path, "papers.bib", "@article{k, title = {\\foo{\\frac $}, author={a, b, c, d}}\n@article{k, x}")
    assert capfd.readouterr() == ("", "")


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    text=st.text(st.sampled_from('@article{}=,"#\\$%&~; \nyear20and:'), max_size=90),
    name=st.sampled_from(["any.bib", "any.ris", "any.nbib", "any.json"]),
)
def test_any_bibliography_is_entries_or_problems(tmp_path: Path, text: str, name: str) -> None:
    starts = {
        ".bib": "@article{k, author={" + text + "},",
        ".ris": "TY  - JOUR\nAU  - ",
        ".nbib": "PMID- 1\nAU  - ",
    }
    path = tmp_path / name
    path.write_text(starts.get(path.suffix, '[{"title": "a", "author": [') + text, encoding="utf-8")
    for entry in read_bibliography(path).entries:
        assert all("\n" not in message and line > 0 for line, message in entry.faults)
        assert isinstance(metadata_of(entry)[0], Metadata)


def test_escapes_of_json_bring_no_sign_that_cannot_be_written(tmp_path: Path) -> None:
    item = r'{"id": "a\ud800", "title": "Slow\u0000 lamps\u001b", "author": [{"family": "L\uffffane"}]}'
    (tmp_path / "papers.json").write_text(f"[{item}]")
    (entry,) = read_bibliography(tmp_path / "papers.json").entries
    metadata, _ = metadata_of(entry)
    assert (entry.key, metadata.title, metadata.authors) == ("a", "Slow lamps", (Person("Lane"),))


def _json(*items: object) -> str:
    return json.dumps(items, indent=1)


_GOOD = {"id": "one", "title": "Moths at street lamps", "DOI": "10.1234/one"}
_LAST = {"id": "two", "title": "Bats at street lamps", "author": [{"family": "Okoye"}]}


@pytest.mark.parametrize(
    ("name", "text", "fault"),
    [
        ("papers.json", _json(_GOOD, "a string", _LAST), "item 2 says nothing about a work"),
        ("papers.json", _json(_GOOD, None, _LAST), "item 2 says nothing about a work"),
        ("papers.json", _json(_GOOD, {}, _LAST), "item 2 says nothing about a work"),
        ("papers.json", _json(_GOOD, {"id": "x", "title": "?", "author": [{"family": "A"}]}, _LAST)
         .replace('"?"', ""), "item 2 is not valid JSON (Expecting value)"),
        ("papers.json", json.dumps([_GOOD, {"id": "x", "title": "?"}, _LAST]).replace('"?"', "unmarked"),
         "item 2 is not valid JSON (Expecting value)"),
        ("papers.ris", "TY  - JOUR\nTI  - Moths at street lamps\nDO  - 10.1234/one\nER  - \n\nTI  - No type\n"
         "ER  - \nTY  - JOUR\nTI  - Bats at street lamps\nER  - \n",
         "a reference does not begin with the line 'TY  - '"),
        ("papers.bib", "@article{one, title={Moths at street lamps}, doi={10.1234/one}}\n"
         "@article{x, title={No end\n"
         "@article{two, title={Bats at street lamps}}", "the entry 'x' cannot be parsed to its end"),
    ],
)  # fmt: skip
def test_one_bad_item_is_named_and_the_others_are_read(
    tmp_path: Path, name: str, text: str, fault: str
) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    found = read_bibliography(tmp_path / name)
    assert found.problem is None
    assert [e.fields.get("title") for e in found.entries if not e.broken] == [
        "Moths at street lamps",
        "Bats at street lamps",
    ]
    [(_, message)] = [f for e in found.entries for f in e.faults]
    assert message.startswith(fault)


@pytest.mark.parametrize(
    "text",
    [
        _json(_GOOD, {"id": "x", "title": "?", "note": "visibility: private"}, _LAST).replace('"?"', ""),
        _json(_GOOD, ["visibility: private"], _LAST),
    ],
)
def test_a_bad_item_that_says_private_stops_the_reading(tmp_path: Path, text: str) -> None:
    (tmp_path / "papers.json").write_text(text, encoding="utf-8")
    found = read_bibliography(tmp_path / "papers.json")
    assert found.problem is not None
    assert found.entries == ()

"""Markdown of several dialects becomes papers."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.core import Paper, Person
from generator.errors import UnreadablePaper
from generator.reading.markdown.dialects import statements
from generator.reading.markdown.reader import read_markdown

Read = Callable[[str], Paper]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def reader(text: str) -> Paper:
        path = tmp_path / "paper.qmd"
        path.write_text(text, encoding="utf-8")
        return read_markdown(path, id="paper")

    return reader


def blocks(paper: Paper) -> list[tuple[str, list[str]]]:
    return [(p.role, [s.text for s in p.sentences]) for x in paper.sections for p in x.paragraphs]


AUTHORS = (Person("Okoye", "Ada"), Person("van Dyk", "Bob"))


@pytest.mark.parametrize(
    "authors",
    [
        "author: Ada Okoye and Bob van Dyk",
        "author:\n  - Ada Okoye\n  - van Dyk, Bob",
        "author:\n  - name: Ada Okoye\n    affiliation: X\n  - name: {given: Bob, family: van Dyk}",
        "authors:\n  - {given: Ada, family: Okoye}\n  - {given: Bob, family: van Dyk}",
        "author:\n  - literal: Okoye\n    given: Ada\n    family: Okoye\n  - {first: Bob, last: van Dyk}",
    ],
)
def test_authors_in_every_dialect(read: Read, authors: str) -> None:
    assert read(f"---\ntitle: T\n{authors}\n---\n\nText.\n").metadata.authors == AUTHORS


def test_front_matter_becomes_metadata_and_abstract(read: Read) -> None:
    paper = read(
        "---\ntitle: Nets and *bats*\nsubtitle: A study\nauthor: Ada Okoye\ndate: 2022-04-22\n"
        "abstract: |\n  We *train* nets. It works.\nkeywords: [bats, nets]\n"
        "citation:\n  container-title: J. Tests\n  doi: 10.1000/ABC\nlicense: CC BY 4.0\n"
        "arxiv: '2401.00010v2'\ntags: [bats, field work]\nkind: cohort\n---\n"
        "# Introduction {#sec-intro .numbered}\n\nText.\n"
    )
    metadata = paper.metadata
    assert (metadata.year, metadata.venue, metadata.doi) == (2022, "J. Tests", "10.1000/abc")
    assert (metadata.tags, metadata.kinds) == (("bats", "field work"), ("cohort",))
    assert (metadata.licence, metadata.arxiv) == ("CC-BY-4.0", "2401.00010")
    assert [(s.kind, s.title) for s in paper.sections] == [
        ("front", ""),
        ("abstract", ""),
        ("introduction", "Introduction"),
    ]
    assert [s.text for s in paper.sections[1].sentences] == ["We train nets.", "It works."]
    assert paper.sentences[-1].element == "sec-intro"


@pytest.mark.parametrize(
    ("matter", "warned"),
    [("title: [broken", True), ("- a\n- list", False), ("", False), ("just words", False)],
)
def test_odd_front_matter_costs_only_the_metadata(read: Read, matter: str, warned: bool) -> None:
    paper = read(f"---\n{matter}\n---\n\n# Methods\n\nText.\n")
    assert paper.sentences[-1].text == "Text."
    assert bool(paper.warnings) is warned


def test_title_as_only_top_heading_is_front_matter(read: Read) -> None:
    paper = read("# Nets and bats\n\nAda Okoye\n\n## Methods\n\nText.\n\n### Bats\n\nMore.\n")
    assert paper.metadata.title == "Nets and bats"
    assert [(s.kind, s.title, s.level) for s in paper.sections] == [
        ("front", "", 1),
        ("methods", "Methods", 1),
        ("methods", "Bats", 2),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Soft\nwrapped *em*phasis and `code`.", [("prose", ["Soft wrapped emphasis and code."])]),
        ("- one\n- two\n  - three", [("list", ["one", "two", "three"])]),
        ("| A | B |\n|---|---|\n| 1 | 2 |\n\n: Scores {#tbl-s}",
         [("table", ["A | B", "1 | 2"]), ("caption", ["Scores"])]),
        ("![A bat.](bat.png){#fig-bat width=50%}", [("caption", ["A bat."])]),
        ("Inline $a_i * b_i$ and $x$; at $5 and $6.", [("prose", ["Inline a_i * b_i and x; at $5 and $6."])]),
        ("Shown:\n$$\nx = 1\n- y\n$$ {#eq-x}\nso.", [("prose", ["Shown: x = 1 - y so."])]),
        ("In [@smith2020, p. 3] and @fig-bat.", [("prose", ["In [@smith2020, p. 3] and @fig-bat."])]),
        ("A note[^1].\n\n[^1]: https://example.org is it.",
         [("prose", ["A note."]), ("prose", ["https://example.org is it."])]),
        ("So^[see *there*] it is.", [("prose", ["So it is."]), ("prose", ["see there"])]),
        ("::: {.callout-note}\nInside.\n:::\n\nOutside.", [("prose", ["Inside."]), ("prose", ["Outside."])]),
        ("[small]{.smallcaps} words and [a link](https://x.org){target=_blank}.",
         [("prose", ["small words and a link."])]),
        ("before <!-- a\ncomment --> after <b>bold</b><br>line", [("prose", ["before after bold line"])]),
        ("<div class='x'>\n<p>Raw <i>markup</i></p>\n</div>", [("prose", ["Raw markup"])]),
        ("{{< include _x.qmd >}}\n\nText.", [("prose", ["Text."])]),
        ("> Quoted.", [("prose", ["Quoted."])]),
        ("```\nx = 1\n\ny = 2\n```", [("list", ["x = 1", "y = 2"])]),
    ],
)  # fmt: skip
def test_blocks_have_their_roles(read: Read, text: str, expected: list[tuple[str, list[str]]]) -> None:
    assert blocks(read(f"# Results\n\n{text}\n")) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("10^-3^ M of H~2~O, x~i~, 10^5-10^6, ~5 and ~6.", [("prose", ["10^-3 M of H2O, x_i, 10^5-10^6,"
                                                                       " ~5 and ~6."])]),
        ("Known.^1,2^ So it is.", [("prose", ["Known [1,2].", "So it is."])]),
        ("See {cite:p}`a,b`, {numref}`fig-a`, {term}`bee <bees>`, H{sub}`2`O.",
         [("prose", ["See [@a; @b], fig-a, bee, H2O."])]),
        ("As \\citet{a} and \\citep{b,c} in Table \\@ref(tab:x).", [("prose", ["As @a and [@b; @c] in"
                                                                               " Table tab:x."])]),
        ("```{figure} a.png\n:name: fig\n\nThe door.\n```", [("caption", ["The door."])]),
        ("```{note}\nInside.\n```", [("prose", ["Inside."])]),
        ("::::{tip} Seeds\n:::{note}\nInside.\n:::\n::::\n\nOut.",
         [("prose", ["Seeds"]), ("prose", ["Inside."]), ("prose", ["Out."])]),
        ("::: {.callout-note title=\"Seeds\"}\nInside.\n:::", [("prose", ["Seeds"]), ("prose", ["Inside."])]),
        ("```{math}\n:label: eq\nx = 1\n```", [("prose", ["x = 1"])]),
        ("```{list-table} Bees\n:header-rows: 1\n\n* - Hive\n  - Bees\n* - 7\n  - 31\n```",
         [("caption", ["Bees"]), ("table", ["Hive | Bees", "7 | 31"])]),
        ("```{csv-table} Bees\n:header: Hive, Bees\n7, \"1,203\"\n```",
         [("caption", ["Bees"]), ("table", ["Hive | Bees", "7 | 1,203"])]),
        ("```{code-cell} python\n:tags: [x]\nseed = 1\n```", [("list", ["seed = 1"])]),
        ("(lab)=\n% A comment.\nText.\n\n```{bibliography}\n```", [("prose", ["Text."])]),
        ("+---+----+\n| A | B  |\n+===+====+\n| 1 | b  |\n|   | c  |\n+---+----+\n\n: Bees",
         [("table", ["A | B", "1 | b c"]), ("caption", ["Bees"])]),
        ("  A    B\n---- ---\n  1   2\n  3   4", [("table", ["A | B", "1 | 2", "3 | 4"])]),
        ("---- ---\n  1   2\n  3   4\n---- ---", [("table", ["1 | 2", "3 | 4"])]),
        ("-----------\n A     B\n a     b\n----- -----\n 1     two\n       lines\n\n 3     four\n-----------",
         [("table", ["A a | B b", "1 | two lines", "3 | four"])]),
        ("\\begin{table}\n\\caption{Costs}\n\\begin{tabular}{lr}\n\\hline\nA & B \\\\\n1 & 2 \\\\\n"
         "\\end{tabular}\n\\end{table}", [("caption", ["Costs"]), ("table", ["A | B", "1 | 2"])]),
        ("| A line\n| and one more", [("prose", ["A line and one more"])]),
        ("Term\n:   What it is.", [("prose", ["Term"]), ("prose", ["What it is."])]),
        ("(@) One.\n(@) Two.", [("list", ["One.", "Two."])]),
        ("\\newpage\n\nText.", [("prose", ["Text."])]),
    ],
)  # fmt: skip
def test_what_other_dialects_add(read: Read, text: str, expected: list[tuple[str, list[str]]]) -> None:
    assert blocks(read(f"# Results\n\n{text}\n")) == expected


def test_title_block_of_pandoc_is_metadata(read: Read) -> None:
    paper = read("% Nets\n  and bats\n% Ada Okoye; Bob van Dyk\n% May 2022\n\n# Methods\n\nText.\n")
    assert (paper.metadata.title, paper.metadata.authors, paper.metadata.year) == (
        "Nets and bats",
        AUTHORS,
        2022,
    )
    assert "%" not in paper.text


@pytest.mark.parametrize(
    "author",
    [
        "Ada Okoye^[Institute A, ada@example.org]", "Ada Okoye[^1]", "Ada Okoye^1,*^", "Ada Okoye$^1$",
        "[Ada Okoye](https://example.org)", "Ada Okoye\\\\thanks{For all.}", "**Ada Okoye**",
    ],
)  # fmt: skip
def test_notes_are_no_part_of_names(read: Read, author: str) -> None:
    paper = read(f'---\ntitle: T\nauthor:\n  - "{author}"\n---\n\nText.\n')
    assert paper.metadata.authors == AUTHORS[:1]


@pytest.mark.parametrize(
    "text",
    [
        "---\ntitle: T\ndata_availability: All at Zenodo.\n---\n\n# Results\n\nText.\n",
        "---\ntitle: T\nparts:\n  data_availability: All at Zenodo.\n---\n\n# Results\n\nText.\n",
        '+++ {"part": "data_availability"}\nAll at Zenodo.\n+++\n\n# Results\n\nText.\n\n#'
        " Discussion\n\nMore.\n",
    ],
)
def test_parts_become_sections(read: Read, text: str) -> None:
    last = read(text).sections[-1]
    assert (last.kind, last.title, [s.text for s in last.sentences]) == (
        "availability",
        "Data availability",
        ["All at Zenodo."],
    )


@pytest.mark.parametrize(
    "markup",
    [
        "<div style='display:none'>\n\nThe seeds were fixed here.\n\n</div>",
        "<p hidden>The seeds were fixed here.</p>",
        "It <span style='display:none'>The seeds were fixed here.</span> rained.",
        "It <span style='display:none'>The seeds <b>were <span>fixed</span></b> here.</span> rained.",
        "It rained. <span style='color:white'>The seeds were fixed here.",
        "<div class=gone>\n\n<div>\n\nThe seeds were\n\n</div>\n\nfixed here.\n\n</div>",
        "It <i class='gone'>The seeds were fixed here.</i> rained.",
        "- One.\n- <div hidden>\n\n  The seeds were fixed here.\n\n  </div>\n\n- Two.",
        "::: {.gone}\nThe seeds were fixed here.\n:::",
        ':::: {style="font-size:0"}\n\n::: note\nThe seeds were\n:::\n\nfixed here.\n::::',
        "::: hidden\n\nThe seeds were fixed here.\n\n:::",
        'It [The seeds were fixed here.]{style="color: white"} rained.',
        "It [The seeds were fixed here.]{.content-hidden when-format='html'} rained.",
    ],
)
def test_hidden_markup_is_left_out(read: Read, markup: str) -> None:
    sheet = "<style>\n.gone { display: none }\n</style>"
    paper = read(f"# Results\n\nBees flew.\n\n{sheet}\n\n{markup}\n\nAll went home.\n")
    assert "seeds" not in paper.text
    assert "fixed here" not in paper.text
    assert "All went home." in paper.text
    assert len(paper.warnings) == 1
    assert re.fullmatch(
        r"\d passages? that the page hides from its readers \([57] words\) left out", paper.warnings[0]
    )


@pytest.mark.parametrize(
    "markup",
    [
        "<!-- The seeds were fixed here. -->", "Bees<!-- The seeds\n\nwere fixed here. --> flew.",
        "[//]: # (The seeds were fixed here.)", "[note]: https://example.org 'The seeds were fixed here.'",
        "See ![The seeds were fixed here.](x.png) there.",
        "[It](https://example.org 'The seeds were fixed here.').",
        "<template>The seeds were fixed here.</template>", "<img alt='The seeds were fixed here.' src=x>",
        "| A | B |\n|---|---|\n| ![The seeds were fixed here.](x.png) | 2 |",
    ],
)  # fmt: skip
def test_what_markdown_does_not_show_is_no_text(read: Read, markup: str) -> None:
    paper = read(f"# Results\n\nBees flew.\n\n{markup}\n\nAll went home.\n")
    assert "seeds" not in paper.text
    assert "All went home." in paper.text


def test_divs_and_spans_that_show_their_text_stay(read: Read) -> None:
    paper = read(
        "::: {.callout style='color:red'}\nThe seeds were fixed here.\n:::\n\nIt [rained]{.smallcaps} then.\n"
    )
    assert "The seeds were fixed here." in paper.text
    assert paper.warnings == ()


def test_code_chunks_are_statements_and_never_prose(read: Read) -> None:
    paper = read(
        '# Training\n\nWe trained.\n\n```{r fit, echo=FALSE}\n#| label: fig-fit\n#| fig-cap: "The fit."\n'
        "set.seed(42) # fixed\n# not a heading\nmodel <- data %>%\n  filter(x > 1) %>%\n  fit()\n```\n"
    )
    assert blocks(paper) == [
        ("prose", ["We trained."]),
        ("caption", ["The fit."]),
        ("list", ["set.seed(42) # fixed", "# not a heading", "model <- data %>% filter(x > 1) %>% fit()"]),
    ]
    assert [s.title for s in paper.sections] == ["Training"]
    assert paper.sentences[1].element == "fig-fit"


def test_code_before_the_first_heading_is_no_front_matter(read: Read) -> None:
    paper = read("---\ntitle: T\n---\n\n```{r}\nset.seed(1)\n```\n\n# Methods\n\nText.\n")
    assert [(s.kind, [x.text for x in s.sentences]) for s in paper.sections] == [
        ("front", ["T"]),
        ("other", ["set.seed(1)"]),
        ("methods", ["Text."]),
    ]


@pytest.mark.parametrize(
    ("code", "lines"),
    [
        ("a = 1\nb = 2", ["a = 1", "b = 2"]),
        ("f(a,\n  b)", ["f(a, b)"]),
        ("x <- y |>\nfilter()", ["x <- y |> filter()"]),
        ("def f():\n    return 1\n\nf()", ["def f(): return 1", "f()"]),
        ("#| echo: false\n# note\nrun()", ["# note", "run()"]),
        ("x %>%\n  f(1) %>% # of moths\n  g()", ["x %>% f(1) %>% # of moths", "g()"]),
        ("# f() %>%\n  g()", ["# f() %>%", "g()"]),
        ("f('a # b',\n  2)", ["f('a # b', 2)"]),
        ("", []),
    ],
)
def test_statements_of_code(code: str, lines: list[str]) -> None:
    assert list(statements(code)) == lines


def test_a_long_statement_is_parted() -> None:
    assert all(len(line) <= 300 for line in statements("f(\n" + "  argument,\n" * 200 + ")"))


def test_links_belong_to_their_sentence(read: Read) -> None:
    paper = read(
        "# Data\n\nSee [code](https://github.com/a/b). Or <https://osf.io/bats> too. Or www.example.org/y.\n"
    )
    assert [s.links for s in paper.sentences if s.links] == [
        ("https://github.com/a/b",),
        ("https://osf.io/bats",),
        ("http://www.example.org/y",),
    ]


@pytest.mark.parametrize("text", ["", "   \n\n", "---\ndraft: true\n---\n"])
def test_file_without_text_is_one_sentence(read: Read, text: str) -> None:
    with pytest.raises(UnreadablePaper, match="holds no text"):
        read(text)


PIECES = [
    "---\n",
    "```\n",
    "$$",
    "$",
    "[",
    "](",
    ")",
    "{#x}",
    ":::\n",
    "\n\n",
    "# ",
    "- ",
    "| a | b |\n",
    "|---|---|\n",
]
PIECES += [
    "[^1]: ",
    "^[",
    "<!--",
    "-->",
    "<div>",
    "\\begin{align}\n",
    "\\end{align}",
    "> ",
    "    ",
    "*",
    "`",
    "{{<",
    ">}}",
]


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(parts=st.lists(st.sampled_from(PIECES) | st.text(max_size=9), max_size=25))
def test_any_text_makes_a_paper_or_one_sentence(
    outcome: Callable[..., Paper | UnreadablePaper], tmp_path: Path, parts: list[str]
) -> None:
    path = tmp_path / "any.md"
    path.write_bytes("".join(parts).encode("utf-8", "surrogatepass"))
    outcome(read_markdown, path)


def test_real_quarto_paper_is_whole(shared_data: Path) -> None:
    paper = read_markdown(shared_data / "papers" / "markdown" / "computo-lynx.md", id="lynx")
    assert paper.metadata.doi == "10.57750/yfm2-5f45"
    assert (paper.metadata.year, paper.metadata.venue, len(paper.metadata.authors)) == (2022, "Computo", 7)
    titles = [s.title for s in paper.sections if s.title]
    assert titles[:3] == [
        "Introduction",
        "Collecting images with camera traps",
        "Deep learning for species identification",
    ]
    assert "Acknowledgments" in titles
    prose = [s.text for x in paper.sections for p in x.paragraphs if p.role == "prose" for s in p.sentences]
    assert not [s for s in prose if "<-" in s or "%>%" in s or ":::" in s or "{.unnumbered}" in s]
    code = [s.text for x in paper.sections for p in x.paragraphs if p.role == "list" for s in p.sentences]
    assert any(s.startswith("set.seed(2022)") for s in code)

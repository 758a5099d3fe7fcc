"""Checklists that authors fill in are told from the paper around them, and read item by item."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.core import Paper
from generator.core.guideline import NEURIPS, GuidelineItem, items_of
from generator.core.paper import Section
from generator.reading.checklists import claims_of, mark_checklists
from generator.reading.checklists.forms import guideline_named, item_named, status_of
from generator.reading.dispatch import read_file
from generator.retrieval import passages
from tests.reading.pdf_sheets import Sheets

BODY = """\
# Tea by a network

## Methods

We trained a network on 400 cups of tea. The learning rate was 0.1.

"""
CHECKLIST = """\
## NeurIPS Paper Checklist

1. **Claims**

    Question: Do abstract and introduction say what the paper shows?

    Answer: [Yes]

    Justification: The abstract names the cups, see Section 2.

    Guidelines:

    - The answer NA means that the abstract makes no claims.

2. **Open access to data and code**

    Question: Can others have the data and the code?

    Answer: [Yes]

    Justification: The code is released at https://example.org/tea with all data.

3. **Experiments compute resources**

    Question: Does the paper tell what the experiments ran on?

    Answer: [No]

    Justification: [TODO]

4. **Institutional review board (IRB) approvals**

    Question: Was there an approval?

    Answer: [N/A]

    Justification: No people took part.

## Appendix

The kettle held two litres of water.
"""
TEX = r"""
\documentclass{article}
\usepackage{neurips_2024}
\title{Tea by a network}
\begin{document}
\maketitle
\section{Methods}
We trained a network on 400 cups of tea. The learning rate was 0.1.
\section*{NeurIPS Paper Checklist}
\begin{enumerate}
\item {\bf Claims}
    \item[] Question: Do abstract and introduction say what the paper shows?
    \item[] Answer: \answerYes{}
    \item[] Justification: The abstract names the cups, see Section 2.
    \item[] Guidelines:
    \begin{itemize}
        \item The answer NA means that the abstract makes no claims.
    \end{itemize}
\item {\bf Open access to data and code}
    \item[] Question: Can others have the data and the code?
    \item[] Answer: \answerNo{}
    \item[] Justification: We could not share the cups.
\item {\bf Safeguards}
    \item[] Question: Are there safeguards?
    \item[] Answer: \answerNA{}
    \item[] Justification: The paper poses no such risk.
\item {\bf New assets}
    \item[] Question: Are new assets documented?
    \item[] Answer: \answerTODO{}
    \item[] Justification: \justificationTODO{}
\end{enumerate}
\end{document}
"""
TABLE = """\
<!doctype html><html><head><title>A trial of tea</title></head><body><article><h1>A trial of tea</h1>
<h2>Methods</h2><p>Patients drank tea or water for a week, in an order that a computer drew.</p>
<h2>{title}</h2>
<table><tr><th>Section/Topic</th><th>Item No</th><th>Checklist item</th><th>Reported on page No</th></tr>
<tr><td>Title</td><td>1a</td><td>Named as a trial in its title</td><td>1</td></tr>
<tr><td>Randomisation</td><td>8a</td><td>How the order was drawn</td><td>Methods, p. 3</td></tr>
<tr><td>Outcomes</td><td>6b</td><td>Changes of outcomes</td><td>n/a</td></tr>
<tr><td>Harms</td><td>19</td><td>All harms</td><td></td></tr>
<tr><td>Protocol</td><td>24</td><td>Where the protocol is</td><td>Not reported</td></tr>
</table></article></body></html>
"""


def read(folder: Path, name: str, text: str) -> Paper:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    kinds = {".md": "markdown", ".tex": "latex", ".html": "html"}
    return read_file(path, id="tea", format=kinds[path.suffix])  # type: ignore[arg-type]


def said(paper: Paper) -> dict[str, tuple[str, str]]:
    return {c.item.number: (c.status, c.quote.text) for c in claims_of(paper)}


def test_a_checklist_in_markdown_is_read_item_by_item(tmp_path: Path) -> None:
    paper = read(tmp_path, "tea.md", BODY + CHECKLIST)
    assert [c.item.guideline for c in claims_of(paper)] == [NEURIPS] * 4
    assert said(paper) == {
        "1": ("reported", "The abstract names the cups, see Section 2."),
        "5": ("reported", "The code is released at https://example.org/tea with all data."),
        "8": ("not_reported", "Answer: [No]"),  # its reason is still to be written
        "15": ("not_applicable", "No people took part."),
    }
    for claim in claims_of(paper):
        place = claim.quote.place
        assert paper.text[place.start : place.end] == claim.quote.text
        assert (place.section, place.kind) == ("NeurIPS Paper Checklist", "checklist")
    assert claims_of(paper)[1].quote.links == ("https://example.org/tea",)


def test_what_a_checklist_says_is_never_searched_and_what_stands_around_it_is(tmp_path: Path) -> None:
    paper = read(tmp_path, "tea.md", BODY + CHECKLIST)
    searched = " ".join(p.text for p in passages(paper))
    assert "learning rate" in searched
    assert "two litres" in searched  # the appendix behind it
    assert "released" not in searched
    assert "Question" not in searched


def test_a_checklist_in_latex_is_read_without_its_style_file(tmp_path: Path) -> None:
    paper = read(tmp_path, "tea.tex", TEX)
    assert said(paper) == {
        "1": ("reported", "The abstract names the cups, see Section 2."),
        "5": ("not_reported", "We could not share the cups."),
        "11": ("not_applicable", "The paper poses no such risk."),
    }
    assert [s.title for s in paper.sections if s.kind == "checklist"] == ["NeurIPS Paper Checklist"]


def test_a_checklist_in_a_pdf_knows_its_page(tmp_path: Path) -> None:
    sheets = Sheets(tmp_path / "tea.pdf")
    sheets.line(72, 80, "Tea by a network", 18, "Times-Bold")
    sheets.line(72, 120, "1 Methods", 13, "Times-Bold")
    y = 140
    for number in range(30):
        sheets.line(
            72, y + 12 * number, f"We trained a network on cup number {number} of all the cups of tea here."
        )
    sheets.canvas.showPage()
    sheets.line(72, 80, "NeurIPS Paper Checklist", 13, "Times-Bold")
    y = 110
    for number, (name, answer, reason) in enumerate(
        (
            ("Claims", "[Yes]", "The abstract names the cups and what the network does with them."),
            ("Limitations", "[No]", "There are no limits to what the network can do with a cup of tea."),
            ("Code of ethics", "[NA]", "Nobody was asked to drink anything that was made for this paper."),
        ),
        1,
    ):
        sheets.line(84, y, f"{number}. {name}", 10, "Times-Bold")
        sheets.line(96, y + 16, "Question: Does this paper do what this item of the list asks for?")
        sheets.line(96, y + 32, f"Answer: {answer}")
        sheets.line(96, y + 48, f"Justification: {reason}")
        y += 80
    sheets.canvas.save()
    paper = read_file(tmp_path / "tea.pdf", id="tea", format="pdf")
    assert {n: s for n, (s, _) in said(paper).items()} == {
        "1": "reported",
        "2": "not_reported",
        "9": "not_applicable",
    }
    assert said(paper)["1"][1].startswith("The abstract names the cups")
    assert [c.quote.place.page for c in claims_of(paper)] == [2, 2, 2]
    assert claims_of(paper)[0].quote.place.box is not None
    assert not [p for p in passages(paper) if "Justification" in p.text]
    assert [p for p in passages(paper) if "cup number 3 " in p.text]


def test_a_table_of_items_and_pages_is_a_checklist(tmp_path: Path) -> None:
    paper = read(tmp_path, "trial.html", TABLE.format(title="CONSORT 2010 checklist"))
    assert {c.item: c.status for c in claims_of(paper)} == {
        GuidelineItem("CONSORT 2010", "1a"): "reported",
        GuidelineItem("CONSORT 2010", "8a"): "reported",
        GuidelineItem("CONSORT 2010", "6b"): "not_applicable",
        GuidelineItem("CONSORT 2010", "24"): "not_reported",
    }
    assert not [p for p in passages(paper) if "order was drawn" in p.text]


@pytest.mark.parametrize(
    "title",
    ["CONSORT 2025 checklist", "CONSORT checklist", "CONSORT 2010 extension to pilot trials: checklist"],
)
def test_numbers_of_another_edition_or_form_are_those_of_no_item(tmp_path: Path, title: str) -> None:
    paper = read(tmp_path, "trial.html", TABLE.format(title=title))
    assert claims_of(paper) == ()
    assert [s.title for s in paper.sections if s.kind == "checklist"] == [title]  # and no evidence either


@pytest.mark.parametrize(
    "text",
    [
        "## Checklist\n\nWe developed a checklist of 20 items, and people used it.\n",
        "## A quality checklist\n\n| Item | Text | Mean |\n|--|--|--|\n| 1 | Aim | 0.4 |\n| 2 | Data | 0.5 |",
        "## Methods of questioning\n\nQuestion: How many cups? Answer: Yes, many. We then asked again.\n",
    ],
)
def test_papers_about_checklists_and_questions_stay_as_they_are(tmp_path: Path, text: str) -> None:
    paper = read(tmp_path, "tea.md", BODY + text)
    assert "checklist" not in {s.kind for s in paper.sections}
    assert claims_of(paper) == ()


def test_only_paragraphs_of_a_checklist_leave_their_section(tmp_path: Path) -> None:
    asked = "".join(
        f"{name}\n\nQuestion: Is it so?\n\nAnswer: [Yes]\n\nJustification: See Section {n}.\n\n"
        for n, name in enumerate(("Claims", "Limitations", "Safeguards"), 1)
    )
    paper = read(tmp_path, "tea.md", f"{BODY}## Appendix\n\nThe kettle held two litres.\n\n{asked}")
    kinds = [(s.kind, s.title) for s in paper.sections][-2:]
    assert kinds == [("other", "Appendix"), ("checklist", "")]
    assert said(paper) == {
        "1": ("reported", "See Section 1."),
        "2": ("reported", "See Section 2."),
        "11": ("reported", "See Section 3."),
    }
    before = "".join(s.text for section in paper.sections for s in section.sentences)
    again = mark_checklists(
        [Section(s.kind, s.title, s.level, s.paragraphs) for s in paper.sections], paper.text
    )
    assert "".join(s.text for section in again for s in section.sentences) == before


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("Yes", "reported"),
        ("p. 4", "reported"),
        ("12-14", "reported"),
        ("Methods, second paragraph", "reported"),
        ("✓", "reported"),
        ("Partially", "partly_reported"),
        ("No", "not_reported"),
        ("Not reported", "not_reported"),
        ("N/A", "not_applicable"),
        ("NA", "not_applicable"),
        ("not applicable", "not_applicable"),
        ("", None),
        ("–", None),
        ("...", None),
    ],
)
def test_what_authors_say_by_a_word(word: str, status: str | None) -> None:
    assert status_of(word) == status


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("CONSORT 2010 checklist", "CONSORT 2010"),
        ("PRISMA 2020 Checklist", "PRISMA 2020"),
        ("PRISMA 2009 Checklist", ""),
        ("The ARRIVE guidelines 2.0: author checklist", "ARRIVE 2.0"),
        ("The ARRIVE Guidelines Checklist", ""),
        ("STROBE Statement: checklist of items", "STROBE"),
        ("PRISMA 2020 for Abstracts Checklist", ""),
        ("NeurIPS Paper Checklist", NEURIPS),
        ("Arriveware 2.0", ""),
    ],
)
def test_a_guideline_is_known_with_its_edition(text: str, name: str) -> None:
    assert guideline_named(text) == name


def test_items_have_names_and_sources_have_items() -> None:
    assert item_named("13. New Assets") == "13"
    assert item_named("4.   Experimental Result Reproducibility") == "4"
    assert item_named("The claims of others.") == ""
    assert items_of("NeurIPS paper checklist, item 5; REFORMS, items 2a, 2b") == {
        GuidelineItem(NEURIPS, "5"),
        GuidelineItem("REFORMS", "2a"),
        GuidelineItem("REFORMS", "2b"),
    }
    assert items_of("Written for these tests, item by item") == frozenset()


EARLIER = """\
## Checklist

The checklist follows the references. Answer each question by [Yes], [No] or [N/A].

1. For all authors...

    (a) Do the main claims made in the abstract and introduction accurately reflect the paper's contributions
    and scope? [Yes] See Section 2.

    (b) Did you describe the limitations of your work? [No]

2. If you ran experiments...

    (a) Did you include the code, data, and instructions needed to reproduce the main experimental results
    (either in the supplemental material or as a URL)? [Yes] The code is at https://example.org/tea with data.

    (b) Did you report error bars (e.g., with respect to the random seed after running experiments multiple
    times)? [N/A] (c) Did you include the total amount of compute and the type of resources used? [TODO]

## Appendix

The kettle held two litres of water. Did you report error bars, we asked the cook.
"""


def test_the_checklist_of_earlier_years_is_read_as_items_of_today(tmp_path: Path) -> None:
    file = tmp_path / "tea.md"
    file.write_text(BODY + EARLIER, encoding="utf-8")
    paper = read_file(file, id="tea", format="markdown")
    kinds = {section.title: section.kind for section in paper.sections}
    assert kinds["Checklist"] == "checklist"
    assert kinds["Appendix"] != "checklist"
    claims = {claim.item.number: claim for claim in claims_of(paper)}
    assert {number: claim.status for number, claim in claims.items()} == {
        "1": "reported",
        "2": "not_reported",
        "5": "reported",
        "7": "not_applicable",
    }
    assert claims["1"].quote.text == "See Section 2."
    assert claims["5"].quote.text == "The code is at https://example.org/tea with data."
    assert claims["2"].quote.text.endswith("limitations of your work? [No]")
    assert {claim.item.guideline for claim in claims.values()} == {NEURIPS}
    assert not any("main claims" in passage.words for passage in passages(paper))


def test_a_paper_that_asks_one_such_question_has_no_checklist(tmp_path: Path) -> None:
    file = tmp_path / "tea.md"
    file.write_text(
        f"{BODY}We asked: Did you report error bars in your work? [Yes] said one.\n", encoding="utf-8"
    )
    paper = read_file(file, id="tea", format="markdown")
    assert not any(section.kind == "checklist" for section in paper.sections)


MDAR = """\
## Materials Design Analysis Reporting (MDAR) checklist

| Antibodies | Yes (indicate where provided: page, section, legend) | n/a |
|---|---|---|
| For commercial reagents, provide supplier and catalogue number | | n/a |
| Sample size determination was reported | Methods, second paragraph | |

## Appendix

| Cups | Yes | n/a |
|---|---|---|
| Blue | 3 | 4 |
"""


def test_a_checklist_without_numbers_is_no_evidence_and_claims_nothing(tmp_path: Path) -> None:
    file = tmp_path / "tea.md"
    file.write_text(BODY + MDAR, encoding="utf-8")
    paper = read_file(file, id="tea", format="markdown")
    assert [s.title for s in paper.sections if s.kind == "checklist"] == [
        "Materials Design Analysis Reporting (MDAR) checklist"
    ]
    assert claims_of(paper) == ()

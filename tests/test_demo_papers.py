"""The demonstration papers say what their experiments gave, and nothing else."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
import yaml
from lxml import etree, html

from tests.demo_claims import CLAIMS

PAPERS = Path(__file__).resolve().parent.parent / "content" / "papers"
EXPERIMENTS = PAPERS / "experiments"
TEMPLATES = {
    "digits_seeds": "digits-seeds.txt.j2",
    "early_stopping_tabular": "early-stopping-tabular.xml.j2",
    "few_labels_augmentation": "few-labels-augmentation.md.j2",
    "package_metadata": "package-metadata.html.j2",
    "richness_intervals": "richness-intervals.xml.j2",
}
FILES = (
    "digits-seeds.pdf",
    "early-stopping-tabular.xml",
    "few-labels-augmentation.md",
    "package-metadata.html",
    "richness-intervals.xml",
)
FIGURES = (
    "experiments/early-stopping-tabular-figure-1.svg",
    "experiments/few-labels-augmentation-figure-1.svg",
    "experiments/package-metadata-figure-1.svg",
    "experiments/richness-intervals-figure-1.svg",
)
JATS = {
    "early_stopping_tabular": "early-stopping-tabular.xml",
    "richness_intervals": "richness-intervals.xml",
}
# Digits that are part of a name, of a level or of a number of a table: no result.
NAMED = re.compile(r"\[\d+\]|\b(?:Table|Figure)\s+1\b|\b\d+-fold|\bChao1\b|\bversion 2\.4\b")
REPORTLAB = "5.1.0"  # with which the committed PDF and figures were drawn


def as_run_by_hand() -> dict[str, str]:
    """Return the environment of a script that imports what lies beside it: our own processes do not."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONSAFEPATH"}


def record_of(experiment: str) -> Any:
    return json.loads((EXPERIMENTS / f"{experiment}.json").read_text(encoding="utf-8"))


def template_of(experiment: str) -> str:
    return (EXPERIMENTS / "templates" / TEMPLATES[experiment]).read_text(encoding="utf-8")


def between(text: str, start: str, end: str) -> str:
    return text.split(start, 1)[1].split(end, 1)[0]


def pdf_text() -> str:
    document = pypdfium2.PdfDocument(PAPERS / "digits-seeds.pdf")
    try:
        return "\n".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


def printed_results(experiment: str) -> str:
    """Abstract and results of a paper as its reader sees them."""
    if experiment == "digits_seeds":
        text = pdf_text()
        return between(text, "Abstract.", "Keywords") + between(text, "3 Results", "4 Discussion")
    if experiment == "package_metadata":
        page = html.fromstring((PAPERS / "package-metadata.html").read_bytes())
        text = str(page.text_content())
        return between(text, "Abstract", "Introduction") + between(text, "\nResults\n", "\nDiscussion\n")
    if experiment in JATS:
        article = etree.parse(PAPERS / JATS[experiment])
        parts = article.xpath("//abstract | //sec[@sec-type='results']")
        return " ".join(" ".join(part.itertext()) for part in parts)
    text = (PAPERS / "few-labels-augmentation.md").read_text(encoding="utf-8")
    text = between(text, "abstract: >", "\n---") + between(text, "# Results", "# Discussion")
    return re.sub(r"\]\([^)]*\)", "", text)  # addresses of figures


def template_results(experiment: str) -> str:
    text = template_of(experiment)
    if experiment == "digits_seeds":
        return between(text, "@abstract", "# 1 ") + between(text, "# 3 Results", "# 4 ")
    if experiment == "package_metadata":
        return between(text, "<h2>Abstract", "<h2>Intro") + between(text, "<h2>Results", "<h2>Discussion")
    if experiment in JATS:
        return between(text, "<abstract>", "</abstract>") + between(
            text, 'sec-type="results">', '<sec id="s4"'
        )
    return between(text, "abstract: >", "---") + between(text, "# Results", "# Discussion")


def leaves(value: Any) -> Iterator[float]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield from leaves(item)
            if re.fullmatch(r"\d+(\.\d+)?", key):
                yield float(key)
    elif isinstance(value, list):
        for item in value:
            yield from leaves(item)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield value


def printed(value: float) -> set[str]:
    """Every way in which the papers print a number: rounded, in per cent, with thousands set apart."""
    size = abs(value)
    ways = {f"{scale * size:.{digits}f}" for scale in (1, 100) for digits in range(4)}
    return ways | {f"{size:g}", f"{size:,.0f}"}


@pytest.mark.parametrize("experiment", TEMPLATES)
def test_every_number_of_the_results_stands_in_the_record(experiment: str) -> None:
    record = record_of(experiment)
    known = {"0.001", "95"}  # the bound of a p value, and of an interval
    for value in leaves([record["settings"], record["results"]]):
        known |= printed(value)
    text = NAMED.sub(" ", printed_results(experiment))
    if experiment == "digits_seeds":  # ticks of the figure, running header and page number
        known |= {"95", "96", "97", "98", "99", "100", "2026", "2"}
    numbers = re.findall(r"\d+(?:,\d{3})*(?:\.\d+)?", text)
    assert len(numbers) > 25
    assert [number for number in numbers if number not in known] == []


@pytest.mark.parametrize("experiment", TEMPLATES)
def test_templates_write_no_number_of_a_result_by_hand(experiment: str) -> None:
    text = re.sub(r"\{\{.*?\}\}|\{%.*?%\}|<[^>]*>|\]\([^)]*\)", " ", template_results(experiment))
    text = re.sub(r"\b95 %", " ", NAMED.sub(" ", text))
    assert re.findall(r"\d+", text) == []


@pytest.mark.parametrize(("experiment", "words", "holds"), CLAIMS, ids=[words for _, words, _ in CLAIMS])
def test_what_the_papers_say_in_words_holds_in_the_record(
    experiment: str, words: str, holds: Callable[[Any], bool]
) -> None:
    assert words in " ".join(template_of(experiment).split())
    assert holds(record_of(experiment)["results"])


def test_the_committed_papers_are_those_of_the_records(tmp_path: Path) -> None:
    pytest.importorskip("reportlab")
    if version("reportlab") != REPORTLAB:
        pytest.skip(f"the committed files were drawn with reportlab {REPORTLAB}")
    script = [sys.executable, str(EXPERIMENTS / "write_papers.py"), "--into", str(tmp_path)]
    subprocess.run(script, check=True, timeout=120, env=as_run_by_hand())
    written = sorted(str(p.relative_to(tmp_path)) for p in tmp_path.rglob("*") if p.is_file())
    assert written == sorted([*FILES, *FIGURES])
    differing = [name for name in written if (tmp_path / name).read_bytes() != (PAPERS / name).read_bytes()]
    assert differing == []


def skip_with_other_packages(record: Any) -> None:
    """Skip where the packages with which an experiment was recorded are not those installed."""
    for package, recorded in record["environment"]["packages"].items():
        try:
            installed = version(package).split("+")[0]
        except PackageNotFoundError:
            pytest.skip(f"the experiment needs {package}")
        if installed != recorded:
            pytest.skip(f"recorded with {package} {recorded}, installed is {installed}")


def test_rerunning_an_experiment_gives_the_recorded_accuracies() -> None:
    """One cell of the cheapest experiment: shifts and rotations at 20 labels for each digit."""
    record = record_of("few_labels_augmentation")
    skip_with_other_packages(record)
    code = (
        "import json, torch, few_labels_augmentation as f; torch.set_num_threads(1); "
        "print(json.dumps([f.accuracy(20, 'both', repeat)[0] for repeat in range(f.REPEATS)]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=EXPERIMENTS,
        check=True,
        capture_output=True,
        text=True,
        timeout=240,
        env=as_run_by_hand(),
    )
    accuracies = json.loads(done.stdout)
    assert [round(accuracy, 6) for accuracy in accuracies] == record["runs"]["20"]["both"]
    mean = record["results"]["cells"]["20"]["both"]["mean"]
    assert f"{sum(accuracies) / len(accuracies):.3f}" == f"{mean:.3f}"


def test_rerunning_the_simulation_gives_its_whole_record(tmp_path: Path) -> None:
    record = record_of("richness_intervals")
    skip_with_other_packages(record)
    script = [sys.executable, str(EXPERIMENTS / "richness_intervals.py"), "--into", str(tmp_path)]
    subprocess.run(script, check=True, capture_output=True, timeout=120, env=as_run_by_hand())
    again = json.loads((tmp_path / "richness_intervals.json").read_text(encoding="utf-8"))
    for part in ("settings", "results", "runs"):
        assert again[part] == record[part], part


def test_the_figures_of_the_packages_follow_from_what_was_noted_of_each() -> None:
    """The packages themselves change with every installation; their counts must follow from the record."""
    exact = pytest.importorskip("scipy.stats").fisher_exact
    record = record_of("package_metadata")
    results, rows = record["results"], record["runs"]
    assert len(rows) == results["packages"] == results["found"] - len(results["left_out"])
    for name, held in (("by_typed", "typed"), ("by_platform", "platform")):
        table = [
            [sum(row[held] is side and row["expression"] is said for row in rows) for said in (True, False)]
            for side in (True, False)
        ]
        assert results[name]["table"] == table
        assert results[name]["p"] == pytest.approx(exact(table).pvalue, abs=1e-6)
    assert results["neither"] == sum(not row["expression"] and not row["classifier"] for row in rows)
    newer = [row for row in rows if row["metadata"] >= "2.4"]
    assert results["recent"] == len(newer) == sum(results["recent_by_typed"]["trials"])
    day = datetime.fromisoformat(record["settings"]["observed"])
    assert f"on {day.day} {day:%B} {day.year}" in template_of("package_metadata")


@pytest.mark.parametrize(
    ("name", "opening", "across"),
    [
        ("early-stopping-tabular.xml", "Early stopping", 8),
        ("richness-intervals.xml", "Do confidence intervals", 11),
    ],
)
def test_the_articles_in_jats_keep_to_their_structure(name: str, opening: str, across: int) -> None:
    article = etree.parse(PAPERS / name).getroot()
    assert [child.tag for child in article] == ["front", "body", "back"]
    assert article.xpath("string(front/article-meta/title-group/article-title)").startswith(opening)
    kinds = article.xpath("body/sec/@sec-type")
    assert kinds == ["intro", "materials|methods", "results", "discussion"]
    named = set(article.xpath("//@id"))
    assert [target for target in article.xpath("//xref/@rid") if target not in named] == []
    columns = {len(row) for row in article.iter("tr")}
    assert columns == {across}
    assert (PAPERS / article.xpath("string(//graphic/@xlink:href)", namespaces=article.nsmap)).is_file()


def test_the_article_in_markdown_has_front_matter_and_shows_its_figure() -> None:
    text = (PAPERS / "few-labels-augmentation.md").read_text(encoding="utf-8")
    front = yaml.safe_load(between(text, "---\n", "\n---"))
    assert set(front) == {"title", "author", "date", "license", "keywords", "abstract"}
    figure = re.search(r"!\[.*?\]\((.*?)\)", text)
    assert figure is not None
    assert (PAPERS / figure[1]).is_file()


def test_the_article_in_html_names_itself_and_shows_its_figure() -> None:
    page = html.fromstring((PAPERS / "package-metadata.html").read_bytes())
    tags = {tag.get("name"): tag.get("content") for tag in page.iter("meta")}
    assert tags["citation_title"] == page.findtext(".//h1")
    assert {len(row) for row in page.iter("tr")} == {5}
    assert (PAPERS / page.find(".//img").get("src")).is_file()
    cited = set(re.findall(r"\[(\d)\]", str(page.text_content())))
    assert cited == {f"{number}" for number in range(1, len(page.findall(".//ol/li")) + 1)}


def test_the_pdf_names_itself_and_links_to_data_and_licence() -> None:
    document = pypdfium2.PdfDocument(PAPERS / "digits-seeds.pdf")
    metadata, pages = document.get_metadata_dict(), len(document)
    document.close()
    assert metadata["Title"].startswith("How far do random seeds")
    assert metadata["Author"] == "The Answerbook contributors"
    assert pages == 3
    # Not compressed, so that link annotations can be read in the bytes.
    links = set(re.findall(rb"/URI \((.*?)\)", (PAPERS / "digits-seeds.pdf").read_bytes()))
    assert {
        b"https://doi.org/10.24432/C50P49",
        b"https://scikit-learn.org",
        b"https://creativecommons.org/licenses/by/4.0/",
    } <= links


def test_metadata_files_belong_to_papers() -> None:
    stems = {Path(name).stem for name in FILES}
    keys = re.findall(r"@\w+\{([^,]+),", (PAPERS / "papers.bib").read_text(encoding="utf-8"))
    assert keys == ["digits-seeds"]
    sidecars = list(PAPERS.glob("*.yml"))
    assert {path.stem for path in sidecars} <= stems
    assert len(sidecars) == 5
    for path in sidecars:
        assert yaml.safe_load(path.read_text(encoding="utf-8"))["visibility"] == "public"


def test_each_paper_says_that_it_is_a_demonstration() -> None:
    for experiment in TEMPLATES:
        text = " ".join(template_of(experiment).split())
        assert re.search(r"[Dd]emonstration paper.*\b(?:experiment|observations)\b.*\breal\b", text), (
            experiment
        )


def test_nothing_committed_names_the_machine() -> None:
    files = [path for path in PAPERS.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    assert len(files) > 15
    naming = [p.name for p in files if re.search(rb"/(?:home|root|work|tmp|Users)/", p.read_bytes())]
    assert naming == []

"""`answerbook evaluate calibrate`: weights for another encoder or scorer, made from gold evidence."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.cli import main
from generator.retrieval import PACKAGED_SCORER, learned_weights

SET = """id: tea
title: Tea
questions:
  - id: steeping
    group: Brewing
    text: How long was the tea steeped?
    queries: [The tea was steeped for an hour.]
  - id: milk
    group: Brewing
    text: Which milk was added to the tea?
    queries: [We added milk of goats.]
"""
STEEPED = "The tea was steeped for {} minutes in a warm pot."
MILK = "We added {} drops of milk of goats to each cup."
REST = "It was good. Nobody asked for more of it. The pot was blue and stood on a table by the window."


def project(folder: Path, papers: int) -> list[str]:
    """Papers that tell of milk or do not, with gold; the arguments that name them."""
    (folder / "papers").mkdir()
    (folder / "tea.yml").write_text(SET, encoding="utf-8")
    rows = []
    for n in range(papers):
        told = {"steeping": STEEPED.format(n + 2), "milk": MILK.format(n + 4) if n % 2 else ""}
        text = f"# Methods\n\n{told['steeping']} {told['milk']}\n\n# Results\n\n{REST}\n"
        (folder / "papers" / f"tea-{n}.md").write_text(text, encoding="utf-8")
        for question, quote in told.items():
            status = "reported" if quote else "not_reported"
            evidence = [{"quote": quote}] if quote else []
            rows.append({"paper": f"tea-{n}", "question": question, "status": status, "evidence": evidence})
    gold = folder / "gold.jsonl"
    gold.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return ["--papers", str(folder / "papers"), "--gold", str(gold), "--questions", str(folder / "tea.yml")]


def run(*args: str) -> Result:
    return CliRunner().invoke(main, ["evaluate", "calibrate", *args, "--json"], catch_exceptions=False)


@pytest.mark.parametrize("scorer", ["", "none"])
def test_weights_are_written_and_their_figures_shown(tmp_path: Path, scorer: str) -> None:
    out = tmp_path / "weights.json"
    named = ["--scorer", scorer] if scorer else []
    made = run(*project(tmp_path, 6), "--out", str(out), *named)
    figures = json.loads(made.output)
    assert (figures["n"], figures["papers"], figures["out"]) == (12, 6, str(out))
    assert 0 <= figures["ece"] <= 1
    weights = learned_weights("" if scorer else PACKAGED_SCORER, str(out))
    assert (weights.blend is None) == bool(scorer)
    assert weights.usual.get("How long was the tea steeped?", (6, 6)) == (6, 6)


def test_too_few_papers_are_named(tmp_path: Path) -> None:
    made = run(*project(tmp_path, 2), "--out", str(tmp_path / "weights.json"))
    assert made.exit_code == 1
    assert "2 labelled papers found, but a calibration needs at least 3; label more papers" in made.output
    assert not (tmp_path / "weights.json").exists()


def test_labels_of_one_kind_are_named(tmp_path: Path) -> None:
    args = project(tmp_path, 6)
    gold = tmp_path / "gold.jsonl"
    rows = [row for row in gold.read_text(encoding="utf-8").splitlines() if '"reported"' in row]
    gold.write_text("\n".join(rows), encoding="utf-8")
    made = run(*args, "--out", str(tmp_path / "weights.json"))
    assert made.exit_code == 1
    assert "label both reported and unreported cells" in made.output

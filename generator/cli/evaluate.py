"""`answerbook evaluate`: measure results on data with known answers."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from generator.cli.printing import print_json, say
from generator.cli.shared import FILE, JSON, PROJECT, CommandGroup
from generator.commands.named import DEFAULT_BUDGET

PAPERS = click.option(
    "--papers", required=True, type=FILE, help="Folder with the papers, named as in the gold file."
)
GOLD = click.option("--gold", required=True, type=FILE, help="Gold evidence, JSON Lines.")
QUESTIONS = click.option(
    "--questions",
    multiple=True,
    type=FILE,
    metavar="SET.yml",
    help="Question set of the gold file; may be repeated.  [default: the project's and the built-in sets]",
)


@click.group(cls=CommandGroup)
def evaluate() -> None:
    """Measure accuracy against reviews and gold labels."""


@evaluate.command()
@PROJECT
@JSON
def reviews(folder: Path, as_json: bool) -> None:
    """Measure how far the answers agree with people's reviews."""
    from generator.commands.evaluate.evaluate_reviews import evaluate_reviews
    from generator.evaluation.review_figures import readable_figures
    from generator.project import Project

    figures = evaluate_reviews(Project.find(folder))
    _show("Reviews", figures if as_json else readable_figures(figures), as_json)


@evaluate.command()
@PAPERS
@GOLD
@QUESTIONS
@click.option(
    "--budget",
    default=DEFAULT_BUDGET,
    show_default=True,
    type=click.IntRange(min=1),
    help="Characters of snippets.",
)
@JSON
def evidence(papers: Path, gold: Path, questions: tuple[Path, ...], budget: int, as_json: bool) -> None:
    """Measure how much gold evidence is found and judged reported."""
    from generator.commands.evaluate.cases import question_sets
    from generator.commands.evaluate.evidence import evaluate_evidence

    sets = question_sets(questions, Path())
    _show("Evidence", evaluate_evidence(papers, gold, sets=sets, budget=budget), as_json)


@evaluate.command()
@PAPERS
@GOLD
@QUESTIONS
@click.option("--out", required=True, type=click.Path(path_type=Path), help="File to write.")
@click.option("--encoder", default="", metavar="FOLDER", help="Use this encoder, not the built-in one.")
@click.option("--scorer", default="", metavar="FOLDER", help="Use this scorer; `none` for no scorer.")
@JSON
def calibrate(
    papers: Path, gold: Path, questions: tuple[Path, ...], out: Path, as_json: bool, **models: str
) -> None:
    """Fit the weights that another encoder or scorer needs.

    To use them, name the file as retrieval.calibration in the settings.
    """
    from generator.commands.evaluate.calibrate import calibrate as fit
    from generator.commands.evaluate.cases import question_sets
    from generator.retrieval import NO_SCORER, PACKAGED, PACKAGED_SCORER

    figures = fit(
        papers,
        gold,
        out,
        sets=question_sets(questions, Path()),
        encoder=models["encoder"] or PACKAGED,
        scorer=NO_SCORER if models["scorer"] == "none" else models["scorer"] or PACKAGED_SCORER,
    )
    _show("Calibration", figures, as_json)


@evaluate.command()
@click.option("--gold", required=True, type=FILE, help="Answers with people's decisions, JSON Lines.")
@click.option("--contexts", required=True, type=FILE, help="Contexts of the answers, JSON Lines.")
@JSON
def decisions(gold: Path, contexts: Path, as_json: bool) -> None:
    """Measure how well answers with information are recognised."""
    from generator.commands.evaluate.decisions import evaluate_decisions

    _show("Decisions", evaluate_decisions(gold, contexts), as_json)


@evaluate.command()
@click.option("--gold", required=True, type=FILE, help="Claims with references and labels, JSON Lines.")
@JSON
def attribution(gold: Path, as_json: bool) -> None:
    """Measure how well claims are attributed to references."""
    from generator.commands.evaluate.attribution import evaluate_attribution

    _show("Attribution", evaluate_attribution(gold), as_json)


def _show(title: str, figures: Mapping[str, Any], as_json: bool) -> None:
    if as_json:
        print_json(figures)
        return
    from generator.evaluation.markdown_report import markdown

    say(markdown(title, figures))

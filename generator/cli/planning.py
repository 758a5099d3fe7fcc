"""`answerbook plan`: show what a build would compute, and what that would cost."""

from __future__ import annotations

from pathlib import Path

import click

from generator.cli.printing import print_json, say
from generator.cli.shared import JSON, NETWORK, PROJECT, Bars, Command


@click.command(cls=Command)
@click.option("--no-calibration", is_flag=True, help="Run no model; show what there is to do, not how long.")
@PROJECT
@NETWORK
@JSON
def plan(folder: Path, no_calibration: bool, network: bool, as_json: bool) -> None:
    """Show what a build would compute, why, and how long it takes.

    Gives tokens and time for each model. To measure its speed here, each model with open questions answers a
    few of them. Models on servers, and those whose files have yet to be fetched, do so only with --network.
    """
    say("Reading the papers and the ledger ...", err=True)  # before the imports, which take a while
    from generator.commands.plan import plan as plan_models
    from generator.commands.plan import plan_json, plan_text
    from generator.project import Project

    plans = []
    with Bars() as bars:
        project = Project.find(folder)
        for one in plan_models(project, calibrate=not no_calibration, network=network, on_progress=bars):
            plans.append(one)
            if not as_json:
                bars.close()
                say(plan_text(one))
    if as_json:
        print_json([plan_json(p) for p in plans])

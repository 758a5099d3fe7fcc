"""`answerbook plan`: what a build would compute, and what that would cost."""

from __future__ import annotations

from pathlib import Path

import click

from generator.cli.printing import print_json, say
from generator.cli.shared import JSON, NETWORK, PROJECT, Bars, Command


@click.command(cls=Command)
@PROJECT
@click.option("--no-calibration", is_flag=True, help="Ask no model; say what is to be done, not how long.")
@NETWORK
@JSON
def plan(folder: Path, no_calibration: bool, network: bool, as_json: bool) -> None:
    """Say what a build would compute and why, with tokens and time for each model.

    Each model that has something to do answers a few questions first, to learn its speed here; models
    that take a network do so only with --network.
    """
    say("Looking at the papers and the ledger ...", err=True)  # before the imports, which take a while
    from generator.commands.plan import plan as planned
    from generator.commands.plan import plan_json, plan_text
    from generator.project import Project

    plans = []
    with Bars() as bars:
        project = Project.find(folder)
        for of_model in planned(project, calibrate=not no_calibration, network=network, on_progress=bars):
            plans.append(of_model)
            if not as_json:
                bars.close()
                say(plan_text(of_model))
    if as_json:
        print_json([plan_json(p) for p in plans])

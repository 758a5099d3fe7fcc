"""`answerbook doctor`: find what keeps a build from working well here, and how to fix it."""

from __future__ import annotations

from pathlib import Path

import click
from click.core import ParameterSource

from generator.cli.printing import print_json, say
from generator.cli.shared import JSON, NETWORK, PROJECT, Command


@click.command(cls=Command)
@NETWORK
@PROJECT
@JSON
def doctor(network: bool, folder: Path, as_json: bool) -> None:
    """Check machine, engines and models, and say what to fix.

    Exits with 1 if a check fails. Outside a project, the built-in models are checked.
    """
    if not as_json:
        say("Checking this machine ...", err=True)  # before the imports, which take a while
    from generator.commands.doctor import examine, failing, finding_json, readable, verdict

    # Somebody who names a folder expects a project there.
    named = click.get_current_context().get_parameter_source("folder") is not ParameterSource.DEFAULT
    findings = []
    for finding in examine(folder, named=named, network=network):
        findings.append(finding)
        if not as_json:
            say(readable(finding))
    if as_json:
        print_json([finding_json(finding) for finding in findings])
    else:
        say(f"\n{verdict(findings)}")
    if failing(findings):
        click.get_current_context().exit(1)

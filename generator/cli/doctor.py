"""`answerbook doctor`: what keeps a build from working well here, with the mend."""

from __future__ import annotations

import dataclasses
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
    """Look at this machine, its engines and the project's models; say what to mend.

    Ends with exit code 1 where something is failing. Outside of a project, the built-in models are
    looked at.
    """
    if not as_json:
        say("Looking at this machine ...", err=True)  # before the imports, which take a while
    from generator.commands.doctor import examine, failing, readable, verdict

    # Who names a folder means a project there.
    named = click.get_current_context().get_parameter_source("folder") is not ParameterSource.DEFAULT
    findings = []
    for finding in examine(folder, named=named, network=network):
        findings.append(finding)
        if not as_json:
            say(readable(finding))
    if as_json:
        print_json([dataclasses.asdict(finding) for finding in findings])
    else:
        say(f"\n{verdict(findings)}")
    if failing(findings):
        click.get_current_context().exit(1)

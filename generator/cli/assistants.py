"""`answerbook mcp`: a site for assistants."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from generator.cli.shared import FILE, Command


@click.command(cls=Command)
@click.argument("place", default=".", type=FILE)
def mcp(place: Path) -> None:
    """Let an assistant read a built site, through the Model Context Protocol on standard input and output.

    PLACE: the folder of a site, or a project that was built; this folder if not given. Nothing is written.
    """
    from generator.commands.mcp.protocol import converse
    from generator.commands.mcp.reading import site_of
    from generator.commands.mcp.tools import INSTRUCTIONS, tools_of

    converse(sys.stdin.buffer, sys.stdout.buffer, tools_of(site_of(place)), INSTRUCTIONS)

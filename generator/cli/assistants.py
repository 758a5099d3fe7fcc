"""`answerbook mcp`: let AI assistants read a site."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from generator.cli.shared import FILE, Command


@click.command(cls=Command)
@click.argument("place", default=".", type=FILE)
def mcp(place: Path) -> None:
    """Let an AI assistant read a built site (MCP).

    Speaks the Model Context Protocol on standard input and output, and writes nothing. PLACE is the folder of
    a site or of a project that was built; by default, this folder.
    """
    from generator.commands.mcp.json_rpc import serve_messages
    from generator.commands.mcp.mcp_tools import INSTRUCTIONS, tools_of
    from generator.commands.mcp.site_reading import site_of

    serve_messages(sys.stdin.buffer, sys.stdout.buffer, tools_of(site_of(place)), INSTRUCTIONS)

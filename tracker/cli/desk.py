"""``tui``: the one command that opens the screens; nothing else loads Textual."""

from __future__ import annotations

import click

from tracker.cli.family import Command
from tracker.cli.invocation import Invocation


@click.command(cls=Command, help="help.tui", epilog="help.tui.examples")
@click.pass_obj
def tui(invocation: Invocation) -> int:
    """Open the screens."""
    return open_desk(invocation)


def open_desk(invocation: Invocation) -> int:
    """Open the screens on the ledger of this run; they paint before the store answers."""
    from tui.app import run

    return run(invocation.tracker, invocation.language)

"""``completion``: the script that makes a shell complete tracker's commands and options."""

from __future__ import annotations

import click

from tracker.cli.family import Command
from tracker.cli.invocation import Invocation


@click.command(cls=Command, help="help.completion", epilog="help.completion.examples")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_obj
def completion(invocation: Invocation, shell: str) -> None:
    """Print a completion script."""
    from click.shell_completion import get_completion_class

    from tracker.cli.main import program

    kind = get_completion_class(shell)
    assert kind is not None, "click knows the shells offered"
    click.echo(kind(program(), {"obj": invocation}, "tracker", "_TRACKER_COMPLETE").source())

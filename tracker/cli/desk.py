"""``tui`` and ``serve``: the commands that open the screens; nothing else loads Textual."""

from __future__ import annotations

import shlex
import sys

import click

from tracker.cli.failures import Failure
from tracker.cli.family import Command
from tracker.cli.invocation import Invocation
from tracker.cli.record import option
from tracker.cli.screens import open_desk


@click.command(cls=Command, help="help.tui", epilog="help.tui.examples")
@click.pass_obj
def tui(invocation: Invocation) -> int:
    """Open the screens."""
    return open_desk(invocation)


@click.command(cls=Command, help="help.serve", epilog="help.serve.examples")
@option("--host", default="127.0.0.1")
@option("--port", type=click.IntRange(1, 65535), default=8765)
@click.pass_obj
def serve(invocation: Invocation, host: str, port: int) -> None:
    """The same screens in a browser on this machine, behind a token."""
    from tui.serve import NotLoopback, new_token
    from tui.serve import serve as serve_the_desk

    tracker = invocation.tracker()
    tracker.head()
    words = [sys.executable, "-m", "tracker", "--ledger", str(tracker.ledger)]
    if invocation.language_given:
        words += ["--lang", invocation.language]
    command = shlex.join([*words, *(["--db", invocation.db] if invocation.db else []), "tui"])
    invocation.close()
    try:
        serve_the_desk(
            host, port, new_token(), command, tell=lambda where: invocation.say("said.serving", where=where)
        )
    except NotLoopback as error:
        raise Failure.usage(invocation.words("error.loopback", host=host)) from error

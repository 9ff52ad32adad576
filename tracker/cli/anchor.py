"""``log anchor``: a statement of where the log stands, for the finance bureau's file."""

from __future__ import annotations

from pathlib import Path

import click

from tracker.cli.family import Command
from tracker.cli.invocation import Invocation
from tracker.cli.output import emit, line
from tracker.cli.record import option
from tracker.labels import words as words_of


@click.command(cls=Command, help="help.log.anchor", epilog="help.log.anchor.examples")
@option("--out", type=click.Path(path_type=Path, dir_okay=False))
@click.pass_obj
def anchor(invocation: Invocation, out: Path | None) -> None:
    """Say where the log stands, on one page."""
    from tracker.anchoring import page, statement
    from tracker.money import yuan

    made = statement(invocation.tracker())
    text = page(words_of(invocation.language, "duty"), made)
    if out is not None:
        out.write_text(text + "\n", encoding="utf-8")
    if invocation.json:
        fields = made._asdict()
        amounts = {
            name.removesuffix("_fen"): yuan(fields.pop(name))
            for name in list(fields)
            if name.endswith("_fen")
        }
        emit(fields | {"totals": amounts, "seal": made.seal, "file": str(out) if out else None})
    elif out is not None:
        invocation.say("said.written", path=out)
    else:
        for part in text.split("\n"):
            line(part)

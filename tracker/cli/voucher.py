"""``voucher`` and ``carryover``: paper for the file, and money that goes on into next year."""

from __future__ import annotations

from pathlib import Path

import click

from tracker.cli.family import Command
from tracker.cli.invocation import Invocation
from tracker.cli.output import emit, line
from tracker.cli.record import option


@click.command(cls=Command, help="help.voucher", epilog="help.voucher.examples")
@click.argument("event")
@option("--out", type=click.Path(path_type=Path, dir_okay=False))
@click.pass_obj
def voucher(invocation: Invocation, event: str, out: Path | None) -> None:
    """Print a payment's voucher."""
    from tracker.forms.voucher import capitals, voucher_of, voucher_rows, write_voucher
    from tracker.money import yuan

    found, words = voucher_of(invocation.tracker(), event), invocation.words
    if out is not None:
        write_voucher(found, out, words)
    if invocation.json:
        document = {name: value for name, value in found._asdict().items() if name != "amount_fen"}
        document |= {
            "title": words(found.title),
            "amount": yuan(found.amount_fen),
            "capitals": capitals(found.amount_fen),
            "file": str(out) if out else None,
        }
        emit(document)
        return
    line(words(found.title))
    for name, text in voucher_rows(found, words):
        line(words("said.named", name=name, text=text))
    if out is not None:
        invocation.say("said.written", path=out)


@click.command(cls=Command, help="help.carryover", epilog="help.carryover.examples")
@option("--to", required=True)
@option("--project")
@option("--doc")
@click.pass_obj
def carryover(invocation: Invocation, to: str, project: str | None, doc: str | None) -> None:
    """Carry what was not paid into another year's ledger."""
    from events.values import LedgerId
    from tracker.bootstrap import tracker_of
    from tracker.carryover import carry_over
    from tracker.money import grouped_yuan, yuan

    source = invocation.tracker()
    carried = carry_over(
        source, tracker_of(invocation.store(), LedgerId.parse(to)), project=project, document=doc
    )
    if invocation.json:
        emit(
            {
                "carried": [
                    {
                        "project": one.project,
                        "amount": yuan(one.amount_fen),
                        "event": one.out.id,
                        "to_event": one.into.id,
                        "repeated": one.repeated,
                    }
                    for one in carried
                ]
            }
        )
        return
    if not carried:
        invocation.say("said.nothing_carried")
    for one in carried:
        key = "said.carried_before" if one.repeated else "said.carried"
        invocation.say(
            key,
            project=one.project,
            amount=grouped_yuan(one.amount_fen),
            ledger=to,
            position=one.into.position,
        )

"""``init``, ``close`` and ``reopen``: opening and closing the books."""

from __future__ import annotations

import re

import click

from tracker.cli.failures import Failure
from tracker.cli.family import Command
from tracker.cli.invocation import Invocation
from tracker.cli.output import emit
from tracker.cli.record import option, submit


@click.command(cls=Command, help="help.init", epilog="help.init.examples")
@option("--unit", required=True)
@option("--name", required=True)
@option("--year", type=click.IntRange(1949, 2999), required=True)
@click.pass_obj
def init(invocation: Invocation, unit: str, name: str, year: int) -> None:
    """Open a ledger."""
    from events.values import LedgerId
    from tracker.bootstrap import tracker_of

    ledger = LedgerId.parse(f"{unit}/{year}")
    outcome = tracker_of(invocation.store(create=True), ledger).open_books(name)
    if invocation.json:
        emit(
            {
                "ledger": str(ledger),
                "name": name,
                "event": outcome.event.id,
                "position": outcome.event.position,
            }
        )
    elif outcome.repeated:
        invocation.say("said.opened_already", ledger=ledger)
    else:
        invocation.say("said.opened", ledger=ledger, name=name)


@click.command(cls=Command, help="help.close", epilog="help.close.examples")
@click.argument("period")
@option("--note")
@click.pass_obj
def close(invocation: Invocation, period: str, note: str | None) -> None:
    """Close a month or the year."""
    from tracker.requests import CloseMonth, CloseYear

    request = CloseYear(note=note) if _is_year(invocation, period) else CloseMonth(month=period, note=note)
    submit(invocation, request, None)


@click.command(cls=Command, help="help.reopen", epilog="help.reopen.examples")
@click.argument("period")
@option("--reason", required=True)
@click.pass_obj
def reopen(invocation: Invocation, period: str, reason: str) -> None:
    """Open a closed month or year again."""
    from tracker.requests import ReopenMonth, ReopenYear

    yearly = _is_year(invocation, period)
    submit(
        invocation, ReopenYear(reason=reason) if yearly else ReopenMonth(month=period, reason=reason), None
    )


def _is_year(invocation: Invocation, period: str) -> bool:
    if re.fullmatch(r"\d{4}-\d{2}", period):
        return False
    ledger = invocation.tracker().ledger
    if period != str(ledger.year):
        raise Failure.usage(invocation.words("error.month", text=period))
    return True

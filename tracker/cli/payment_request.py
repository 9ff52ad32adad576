"""``request``: payments in two steps, and ``repeat``: last month's payment again."""

from __future__ import annotations

from typing import Any

import click

from tracker.cli.family import Command, Group
from tracker.cli.invocation import Invocation
from tracker.cli.output import emit, table
from tracker.cli.record import CATEGORIES, KEY, LATE, NOTE, ON, SOURCES, Choice, option, submit
from tracker.cli.values import AMOUNT, COUNT, DATE


@click.group(cls=Group, help="help.request", epilog="help.request.examples")
def request() -> None:
    """Payment requests."""


@request.command(cls=Command, help="help.request.new", epilog="help.request.examples")
@option("--project", required=True)
@option("--amount", type=AMOUNT, required=True)
@option("--due", type=DATE)
@option("--people-due", type=COUNT)
@option("--payee")
@option("--source", type=Choice(SOURCES))
@option("--classification")
@option("--category", type=Choice(CATEGORIES))
@ON
@NOTE
@KEY
@click.pass_obj
def new(invocation: Invocation, /, key: str | None, **typed: Any) -> None:
    """Reserve money for a payment."""
    from tracker.requests import RequestPayment

    submit(invocation, RequestPayment(amount_fen=typed.pop("amount"), due_on=typed.pop("due"), **typed), key)


@request.command(cls=Command, help="help.request.post", epilog="help.request.examples")
@click.argument("event")
@option("--amount", type=AMOUNT)
@option("--paid", type=DATE)
@option("--people-paid", type=COUNT)
@option("--voucher")
@option("--allow-over")
@NOTE
@LATE
@KEY
@click.pass_obj
def post(invocation: Invocation, /, event: str, key: str | None, **typed: Any) -> None:
    """Pay on a request."""
    from tracker.requests import PostPayment

    asked = PostPayment(request=event, amount_fen=typed.pop("amount"), paid_on=typed.pop("paid"), **typed)
    submit(invocation, asked, key)


@request.command(cls=Command, help="help.request.cancel", epilog="help.request.examples")
@click.argument("event")
@option("--reason", required=True)
@KEY
@click.pass_obj
def cancel(invocation: Invocation, event: str, reason: str, key: str | None) -> None:
    """Withdraw a request."""
    from tracker.requests import CancelPaymentRequest

    submit(invocation, CancelPaymentRequest(request=event, reason=reason), key)


@request.command("list", cls=Command, help="help.request.list", epilog="help.request.examples")
@click.pass_obj
def list_(invocation: Invocation) -> None:
    """The open requests."""
    from tracker.money import yuan

    tracker = invocation.tracker()
    today = tracker.today()
    with tracker.view() as (log, view):
        rows = [
            {
                "event": name,
                "position": found.position if (found := log.find(name)) else None,
                "project": project,
                "amount": yuan(kept.amount_fen),
                "until": kept.until,
            }
            for project, money in sorted(view.money.items())
            for name, kept in money.reservations.items()
            if kept.until >= today
        ]
    if invocation.json:
        emit({"requests": rows})
        return
    words = invocation.words
    names = ("position", "project", "amount", "until")
    table(
        invocation,
        [words(f"roster.column.{name}") for name in names],
        [[str(row[name]) for name in names] for row in rows],
    )


@click.command(cls=Command, help="help.repeat", epilog="help.repeat.examples")
@click.argument("payment")
@option("--amount", type=AMOUNT)
@option("--due", type=DATE)
@option("--paid", type=DATE)
@option("--people-due", type=COUNT)
@option("--people-paid", type=COUNT)
@option("--voucher")
@NOTE
@KEY
@click.pass_obj
def repeat(invocation: Invocation, /, payment: str, key: str | None, **typed: Any) -> None:
    """A project's last payment, or the one named, again a month later."""
    from tracker.repeating import repetition

    submit(invocation, repetition(invocation.tracker(), payment, typed), key)

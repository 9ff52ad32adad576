"""``schedule``: on duty, once or for good; what runs next and what ran last."""

from __future__ import annotations

import click

from tracker.cli.family import Command, Group
from tracker.cli.invocation import Invocation
from tracker.cli.output import emit
from tracker.cli.oversight import ATTENTION
from tracker.cli.record import option
from tracker.cli.upkeep import sql_store


@click.group(cls=Group, help="help.schedule", epilog="help.schedule.examples")
def schedule() -> None:
    """Checks at their time."""


@schedule.command(cls=Command, help="help.schedule.run", epilog="help.schedule.run.examples")
@option("--once", is_flag=True)
@click.pass_obj
def run(invocation: Invocation, once: bool) -> int:
    """Go on duty, or only catch up on what is due by today."""
    from tracker.clock import today
    from tracker.duty.watch import Watch

    today()  # a business day that can't be read is said at once
    watch = Watch(sql_store(invocation), invocation.ledger)
    if not once:
        _log_to_stderr()
        watch.stay()
        return 0
    from tracker.cli.duty_pages import once_json, print_once

    found = watch.once()
    if invocation.json:
        emit(once_json(invocation, found, today()))
    else:
        print_once(invocation, found)
    wanting = any(each.wants_attention for each in found.caught)
    wanting = wanting or any(each.outcome != "done" for each in found.ran)
    return ATTENTION if wanting else 0


def _log_to_stderr() -> None:
    import logging

    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    for chatty in ("apscheduler", "httpx", "apprise"):
        logging.getLogger(chatty).setLevel(logging.WARNING)


@schedule.command("list", cls=Command, help="help.schedule.list", epilog="help.schedule.list.examples")
@click.pass_obj
def list_(invocation: Invocation) -> None:
    """What runs next and what ran last."""
    from tracker.cli.duty_pages import print_schedule, schedule_json
    from tracker.duty.outlook import outlook

    found = outlook(sql_store(invocation), invocation.ledger)
    if invocation.json:
        emit(schedule_json(found))
    else:
        print_schedule(invocation, found)

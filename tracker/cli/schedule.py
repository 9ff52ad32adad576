"""``schedule``: on duty, once or for good; what runs next and what ran last."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from tracker.cli.family import Command, Group
from tracker.cli.invocation import Invocation
from tracker.cli.output import emit, line
from tracker.cli.oversight import ATTENTION
from tracker.cli.record import option

if TYPE_CHECKING:
    from tracker.duty.catching_up import Caught


@click.group(cls=Group, help="help.schedule", epilog="help.schedule.examples")
def schedule() -> None:
    """Checks at their time."""


@schedule.command(cls=Command, help="help.schedule.run", epilog="help.schedule.run.examples")
@option("--once", is_flag=True)
@click.pass_obj
def run(invocation: Invocation, once: bool) -> int:
    """Go on duty, or only catch up on what is due by today."""
    if once:
        return _run_once(invocation)
    return _stay(invocation)


def _run_once(invocation: Invocation) -> int:
    from tracker.duty.catching_up import catch_up, trackers_on_duty

    trackers = trackers_on_duty(invocation.store(), invocation.ledger)
    caught = catch_up(trackers)
    if invocation.json:
        emit(_once_json(invocation, caught, trackers[0].today()))
    else:
        _tell(invocation, caught)
    return ATTENTION if any(each.wants_attention for each in caught) else 0


def _once_json(invocation: Invocation, caught: list[Caught], day: str) -> dict[str, Any]:
    from tracker.cli.shapes import check_json
    from tracker.sentences import refusal_sentence

    words = invocation.words
    return {
        "today": day,
        "ran": [
            {"job": "timeliness", "ledger": each.ledger} | check_json(words, report)
            for each in caught
            for report in each.reports
        ],
        "skipped": [
            {"ledger": each.ledger, "reason": refusal_sentence(words, each.refusal)}
            for each in caught
            if each.refusal is not None
        ],
    }


def _tell(invocation: Invocation, caught: list[Caught]) -> None:
    from tracker.sentences import refusal_sentence

    words = invocation.words
    if not any(each.reports or each.refusal for each in caught):
        invocation.say("said.nothing_due")
    for each in caught:
        if each.refusal is not None:
            invocation.warn(refusal_sentence(words, each.refusal))
        for report in each.reports:
            counts = [item.status for item in report.standings]
            told = {status: counts.count(status) for status in ("met", "missed", "unreported")}
            line(f"{each.ledger}  " + words("said.checked", month=report.month, **told))


def _stay(invocation: Invocation) -> int:
    import logging

    from tracker.cli.upkeep import sql_store
    from tracker.duty.watch import Watch

    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    logging.getLogger("apscheduler").setLevel(logging.WARNING)
    Watch(sql_store(invocation), invocation.ledger).stay()
    return 0


@schedule.command("list", cls=Command, help="help.schedule.list", epilog="help.schedule.list.examples")
@click.pass_obj
def list_(invocation: Invocation) -> None:
    """What runs next and what ran last."""
    from tracker.cli.duty_pages import print_schedule, schedule_json
    from tracker.duty.outlook import outlook

    rows = outlook(invocation.store(), invocation.ledger)
    if invocation.json:
        emit(schedule_json(rows))
    else:
        print_schedule(invocation, rows)

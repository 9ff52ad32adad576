"""``check`` and ``alerts``: the monthly timeliness check, and what needs attention."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from tracker.cli.family import Command, Group, Option
from tracker.cli.invocation import Invocation
from tracker.cli.output import emit, line, table
from tracker.cli.record import option, submit
from tracker.cli.values import MONTH

if TYPE_CHECKING:
    from tracker.service import CheckReport

ATTENTION = 1
"""The exit code of a command that looked and found something."""


@click.command(cls=Command, help="help.check", epilog="help.check.examples")
@option("--month", type=MONTH)
@click.pass_obj
def check(invocation: Invocation, month: str | None) -> int:
    """The monthly timeliness check."""
    from tracker.checking import WANTING
    from tracker.cli.shapes import check_json

    report = invocation.tracker().check(month)
    if invocation.json:
        emit(check_json(invocation.words, report))
    else:
        _print_check(invocation, report)
    return ATTENTION if any(item.status in WANTING for item in report.standings) else 0


def _print_check(invocation: Invocation, report: CheckReport) -> None:
    from tracker.sentences import actual_text, target_text

    words = invocation.words
    rows = [
        [
            item.measure.code,
            item.measure.name,
            target_text(words, item.measure.target),
            actual_text(words, item.actual),
            words(f"check.{item.status}"),
        ]
        for item in report.standings
    ]
    names = ("code", "name", "target", "actual", "status")
    title = words("check.head", month=report.month, deadline=report.deadline)
    table(invocation, [words(f"table.{name}") for name in names], rows, right=(2, 3), title=title)
    for key, alerts in (("check.opened", report.opened), ("check.closed", report.closed)):
        if alerts:
            line(words(key, alerts=words.listed(alert.subject for alert in alerts)))


@click.group(cls=Group, invoke_without_command=True, help="help.alerts", epilog="help.alerts.examples")
@option("--all", "closed_too", is_flag=True)
@click.pass_context
def alerts(context: click.Context, closed_too: bool) -> int:
    """The open alerts."""
    if context.invoked_subcommand is not None:
        return 0
    from tracker.cli.shapes import alert_message, alert_report_json

    invocation: Invocation = context.obj
    reports = invocation.tracker().alerts(closed_too=closed_too)
    words = invocation.words
    if invocation.json:
        emit([alert_report_json(words, report) for report in reports])
    elif not reports:
        invocation.say("said.no_alerts")
    else:
        rows = [
            [
                report.alert.id,
                words(f"level.{report.alert.level}"),
                report.alert.opened_on,
                alert_message(words, report.alert, report.standing),
                report.alert.handed_to or report.alert.acknowledged_by or "",
            ]
            for report in reports
        ]
        names = ("id", "level", "occurred_on", "message", "actor")
        table(invocation, [words(f"table.{name}") for name in names], rows)
    return ATTENTION if any(report.is_open for report in reports) else 0


@alerts.command(cls=Command, help="help.alerts.ack", epilog="help.alerts.ack.examples")
@click.argument("alert")
@option("--note", required=True)
@click.pass_obj
def ack(invocation: Invocation, alert: str, note: str) -> None:
    """Somebody has seen an alert."""
    from tracker.requests import AcknowledgeAlert

    submit(invocation, AcknowledgeAlert(alert=alert, note=note), None)


@alerts.command(cls=Command, help="help.alerts.hand", epilog="help.alerts.hand.examples")
@click.argument("alert")
@click.option("--to", "to", cls=Option, required=True, help="help.option.hand-to")
@option("--note")
@click.pass_obj
def hand(invocation: Invocation, alert: str, to: str, note: str | None) -> None:
    """Somebody is to deal with an alert."""
    from tracker.requests import HandOverAlert

    submit(invocation, HandOverAlert(alert=alert, to=to, note=note), None)

"""What ``schedule`` shows: what ran, what runs next, who is on duty."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from tracker.cli.invocation import Invocation
from tracker.cli.output import line, table
from tracker.clock import SHANGHAI
from tracker.labels import words as words_of

if TYPE_CHECKING:
    from tracker.duty.book import Officer
    from tracker.duty.outlook import Months, Outlook, Planned
    from tracker.duty.watch import Once


def once_json(invocation: Invocation, found: Once, day: str) -> dict[str, Any]:
    """What one round came to."""
    from tracker.cli.shapes import alert_json, check_json
    from tracker.sentences import refusal_sentence

    words = invocation.words
    return {
        "today": day,
        "ran": [
            {"job": "timeliness", "ledger": each.ledger} | check_json(words, report)
            for each in found.caught
            for report in each.reports
        ],
        "skipped": [
            {"ledger": each.ledger, "reason": refusal_sentence(words, each.refusal)}
            for each in found.caught
            if each.refusal is not None
        ],
        "work": [each._asdict() for each in found.ran],
        "alerts": [
            {"ledger": each.ledger}
            | {
                name: [alert_json(words, alert, None) for alert in alerts]
                for name, alerts in (("opened", each.opened), ("closed", each.closed))
            }
            for each in found.changes
        ],
    }


def print_once(invocation: Invocation, found: Once) -> None:
    """The same in sentences."""
    from tracker.sentences import alert_sentence, refusal_sentence

    words, duty = invocation.words, words_of(invocation.language, "duty")
    if not any(each.reports or each.refusal for each in found.caught):
        invocation.say("said.nothing_due")
    for each in found.caught:
        if each.refusal is not None:
            invocation.warn(refusal_sentence(words, each.refusal))
        for report in each.reports:
            counts = [item.status for item in report.standings]
            told = {status: counts.count(status) for status in ("met", "missed", "unreported")}
            line(f"{each.ledger}  " + words("said.checked", month=report.month, **told))
    for done in found.ran:
        line(f"{duty(f'job.{done.job}')}  {duty(f'outcome.{done.outcome}')}  {done.detail}")
    for change in found.changes:
        for alert in change.opened:
            line(f"{change.ledger}  {words(f'level.{alert.level}')}  {alert_sentence(words, alert.opened)}")


def schedule_json(found: Outlook) -> dict[str, Any]:
    """What runs next and ran last, in full."""
    return {
        "on_duty": found.officer is not None,
        "officer": _officer_json(found.officer),
        "last_seen": _officer_json(found.last_seen),
        "ledgers": [_months_json(months) for months in found.months],
        "work": [_planned_json(planned) for planned in found.work],
    }


def _officer_json(officer: Officer | None) -> dict[str, Any] | None:
    return officer._asdict() if officer else None


def _months_json(months: Months) -> dict[str, Any]:
    return {
        "ledger": months.ledger,
        "waiting": list(months.waiting),
        "next": {"job": "timeliness", "month": months.next_month, "after": months.next_after},
        "last": {"job": "timeliness", "month": months.last_month, "at": months.last_at},
    }


def _planned_json(planned: Planned) -> dict[str, Any]:
    entry = planned.entry
    return {
        "job": planned.job,
        "next_at": planned.next_at.astimezone(SHANGHAI).isoformat(timespec="minutes"),
        "last_at": entry.finished_at if entry else None,
        "outcome": entry.outcome if entry else None,
        "detail": entry.detail if entry else None,
    }


def print_schedule(invocation: Invocation, found: Outlook) -> None:
    """The same as tables, after a line that says who is on duty."""
    words, duty = invocation.words, words_of(invocation.language, "duty")
    if found.officer is not None:
        line(duty("duty.present", holder=found.officer.holder, seen_at=_beijing(found.officer.seen_at)))
    else:
        seen = found.last_seen
        line(duty("duty.absent", seen_at=_beijing(seen.seen_at) if seen else words("none")))
    months = [
        [
            row.ledger,
            words.listed(row.waiting) or words("none"),
            duty("duty.next_month", month=row.next_month, day=row.next_after)
            if row.next_month
            else words("none"),
            f"{row.last_month}  {_beijing(row.last_at)}" if row.last_month else words("none"),
        ]
        for row in found.months
    ]
    table(invocation, [words(f"table.{name}") for name in ("ledger", "waiting", "next", "last")], months)
    table(
        invocation,
        [
            duty("table.job"),
            words("table.next"),
            words("table.last"),
            words("table.status"),
            duty("table.detail"),
        ],
        [_planned_row(invocation, planned) for planned in found.work],
    )


def _planned_row(invocation: Invocation, planned: Planned) -> list[str]:
    duty, none = words_of(invocation.language, "duty"), invocation.words("none")
    entry = planned.entry
    return [
        duty(f"job.{planned.job}"),
        f"{planned.next_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}",
        _beijing(entry.finished_at) if entry else none,
        duty(f"outcome.{entry.outcome}") if entry and entry.outcome else none,
        (entry.detail or "") if entry else "",
    ]


def _beijing(instant: str | None) -> str:
    """An instant of the store as people read it, in Beijing time."""
    if instant is None:
        return ""
    return f"{dt.datetime.fromisoformat(instant).astimezone(SHANGHAI):%Y-%m-%d %H:%M}"

"""What runs next and what ran last."""

from __future__ import annotations

from typing import NamedTuple

from events.store import EventStore
from events.types.oversight import TimelinessChecked
from events.values import months_of
from tracker.checking import months_due
from tracker.decisions.state import Refusal
from tracker.duty.catching_up import trackers_on_duty
from tracker.projections.timeliness import reporting_deadline
from tracker.service import Tracker


class Outlook(NamedTuple):
    """The timeliness checks of one ledger: months waiting to be caught up, the next to come due, the last made."""

    ledger: str
    waiting: tuple[str, ...]
    next_month: str | None
    next_after: str | None
    last_month: str | None
    last_at: str | None


def outlook(store: EventStore, ledger: str | None) -> list[Outlook]:
    """The checks of every ledger on duty, those without a plan left out."""
    return [found for tracker in trackers_on_duty(store, ledger) if (found := _of(tracker)) is not None]


def _of(tracker: Tracker) -> Outlook | None:
    try:
        with tracker.view(as_of="9999-12-31") as (log, view):
            checked = set(view.checks)
            last = next(
                (event for event in log.read_back(limit=2000) if isinstance(event.fact, TimelinessChecked)),
                None,
            )
    except Refusal:
        return None
    due = months_due(tracker.ledger.year, tracker.today())
    coming = [month for month in months_of(tracker.ledger.year) if month not in due]
    return Outlook(
        ledger=str(tracker.ledger),
        waiting=tuple(month for month in due if month not in checked),
        next_month=coming[0] if coming else None,
        next_after=reporting_deadline(coming[0]) if coming else None,
        last_month=last.fact.month if last and isinstance(last.fact, TimelinessChecked) else None,
        last_at=last.recorded_at if last else None,
    )

"""What runs next and what ran last: the months of each ledger, the work of the duty, and who is on it."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from events.sql_store import SqlStore
from events.types.oversight import TimelinessChecked
from events.values import months_of
from tracker.checking import months_due
from tracker.clock import Now, now_in_utc
from tracker.decisions.state import Refusal
from tracker.duty.book import Entry, Officer
from tracker.duty.catching_up import trackers_on_duty
from tracker.duty.times import Times
from tracker.duty.watch import Watch
from tracker.projections.timeliness import first_deadline
from tracker.service import Tracker
from tracker.settings import Settings

_LOOK_BACK = 5_000
"""So many events are looked through for the last check."""


class Months(NamedTuple):
    """The timeliness checks of one ledger: months waiting to be caught up, the next to come due, the last made."""

    ledger: str
    waiting: tuple[str, ...]
    next_month: str | None
    next_after: str | None
    last_month: str | None
    last_at: str | None


class Planned(NamedTuple):
    """A piece of work: when it is due next, and its line in the duty book (None: never done)."""

    job: str
    next_at: dt.datetime
    entry: Entry | None


class Outlook(NamedTuple):
    """Everything ``schedule list`` tells; ``officer`` is None where nobody is on duty."""

    months: tuple[Months, ...]
    work: tuple[Planned, ...]
    officer: Officer | None
    last_seen: Officer | None


def outlook(
    store: SqlStore, ledger: str | None, settings: Settings | None = None, *, now: Now = now_in_utc
) -> Outlook:
    """What runs next and ran last, for one ledger or all of a store; those without a plan have no months."""
    watch = Watch(store, ledger, settings, now=now)
    trackers = trackers_on_duty(store, ledger)
    entries, officers = watch.book.entries(), watch.book.officers()
    return Outlook(
        tuple(found for tracker in trackers if (found := _months(tracker)) is not None),
        tuple(_planned(piece.name, piece.times, entries, now()) for piece in watch.works()),
        next((officer for officer in officers if officer.is_present(now())), None),
        officers[0] if officers else None,
    )


def _planned(name: str, times: Times, entries: dict[str, Entry], now: dt.datetime) -> Planned:
    return Planned(name, times.next(now), entries.get(name))


def _months(tracker: Tracker) -> Months | None:
    try:
        with tracker.view(as_of="9999-12-31") as (log, view):
            checked = set(view.checks)
            recent = log.read_back(limit=_LOOK_BACK) if checked else []
            due = months_due(view, tracker.today())
            coming = [month for month in months_of(view.year) if month not in due]
            next_after = first_deadline(view, coming[0]) if coming else None
    except Refusal:
        return None
    last = next((event for event in recent if event.type == "TimelinessChecked"), None)
    return Months(
        ledger=str(tracker.ledger),
        waiting=tuple(month for month in due if month not in checked),
        next_month=coming[0] if coming else None,
        next_after=next_after,
        last_month=last.fact.month if last and isinstance(last.fact, TimelinessChecked) else None,
        last_at=last.recorded_at if last else None,
    )

"""The events behind what no rule computes: a target, a budget line, a setting, what was paid in a month."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from events.catalogue import Fact
from events.envelope import RecordedEvent
from events.searching import Sought
from events.types.books import SettingChanged
from events.types.corrections import EventReversed
from events.types.plan import BudgetLinePlanned
from events.values import last_day_of
from tracker.desk import latest_events
from tracker.service import Tracker

PLAN_TYPES = (
    "PlanAdopted", "DepartmentIndicatorPlanned", "ProjectPlanned", "ProjectRetired", "BudgetLinePlanned",
    "IndicatorPlanned", "IndicatorTargetChanged", "IndicatorMeasureChosen", "IndicatorRetired", "FindingAccepted",
)  # fmt: skip
"""Whatever makes or changes a plan."""

PAYING_TYPES = ("DisbursementRecorded", "ReturnRecorded", "RosterResultRecorded", "EventReversed")
"""Whatever changes what was paid in a month."""

AT_MOST = 2_000
MOST_PAID = 200_000
"""More than any bureau pays in a year; the memory of a thread is not asked for more."""


def plan_events(
    tracker: Tracker, subjects: Collection[str], *, as_of: str | None = None, known_at: str | None = None
) -> list[RecordedEvent]:
    """What the plan says of projects and indicators, by their codes, and the documents it was read from; latest first."""
    sought = Sought(types=PLAN_TYPES, until=as_of or tracker.today(), known_at=known_at)
    return [
        event
        for event in latest_events(tracker, sought, AT_MOST)
        if event.type == "PlanAdopted" or planned_subject(event.fact) in subjects
    ]


def planned_line(
    tracker: Tracker, number: int, *, as_of: str | None = None, known_at: str | None = None
) -> int | None:
    """Where the log has the event that planned a budget line (counted from 1) last; None where none did."""
    types = (BudgetLinePlanned.__name__,)
    sought = Sought(types=types, until=as_of or tracker.today(), known_at=known_at)
    planned = latest_events(tracker, sought, AT_MOST)
    named = (it for it in planned if isinstance(it.fact, BudgetLinePlanned) and it.fact.number == number)
    return next((event.position for event in named), None)


def changes_of(
    tracker: Tracker, setting: str, *, as_of: str | None = None, known_at: str | None = None
) -> list[tuple[RecordedEvent, SettingChanged]]:
    """The events that gave a setting another figure or its default again, the latest first."""
    sought = Sought(types=(SettingChanged.__name__,), until=as_of or tracker.today(), known_at=known_at)
    changes = latest_events(tracker, sought, AT_MOST)
    chosen = ((event, event.fact) for event in changes if isinstance(event.fact, SettingChanged))
    return [(event, fact) for event, fact in chosen if fact.name == setting]


def planned_subject(fact: Fact) -> str | None:
    """The code a planning fact is about."""
    named = (getattr(fact, name, None) for name in ("indicator", "project", "subject", "code"))
    return next((name for name in named if isinstance(name, str)), None)


def paid_in(
    tracker: Tracker, period: str, *, as_of: str | None = None, known_at: str | None = None
) -> Sequence[RecordedEvent]:
    """What was paid and came back in a month, or in the year, and what undid either; the latest first."""
    until = min(last_day_of(period) if len(period) > 4 else f"{period}-12-31", as_of or tracker.today())
    since = f"{period}-01" if len(period) > 4 else f"{period}-01-01"
    sought = Sought(types=PAYING_TYPES, since=since, until=until, known_at=known_at)
    found = latest_events(tracker, sought, MOST_PAID)
    return [event for event in found if _original_type(event.fact) in PAYING_TYPES]


def _original_type(fact: Fact) -> str:
    return fact.original.type if isinstance(fact, EventReversed) else type(fact).__name__

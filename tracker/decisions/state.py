"""What a decision sees, what it answers, and how it refuses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from difflib import SequenceMatcher, get_close_matches
from typing import Any, NamedTuple, Protocol

from events.envelope import NewEvent, RecordedEvent
from events.roster_lines import RosterLines
from events.subjects import about_event
from events.types.corrections import EventReversed
from events.values import InvalidValue, month_of, parse_date, parse_month
from tracker.projections.actuals import Measure, measure_of
from tracker.projections.ledger_view import LedgerView


class Refusal(Exception):
    """A rule of the budget forbids it; nothing is recorded. ``code`` and ``facts`` make the sentence people read."""

    def __init__(self, code: str, **facts: Any) -> None:
        super().__init__(f"{code}: {facts}")
        self.code, self.facts = code, facts


class Notice(NamedTuple):
    """Something to be warned of although it is recorded; ``code`` and ``facts`` make the sentence."""

    code: str
    facts: dict[str, Any]


class Decision(NamedTuple):
    """What will be recorded, and what to warn of."""

    events: tuple[NewEvent, ...]
    warnings: tuple[Notice, ...] = ()


class Recorded(Protocol):
    """The log as a decision may look things up in it."""

    def at(self, position: int) -> RecordedEvent | None:
        """The event at a position."""
        ...

    def find(self, event_id: str) -> RecordedEvent | None:
        """The event with an id."""
        ...

    def about(self, subject: str) -> Sequence[RecordedEvent]:
        """The events about a subject, in order."""
        ...

    @property
    def roster_lines(self) -> RosterLines:
        """The lines of lists and results, beside the log."""
        ...


class State(NamedTuple):
    """The ledger as it stands, the log behind it, and what day it is."""

    view: LedgerView
    log: Recorded
    today: str

    def project(self, code: str) -> str:
        """A project's code in normal form; refuses one the plan does not have, offering the nearest."""
        wanted = code.strip().upper()
        known = self.view.plan.projects
        if wanted in known:
            return wanted
        names = {row.name: row.project for row in known.values() if row.name}
        if code.strip() in names:
            return names[code.strip()]
        raise Refusal("unknown_project", project=code, nearest=_nearest(wanted, known, names))

    def measure(self, code: str) -> Measure:
        """An indicator's measure; refuses a code the plan does not have, offering the nearest."""
        wanted = code.strip().upper()
        measure = measure_of(self.view, wanted)
        if measure is None:
            known = [*self.view.plan.indicators, *self.view.plan.department_indicators]
            raise Refusal("unknown_indicator", indicator=code, nearest=_nearest(wanted, known, {}))
        return measure

    def event(self, reference: str) -> RecordedEvent:
        """The event a reference names (id or position); refuses one that is not there."""
        plain = reference.strip().removeprefix("#")
        found = (
            self.log.at(int(plain)) if plain.isascii() and plain.isdigit() else self.log.find(plain.lower())
        )
        if found is None:
            raise Refusal("unknown_event", event=reference)
        return found

    def day(self, on: str | None, *, late_reason: str | None = None) -> str:
        """The day of a fact, today where none is given: within the fiscal year and not in a closed month.

        With a reason a fact may be entered late, after its month or the year was closed.
        """
        day = on or self.today
        self.require_in_year(day)
        if late_reason is None:
            self.require_open(day)
        return day

    def require_in_year(self, day: str) -> None:
        """Refuse a date outside the fiscal year."""
        try:
            parse_date(day)
        except InvalidValue as error:
            raise Refusal("outside_year", date=day, year=self.view.year) from error
        if not day.startswith(f"{self.view.year}-"):
            raise Refusal("outside_year", date=day, year=self.view.year)

    def require_open(self, day: str) -> None:
        """Refuse a date in closed books."""
        if self.view.year_closed:
            raise Refusal("year_closed", date=day, year=self.view.year)
        if month_of(day) in self.view.closed_months:
            raise Refusal("month_closed", date=day, month=month_of(day))

    def require_period(self, period: str | None) -> None:
        """Refuse a period that is neither the fiscal year nor a month of it; None passes."""
        year = str(self.view.year)
        if period is None or period == year:
            return
        try:
            parse_month(period)
        except InvalidValue as error:
            raise Refusal("period_unreadable", period=period, year=year) from error
        if not period.startswith(f"{year}-"):
            raise Refusal("period_outside_year", period=period, year=year)

    def day_in_year(self) -> str:
        """The day of the fiscal year nearest to today."""
        year = self.view.year
        return min(max(self.today, f"{year}-01-01"), f"{year}-12-31")

    def undoing(self, event: RecordedEvent) -> EventReversed | None:
        """The reversal that leaves an event undone at present, or None where it counts."""
        reversals = [
            fact
            for other in self.log.about(about_event(event.id))
            if isinstance(fact := other.fact, EventReversed) and fact.original.id == event.id
        ]
        return reversals[-1] if reversals and reversals[-1].effect == "undo" else None

    @staticmethod
    def undone_among(events: Iterable[RecordedEvent]) -> set[str]:
        """The ids of facts undone at present, where all their reversals are among the events, in order."""
        undone: set[str] = set()
        for event in events:
            if event.type == "EventReversed" and isinstance(fact := event.fact, EventReversed):
                (undone.add if fact.effect == "undo" else undone.discard)(fact.original.id)
        return undone


def _nearest(wanted: str, codes: Iterable[str], names: Mapping[str, str]) -> str | None:
    """The code or name most like what was typed; of equals the one that begins like it. None if nothing is near."""
    code = max(codes, key=lambda known: _likeness(wanted, known), default=None)
    if code is not None and _likeness(wanted, code)[0] >= 0.5:
        return code
    near = get_close_matches(wanted, list(names), n=1, cutoff=0.5)
    return names[near[0]] if near else None


def _likeness(wanted: str, known: str) -> tuple[float, int]:
    alike = next(
        (n for n, pair in enumerate(zip(wanted, known, strict=False)) if pair[0] != pair[1]), len(known)
    )
    return SequenceMatcher(None, wanted, known).ratio(), alike

"""What the screens read: everything of one moment on one page, and what to offer while somebody types."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from fractions import Fraction

import msgspec

from events.envelope import RecordedEvent
from events.searching import Sought
from events.store import LogReader
from events.subjects import about_project
from events.types.indicators import MeasurementRecorded
from events.types.oversight import CheckStatus
from events.types.payments import DisbursementRecorded
from events.types.plan import Target
from events.values import last_day_of, months_of
from tracker.checking import months_due
from tracker.outlook import Outlook, outlook
from tracker.plan.spending import SpendingPlan, planned_by_day, planned_by_month
from tracker.projections.actuals import Actual, Measure, measure_of, month_actual
from tracker.projections.ledger_view import LedgerView
from tracker.projections.positions import ProjectMoney
from tracker.projections.timeliness import reporting_deadline, standing, timeliness_measures
from tracker.reports import ProjectStanding, StatusReport
from tracker.service import AlertReport, Tracker
from tracker.working_calendar import working_days_until

LATEST_EVENTS = 500
"""So many events of a project stand on its page; the journal has them all."""

STRETCH = 2_000
"""The latest events are looked through first, then ten times as many: what is wanted is mostly among them."""

LOOK_BACK = 400
"""So many events, the latest, are looked through for what somebody may want to type again."""


class GridCell(msgspec.Struct, frozen=True):
    """One indicator in one month."""

    month: str
    status: CheckStatus
    actual: Actual | None


class GridRow(msgspec.Struct, frozen=True):
    """One timeliness indicator through the twelve months."""

    measure: Measure
    cells: tuple[GridCell, ...]


class Deadline(msgspec.Struct, frozen=True):
    """A month whose figures must be in by a day, and how many working days are left (negative: past)."""

    month: str
    on: str
    working_days_left: int
    wanting: int


class Overview(msgspec.Struct, frozen=True):
    """The first page: money against time, the grid, what is wrong, and what is next."""

    report: StatusReport
    grid: tuple[GridRow, ...]
    alerts: tuple[AlertReport, ...]
    deadlines: tuple[Deadline, ...]
    others: tuple[str, ...]
    has_plan: bool
    months_unchecked: int


class ProjectPage(msgspec.Struct, frozen=True):
    """One project whole: money by month, indicators by month, and its events, the latest first."""

    standing: ProjectStanding
    report: StatusReport
    months: tuple[tuple[str, int, int, int], ...]
    plan_given: bool
    """Whether the plan says how much is to be paid by when; where it does not, it is spread evenly."""

    planned: tuple[Fraction, ...]
    """The share of the budget to be paid by each month's end."""

    planned_now: Fraction
    """The share to be paid by the day looked at."""

    trends: dict[str, tuple[Actual | None, ...]]
    outlooks: dict[str, Outlook]
    explanations: dict[str, str]
    """Why an indicator, or the project's execution, deviates: what was said last."""

    events: tuple[RecordedEvent, ...]


class Choices(msgspec.Struct, frozen=True):
    """What a form may offer: the plan's codes with their names, and words used before."""

    projects: tuple[tuple[str, str], ...]
    indicators: tuple[tuple[str, str, Target, str, str], ...]
    payees: tuple[str, ...]
    documents: tuple[str, ...]


def overview(
    tracker: Tracker, *, as_of: str | None = None, known_at: str | None = None, since: int = 0
) -> Overview:
    """The first page as of a business date (today), as known at an instant (now).

    ``others`` are those who have recorded something above the position ``since``.
    """
    day = as_of or tracker.today()
    report = tracker.status(as_of=as_of, known_at=known_at)
    with tracker.view(as_of=as_of, known_at=known_at) as (log, view):
        grid = tuple(_grid(view, day))
        others = {event.actor for event in log.read_back(limit=20) if event.position > since}
        has_plan = bool(view.plan.adoptions)
        deadlines = tuple(_deadlines(view, day, grid))
        unchecked = sum(month not in view.checks for month in months_due(view, day))
    alerts = tuple(tracker.alerts(as_of=as_of, known_at=known_at))
    return Overview(
        report, grid, alerts, deadlines, tuple(sorted(others - {tracker.actor})), has_plan, unchecked
    )


def _grid(view: LedgerView, day: str) -> Iterator[GridRow]:
    months = [(month, reporting_deadline(view, month)) for month in months_of(view.year)]
    for measure in timeliness_measures(view):
        cells = [standing(view, measure, month, day, deadline) for month, deadline in months]
        yield GridRow(measure, tuple(GridCell(it.month, it.status, it.actual) for it in cells))


def _deadlines(view: LedgerView, day: str, grid: Sequence[GridRow]) -> Iterator[Deadline]:
    """The months that have ended or will end next, and whose deadline is still ahead."""
    for number, month in enumerate(months_of(view.year)):
        on = reporting_deadline(view, month)
        if on >= day:
            wanting = sum(row.cells[number].actual is None for row in grid)
            left = working_days_until(dt.date.fromisoformat(day), dt.date.fromisoformat(on))
            yield Deadline(month, on, left, wanting)


def project_page(
    tracker: Tracker, code: str, *, as_of: str | None = None, known_at: str | None = None
) -> ProjectPage:
    """One project as of a business date (today), as known at an instant (now)."""
    day = as_of or tracker.today()
    report = tracker.status(as_of=as_of, known_at=known_at)
    shown = next(item for item in report.projects if item.code == code)
    with tracker.view(as_of=as_of, known_at=known_at) as (log, view):
        sought = Sought(subject=about_project(code), until=day, known_at=known_at)
        kept = _latest(log, sought, LATEST_EVENTS)
        trends = {item.measure.code: _trend(view, item.measure, day) for item in shown.indicators}
        codes = [code, *trends]
        plan = view.plan.projects[code].spending_plan or None
        explained = {each: said.fact.reason for each in codes if (said := view.explanation(each)) is not None}
    passed = sum(last_day_of(month) <= day for month in months_of(tracker.ledger.year))
    return ProjectPage(
        shown,
        report,
        tuple(months_of_money(shown.money, tracker.ledger.year)),
        plan is not None,
        planned_by_month(plan),
        _planned_now(plan, day, report),
        trends,
        {item.measure.code: outlook(item.measure, item.actual, passed) for item in shown.indicators},
        explained,
        kept,
    )


def _planned_now(plan: SpendingPlan | None, day: str, report: StatusReport) -> Fraction:
    """By the plan where it says so; else the share of the year that has passed."""
    if plan is None or day[:4] != str(report.year):
        return Fraction(report.days_passed, report.days_of_year)
    return planned_by_day(plan, day)


def latest_events(tracker: Tracker, sought: Sought, limit: int) -> tuple[RecordedEvent, ...]:
    """The latest events looked for, newest first."""
    with tracker.store.reader(str(tracker.ledger)) as log:
        return _latest(log, sought, limit)


def _latest(log: LogReader, sought: Sought, limit: int) -> tuple[RecordedEvent, ...]:
    """The latest events looked for, newest first, without reading the history below them."""
    positions: list[int] = []
    end, stretch = log.head.position, STRETCH
    while end > 0 and len(positions) < limit:
        start = max(0, end - stretch)
        positions += log.search(sought, after=start, through=end)
        end, stretch = start, stretch * 10
    pages = (positions[first : first + 100] for first in range(0, min(limit, len(positions)), 100))
    return tuple(event for page in pages for event in log.several(page))[:limit]


def _trend(view: LedgerView, measure: Measure, day: str) -> tuple[Actual | None, ...]:
    if measure.period != "month":
        return ()
    months = [month for month in months_of(view.year) if month <= day[:7]]
    return tuple(month_actual(view, measure, month) for month in months)


def months_of_money(money: ProjectMoney, year: int) -> Iterator[tuple[str, int, int, int]]:
    """Month by month: granted by its end, arrived by its end, paid net of returns by its end."""
    for month in months_of(year):
        yield (
            month,
            money.appropriated_through(month),
            money.received_through(month),
            money.disbursed_through(month),
        )


def everything(tracker: Tracker) -> AbstractContextManager[tuple[LogReader, LedgerView]]:
    """All that is recorded, also for days to come: what a decision goes by."""
    return tracker.view(as_of=f"{tracker.ledger.year}-12-31")


def choices(tracker: Tracker) -> Choices:
    """What forms may offer now."""
    with everything(tracker) as (log, view):
        recent = [event.fact for event in log.read_back(limit=LOOK_BACK)]
        projects = tuple(
            (code, row.name or row.goal[:20]) for code, row in sorted(view.plan.projects.items())
        )
        indicators = tuple(_indicators(view))
    payees = (getattr(fact, "payee", None) for fact in recent)
    documents = (getattr(fact, "document", None) for fact in recent)
    return Choices(projects, indicators, _once(payees), _once(documents))


def names_of_codes(tracker: Tracker) -> dict[str, str]:
    """What projects and indicators are called, by code."""
    with everything(tracker) as (_, view):
        projects = {code: row.name or row.goal[:20] for code, row in view.plan.projects.items()}
        return projects | {code: name for code, name, *_ in _indicators(view)}


def _indicators(view: LedgerView) -> Iterator[tuple[str, str, Target, str, str]]:
    for code in [*sorted(view.plan.indicators), *view.plan.department_indicators]:
        measure = measure_of(view, code)
        if measure is not None:
            yield code, measure.name, measure.target, measure.source, measure.period


def _once(texts: Iterator[str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for text in texts if text))


def last_about(tracker: Tracker, project: str, kind: type = DisbursementRecorded) -> RecordedEvent | None:
    """The latest-dated payment (or other fact) still in force among those last recorded for a project, or None."""
    with everything(tracker) as (log, view):
        names = {row.name: code for code, row in view.plan.projects.items() if row.name}
        subject = about_project(names.get(project, project.upper()))
        about = _latest(log, Sought(subject=subject, types=(kind.__name__, "EventReversed")), LATEST_EVENTS)
    undone = {getattr(event.fact, "reversed", None) for event in about}
    facts = [event for event in about if isinstance(event.fact, kind)]
    standing_ = [event for event in facts if event.id not in undone]
    return max(standing_, key=lambda event: event.occurred_on, default=None)


def last_measurement(tracker: Tracker, indicator: str) -> MeasurementRecorded | None:
    """The latest period's measurement of an indicator, or None."""
    with everything(tracker) as (_, view):
        periods = view.measurements.get(indicator.strip().upper(), {})
        filled = [entries[-1].fact for _, entries in sorted(periods.items()) if entries]
    return filled[-1] if filled else None


def money_of(tracker: Tracker, project: str) -> ProjectMoney | None:
    """A project's money by code or name, or None where the plan has no such project."""
    wanted = project.strip()
    with everything(tracker) as (_, view):
        names = {row.name: code for code, row in view.plan.projects.items() if row.name}
        code = names.get(wanted, wanted.upper())
        return view.money_of(code) if code in view.plan.projects else None


def next_month_of(day: str) -> str:
    """The same day of the following month within the year, or the month's last where it is shorter."""
    year, month, number = int(day[:4]), int(day[5:7]), day[8:]
    following = f"{year}-{min(month + 1, 12):02d}"
    return min(f"{following}-{number}", last_day_of(following))

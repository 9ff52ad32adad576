"""What the ledger looks like on a day: positions, actuals and their standing, as plain values to show."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from events.store import Head
from tracker.clock import year_progress
from tracker.corrections import Correction
from tracker.projections.actuals import Actual, Measure, Status, measure_of, status_of, year_actual
from tracker.projections.ledger_view import LedgerView, total
from tracker.projections.positions import ProjectMoney
from tracker.projections.typed_figures import TypedContradiction, typed_contradictions


class IndicatorStanding(msgspec.Struct, frozen=True):
    """An indicator with its actual for the year so far, and how it stands to its target."""

    measure: Measure
    level1: str
    level2: str
    actual: Actual | None
    status: Status


class ProjectStanding(msgspec.Struct, frozen=True):
    """A project with its money and its indicators. ``retired`` ones are here only if money moved in them."""

    code: str
    name: str | None
    goal: str
    money: ProjectMoney
    indicators: tuple[IndicatorStanding, ...]
    retired: bool = False


class StatusReport(msgspec.Struct, frozen=True):
    """The whole ledger as of a business date, as known at an instant (None: now)."""

    ledger: str
    name: str
    year: int
    as_of: str
    known_at: str | None
    days_passed: int
    days_of_year: int
    total: ProjectMoney
    projects: tuple[ProjectStanding, ...]
    head: Head
    corrections: tuple[Correction, ...] = ()
    """What was entered after its books had been closed, in the order it was learned."""
    contradictions: tuple[TypedContradiction, ...] = ()
    """Figures that were typed and that the log itself contradicts."""


def is_year_over(view_year: int, as_of: str) -> bool:
    """Whether a date is the fiscal year's last day or later: what is short then stays short."""
    return as_of >= f"{view_year}-12-31"


def indicator_standing(view: LedgerView, code: str, as_of: str) -> IndicatorStanding:
    """One indicator's standing as of a day; the code must be the plan's."""
    measure = measure_of(view, code)
    assert measure is not None, f"{code} is in the plan"
    row = view.plan.indicators.get(code)
    actual = year_actual(view, measure)
    status = status_of(measure.target, actual, year_over=is_year_over(view.year, as_of))
    return IndicatorStanding(measure, row.level1 if row else "", row.level2 if row else "", actual, status)


def status_report(
    view: LedgerView,
    *,
    ledger: str,
    year: int,
    as_of: str,
    known_at: str | None,
    head: Head,
    corrections: tuple[Correction, ...] = (),
) -> StatusReport:
    """Every project with its money and indicators, in the plan's order."""
    view.year = view.year or year  # as of a day before the books were opened
    passed, length = year_progress(as_of, year)
    projects = tuple(_projects(view, as_of))
    return StatusReport(
        ledger=ledger,
        name=view.name,
        year=year,
        as_of=as_of,
        known_at=known_at,
        days_passed=passed,
        days_of_year=length,
        total=_whole(view, projects),
        projects=projects,
        head=head,
        corrections=corrections,
        contradictions=typed_contradictions(view),
    )


def project_standing(view: LedgerView, code: str, as_of: str) -> ProjectStanding:
    """One project's standing as of a day; the code must be the plan's."""
    row = view.plan.projects.get(code) or view.plan.retired_projects[code]
    return ProjectStanding(
        code=code,
        name=row.name,
        goal=row.goal,
        money=_still(view.money_of(code), as_of),
        indicators=tuple(
            indicator_standing(view, indicator.indicator, as_of)
            for indicator in view.plan.indicators_of(code)
        ),
        retired=code not in view.plan.projects,
    )


def _still(money: ProjectMoney, as_of: str) -> ProjectMoney:
    """A copy that later events do not move, without reservations that have lapsed."""
    copy = msgspec.msgpack.decode(msgspec.msgpack.encode(money), type=ProjectMoney)
    copy.reservations = {name: kept for name, kept in copy.reservations.items() if kept.until >= as_of}
    return copy


def _whole(view: LedgerView, projects: Sequence[ProjectStanding]) -> ProjectMoney:
    whole = total(view.money)
    for project in projects:
        whole.reservations.update(project.money.reservations)
    return whole


def _projects(view: LedgerView, as_of: str) -> list[ProjectStanding]:
    shown = set(view.plan.projects) | {code for code in view.plan.retired_projects if code in view.money}
    return [project_standing(view, code, as_of) for code in sorted(shown)]

"""What an indicator's actual value is, for a month and for the year so far, and whether it meets its target.

Computed from money and people wherever the log can answer, typed where it cannot. A year's ratio is the
ratio of the sums, never the mean of the months' percentages. All figures are exact.
"""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from functools import lru_cache
from typing import Literal

import msgspec

from events.types.indicators import Band, MeasurementRecorded
from events.types.plan import Period, Rollup, Source, Target
from events.values import last_day_of, months_of, owner_of
from tracker.money import FEN_PER_YUAN
from tracker.projections.ledger_view import Entry, LedgerView
from tracker.projections.positions import DueMonth, ProjectMoney
from tracker.projections.thresholds import chosen_for, in_force_until
from tracker.ratios import holds
from tracker.working_calendar import nth_working_day_before, nth_working_day_of_next_month

Status = Literal["met", "short", "over", "unreported", "pending"]
Kind = Literal["people", "money", "per_person", "plain"]

COMPUTED_SOURCES: frozenset[Source] = frozenset(
    ("people_on_time", "amount_on_time", "payment_rate", "funds_arrival", "spending", "per_person")
)
AFTER_ALL = "9999-12"
"""Through this month everything counts: a correction made when the year is over corrects the year's figures too."""


class Measure(msgspec.Struct, frozen=True):
    """How an indicator is measured and judged: what actuals and the monthly check need to know of it."""

    code: str
    name: str
    target: Target
    source: Source
    period: Period
    rollup: Rollup
    deadline: str | None = None
    pay_days: tuple[tuple[str, int], ...] = ()
    """The pay days the ledger chose, each with the day it was chosen on."""

    @property
    def project(self) -> str:
        """The project (or department goal) it belongs to."""
        return owner_of(self.code)


class Actual(msgspec.Struct, frozen=True):
    """An actual value, exact: a ratio with its parts, a plain value, or a qualitative band.

    ``kind`` says in what form the parts are: people (whole numbers), money (fen), money over people, or plain
    decimals. A ratio's ``value`` is a fraction of one; money per person is in fen per person and month.
    ``typed`` is the measurement it was typed in, None where it was computed.
    """

    value: Fraction | None = None
    numerator: Fraction | None = None
    denominator: Fraction | None = None
    kind: Kind = "plain"
    band: Band | None = None
    share: str | None = None
    typed: Entry | None = None

    @property
    def in_target_unit(self) -> Fraction | None:
        """The value in its target's terms: percent for a ratio, yuan for money, else as it is."""
        if self.value is None:
            return None
        if self.kind == "per_person" or (self.kind == "money" and self.numerator is None):
            return self.value / FEN_PER_YUAN
        return self.value * 100 if self.numerator is not None else self.value


def measure_of(view: LedgerView, code: str) -> Measure | None:
    """How an indicator of a project or of a department goal is measured; None where there is no such code."""
    if (row := view.plan.indicators.get(code)) is not None:
        own = view.plan.deadlines.get(code)
        pay_days = chosen_for(view, "pay_day") if own and own.startswith("before_pay_day") else ()
        return Measure(code, row.level3, row.target, row.source, row.period, row.rollup, own, pay_days)
    if (goal := view.plan.department_indicators.get(code)) is not None:
        return Measure(code, goal.name, goal.target, _department_source(goal.target), "year", "latest")
    return None


def _department_source(target: Target) -> Source:
    if target.comparator is None:
        return "band"
    return "ratio" if target.unit == "%" else "value"


def month_actual(view: LedgerView, measure: Measure, month: str) -> Actual | None:
    """An indicator's actual for one month; None where there is nothing to say yet."""
    computed = _computed_month(view.money_of(measure.project), measure, month)
    if computed is not None:
        return computed
    entry = view.measurement(measure.code, month)
    return typed_actual(entry, measure) if entry else None


def year_actual(view: LedgerView, measure: Measure) -> Actual | None:
    """An indicator's actual for the year so far; None where there is nothing to say.

    Computed if the log holds what it is made of; else the value typed for the year, which stands for the
    year whatever the months say; else what the months typed make of it by the roll-up.
    """
    computed = _computed_year(view, measure)
    if computed is not None:
        return computed
    entry = view.measurement(measure.code, str(view.year))
    return typed_actual(entry, measure) if entry else _rolled_up(view, measure)


def status_of(target: Target, actual: Actual | None, *, year_over: bool) -> Status:
    """How an actual stands to its target, as of a day on or before (``year_over``: from) the year's last."""
    if actual is None or (actual.band is None and actual.in_target_unit is None):
        return "unreported" if year_over else "pending"
    if actual.band is not None:
        return "met" if actual.band == "met" else "short"
    goal, value = goal_of(target), actual.in_target_unit
    assert value is not None, "seen above"
    assert target.comparator is not None, "a figure is judged by a figure"
    if holds(target.comparator, value, goal):
        return "met"
    if target.comparator in ("<=", "<") or (target.comparator == "=" and value > goal == 0):
        return "over"
    if target.comparator == "=" and value > goal:
        return "met"
    return "short" if year_over else "pending"


def goal_of(target: Target) -> Fraction:
    """The figure of a quantitative target."""
    assert target.value is not None, "only a quantitative target has a figure"
    return _figure(target.value)


@lru_cache(maxsize=4096)
def _figure(text: str) -> Fraction:
    return Fraction(text)


def pay_deadline(measure: Measure, month: str) -> str:
    """The day by which people due in a month must have been paid: its last, or the indicator's own deadline."""
    kind, _, number = (measure.deadline or "month_end").partition(":")
    match kind:
        case "day":
            return min(f"{month}-{int(number):02d}", last_day_of(month))
        case "working_day":
            return nth_working_day_of_next_month(month, int(number))
        case "before_pay_day":
            return in_force_until(
                "pay_day", measure.pay_days, lambda day: _before_pay_day(month, day, int(number))
            )[1]
        case _:
            return last_day_of(month)


def on_time_until(measure: Measure, due_on: str) -> str | None:
    """The last day on which what is due on a day is paid in time for an indicator; None where it does not measure that."""
    match measure.source:
        case "people_on_time":
            return pay_deadline(measure, due_on[:7])
        case "amount_on_time":
            return due_on
        case _:
            return None


@lru_cache(maxsize=4096)
def _before_pay_day(month: str, pay_day: int, working_days: int) -> str:
    day = dt.date.fromisoformat(f"{month}-{pay_day:02d}")
    return nth_working_day_before(day, working_days).isoformat()


def _computed_month(money: ProjectMoney, measure: Measure, month: str) -> Actual | None:
    match measure.source:
        case "people_on_time":
            return _people(money.due.get(month), pay_deadline(measure, month))
        case "amount_on_time":
            due = money.due.get(month)
            return _amounts(due.amount_on_time, due.amount_due) if due and due.amount_due else None
        case "payment_rate":
            if not _has_paid(money, month):
                return None
            return _amounts(money.disbursed_through(month), money.appropriated_through(month))
        case "funds_arrival":
            appropriated = money.appropriated_through(month)
            return _amounts(money.received_through(month), appropriated) if appropriated else None
        case "spending":
            return _spent(money.disbursed_through(month)) if _has_paid(money, month) else None
        case "per_person":
            return _per_person([due]) if (due := money.due.get(month)) else None
        case _:
            return None


def _computed_year(view: LedgerView, measure: Measure) -> Actual | None:
    money, last = view.money_of(measure.project), AFTER_ALL
    match measure.source:
        case "people_on_time" | "amount_on_time":
            return _months_together(view, measure)
        case "per_person":
            months = [due for _, due in sorted(money.due.items()) if due.people_paid]
            return _per_person(months[-1:] if measure.rollup == "latest" else months)
        case _:
            return _computed_month(money, measure, last)


def _months_together(view: LedgerView, measure: Measure) -> Actual | None:
    """The ratio of the sums of the months: paid on time of what was due, and as typed where no payment says."""
    money = view.money_of(measure.project)
    computed = [_computed_month(money, measure, month) for month in sorted(money.due)]
    if all(part is None for part in computed):
        return None
    typed = [typed_actual(entry, measure) for entry in typed_beside(view, measure)]
    if measure.source == "people_on_time":
        return _sum_of_ratios([part for part in (*computed, *typed) if part is not None], "people")
    parts = [part for part in computed if part is not None] + [_in_fen(part) for part in typed]
    return _sum_of_ratios(parts, "money")


def _in_fen(typed: Actual) -> Actual:
    assert typed.numerator is not None, "only ratios stand beside payments"
    assert typed.denominator is not None, "only ratios stand beside payments"
    return Actual(typed.value, typed.numerator * FEN_PER_YUAN, typed.denominator * FEN_PER_YUAN, "money")


def typed_beside(view: LedgerView, measure: Measure) -> list[Entry]:
    """The ratios typed for months of which the payments say nothing."""
    money = view.money_of(measure.project)
    entries = (view.measurement(measure.code, month) for month in months_of(view.year))
    return [
        entry
        for entry in entries
        if entry is not None
        and entry.fact.numerator is not None
        and _computed_month(money, measure, entry.fact.period) is None
    ]


def is_computed(view: LedgerView, measure: Measure, month: str | None) -> bool:
    """Whether the log itself answers for a month (None: the year), so that what was typed does not decide."""
    if month is not None:
        return _computed_month(view.money_of(measure.project), measure, month) is not None
    return _computed_year(view, measure) is not None


def _has_paid(money: ProjectMoney, month: str) -> bool:
    return any(moved.disbursed or moved.returned for key, moved in money.months.items() if key <= month)


def _people(due: DueMonth | None, deadline: str) -> Actual | None:
    if due is None or not due.people_due:
        return None
    numerator, denominator = Fraction(due.people_paid_by(deadline)), Fraction(due.people_due)
    return Actual(numerator / denominator, numerator, denominator, "people")


def _amounts(numerator: int, denominator: int) -> Actual:
    top, bottom = Fraction(numerator), Fraction(denominator)
    return Actual(top / bottom if bottom else None, top, bottom, "money")


def _spent(fen: int) -> Actual:
    return Actual(Fraction(fen), kind="money")


def _per_person(months: list[DueMonth]) -> Actual | None:
    people = sum(due.people_paid for due in months)
    if not people:
        return None
    amount = Fraction(sum(due.people_amount for due in months))
    return Actual(amount / people, amount, Fraction(people), "per_person")


def _sum_of_ratios(parts: list[Actual], kind: Kind) -> Actual | None:
    if not parts:
        return None
    numerator = sum((part.numerator or Fraction(0) for part in parts), Fraction(0))
    denominator = sum((part.denominator or Fraction(0) for part in parts), Fraction(0))
    return Actual(numerator / denominator if denominator else None, numerator, denominator, kind)


def typed_actual(entry: Entry, measure: Measure) -> Actual:
    """The actual a measurement says, as it was typed."""
    fact = entry.fact
    if fact.band is not None:
        return Actual(band=fact.band, share=fact.share, typed=entry)
    if fact.value is not None:
        return _typed_value(fact.value, measure, entry)
    numerator, denominator = _parts(fact)
    kind: Kind = "people" if numerator.denominator == denominator.denominator == 1 else "plain"
    value = numerator / denominator if denominator else None
    return Actual(value, numerator, denominator, kind, typed=entry)


def _typed_value(text: str, measure: Measure, entry: Entry) -> Actual:
    if measure.target.unit == "元":
        return Actual(Fraction(text) * FEN_PER_YUAN, kind="money", typed=entry)
    return Actual(Fraction(text), typed=entry)


def _parts(fact: MeasurementRecorded) -> tuple[Fraction, Fraction]:
    assert fact.numerator is not None, "a measurement says something"
    assert fact.denominator is not None, "a numerator stands over a denominator"
    return Fraction(fact.numerator), Fraction(fact.denominator)


def rolled_up_entries(view: LedgerView, measure: Measure) -> list[Entry]:
    """The months typed that the year's figure is made of by the indicator's roll-up.

    A month's percentage without its parts can't be added to others: it stands for the year only alone, as the last.
    """
    entries = [entry for month in months_of(view.year) if (entry := view.measurement(measure.code, month))]
    if not entries or measure.rollup == "none":
        return []
    if measure.rollup == "latest" or entries[-1].fact.band is not None:
        return entries[-1:]
    if measure.rollup == "sum":
        return entries
    return [entry for entry in entries if entry.fact.numerator is not None] or entries[-1:]


def _rolled_up(view: LedgerView, measure: Measure) -> Actual | None:
    parts = [typed_actual(entry, measure) for entry in rolled_up_entries(view, measure)]
    if not parts:
        return None
    if measure.rollup == "sum" and parts[-1].band is None:
        return Actual(sum((part.value or Fraction(0) for part in parts), Fraction(0)), kind=parts[-1].kind)
    if measure.rollup == "latest" or parts[-1].numerator is None:
        return parts[-1]
    return _sum_of_ratios(parts, "people" if all(part.kind == "people" for part in parts) else "plain")

"""The monthly timeliness check: which indicators take part, and how each stands in one month on one day."""

from __future__ import annotations

from fractions import Fraction

import msgspec
from msgspec import UNSET

from events.types.oversight import CheckStatus, TimelinessVerdict
from events.values import last_day_of
from tracker.projections.actuals import (
    Actual,
    Kind,
    Measure,
    goal_of,
    measure_of,
    month_actual,
    pay_deadline,
)
from tracker.projections.ledger_view import LedgerView
from tracker.projections.thresholds import chosen_for, in_force_until
from tracker.ratios import decimal_text, holds
from tracker.working_calendar import nth_working_day_of_next_month

REPORTING = "reporting_deadline"
"""The setting that says which working day of the next month a month's figures must be in by."""


class Standing(msgspec.Struct, frozen=True):
    """An indicator in one month: its verdict and the exact actual it was judged by (None without data)."""

    measure: Measure
    month: str
    status: CheckStatus
    actual: Actual | None = None


def reporting_deadline(view: LedgerView, month: str) -> str:
    """The day by which a month's figures must be in, where an indicator has no deadline of its own."""
    changes = chosen_for(view, REPORTING)
    return in_force_until(REPORTING, changes, lambda number: nth_working_day_of_next_month(month, number))[1]


def working_day_of_reporting(view: LedgerView, month: str) -> int:
    """The working day of the next month that this deadline is."""
    changes = chosen_for(view, REPORTING)
    return in_force_until(REPORTING, changes, lambda number: nth_working_day_of_next_month(month, number))[0]


def own_deadline(measure: Measure, month: str) -> str | None:
    """The day by which an indicator's figures for a month must be in by its own deadline; None where it has none.

    A month is not judged before it has ended, so a deadline within the month is in effect its last day.
    """
    return max(pay_deadline(measure, month), last_day_of(month)) if measure.deadline is not None else None


def first_deadline(view: LedgerView, month: str) -> str:
    """The day after which there is something to check of a month: the earliest deadline in it."""
    own = (own_deadline(measure, month) for measure in timeliness_measures(view) if measure.deadline)
    return min([reporting_deadline(view, month), *(day for day in own if day is not None)])


def is_timeliness(view: LedgerView, code: str) -> bool:
    """Whether an indicator takes part in the monthly check: a 时效 indicator that is measured by the month."""
    row = view.plan.indicators[code]
    return "时效" in row.level2 and row.period == "month" and row.target.comparator is not None


def timeliness_measures(view: LedgerView) -> list[Measure]:
    """The indicators of the monthly check, by code."""
    codes = (code for code in sorted(view.plan.indicators) if is_timeliness(view, code))
    return [measure for code in codes if (measure := measure_of(view, code)) is not None]


def check_month(view: LedgerView, month: str, today: str) -> list[Standing]:
    """Every timeliness indicator's standing in a month, as it is on a day."""
    deadline = reporting_deadline(view, month)
    return [standing(view, measure, month, today, deadline) for measure in timeliness_measures(view)]


def standing(view: LedgerView, measure: Measure, month: str, today: str, deadline: str) -> Standing:
    """One indicator's standing: judged at once where there is data, overdue after the deadline where there is none.

    ``deadline`` is the ledger's for that month; the indicator's own stands before it. Where people may still be
    paid on time, because the indicator's own deadline lies ahead, nothing is missed yet.
    """
    actual = month_actual(view, measure, month)
    if today <= last_day_of(month):
        return Standing(measure, month, "not_due", actual)
    if actual is not None and actual.in_target_unit is not None:
        judged = _judge(measure, actual.in_target_unit)
        still_open = actual.typed is None and measure.source == "people_on_time"
        if judged == "missed" and still_open and today <= pay_deadline(measure, month):
            judged = "not_due"
        return Standing(measure, month, judged, actual)
    if today <= (own_deadline(measure, month) or deadline):
        return Standing(measure, month, "not_due")
    missing: CheckStatus = "not_applicable" if measure.source == "amount_on_time" else "unreported"
    return Standing(measure, month, missing)


def _judge(measure: Measure, value: Fraction) -> CheckStatus:
    comparator, goal = measure.target.comparator, goal_of(measure.target)
    assert comparator is not None, "only figures take part"
    reached = holds(comparator, value, goal) or (comparator == "=" and value > goal > 0)
    return "met" if reached else "missed"


def verdict(standing: Standing) -> TimelinessVerdict:
    """The standing as the check's event keeps it."""
    actual, target = standing.actual, standing.measure.target
    judged = actual if standing.status in ("met", "missed") else None
    return TimelinessVerdict(
        indicator=standing.measure.code,
        status=standing.status,
        numerator=_figure(judged.numerator if judged else None, judged.kind if judged else "plain"),
        denominator=_figure(judged.denominator if judged else None, judged.kind if judged else "plain"),
        comparator=target.comparator,
        target=target.value,
        deadline=own_deadline(standing.measure, standing.month) or UNSET,
    )


def _figure(value: Fraction | None, kind: Kind) -> str | None:
    if value is None:
        return None
    return decimal_text(value / 100) if kind == "money" else decimal_text(value)

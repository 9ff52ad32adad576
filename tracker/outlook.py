"""Where the year is heading: what it comes to if the months go on as they did, and what those left must bring."""

from __future__ import annotations

from fractions import Fraction

import msgspec

from tracker.money import half_up
from tracker.projections.actuals import Actual, Measure
from tracker.ratios import fraction

MONTHS = 12


class Outlook(msgspec.Struct, frozen=True):
    """A forecast for the year's end, and what each month left must bring (or may use); None where there is no saying."""

    forecast: str | None = None
    needed_a_month: str | None = None
    """With its comparator: ``>=25.00`` must come in each month left, ``<=25.00`` may."""

    out_of_reach: bool = False
    """No month left could bring what is needed."""


def outlook(measure: Measure, actual: Actual | None, months_passed: int) -> Outlook:
    """A straight line through the months so far: counts grow with them, ratios and levels stay as they are.

    What a ratio still needs assumes that each month left weighs as much as those passed did on average.
    """
    comparator, target = measure.target.comparator, measure.target.value
    value = actual.in_target_unit if actual is not None else None
    if (
        actual is None
        or value is None
        or comparator is None
        or target is None
        or not 0 < months_passed < MONTHS
    ):
        return Outlook()
    goal, left = fraction(target), MONTHS - months_passed
    if measure.rollup == "sum" or measure.source == "spending":
        return _of_a_count(value, goal, comparator, months_passed, left)
    if actual.numerator is not None and actual.kind != "per_person" and measure.rollup == "ratio_of_sums":
        return _of_a_ratio(value, goal, comparator, months_passed, left)
    sign = ">=" if comparator in (">=", ">", "=") else "<="
    return Outlook(half_up(value), f"{sign}{half_up(goal)}")


def _of_a_count(value: Fraction, goal: Fraction, comparator: str, passed: int, left: int) -> Outlook:
    forecast, gap = half_up(value * MONTHS / passed), (goal - value) / left
    if comparator in ("<=", "<"):
        return Outlook(forecast, f"<={half_up(max(gap, Fraction(0)))}", out_of_reach=gap < 0)
    return Outlook(forecast, f">={half_up(max(gap, Fraction(0)))}")


def _of_a_ratio(value: Fraction, goal: Fraction, comparator: str, passed: int, left: int) -> Outlook:
    needed = (goal * MONTHS - value * passed) / left
    if comparator in ("<=", "<"):
        return Outlook(
            f"{half_up(value)}%", f"<={half_up(max(needed, Fraction(0)))}%", out_of_reach=needed < 0
        )
    return Outlook(f"{half_up(value)}%", f">={half_up(max(needed, Fraction(0)))}%", out_of_reach=needed > 100)

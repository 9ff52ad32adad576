"""The spending plan (资金支出计划) of a 绩效目标表: how much of a project's budget is to be paid by when.

The form asks for it as cumulative percent at the end of March, June, October and December.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

SpendingPlan = tuple[str, ...]
"""Four percentages as plain decimals, none below the one before: ``("25", "50", "80", "100")``."""

MONTHS = (3, 6, 10, 12)
"""The months by whose end the percentages are to be reached."""

LABELS = tuple(f"{month}月底" for month in MONTHS)
_PERCENT = re.compile(r"(\d{1,3}(?:\.\d{1,4})?)[%％]?")
_RUN = re.compile(r"\d{1,3}\.\d\d(?=\D|$|\d{1,3}\.\d\d)")


def spending_plan(texts: Sequence[str]) -> SpendingPlan | None:
    """Four printed percentages; None where they are not four, fall, or exceed the whole."""
    found = [_PERCENT.fullmatch(text.strip()) for text in texts]
    if len(found) != len(MONTHS) or not all(found):
        return None
    shares = [Decimal(each[1]) for each in found if each is not None]
    if sorted(shares) != shares or shares[-1] > 100 or not shares[-1]:
        return None
    return tuple(f"{share.normalize():f}" for share in shares)


def spending_plan_under_labels(cells: Mapping[str, str]) -> SpendingPlan | None:
    """From labelled cells: each label with its own, or all four after the last label (a row below the labels)."""
    own = spending_plan([cells.get(label, "") for label in LABELS])
    behind = cells.get(LABELS[-1], "")
    return own or spending_plan(behind.split()) or spending_plan(_RUN.findall(behind))


def planned_by_month(plan: SpendingPlan | None) -> tuple[Fraction, ...]:
    """The share of the budget to be paid by each month's end; spread evenly where no plan says otherwise."""
    return tuple(_share(plan, Fraction(month)) for month in range(1, 13))


def planned_by_day(plan: SpendingPlan | None, day: str) -> Fraction:
    """The share of the budget to be paid by a day (``YYYY-MM-DD``); within a month it grows day by day."""
    on = dt.date.fromisoformat(day)
    following = on.replace(day=28) + dt.timedelta(days=4)
    days = (following.replace(day=1) - on.replace(day=1)).days
    return _share(plan, on.month - 1 + Fraction(on.day, days))


def _share(plan: SpendingPlan | None, months: Fraction) -> Fraction:
    """Between two of the plan's dates the money is spread evenly."""
    if plan is None:
        return months / 12
    before, reached = Fraction(0), Fraction(0)
    for month, percent in zip(MONTHS, plan, strict=True):
        share = Fraction(percent) / 100
        if months <= month:
            return reached + (share - reached) * (months - before) / (month - before)
        before, reached = Fraction(month), share
    return reached

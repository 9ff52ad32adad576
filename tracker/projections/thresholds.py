"""The figures of the house's rules: deadlines, the pay day, the thresholds of the alerts, each with its default.

A ledger may choose its own. A choice holds from its day on; for what has a deadline of its own (a month's
figures, a month's payments) it holds only where that deadline had not passed when it was chosen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import Literal, NamedTuple

from tracker.projections.ledger_view import LedgerView, SettingInForce

Unit = Literal["working_day", "day_of_month", "working_days", "days", "hours", "percent", "points"]


class Threshold(NamedTuple):
    """A setting: its default, and the lowest and highest figure it may have."""

    default: int
    low: int
    high: int
    unit: Unit


THRESHOLDS: dict[str, Threshold] = {
    "reporting_deadline": Threshold(5, 1, 20, "working_day"),
    "pay_day": Threshold(15, 1, 28, "day_of_month"),
    "remind": Threshold(3, 0, 15, "working_days"),
    "escalate": Threshold(5, 1, 30, "working_days"),
    "put_aside": Threshold(10, 1, 90, "days"),
    "backup_age": Threshold(3, 1, 30, "days"),
    "absence": Threshold(36, 12, 240, "hours"),
    "execution_red": Threshold(60, 1, 100, "percent"),
    "execution_yellow": Threshold(80, 1, 100, "percent"),
    "light_red": Threshold(60, 1, 100, "percent"),
    "light_yellow": Threshold(80, 1, 100, "percent"),
    "ceiling_nearing": Threshold(90, 50, 100, "percent"),
    "ceiling_ahead": Threshold(10, 0, 50, "points"),
    "margin": Threshold(2, 0, 20, "points"),
}
"""Every setting by name; the names are history, for the log keeps them."""

ORDERED = (("execution_red", "execution_yellow"), ("light_red", "light_yellow"))
"""Pairs of which the first must stay below the second."""


def in_force(view: LedgerView, name: str) -> int:
    """A setting's figure as of the view."""
    changes = view.settings.get(name)
    chosen = changes[-1].value if changes else None
    return THRESHOLDS[name].default if chosen is None else chosen


class SettingStanding(NamedTuple):
    """A setting as it stands: its figure, its range, and who chose it when and why (None: the default)."""

    name: str
    value: int
    threshold: Threshold
    chosen: SettingInForce | None


def settings_in_force(view: LedgerView) -> tuple[SettingStanding, ...]:
    """Every setting as of the view."""
    chosen = {name: changes[-1] for name, changes in view.settings.items() if changes}
    return tuple(
        SettingStanding(name, in_force(view, name), threshold, chosen.get(name))
        for name, threshold in THRESHOLDS.items()
    )


def share(view: LedgerView, name: str) -> Fraction:
    """A setting in percent or points as a share of one."""
    return Fraction(in_force(view, name), 100)


def chosen_for(view: LedgerView, name: str) -> tuple[tuple[str, int], ...]:
    """The figures a ledger chose one after the other, each with its day."""
    default = THRESHOLDS[name].default
    return tuple(
        (change.on, default if change.value is None else change.value)
        for change in view.settings.get(name, ())
    )


def in_force_until(
    name: str, changes: Iterable[tuple[str, int]], deadline: Callable[[int], str]
) -> tuple[int, str]:
    """The figure in force for something with a deadline, and that deadline: no change after it had passed counts."""
    value = THRESHOLDS[name].default
    day = deadline(value)
    for on, chosen in changes:
        if on <= day:
            value, day = chosen, deadline(chosen)
    return value, day


def used(view: LedgerView, names: Iterable[str]) -> dict[str, str]:
    """Settings as an event names them that was judged by them."""
    return {name: str(in_force(view, name)) for name in names}

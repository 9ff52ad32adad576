"""Monitoring lights of the running year: how far money and indicators are, against the months passed."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

from events.types.plan import Comparator
from tracker.rules.levels import level_name
from tracker.rules.points import Number
from tracker.rules.rule_set import Band, LightRule
from tracker.rules.scoring import is_met

Light = Literal["red", "yellow", "green", "blue"]
_WORST_FIRST: tuple[Light, ...] = ("red", "yellow", "blue", "green")
_NEVER_PRO_RATED = ("质量", "时效", "成本")


def budget_light(executed_fen: int, adjusted_fen: int, months_passed: int, rule: LightRule) -> Light | None:
    """The light of a project's money: execution rate against months passed; None without budget or time."""
    if adjusted_fen <= 0 or not 0 < months_passed <= 12:
        return None
    progress = Fraction(executed_fen, adjusted_fen) / Fraction(months_passed, 12) * 100
    if progress < Fraction(rule.red_below):
        return "red"
    return "yellow" if progress < Fraction(rule.yellow_below) else "green"


def is_pro_rated(comparator: Comparator, level2: str, *, grows: bool) -> bool:
    """Whether a target is compared with its part of the year: only a ≥ or > that grows, and is an amount.

    Quality, timeliness and cost indicators never are.
    """
    return grows and comparator in (">=", ">") and not level_name(level2).startswith(_NEVER_PRO_RATED)


def quantity_light(
    comparator: Comparator,
    target: Number,
    actual: Number,
    *,
    months_passed: int,
    pro_rated: bool,
    rule: LightRule,
) -> Light:
    """The light of a quantitative indicator.

    Pro-rated: red, yellow, green and blue by A ÷ (T × m/12). Otherwise green in range, red out of it.
    """
    goal = Fraction(target) * Fraction(months_passed, 12)
    if not pro_rated or goal <= 0:
        return "green" if is_met(comparator, target, actual) else "red"
    progress = Fraction(actual) / goal * 100
    if progress < Fraction(rule.red_below):
        return "red"
    if progress < Fraction(rule.yellow_below):
        return "yellow"
    return "green" if progress < Fraction(rule.blue_from) else "blue"


def quality_light(band: Band) -> Light:
    """Met is green, partly met yellow, missed red."""
    return {"met": "green", "partly": "yellow", "missed": "red"}[band]  # type: ignore[return-value]


def worst_light(lights: tuple[Light | None, ...]) -> Light | None:
    """The light a project shows: the worst of its own; blue (far ahead) counts as worse than green only."""
    return next((light for light in _WORST_FIRST if light in lights), None)


def needs_explanation(light: Light | None, rule: LightRule) -> bool:
    """Red always, yellow unless the rule set asks for red only."""
    return light == "red" or (light == "yellow" and rule.explain_yellow)

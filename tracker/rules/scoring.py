"""Scores of execution and indicators, totals and grades: exact arithmetic, rounded once at the end.

A score comes with the flags that say which explanations the form must carry.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from events.types.plan import Comparator
from tracker.rules.checking import in_band
from tracker.rules.points import CENT, HUNDRED, ZERO, Number, round_half_up
from tracker.rules.rule_set import Band, RuleSet

QuantityRule = Literal["met", "no_goal", "linear", "inverse", "shortfall"]
"""How an actual earns its points against a target: all, none for want of a goal, or a part of them."""


class ShareOutsideBand(ValueError):
    """A share of the weight that does not belong to the band it was given with."""


@dataclass(frozen=True)
class Score:
    """The points of one indicator and why they must be explained."""

    points: Decimal
    weight: Decimal
    overshoot: bool = False
    """The actual is so far above the target that the target was set too low, or above an = target."""

    @property
    def below_weight(self) -> bool:
        """Whether points were lost."""
        return self.points < self.weight


def score_execution(executed_fen: int, adjusted_fen: int | None, rules: RuleSet) -> Decimal:
    """Points of the execution rate: min(w, executed ÷ adjusted × w), two decimals (财预〔2020〕10号).

    0 where the adjusted budget is 0 or unknown, and never below 0.
    """
    weight = rules.execution.weight
    if not adjusted_fen or adjusted_fen < 0:
        return ZERO
    points = Fraction(executed_fen, adjusted_fen) * Fraction(weight)
    return _bounded(points, weight, rules.score_step)


def _bounded(points: Fraction, weight: Decimal, step: Decimal) -> Decimal:
    """Rounded to the step, but a full score stays the weight even where the weight is no multiple of it."""
    if points >= Fraction(weight):
        return weight.quantize(CENT)
    return max(ZERO, min(round_half_up(points, step), weight.quantize(CENT)))


def score_quantity(
    comparator: Comparator, target: Number, actual: Number, weight: Decimal, rules: RuleSet
) -> Score:
    """Points of a quantitative indicator of that weight (财预〔2020〕10号, 定量指标).

    Met: the whole weight. ≥, > and = below target: A/T × w (0 for a target of 0 or below). ≤ and < above
    target: linear (1 − (A−T)/T) × w, or inverse w × T/A, by the rule set; 0 for a target of 0.
    A flagged overshoot loses the rule set's deduction.
    """
    goal, value = Fraction(target), Fraction(actual)
    points = achieved_share(comparator, goal, value, rules) * Fraction(weight)
    overshoot = overshoots(comparator, goal, value, rules)
    if overshoot and comparator != "=":
        points -= Fraction(rules.overshoot.deduction)
    return Score(_bounded(points, weight, rules.score_step), weight, overshoot)


def is_met(comparator: Comparator, target: Number, actual: Number) -> bool:
    """Whether the actual reaches the target; an = target is reached from above too, but 0 only by 0."""
    goal, value = Fraction(target), Fraction(actual)
    if comparator == "=" and goal == 0:
        return value <= 0
    if comparator in (">=", "="):
        return value >= goal
    if comparator == ">":
        return value > goal
    return value <= goal if comparator == "<=" else value < goal


def achieved_share(comparator: Comparator, target: Fraction, actual: Fraction, rules: RuleSet) -> Fraction:
    """The part of the weight an actual earns before rounding and deductions, from 0 to 1."""
    match quantity_rule(comparator, target, actual, rules):
        case "met":
            return Fraction(1)
        case "no_goal":
            return Fraction(0)
        case "linear":
            share = 1 - (actual - target) / target
        case "inverse":
            share = target / actual
        case _:
            share = actual / target
    return min(max(share, Fraction(0)), Fraction(1))


def quantity_rule(comparator: Comparator, target: Fraction, actual: Fraction, rules: RuleSet) -> QuantityRule:
    """Which rule gives an actual its part of the weight."""
    if is_met(comparator, target, actual):
        return "met"
    if target <= 0:
        return "no_goal"
    if comparator in ("<=", "<"):
        return "linear" if rules.ceiling == "linear" else "inverse"
    return "shortfall"


def overshoots(comparator: Comparator, target: Fraction, actual: Fraction, rules: RuleSet) -> bool:
    """Whether the actual is far above a ≥ or > target, or at all above an = target.

    Saving on a ≤ target is never an overshoot.
    """
    rule = rules.overshoot
    if comparator == "=":
        return rule.any_excess_of_equal and actual > target and target != 0
    if comparator not in (">=", ">") or target <= 0:
        return False
    edge = target * (1 + Fraction(rule.threshold) / 100)
    return actual > edge or (rule.inclusive and actual == edge)


def check_share(band: Band, share: Decimal, rules: RuleSet) -> None:
    """Raise :class:`ShareOutsideBand` unless the share (percent of the weight) belongs to the band."""
    rule = getattr(rules.bands, band)
    if not in_band(rule, share, best=band == "met"):
        closing = "]" if band == "met" else ")"
        raise ShareOutsideBand(
            f"得分比例 {share}% 不在该档 [{rule.low}%, {rule.high}%{closing} 内 / "
            f"share {share}% is outside band {band} [{rule.low}%, {rule.high}%{closing}"
        )


def score_quality(band: Band, share: Decimal | None, weight: Decimal, rules: RuleSet) -> Score:
    """Points of a qualitative indicator (财预〔2020〕10号, 定性指标: 达成、部分达成、未达成三档).

    ``share`` is the percentage of the weight; None takes the band's default. Whole-point rounding never
    leaves the band's ceiling.

    Raises:
        ShareOutsideBand: the share does not belong to the band.
    """
    rule = getattr(rules.bands, band)
    chosen: Decimal = rule.default if share is None else share
    check_share(band, chosen, rules)
    return Score(_bounded(Fraction(chosen) / 100 * Fraction(weight), weight, rules.score_step), weight)


def total_score(execution: Decimal, indicators: tuple[Decimal, ...]) -> Decimal:
    """The sum of the scores, at most 100.00."""
    return min(execution + sum(indicators, ZERO), HUNDRED).quantize(CENT)


def capped_total(total: Decimal, executed_fen: int, adjusted_fen: int | None, rules: RuleSet) -> Decimal:
    """The total under the rule set's caps for a low execution rate; unchanged where it has none."""
    caps = rules.execution.caps
    rate = Fraction(executed_fen * 100, adjusted_fen) if adjusted_fen and adjusted_fen > 0 else Fraction(0)
    lower = rules.execution.cap_edge == "lower"
    hit = [cap.at_most for cap in caps if rate < Fraction(cap.below) or (lower and rate == cap.below)]
    return min([total, *hit]).quantize(CENT)


def grade(total: Decimal, rules: RuleSet) -> str:
    """优, 良, 中 or 差 of the total as printed, two decimals half up: 89.995 is 优, 89.50 is 良."""
    printed = round_half_up(total)
    return next(each.name for each in rules.grades if printed >= each.minimum)


def needs_reason(score: Score, rules: RuleSet) -> bool:
    """Whether a reason must stand beside this score before the form is complete."""
    lost = rules.reasons.below_weight and score.below_weight
    return lost or (rules.reasons.overshoot and score.overshoot)


def needs_measure(score: Score, rules: RuleSet) -> bool:
    """Whether an improvement measure must stand beside this score before the form is complete."""
    return rules.reasons.measure_below_weight and score.below_weight


def execution_needs_reason(executed_fen: int, adjusted_fen: int | None, rules: RuleSet) -> bool:
    """Whether the execution rate is so low that the rule set demands a reason (Sichuan: below 90 %)."""
    limit = rules.execution.reason_below
    if limit is None or not adjusted_fen or adjusted_fen < 0:
        return False
    return Fraction(executed_fen * 100, adjusted_fen) < Fraction(limit)

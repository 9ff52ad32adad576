"""What a row's score should be by the rules, as far as target and actual can be read.

The reading is generous where a form is ambiguous (no comparator, an actual without unit): every reasonable
reading counts, so that what is reported does not depend on how a cell was understood.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from events.types.plan import Comparator
from tracker.forms.audit.figures import Figure, figure_of, outcome_of
from tracker.forms.audit.filled import FilledRow
from tracker.forms.audit.grid import squeezed
from tracker.rules.levels import level_name
from tracker.rules.rule_set import RuleSet
from tracker.rules.scoring import achieved_share, is_met

_COSTLY = re.compile(r"成本|投资|费|资金|预算|支出|金额|经费|价|造价|时间|时长|天数|投诉|差错|事故|违规|失误")
_OPPOSITE: dict[Comparator, Comparator] = {">=": "<=", ">": "<", "<=": ">=", "<": ">"}


@dataclass(frozen=True)
class Reading:
    """One way to read a row: comparator, target and actual in one unit, and whether the sign was printed."""

    sign: Comparator
    target: Fraction
    actual: Fraction
    printed_sign: bool

    @property
    def met(self) -> bool:
        """Whether the actual reaches the target."""
        return is_met(self.sign, self.target, self.actual)


@dataclass(frozen=True)
class Expectation:
    """What a row may score of its weight, as shares from 0 to 1."""

    shares: frozenset[Fraction]
    """Every share a reasonable reading gives."""
    met: bool
    """Whether each reading says the target is reached."""
    missed: bool
    """Whether each reading says it is not."""
    reading: Reading | None = None
    """The reading, where there is exactly one comparator and it is printed."""


def expectation_of(row: FilledRow, rules: RuleSet, *, strict: bool) -> Expectation | None:
    """The row's possible scores; None where words or gaps leave nothing to hold the score against.

    ``strict`` takes the rule set's own rule for exceeded ceilings; otherwise both rules count.
    """
    target = figure_of(row.target, row.sign, row.unit)
    if target is None:
        return _by_words(row)
    actual = figure_of(row.actual, "", "")
    if actual is None:
        return _by_outcome(row)
    readings = [
        Reading(sign, goal, value, target.sign is not None)
        for sign in _signs(row, target)
        for goal, value in _values(row, target, actual)
    ]
    if not readings:
        return None
    shares = frozenset(share for each in readings for share in _shares(each, rules, strict=strict))
    met = [each.met for each in readings]
    only = readings[0] if target.sign is not None and len({each.met for each in readings}) == 1 else None
    return Expectation(shares, all(met), not any(met), only)


def _by_words(row: FilledRow) -> Expectation | None:
    """A qualitative target: reached when the actual repeats it or says so; its bands are the rule."""
    actual, target = squeezed(row.actual.text), squeezed(row.target.text)
    if not actual or row.actual.number is not None:
        return None
    outcome = "met" if target and (actual == target) else outcome_of(actual)
    full = re.fullmatch(r"100(?:\.0+)?%", actual) is not None
    if outcome == "met" or full:
        return Expectation(frozenset({Fraction(1)}), met=True, missed=False)
    if outcome == "missed":
        return Expectation(frozenset(), met=False, missed=True)
    return None


def _by_outcome(row: FilledRow) -> Expectation | None:
    """A figure as target and words as actual: 完成 is full, anything else is not held against the score."""
    words = squeezed(row.actual.text)
    if words and outcome_of(words) == "met" and len(words) <= 12:
        return Expectation(frozenset({Fraction(1)}), met=True, missed=False)
    return None


def _signs(row: FilledRow, target: Figure) -> tuple[Comparator, ...]:
    """The printed comparator, or =; for costs and the like = may mean a ceiling too."""
    if target.sign is not None and target.sign != "=":
        return (target.sign,)
    costly = _COSTLY.search(row.level3) or "成本" in level_name(row.level2) or target.unit.startswith("元")
    return ("=", "<=") if costly else ("=",)


def _values(row: FilledRow, target: Figure, actual: Figure) -> list[tuple[Fraction, Fraction]]:
    """Target and actual in one unit; several pairs where the actual's unit is not printed."""
    if actual.unit == "%" and target.unit not in ("%", ""):
        return [(Fraction(100), actual.value)]
    if target.unit == "%" and not actual.unit:
        return [(target.value, value) for value in _percents(actual.value, target.value, row)]
    if target.unit == "" and actual.unit == "%" and row.target.number is not None and abs(target.value) <= 2:
        return [(target.value * 100, actual.value)]
    if target.unit != "%" and _is_share(row, target):
        return [(target.full, actual.full), (Fraction(100), actual.value * 100)]
    if actual.unit and target.unit and not _same_unit(actual.unit, target.unit):
        return []
    if actual.fold == 1 and target.fold > 1 and not actual.unit and actual.value < target.value * 100:
        return [(target.full, actual.value * target.fold)]
    return [(target.full, actual.full)]


def _percents(value: Fraction, target: Fraction, row: FilledRow) -> list[Fraction]:
    """A bare actual beside a target in percent: the cells 0.98 and 1 are 98 % and 100 %, 98 is 98 %.

    Typed as text, 0.98 may mean either.
    """
    if not 0 <= value <= Fraction(3, 2) or target <= 2:
        return [value]
    return [value * 100] if row.actual.number is not None else [value * 100, value]


def _is_share(row: FilledRow, target: Figure) -> bool:
    """Whether a bare number may be a share in a cell shown as percent: 1 or 0.98 beside a target of 100."""
    value = row.actual.number
    if value is None or not 0 < value <= Fraction(3, 2) or target.value < 10:
        return False
    return value == 1 or value.denominator != 1


def percent_of(row: FilledRow) -> Fraction | None:
    """The actual in percent, where the row is about a percentage; the smaller of two readings."""
    actual, target = figure_of(row.actual, "", ""), figure_of(row.target, row.sign, row.unit)
    if actual is None or actual.unit not in ("%", "") or (target is None and actual.unit == ""):
        return None
    if actual.unit == "%" or target is None:
        return actual.value
    return min(_percents(actual.value, target.value, row)) if target.unit == "%" else None


def _same_unit(one: str, other: str) -> bool:
    return one in other or other in one


def _shares(reading: Reading, rules: RuleSet, *, strict: bool) -> set[Fraction]:
    shares = {achieved_share(reading.sign, reading.target, reading.actual, rules)}
    if reading.sign in ("<=", "<") and not reading.met and not strict and reading.target > 0:
        over = (reading.actual - reading.target) / reading.target
        shares |= {max(1 - over, Fraction(0)), reading.target / reading.actual}
    return shares


def opposite_share(reading: Reading, rules: RuleSet) -> Fraction | None:
    """The share the row would earn if its comparator were read the wrong way round."""
    wrong = _OPPOSITE.get(reading.sign)
    return None if wrong is None else achieved_share(wrong, reading.target, reading.actual, rules)


def rounded_weight(weight: Fraction) -> Fraction:
    """The weight as whole points."""
    return Fraction(int(weight + Fraction(1, 2)))


def whole(weight: Fraction, share: Fraction, tolerance: Decimal, score: Fraction) -> bool:
    """Whether the score is this share of the weight, exactly enough or as whole points."""
    expected = weight * share
    return abs(score - expected) <= Fraction(tolerance) or score == Fraction(int(expected + Fraction(1, 2)))

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
from tracker.forms.audit.figures import Figure, figure_of, outcome_of, points_of
from tracker.forms.audit.filled import FilledRow
from tracker.forms.audit.grid import squeezed
from tracker.forms.audit.loose_targets import is_late, percent_beside_everything, range_of
from tracker.rules.levels import level_name
from tracker.rules.rule_set import RuleSet
from tracker.rules.scoring import achieved_share, is_met

_COSTLY = re.compile(r"成本|投资|费|资金|预算|支出|金额|经费|价|造价|时间|时长|天数|投诉|差错|事故|违规|失误")
_PART, _MISSED = Fraction(8, 10), Fraction(6, 10)
"""Where the qualitative bands end: 达成 above, 部分达成 between, 未达成 below."""
_PARTLY = re.compile(r"部分(?:达成|完成|实现)")
_REACHED = re.compile(r"(?:全部|已)?达成(?:年度|预期|绩效)*(?:指标|目标)")
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
    late: bool = False
    """Whether a date was missed: no rule says what is left of the points, only that they are not full."""
    least: Fraction = Fraction(0)
    """The band's lower end, where the actual names a band in the forms' own words."""
    most: Fraction = Fraction(1)
    """The band's upper end."""


def expectation_of(row: FilledRow, rules: RuleSet, *, strict: bool) -> Expectation | None:
    """The row's possible scores; None where words or gaps leave nothing to hold the score against.

    ``strict`` takes the rule set's own rule for exceeded ceilings; otherwise both rules count.
    """
    target = figure_of(row.target, row.sign, row.unit)
    actual = figure_of(row.actual, "", "")
    if target is None:
        return _by_range(row, actual) or _by_words(row)
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
    if is_late(row.target, row.actual):
        return Expectation(frozenset(), met=False, missed=True, late=True)
    part = percent_beside_everything(row.target, row.actual)
    if part is not None and part.value < 100:
        return Expectation(frozenset({max(part.value / 100, Fraction(0))}), met=False, missed=True)
    if not actual or row.actual.number is not None:
        return None
    if _PARTLY.match(actual):
        return Expectation(frozenset(), met=False, missed=False, least=_MISSED, most=_PART)
    outcome = "met" if target and (actual == target) else outcome_of(actual)
    full = re.fullmatch(r"100(?:\.0+)?%", actual) is not None
    if outcome == "met" or full:
        least = _PART if _REACHED.fullmatch(actual) else Fraction(0)
        return Expectation(frozenset({Fraction(1)}), met=True, missed=False, least=least)
    if outcome == "missed":
        return Expectation(frozenset(), met=False, missed=True, most=_MISSED)
    return None


def _by_range(row: FilledRow, actual: Figure | None) -> Expectation | None:
    """A range as target: reached from its lower end on; what costs or takes time is not judged."""
    ends = range_of(row.target)
    if ends is None or actual is None or _COSTLY.search(row.level3) or "成本" in level_name(row.level2):
        return None
    low, high, unit = ends
    if actual.fold != 1 or (actual.unit and unit and not _same_unit(actual.unit, unit)):
        return None
    values = _percents(actual.value, low, row) if unit == "%" and not actual.unit else [actual.value]
    if any(value >= low for value in values):
        return Expectation(frozenset({Fraction(1)}), met=True, missed=False) if values[0] <= high else None
    ways = (low, high, (low + high) / 2)
    return Expectation(frozenset(max(value / way, Fraction(0)) for value in values for way in ways), met=False,
                       missed=True)  # fmt: skip


def _by_outcome(row: FilledRow) -> Expectation | None:
    """A figure as target and words as actual: 完成 is full, 未完成 is not; other words are not judged."""
    words = squeezed(row.actual.text)
    if not words or len(words) > 12:
        return None
    if outcome_of(words) == "met":
        return Expectation(frozenset({Fraction(1)}), met=True, missed=False)
    if re.fullmatch(
        r"(?:尚|还)?(?:未|没有|没)(?:完成|达成|达标|达到|实现|实施|开展)(?:年度|预期|绩效)*(?:指标|目标)?",
        words,
    ):
        return Expectation(frozenset(), met=False, missed=True, most=_MISSED)
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
        bare = [(target.value, actual.value * 100)] if target.unit == "" and target.value <= 100 else []
        return [(target.full, actual.full), (Fraction(100), actual.value * 100), *bare]
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
    value = points_of(row.actual)
    if value is None or not 0 < value <= Fraction(3, 2) or target.value < 10:
        return False
    typed = row.actual.number is None  # as text only a decimal beside a bare target may be meant so
    return (value == 1 and not typed) or (value.denominator != 1 and (not typed or target.unit == ""))


def percent_of(row: FilledRow) -> Fraction | None:
    """The actual in percent, where the row is about a percentage; the smaller of two readings."""
    actual, target = figure_of(row.actual, "", ""), figure_of(row.target, row.sign, row.unit)
    if actual is None or actual.unit not in ("%", "") or (target is None and actual.unit == ""):
        return None
    if actual.unit == "%" or target is None:
        return actual.value
    cells = row.target.number is not None and row.actual.number is not None
    if target.unit == "" and cells and 0 < target.value <= 1:  # a target shown as percent
        return actual.value * 100 if actual.value <= 2 else actual.value
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


def is_rounded_weight(weight: Fraction, score: Fraction) -> bool:
    """Whether the score is the weight itself, rounded to whole points or to one decimal."""
    return any(score == Fraction(int(weight * scale + Fraction(1, 2)), scale) for scale in (1, 10))


def whole(weight: Fraction, share: Fraction, tolerance: Decimal, score: Fraction) -> bool:
    """Whether the score is this share of the weight, exactly enough or as whole points."""
    expected = weight * share
    return abs(score - expected) <= Fraction(tolerance) or score == Fraction(int(expected + Fraction(1, 2)))

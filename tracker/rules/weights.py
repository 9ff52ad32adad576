"""Weights of the indicators: explicit ones kept, the rest split so that everything sums to exactly 100.00."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal, NamedTuple

from tracker.rules.levels import level_class
from tracker.rules.points import HUNDRED, ZERO, round_down, round_half_up
from tracker.rules.rule_set import LevelGroup, RuleSet


@dataclass(frozen=True)
class Weighable:
    """What the weight of an indicator depends on."""

    level1: str
    level2: str
    weight: Decimal | None = None
    """The weight the plan gives, if it gives one."""


@dataclass(frozen=True)
class Weights:
    """The weight of each indicator, in order, and whether the form's points come out at 100."""

    execution: Decimal
    indicators: tuple[Decimal, ...]

    @property
    def total(self) -> Decimal:
        """Execution and indicators together."""
        return self.execution + sum(self.indicators, ZERO)

    @property
    def complete(self) -> bool:
        """Whether the weights sum to exactly 100.00 and no indicator counts for nothing by accident."""
        return self.total == HUNDRED


class WeightSource(NamedTuple):
    """Where a weight comes from: ``given`` by the plan, or an even part of its ``group``'s points or of the ``rest``."""

    kind: Literal["given", "group", "rest"]
    points: Decimal
    """What is split, or the weight given."""
    among: int
    """How many share it."""


def weigh(indicators: Sequence[Weighable], rules: RuleSet) -> Weights:
    """The weights of a project's indicators (财预〔2020〕10号: 三级指标权重由单位确定, here with a default).

    Explicit weights are kept as they are. Without any, each class's weight is split evenly among its
    indicators; a class without indicators passes its weight on (see ``classes_present``). Where only some
    have weights, the others share evenly what remains to 100, or get 0 when nothing remains.
    """
    execution = rules.execution.weight.quantize(ZERO)
    if any(each.weight is not None for each in indicators):
        return Weights(execution, _filled_up(indicators, HUNDRED - execution, rules.weight_step))
    groups, shares = _grouped(indicators, rules)
    result = [ZERO] * len(groups)
    for group, share in shares.items():
        members = [index for index, each in enumerate(groups) if each == group]
        for index, weight in zip(members, split_evenly(share, len(members), rules.weight_step), strict=True):
            result[index] = weight
    return Weights(execution, tuple(result))


def weight_source(indicators: Sequence[Weighable], index: int, rules: RuleSet) -> WeightSource:
    """How :func:`weigh` came to the weight of one of the indicators."""
    own = indicators[index].weight
    if own is not None:
        return WeightSource("given", own, 1)
    if any(each.weight is not None for each in indicators):
        execution = rules.execution.weight.quantize(ZERO)
        return WeightSource("rest", *_rest(indicators, HUNDRED - execution))
    groups, shares = _grouped(indicators, rules)
    return WeightSource("group", shares[groups[index]], groups.count(groups[index]))


def _grouped(indicators: Sequence[Weighable], rules: RuleSet) -> tuple[list[int], dict[int, Decimal]]:
    """The group of each indicator, and the points of each group."""
    groups = [_group_of(each, rules) for each in indicators]
    return groups, group_weights(rules, frozenset(groups))


def split_evenly(weight: Decimal, count: int, step: Decimal) -> tuple[Decimal, ...]:
    """``weight`` in ``count`` parts rounded to ``step``, the remainder on the last, the sum exact."""
    if count == 0:
        return ()
    part = round_half_up(Fraction(weight) / count, step)
    if part * (count - 1) > weight:
        part = round_down(Fraction(weight) / count, step)
    return (*(part,) * (count - 1), (weight - part * (count - 1)).quantize(ZERO))


def group_weights(rules: RuleSet, present: frozenset[int]) -> dict[int, Decimal]:
    """The points of each group that has indicators (by its number), after the empty ones passed theirs on.

    An empty group's points go where ``missing_to`` says if that group has indicators; otherwise they are
    spread over the groups present in proportion to their own points, the remainder on the last.
    """
    points = {number: Fraction(rules.groups[number].weight) for number in sorted(present)}
    spread = Fraction(0)
    for number, group in enumerate(rules.groups):
        if number in present:
            continue
        heir = _heir(group, rules)
        if heir in points:
            points[heir] += Fraction(group.weight)
        else:
            spread += Fraction(group.weight)
    return _spread(points, spread, rules.weight_step)


def _heir(group: LevelGroup, rules: RuleSet) -> int | None:
    goals = {rules.missing_to[level] for level in group.levels if level in rules.missing_to}
    return next((number for number, each in enumerate(rules.groups) if goals & set(each.levels)), None)


def _spread(points: Mapping[int, Fraction], extra: Fraction, step: Decimal) -> dict[int, Decimal]:
    if not points:
        return {}
    own = sum(points.values(), Fraction(0))
    total = round_half_up(own + extra)
    raised = {number: round_half_up(each + extra * (each / own if own else Fraction(1, len(points))), step)
              for number, each in points.items()}  # fmt: skip
    last = max(raised)
    raised[last] = total - sum((each for number, each in raised.items() if number != last), ZERO)
    return raised


def _group_of(indicator: Weighable, rules: RuleSet) -> int:
    """The group of an indicator; one whose levels say nothing counts with the first group."""
    level = level_class(indicator.level1, indicator.level2, cost_of_its_own=rules.cost_of_its_own)
    return next((number for number, group in enumerate(rules.groups) if level in group.levels), 0)


def _filled_up(indicators: Sequence[Weighable], points: Decimal, step: Decimal) -> tuple[Decimal, ...]:
    rest = iter(split_evenly(*_rest(indicators, points), step))
    return tuple(next(rest) if each.weight is None else each.weight.quantize(ZERO) for each in indicators)


def _rest(indicators: Sequence[Weighable], points: Decimal) -> tuple[Decimal, int]:
    """The points the plan's own weights leave, and how many indicators share them."""
    given = sum((each.weight for each in indicators if each.weight is not None), ZERO)
    return max(points - given, ZERO), sum(each.weight is None for each in indicators)

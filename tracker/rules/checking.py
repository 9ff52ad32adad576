"""Whether a rule set agrees with itself: sums to 100, bands without gaps, grades in order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from tracker.rules.rule_set import BandRule, RuleSet

_STEPS = (Decimal("0.01"), Decimal("0.1"), Decimal("0.5"), Decimal(1))


def problems_of(rules: RuleSet) -> tuple[str, ...]:
    """What contradicts itself in the rules, a sentence each; empty when they can be used."""
    return (
        *_weight_problems(rules),
        *_band_problems(rules),
        *_grade_problems(rules),
        *_setting_problems(rules),
    )


def all_finite(document: object) -> bool:
    """Whether no figure anywhere in a read TOML document is infinite or not a number."""
    if isinstance(document, Mapping):
        return all(all_finite(value) for value in document.values())
    if isinstance(document, list):
        return all(all_finite(value) for value in document)
    return not isinstance(document, Decimal) or document.is_finite()


def _weight_problems(rules: RuleSet) -> Iterator[str]:
    total = rules.execution.weight + sum((group.weight for group in rules.groups), Decimal(0))
    if total != 100:
        yield f"各级权重与执行率权重合计应为 100，现为 {total} / weights must sum to 100, not {total}"
    if rules.execution.weight < 0 or any(group.weight < 0 for group in rules.groups):
        yield "权重不能为负 / no weight may be negative"
    levels = [level for group in rules.groups for level in group.levels]
    for level in sorted({level for level in levels if levels.count(level) > 1}):
        yield f"一级指标 {level} 重复出现 / level {level} stands in two groups"
    for source, goal in rules.missing_to.items():
        if source not in levels or goal not in levels:
            yield f"missing_to 中 {source} → {goal} 不是已有的一级指标 / unknown level in missing_to"


def _band_problems(rules: RuleSet) -> Iterator[str]:
    met, partly, missed = rules.bands.met, rules.bands.partly, rules.bands.missed
    if not (met.high == 100 and met.low == partly.high and partly.low == missed.high and missed.low == 0):
        yield "定性档次须从 100 到 0 首尾相接 / bands must meet, from 100 down to 0"
    for name, band in (("met", met), ("partly", partly), ("missed", missed)):
        if not band.low < band.high:
            yield f"档次 {name} 的下限应低于上限 / band {name}: low must be below high"
        elif not in_band(band, band.default, best=name == "met"):
            yield f"档次 {name} 的缺省值不在档内 / band {name}: default lies outside"


def in_band(band: BandRule, share: Decimal, *, best: bool) -> bool:
    """Whether the share lies in the band; the upper edge belongs to it only in the best band."""
    return band.low <= share < band.high or (best and share == band.high)


def _grade_problems(rules: RuleSet) -> Iterator[str]:
    minimums = [grade.minimum for grade in rules.grades]
    if not minimums or minimums[-1] != 0 or minimums != sorted(set(minimums), reverse=True):
        yield "等级须由高到低并以 0 结尾 / grades must go down and end at 0"


def _setting_problems(rules: RuleSet) -> Iterator[str]:
    if rules.score_step not in _STEPS or rules.weight_step not in _STEPS:
        yield "score_step 与 weight_step 只能是 0.01、0.1、0.5 或 1 / steps must be 0.01, 0.1, 0.5 or 1"
    if rules.overshoot.threshold < 0 or rules.overshoot.deduction < 0:
        yield "超额阈值与扣分不能为负 / overshoot figures may not be negative"
    for cap in rules.execution.caps:
        if not (0 <= cap.below <= 100 and 0 <= cap.at_most <= 100):
            yield "封顶规则应在 0 到 100 之间 / caps must lie between 0 and 100"
    lights = rules.lights
    if not 0 <= lights.red_below <= lights.yellow_below <= lights.blue_from:
        yield "红黄蓝阈值须依次升高 / light thresholds must rise"

"""Indicators that stand in a class their wording, or the rest of the plan, contradicts."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from tracker.plan.checks.wording import (
    is_count,
    is_money,
    is_satisfaction,
    is_timeliness,
    place,
    plain,
    plain_name,
)
from tracker.plan.findings import finding
from tracker.plan.model import Finding, Indicator, Plan

_IN_TIME = re.compile(r"(及时|按时|按期|准时|限时|如期).{0,6}[率性度]$|(及时|按时|按期|准时)$")
_DONE = re.compile(r"(完成|办结|结案|处理|处置|办理)率$")
_GOOD_WORK = re.compile(r"(?<![不未])(合格|准确|正确|达标|优良|合规|完好)率$")
_COST = re.compile(r"成本$")
_TIMED = re.compile(r"及时|按时|按期|准时|限时|如期")
_SATISFIED = re.compile(r"满意[度率]$")


def check_classes(plan: Plan) -> Iterator[Finding]:
    """Wording against class, one indicator in several classes, and odd names of level 1."""
    worded = list(_against_wording(plan))
    yield from worded
    explained = {where.subject for each in worded for where in each.where}
    yield from _several_classes(plan, explained)
    yield from _level1_names(plan)


def fitting_class(indicator: Indicator) -> str | None:
    """The class the wording asks for, where that is not the class it stands in; None where nothing contradicts."""
    name = plain_name(indicator.level3)
    if _SATISFIED.search(name) and not is_satisfaction(indicator):
        return "满意度指标"
    if is_satisfaction(indicator):
        return None
    if _IN_TIME.search(name) and not is_timeliness(indicator):
        return "时效指标"
    if _is_quality(indicator, name):
        return "质量指标"
    if indicator.level2.startswith(("数量", "质量", "时效")) and _COST.search(name) and is_money(indicator):
        return "成本指标"
    if (
        indicator.level2 in ("质量指标", "质量", "时效指标", "时效")
        and is_count(name)
        and _is_counted(indicator)
    ):
        return "数量指标"
    return None


def _is_quality(indicator: Indicator, name: str) -> bool:
    """Whether how much or how well was done stands under quantity, timeliness or cost."""
    if not indicator.level2.startswith(("数量", "时效", "成本")) or _TIMED.search(name):
        return False
    return _GOOD_WORK.search(name) is not None or _DONE.search(name) is not None


def _is_counted(indicator: Indicator) -> bool:
    return indicator.target.value is not None and indicator.target.unit not in ("%", "‰")


def _against_wording(plan: Plan) -> Iterator[Finding]:
    for indicator in plan.indicators():
        fitting = fitting_class(indicator)
        if fitting is None:
            continue
        yield finding(
            "class_contradicts_wording",
            "class",
            "warning",
            f"“{indicator.level3}”列在“{indicator.level2}”下，按其含义应属“{fitting}”。",
            f"“{indicator.level3}” stands under {indicator.level2}; by its wording it belongs under {fitting}.",
            place(indicator),
        )


def _several_classes(plan: Plan, explained: set[str | None]) -> Iterator[Finding]:
    same: defaultdict[tuple[str, str], list[Indicator]] = defaultdict(list)
    for indicator in plan.indicators():
        same[plain_name(indicator.level3), plain(indicator.definition)].append(indicator)
    for group in same.values():
        left = [indicator for indicator in group if indicator.code not in explained]
        classes = Counter(indicator.level2 for indicator in left)
        if len(classes) < 2:
            continue
        usual = classes.most_common(1)[0][0]
        odd = [indicator for indicator in left if indicator.level2 != usual]
        rest = [indicator for indicator in left if indicator.level2 == usual]
        listed = "、".join(f"{i.code}为{i.level2}" for i in odd)
        yield finding(
            "class_differs",
            "class",
            "warning",
            f"同一指标“{left[0].level3}”的类别不一致：{listed}，其余为{usual}；应统一。",
            f"The same indicator “{left[0].level3}” stands in several classes: "
            f"{', '.join(f'{i.code} {i.level2}' for i in odd)}, elsewhere {usual}.",
            *(place(indicator) for indicator in odd + rest),
        )


def _level1_names(plan: Plan) -> Iterator[Finding]:
    kinds = (("效益指标", "效果指标"), ("满意度指标", "社会满意度指标"))
    names = Counter(indicator.level1 for indicator in plan.indicators())
    for pair in kinds:
        present = [name for name in pair if names[name]]
        if len(present) < 2:
            continue
        odd, usual = sorted(present, key=lambda name: names[name])
        places = [place(indicator) for indicator in plan.indicators() if indicator.level1 == odd]
        yield finding(
            "level1_named_differently",
            "class",
            "warning",
            f"一级指标有的称“{odd}”，有的称“{usual}”；应统一为“{usual}”。",
            f"Level 1 is called {odd} in some rows and {usual} in the others; it should be {usual} throughout.",
            *places,
        )

"""Targets that cannot mean what they say: wrong direction, wrong unit, a rate over too few people."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from tracker.plan.checks.wording import (
    counts_people,
    is_cost,
    is_count,
    is_money,
    is_rate,
    is_unit_cost,
    place,
    plain_name,
    ratio_of,
    shown,
    value_of,
)
from tracker.plan.findings import finding
from tracker.plan.model import Finding, Indicator, Plan, Project
from tracker.plan.targets import COMMON_UNITS

_BAD_RATE = re.compile(
    r"(投诉|差错|错误|失误|事故|违规|违法|违纪|逾期|失业|死亡|发病|流失|返贫|不合格|缺勤|超标|超支|延误|退票|空置|破损|故障|信访|"
    r"辍学|失学|贫困|复发|感染|漏检|漏报|损失|受害|成灾|受灾|超载|超限|伤亡|致残|病害|抛荒|闲置|裁员|病死|上访|违约|坏账|不良贷款|撂荒|停电|爆管|漏损|欠费|返工|拖欠|"
    r"[不未](及时|完成|达标|满意|准确|到位|合规|参保))(发生|产生)?率$"
)
_GOOD_RATE = re.compile(
    r"(满意|好评|完成|及时|到位|合格|知晓|参保|覆盖|达标|准确|办结|发放|签订|就业|入学|培训|处理|落实|服务|提升)(情况)?[率度]$"
)
_BAD_COUNT = re.compile(
    r"(投诉|事故|上访|差错|失误|失学|辍学|死亡|违规|违纪|逾期)(案件|学生|人员|发生)?(次数|件数|起数|人数|例数|数量|数)$"
)
_DEALT_WITH = re.compile(r"受理|处理|办理|处置|查处|化解|减少|降低|调解|排查|解决|救助|劝返|整治")
_TIME_TAKEN = re.compile(r"(时间|天数|工期|时长|用时|耗时|日数)$")
_PLANNED = re.compile(r"计划|规定|预计|预定|要求|应")
_LEAST = re.compile(r"最少|最低|至少|不少于|不低于")
_IN_NAME = re.compile(r"[（(](?P<unit>[%‰]|[^（）()]{1,4})[）)]$")


def check_rates(plan: Plan) -> Iterator[Finding]:
    """Direction, unit and headcount of every target."""
    for project in plan.projects:
        yield from _headcount(project)
        for indicator in project.indicators:
            yield from _direction(indicator)
            yield from _unit(indicator)
            yield from _unit_in_name(indicator)


def _direction(indicator: Indicator) -> Iterator[Finding]:
    name = plain_name(indicator.level3)
    least = indicator.target.comparator in (">=", ">")
    most = indicator.target.comparator in ("<=", "<")
    ratio = ratio_of(indicator.definition)
    if ratio and least and _TIME_TAKEN.search(ratio.numerator) and _TIME_TAKEN.search(ratio.denominator):
        if _PLANNED.search(ratio.denominator) and not _PLANNED.match(ratio.numerator):
            yield _wrong_way(
                indicator, "所用时间越长比率越高，等于奖励拖延", "the longer it takes the higher the ratio"
            )
    elif least and _is_bad(name):
        yield _wrong_way(indicator, "数值越高越不好", "the higher it is the worse")
    elif (
        most
        and _GOOD_RATE.search(name)
        and not _is_bad(name)
        and not re.search("[不未非]", name)
        and indicator.target.unit in ("%", "分")
    ):
        yield _wrong_way(indicator, "数值越高越好", "the higher it is the better")
    elif least and is_cost(indicator) and is_money(indicator) and not is_unit_cost(indicator):
        yield _wrong_way(indicator, "成本指标应为上限", "a cost target should be a ceiling")
    if ratio and least and _LEAST.match(ratio.denominator) and (value_of(indicator) or 0) < 100:
        yield _minimum(indicator)


def _is_bad(name: str) -> bool:
    """Whether more of what the name counts is worse."""
    counted = _BAD_COUNT.search(name) is not None and _DEALT_WITH.search(name) is None
    return counted or _BAD_RATE.search(name) is not None


def _wrong_way(indicator: Indicator, why: str, why_en: str) -> Finding:
    return finding(
        "direction_wrong",
        "direction",
        "warning",
        f"“{indicator.level3}”的指标值{shown(indicator)}方向不对：{why}；比较符或分子分母应对调。",
        f"The target {shown(indicator)} of “{indicator.level3}” points the wrong way: {why_en}; "
        "turn the comparator or the ratio round.",
        place(indicator),
    )


def _minimum(indicator: Indicator) -> Finding:
    return finding(
        "minimum_may_be_missed",
        "direction",
        "note",
        f"“{indicator.level3}”的分母是最低应达数，指标值{shown(indicator)}却允许低于它；应为≥100%。",
        f"The denominator of “{indicator.level3}” is already the least that is due, yet {shown(indicator)} allows less.",
        place(indicator),
    )


def _headcount(project: Project) -> Iterator[Finding]:
    """Where the plan itself counts so few people that one of them missing breaks the rate."""
    heads = [i for i in project.indicators if _is_fixed_headcount(i)]
    if not heads:
        return
    head = min(heads, key=lambda i: value_of(i) or Decimal(0))
    people = value_of(head) or Decimal(0)
    for indicator in project.indicators:
        ratio = ratio_of(indicator.definition)
        wanted = value_of(indicator)
        if ratio is None or wanted is None or indicator.target.unit != "%" or not counts_people(ratio):
            continue
        if (
            indicator.target.comparator in (">=", ">")
            and wanted < 100
            and (people - 1) * 100 < wanted * people
        ):
            yield finding(
                "headcount_too_small",
                "headcount",
                "warning",
                f"“{indicator.level3}”{shown(indicator)}：总共只有{people}人，少一人即不达标，实际只有100%才能完成；应写明100%或按人数定。",
                f"“{indicator.level3}” {shown(indicator)}: of {people} people one missing breaks it; "
                "only 100% can meet it, so it should say so.",
                place(indicator),
                place(head),
            )


def _is_fixed_headcount(indicator: Indicator) -> bool:
    value = value_of(indicator)
    if value is None or value < 1 or indicator.target.unit not in ("人", "名", "户"):
        return False
    return indicator.target.comparator in ("=", "<=") and "数量" in indicator.level2


def _unit(indicator: Indicator) -> Iterator[Finding]:
    unit = indicator.target.unit
    if indicator.target.value is None:
        return
    if is_count(indicator.level3) and unit in ("%", "‰"):
        yield _unit_contradicts(indicator, "计数的指标", "counts something", "a percentage")
    elif is_rate(indicator.level3) and unit not in ("%", "‰", "分", "倍", "个百分点", "百分点", None):
        yield _unit_contradicts(indicator, "比率", "is a rate", f"a number of {unit}")


def _unit_contradicts(indicator: Indicator, zh: str, en: str, has: str) -> Finding:
    return finding(
        "unit_contradicts_name",
        "unit",
        "error",
        f"“{indicator.level3}”是{zh}，指标值却为{shown(indicator)}；单位应与名称相符。",
        f"“{indicator.level3}” {en} but its target {shown(indicator)} is {has}; the unit should fit the name.",
        place(indicator),
    )


def _unit_in_name(indicator: Indicator) -> Iterator[Finding]:
    found = _IN_NAME.search(indicator.level3)
    if found is None or found["unit"] not in COMMON_UNITS:
        return
    unit = indicator.target.unit
    differs = unit is not None and found["unit"].lstrip("万亿") != unit
    yield finding(
        "unit_in_name",
        "name_unit",
        "warning" if differs else "note",
        f"指标名称“{indicator.level3}”中重复了计量单位"
        f"{f'，且与指标值的单位“{unit}”不同' if differs else ''}；名称中应去掉。",
        f"The name “{indicator.level3}” repeats the unit"
        f"{f', and not the one of the target ({unit})' if differs else ''}; "
        "the name should do without it.",
        place(indicator),
    )

"""One indicator, two statements: different targets, units, denominators or names in two tables or in one row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

from rapidfuzz.distance import Levenshtein

from tracker.plan.checks.wording import (
    Ratio,
    in_both,
    is_money,
    is_rate,
    place,
    plain,
    plain_name,
    ratio_of,
    shown,
    value_of,
)
from tracker.plan.findings import finding
from tracker.plan.model import DepartmentIndicator, Finding, Indicator, Plan, Severity

_LIKE = {">=": "least", ">": "least", "=": "exact", "<=": "most", "<": "most", None: "text"}


def check_conflicts(plan: Plan) -> Iterator[Finding]:
    """All statements of one thing that do not agree."""
    goals = {
        indicator.code: plain(project.goal) for project in plan.projects for indicator in project.indicators
    }
    yield from _targets(plan, goals)
    yield from _comparators(plan, goals)
    yield from _units(plan)
    yield from _denominators(plan, goals)
    yield from _names(plan)
    yield from _own_ratio(plan)
    yield from _floors_and_ceilings(plan)
    yield from _against_department(plan)


_SHARES = ("%", "‰", "分")
"""Units in which a target is compared whatever the tables' size."""


def _severity(group: Sequence[Indicator], goals: dict[str, str]) -> Severity:
    """Tables that pursue one goal contradict each other; others may mean different people by the same words."""
    return "warning" if len({goals[indicator.code] for indicator in group}) == 1 else "note"


def _same_rows(plan: Plan) -> Iterator[list[Indicator]]:
    same: defaultdict[tuple[str, str], list[Indicator]] = defaultdict(list)
    for indicator in plan.indicators():
        same[plain_name(indicator.level3), plain(indicator.definition)].append(indicator)
    return (group for group in same.values() if len(group) >= 2)


def _targets(plan: Plan, goals: dict[str, str]) -> Iterator[Finding]:
    for group in _same_rows(plan):
        if group[0].target.unit not in _SHARES or len({i.target.unit for i in group}) > 1:
            continue
        by_goal: defaultdict[str, list[Indicator]] = defaultdict(list)
        for indicator in group:
            by_goal[goals[indicator.code]].append(indicator)
        torn = [each for each in by_goal.values() if len({_target_key(i) for i in each}) > 1]
        for each in torn:
            yield _target_differs(each, "warning")
        if not torn and len({_target_key(i) for i in group}) > 1:
            yield _target_differs(group, "note")


def _comparators(plan: Plan, goals: dict[str, str]) -> Iterator[Finding]:
    """The same count or amount is to be reached in one table and not to be passed in another."""
    for group in _same_rows(plan):
        signs = {(indicator.target.comparator or "")[:1] for indicator in group}
        tables = {indicator.code.partition(".")[0] for indicator in group}
        if not {"<", ">"} <= signs or len(tables) < 2 or group[0].target.unit in _SHARES:
            continue
        listed, listed_en = in_both(f"{i.code} {shown(i)}" for i in group)
        yield finding(
            "comparator_differs",
            "comparator",
            _severity(group, goals),
            f"同一指标“{group[0].level3}”在不同表中比较方向相反：{listed}；应统一。",
            f"The same indicator “{group[0].level3}” is a floor in one table and a ceiling in another: {listed_en}; "
            "they should agree.",
            *(place(indicator) for indicator in group),
        )


def _target_key(indicator: Indicator) -> tuple[str | None, str | None]:
    return indicator.target.comparator, indicator.target.value


def _target_differs(group: Sequence[Indicator], severity: Severity) -> Finding:
    listed, listed_en = in_both(f"{i.code} {shown(i)}" for i in group)
    return finding(
        "target_differs",
        "conflict",
        severity,
        f"同一指标“{group[0].level3}”的指标值不一致：{listed}；应统一。",
        f"The same indicator “{group[0].level3}” has different targets: {listed_en}; they should agree.",
        *(place(indicator) for indicator in group),
    )


def _units(plan: Plan) -> Iterator[Finding]:
    same: defaultdict[str, list[Indicator]] = defaultdict(list)
    for indicator in plan.indicators():
        if indicator.target.unit is not None:
            same[plain_name(indicator.level3)].append(indicator)
    for name, group in same.items():
        units = {indicator.target.unit for indicator in group}
        if len(units) < 2:
            continue
        listed, listed_en = in_both(f"{i.code} {shown(i)}" for i in group)
        yield finding(
            "unit_differs",
            "conflict",
            "warning",
            f"同名指标“{name}”的计量单位不一致：{listed}；应统一。",
            f"Indicators named “{name}” are measured in different units: {listed_en}; they should agree.",
            *(place(indicator) for indicator in group),
        )


def _denominators(plan: Plan, goals: dict[str, str]) -> Iterator[Finding]:
    same: defaultdict[str, list[tuple[Indicator, Ratio]]] = defaultdict(list)
    for indicator in plan.indicators():
        ratio = ratio_of(indicator.definition)
        if ratio is not None:
            same[plain_name(indicator.level3)].append((indicator, ratio))
    for name, pairs in same.items():
        group = [indicator for indicator, _ in pairs]
        numerators = {ratio.numerator for _, ratio in pairs}
        denominators = sorted({ratio.denominator for _, ratio in pairs})
        if len(numerators) > 1 or len(denominators) < 2 or _worded_alike(denominators):
            continue
        listed, listed_en = in_both(f"“{denominator}”" for denominator in denominators)
        yield finding(
            "denominator_differs",
            "conflict",
            _severity(group, goals),
            f"同名指标“{name}”分子相同而分母不同：{listed}；应统一。",
            f"Indicators named “{name}” have one numerator and different denominators: {listed_en}; they should agree.",
            *(place(indicator) for indicator in group),
        )


def _worded_alike(texts: Sequence[str]) -> bool:
    """Whether the texts differ by no more than a filler word."""
    strip = str.maketrans("", "", "的总数量")
    return len({text.translate(strip) for text in texts}) == 1


def _names(plan: Plan) -> Iterator[Finding]:
    same: defaultdict[tuple[str, str], list[Indicator]] = defaultdict(list)
    for indicator in plan.indicators():
        definition = plain(indicator.definition)
        if len(definition) >= 10 and definition != plain(indicator.level3):
            same[indicator.level2, _without_lead(definition)].append(indicator)
    for group in same.values():
        names = sorted({plain_name(indicator.level3) for indicator in group})
        if len(names) < 2 or not _near(names):
            continue
        listed, listed_en = _by_name(group, "、"), _by_name(group, ", ")
        yield finding(
            "name_differs",
            "conflict",
            "note",
            f"描述相同的指标名称不一致：{listed}；应统一。",
            f"Indicators with one definition have different names: {listed_en}; they should have one.",
            *(place(indicator) for indicator in group),
        )


def _by_name(group: Sequence[Indicator], comma: str) -> str:
    """The differing names, commonest first, each once with the codes of its rows."""
    codes: defaultdict[str, list[str]] = defaultdict(list)
    for indicator in group:
        codes[plain_name(indicator.level3)].append(indicator.code)
    named = sorted(codes.items(), key=lambda each: -len(each[1]))
    opening, closing = ("（", "）") if comma == "、" else (" (", ")")
    return comma.join(f"“{name}”{opening}{comma.join(rows)}{closing}" for name, rows in named)


def _without_lead(definition: str) -> str:
    """A definition without the name repeated before its equals sign."""
    return definition.rpartition("=")[2]


def _near(names: Sequence[str]) -> bool:
    return all(Levenshtein.normalized_similarity(names[0], name) >= 0.5 for name in names[1:])


def _own_ratio(plan: Plan) -> Iterator[Finding]:
    """A row whose name states another ratio than its definition."""
    for indicator in plan.indicators():
        start = max(indicator.level3.find("（"), indicator.level3.find("("))
        stated = ratio_of(indicator.level3[start:]) if start >= 0 else None
        defined = ratio_of(indicator.definition)
        if stated is None or defined is None or stated == defined:
            continue
        if stated.numerator != defined.numerator and stated.denominator != defined.denominator:
            continue
        yield finding(
            "name_and_definition_differ",
            "conflict",
            "error",
            f"“{indicator.level3}”名称中的算式与描述“{indicator.definition}”不一致；两处应相同。",
            f"The ratio in the name “{indicator.level3}” is not the one of its definition “{indicator.definition}”.",
            place(indicator),
        )


def _floors_and_ceilings(plan: Plan) -> Iterator[Finding]:
    for project in plan.projects:
        rows = [i for i in project.indicators if i.target.value]
        ceilings = [i for i in rows if i.target.comparator in ("<=", "<")]
        floors = [i for i in rows if i.target.comparator in (">=", ">")]
        for ceiling in ceilings:
            for floor in (f for f in floors if _same_thing(f, ceiling)):
                yield _floor_and_ceiling(floor, ceiling)


def _same_thing(one: Indicator, other: Indicator) -> bool:
    """Whether two rows measure one quantity: one name, or amounts a person that share a word of four characters."""
    if plain(one.level3) == plain(other.level3):
        return one.target.unit == other.target.unit
    if not all(is_money(i) and i.source == "per_person" for i in (one, other)):
        return False
    first, second = plain(one.level3 + one.definition), plain(other.level3)
    return any(second[at : at + 4] in first for at in range(len(second) - 3))


def _floor_and_ceiling(floor: Indicator, ceiling: Indicator) -> Finding:
    impossible = (value_of(floor) or Decimal(0)) > (value_of(ceiling) or Decimal(0))
    what, what_en = ("金额", "amount") if is_money(ceiling) else ("数量", "quantity")
    result = "不可能同时达到" if impossible else "只有两者之间才算完成"
    result_en = "both cannot be met" if impossible else "only what lies between them meets both"
    low, high = f"{floor.code} {shown(floor)}", f"{ceiling.code} {shown(ceiling)}"
    return finding(
        "floor_above_ceiling" if impossible else "floor_and_ceiling",
        "conflict",
        "error" if impossible else "note",
        f"同一{what}既有下限（{low}）又有上限（{high}），{result}。",
        f"One {what_en} has a floor ({low}) and a ceiling ({high}); {result_en}.",
        place(ceiling),
        place(floor),
    )


def _against_department(plan: Plan) -> Iterator[Finding]:
    for promise in plan.department_indicators:
        wanted = value_of(promise)
        if wanted is None:
            continue
        short = [i for i in plan.indicators() if _is_named_like(promise, i) and _falls_short(promise, i)]
        if not short:
            continue
        listed, listed_en = in_both(f"{i.code} {shown(i)}" for i in short)
        exact = any(_name_key(i.level3) == _name_key(promise.name) for i in short)
        yield finding(
            "department_target_differs",
            "conflict",
            "warning" if exact else "note",
            f"部门目标“{promise.name}”为{shown(promise)}，项目指标却为{listed}；应与部门目标一致。",
            f"The department promises {shown(promise)} for “{promise.name}” but projects plan {listed_en}; "
            "they should agree.",
            place(promise),
            *(place(indicator) for indicator in short),
        )


def _name_key(name: str) -> str:
    return plain_name(name).replace("满意率", "满意度").removesuffix("次数")


def _is_named_like(promise: DepartmentIndicator, indicator: Indicator) -> bool:
    one, other = _name_key(promise.name), _name_key(indicator.level3)
    if promise.target.unit != indicator.target.unit or min(len(one), len(other)) < 2:
        return False
    if is_rate(promise.name) != is_rate(indicator.level3) and "满意" not in one:
        return False
    return one == other or (min(len(one), len(other)) >= 3 and (one.endswith(other) or other.endswith(one)))


def _falls_short(promise: DepartmentIndicator, indicator: Indicator) -> bool:
    wanted, planned = value_of(promise), value_of(indicator)
    if (
        wanted is None
        or planned is None
        or _LIKE[promise.target.comparator] != _LIKE[indicator.target.comparator]
    ):
        return False
    return planned < wanted if _LIKE[promise.target.comparator] == "least" else planned != wanted

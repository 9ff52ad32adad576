"""One slip at a time put into a sound plan or document: what the slip is called, and where it then stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, NamedTuple

import msgspec

from events.types.plan import Target
from tracker.plan.model import Plan, Project

replace = msgspec.structs.replace
UNIT_COST = re.compile("均|标准|每")


class Slip(NamedTuple):
    """A plan with one slip in it: its kind, the finding it should give, and the subject it stands at."""

    kind: str
    plan: Plan
    code: str
    subject: str


class TextSlip(NamedTuple):
    """A document with one slip in it: its kind, the findings of which one must be given, and its line."""

    kind: str
    text: str
    codes: tuple[str, ...]
    line: int


def changed(plan: Plan, code: str, **fields: Any) -> Plan:
    """The plan with other fields in one row."""

    def project(each: Project) -> Project:
        rows = tuple(replace(i, **fields) if i.code == code else i for i in each.indicators)
        return replace(each, indicators=rows)

    return replace(plan, projects=tuple(project(each) for each in plan.projects))


def _without(plan: Plan, codes: set[str]) -> Plan:
    def kept(each: Project) -> Project:
        return replace(each, indicators=tuple(i for i in each.indicators if i.code not in codes))

    return replace(plan, projects=tuple(kept(each) for each in plan.projects))


def with_copy(plan: Plan, project: Project, **fields: Any) -> tuple[Plan, str]:
    """The plan with a copy of one of its tables behind it, and the copy's code."""
    code = f"P{len(plan.projects) + 1:02d}"
    rows = tuple(replace(i, code=f"{code}{i.code[3:]}") for i in project.indicators)
    copy = replace(project, **{"code": code, "name": f"{project.name}（二期）", "indicators": rows, **fields})
    return replace(plan, projects=(*plan.projects, copy)), code


def slips(plan: Plan) -> Iterator[Slip]:
    """Every slip this plan's tables can have."""
    for make in (_classes, _units, _directions, _rows, _money, _tables, _conflicts):
        yield from make(plan)


def _classes(plan: Plan) -> Iterator[Slip]:
    for i in plan.indicators():
        moves = []
        if i.level2 == "时效指标" and i.level3.endswith("率"):
            moves = ["数量指标", "质量指标"]
        elif re.search(r"(合格率|准确率|合规率|达标率|办结率)$", i.level3) and i.level2 == "质量指标":
            moves = ["数量指标", "时效指标"]
        elif i.level2 == "数量指标" and re.search(r"(次数|人数|个数|数量|人次|户数)$", i.level3):
            moves = ["质量指标", "时效指标"]
        for level2 in moves:
            yield Slip("class", changed(plan, i.code, level2=level2), "class_contradicts_wording", i.code)


def _units(plan: Plan) -> Iterator[Slip]:
    for i in plan.indicators():
        value = i.target.value
        if value is None:
            continue
        if i.level2 == "数量指标" and re.search(r"(次数|人数|个数|数量|人次|户数)$", i.level3):
            target = Target(i.target.comparator, value, "%")
            yield Slip("unit", changed(plan, i.code, target=target), "unit_contradicts_name", i.code)
        elif i.target.unit == "%" and i.level3.endswith("率"):
            target = Target(i.target.comparator, value, "次")
            yield Slip("unit", changed(plan, i.code, target=target), "unit_contradicts_name", i.code)
            yield Slip("name_unit", changed(plan, i.code, level3=f"{i.level3}（%）"), "unit_in_name", i.code)


def _directions(plan: Plan) -> Iterator[Slip]:
    good = re.compile("(满意度|合格率|及时率|准确率|完成率|知晓率|覆盖率|达标率|办结率)$")
    bad = re.compile("(感染率|故障率|成灾率|受害率|超限超载率|事故率|投诉率)$")
    for i in plan.indicators():
        if i.target.value is None:
            continue
        turned = {">=": "<=", "<=": ">="}.get(i.target.comparator or "")
        if turned is None:
            continue
        flipped = Target(turned, i.target.value, i.target.unit)  # type: ignore[arg-type]
        cost = "成本" in i.level2 and i.source == "spending" and not UNIT_COST.search(i.level3)
        if good.search(i.level3) or bad.search(i.level3) or cost:
            yield Slip("direction", changed(plan, i.code, target=flipped), "direction_wrong", i.code)
        if i.level3.endswith("及时率") and i.target.comparator == ">=":
            ratio = "实际办理所用天数/规定办理天数"
            yield Slip("direction", changed(plan, i.code, definition=ratio), "direction_wrong", i.code)


def _rows(plan: Plan) -> Iterator[Slip]:
    for project in plan.projects:
        for word, code in (
            ("成本", "no_cost_indicator"),
            ("时效", "no_timeliness_indicator"),
            ("满意", "no_satisfaction_indicator"),
        ):
            gone = {i.code for i in project.indicators if word in i.level2}
            yield Slip("missing_row", _without(plan, gone), code, project.code)
        effects = [i for i in plan.indicators() if i.level1 == "效益指标"]
        if 0 < 2 * sum(i in effects for i in project.indicators) < len(effects):
            rows = tuple(
                replace(i, level1="效果指标") if i.level1 == "效益指标" else i for i in project.indicators
            )
            odd = replace(project, indicators=rows)
            mixed = replace(plan, projects=tuple(odd if p is project else p for p in plan.projects))
            first = next(i.code for i in rows if i.level1 == "效果指标")
            yield Slip("level1", mixed, "level1_named_differently", first)


def _money(plan: Plan) -> Iterator[Slip]:
    for project in plan.projects:
        ceilings = [i for i in project.indicators if i.source == "spending" and i.target.unit == "元"]
        if len(ceilings) != 1 or UNIT_COST.search(ceilings[0].level3):
            continue
        row = ceilings[0]
        assert row.target.value is not None
        value = Decimal(row.target.value)
        for factor, code in (
            (Decimal("1.3"), "cost_above_budget"),
            (Decimal("0.3"), "cost_under_half_of_budget"),
            (Decimal(10_000), "cost_above_budget"),
        ):
            target = Target("<=", format((value * factor).normalize(), "f"), "元")
            yield Slip("cost", changed(plan, row.code, target=target), code, row.code)


def _tables(plan: Plan) -> Iterator[Slip]:
    for project in plan.projects:
        copied, code = with_copy(plan, project)
        yield Slip("table_copied", copied, "table_duplicated", code)
        row = next(i for i in project.indicators if "满意" in i.level2)
        lower = Target(">=", "75", "%")
        torn, code = with_copy(plan, project)
        yield Slip(
            "target_differs",
            changed(torn, f"{code}{row.code[3:]}", target=lower),
            "target_differs",
            f"{code}{row.code[3:]}",
        )
        points = Target(">=", "90", "分")
        yield Slip(
            "unit_differs",
            changed(torn, f"{code}{row.code[3:]}", target=points),
            "unit_differs",
            f"{code}{row.code[3:]}",
        )
        odd = next((i for i in project.indicators if i.level2 == "社会效益指标"), None)
        if odd is not None:
            moved = changed(torn, f"{code}{odd.code[3:]}", level2="可持续影响指标")
            yield Slip("class_differs", moved, "class_differs", f"{code}{odd.code[3:]}")
        ratio = next((i for i in project.indicators if re.search("占.+的比率$", i.definition)), None)
        if ratio is not None:
            other = re.sub("占.+的比率$", "占上年末在册总数的比率", ratio.definition)
            shifted = changed(torn, f"{code}{ratio.code[3:]}", definition=other)
            yield Slip("denominator", shifted, "denominator_differs", f"{code}{ratio.code[3:]}")


def _conflicts(plan: Plan) -> Iterator[Slip]:
    for project in plan.projects:
        count = next(
            (i for i in project.indicators if i.level2 == "数量指标" and i.target.unit == "人"), None
        )
        rate = next((i for i in project.indicators if i.target.unit == "%" and i.level2 == "质量指标"), None)
        if count is not None and rate is not None:
            few = changed(plan, count.code, target=Target("=", "3", "人"))
            few = changed(
                few, rate.code, definition="实际办理人数/应办理人数", target=Target(">=", "95", "%")
            )
            yield Slip("headcount", few, "headcount_too_small", rate.code)


_AMOUNT = re.compile(r"(?P<number>[\d,]*\d(?:\.\d+)?)(?P<unit>万元|元)")


def _section(lines: list[str], start: str, end: str) -> tuple[int, int]:
    first = next(n for n, line in enumerate(lines) if line.startswith(start))
    last = next(n for n, line in enumerate(lines) if n > first and line.startswith(end))
    return first + 1, last


def _edited(text: str, line: int, start: int, end: int, new: str) -> str:
    lines = text.split("\n")
    lines[line] = lines[line][:start] + new + lines[line][end:]
    return "\n".join(lines)


_SUMS = (
    "parts_differ_from_total",
    "income_expenditure_differ",
    "part_exceeds_total",
    "amount_unit_impossible",
)


def text_slips(text: str, year: int) -> Iterator[TextSlip]:
    """Every slip the sentences of a document can have, whose paragraphs each stand on one line."""
    lines = text.split("\n")
    yield from _figure_slips(text, lines, "1、收入说明", "2、支出说明", _SUMS)
    yield from _figure_slips(text, lines, "2、支出说明", "3、比上年", _SUMS)
    yield from _figure_slips(
        text, lines, "3、比上年", "三、", (*_SUMS, "increment_differs", "figure_differs"), skip=True
    )
    yield from _label_slips(text, lines, year)
    yield from _public_slips(text, lines, year)
    yield from _asset_slips(text, lines, year)


def _figure_slips(
    text: str, lines: list[str], start: str, end: str, codes: tuple[str, ...], *, skip: bool = False
) -> Iterator[TextSlip]:
    first, last = _section(lines, start, end)
    for at in range(first, last):
        for found in _AMOUNT.finditer(lines[at]):
            number = Decimal(found["number"].replace(",", ""))
            if not number:
                continue
            more = format(number + (Decimal(120) if found["unit"] == "万元" else Decimal(1_200_000)), "f")
            yield TextSlip(
                f"figure:{start}",
                _edited(text, at, found.start("number"), found.end("number"), more),
                codes,
                at + 1,
            )


def _label_slips(text: str, lines: list[str], year: int) -> Iterator[TextSlip]:
    for at, line in enumerate(lines):
        for found in re.finditer(rf"(较|比|与){year - 1}年", line):
            yield TextSlip(
                "compared_with_itself",
                _edited(text, at, found.start() + 1, found.end(), f"{year}年"),
                ("compared_with_itself",),
                at + 1,
            )
            yield TextSlip(
                "wrong_year",
                _edited(text, at, found.start() + 1, found.end(), f"{year - 2}年"),
                ("compared_with_wrong_year",),
                at + 1,
            )
        labelled = re.match(rf"(?:反映本部门当年全部收入。)?({year})年\S{{0,8}}(收入|支出)", line)
        if labelled:
            yield TextSlip(
                "year_label",
                _edited(text, at, labelled.start(1), labelled.end(1), str(year - 1)),
                ("year_label_differs",),
                at + 1,
            )


_CHANGE = re.compile(
    r"[较比与](?:上年|去年|20\d\d年)(?:相比)?(?:增加|减少)[\d,.０-９．]+(?:万元|元)(?:，\S{2}[\d.]+%)?"
)
_STILL = re.compile(r"[较与](?:上年|20\d\d年)(?:相比)?(?:无增减变化|持平|无变化)")


def _public_slips(text: str, lines: list[str], year: int) -> Iterator[TextSlip]:
    codes = ("no_change_beside_change", "parts_differ_from_total", "increment_differs")
    first, last = _section(lines, "四、", "五、")
    whole = " ".join(lines[first:last])
    for at in range(first, last):
        line = lines[at]
        for found in _CHANGE.finditer(line):
            still = _edited(text, at, found.start(), found.end(), "与上年持平")
            yield TextSlip("still_beside_change", still, codes, at + 1)
        for found in _STILL.finditer(line):
            if _CHANGE.search(whole) is None and found is not None:
                moved = _edited(text, at, found.start(), found.end(), "较上年增加0.6万元")
                yield TextSlip("change_beside_still", moved, codes, at + 1)
        for found in re.finditer(r"公务接待费([\d.]+)万元", line):
            more = format(Decimal(found[1]) + 3, "f")
            yield TextSlip(
                "public_part",
                _edited(text, at, found.start(1), found.end(1), more),
                ("parts_differ_from_total",),
                at + 1,
            )
    for start, word in (("三、", "机关运行经费"), ("六、", "政府采购")):
        first = next(n for n, line in enumerate(lines) if line.startswith(start)) + 1
        if lines[first].startswith(f"{year}年") and word in lines[first]:
            older = _edited(text, first, 0, 4, str(year - 1))
            yield TextSlip("topic_year", older, ("year_label_differs",), first + 1)


def _asset_slips(text: str, lines: list[str], year: int) -> Iterator[TextSlip]:
    at = next(n for n, line in enumerate(lines) if line.startswith("资产总额"))
    lost = lines[at].replace(".", "")
    if lost != lines[at]:
        yield TextSlip(
            "lost_point", _edited(text, at, 0, len(lines[at]), lost), ("asset_total_differs",), at + 1
        )
    row = lines[at + 1]
    number = row.rpartition(" ")[2]
    wrong = row[: -len(number)] + format(Decimal(number) + 50, "f")
    yield TextSlip(
        "asset_row", _edited(text, at + 1, 0, len(row), wrong), ("parts_differ_from_total",), at + 1
    )
    dated = next(n for n, line in enumerate(lines) if "截止时间" in line)
    older = lines[dated].replace(str(year - 1), str(year - 2))
    yield TextSlip(
        "asset_date", _edited(text, dated, 0, len(lines[dated]), older), ("asset_date_differs",), dated + 1
    )

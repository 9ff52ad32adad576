"""The department's own goals and the figures promised in their sentences (绩效目标：… 绩效指标：…)."""

from __future__ import annotations

import re
from typing import NamedTuple

from events.types.plan import Target
from tracker.plan.disclosure.prose import Prose
from tracker.plan.model import DepartmentIndicator
from tracker.plan.targets import parse_target

_LABEL = re.compile(r"绩效(目标|指标)[:：]")
_BOUNDARY = re.compile(
    r"（[一二三四五六七八九十]{1,2}）|\d{1,2}[、.．](?=[^\d])|[一二三四五六七八九十]{1,2}、|绩效(?:目标|指标)[:：]"
)
_CLAUSE = re.compile(r"[^，。；;！]+")
_CHINESE_DIGITS = {
    "一": 1,
    "二": 2,
    "两": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
    "十": 10,
}
_UNITS = (
    "万人次|人次|万人|万元|亿元|个百分点|百分点|场次|批次|[%人元次个场期件户家项份篇条套名批天处座所万亿年]"
)
_FIGURE = re.compile(
    rf"(?P<sign>不低于|不少于|不超过|不高于|不多于|至少|高于|低于|大于|小于|超过|控制在|[≥≤>＞<＜=]+)?"
    rf"(?P<number>\d[\d,]*(?:\.\d+)?|[一二两三四五六七八九十])(?P<unit>{_UNITS})(?P<tail>及?以[上下内])?"
)
_NOT_AFTER = re.compile(r"年|月|日|号|届|个月|季度|条龙|体|方面|批示|流|带|站式|窗")
_NAME_LEAD = re.compile(
    r"^(?:使得?|确保|保证|保障|力争|争取|实现|将|全年|年内|全县|本年度?|通过[^，]*?使|并|且|全面|进一步|达到|其中|力求|预计|计划|要求|做到)+"
)
_NAME_TAIL = re.compile(
    r"(?:均|都|要|应|需|能|可|提高|提升|稳定|保持|控制|力争)*(?:达到|达|保持在|维持在|保持|稳定在|控制在|控制|提高到|提升到|提升至|提高至|为|在|到|至|是)?$"
)
_ACTION = re.compile(
    r"^(?P<when>每年|全年|每个[^建开举组]{1,6}|每[月季]度?)?(?:至少)?(?:要|应|将)?(?P<verb>[\u4e00-\u9fff]{1,4})?$"
)


class _Found(NamedTuple):
    name: str
    target: Target
    comparator_printed: bool
    start: int
    end: int


class GoalReading(NamedTuple):
    """A department indicator and whether its comparator was printed."""

    indicator: DepartmentIndicator
    comparator_printed: bool


def read_goals(prose: Prose) -> list[GoalReading]:
    """Every figure promised after ``绩效指标：``, numbered by goal in document order."""
    readings: list[GoalReading] = []
    number, goal, used = 0, "", True
    for label in _LABEL.finditer(prose.text):
        end = _end_of(prose.text, label.end())
        if label[1] == "目标":
            number, goal, used = number + 1, prose.text[label.end() : end], False
            continue
        if used:
            number += 1
        used = True
        found = _read_figures(prose.text, label.end(), end)
        for position, item in enumerate(found, start=1):
            indicator = DepartmentIndicator(
                code=f"D{number}.{position:02d}",
                goal=goal,
                name=item.name,
                target=item.target,
                where=prose.place(item.start, item.end),
            )
            readings.append(GoalReading(indicator, item.comparator_printed))
    return readings


def _end_of(text: str, start: int) -> int:
    boundary = _BOUNDARY.search(text, start)
    return min(boundary.start() if boundary else len(text), start + 800)


def _read_figures(text: str, start: int, end: int) -> list[_Found]:
    found: list[_Found] = []
    for clause in _CLAUSE.finditer(text, start, end):
        item = _read_clause(clause[0], clause.start())
        if item is not None:
            found.append(item)
    return found or _qualitative(text, start, end)


def _qualitative(text: str, start: int, end: int) -> list[_Found]:
    """A goal that promises no figure keeps its first clause as a qualitative target."""
    clause = _CLAUSE.search(text, start, end)
    if clause is None or len(clause[0]) < 4:
        return []
    return [_Found(clause[0][:60], Target(text=clause[0][:60]), True, clause.start(), clause.end())]


def _read_clause(clause: str, offset: int) -> _Found | None:
    for figure in _FIGURE.finditer(clause):
        if figure["unit"] == "年" or _NOT_AFTER.match(clause, figure.end()):
            continue
        name = _name_of(clause[: figure.start()], clause[figure.end() :])
        if name is None:
            continue
        target, printed = _target_of(figure)
        return _Found(name, target, printed, offset, offset + len(clause))
    return None


def _name_of(before: str, after: str) -> str | None:
    """What is counted: named before the figure (参保率达到95%), or after it (完成3次以上的人才招聘工作)."""
    action = _ACTION.fullmatch(before)
    rest = after.lstrip("的").removeprefix("相应的")
    if rest and action is not None:
        each = action["when"] or ""
        return f"{each}{rest}" if each.startswith("每个") else rest
    name = _NAME_TAIL.sub("", _NAME_LEAD.sub("", before))
    return name if len(name) >= 2 else None


def _target_of(figure: re.Match[str]) -> tuple[Target, bool]:
    number = figure["number"]
    if number in _CHINESE_DIGITS:
        number = str(_CHINESE_DIGITS[number])
    printed = f"{figure['sign'] or ''}{number}{figure['unit']}{figure['tail'] or ''}"
    read = parse_target(printed)
    return read.target, read.comparator_printed

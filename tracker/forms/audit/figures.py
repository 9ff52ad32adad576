"""Figures as people type them into forms: points, amounts, percentages, targets and actual values."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from events.types.plan import Comparator
from tracker.forms.audit.grid import Printed, squeezed

Outcome = Literal["met", "partly", "missed"]

_NUMBER = r"-?(?:\d{1,3}(?:,\d{3}){1,5}|\d{1,18})(?:\.\d{1,12})?"
_POINTS = re.compile(rf"(?P<number>{_NUMBER})(?P<unit>分|%|万元|元)?")
_SIGNS: dict[str, Comparator] = {
    ">=": ">=", "≥": ">=", "≧": ">=", "⩾": ">=", "=>": ">=", "大于等于": ">=", "大于或等于": ">=", "不低于": ">=",
    "不少于": ">=", "不小于": ">=", "至少": ">=", "达到": ">=", "<=": "<=", "≤": "<=", "≦": "<=", "⩽": "<=",
    "=<": "<=", "小于等于": "<=", "小于或等于": "<=", "不超过": "<=", "不高于": "<=", "不多于": "<=", "不大于": "<=",
    "控制在": "<=", ">": ">", "大于": ">", "高于": ">", "超过": ">", "<": "<", "小于": "<", "低于": "<", "=": "=",
    "等于": "=",
}  # fmt: skip
_SIGN = "|".join(sorted(map(re.escape, _SIGNS), key=len, reverse=True))
_TAILS: dict[str, Comparator] = {
    "及以上": ">=", "以上": ">=", "或以上": ">=", "(含)以上": ">=", "以内": "<=", "以下": "<=", "及以下": "<=",
    "之内": "<=", "内": "<=",
}  # fmt: skip
_TAIL = "|".join(sorted(map(re.escape, _TAILS), key=len, reverse=True))
_FIGURE = re.compile(
    rf"(?:已?完成|实际完成|实际|实现)?(?P<sign>{_SIGN})?为?(?P<number>{_NUMBER})(?P<fold>[万亿])?"
    rf"(?P<unit>[^\d<>=≥≤]{{0,12}}?)(?:完成|达标)?(?P<tail>{_TAIL})?"
)
_ABOUT = re.compile(r"约|左右|上下|近\d|\d余|\d多|余[人户次家个]")
_FOLDS = {"万": 10**4, "亿": 10**8}
_NO_UNIT = re.compile(r"[年月日前底至到]|(?:^[-~—–/])")
_NOTHING = re.compile(
    r"[-—–－/／\\、。.…_*0]*|无|暂无|不适用|没有|空|/无|未填|略|无偏差|无原因|无需说明|没有偏差|正常|N/?A|无\(?未发生\)?"
)
_NOT = re.compile(
    r"未(?!发生|出现|发现|超|突破|逾期|拖欠|造成|收到|接到)|没有?(?:完成|达|实现)|不(?:达|合格|及时|足|明显|显著|到位|完善|健全|满意|理想)"
)
_PARTLY = re.compile(r"部分|基本|大部|较好(?:完成|达)|接近|一定")
_DONE = re.compile(
    r"完成|达成|达标|达到|实现|落实|到位|合格|符合|通过|是|有效|明显|显著|良好|提升|提高|改善|及时|优|高"
)


@dataclass(frozen=True)
class Figure:
    """A figure with its comparator (None where none is printed) and its unit, 万 and 亿 kept beside."""

    value: Fraction
    sign: Comparator | None = None
    unit: str = ""
    fold: int = 1

    @property
    def full(self) -> Fraction:
        """The value with 万 or 亿 multiplied in."""
        return self.value * self.fold


def points_of(printed: Printed) -> Fraction | None:
    """The number of a points, rate or amount cell; None for blanks, dashes and words."""
    if printed.number is not None:
        return printed.number
    match = _POINTS.fullmatch(squeezed(printed.text))
    return Fraction(match["number"].replace(",", "")) if match else None


def rate_of(printed: Printed) -> Fraction | None:
    """A rate in percent: ``98.67%``, ``98.67``, or a number cell shown as percent (``0.9867``)."""
    number = points_of(printed)
    if number is None:
        return None
    fraction_cell = printed.number is not None and -2 <= number <= 2
    return number * 100 if fraction_cell else number


def figure_of(printed: Printed, sign: str = "", unit: str = "") -> Figure | None:
    """A target or actual as a figure; None where it is words, a date, a range or several figures.

    ``sign`` and ``unit`` are what separate columns of the form print.
    """
    own_sign = _SIGNS.get(squeezed(sign))
    own_unit = bare_unit(unit)
    if printed.number is not None:
        fold, name = _unfold(own_unit)
        return Figure(printed.number, own_sign, name, fold)
    text = squeezed(printed.text).replace("百分比", "%").replace("百分之", "")
    match = None if _ABOUT.search(text) else _FIGURE.fullmatch(text)
    if match is None or _NO_UNIT.search(_time_word_free(match["unit"])):
        return None
    printed_sign = _SIGNS.get(match["sign"] or "") or _TAILS.get(match["tail"] or "")
    fold, name = (
        (_FOLDS[match["fold"]], bare_unit(match["unit"]))
        if match["fold"]
        else _unfold(bare_unit(match["unit"]) or own_unit)
    )
    return Figure(Fraction(match["number"].replace(",", "")), own_sign or printed_sign, name, fold)


def _time_word_free(unit: str) -> str:
    """Units that contain 年, 月 or 日 lawfully (次/年, 个月, 年, 元/月, 工作日) are no dates."""
    return re.sub(r"/[年月日天季]|每[年月日]|个月|工作日|^年$|/人.?[年月]|[人元次]年|[人元次]月", "", unit)


def bare_unit(unit: str) -> str:
    """A unit without brackets and remarks: ``%(百分比)`` is %."""
    plain = re.sub(r"\(.*?\)|\(.*$", "", squeezed(unit)).strip("()")
    return "%" if plain in ("百分比", "百分点", "%") else plain


def _unfold(unit: str) -> tuple[int, str]:
    for word, factor in _FOLDS.items():
        if unit.startswith(word):
            return factor, unit.removeprefix(word)
    return 1, unit


def is_nothing(text: str) -> bool:
    """Whether a reason cell says nothing: blank, a dash, 无, 0, 不适用."""
    return _NOTHING.fullmatch(squeezed(text).strip("。.;,")) is not None


def outcome_of(text: str) -> Outcome | None:
    """What the words of an actual say: met, partly or missed; None where they say none of these."""
    plain = squeezed(text)
    if _NOT.search(plain):
        return "partly" if _PARTLY.search(plain) else "missed"
    if _PARTLY.search(plain) and "部分达成" in plain:
        return "partly"
    if re.search(r"部分|基本", plain):
        return "partly"
    return "met" if _DONE.search(plain) else None

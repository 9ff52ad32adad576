"""Target values as people print them, read into a :class:`Target` and written back.

``≥1.2万人`` ``95%以上`` ``不超过249万元`` ``100%`` ``不断提高`` … A figure keeps its exact decimal; 万 and 亿 are folded.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from events.types.plan import Comparator, Target
from tracker.plan.text import clean_line, compact

_AT_LEAST = ("大于或等于", "大于等于", "不低于", "不少于", "不小于", "至少", "达到")
_AT_MOST = ("小于或等于", "小于等于", "不超过", "不高于", "不多于", "不大于", "控制在", "最多")
_WORDS: tuple[tuple[str, Comparator], ...] = (
    *((word, ">=") for word in _AT_LEAST),
    *((word, "<=") for word in _AT_MOST),
    *((word, ">") for word in ("大于", "超过", "高于")),
    *((word, "<") for word in ("小于", "低于", "少于")),
    ("等于", "="),
)
_TAILS: tuple[tuple[str, Comparator], ...] = (
    ("及以上", ">="), ("或以上", ">="), ("以上", ">="), ("及以下", "<="), ("以下", "<="), ("以内", "<="), ("之内", "<="),
)  # fmt: skip
_SIGNS: tuple[tuple[str, Comparator], ...] = (
    (">=", ">="), ("=>", ">="), ("≥=", ">="), ("≧", ">="), ("⩾", ">="), ("≥", ">="), ("<=", "<="), ("=<", "<="),
    ("≦", "<="), ("⩽", "<="), ("≤", "<="), ("==", "="), ("＝", "="), ("=", "="), (">", ">"), ("<", "<"), ("〉", ">"),
    ("〈", "<"),
)  # fmt: skip
_FOLD = str.maketrans(
    {
        "＞": ">",
        "＜": "<",
        "＝": "=",
        "﹥": ">",
        "﹤": "<",
        "﹦": "=",
        "，": ",",
        "％": "%",
        "﹪": "%",
        "．": ".",
    }
)
_NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
_UNIT = re.compile(r"(?P<scale>百万|千万|万|亿)?(?P<unit>[A-Za-z%‰°㎡℃²³/\u4e00-\u9fff（）()]{0,12})")
_DATE = re.compile(r"[月年号日](?:底|前|末|初|份|[上中下]旬)")
"""What makes a number a day: 10月底前."""
_SCALES = {
    "万": Decimal(10_000),
    "百万": Decimal(1_000_000),
    "千万": Decimal(10_000_000),
    "亿": Decimal(100_000_000),
}
SIGN_CLASS = "≥≤≧≦⩾⩽><=＞＜＝"

_UNIT_WORDS = """
% ‰ 元 万元 亿元 千元 百元 人 万人 人次 万人次 人天 名 位 个 万个 件 万件 次 场 场次 期 批 批次 户 万户 家
项 份 万份 篇 条 套 台 辆 本 册 张 幅 处 座 间 所 栋 村 乡镇 镇 天 日 工作日 个工作日 小时 分钟 分 月 个月
季度 年 周 公里 千米 米 平方米 万平方米 平方公里 立方米 万立方米 亩 万亩 公顷 吨 万吨 千克 公斤 斤 升 株 棵
头 只 羽 度 千瓦时 万千瓦时 倍 级 等级 部 组 队 班 班次 课时 学时 课 点 条次 例 起 宗 笔 期次 百分点
个百分点 元/人 元/月 元/年 元/人月 元/人年 元/人·月 元/亩 元/户 元/天 元/次 万元/年 次/年 次/月 人/年 家次
户次 例次 件次 m ㎡ km m² 类 种 款 枚 块 根 盏 支 平米
"""
COMMON_UNITS = frozenset(_UNIT_WORDS.split())
"""Units such targets are counted in."""


class ReadTarget(NamedTuple):
    """A target with what was said about its comparator: whether one was printed."""

    target: Target
    comparator_printed: bool


def parse_target(printed: str) -> ReadTarget:
    """Read a target's cell. What is no figure becomes qualitative text; an empty cell an empty target."""
    text = compact(clean_line(printed))
    figure = _figure(text.translate(_FOLD))
    if figure is None:
        return ReadTarget(Target(text=text or None), True)
    comparator, value, unit = figure
    return ReadTarget(Target(comparator=comparator or "=", value=value, unit=unit), comparator is not None)


def _figure(text: str) -> tuple[Comparator | None, str, str | None] | None:
    comparator, rest = _leading(text)
    number = _NUMBER.match(rest)
    if number is None:
        return None
    tail_comparator, tail = _trailing(rest[number.end() :])
    unit = _UNIT.fullmatch(tail)
    if unit is None or (comparator is None and len(unit["unit"]) > 6) or _DATE.match(tail):
        return None
    value = Decimal(number[0].replace(",", "")) * _SCALES.get(unit["scale"] or "", Decimal(1))
    return comparator or tail_comparator, plain_decimal(value), unit["unit"] or None


def _leading(text: str) -> tuple[Comparator | None, str]:
    for words in (_SIGNS, _WORDS):
        for sign, comparator in words:
            if text.startswith(sign):
                return comparator, text[len(sign) :]
    return None, text


def _trailing(text: str) -> tuple[Comparator | None, str]:
    for word, comparator in _TAILS:
        if text.endswith(word):
            return comparator, text[: -len(word)]
        if text.startswith(word) and text[len(word) :] in COMMON_UNITS:
            return comparator, text[len(word) :]
    return None, text


def plain_decimal(value: Decimal) -> str:
    """A decimal without exponent and trailing zeros."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def print_target(target: Target) -> str:
    """A target the way a form prints it; 万 and 亿 stay folded."""
    if target.value is None:
        return target.text or ""
    signs = {">=": "≥", "<=": "≤", "=": "=", ">": "＞", "<": "＜", None: ""}
    return f"{signs[target.comparator]}{target.value}{target.unit or ''}"

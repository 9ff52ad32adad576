"""Where an indicator's actual value is likely to come from, proposed from its wording.

Computed wherever the log can answer, typed only where it can't. A proposal is never more than that: staff
confirm or change it, and the confidence says how closely to look.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from events.types.plan import Period, Rollup, Source, Target

_PAID = "领取|发放|支付|兑付|拨付|兑现"
_PEOPLE_ON_TIME = re.compile(rf"({_PAID}).*人.*(/|占|÷|比).*应.{{0,6}}({_PAID}|领|发).*人")
_WITHIN_TIME = re.compile(
    rf"(规定|要求|约定)的?(时间|期限|时限)?内?.*({_PAID})|({_PAID}).*(规定|要求)的?(时间|期限|时限)"
)
_MONEY_WORD = re.compile(
    r"资金|金额|款|补贴|补助|养老金|待遇|工资|津贴|经费|报酬|奖励|(?:低保|助学|扶助|救助|奖|抚恤)金"
)
_PAYMENT_RATE = re.compile(
    rf"(?:实际|已|足额).{{0,6}}({_PAID}|支出).*(金额|资金|数|额).*(/|占|÷|比).*(计划|应|预算).{{0,6}}({_PAID}|支出|安排)?"
)
_ARRIVAL = re.compile(
    r"(资金|补助|补贴|经费|拨款).{0,4}到位(?:及时)?率|到位(?:及时)?率.*(资金|拨入|拨款)|实际(拨入|到位|拨付到).*资金"
)
_PER_PERSON = re.compile(
    r"人均|每人|月均|/人|人/|每月发放|平均水平|平均标准|补助标准|补贴标准|发放标准|每月.{0,4}(标准|金额)"
)
_EACH_PERSON = re.compile(r"每(?:人|名|位|生|户)|[人生户]均|/人|人/")
_EACH_THING = re.compile(
    r"每(?!年|月|季|日|天|人|名|位|生|户)|[村亩校床次台年]均(?!增)|单价|平均(?:费用|成本|单价|造价)"
)
_GAINED = re.compile(r"增收|节约|节省|增加值|产值|增加的收入|纯收入")
_DONE = re.compile(
    r"全年|当年|年内|本年|新建|新增|新造|购置|采购|改造|维修|更换|清理|清运|整治|查处|减少|节约|栽植|建设|修复|制作|举办"
)
_STANDS = re.compile(r"累计|享受|在册|在园|在校|现有|保障|运行|使用|覆盖")
_TIME_UNITS = frozenset(
    ("天", "日", "工作日", "个工作日", "小时", "分钟", "分", "月", "个月", "年", "周", "季度")
)
_ADDED = re.compile(r"新增|增加|增长|扩面|带动|培训|招聘|引进|吸纳|帮扶|救助|接待|服务人次|净增")
_SATISFACTION = re.compile(r"满意|好评|知晓|认知|认可")
_RATIO_FORM = re.compile(r"/|÷|占|比率|比例|百分比|比重")
_IN_MONTHS = re.compile(r"月末|月底|每月|当月|按月|月度|规定的?(时间|期限|时限)|及时|按时|按期")
_DONE_UNITS = frozenset(
    (
        "次",
        "场",
        "场次",
        "期",
        "批",
        "批次",
        "件",
        "篇",
        "份",
        "条",
        "起",
        "例",
        "宗",
        "笔",
        "人次",
        "万人次",
        "班",
        "班次",
        "课时",
        "学时",
        "人天",
        "家次",
        "户次",
    )
)
_PEOPLE_UNITS = frozenset(("人", "名", "位", "户"))
_SMALL_MONEY = Decimal(10_000)


class Proposal(NamedTuple):
    """Source, period and rollup proposed for an indicator, and the importer's certainty in percent."""

    source: Source
    period: Period
    rollup: Rollup
    confidence: int


def propose(level2: str, level3: str, definition: str, target: Target) -> Proposal:
    """Propose where the indicator's value comes from, from its class, its wording and its target."""
    if target.value is None:
        return Proposal("band", "year", "none", 95 if target.text else 40)
    unit = target.unit or ""
    if unit in ("%", "‰"):
        return _rate(level2, level3, definition)
    if unit.startswith("元"):
        return _money(level2, level3, definition, target)
    return _count(level3, definition, unit)


def _rate(level2: str, level3: str, definition: str) -> Proposal:
    period: Period = "month" if _monthly(level2, level3, definition) else "year"
    contribution = "缴费" in level3 + definition or "参保" in level3
    if _PEOPLE_ON_TIME.search(definition) and not contribution and _timely(level2, level3):
        return Proposal("people_on_time", "month", "ratio_of_sums", 95 if "月" in definition else 75)
    if _timely(level2, level3) and _pays_money_in_time(level3, definition) and not contribution:
        return Proposal(
            "amount_on_time", "month", "ratio_of_sums", 90 if _WITHIN_TIME.search(definition) else 65
        )
    if _ARRIVAL.search(level3) or _ARRIVAL.search(definition):
        return Proposal("funds_arrival", "month", "ratio_of_sums", 90)
    if (
        _PAYMENT_RATE.search(definition)
        and _MONEY_WORD.search(definition)
        and "准确" not in level3
        and "人数" not in definition
    ):
        return Proposal("payment_rate", "year", "ratio_of_sums", 90)
    sure = 85 if _RATIO_FORM.search(definition) or _SATISFACTION.search(level3) else 55
    return Proposal("ratio", period, "ratio_of_sums", sure)


def _timely(level2: str, level3: str) -> bool:
    return level2.startswith("时效") or re.search(r"及时|按时|按期|准时", level3) is not None


def _monthly(level2: str, level3: str, definition: str) -> bool:
    return (
        _timely(level2, level3)
        and _IN_MONTHS.search(definition) is not None
        and not definition.startswith("年")
    )


def _pays_money_in_time(level3: str, definition: str) -> bool:
    if re.search(r"人数|人员数|件数|次数|业务|事务", definition):
        return False
    paying = re.search(_PAID, level3 + definition) is not None
    return paying and (_MONEY_WORD.search(level3 + definition) is not None)


def _money(level2: str, level3: str, definition: str, target: Target) -> Proposal:
    words = level3 + definition
    value = Decimal(target.value or "0")
    if _GAINED.search(level3) or (_EACH_THING.search(words) and not _EACH_PERSON.search(words)):
        return Proposal("value", "year", "latest", 70)
    per_person = (
        _EACH_PERSON.search(words) is not None
        or _PER_PERSON.search(words) is not None
        or "/" in (target.unit or "")
    )
    if per_person and value < 100 * _SMALL_MONEY:
        return Proposal("per_person", "month" if "月" in words else "year", "latest", 90)
    if value < 1000:
        return Proposal("per_person", "month" if "月" in words else "year", "latest", 60)
    if level2.startswith(("成本", "经济成本")) or target.comparator in ("<=", "<"):
        return Proposal("spending", "year", "sum", 90 if value >= _SMALL_MONEY else 70)
    return Proposal("value", "year", "sum", 60)


def _count(level3: str, definition: str, unit: str) -> Proposal:
    words = level3 + definition
    if unit in _DONE_UNITS:
        return Proposal("value", "year", "sum", 90)
    if unit in _PEOPLE_UNITS:
        added = _ADDED.search(words) is not None
        return Proposal("value", "year", "sum" if added else "latest", 80)
    if unit not in _TIME_UNITS and _DONE.search(words) and not _STANDS.search(words):
        return Proposal("value", "year", "sum", 75)
    return Proposal("value", "year", "latest", 85 if unit == "分" else 70)

"""What the checks read out of an indicator's wording: its plain name, its ratio, whether it is a rate or a count."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from tracker.plan.model import DepartmentIndicator, FindingPlace, Indicator, Project

_BRACKETED = re.compile(r"[（(][^（）()]*[）)]")
_NOISE = re.compile(r"[\s，。、；：:,.;（）()“”\"'《》【】\[\]〔〕﹝﹞]")
_RATE = re.compile(r"(?<![效频功速])率$|占比$|比例$|比重$|比率$")
_COUNT = re.compile(r"(次数|人数|数量|个数|件数|户数|场次|人次|家数|项数|篇数|份数|期数|批次)$")
_UNIT_COST = re.compile(
    r"每[^年月季]|单价|平均|[人生户亩村校床台]均|标准|单位[\u4e00-\u9fff]{0,4}成本|单位造价|/"
)
_PEOPLE = re.compile(r"人数|人员数|户数|人次")


class Ratio(NamedTuple):
    """A definition's numerator and denominator, as worded."""

    numerator: str
    denominator: str


def place(indicator: Indicator | DepartmentIndicator) -> FindingPlace:
    """Where a finding about this indicator points."""
    where = indicator.where
    return FindingPlace(line=where.line, end_line=where.end_line, cell=where.cell, subject=indicator.code)


def project_place(project: Project) -> FindingPlace:
    """Where a finding about this project's table points."""
    where = project.where
    return FindingPlace(line=where.line, end_line=where.end_line, cell=where.cell, subject=project.code)


def plain(text: str) -> str:
    """The text without punctuation and spaces, for comparing wordings."""
    return _NOISE.sub("", text)


def plain_name(name: str) -> str:
    """A name without what stands in brackets."""
    return plain(_BRACKETED.sub("", name)) or plain(name)


def is_rate(name: str) -> bool:
    """Whether the name says that it is a rate."""
    return _RATE.search(plain_name(name)) is not None


def is_count(name: str) -> bool:
    """Whether the name says that it counts something."""
    return _COUNT.search(plain_name(name)) is not None


def ratio_of(definition: str) -> Ratio | None:
    """The ratio a definition states: a/b, or 甲占乙的比率."""
    text = definition.strip("（）() ")
    text = text.rpartition("=")[2] if "=" in text else text
    if text.count("/") == 1:
        numerator, _, denominator = text.partition("/")
        return Ratio(plain(numerator), plain(denominator)) if numerator and denominator else None
    found = re.fullmatch(r"(?P<part>.+)占(?P<whole>.+?)(?:的?(?:比率|比例|比重|百分比|占比))", text)
    return Ratio(plain(found["part"]), plain(found["whole"])) if found else None


def counts_people(ratio: Ratio) -> bool:
    """Whether both parts of a ratio are numbers of people."""
    return bool(_PEOPLE.search(ratio.numerator) and _PEOPLE.search(ratio.denominator))


def value_of(indicator: Indicator | DepartmentIndicator) -> Decimal | None:
    """The target's figure."""
    return None if indicator.target.value is None else Decimal(indicator.target.value)


def shown(indicator: Indicator | DepartmentIndicator) -> str:
    """The target the way a form prints it."""
    target = indicator.target
    if target.value is None:
        return target.text or ""
    signs = {">=": "≥", "<=": "≤", "=": "=", ">": "＞", "<": "＜", None: ""}
    return f"{signs[target.comparator]}{target.value}{target.unit or ''}"


def in_both(parts: Iterable[str]) -> tuple[str, str]:
    """A list as Chinese writes it and as English does."""
    said = tuple(parts)
    return "、".join(said), ", ".join(said)


def is_money(indicator: Indicator) -> bool:
    """Whether the target is an amount of money."""
    return (indicator.target.unit or "").startswith("元")


def is_unit_cost(indicator: Indicator) -> bool:
    """Whether an amount is what one of many costs: 每公里, 单价, 平均, 标准."""
    return "/" in (indicator.target.unit or "") or _UNIT_COST.search(indicator.level3) is not None


def is_cost(indicator: Indicator) -> bool:
    """Whether the indicator stands in a cost class."""
    return "成本" in indicator.level2 or (indicator.level1 == "成本指标")


def is_timeliness(indicator: Indicator) -> bool:
    """Whether the indicator stands in the timeliness class."""
    return "时效" in indicator.level2


def is_satisfaction(indicator: Indicator) -> bool:
    """Whether the indicator stands in the satisfaction class."""
    return "满意" in indicator.level1 or "满意" in indicator.level2

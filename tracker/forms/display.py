"""How facts are written on a form: targets, actual values, amounts in 万元, the completion sentence."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from events.types.plan import Target
from tracker.forms.actual_shape import figure_json, value_json
from tracker.forms.facts import ActualFacts
from tracker.money import half_up, wan_yuan
from tracker.ratios import decimal_text

SIGNS = {">=": "≥", "<=": "≤", ">": "＞", "<": "＜", "=": "＝"}
BANDS = {"met": "达成年度指标", "partly": "部分达成并具有一定效果", "missed": "未达成且效果较差"}
FUNDING = {"fiscal": "其中：当年财政拨款", "carryover": "上年结转资金", "other": "其他资金"}
EVENTS = {
    "AppropriationRecorded": "预算指标",
    "ReceiptRecorded": "资金到位",
    "DisbursementRecorded": "支付",
    "ReturnRecorded": "退回",
    "RosterImported": "发放名册",
    "RosterResultRecorded": "发放结果",
    "MeasurementRecorded": "指标监测值",
    "DeviationExplained": "偏差说明",
    "EvidenceAttached": "佐证材料",
    "EventReversed": "冲销",
    "ProjectPlanned": "项目计划",
    "IndicatorPlanned": "指标计划",
    "TimelinessChecked": "及时性检查",
}
"""Event types as people call them; others print their own name."""
_MOST_PLACES = 6


def target_text(target: Target) -> str:
    """A target as printed: ``≥95%``, ``≤249万元``, or its qualitative wording."""
    if target.value is None:
        return target.text or ""
    return f"{SIGNS[target.comparator or '=']}{figure_text(Fraction(target.value), target.unit)}"


def figure_text(value: Fraction, unit: str | None) -> str:
    """A figure with its unit; whole thousands of 元 from ten thousand up as 万元."""
    if unit == "元" and abs(value) >= 10**4 and (value * 100 / 10**4).denominator == 1:
        return f"{decimal_text(value / 10**4)}万元"
    return f"{shown(value)}{unit or ''}"


def shown(value: Fraction) -> str:
    """An exact decimal where it is short, else two places half up."""
    if (value * 10**_MOST_PLACES).denominator == 1:
        return decimal_text(value)
    return half_up(value)


def value_text(actual: ActualFacts) -> str | None:
    """The actual's figure alone: percent and yuan with two places, others as exact as they are."""
    if actual.value is None:
        return None
    if actual.unit is not None and (actual.unit == "%" or actual.unit.startswith("元")):
        return half_up(actual.value)
    return shown(actual.value)


def actual_text(actual: ActualFacts | None) -> str:
    """The actual as printed in 实际完成值; empty while nothing was reported."""
    if actual is None:
        return ""
    if actual.band is not None:
        return BANDS[actual.band]
    if actual.value is None:
        return ""
    if actual.unit == "元":
        return (
            figure_text(actual.value, "元") if actual.value.denominator == 1 else f"{half_up(actual.value)}元"
        )
    return f"{value_text(actual)}{actual.unit or ''}"


def value_shape(actual: ActualFacts) -> str | int | None:
    """The actual's figure, or its band, as ``status`` gives it."""
    if actual.band is not None:
        return actual.band
    if actual.value is None:
        return None
    two_places = actual.numerator is not None or actual.counted in ("fen", "per_person")
    return value_json(actual.value, actual.unit, two_places=two_places)


def parts_shape(actual: ActualFacts) -> tuple[str | int | None, str | int | None]:
    """Numerator and denominator in the form of their kinds: people as counts, fen as yuan."""
    over, under = actual.counted in ("fen", "per_person"), actual.counted == "fen"
    return figure_json(actual.numerator, money=over), figure_json(actual.denominator, money=under)


def wan_decimal(fen: int | None) -> Decimal | None:
    """An amount in 万元, exact to the fen."""
    return None if fen is None else Decimal(fen) / 10**6


def wan_text(fen: int | None) -> str:
    """An amount in 万元, to the fen where it matters (six places at most, at least two)."""
    if fen is None:
        return ""
    text = wan_yuan(fen, 6).rstrip("0")
    whole, _, part = text.partition(".")
    return f"{whole}.{part.ljust(2, '0')}"

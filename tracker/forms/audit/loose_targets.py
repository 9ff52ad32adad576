"""Targets that are no single figure: a range (3-5个), a deadline (2022年12月底前), everything (全覆盖)."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from fractions import Fraction

from tracker.forms.audit.figures import Figure, bare_unit, figure_of
from tracker.forms.audit.grid import Printed, squeezed

_NUMBER = r"\d{1,9}(?:\.\d{1,6})?"
_RANGE = re.compile(
    rf"(?P<low>{_NUMBER})(?P<own>[^\d\s~-]{{0,4}}?)(?:-|~|～|—|–|至|到)+(?P<high>{_NUMBER})(?P<unit>[^\d-]{{0,6}})"
)
_TIME = re.compile(r"年|月|日|天|时|分钟|季|周")
_DATE = re.compile(
    r"(?:截至|截止|于|到|至)?(?P<year>20\d\d)[年.\-/](?P<month>\d{1,2})(?:月(?:份)?|[.\-/](?=\d)|(?![\d.\-/年]))"
    r"(?P<day>\d{1,2})?[日号]?(?:底|末)?(?:之前|以前|前|内)?(?:\(?含\)?)?(?:完成|建成|完工|竣工|发放|验收|到位)*"
)
_ALL = re.compile(
    r"(?:实现|达到)?(?:全覆盖|全部覆盖|全额|全部(?:完成|到位|发放|合格)|应[^,，]{1,2}尽[^,，]{1,2})"
)


def range_of(printed: Printed) -> tuple[Fraction, Fraction, str] | None:
    """The ends and the unit of a range of counts; None for anything else, and for spans of time."""
    match = _RANGE.fullmatch(squeezed(printed.text)) if printed.number is None else None
    if match is None:
        return None
    low, high = Fraction(match["low"]), Fraction(match["high"])
    unit = bare_unit(match["unit"])
    if not 0 < low < high or low >= 1900 or _TIME.search(unit + match["own"]):
        return None
    return low, high, unit


def everything(printed: Printed) -> bool:
    """Whether the target is all of them: 全覆盖, 应保尽保."""
    return _ALL.fullmatch(squeezed(printed.text)) is not None


def percent_beside_everything(target: Printed, actual: Printed) -> Figure | None:
    """The actual as a percentage, where the target is everything and the actual is given in percent."""
    figure = figure_of(actual) if everything(target) else None
    return figure if figure is not None and figure.unit == "%" else None


def is_late(target: Printed, actual: Printed) -> bool:
    """Whether target and actual are two dates and the actual's month or day lies after the target's."""
    due, done = _last_day(target), _first_day(actual)
    return due is not None and done is not None and done > due


def _last_day(printed: Printed) -> date | None:
    """The last day a deadline allows."""
    return _day(printed, last=True)


def _first_day(printed: Printed) -> date | None:
    """The first day a date may mean."""
    return _day(printed, last=False)


def _day(printed: Printed, *, last: bool) -> date | None:
    match = _DATE.fullmatch(squeezed(printed.text)) if printed.number is None else None
    if match is None:
        return None
    year, month, day = int(match["year"]), int(match["month"]), int(match["day"] or 0)
    if not 1 <= month <= 12:
        return None
    days = monthrange(year, month)[1]
    if day > days:
        return None
    return date(year, month, day or (days if last else 1))

"""Exact decimals and ratios: text in, fractions between, text out. Never a float."""

from __future__ import annotations

import re
from fractions import Fraction

from tracker.money import half_width

_DECIMAL = re.compile(r"-?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|-?[0-9]+(?:\.[0-9]+)?")
_FOLDED = {"万": 10**4, "亿": 10**8}
_FIGURE = re.compile(rf"(?P<number>{_DECIMAL.pattern})\s*(?P<fold>[万亿]?)(?P<unit>[^\d\s.,+-]{{0,8}}?)")
MAX_DIGITS = 18


class UnreadableFigure(ValueError):
    """What was typed is no figure."""


def parse_figure(text: str) -> tuple[str, str | None]:
    """A figure as people type it, with its unit if one stands in it: ``12次``, ``1.3万人``, ``96.5%``.

    Returns the exact decimal without trailing zeros and the unit or None; raises :class:`UnreadableFigure`.
    """
    plain = half_width(text).replace("％", "%")
    match = _FIGURE.fullmatch(plain)
    if match is None or len(match["number"]) > MAX_DIGITS:
        raise UnreadableFigure(text)
    value = Fraction(match["number"].replace(",", "")) * _FOLDED.get(match["fold"], 1)
    return decimal_text(value), match["unit"] or None


def decimal_text(value: Fraction | int) -> str:
    """An exact decimal without trailing zeros; the fraction must have one (denominator of twos and fives)."""
    value = Fraction(value)
    places = 0
    while (value * 10**places).denominator != 1:
        places += 1
        if places > 2 * MAX_DIGITS:
            raise UnreadableFigure(f"{value} has no exact decimal")
    digits = int(value * 10**places)
    if places == 0:
        return str(digits)
    sign = "-" if digits < 0 else ""
    whole, part = divmod(abs(digits), 10**places)
    return f"{sign}{whole}.{part:0{places}d}"


def fraction(text: str) -> Fraction:
    """The exact value of a decimal text the log keeps."""
    return Fraction(text)


def holds(comparator: str, actual: Fraction, target: Fraction) -> bool:
    """Whether ``actual comparator target`` is true."""
    match comparator:
        case ">=":
            return actual >= target
        case "<=":
            return actual <= target
        case ">":
            return actual > target
        case "<":
            return actual < target
        case "=":
            return actual == target
        case _:
            raise ValueError(f"no comparator: {comparator!r}")

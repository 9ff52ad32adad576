"""Actual values as JSON, the same wherever they are told: counts are integers, rates and money have two decimals."""

from __future__ import annotations

from fractions import Fraction

from tracker.money import half_up, yuan
from tracker.ratios import decimal_text

COUNTED_UNITS = frozenset("人个次户件家台名份项辆场所处期批篇套")
_MOST_PLACES = 12


def value_json(value: Fraction, unit: str | None, *, two_places: bool) -> str | int:
    """A figure in its target's unit; ``two_places`` where it is made of parts, or money per person."""
    if two_places or (unit is not None and (unit == "%" or unit.startswith("元"))):
        return half_up(value)
    if value.denominator == 1 and unit and set(unit) <= COUNTED_UNITS:
        return int(value)
    return decimal_text(value) if (value * 10**_MOST_PLACES).denominator == 1 else half_up(value)


def figure_json(figure: Fraction | int | None, *, money: bool) -> str | int | None:
    """A numerator or denominator in the form of its kind: fen as yuan, whole numbers as integers."""
    if figure is None:
        return None
    if money:
        return yuan(int(figure))
    exact = Fraction(figure)
    if exact.denominator == 1:
        return int(exact)
    return decimal_text(exact) if (exact * 10**_MOST_PLACES).denominator == 1 else half_up(exact)

"""Points, weights and shares as exact decimals; the rounding every score goes through."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from tracker.money import half_up

CENT = Decimal("0.01")
ZERO = Decimal("0.00")
HUNDRED = Decimal("100.00")

Number = Decimal | Fraction | int


def round_half_up(number: Number, step: Decimal = CENT) -> Decimal:
    """The nearest multiple of ``step`` (0.01 or 1), a half away from zero; exact, two decimals shown.

    ``round_half_up(Fraction(1, 3))`` is ``0.33``; ``round_half_up(Fraction("89.995"))`` is ``90.00``.
    """
    units = Decimal(half_up(Fraction(number) / Fraction(step), 0))
    return (units * step).quantize(CENT)


def round_down(number: Number, step: Decimal = CENT) -> Decimal:
    """The largest multiple of ``step`` not above ``number``."""
    units = Fraction(number) / Fraction(step)
    return (Decimal(units.numerator // units.denominator) * step).quantize(CENT)

"""Actual values of several units made one before scoring, as Hubei asks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from tracker.rules.points import Number


@dataclass(frozen=True)
class UnitActual:
    """One unit's actual value and the money it had for the project."""

    value: Number
    money_fen: int = 0


def combined_actual(parts: Sequence[UnitActual], *, relative: bool) -> Fraction | None:
    """The actual of several units together (湖北口径): counts and amounts are summed.

    Relative values (rates, percentages) are averaged with each unit's money as weight, plainly where no
    unit had money. None for no parts.
    """
    if not parts:
        return None
    if not relative:
        return sum((Fraction(part.value) for part in parts), Fraction(0))
    money = sum(part.money_fen for part in parts)
    if money == 0:
        return sum((Fraction(part.value) for part in parts), Fraction(0)) / len(parts)
    return sum((Fraction(part.value) * part.money_fen for part in parts), Fraction(0)) / money

"""Amounts of money as whole fen, and the one place that rounds: half up, when shown."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction

from events.values import MAX_FEN
from tracker.chinese_amount import fen_in_chinese

FEN_PER_YUAN = 100
_UNITS = {
    "": 1, "元": 1, "千元": 10**3, "万": 10**4, "万元": 10**4, "亿": 10**8, "亿元": 10**8,
    "k": 10**3, "K": 10**3, "M": 10**6,
}  # fmt: skip
_AMOUNT = re.compile(
    r"[¥￥]?(?P<digits>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?P<part>\.[0-9]+)?(?P<unit>元|千元|万元?|亿元?|[kKM])?"
)
_HALF_WIDTH = str.maketrans("０１２３４５６７８９．，－＋％　", "0123456789.,-+% ")


class UnreadableAmount(ValueError):
    """What was typed is no amount of money; ``reason`` is a stable word: form, negative, precision, size."""

    def __init__(self, text: str, reason: str) -> None:
        super().__init__(f"{text!r} is no amount of money ({reason})")
        self.text, self.reason = text, reason


def half_width(text: str) -> str:
    """Full-width digits, points, commas, signs and spaces as their half-width forms, ends trimmed."""
    return text.translate(_HALF_WIDTH).strip()


def parse_amount(text: str) -> int:
    """Fen of an amount as people type it: ``1234.56``, ``12.5万``, ``三万元``, ``壹佰元整``, ``20k``, ``1.2M``.

    Raises :class:`UnreadableAmount` for what is not a number, negative, or more precise than a fen.
    """
    plain = half_width(text).replace(" ", "")
    if plain.startswith(("-", "−")):
        raise UnreadableAmount(text, "negative")
    match = _AMOUNT.fullmatch(plain)
    if match is None:
        return _in_chinese(text, plain)
    number = Decimal(match["digits"].replace(",", "") + (match["part"] or ""))
    fen = number * _UNITS[match["unit"] or ""] * FEN_PER_YUAN
    if fen != fen.to_integral_value():
        raise UnreadableAmount(text, "precision")
    if fen > MAX_FEN:
        raise UnreadableAmount(text, "size")
    return int(fen)


def _in_chinese(text: str, plain: str) -> int:
    fen = fen_in_chinese(plain)
    if fen is None:
        raise UnreadableAmount(text, "form")
    if fen > MAX_FEN:
        raise UnreadableAmount(text, "size")
    return fen


def yuan(fen: int) -> str:
    """Fen as a plain decimal of yuan with two places: ``249000000`` is ``2490000.00``."""
    sign = "-" if fen < 0 else ""
    whole, part = divmod(abs(fen), FEN_PER_YUAN)
    return f"{sign}{whole}.{part:02d}"


def grouped_yuan(fen: int) -> str:
    """The same with thousands separated, for people: ``2,490,000.00``."""
    sign = "-" if fen < 0 else ""
    whole, part = divmod(abs(fen), FEN_PER_YUAN)
    return f"{sign}{whole:,}.{part:02d}"


def wan_yuan(fen: int, places: int = 2) -> str:
    """Fen in 万元, half up."""
    return half_up(Fraction(fen, 10**6), places)


def half_up(value: Fraction | int, places: int = 2) -> str:
    """A number as a decimal with that many places, halves away from zero."""
    scaled = abs(Fraction(value)) * 10**places
    units = int(scaled + Fraction(1, 2))
    sign = "-" if value < 0 and units else ""
    if places == 0:
        return f"{sign}{units}"
    whole, part = divmod(units, 10**places)
    return f"{sign}{whole}.{part:0{places}d}"


def percent(numerator: Fraction | int, denominator: Fraction | int) -> str | None:
    """A ratio as percent with two places, half up; None where the denominator is 0."""
    if denominator == 0:
        return None
    return half_up(Fraction(numerator) / Fraction(denominator) * 100)

"""Citizens' identity numbers (GB 11643): eighteen characters whose last one checks the others, modulo 11-2.

Region codes are not checked: they change, and people keep the number they were given.
"""

from __future__ import annotations

import datetime as dt
import re

from tracker.money import half_width
from tracker.rosters.problems import BadCell

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_MARKS = "10X98765432"
_SCIENTIFIC = re.compile(r"[0-9](\.[0-9]+)?[eE]\+?[0-9]+")
_FIRST_YEAR, _LAST_YEAR = 1850, 2100


class _Part(dict[str, int]):
    """The weighted sum of a few digits at one place of the number; what is not digits is no part."""

    def __init__(self, start: int, length: int) -> None:
        super().__init__()
        self._start, self._length = start, length

    def __missing__(self, digits: str) -> int:
        if len(digits) != self._length or not (digits.isascii() and digits.isdigit()):
            raise BadCell("identity_form")
        total = sum(int(digit) * WEIGHTS[self._start + at] for at, digit in enumerate(digits))
        self[digits] = total
        return total


class _Birth(_Part):
    """The same for the eight digits of the date of birth, which must be one."""

    def __missing__(self, digits: str) -> int:
        total = super().__missing__(digits)
        try:
            born = dt.date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
        except ValueError:
            born = dt.date.min
        if not _FIRST_YEAR <= born.year <= _LAST_YEAR:
            del self[digits]
            raise BadCell("identity_birth")
        return total


_HIGH, _LOW, _BORN, _ORDER = _Part(0, 3), _Part(3, 3), _Birth(6, 8), _Part(14, 3)


def identity_number(text: str) -> str:
    """The number in normal form; raises :class:`BadCell` where it can't be one."""
    if len(text) == 18 and CHECK_MARKS[_sum(text)] == text[17]:
        return text
    plain = half_width(text).lstrip("'’").replace(" ", "").upper()
    _refuse_damaged(plain)
    if CHECK_MARKS[_sum(plain)] != plain[17]:
        raise BadCell("identity_digits_lost" if plain.endswith("000") else "identity_checksum")
    return plain


def check_mark(seventeen: str) -> str:
    """The character that completes seventeen digits."""
    return CHECK_MARKS[
        sum(int(digit) * weight for digit, weight in zip(seventeen, WEIGHTS, strict=True)) % 11
    ]


def _sum(text: str) -> int:
    return (_HIGH[text[:3]] + _LOW[text[3:6]] + _BORN[text[6:14]] + _ORDER[text[14:17]]) % 11


def _refuse_damaged(text: str) -> None:
    if not text:
        raise BadCell("identity_missing")
    if _SCIENTIFIC.fullmatch(text):
        raise BadCell("identity_scientific")
    if len(text) == 15 and text.isascii() and text.isdigit():
        raise BadCell("identity_old")
    if len(text) != 18:
        raise BadCell("identity_form")

"""Citizens' identity numbers (GB 11643): eighteen characters whose last one checks the others, modulo 11-2.

Region codes are not checked: they change, and people keep the number they were given.
"""

from __future__ import annotations

import datetime as dt
import re

from tracker.money import half_width
from tracker.rosters.problems import BadCell

CHECK_MARKS = "10X98765432"
_SCIENTIFIC = re.compile(r"[0-9](\.[0-9]+)?[eE]\+?[0-9]+")
_FIRST_YEAR, _LAST_YEAR = 1850, 2100
_births: set[str] = set()


def identity_number(text: str) -> str:
    """The number in normal form; raises :class:`BadCell` where it can't be one."""
    if len(text) == 18 and text.isascii() and _is_checked(text):
        return text
    plain = half_width(text).lstrip("'’").replace(" ", "").upper()
    if plain.startswith("="):
        plain = _quoted(plain)
    _refuse_damaged(plain)
    if not _is_checked(plain):
        raise BadCell("identity_digits_lost" if plain.endswith("000") else "identity_checksum")
    return plain


def _quoted(formula: str) -> str:
    """The number in ``="4101…"``, which exports write so that spreadsheets keep its digits; no other formula."""
    if not (formula.startswith('="') and formula.endswith('"')):
        raise BadCell("formula")
    return formula[2:-1]


def check_mark(seventeen: str) -> str:
    """The character that completes seventeen digits.

    Their weights are the powers of 2 from the right, modulo 11; 13 is 2 modulo 11, so that reading the digits to
    the base 13 adds them up.
    """
    return CHECK_MARKS[int(seventeen, 13) * 2 % 11]


def _is_checked(text: str) -> bool:
    """Whether eighteen characters pass the check and hold a date of birth."""
    digits = text[:17]
    if not (digits.isdigit() and digits.isascii()):
        raise BadCell("identity_form")
    if text[6:14] not in _births and not _is_birth(text[6:14]):
        raise BadCell("identity_birth")
    return CHECK_MARKS[int(digits, 13) * 2 % 11] == text[17]


def _is_birth(digits: str) -> bool:
    try:
        born = dt.date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    if not _FIRST_YEAR <= born.year <= _LAST_YEAR:
        return False
    _births.add(digits)  # remembered: there are no more than the days of two centuries
    return True


def _refuse_damaged(text: str) -> None:
    if not text:
        raise BadCell("identity_missing")
    if _SCIENTIFIC.fullmatch(text):
        raise BadCell("identity_scientific")
    if len(text) == 15 and text.isascii() and text.isdigit():
        raise BadCell("identity_old")
    if len(text) != 18:
        raise BadCell("identity_form")

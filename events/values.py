"""Tiny checked values every room speaks in: ledger, project, indicator, month, fen. Standard library only.

Each ``parse_*`` or ``check_*`` returns its argument in normal form or raises :class:`InvalidValue`.
"""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache
from typing import NamedTuple

PROJECT_CODE = re.compile(r"P\d{2,4}")
INDICATOR_CODE = re.compile(r"(P\d{2,4}|D\d{1,2})\.(\d{2,3})")
_LEDGER = re.compile(r"([0-9A-Za-z][0-9A-Za-z_-]{0,31})/(\d{4})")
_MONTH = re.compile(r"(\d{4})-(\d{2})")

MAX_FEN = 10**15
"""Ten thousand thousand million yuan: above any county's budget, below 2**53, so exact in every JSON reader."""


class InvalidValue(ValueError):
    """A value that cannot be what it is meant to be; the message names it.

    ``kind`` is what it was meant to be (``ledger``, ``date``, ``month``, ``today``), or None; ``text`` what it is.
    """

    def __init__(self, message: str, kind: str | None = None, text: str = "") -> None:
        super().__init__(message)
        self.kind, self.text = kind, text


class LedgerId(NamedTuple):
    """A unit and its fiscal year, written ``323/2022``: the consistency boundary and the shard key."""

    unit: str
    year: int

    def __str__(self) -> str:
        return f"{self.unit}/{self.year}"

    @classmethod
    def parse(cls, text: str) -> LedgerId:
        """Read ``UNIT/YEAR``; raises :class:`InvalidValue`."""
        match = _LEDGER.fullmatch(text)
        if match is None or not 1949 <= int(match[2]) <= 2999:
            raise InvalidValue(f"not a ledger (UNIT/YEAR, e.g. 323/2022): {text!r}", "ledger", text)
        return cls(match[1], int(match[2]))


DEPARTMENT = "D"
"""Stands for the whole department where a project's code might stand; its goals are ``D1``, ``D2`` …"""


def is_project_code(text: str) -> bool:
    """Whether the text has the form of a project's code, such as ``P06``."""
    return PROJECT_CODE.fullmatch(text) is not None


def owner_of(indicator: str) -> str:
    """The project (``P06``) or department goal (``D1``) an indicator's code belongs to."""
    return indicator.partition(".")[0]


@lru_cache(maxsize=4096)  # a ledger has few days and many facts on each
def parse_date(text: str) -> str:
    """A calendar date as ``YYYY-MM-DD``; raises :class:`InvalidValue`."""
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
            return dt.date.fromisoformat(text).isoformat()
    except ValueError:
        pass
    raise InvalidValue(f"not a date (YYYY-MM-DD): {text!r}", "date", text)


def parse_month(text: str) -> str:
    """A month as ``YYYY-MM``; raises :class:`InvalidValue`."""
    match = _MONTH.fullmatch(text)
    if match is None or not 1 <= int(match[2]) <= 12 or int(match[1]) < 1949:
        raise InvalidValue(f"not a month (YYYY-MM): {text!r}", "month", text)
    return text


def month_of(date: str) -> str:
    """The month ``YYYY-MM`` of an ISO date."""
    return date[:7]


def months_of(year: int) -> tuple[str, ...]:
    """The twelve months of a fiscal year, in order."""
    return tuple(f"{year}-{month:02d}" for month in range(1, 13))


def last_day_of(month: str) -> str:
    """The last calendar day of a month, as an ISO date."""
    year, number = int(month[:4]), int(month[5:7])
    following = dt.date(year + number // 12, number % 12 + 1, 1)
    return (following - dt.timedelta(days=1)).isoformat()

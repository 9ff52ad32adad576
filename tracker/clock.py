"""The only place in the program that asks what day it is (the store's own clock stamps what is recorded)."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable
from zoneinfo import ZoneInfo

from events.values import InvalidValue, parse_date

SHANGHAI = ZoneInfo("Asia/Shanghai")

Today = Callable[[], str]
"""A function giving the business day as an ISO date."""


def today() -> str:
    """The business day: ``TRACKER_TODAY`` where it is set (training, replays), else the date in Asia/Shanghai.

    Raises :class:`InvalidValue` when the setting is not a date.
    """
    pinned = os.environ.get("TRACKER_TODAY")
    if not pinned:
        return dt.datetime.now(SHANGHAI).date().isoformat()
    try:
        return parse_date(pinned)
    except InvalidValue as error:
        raise InvalidValue(f"TRACKER_TODAY: {error}", "today", pinned) from error


Now = Callable[[], dt.datetime]
"""A function giving the present instant, with its zone."""


def now_in_utc() -> dt.datetime:
    """The present instant; ``TRACKER_TODAY`` does not change it."""
    return dt.datetime.now(dt.UTC)


def year_progress(day: str, year: int) -> tuple[int, int]:
    """Days of the year passed on that day (itself included) and days of the year; 序时进度 is their ratio."""
    first, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
    length = (last - first).days + 1
    passed = (dt.date.fromisoformat(day) - first).days + 1
    return max(0, min(passed, length)), length

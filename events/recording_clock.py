"""The store's own clock: when something was recorded, never when it happened."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

Clock = Callable[[], str]
"""A function giving the present instant as ``YYYY-MM-DDTHH:MM:SS.ffffffZ``."""


def utc_now() -> str:
    """The present instant, in UTC, to the microsecond."""
    return dt.datetime.now(dt.UTC).isoformat(timespec="microseconds")[:26] + "Z"

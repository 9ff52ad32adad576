"""The store's own clock: when something was recorded, never when it happened."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import lru_cache

Clock = Callable[[], str]
"""A function giving the present instant as ``YYYY-MM-DDTHH:MM:SS.ffffffZ``."""


def utc_now() -> str:
    """The present instant, in UTC, to the microsecond."""
    seconds, nanoseconds = divmod(time.time_ns(), 1_000_000_000)
    return f"{_second(seconds)}.{nanoseconds // 1000:06d}Z"


@lru_cache(maxsize=2)
def _second(seconds: int) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(seconds))

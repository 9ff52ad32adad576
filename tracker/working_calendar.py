"""Days on which Chinese offices work: weekends, public holidays, and the weekends that make up for them.

The arrangement of holidays is published year by year; for a year the calendar does not know yet (or no
longer), Monday to Friday are taken as working days.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import lru_cache

from events.values import last_day_of


def is_working_day(day: dt.date) -> bool:
    """Whether offices work on that day."""
    import chinese_calendar  # its tables cost start-up time that most commands do not need

    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return day.weekday() < 5


def nth_working_day_after(day: dt.date, number: int) -> dt.date:
    """The ``number``-th working day after that day; ``number`` is at least 1."""
    return _nth(_days(day, 1), number)


def nth_working_day_before(day: dt.date, number: int) -> dt.date:
    """The ``number``-th working day before that day; ``number`` is at least 1."""
    return _nth(_days(day, -1), number)


@lru_cache(maxsize=1024)
def nth_working_day_of_next_month(month: str, number: int) -> str:
    """The ``number``-th working day of the month after ``month``, as an ISO date."""
    return nth_working_day_after(dt.date.fromisoformat(last_day_of(month)), number).isoformat()


def working_days_until(start: dt.date, end: dt.date) -> int:
    """How many working days lie after ``start`` up to and including ``end``; negative when ``end`` is past."""
    if end < start:
        return -working_days_until(end, start)
    span = (start + dt.timedelta(days=offset) for offset in range(1, (end - start).days + 1))
    return sum(1 for day in span if is_working_day(day))


def _days(day: dt.date, step: int) -> Iterator[dt.date]:
    while True:
        day += dt.timedelta(days=step)
        yield day


def _nth(days: Iterator[dt.date], number: int) -> dt.date:
    for day in days:
        if is_working_day(day):
            number -= 1
            if number <= 0:
                return day
    raise AssertionError("the calendar has no end")

from __future__ import annotations

import datetime as dt
import zoneinfo

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as some

from tracker.clock import SHANGHAI
from tracker.duty.times import Daily, Every, instant, moment

MOMENTS = some.datetimes(
    min_value=dt.datetime(2000, 1, 1),  # noqa: DTZ001 - the strategy adds the zone
    max_value=dt.datetime(2060, 1, 1),  # noqa: DTZ001
    timezones=some.just(dt.UTC),
)
TIMES = some.one_of(
    some.builds(Daily, some.integers(0, 23), some.integers(0, 59), some.none() | some.integers(0, 6)),
    some.builds(Every, some.integers(1, 100_000)),
)


@given(MOMENTS, TIMES)
def test_now_lies_between_the_last_time_and_the_next(now: dt.datetime, times: Daily | Every) -> None:
    assert times.latest(now) <= now < times.next(now)
    assert times.latest(times.next(now)) == times.next(now)
    assert times.latest(times.latest(now)) == times.latest(now)


@given(MOMENTS, some.integers(0, 23), some.integers(0, 59), some.integers(0, 6))
def test_a_time_of_day_is_beijings(now: dt.datetime, hour: int, minute: int, weekday: int) -> None:
    due = Daily(hour, minute, weekday).latest(now).astimezone(SHANGHAI)
    assert (due.hour, due.minute, due.weekday()) == (hour, minute, weekday)


@given(MOMENTS)
def test_instants_are_texts_in_the_order_of_time(now: dt.datetime) -> None:
    assert moment(instant(now)) == now
    assert instant(now) < instant(now + dt.timedelta(microseconds=1))


@pytest.mark.parametrize("zone", ["America/New_York", "Europe/London", "Asia/Shanghai", "Pacific/Apia"])
def test_the_machines_zone_and_its_clock_changes_do_not_matter(zone: str) -> None:
    for month in (3, 11):  # the weeks in which clocks change elsewhere
        for day in range(1, 29):
            moment_there = dt.datetime(2022, month, day, 2, 30, tzinfo=zoneinfo.ZoneInfo(zone))
            with time_machine.travel(moment_there, tick=False):
                due = Daily(7, 30).latest(dt.datetime.now(dt.UTC)).astimezone(SHANGHAI)
                assert (due.hour, due.minute) == (7, 30)

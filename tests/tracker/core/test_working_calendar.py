"""Deadlines about the holidays: New Year, Spring Festival, the weekends that make up for them, month ends."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as some

from tests.builders import target
from tracker.projections.actuals import Measure, pay_deadline
from tracker.projections.timeliness import own_deadline
from tracker.working_calendar import (
    is_working_day,
    nth_working_day_before,
    nth_working_day_of_next_month,
    working_days_until,
)

DAYS = some.dates(dt.date(2010, 1, 1), dt.date(2040, 12, 31))


@pytest.mark.parametrize(
    ("month", "fifth"),
    [("2021-12", "2022-01-10"),  # 1 to 3 January off
     ("2022-01", "2022-02-11"),  # Spring Festival until the 6th
     ("2022-03", "2022-04-08"),  # Saturday the 2nd worked, 3 to 5 off
     ("2022-04", "2022-05-10"),  # May 1 to 4 off, Saturday the 7th worked
     ("2022-09", "2022-10-12"),  # the national holiday, then Saturday and Sunday worked
     ("2022-12", "2023-01-09"),  # 1 and 2 January off
     ("2023-01", "2023-02-07")],
)  # fmt: skip
def test_the_fifth_working_day_of_the_next_month(month: str, fifth: str) -> None:
    assert nth_working_day_of_next_month(month, 5) == fifth


@pytest.mark.parametrize(
    ("deadline", "month", "day"),
    [("month_end", "2024-02", "2024-02-29"), ("day:31", "2022-02", "2022-02-28"), ("day:15", "2022-03", "2022-03-15"),
     ("before_pay_day:3", "2022-10", "2022-10-12"), ("before_pay_day:10", "2022-10", "2022-09-28"),
     ("working_day:1", "2022-12", "2023-01-03"), ("working_day:20", "2022-01", "2022-03-04")],
)  # fmt: skip
def test_an_indicators_own_deadline_as_a_day(deadline: str, month: str, day: str) -> None:
    measure = Measure(
        "P01.03", "及时率", target(">=95%"), "people_on_time", "month", "ratio_of_sums", deadline
    )
    assert pay_deadline(measure, month) == day
    assert own_deadline(measure, month) == max(day, pay_deadline(_at_month_end(measure), month))


def _at_month_end(measure: Measure) -> Measure:
    return Measure(
        measure.code,
        measure.name,
        measure.target,
        measure.source,
        measure.period,
        measure.rollup,
        "month_end",
    )


def test_a_year_the_calendar_does_not_know_has_weeks_of_five_days() -> None:
    assert [is_working_day(dt.date(2090, 1, day)) for day in range(2, 9)] == [True] * 5 + [False] * 2


@given(DAYS, some.integers(1, 30))
def test_working_days_are_counted_back_and_forth_alike(day: dt.date, number: int) -> None:
    before = nth_working_day_before(day, number)
    assert is_working_day(before)
    assert working_days_until(before, day) == number - (not is_working_day(day))
    assert working_days_until(day, before) == -working_days_until(before, day)

"""Forecasts: what the year comes to, and what the months left must bring."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.builders import target
from tracker.outlook import Outlook, outlook
from tracker.projections.actuals import Actual, Measure


def measure(goal: str, rollup: str = "sum", source: str = "value") -> Measure:
    return Measure("P01.01", "n", target(goal), source, "month", rollup)  # type: ignore[arg-type]


def ratio(numerator: int, denominator: int) -> Actual:
    return Actual(Fraction(numerator, denominator), Fraction(numerator), Fraction(denominator), "people")


@pytest.mark.parametrize(
    ("goal", "rollup", "actual", "passed", "expected"),
    [
        (">=120次", "sum", Actual(Fraction(40)), 6, Outlook("80.00", ">=13.33")),
        (">=120次", "sum", Actual(Fraction(130)), 6, Outlook("260.00", ">=0.00")),
        ("<=24000元", "sum", Actual(Fraction(12_000)), 4, Outlook("36000.00", "<=1500.00")),
        ("<=24000元", "sum", Actual(Fraction(25_000)), 4, Outlook("75000.00", "<=0.00", out_of_reach=True)),
        (">=95%", "ratio_of_sums", ratio(90, 100), 6, Outlook("90.00%", ">=100.00%")),
        (">=98%", "ratio_of_sums", ratio(90, 100), 9, Outlook("90.00%", ">=122.00%", out_of_reach=True)),
        (">=300人", "latest", Actual(Fraction(280)), 6, Outlook("280.00", ">=300.00")),
        (">=120次", "sum", None, 6, Outlook()),
        (">=120次", "sum", Actual(Fraction(40)), 0, Outlook()),
        (">=120次", "sum", Actual(Fraction(40)), 12, Outlook()),
        ("不断提高", "none", Actual(band="met"), 6, Outlook()),
    ],
)
def test_the_outlook(goal: str, rollup: str, actual: Actual | None, passed: int, expected: Outlook) -> None:
    assert outlook(measure(goal, rollup), actual, passed) == expected


@given(st.integers(0, 1000), st.integers(1, 1000), st.integers(1, 11))
@settings(max_examples=80)
def test_what_is_needed_reaches_the_target_exactly(done: int, goal: int, passed: int) -> None:
    found = outlook(measure(f">={goal}次"), Actual(Fraction(done)), passed)
    assert found.needed_a_month is not None
    needed = Fraction(found.needed_a_month.removeprefix(">="))
    reached = done + needed * (12 - passed)
    assert reached >= goal - Fraction(12, 100)
    assert done >= goal or reached <= goal + Fraction(12, 100)

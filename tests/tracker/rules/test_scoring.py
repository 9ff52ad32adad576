"""Scores worked out by hand for every rule and edge."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.effort import examples
from tests.tracker.rules.variants import changed
from tracker.rules.loading import load_rule_set
from tracker.rules.rule_set import Cap
from tracker.rules.scoring import (
    ShareOutsideBand,
    capped_total,
    execution_needs_reason,
    grade,
    needs_measure,
    needs_reason,
    score_execution,
    score_quality,
    score_quantity,
    total_score,
)

D = Decimal
NATIONAL = load_rule_set("national-2020")
INVERSE = load_rule_set("hubei")
HEBEI = load_rule_set("hebei")
SICHUAN = load_rule_set("sichuan")

QUANTITIES = [
    # comparator, target, actual, weight, points
    (">=", "100", "100", "10", "10.00"),
    (">=", "100", "99", "10", "9.90"),
    (">=", "95", "94.99", "10", "10.00"),  # 9.99894… rounds up to the weight, yet is not met
    (">=", "100", "0", "10", "0.00"),
    (">=", "3", "2", "10", "6.67"),
    (">=", "0", "0", "10", "10.00"),
    (">=", "0", "-1", "10", "0.00"),
    (">=", "100", "130", "10", "10.00"),
    (">", "100", "100", "10", "10.00"),
    (">", "100", "50", "7", "3.50"),
    ("=", "100", "100", "8.33", "8.33"),
    ("=", "100", "120", "8.33", "8.33"),
    ("=", "12", "6", "10", "5.00"),
    ("=", "0", "0", "10", "10.00"),
    ("=", "0", "-1", "10", "10.00"),
    ("=", "0", "0.01", "10", "0.00"),
    ("<=", "100", "100", "10", "10.00"),
    ("<=", "100", "40", "10", "10.00"),
    ("<=", "100", "130", "10", "7.00"),
    ("<=", "100", "150", "10", "5.00"),
    ("<=", "100", "200", "10", "0.00"),
    ("<=", "100", "250", "10", "0.00"),
    ("<=", "0", "0", "10", "10.00"),
    ("<=", "0", "1", "10", "0.00"),
    ("<", "100", "100", "10", "10.00"),
    ("<", "100", "110", "10", "9.00"),
]


@pytest.mark.parametrize(("comparator", "target", "actual", "weight", "points"), QUANTITIES)
def test_national_points_of_a_quantity(comparator, target, actual, weight, points):
    score = score_quantity(comparator, D(target), D(actual), D(weight), NATIONAL)
    assert str(score.points) == points


@pytest.mark.parametrize(
    ("target", "actual", "points"),
    [("100", "130", "7.69"), ("100", "150", "6.67"), ("100", "200", "5.00"), ("0", "5", "0.00")],
)
def test_an_exceeded_ceiling_by_inverse_ratio(target, actual, points):
    assert str(score_quantity("<=", D(target), D(actual), D(10), INVERSE).points) == points


def test_an_exact_ratio_is_not_a_rounded_percentage():
    actual = Fraction(29605, 30000) * 100
    assert str(score_quantity(">=", 100, actual, D("16.67"), NATIONAL).points) == "16.45"


OVERSHOOTS = [
    (NATIONAL, ">=", "100", "129.99", False),
    (NATIONAL, ">=", "100", "130", True),
    (NATIONAL, "=", "100", "100.01", True),
    (NATIONAL, "<=", "100", "1", False),
    (HEBEI, ">=", "100", "115", False),
    (HEBEI, ">=", "100", "115.01", True),
]


@pytest.mark.parametrize(("rules", "comparator", "target", "actual", "flagged"), OVERSHOOTS)
def test_an_overshoot_is_flagged_and_asks_for_a_reason_without_deduction(
    rules, comparator, target, actual, flagged
):
    score = score_quantity(comparator, D(target), D(actual), D(10), rules)
    assert (score.overshoot, needs_reason(score, rules)) == (flagged, flagged)
    assert score.points == 10
    assert not needs_measure(score, rules)


def test_a_locality_may_take_points_off_an_overshoot():
    rules = changed(NATIONAL, overshoot={"deduction": D(2)})
    assert score_quantity(">=", 100, 130, D(10), rules).points == 8
    assert score_quantity(">=", 100, 130, D(1), rules).points == 0
    assert score_quantity("=", 100, 130, D(10), rules).points == 10


def test_lost_points_ask_for_reason_and_measure():
    score = score_quantity(">=", 100, 99, D(10), NATIONAL)
    assert needs_reason(score, NATIONAL)
    assert needs_measure(score, NATIONAL)


BANDS = [
    ("met", "100", "10.00"),
    ("met", "80", "8.00"),
    ("met", None, "10.00"),
    ("partly", "79.99", "8.00"),
    ("partly", "60", "6.00"),
    ("partly", None, "6.00"),
    ("missed", "59.9", "5.99"),
    ("missed", "0", "0.00"),
    ("missed", None, "0.00"),
]


@pytest.mark.parametrize(("band", "share", "points"), BANDS)
def test_points_of_a_qualitative_indicator(band, share, points):
    assert str(score_quality(band, share and D(share), D(10), NATIONAL).points) == points


@pytest.mark.parametrize(
    ("band", "share"),
    [("met", "79.99"), ("met", "100.01"), ("partly", "80"), ("partly", "59.99"), ("missed", "60"),
     ("missed", "-1")],
)  # fmt: skip
def test_a_share_outside_its_band_is_refused(band, share):
    with pytest.raises(ShareOutsideBand, match=band):
        score_quality(band, D(share), D(10), NATIONAL)


def test_hubei_has_wider_bands():
    assert score_quality("partly", D(50), D(10), INVERSE).points == 5
    with pytest.raises(ShareOutsideBand):
        score_quality("missed", D(50), D(10), INVERSE)


EXECUTION = [
    (100, 100, "10.00"),
    (120, 100, "10.00"),
    (9867, 10000, "9.87"),
    (99995, 100000, "10.00"),
    (0, 100, "0.00"),
    (50, 0, "0.00"),
    (50, None, "0.00"),
    (-5, 100, "0.00"),
]


@pytest.mark.parametrize(("executed", "adjusted", "points"), EXECUTION)
def test_points_of_the_execution_rate(executed, adjusted, points):
    assert str(score_execution(executed, adjusted, NATIONAL)) == points


def test_hubei_weighs_execution_twenty():
    assert str(score_execution(86, 100, INVERSE)) == "17.20"


CAPS = (Cap(below=D(80), at_most=D(89)), Cap(below=D(70), at_most=D(79)),
        Cap(below=D(60), at_most=D(69)), Cap(below=D(50), at_most=D(59)))  # fmt: skip


@pytest.mark.parametrize(
    ("rate", "edge", "total"),
    [(81, "upper", "95.00"), (80, "upper", "95.00"), (80, "lower", "89.00"), (79, "upper", "89.00"),
     (70, "upper", "89.00"), (70, "lower", "79.00"), (65, "upper", "79.00"), (59, "upper", "69.00"),
     (50, "upper", "69.00"), (49, "upper", "59.00")],
)  # fmt: skip
def test_a_locality_caps_the_total_by_the_execution_rate(rate, edge, total):
    rules = changed(NATIONAL, execution={"caps": CAPS, "cap_edge": edge})
    assert str(capped_total(D(95), rate, 100, rules)) == total


def test_without_caps_the_total_stays():
    assert str(capped_total(D("95.5"), 1, 100, NATIONAL)) == "95.50"


@pytest.mark.parametrize(
    ("total", "name"),
    [("100", "优"), ("90.00", "优"), ("89.995", "优"), ("89.99", "良"), ("89.50", "良"), ("80", "良"),
     ("79.99", "中"), ("60", "中"), ("59.99", "差"), ("0", "差")],
)  # fmt: skip
def test_grades_begin_at_their_edge(total, name):
    assert grade(D(total), NATIONAL) == name


def test_whole_points_round_lost_points_but_leave_a_full_score_full():
    rules = changed(NATIONAL, score_step=D(1))
    assert str(score_quantity(">=", 100, 85, D(10), rules).points) == "9.00"
    assert str(score_quantity(">=", 100, 84, D(10), rules).points) == "8.00"
    assert str(score_quantity(">=", 100, 100, D("8.33"), rules).points) == "8.33"


@pytest.mark.parametrize(("executed", "asked"), [(8999, True), (9000, False), (10000, False)])
def test_sichuan_asks_why_execution_stayed_below_ninety_percent(executed, asked):
    assert execution_needs_reason(executed, 10000, SICHUAN) is asked
    assert not execution_needs_reason(executed, 10000, NATIONAL)


def test_a_total_is_never_above_one_hundred():
    assert str(total_score(D(10), (D(50), D("40.01")))) == "100.00"


amounts = st.fractions(min_value=0, max_value=1000, max_denominator=1000)
weights = st.decimals(min_value=0, max_value=50, places=2)


@given(amounts, amounts, amounts, weights, st.sampled_from([NATIONAL, INVERSE, HEBEI]))
@settings(max_examples=examples(100))
def test_more_is_never_worse_for_at_least_and_never_better_for_at_most(target, one, other, weight, rules):
    less, more = sorted((one, other))
    up = [score_quantity(">=", target, actual, weight, rules).points for actual in (less, more)]
    down = [score_quantity("<=", target, actual, weight, rules).points for actual in (less, more)]
    assert up == sorted(up)
    assert down == sorted(down, reverse=True)
    assert all(0 <= points <= weight and points == points.quantize(D("0.01")) for points in up + down)

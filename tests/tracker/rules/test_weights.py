"""Weights: split evenly, exact to 100.00, explicit ones kept."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.effort import examples
from tracker.rules.levels import level_class, level_name
from tracker.rules.loading import load_rule_set, rule_set_names
from tracker.rules.weights import Weighable, split_evenly, weigh

D = Decimal
NATIONAL = load_rule_set("national-2020")


def weights_of(levels, rules=NATIONAL):
    return [str(each) for each in weigh([Weighable(*level.split("/")) for level in levels], rules).indicators]


def test_each_class_shares_its_points_evenly_and_the_last_takes_the_remainder():
    levels = ["产出指标/数量指标"] * 3 + ["效益指标/社会效益指标"] * 2 + ["满意度指标/服务对象满意度指标"]
    assert weights_of(levels) == ["16.67", "16.67", "16.66", "15.00", "15.00", "10.00"]


def test_rows_need_not_be_sorted_by_class():
    levels = ["满意度指标/", "产出指标/", "效果指标/", "产出指标/", "产出指标/"]
    assert weights_of(levels) == ["10.00", "16.67", "30.00", "16.67", "16.66"]


def test_satisfaction_that_is_missing_goes_to_benefit():
    assert weights_of(["产出/", "效益/", "效益/"]) == ["50.00", "20.00", "20.00"]


def test_any_other_missing_class_is_spread_in_proportion():
    assert weights_of(["效益/", "满意度/"]) == ["67.50", "22.50"]
    assert weights_of(["产出/", "满意度/"]) == ["75.00", "15.00"]
    assert weights_of(["产出/"]) == ["90.00"]
    assert weights_of(["效益/"]) == ["90.00"]
    assert weights_of(["满意度/"]) == ["90.00"]


def test_cost_is_output_in_2020_and_a_class_of_its_own_in_2021():
    levels = ["产出指标/数量指标", "产出指标/成本指标", "效益指标/社会效益", "满意度指标/"]
    assert weights_of(levels) == ["25.00", "25.00", "30.00", "10.00"]
    assert weights_of(levels, load_rule_set("national-2021-cost")) == ["40.00", "20.00", "20.00", "10.00"]


def test_hubei_weighs_benefit_and_satisfaction_together_and_sichuan_everything():
    levels = ["产出/", "效益/", "效益/", "满意度/"]
    assert weights_of(levels, load_rule_set("hubei")) == ["40.00", "13.33", "13.33", "13.34"]
    assert weights_of(levels, load_rule_set("sichuan")) == ["22.50"] * 4


def test_explicit_weights_are_kept_and_the_form_says_whether_they_make_100():
    kept = weigh([Weighable("产出", "", D("60")), Weighable("效益", "", D("30"))], NATIONAL)
    assert (kept.indicators, kept.complete) == ((D(60), D(30)), True)
    short = weigh([Weighable("产出", "", D("60")), Weighable("效益", "", D("25"))], NATIONAL)
    assert (short.total, short.complete) == (D(95), False)


def test_indicators_without_a_weight_share_what_the_explicit_ones_leave():
    mixed = weigh([Weighable("产出", "", D(70)), *[Weighable("效益", "")] * 3], NATIONAL)
    assert [str(each) for each in mixed.indicators] == ["70.00", "6.67", "6.67", "6.66"]
    full = weigh([Weighable("产出", "", D(90)), Weighable("效益", "")], NATIONAL)
    assert (full.indicators[1], full.complete) == (D(0), True)


def test_a_project_without_indicators_is_not_complete():
    assert not weigh([], NATIONAL).complete


LEVEL = st.sampled_from(["产出指标/数量指标", "产出/成本", "效益指标/", "效果指标/", "满意度/", "成本/", "/"])


@given(st.lists(LEVEL, min_size=1, max_size=60), st.sampled_from(rule_set_names()))
@settings(max_examples=examples(100))
def test_split_weights_always_make_exactly_one_hundred(levels, name):
    weights = weigh([Weighable(*level.split("/")) for level in levels], load_rule_set(name))
    assert str(weights.total) == "100.00"
    assert all(each >= 0 for each in weights.indicators)


@given(st.decimals(0, 100, places=2), st.integers(1, 3000), st.sampled_from([D("0.01"), D(1)]))
@settings(max_examples=examples(100))
def test_a_split_sums_exactly_and_is_never_negative(weight, count, step):
    parts = split_evenly(weight, count, step)
    assert len(parts) == count
    assert sum(parts) == weight
    assert min(parts) >= 0


@pytest.mark.parametrize(
    ("printed", "name"),
    [("产出指标", "产出"), ("产出指标（50分）", "产出"), ("满意度\n指标(10分)", "满意度"), (" 效 益 指 标 ", "效益"),
     ("产出", "产出")],
)  # fmt: skip
def test_level_names_lose_their_suffix_and_points(printed, name):
    assert level_name(printed) == name


@pytest.mark.parametrize(
    ("level1", "level2", "result"),
    [("效果指标", "", "效益"), ("", "时效指标", "产出"), ("效益指标", "服务对象满意度指标", "效益"),
     ("其他", "满意度指标", "满意度"), ("成本指标", "经济成本指标", "成本"), ("管理", "", None)],
)  # fmt: skip
def test_level_one_decides_and_level_two_helps_out(level1, level2, result):
    assert level_class(level1, level2) == result

"""Monitoring lights against hand-worked months."""

import pytest

from tracker.rules.lights import (
    budget_light,
    is_pro_rated,
    needs_explanation,
    quality_light,
    quantity_light,
    worst_light,
)
from tracker.rules.rule_set import LightRule

RULE = LightRule()


@pytest.mark.parametrize(
    ("executed", "months", "light"),
    [
        (29, 6, "red"),
        (30, 6, "yellow"),
        (39, 6, "yellow"),
        (40, 6, "green"),
        (100, 12, "green"),
        (0, 1, "red"),
    ],
)
def test_money_against_the_months_passed(executed, months, light):
    assert budget_light(executed, 100, months, RULE) == light


def test_no_budget_or_no_month_passed_shows_no_light():
    assert budget_light(0, 0, 6, RULE) is None
    assert budget_light(0, 100, 0, RULE) is None


@pytest.mark.parametrize(
    ("actual", "light"), [(29, "red"), (30, "yellow"), (40, "green"), (59, "green"), (60, "blue")]
)
def test_a_growing_count_is_compared_with_its_part_of_the_year(actual, light):
    assert quantity_light(">=", 100, actual, months_passed=6, pro_rated=True, rule=RULE) == light


@pytest.mark.parametrize(
    ("comparator", "target", "actual", "light"),
    [("<=", 100, 100, "green"), ("<=", 100, 101, "red"), (">=", 95, 94, "red"), ("=", 0, 0, "green"),
     ("=", 0, 1, "red")],
)  # fmt: skip
def test_the_others_are_in_range_or_not(comparator, target, actual, light):
    assert quantity_light(comparator, target, actual, months_passed=6, pro_rated=False, rule=RULE) == light


def test_only_growing_amounts_are_pro_rated():
    assert is_pro_rated(">=", "数量指标", grows=True)
    assert not is_pro_rated("<=", "数量指标", grows=True)
    assert not is_pro_rated(">=", "时效指标", grows=True)
    assert not is_pro_rated(">=", "数量指标", grows=False)


def test_bands_and_the_worst_light():
    assert [quality_light(band) for band in ("met", "partly", "missed")] == ["green", "yellow", "red"]
    assert worst_light(("green", "yellow", None, "blue")) == "yellow"
    assert worst_light((None,)) is None


def test_which_lights_must_be_explained():
    assert needs_explanation("yellow", RULE)
    assert not needs_explanation("yellow", LightRule(explain_yellow=False))
    assert not needs_explanation("blue", RULE)

"""A self-evaluation worked out by hand, and what it says is still missing."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from events.types.plan import Target
from tests.tracker.forms.builders import indicator, project, ratio, unit_with_department
from tracker.forms.facts import ActualFacts, MoneyFacts
from tracker.forms.selfevaluation import evaluate, evaluate_project
from tracker.rules.loading import load_rule_set

NATIONAL = load_rule_set("national-2020")


def with_row(row):
    return project(indicators=(row,))


def gaps(facts, rules=NATIONAL):
    return [(each.kind, each.subject) for each in evaluate_project(facts, rules).missing]


def test_a_project_is_scored_as_by_hand():
    result = evaluate_project(project(), NATIONAL)
    assert [str(row.weight) for row in result.indicators] == ["16.67", "16.67", "16.66", "30.00", "10.00"]
    assert [str(row.score) for row in result.indicators] == ["16.67", "16.49", "16.66", "30.00", "10.00"]
    assert (str(result.budget.rate), str(result.budget.score)) == ("98.67", "9.87")
    assert (str(result.total), result.grade, result.missing) == ("99.69", "优", ())


def test_a_project_without_budget_has_no_rate_and_no_points_for_it():
    result = evaluate_project(project(money=MoneyFacts(0, 0, 0)), NATIONAL)
    assert (result.budget.rate, result.budget.score) == (None, 0)
    assert gaps(project(money=MoneyFacts(None, None, 0))) == [("budget", "P01")]


ROWS = [
    (Target(">=", "10", "次"), None, {}, ["unreported"]),
    (Target(">=", "10", "次"), ActualFacts(unit="次"), {}, ["unreported"]),
    (Target(">=", "10", "次"), ActualFacts(Fraction(9), "次"), {}, ["reason", "measure"]),
    (Target(">=", "10", "次"), ActualFacts(Fraction(9), "次"), {"reason": "  ", "measure": "改"}, ["reason"]),
    (Target(">=", "10", "次"), ActualFacts(Fraction(9), "次"), {"reason": "因", "measure": "改"}, []),
    (Target(">=", "10", "次"), ActualFacts(Fraction(13), "次"), {}, ["reason"]),
    (Target("=", "10", "次"), ActualFacts(Fraction(11), "次"), {}, ["reason"]),
    (Target(None, "10", "次"), ActualFacts(Fraction(10), "次"), {}, []),
    (Target(text="改善"), ActualFacts(Fraction(9), "次"), {}, ["band"]),
    (Target(text="改善"), ActualFacts(band="met", share=Decimal(70)), {}, ["band"]),
    (Target(text="改善"), ActualFacts(band="met"), {}, []),
    (Target(), ActualFacts(band="met"), {}, ["target"]),
]


@pytest.mark.parametrize(("target", "actual", "more", "kinds"), ROWS)
def test_what_a_row_still_needs(target, actual, more, kinds):
    row = indicator("P01.01", "产出指标", "数量指标", "次数", target, actual, **more)
    assert gaps(with_row(row)) == [(kind, "P01.01") for kind in kinds]


def test_weights_that_do_not_make_one_hundred_leave_the_form_a_draft():
    row = indicator("P01.01", "产出指标", "数量指标", "次数", Target(">=", "1", "次"), ActualFacts(Fraction(1)),
                    weight=Decimal(80))  # fmt: skip
    assert gaps(with_row(row)) == [("weights", "P01")]
    assert gaps(with_row(replace(row, weight=Decimal(90)))) == []
    assert gaps(project(indicators=())) == [("indicators", "P01")]


def test_sichuan_asks_for_the_reason_of_a_low_execution():
    low = project(money=MoneyFacts(100, 100, 80))
    sichuan = load_rule_set("sichuan")
    assert gaps(low, sichuan) == [("reason", "P01")]
    assert gaps(replace(low, execution_reason="项目年中下达"), sichuan) == []


def test_the_department_form_takes_the_projects_money():
    rows = (indicator("D1.01", "产出指标", "数量指标", "培训人数", Target(">=", "95", "%"), ratio(95, 100)),)
    result = evaluate(unit_with_department(project(), project("P02"), rows=rows), NATIONAL)
    assert result.department is not None
    assert result.department.budget.money.adjusted_fen == 2 * 249000000
    assert str(result.department.total) == "99.87"

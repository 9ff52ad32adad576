"""The year beside its monitoring form, and what was planned beside what was reached."""

from fractions import Fraction

import pytest

from events.types.plan import Target
from tests.tracker.forms.builders import indicator, project, ratio, unit
from tracker.forms.facts import ActualFacts
from tracker.forms.monitoring import monitor
from tracker.forms.monitoring_comparison import compare_monitoring, monitoring_comparison_json
from tracker.forms.monitoring_files import monitoring_json
from tracker.forms.plan_comparison import planned_and_reached
from tracker.forms.selfevaluation import evaluate
from tracker.forms.selfevaluation_reading import UnreadableForm
from tracker.rules.loading import load_rule_set

NATIONAL = load_rule_set()


def rows(reached, rate):
    return (
        indicator("P01.01", "产出指标", "数量指标", "培训人次", Target(">=", "120", "人次"),
                  ActualFacts(Fraction(reached), "人次"), rollup="sum"),
        indicator("P01.02", "产出指标", "质量指标", "合格率", Target(">=", "95", "%"), ratio(rate, 100)),
    )  # fmt: skip


def test_the_forecast_of_then_beside_what_was_reached():
    document = monitoring_json(monitor(unit(project(indicators=rows(63, 94))), 7, NATIONAL))
    now = evaluate(unit(project(indicators=rows(130, 94)), project("P02", name="后来的")), NATIONAL)
    told = monitoring_comparison_json(compare_monitoring(document, now))
    first, second = told["projects"][0]["indicators"]
    assert (first["by_month"], first["forecast"], first["reached"], first["beyond"]) == (
        "63人次",
        "108人次",
        "130人次",
        "22",
    )
    assert (first["likelihood"], first["met"], second["beyond"], second["met"]) == (
        "possible",
        True,
        "0",
        False,
    )
    money = told["projects"][0]["money"]
    assert (money["by_month"], money["forecast"], money["beyond"]) == (
        "245.6883万元",
        "249.00万元",
        "-33117.00",
    )
    assert told["projects"][1]["money"]["by_month"] == "—"


@pytest.mark.parametrize(
    "document", [{}, {"through": "2022-07", "log": {}, "projects": [3]}, {"projects": "x"}]
)
def test_what_is_no_monitoring_form_is_refused(document):
    with pytest.raises(UnreadableForm):
        compare_monitoring(document, evaluate(unit(), NATIONAL))


def test_the_projects_furthest_behind_come_first_and_the_sum_last():
    good, bad = project(indicators=rows(130, 96)), project("P02", name="培训", indicators=rows(60, 94))
    first, second, total = planned_and_reached(evaluate(unit(good, bad), NATIONAL))
    assert [(row.code, row.reached, str(row.share)) for row in (first, second)] == [
        ("P02", 0, "0.00"),
        ("P01", 2, "100.00"),
    ]
    assert (total.planned, total.reached, total.executed_fen) == (4, 2, 2 * 245688300)

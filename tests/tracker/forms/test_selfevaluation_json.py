"""The JSON document: the keys and forms scripts rely on."""

import json
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from events.types.plan import Target
from tests.effort import examples
from tests.tracker.forms.builders import indicator, project, unit
from tracker.cli.shapes import actual_json as status_json
from tracker.forms.facts import ActualFacts
from tracker.forms.selfevaluation import evaluate
from tracker.forms.selfevaluation_json import actual_json as form_json
from tracker.forms.selfevaluation_json import to_json, write_json
from tracker.projections.actuals import Actual
from tracker.rules.loading import load_rule_set
from tracker.year_facts import actual_facts

NATIONAL = load_rule_set()


def document(*projects):
    return to_json(evaluate(unit(*projects), NATIONAL))


def test_it_has_the_keys_scripts_rely_on():
    whole = document()
    assert whole["log"] == {"position": 1234, "hash": "ab" * 32}
    assert (whole["rules"]["name"], whole["incomplete"], whole["missing"]) == ("national-2020", False, [])
    form = whole["projects"][0]
    assert {"code", "name", "budget", "indicators", "total", "grade"} <= form.keys()
    assert (form["total"], form["grade"]) == ("99.69", "优")
    budget = {
        key: form["budget"][key] for key in ("initial", "adjusted", "executed", "rate", "weight", "score")
    }
    assert budget == {"initial": "2490000.00", "adjusted": "2490000.00", "executed": "2456883.00",
                      "rate": "98.67", "weight": "10.00", "score": "9.87"}  # fmt: skip


def test_a_row_shows_target_actual_points_explanation_and_events():
    row = document()["projects"][0]["indicators"][1]
    assert row["target"] | {"printed": None} == {
        "comparator": ">=", "value": "95", "unit": "%", "text": None, "printed": None,
    }  # fmt: skip
    assert row["actual"] == {"value": "94.00", "unit": "%", "numerator": 940, "denominator": 1000}
    assert (row["weight"], row["score"]) == ("16.67", "16.49")
    assert (row["deviation"], row["measure"]) == ("三月银行系统故障", "提前三个工作日送盘")
    assert row["events"][0]["position"] == 7


def test_money_parts_are_yuan_and_bands_say_so():
    rows = document()["projects"][0]["indicators"]
    assert rows[2]["actual"] == {
        "value": "2490000.00",
        "unit": "元",
        "numerator": "2490000.00",
        "denominator": None,
    }
    assert (rows[3]["actual"]["band"], rows[3]["actual"]["share"], rows[3]["actual"]["value"]) == (
        "met",
        "100",
        "met",
    )


PARTS = st.fractions(min_value=0, max_value=10**9, max_denominator=1000)
WHOLE = st.integers(0, 10**9).map(Fraction)
ACTUALS = st.one_of(
    st.builds(Actual, value=PARTS),
    st.builds(Actual, value=WHOLE, kind=st.sampled_from(["plain", "money", "per_person"])),
    st.builds(Actual, value=PARTS, numerator=WHOLE, denominator=WHOLE,
              kind=st.sampled_from(["people", "money", "per_person", "plain"])),
    st.builds(Actual, band=st.sampled_from(["met", "partly", "missed"]), share=st.sampled_from([None, "85"])),
)  # fmt: skip


@given(ACTUALS, st.sampled_from(["%", "人", "元", "元/人", "人次", "公里", None]))
@settings(max_examples=examples(100))
def test_an_actual_has_one_shape_in_the_status_and_in_the_form(actual, unit):
    target = Target(">=", "100", unit)
    told = form_json(actual_facts(actual, target))
    assert told == status_json(actual, target)
    assert type(told["value"]) is type(status_json(actual, target)["value"])


def test_an_incomplete_form_says_what_is_missing():
    row = indicator(
        "P01.01", "产出指标", "数量指标", "次数", Target(">=", "3", "次"), ActualFacts(Fraction(1))
    )
    whole = document(project(indicators=(row,)))
    assert whole["incomplete"]
    assert [each["kind"] for each in whole["missing"]] == ["reason", "measure"]
    assert whole["missing"] == whole["projects"][0]["missing"]


def test_the_file_is_the_document(tmp_path):
    evaluation = evaluate(unit(), NATIONAL)
    path = write_json(evaluation, tmp_path / "new")
    assert path.name == "selfeval.json"
    assert json.loads(path.read_text(encoding="utf-8")) == to_json(evaluation)


def test_half_a_character_is_escaped_and_read_back(tmp_path):
    path = write_json(evaluate(unit(project(goal="\ud800x")), NATIONAL), tmp_path)
    assert json.loads(path.read_text(encoding="utf-8"))["projects"][0]["goal"] == "\ud800x"

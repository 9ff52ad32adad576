"""The mid-year form: lights, forecast, likelihood, classes of reasons, and its files."""

import json
from fractions import Fraction

import openpyxl
import pytest

from events.types.plan import Target
from tests.tracker.forms.builders import indicator, project, ratio, unit
from tracker.forms.facts import ActualFacts, MoneyFacts
from tracker.forms.monitoring import monitor, reason_class_of
from tracker.forms.monitoring_files import write_monitoring_files
from tracker.rules.loading import load_rule_set

NATIONAL = load_rule_set()


def monitored(row, months=7):
    return monitor(unit(project(indicators=(row,))), months, NATIONAL).projects[0].indicators[0]


def count(value, comparator=">=", target="120", level2="数量指标", rollup="sum", **more):
    actual = None if value is None else ActualFacts(Fraction(value), "人次")
    return indicator("P01.01", "产出指标", level2, "培训人次", Target(comparator, target, "人次"), actual, rollup=rollup,
                     **more)  # fmt: skip


ROWS = [
    # row, light, forecast, likelihood
    (count(70), "green", 120, "certain"),
    (count(84), "blue", 144, "certain"),
    (count(69), "green", Fraction(828, 7), "possible"),
    (count(50), "yellow", Fraction(600, 7), "possible"),
    (count(40), "red", Fraction(480, 7), "possible"),
    (count(None), None, None, None),
    (count(100, rollup="latest"), "red", 100, "possible"),
    (count(130, "<="), "red", Fraction(1560, 7), "impossible"),
    (count(100, "<="), "green", Fraction(1200, 7), "possible"),
    (count(60, "<="), "green", Fraction(720, 7), "certain"),
]


@pytest.mark.parametrize(("row", "light", "forecast", "likelihood"), ROWS)
def test_lights_forecast_and_likelihood_through_july(row, light, forecast, likelihood):
    result = monitored(row)
    assert (result.light, result.forecast, result.likelihood) == (light, forecast, likelihood)


def test_what_people_chose_goes_before_what_is_proposed(tmp_path):
    row = count(50, reason="系统故障", cause="staff", likelihood="certain")
    result = monitored(row)
    assert (result.reason_class, result.likelihood) == ("staff", "certain")
    proposed = monitored(count(50, reason="系统故障"))
    assert (proposed.reason_class, proposed.likelihood) == ("hardware", "possible")
    facts = unit(project(indicators=(row, count(50, reason="系统故障"))))
    write_monitoring_files(monitor(facts, 7, NATIONAL), tmp_path)
    told = json.loads((tmp_path / "monitoring.json").read_text(encoding="utf-8"))["projects"][0]["indicators"]
    assert [each["proposed"] for each in told] == [[], ["likelihood", "reason_class"]]
    sheet = openpyxl.load_workbook(tmp_path / "monitoring.xlsx").worksheets[1]
    ticks = [[cell.column_letter for cell in line if cell.value == "√"] for line in sheet.iter_rows()]
    assert ["J", "N"] in ticks


def test_in_december_a_missed_target_is_out_of_reach():
    assert monitored(count(100), 12).likelihood == "impossible"


def test_money_goes_on_as_it_did_but_never_above_the_budget():
    facts = project(money=MoneyFacts(1200, 1200, 600))
    assert monitor(unit(facts), 6, NATIONAL).projects[0].money.forecast_fen == 1200
    slow = project(money=MoneyFacts(1200, 1200, 100))
    money = monitor(unit(slow), 6, NATIONAL).projects[0].money
    assert (money.forecast_fen, money.light, str(money.rate)) == (200, "red", "8.33")


def test_red_yellow_and_overshoot_must_be_explained():
    assert [each.kind for each in monitor(unit(project(indicators=(count(40),))), 7, NATIONAL).missing] == [
        "reason"
    ]
    told = project(indicators=(count(40, reason="经费未到位"),))
    assert monitor(unit(told), 7, NATIONAL).missing == ()
    unreported = project(indicators=(count(None),))
    assert [each.kind for each in monitor(unit(unreported), 7, NATIONAL).missing] == ["unreported"]
    over = project(indicators=(count(400),))
    assert [each.kind for each in monitor(unit(over), 7, NATIONAL).missing] == ["reason"]


@pytest.mark.parametrize(
    ("reason", "name"),
    [("上级资金未到位", "funding"), ("人员不足", "staff"), ("银行系统故障", "hardware"), ("政策调整", "system"),
     ("连续降雨", "other"), ("【制度保障】资金管理办法未出台", "system")],
)  # fmt: skip
def test_reasons_fall_into_the_forms_classes(reason, name):
    assert reason_class_of(reason) == name


@pytest.mark.parametrize("months", [0, 13])
def test_a_window_must_lie_in_the_year(months):
    with pytest.raises(ValueError, match="1 to 12"):
        monitor(unit(), months, NATIONAL)


def test_the_files(tmp_path):
    row = indicator("P01.02", "产出指标", "时效指标", "发放及时率", Target(">=", "95", "%"), ratio(94, 100),
                    reason="银行系统故障")  # fmt: skip
    facts = project(indicators=(count(70), row))
    paths = write_monitoring_files(monitor(unit(facts, project("P02", name="=1+1")), 7, NATIONAL), tmp_path)
    assert [path.name for path in paths] == ["monitoring.xlsx", "monitoring.json"]
    document = json.loads(paths[1].read_text(encoding="utf-8"))
    assert (document["through"], document["log"]["position"]) == ("2022-07", 1234)
    first = document["projects"][0]["indicators"][0]
    assert (first["forecast"], first["likelihood"], first["light"]) == (120, "certain", "green")
    assert document["projects"][0]["budget"]["executed"] == "2456883.00"
    sheet = openpyxl.load_workbook(paths[0]).worksheets[1]
    cells = {cell.value: cell for line in sheet.iter_rows() for cell in line if cell.value is not None}
    assert sheet["A1"].value == "项目支出绩效目标执行监控表"
    assert {"1-7月执行数", "1-7月执行率", "全年预计执行数", "经费保障", "完全不可能", "备注"} <= cells.keys()
    assert sheet.page_setup.orientation == "landscape"
    at = cells["发放及时率"].row
    assert [sheet.cell(at, column).value for column in (5, 6, 11, 13, 15)] == [
        "≥95%",
        "94.00%",
        "√",
        "银行系统故障",
        "√",
    ]

"""A disclosure of another unit, in the bureau's standard form with names, codes and budgets."""

import json
import re
from decimal import Decimal
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.builders import Desk
from tracker.plan.check import check_plan
from tracker.plan.disclosure import read_disclosure
from tracker.plan.exchange import plan_to_json
from tracker.plan.files import read_plan_file
from tracker.plan.model import Plan, PlannedBudget, Reading
from tracker.plan.workbook_template import write_plan_workbook

DOCUMENT = Path(__file__).with_name("other_unit.txt")


@pytest.fixture(scope="module")
def reading() -> Reading:
    return read_plan_file(DOCUMENT)


def test_the_unit_is_recognised(reading: Reading) -> None:
    assert (reading.plan.unit, reading.plan.name, reading.plan.year) == ("360", "南和县教育局", 2023)


def test_names_and_budgets_stand_above_the_tables(reading: Reading) -> None:
    first, second = reading.plan.projects

    assert (first.name, second.name) == ("义务教育营养改善计划补助资金", "校舍维修改造项目")
    assert first.budget == PlannedBudget(3_205_000_00, 3_205_000_00, None)
    assert second.budget == PlannedBudget(8_000_000_00, 6_000_000_00, 2_000_000_00)


def test_a_goal_of_several_lines_is_kept_whole(reading: Reading) -> None:
    assert reading.plan.projects[1].goal == "1.消除校舍安全隐患。2.改善办学条件，保障教学秩序。"


def test_rows_with_bases_of_their_own_are_read(reading: Reading) -> None:
    rows = list(reading.plan.indicators())

    assert [row.basis for row in rows[-3:]] == ["维修改造计划", "维修改造计划", "问卷调查"]
    assert rows[-3].target.text == "明显改善"
    assert (rows[6].target.value, rows[6].target.unit) == ("15000", "平方米")


def test_its_figures_agree_so_nothing_is_found_but_missing_comparators(reading: Reading) -> None:
    found = {finding.code for finding in (*reading.contradictions, *check_plan(reading.plan))}

    assert found == {"comparator_missing"}
    assert {doubt.code for doubt in reading.doubts} == {"comparator_missing"}


@pytest.mark.parametrize(
    ("printed", "misprinted", "code"),
    [
        ("增加320.50万元", "增加302.50万元", None),
        ("5000.50万元，政府性基金", "5100.50万元，政府性基金", "parts_differ_from_total"),
        ("2023年支出预算5320.50万元", "2023年支出预算5420.50万元", "income_expenditure_differ"),
        ("2023年支出预算5320.50万元", "2022年支出预算5320.50万元", "year_label_differs"),
        ("较2022年预算", "较2023年预算", "compared_with_itself"),
        ("公务接待费1.5万元", "公务接待费2.5万元", "parts_differ_from_total"),
        ("项目支出2120.20万元", "项目支出21,202,000.00万元", "amount_unit_impossible"),
        ("基本支出3200.30万元", "基本支出32,00.30万元", "separator_misplaced"),
        ("较2022年预算增加320.50万元", "较2022年预算5000万元增加220.50万元", "increment_differs"),
    ],
)
def test_a_figure_changed_is_found(printed: str, misprinted: str, code: str | None) -> None:
    text = DOCUMENT.read_text("utf-8")
    assert printed in text

    found = [f.code for f in read_disclosure(text.replace(printed, misprinted, 1)).contradictions]

    assert (code in found) if code else True


def test_an_amount_in_the_wrong_unit_is_corrected_by_the_others() -> None:
    text = DOCUMENT.read_text("utf-8").replace("项目支出2120.20万元", "项目支出21,202,000.00万元")

    line = next(b for b in read_disclosure(text).plan.budget_lines if b.name == "项目支出")

    assert Decimal(line.corrected_fen or 0) / 100 == Decimal("21202000")


def test_a_rounded_part_is_no_contradiction() -> None:
    text = DOCUMENT.read_text("utf-8").replace(
        "基本支出3200.30万元，项目支出2120.20万元", "基本支出3200.3万元，项目支出2120.2万元"
    )

    assert "parts_differ_from_total" not in {f.code for f in read_disclosure(text).contradictions}


SOUND = Path(__file__).with_name("sound_unit.txt").read_text("utf-8")


def test_a_document_whose_figures_all_agree_has_no_contradiction() -> None:
    reading = read_disclosure(SOUND)

    assert {f.code for f in reading.contradictions} == {"comparator_missing"}


@pytest.mark.parametrize(
    ("printed", "misprinted", "code"),
    [
        ("减少320.30万元", "减少302.30万元", "increment_differs"),
        ("减少320.30万元", "增加320.30万元", "increment_differs"),
        ("下降5.68%", "下降6.58%", "increment_percent_differs"),
        ("人员经费3000万元", "人员经费3100万元", "parts_differ_from_total"),
        ("资产总额 —— 800.55", "资产总额 —— 80055", "asset_total_differs"),
        ("1、房屋（平方米） 5000 700.55", "1、房屋（平方米） 5000 600.55", "parts_differ_from_total"),
        ("截止时间：2022-12-31", "截止时间：2021-12-31", "asset_date_differs"),
        (
            "公务用车购置及运行维护费4万元（其中",
            "公务用车购置及运行维护费4万元，与上年持平（其中",
            "no_change_beside_change",
        ),
        ("与2022年相比无变化", "与2023年相比无变化", "compared_with_itself"),
        ("较2022年预算", "较2021年预算", "compared_with_wrong_year"),
        ("南和县教育局安排政府采购预算120.50", "南和县教育局安排政府采购预算150.20", "figure_differs"),
    ],
)
def test_one_change_in_a_sound_document_gives_its_finding(printed: str, misprinted: str, code: str) -> None:
    assert printed in SOUND

    found = {f.code for f in read_disclosure(SOUND.replace(printed, misprinted, 1)).contradictions}

    assert code in found


WITHOUT_DEFINITIONS = """
现将某县水务局2024年部门预算公开如下：
401某县水务局 单位：万元
绩效目标 1.保障农村饮水安全
一级指标 二级指标 三级指标 指标值 指标值设定依据
产出指标 数量指标 维修管网长度 ≥30公里 实施方案
质量指标 水质合格率 ≥95% 实施方案
时效指标 项目按期完成率 ≥95% 实施方案
成本指标 维修成本 ≤120万元 实施方案
效益指标 社会效益指标 供水保障能力 有效提升 实施方案
满意度指标 服务对象满意度指标 用水户满意度 ≥90% 实施方案
"""


def test_a_form_without_definitions_is_read() -> None:
    reading = read_disclosure(WITHOUT_DEFINITIONS)

    assert [(i.level3, i.definition, i.target.value or i.target.text) for i in reading.plan.indicators()] == [
        ("维修管网长度", "", "30"),
        ("水质合格率", "", "95"),
        ("项目按期完成率", "", "95"),
        ("维修成本", "", "1200000"),
        ("供水保障能力", "", "有效提升"),
        ("用水户满意度", "", "90"),
    ]
    assert reading.doubts == ()


def test_the_code_the_finance_bureau_gave_a_project_is_kept_in_the_plan_and_in_the_log(
    reading: Reading, tmp_path: Path
) -> None:
    plan = reading.plan
    codes = re.findall(r"项目编码\s*(\S+)", DOCUMENT.read_text("utf-8"))
    assert [project.finance_code for project in plan.projects] == codes
    desk = Desk(plan)
    assert [project.finance_code for project in desk.tracker.plan().projects] == codes
    for name, write in (("plan.json", write_json), ("plan.xlsx", write_plan_workbook)):
        write(plan, tmp_path / name)
        assert [each.finance_code for each in read_plan_file(tmp_path / name).plan.projects] == codes
    renamed = replace(plan.projects[0], finance_code="13050000P000199")
    before = len(desk.events())
    changed = replace(plan, projects=(renamed, *plan.projects[1:]))
    desk.tracker.adopt_plan(changed, (), document="new.json", sha256="1" * 64, revise=True)
    assert desk.events()[before:] == ["PlanAdopted", "ProjectPlanned"]


def test_the_spending_plan_is_kept_in_the_plan_in_the_log_and_in_every_file(
    reading: Reading, tmp_path: Path
) -> None:
    plans = [project.spending_plan for project in reading.plan.projects]
    assert plans[:2] == [("25", "50", "80", "100"), ("10", "30", "60", "100")]
    desk = Desk(reading.plan)
    assert [project.spending_plan for project in desk.tracker.plan().projects] == plans
    for name, write in (("plan.json", write_json), ("plan.xlsx", write_plan_workbook)):
        write(reading.plan, tmp_path / name)
        assert [each.spending_plan for each in read_plan_file(tmp_path / name).plan.projects] == plans


def write_json(plan: Plan, path: Path) -> None:
    path.write_text(json.dumps(plan_to_json(plan)), encoding="utf-8")

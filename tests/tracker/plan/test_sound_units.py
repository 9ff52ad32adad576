"""Sound disclosures of other units: read whole, nothing found; one change, and it is found."""

import pytest

from tests.tracker.plan.units import UNITS, Unit
from tracker.plan.check import check_plan
from tracker.plan.disclosure import read_disclosure

units = pytest.mark.parametrize("unit", UNITS.values(), ids=UNITS.keys())


def _codes(text: str) -> set[str]:
    reading = read_disclosure(text)
    return {finding.code for finding in (*reading.contradictions, *check_plan(reading.plan))}


@units
def test_the_plan_is_read_as_printed(unit: Unit) -> None:
    read = read_disclosure(unit.text)

    assert (read.plan.unit, read.plan.name, read.plan.year) == (
        unit.plan.unit,
        unit.plan.name,
        unit.plan.year,
    )
    assert [(p.name, p.goal, p.budget) for p in read.plan.projects] == [
        (p.name, p.goal, p.budget) for p in unit.plan.projects
    ]
    for printed, found in zip(unit.plan.indicators(), read.plan.indicators(), strict=True):
        assert (found.level1, found.level2, found.level3) == (printed.level1, printed.level2, printed.level3)
        assert (found.definition, found.target, found.basis) == (
            printed.definition,
            printed.target,
            printed.basis,
        )
    assert read.doubts == ()


@units
def test_nothing_is_found_in_a_sound_disclosure(unit: Unit) -> None:
    assert _codes(unit.text) == set()


@pytest.mark.parametrize(
    ("unit", "printed", "changed", "code"),
    [
        (
            "education",
            "2024年支出预算68120.36万元",
            "2024年支出预算68210.36万元",
            "income_expenditure_differ",
        ),
        ("education", "日常公用经费3120.16万元", "日常公用经费3210.16万元", "parts_differ_from_total"),
        ("education", "增加3120万元", "增加3210万元", "increment_differs"),
        ("education", "增长4.8%", "增长8.4%", "increment_percent_differs"),
        ("education", "项目支出6800.20万元", "项目支出68002000万元", "amount_unit_impossible"),
        ("education", "项目支出6800.20万元", "项目支出68,00.20万元", "separator_misplaced"),
        ("education", "公务接待费1.5万元", "公务接待费2.5万元", "parts_differ_from_total"),
        ("education", "助学金按时发放率", "助学金按时发放率（%）", "unit_in_name"),
        ("education", "≥92%", "≥82%", "department_target_differs"),
        ("education", "质量指标 工程验收合格率", "数量指标 工程验收合格率", "class_contradicts_wording"),
        ("health", "较2022年预算减少180.45", "较2022年预算增加180.45", "parts_differ_from_total"),
        ("health", "项目支出减少201万元", "项目支出增加201万元", "parts_differ_from_total"),
        ("health", "较2022年预算", "较2023年预算", "compared_with_itself"),
        ("health", "较2022年预算", "较2021年预算", "compared_with_wrong_year"),
        (
            "health",
            "公务用车运行维护费5万元，与上年相比无变化",
            "公务用车运行维护费5万元，较上年增加1万元",
            "no_change_beside_change",
        ),
        ("health", "资产总额 2310.40", "资产总额 231040", "asset_total_differs"),
        ("health", "2022-12-31", "2021-12-31", "asset_date_differs"),
        ("health", "≥2700人", "≥2700%", "unit_contradicts_name"),
        ("health", "效益指标\n经济效益", "效果指标\n经济效益", "level1_named_differently"),
        ("health", "数量指标 奖励扶助人数", "质量指标 奖励扶助人数", "class_contradicts_wording"),
        ("water", "2025年支出预算2864", "2024年支出预算2864", "year_label_differs"),
        ("water", "≤980000元", "≤980000万元", "cost_above_department"),
        ("water", "≤980000元", "≤1080000元", "cost_above_budget"),
        ("water", "≤360000元", "≤160000元", "cost_under_half_of_budget"),
        (
            "water",
            "沿河群众投诉件数 全年收到的沿河群众投诉件数 ≤12件",
            "沿河群众投诉件数 全年收到的沿河群众投诉件数 ≥12件",
            "direction_wrong",
        ),
        ("water", "故障抢修及时率", "故障抢修不及时率", "direction_wrong"),
        ("water", "二十四小时内修复的故障占全部故障的比率", "实际抢修时间/计划抢修时间", "direction_wrong"),
    ],
)
def test_one_change_is_found(unit: str, printed: str, changed: str, code: str) -> None:
    text = UNITS[unit].text
    assert printed in text

    assert code in _codes(text.replace(printed, changed, 1))


@pytest.mark.parametrize(
    "sentence",
    [
        "2025年预算收支较上年变化如下：2024年支出预算2800.00万元，2025年支出预算2864.20万元，增加64.20万元。",
        "2024年与2025年两年均未安排购置公务用车。",
        "2024年支出决算2750.10万元。",
        "较2023年决算增加20万元。",
        "办公费12.5万元，项目支出80万元用于防汛。",
    ],
)
def test_a_sentence_that_contradicts_nothing_is_left_alone(sentence: str) -> None:
    text = UNITS["water"].text.replace("六、政府采购", f"{sentence}\n六、政府采购", 1)

    assert _codes(text) == set()


@pytest.mark.parametrize(
    ("name", "target"),
    [("工程返工不合格率", "≤2%"), ("群众投诉受理件数", "≥30件"), ("未参保率", "≤5%"), ("管网漏损率", "≤10%")],
)
def test_a_target_that_points_the_right_way_is_left_alone(name: str, target: str) -> None:
    text = UNITS["water"].text.replace(
        "河道清理达标率 清理后达标的河段占清理河段的比率 ≥98%", f"{name} 按实际情况统计 {target}"
    )

    assert "direction_wrong" not in _codes(text)

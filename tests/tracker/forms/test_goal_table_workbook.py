"""The plan's own form, read back."""

import openpyxl

from events.types.plan import Target
from tracker.forms.goal_table_workbook import write_goal_tables
from tracker.plan.model import Indicator, Plan, PlannedBudget, Project


def row(code, level1, target):
    return Indicator(code=code, level1=level1, level2="数量指标", level3=f"{level1}一", definition="=1+1", target=target,
                     basis="上年数", source="value", period="year", rollup="sum")  # fmt: skip


def test_every_project_has_its_sheet_with_sorted_rows(tmp_path):
    rows = (
        row("P01.01", "满意度指标", Target(">=", "90", "%")),
        row("P01.02", "产出指标", Target("<=", "2490000", "元")),
    )
    projects = (
        Project(
            code="P01",
            name="养老",
            goal="发放",
            budget=PlannedBudget(249000000, 249000000, 0),
            indicators=rows,
        ),
        Project(code="P02", name=None, goal="培训"),
    )
    book = openpyxl.load_workbook(
        write_goal_tables(Plan(unit="323", name="某局", year=2022, projects=projects), tmp_path)
    )
    assert book.sheetnames == ["P01 养老", "P02"]
    sheet = book["P01 养老"]
    values = [[cell.value for cell in line] for line in sheet.iter_rows()]
    assert values[3][3] == 249
    assert [line[4] for line in values[-2:]] == ["≤249万元", "≥90%"]
    assert values[-1][3] == "=1+1"
    assert sheet.cell(11, 4).data_type == "s"

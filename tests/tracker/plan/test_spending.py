"""The spending plan: read from every form it is printed in, kept, and drawn between its dates."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.builders import Desk
from tests.effort import examples
from tracker.forms.goal_table_workbook import write_goal_tables
from tracker.plan.files import read_plan_file
from tracker.plan.grids import Grid, read_grids
from tracker.plan.model import Plan
from tracker.plan.spending import (
    planned_by_day,
    planned_by_month,
    spending_plan,
    spending_plan_under_labels,
)

HEADER = ("一级指标", "二级指标", "三级指标", "绩效指标描述", "指标值", "指标值确定依据")
ROW = ("产出指标", "数量指标", "发放人数", "领取补贴的人数", "≥300人", "文件")


@st.composite
def filed(draw: st.DrawFn) -> tuple[str, ...]:
    """A plan as filed: ascending, at most the whole, in cents of a percent."""
    cents = sorted(draw(st.lists(st.integers(0, 10_000), min_size=4, max_size=4)))
    cents[-1] = max(cents[-1], 1)
    found = spending_plan([f"{each // 100}.{each % 100:02d}" for each in cents])
    assert found is not None
    return found


@given(filed())
@settings(max_examples=examples(100), deadline=None)
def test_what_is_planned_never_falls_and_meets_the_plan_on_its_dates(plan: tuple[str, ...]) -> None:
    months = planned_by_month(plan)
    assert list(months) == sorted(months)
    assert [months[month - 1] for month in (3, 6, 10, 12)] == [Fraction(each) / 100 for each in plan]
    days = [planned_by_day(plan, f"2022-{month:02d}-{day}") for month in range(1, 13) for day in ("01", "15")]
    assert days == sorted(days)
    assert planned_by_day(plan, "2022-06-30") == months[5]
    assert planned_by_day(plan, "2022-02-28") == months[1]


@given(filed())
@settings(max_examples=examples(60), deadline=None)
def test_a_filed_plan_is_read_back_from_how_it_is_printed(plan: tuple[str, ...]) -> None:
    printed = [f"{Fraction(each).__float__():.2f}" for each in plan]
    labels = ["3月底", "6月底", "10月底", "12月底"]
    assert spending_plan_under_labels(dict(zip(labels, printed, strict=True))) == plan
    assert spending_plan_under_labels({"12月底": " ".join(printed)}) == plan
    assert spending_plan_under_labels({"12月底": "".join(printed)}) == plan


@pytest.mark.parametrize(
    "texts",
    [
        ("25", "50", "80"),
        ("25", "20", "80", "100"),
        ("25", "50", "80", "101"),
        ("25", "50", "", "100"),
        ("0", "0", "0", "0"),
        ("一", "二", "三", "四"),
        ("NaN", "1", "2", "3"),
    ],
)
def test_what_is_not_four_ascending_percentages_is_no_spending_plan(texts: tuple[str, ...]) -> None:
    assert spending_plan(texts) is None


def test_without_a_plan_the_year_is_spread_evenly() -> None:
    assert planned_by_month(None) == tuple(Fraction(month, 12) for month in range(1, 13))


@dataclass
class Printed:
    """A form's head as rows of cells."""

    rows: list[tuple[str, ...]]

    def plan(self) -> tuple[str, ...] | None:
        rows = [("项目名称", "补贴"), *self.rows, ("绩效目标", "按时发放。"), HEADER, ROW]
        reading = read_grids([Grid(rows, lambda row, column: f"r{row}c{column}")])
        assert [project.name for project in reading.projects] == ["补贴"]
        return reading.projects[0].spending_plan


def test_the_row_below_the_labels_is_read_and_no_other() -> None:
    labels = ("资金支出计划（%）", "3月底", "6月底", "10月底", "12月底")
    assert Printed([labels, ("", "25.00", "50.00", "80.00", "100.00")]).plan() == ("25", "50", "80", "100")
    assert Printed([labels, ("", "", "", "", "")]).plan() is None
    assert Printed([labels]).plan() is None
    aside = ("资金支出计划（%）", "3月底", "25", "6月底", "50", "10月底", "80", "12月底", "100")
    assert Printed([aside]).plan() == ("25", "50", "80", "100")


def filed_plan() -> Plan:
    plan = Desk().tracker.plan()
    first = replace(plan.projects[0], spending_plan=("10", "30", "62.5", "100"))
    return replace(plan, projects=(first, *plan.projects[1:]))


def test_a_filed_plan_is_kept_in_the_log_and_printed_in_the_form_it_came_in(tmp_path: Path) -> None:
    plan = filed_plan()
    desk = Desk(plan)
    assert desk.tracker.plan().projects[0].spending_plan == ("10", "30", "62.5", "100")
    form = write_goal_tables(desk.tracker.plan(), tmp_path)
    read = read_plan_file(form).plan.projects
    assert [project.spending_plan for project in read] == [p.spending_plan for p in plan.projects]


def test_another_spending_plan_is_a_revision_of_its_project_alone() -> None:
    plan = filed_plan()
    desk = Desk(plan)
    before = len(desk.events())
    first = replace(plan.projects[0], spending_plan=("25", "50", "80", "100"))
    changed = replace(plan, projects=(first, *plan.projects[1:]))
    desk.tracker.adopt_plan(changed, (), document="new.json", sha256="1" * 64, revise=True)
    assert desk.events()[before:] == ["PlanAdopted", "ProjectPlanned"]
    assert desk.tracker.plan().projects[0].spending_plan == ("25", "50", "80", "100")

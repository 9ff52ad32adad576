"""One project: money against plan, forecasts, explanations, and the events behind each figure."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.builders import Desk
from tests.tui.desk import NARROW, WIDE, opened, press, seen
from tracker.requests import ExplainDeviation
from tui.dialogs.explain import ExplainDialog
from tui.screens.project import plot


def a_desk() -> Desk:
    desk = Desk(day="2022-06-30")
    desk.grant()
    desk.grant("P02", yuan=100_000)
    desk.pay(yuan=6_000, on="2022-02-15", people_due=10, people_paid=8)
    desk.pay(yuan=12_000, on="2022-05-16", people_due=10, people_paid=8)
    desk.measure("P02.04", "2022-03", value="1", unit="次")
    desk.tracker.record(ExplainDeviation(indicator="P01.03", reason="wrong accounts", measure="checked"))
    return desk


@pytest.mark.parametrize("ascii", [False, True])
async def test_the_money_is_plotted_against_the_plan(tmp_path: Path, ascii: bool) -> None:
    async with opened(a_desk(), tmp_path, size=WIDE) as pilot:
        if ascii:
            await press(pilot, "ctrl+b")
        await press(pilot, "enter")
        shown = seen(pilot)
        assert "2.40" in shown, "the top of the plot is the budget"
        assert "==" in shown, "the plan"
        assert ("##" in shown.split("进度|")[0]) is ascii
        assert f"05 {'18,000.00':>11}" in shown
        assert plot(Fraction(3, 4), Fraction(5, 12), 14) in shown


async def test_the_plot_goes_by_the_spending_plan_where_there_is_one(tmp_path: Path) -> None:
    plan = a_desk().tracker.plan()
    async with opened(a_desk(), tmp_path, size=WIDE) as pilot:
        await press(pilot, "enter")
        assert "计划：按月均摊" in seen(pilot)
        assert "25.00" in seen(pilot), "three quarters paid, half of the year gone"
    first = replace(plan.projects[0], spending_plan=("0", "90", "95", "100"))
    desk = a_desk()
    filed = replace(plan, projects=(first, *plan.projects[1:]))
    desk.tracker.adopt_plan(filed, (), document="new.json", sha256="1" * 64, revise=True)
    async with opened(desk, tmp_path, size=WIDE) as pilot:
        await press(pilot, "enter")
        shown = seen(pilot)
        assert "计划：支出计划" in shown
        assert "-15.00" in shown, "three quarters paid, nine tenths planned by the end of June"
        assert plot(Fraction(3, 4), Fraction(9, 10), 14) in shown


async def test_a_month_of_money_is_explained(tmp_path: Path) -> None:
    async with opened(a_desk(), tmp_path, size=WIDE) as pilot:
        await press(pilot, "enter", "tab", "down", "e")
        dialog = pilot.app.screen
        assert isinstance(dialog, ExplainDialog)
        assert (dialog.asked.code, dialog.asked.period) == ("P01", "2022-02")
        assert "25.00%" in seen(pilot)


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_the_outlook_and_the_explanation_stand_under_the_list(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with opened(a_desk(), tmp_path, size=size) as pilot:
        await press(pilot, "enter", "down", "down")
        shown = seen(pilot)
        assert "P01.03 发放及时率" in shown
        assert "wrong accounts" in shown
        assert "无法达到" in shown, "80 in a hundred for half the year cannot become 95"
        await press(pilot, "escape", "down", "enter", *["down"] * 3)
        assert "年末预计 2.00" in seen(pilot)


def test_the_bar_marks_the_plan_wherever_the_money_is() -> None:
    assert plot(Fraction(1, 2), Fraction(3, 4), 8) == "####..|."
    assert plot(Fraction(1), Fraction(1), 8) == "#######|"
    assert plot(Fraction(3, 2), Fraction(0), 8) == "|#######"
    assert plot(None, Fraction(1, 2), 8) == ""

"""Every figure shows what it is made of, and every dialog with a list is searched as one types."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot

from tests.builders import Desk
from tests.tui.desk import NARROW, WIDE, opened, press, seen, type_text
from tracker.requests import RecordReceipt
from tui.dialogs.event import EventDialog
from tui.dialogs.explain import ExplainDialog
from tui.messages import AskedFigure
from tui.screens.overview import OverviewScreen
from tui.screens.project import ProjectScreen
from tui.widgets.figures import Figures
from tui.widgets.lines import FixedRows, Lines


def a_desk() -> Desk:
    desk = Desk(day="2022-06-30")
    desk.grant()
    desk.grant("P02", yuan=100_000)
    desk.tracker.record(RecordReceipt(project="P01", amount_fen=1_500_000, on="2022-01-20"))
    desk.pay(yuan=6_000, on="2022-02-15", people_due=10, people_paid=8)
    desk.pay("P02", yuan=20_000, on="2022-05-16")
    return desk


def asked(pilot: Pilot[int]) -> AskedFigure:
    dialog = pilot.app.screen
    assert isinstance(dialog, ExplainDialog)
    return dialog.asked


def rows(pilot: Pilot[int]) -> list[list[str]]:
    lines = pilot.app.screen.query_one(Lines)
    found = (lines.rows.row(index) for index in range(len(lines.rows)))
    return [[cell if isinstance(cell, str) else cell[0] for cell in row] for row in found if row is not None]


@pytest.mark.parametrize("size", [NARROW, WIDE])
@pytest.mark.parametrize(
    ("steps", "what", "parts"),
    [
        (0, "appropriated", ["24,000.00元", "100,000.00元"]),
        (1, "received", ["15,000.00元", "0.00元"]),
        (2, "disbursed", ["6,000.00元", "20,000.00元"]),
        (3, "balance", ["18,000.00元", "80,000.00元"]),
        (4, "execution", ["25.00%", "20.00%"]),
    ],
)
async def test_a_total_shows_its_projects_and_they_their_events(
    tmp_path: Path, size: tuple[int, int], steps: int, what: str, parts: list[str]
) -> None:
    async with opened(a_desk(), tmp_path, size=size) as pilot:
        await press(pilot, "shift+tab", *["right"] * steps, "e")
        assert asked(pilot) == AskedFigure("total", None, what)  # type: ignore[arg-type]
        assert [row[2] for row in rows(pilot)] == parts
        await press(pilot, "enter")
        assert asked(pilot) == AskedFigure("P01", None, what)  # type: ignore[arg-type]
        kinds = {row[2] for row in rows(pilot)}
        assert (
            kinds
            == {
                "appropriated": {"拨款"},
                "received": {"到位"},
                "disbursed": {"支付"},
                "balance": {"拨款", "支付"},
                "execution": {"拨款", "支付"},
            }[what]
        )
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, EventDialog)
        await press(pilot, "escape", "escape", "escape")
        assert isinstance(pilot.app.screen, OverviewScreen)
        assert isinstance(pilot.app.focused, Figures)


async def test_a_figure_of_a_project_shows_its_own_events(tmp_path: Path) -> None:
    async with opened(a_desk(), tmp_path) as pilot:
        await press(pilot, "enter", "shift+tab", "right", "enter")
        assert asked(pilot) == AskedFigure("P01", None, "received")
        assert "15,000.00元" in seen(pilot)
        assert [row[3] for row in rows(pilot)] == ["15,000.00"]
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, ProjectScreen)


async def test_a_figure_is_clicked_copied_and_followed_by_what_others_record(tmp_path: Path) -> None:
    desk = a_desk()
    async with opened(desk, tmp_path) as pilot:
        totals = pilot.app.screen.query_one(Figures)
        text = totals.render().plain
        await pilot.click(Figures, offset=(text.encode("gbk").index("支付".encode("gbk")) + 2, 0))
        assert totals.what == "disbursed"
        await press(pilot, "C")
        assert pilot.app.clipboard == totals.cell_text
        before = totals.cell_text
        desk.pay(yuan=1_000, on="2022-06-01")
        pilot.app.look()  # type: ignore[attr-defined]
        await press(pilot, "shift")
        assert totals.cell_text != before
        assert totals.what == "disbursed"
        assert pilot.app.focused is totals


@pytest.mark.parametrize(
    ("way", "typed", "found", "gone"),
    [
        (("shift+tab", "e"), "jybz", "P02   就业补助", "P01   养老金发放"),
        (("e",), "zf", "支付", "拨款"),
        (("z",), "03", "2022-03", "2022-04"),
        (("f1",), "zf", "支付", "重要性"),
    ],
)
async def test_a_dialog_is_searched_as_one_types(
    tmp_path: Path, way: tuple[str, ...], typed: str, found: str, gone: str
) -> None:
    async with opened(a_desk(), tmp_path) as pilot:
        await press(pilot, *way)
        dialog = pilot.app.screen
        whole = seen(pilot)
        await press(pilot, "slash")
        await type_text(pilot, typed)
        assert found in seen(pilot)
        assert gone not in seen(pilot)
        await press(pilot, "escape")
        assert pilot.app.screen is dialog, "Escape closes the search first"
        assert seen(pilot) == whole
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, OverviewScreen) or way[0] == "f3"
        assert pilot.app.screen is not dialog


async def test_all_the_events_are_copied_and_counted_as_they_are(tmp_path: Path) -> None:
    desk, many = a_desk(), 10_050
    async with opened(desk, tmp_path) as pilot:
        await press(pilot, "e")
        lines = pilot.app.screen.query_one(Lines)
        lines.show(FixedRows((str(n), (str(n), "2022-01-01", "支付", "1.00", "")) for n in range(many)))
        await press(pilot, "c")
        assert len(pilot.app.clipboard.splitlines()) == 1 + many
        assert f"已复制 {many} 行" in seen(pilot)


@pytest.mark.parametrize(
    "way", [(), ("enter",), ("f3",), ("f4",), ("f6",), ("f7",), ("f9",), ("f10",), ("f7", "y")]
)
async def test_wherever_one_stands_the_key_shows_something_or_says_why_not(
    tmp_path: Path, way: tuple[str, ...]
) -> None:
    desk = a_desk()
    desk.tracker.check("2022-03")
    async with opened(desk, tmp_path, size=WIDE) as pilot:
        app = pilot.app
        await press(pilot, *way)
        place, first = app.screen, app.focused
        while True:
            told = len(app._notifications)
            await press(pilot, "e")
            if app.screen is place:
                assert len(app._notifications) > told, f"{app.focused!r} is silent"
            else:
                await press(pilot, "escape")
            await press(pilot, "tab")
            if app.focused is first:
                break

"""One key shows the events behind whatever the cursor is on: plans, findings, requests, months, forms, events."""

from __future__ import annotations

from pathlib import Path

import pytest
from rich.cells import cell_len
from textual.pilot import Pilot

from tests.builders import Desk
from tests.tui.desk import NARROW, WIDE, opened, press, seen, settled, type_text
from tracker.requests import (
    AcknowledgeAlert,
    ChooseMeasure,
    CloseMonth,
    RecordDisbursement,
    ReopenMonth,
    RequestPayment,
)
from tui.dialogs.behind import EventsBehindDialog
from tui.dialogs.event import EventDialog
from tui.dialogs.explain import ExplainDialog
from tui.dialogs.form import Form
from tui.messages import AskedFigure
from tui.widgets.lines import Lines
from tui.widgets.paper import Paper


def a_desk() -> Desk:
    desk = Desk(day="2022-06-30")
    desk.grant()
    desk.grant("P02", yuan=100_000)
    desk.pay(yuan=6_000, on="2022-02-15", people_due=10, people_paid=8)
    desk.pay("P02", yuan=20_000, on="2022-05-16")
    return desk


def kinds(pilot: Pilot[int], desk: Desk) -> list[str]:
    """The types of the events listed."""
    dialog = pilot.app.screen
    assert isinstance(dialog, EventsBehindDialog)
    lines = dialog.query_one(Lines)
    return [desk.tracker.event(lines.rows.key(index)).type for index in range(len(lines.rows))]


async def test_an_indicator_of_the_plan_shows_what_planned_it_and_chose_its_source(tmp_path: Path) -> None:
    desk = a_desk()
    chosen = {"indicator": "P01.01", "source": "value", "period": "year", "rollup": "latest"}
    desk.tracker.record(ChooseMeasure(**chosen))  # type: ignore[arg-type]
    async with opened(desk, tmp_path) as pilot:
        await press(pilot, "f6", "home", "e")
        assert kinds(pilot, desk) == ["IndicatorMeasureChosen", "IndicatorPlanned", "PlanAdopted"]
        await press(pilot, "down", "enter")
        assert isinstance(pilot.app.screen, EventDialog)
        assert "P01.01" in seen(pilot)


async def test_a_request_a_month_and_a_row_of_the_journal_show_their_events(tmp_path: Path) -> None:
    desk = a_desk()
    desk.tracker.record(RequestPayment(project="P02", amount_fen=100_00, due_on="2022-06-30"))
    asked = desk.tracker.head().position
    async with opened(desk, tmp_path) as pilot:
        await press(pilot, "w", "e")
        assert isinstance(pilot.app.screen, EventDialog)
        assert f"#{asked}" in seen(pilot)
        await press(pilot, "escape", "escape", "z", "down", "e")
        assert kinds(pilot, desk) == ["DisbursementRecorded"]
        assert "6,000.00" in seen(pilot)
        await press(pilot, "e", "up", "e")
        assert kinds(pilot, desk) == []
        assert "尚无构成此数" in seen(pilot)
        await press(pilot, "escape", "escape", "f3", "e")
        assert isinstance(pilot.app.screen, EventDialog)
        assert f"#{asked}" in seen(pilot)


@pytest.mark.parametrize(
    ("keys", "asked"),
    [
        ((), AskedFigure("P01", what="execution_score")),
        (("tab",), AskedFigure("P01.01", what="score")),
        (("tab", "tab", "shift+tab"), AskedFigure("P01.01", what="score")),
        (("shift+tab",), AskedFigure("P01", what="score")),
        (("shift+tab", "tab"), AskedFigure("P01", what="execution_score")),
    ],
)
@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_the_printed_form_leads_from_each_of_its_figures_to_the_events(
    tmp_path: Path, keys: tuple[str, ...], asked: AskedFigure, size: tuple[int, int]
) -> None:
    desk = a_desk()
    async with opened(desk, tmp_path, size=size) as pilot:
        await press(pilot, "f7", "y", *keys)
        paper = pilot.app.screen.query_one(Paper)
        assert paper.asked is not None
        assert (
            paper.page.scroll_offset.y
            <= paper.asked.line
            < paper.page.scroll_offset.y + paper.page.size.height
        )
        await press(pilot, "e")
        explained = pilot.app.screen
        assert isinstance(explained, ExplainDialog)
        assert explained.asked == asked
        assert asked.code in seen(pilot)
        await press(pilot, "escape")
        assert paper.asked is not None
        assert paper.asked.code == asked.code, "one stands where one stood"


async def test_from_what_has_scrolled_away_tab_goes_to_a_figure_in_sight(tmp_path: Path) -> None:
    desk = a_desk()
    async with opened(desk, tmp_path, size=NARROW) as pilot:
        await press(pilot, "f7", "y", "end", "tab")
        paper = pilot.app.screen.query_one(Paper)
        top = paper.page.scroll_offset.y
        assert top > 0
        assert paper.asked is not None
        assert paper.asked.line >= top
        await press(pilot, "right", "left", "right")
        assert pilot.app.screen.query_one(Paper).asked == paper.figures[0], "another form begins above"


async def test_a_click_on_a_figure_of_the_form_asks_about_it(tmp_path: Path) -> None:
    desk = a_desk()
    async with opened(desk, tmp_path, size=WIDE) as pilot:
        await press(pilot, "f7", "y")
        paper = pilot.app.screen.query_one(Paper)
        figure = next(each for each in paper.figures if each.code == "P01.02")
        line = paper.render_line(figure.line).text
        await pilot.click(Paper, offset=(cell_len(line[: figure.start]) + 1, figure.line))
        await settled(pilot)
        explained = pilot.app.screen
        assert isinstance(explained, ExplainDialog)
        assert explained.asked == AskedFigure("P01.02", what="score")


async def test_an_event_of_a_project_is_shown_by_the_same_key(tmp_path: Path) -> None:
    desk = a_desk()
    async with opened(desk, tmp_path) as pilot:
        await press(pilot, "enter")
        pilot.app.screen.query_one("#events", Lines).focus()
        await press(pilot, "e")
        assert isinstance(pilot.app.screen, EventDialog)
        assert "6,000.00" in seen(pilot)


async def test_a_closed_alert_asks_for_nothing_more(tmp_path: Path) -> None:
    desk = a_desk()
    desk.tracker.check("2022-02")
    (alert,) = [each for each in desk.tracker.alerts() if each.alert.subject == "P01.03"]
    desk.tracker.record(AcknowledgeAlert(alert=alert.alert.id, note="bank asked"))
    paid = {"project": "P01", "amount_fen": 100_00, "due_on": "2022-02-15", "paid_on": "2022-02-20"}
    desk.tracker.record(RecordDisbursement(**paid, people_due=0, people_paid=2, allow_over="paid again"))  # type: ignore[arg-type]
    desk.tracker.check("2022-02")
    async with opened(desk, tmp_path) as pilot:
        await press(pilot, "f4", "end")
        assert "解除" in seen(pilot)
        for key in ("d", "h"):
            await press(pilot, key)
            assert not isinstance(pilot.app.screen, Form)
        assert "已经解除" in seen(pilot)


async def test_what_was_written_before_is_offered_again(tmp_path: Path) -> None:
    desk = a_desk()
    desk.tracker.record(CloseMonth(month="2022-02", note="all booked"))
    desk.tracker.record(ReopenMonth(month="2022-02", reason="a return came late"))
    desk.pay(yuan=1, on="2022-03-01", note="heating subsidy")
    async with opened(desk, tmp_path) as pilot:
        await press(pilot, "p")
        form = pilot.app.screen
        assert isinstance(form, Form)
        form.field("note").control.focus()
        await type_text(pilot, "heat")
        await press(pilot, "down", "enter")
        assert form.field("note").typed == "heating subsidy"
        await press(pilot, "escape")
        desk.tracker.record(CloseMonth(month="2022-02"))
        await settled(pilot)
        await press(pilot, "z", "down", "enter")
        form = pilot.app.screen
        assert isinstance(form, Form)
        await type_text(pilot, "ret")
        await press(pilot, "down", "enter")
        assert form.typed["reason"] == "a return came late"

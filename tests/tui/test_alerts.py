"""Alerts with real keys: seen, handed to somebody, explained; the story of each."""

from __future__ import annotations

from pathlib import Path

from textual.widgets import Static

from events.types.oversight import AlertAcknowledged, AlertHandedOver
from tests.builders import Desk
from tests.tui.desk import WIDE, opened, press, seen, type_text
from tui.dialogs.form import Form
from tui.screens.alerts import AlertsScreen

ALERT = "timeliness:P01.03:2022-03"


def a_desk() -> Desk:
    desk = Desk(day="2022-04-20")
    desk.grant()
    desk.pay(yuan=1_000, people_due=10, people_paid=8)
    desk.tracker.check("2022-03")
    return desk


async def test_an_alert_is_handed_to_somebody(tmp_path: Path) -> None:
    desk = a_desk()
    async with opened(desk, tmp_path, size=WIDE) as pilot:
        await press(pilot, "f4")
        while pilot.app.screen.about().get("indicator") != "P01.03":  # type: ignore[attr-defined]
            await press(pilot, "down")
        await press(pilot, "h")
        await type_text(pilot, "李四")
        await press(pilot, "enter")
        await type_text(pilot, "check it")
        await press(pilot, "enter")
        shown = seen(pilot)
        assert "已转办" in shown
        assert "tester 交给 李四 办理 check it" in shown
        await press(pilot, "h")
        await type_text(pilot, "李四")
        await press(pilot, "ctrl+s")
        assert isinstance(pilot.app.screen, Form), "the one who has it cannot be given it"
        assert "已经交给 李四" in seen(pilot).replace("\n", "")
    handed = [event.fact for event in desk.tracker.recent(5) if event.type == "AlertHandedOver"]
    assert handed == [AlertHandedOver(alert=ALERT, to="李四", note="check it")]


async def test_the_story_of_an_alert_is_told_from_its_opening(tmp_path: Path) -> None:
    from tracker.requests import AcknowledgeAlert, ExplainDeviation, HandOverAlert

    desk = a_desk()
    desk.tracker.record(AcknowledgeAlert(alert=ALERT, note="asked the bank"))
    desk.tracker.record(HandOverAlert(alert=ALERT, to="王五"))
    desk.tracker.record(ExplainDeviation(indicator="P01.03", reason="wrong accounts", measure="checked"))
    for month in ("2022-01", "2022-02"):
        desk.tracker.check(month)
    async with opened(desk, tmp_path, size=WIDE) as pilot:
        await press(pilot, "f4")
        while pilot.app.screen.query_one("Lines").key != ALERT:  # type: ignore[attr-defined]
            await press(pilot, "down")
        shown = seen(pilot)
        assert "共 4 条" in shown
        for said in ("已阅：asked the bank", "交给 王五", "说明：wrong accounts", "发出（紧急）"):
            assert said in shown


async def test_the_first_page_opens_the_alert_and_it_is_acknowledged_there(tmp_path: Path) -> None:
    desk = a_desk()
    async with opened(desk, tmp_path) as pilot:
        await press(pilot, "tab", "enter")
        assert isinstance(pilot.app.screen, AlertsScreen)
        assert "怎么办" in seen(pilot)
        await press(pilot, "d")
        assert "目标 ≥95%" in str(pilot.app.screen.query_one(".live", Static).content)
        await type_text(pilot, "seen")
        await press(pilot, "enter")
    (fact,) = [event.fact for event in desk.tracker.recent(5) if event.type == "AlertAcknowledged"]
    assert isinstance(fact, AlertAcknowledged)


async def test_alerts_of_every_kind_are_told_and_can_be_stood_on(tmp_path: Path) -> None:
    desk = Desk(day="2022-09-20")
    desk.grant()
    desk.grant("P02", yuan=100_000)
    desk.pay(yuan=24_000, people_due=10, people_paid=10)
    desk.tracker.check_due_months()
    desk.tracker.look_around()
    kinds = {report.alert.kind for report in desk.tracker.alerts()}
    assert {"execution", "timeliness"} <= kinds
    async with opened(desk, tmp_path) as pilot:
        await press(pilot, "tab")
        for _ in desk.tracker.alerts():
            await press(pilot, "down", "e", "escape")
        await press(pilot, "f4", "home")
        for _ in desk.tracker.alerts():
            await press(pilot, "down", "e", "escape")
        assert "P02 执行率" in seen(pilot)


async def test_the_past_takes_no_answers(tmp_path: Path) -> None:
    desk = a_desk()
    async with opened(desk, tmp_path) as pilot:
        await press(pilot, "f8")
        await type_text(pilot, "4-20")
        await press(pilot, "enter", "f4", "h", "d")
        assert isinstance(pilot.app.screen, AlertsScreen)
    assert "AlertHandedOver" not in desk.events()


async def test_the_last_line_offers_nothing_for_an_alert_that_is_closed(tmp_path: Path) -> None:
    from tracker.requests import Reverse

    desk = a_desk()
    payment = next(event.id for event in desk.tracker.recent(9) if event.type == "DisbursementRecorded")
    desk.tracker.record(Reverse(event=payment, reason="again"))
    desk.pay(yuan=1_000, people_due=10, people_paid=10)
    desk.tracker.check("2022-03")
    async with opened(desk, tmp_path, size=WIDE) as pilot:
        await press(pilot, "f4")
        lines = pilot.app.screen.query_one("Lines")
        last = lambda: seen(pilot).splitlines()[-1]  # noqa: E731
        offered = {}
        for _ in range(len(lines.rows)):  # type: ignore[attr-defined]
            offered[lines.key] = "转办" in last()  # type: ignore[attr-defined]
            await press(pilot, "down")
    assert offered.pop(ALERT) is False
    assert all(offered.values())


async def test_a_form_about_an_alert_says_which_in_words_and_a_refusal_once(tmp_path: Path) -> None:
    async with opened(a_desk(), tmp_path, size=WIDE) as pilot:
        await press(pilot, "f4")
        while pilot.app.screen.about().get("indicator") != "P01.03":  # type: ignore[attr-defined]
            await press(pilot, "down")
        await press(pilot, "h")
        form = pilot.app.screen
        assert isinstance(form, Form)
        assert ALERT not in seen(pilot)
        assert "80.00%" in str(form.query_one(".live", Static).content)
        await type_text(pilot, "李四")
        await press(pilot, "ctrl+n")
        assert (form.typed["alert"], form.typed["to"]) == (ALERT, "")
        await type_text(pilot, "李四")
        await press(pilot, "ctrl+s", "h")
        await type_text(pilot, "李四")
        await press(pilot, "ctrl+s")
        assert seen(pilot).replace("\n", "").count("已经交给 李四") == 1

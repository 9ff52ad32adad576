"""Keys pressed before a place shows anything: each does its work once there is something to do it to."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest

from tests.builders import Desk
from tests.tui.desk import WIDE, opened, press, seen, settled
from tracker.decisions.state import Refusal
from tracker.service import Tracker
from tui.app import DeskApp
from tui.dialogs.event import EventDialog
from tui.dialogs.explain import ExplainDialog
from tui.dialogs.payment_forms import DisbursementForm
from tui.lists import picker
from tui.lists.forms import RosterForm
from tui.lists.picker import FilePicker
from tui.remembered import Remembered
from tui.screens.alerts import AlertsScreen
from tui.screens.base import DeskScreen
from tui.screens.journal import JournalScreen
from tui.widgets.lines import Lines


def a_desk() -> Desk:
    desk = Desk(day="2022-04-20")
    desk.grant()
    desk.pay(yuan=1_000, people_due=10, people_paid=8)
    desk.tracker.check("2022-03")
    return desk


async def test_keys_pressed_while_the_ledger_is_being_opened_are_not_lost(tmp_path: Path) -> None:
    desk, may_open = a_desk(), threading.Event()

    def slowly() -> Tracker:
        assert may_open.wait(20)
        return desk.tracker

    app = DeskApp(slowly, "zh", Remembered(tmp_path))
    async with app.run_test(size=WIDE) as pilot:
        try:
            await pilot.press("down", "p")
            assert isinstance(app.screen, DeskScreen)
        finally:
            may_open.set()
        await settled(pilot)
        assert isinstance(app.screen, DisbursementForm)
        assert app.screen.typed["project"] == "P02", "the cursor went down first"


async def test_a_key_right_after_a_dialog_was_opened_waits_for_its_list(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_read, at_once = threading.Event(), ExplainDialog._explained

    def slowly(self: ExplainDialog, tracker: Tracker) -> Any:
        assert may_read.wait(20)
        return at_once(self, tracker)

    monkeypatch.setattr(ExplainDialog, "_explained", slowly)
    desk = a_desk()
    desk.pay(yuan=2_000, on="2022-04-15")
    async with opened(desk, tmp_path, size=WIDE) as pilot:
        try:
            await pilot.press("e", "down", "enter")
            assert isinstance(pilot.app.screen, ExplainDialog)
        finally:
            may_read.set()
        await settled(pilot)
        event = pilot.app.screen
        assert isinstance(event, EventDialog)
        explained = pilot.app.screen_stack[-2]
        lines = explained.query_one(Lines)
        assert str(event.position) == lines.rows.key(1), "the cursor went down first"


async def test_a_dialog_is_left_while_it_waits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    may_read, at_once = threading.Event(), ExplainDialog._explained

    def slowly(self: ExplainDialog, tracker: Tracker) -> Any:
        assert may_read.wait(20)
        return at_once(self, tracker)

    monkeypatch.setattr(ExplainDialog, "_explained", slowly)
    async with opened(a_desk(), tmp_path, size=WIDE) as pilot:
        try:
            await pilot.press("e", "down", "escape")
            assert not isinstance(pilot.app.screen, ExplainDialog)
        finally:
            may_read.set()
        await settled(pilot)
        assert isinstance(pilot.app.screen, DeskScreen)
        assert pilot.app.is_running


@pytest.mark.parametrize(
    ("place", "key", "read", "dialog"),
    [("f3", "enter", JournalScreen, EventDialog), ("f4", "e", AlertsScreen, ExplainDialog)],
)
async def test_a_key_right_after_a_place_was_opened_waits_for_what_is_read(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    place: str,
    key: str,
    read: type[DeskScreen],
    dialog: type[object],
) -> None:
    may_read, at_once = threading.Event(), read.read

    def slowly(self: DeskScreen, tracker: Tracker) -> Any:
        assert may_read.wait(20)
        return at_once(self, tracker)

    monkeypatch.setattr(read, "read", slowly)
    async with opened(a_desk(), tmp_path, size=WIDE) as pilot:
        try:
            await pilot.press(place, "down", key)
            assert isinstance(pilot.app.screen, read)
        finally:
            may_read.set()
        await settled(pilot)
        assert isinstance(pilot.app.screen, dialog)
        assert pilot.app.screen_stack[-2].query_one(Lines).cursor == 1


async def test_who_leaves_before_anything_is_there_takes_the_keys_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_read, at_once = threading.Event(), JournalScreen.read

    def slowly(self: JournalScreen, tracker: Tracker) -> Any:
        assert may_read.wait(20)
        return at_once(self, tracker)

    monkeypatch.setattr(JournalScreen, "read", slowly)
    async with opened(a_desk(), tmp_path, size=WIDE) as pilot:
        try:
            await pilot.press("f3", "u", "escape")
            assert len(pilot.app.screen_stack) == 2, "Escape needs nothing"
        finally:
            may_read.set()
        await settled(pilot)
        assert len(pilot.app.screen_stack) == 2


async def test_a_ledger_that_cannot_be_opened_is_told_in_every_place(tmp_path: Path) -> None:
    def never() -> Tracker:
        raise Refusal("store_empty")

    app = DeskApp(never, "zh", Remembered(tmp_path))
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "p", "f4")
        assert isinstance(app.screen, AlertsScreen)
        assert "没有账套" in seen(pilot)


async def test_a_place_made_anew_keeps_what_was_in_use_though_it_would_stand_elsewhere(
    tmp_path: Path,
) -> None:
    from tui.screens.standing import stand, standing_in

    async with opened(a_desk(), tmp_path, size=WIDE) as pilot:
        await press(pilot, "f10", "tab")
        place = pilot.app.screen
        standing = standing_in(place)
        place.query_one("#lists").focus()  # asked for, not done yet
        stand(place, standing)
        await settled(pilot)
        assert place.focused is place.query_one("#work")


async def test_what_is_typed_before_a_folder_is_listed_is_sought_in_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    for name in ("march.csv", "april.csv"):
        (folder / name).write_text("身份证号,金额\n", "utf-8")
    monkeypatch.chdir(folder)
    may_list, at_once = threading.Event(), picker.entries_of

    def slowly(folder: Path, suffixes: frozenset[str]) -> list[picker.Entry]:
        assert may_list.wait(20)
        return at_once(folder, suffixes)

    monkeypatch.setattr(picker, "entries_of", slowly)
    async with opened(a_desk(), tmp_path) as pilot:
        try:
            await pilot.press("i", *"mar", "enter")
            assert isinstance(pilot.app.screen, FilePicker)
        finally:
            may_list.set()
        await settled(pilot)
        assert isinstance(pilot.app.screen, RosterForm)
        assert pilot.app.screen.typed["file"].endswith("march.csv")

"""One recipient's year, found by a number that is shown and kept nowhere; lists of the past as they were known then."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import Input

from tests.builders import Desk
from tests.tracker.rosters.files import HEADERS, OUTCOME_HEADERS, identity, person, write_csv
from tests.tui.desk import WIDE, opened, press, seen
from tests.tui.test_lists import a_desk, bring
from tracker.requests import Reverse
from tracker.rosters.desk_page import roster_page, stories
from tracker.rosters.people import find_person
from tui.dialogs.event import EventDialog
from tui.lists.recipient import RecipientDialog
from tui.lists.screen import RostersScreen
from tui.remembered import Remembered
from tui.session import Session

pytestmark = pytest.mark.usefixtures("folder")


async def a_year(tmp_path: Path, folder: Path) -> Desk:
    """A list of three people in March; the bank paid two on time, and one of them came back in April."""
    desk = a_desk()
    write_csv(folder / "a.csv", [HEADERS, *(person(n, "10.00") for n in range(3))])
    async with opened(desk, tmp_path, size=WIDE) as pilot:
        await bring(pilot)
        (folder / "a.csv").unlink()
        answers = [person(n, "10.00", "成功", "2022-03-15") for n in range(2)]
        write_csv(folder / "bank.csv", [OUTCOME_HEADERS, *answers])
        await press(pilot, "f10", "o", "enter", "ctrl+s", "enter")
    return desk


async def test_one_person_is_found_by_a_number_that_is_shown_and_kept_nowhere(
    tmp_path: Path, folder: Path
) -> None:
    desk = await a_year(tmp_path, folder)
    async with opened(desk, tmp_path) as pilot:
        await press(pilot, "f10", "f")
        dialog = pilot.app.screen
        assert isinstance(dialog, RecipientDialog)
        for mark in identity(1):
            await pilot.press(mark)
        assert identity(1)[:6] not in seen(pilot)
        await press(pilot, "enter")
        shown = seen(pilot)
        assert "2022-03" in shown
        assert "按时" in shown
        assert "1 张名册，已发 1 次，共 10.00 元" in shown
        assert identity(1)[:6] not in shown
        assert dialog.query_one("#number", Input).value == ""
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, EventDialog)
        await press(pilot, "escape")
        dialog.query_one("#number", Input).focus()
        for mark in identity(2):
            await pilot.press(mark)
        await press(pilot, "enter")
        assert "未发" in seen(pilot)
        dialog.query_one("#number", Input).focus()
        for mark in identity(77):
            await pilot.press(mark)
        await press(pilot, "enter")
        assert "本年名册中没有此人" in seen(pilot)
        assert "未发" not in seen(pilot)
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, RostersScreen)
    for file in tmp_path.rglob("*.json"):
        assert identity(1) not in file.read_text("utf-8")


async def test_the_past_of_a_list_is_told_as_it_was_known_then(tmp_path: Path, folder: Path) -> None:
    desk = await a_year(tmp_path, folder)
    result = next(event for event in desk.tracker.recent(30) if event.type == "RosterResultRecorded")
    desk.day = "2022-04-02"
    desk.tracker.record(Reverse(event=str(result.position), reason="another month's file"))
    keys = Session(lambda: desk.tracker, "zh", Remembered(tmp_path), tracker=desk.tracker).keys_of(
        desk.tracker
    )
    for day, story, paid in ((None, "unpaid", 0), ("2022-03-31", "on_time", 2)):
        (found,) = find_person(desk.tracker, keys, identity(1), as_of=day)
        assert found.story == story
        (listed,) = roster_page(desk.tracker, as_of=day).lists
        assert listed.people_paid == paid
        counts = stories(desk.tracker, listed.event.position, as_of=day)
        assert counts["on_time"].people == paid

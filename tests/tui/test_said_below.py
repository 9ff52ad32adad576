"""What a form says beside its fields: where filled-in texts come from, and that a warning is never what is cut off."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.builders import Desk
from tests.tui.desk import NARROW, opened, press, seen, settled, type_text


def a_desk() -> Desk:
    desk = Desk(day="2022-04-15")
    desk.grant()
    desk.pay(yuan=500, on="2022-02-15", people_due=5, people_paid=5)
    return desk


async def test_a_form_filled_in_as_last_time_says_of_when(tmp_path: Path) -> None:
    async with opened(a_desk(), tmp_path) as pilot:
        await press(pilot, "p", "ctrl+o")
        assert "照 2022-02-15 那笔填好" in seen(pilot)
        await press(pilot, "ctrl+n")
        assert "照 2022-02-15" not in seen(pilot)


async def test_nothing_to_fill_in_from_is_said(tmp_path: Path) -> None:
    desk = Desk(day="2022-04-15")
    desk.grant()
    async with opened(desk, tmp_path) as pilot:
        await press(pilot, "p", "ctrl+o")
        assert "没有上次的记录可照填" in seen(pilot)
        assert "那笔填好" not in seen(pilot)


@pytest.mark.parametrize("size", [(60, 12), (60, 15), (44, 12)])
async def test_what_has_no_room_below_the_fields_is_marked_and_is_never_the_warning(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with opened(a_desk(), tmp_path, size=size) as pilot:
        await press(pilot, "p")
        await type_text(pilot, "1000")
        await press(pilot, "enter")
        await type_text(pilot, "1-10")
        await settled(pilot)
        small = seen(pilot)
        assert "晚于" in small, "the warning that the payment is too late"
        assert ".." in small
        await pilot.resize_terminal(*NARROW)
        await settled(pilot)
        wide = seen(pilot)
        assert "晚于" in wide
        assert "余额" in wide
        assert ".." not in wide

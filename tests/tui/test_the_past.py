"""Looking at the past: said on every page, and no key of any page records anything."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.screen import ModalScreen

from tests.builders import Desk
from tests.tui.desk import NARROW, WIDE, opened, press, seen, type_text
from tracker.requests import Reverse

PLACES = {
    "overview": ((), "prtamvdhuio"),
    "project": (("enter",), "prtamv"),
    "journal": (("f3",), "ubpam"),
    "alerts": (("f4",), "dhvm"),
    "plan": (("f6",), "sndv"),
    "selfeval": (("f7",), "hgvm"),
    "preview": (("f7", "y"), "vm"),
}


@pytest.mark.parametrize("place", list(PLACES))
async def test_the_past_is_said_on_every_page_and_takes_nothing(tmp_path: Path, place: str) -> None:
    way, keys = PLACES[place]
    desk = Desk(day="2022-04-20")
    desk.grant()
    desk.pay(yuan=1_000, people_due=10, people_paid=8)
    desk.tracker.check("2022-03")
    before = len(desk.events())
    async with opened(desk, tmp_path, size=WIDE) as pilot:
        await press(pilot, "f8")
        await type_text(pilot, "4-20")
        await press(pilot, "enter", *way)
        assert "只读" in seen(pilot).split("\n")[0]
        depth = len(pilot.app.screen_stack)
        for key in (*keys, "f5"):
            await press(pilot, key)
            assert len(pilot.app.screen_stack) == depth, f"{key} opened something to record with"
    assert len(desk.events()) == before


@pytest.mark.parametrize("size", [(60, 14), (60, 20), NARROW])
@pytest.mark.parametrize("keys", [("e",), ("f3", "enter"), ("f1",), ("f7", "e"), ("ctrl+p",), ("f10", "f")])
async def test_no_dialog_covers_that_it_is_the_past(
    tmp_path: Path, keys: tuple[str, ...], size: tuple[int, int]
) -> None:
    desk = Desk(day="2022-04-20")
    desk.grant()
    desk.pay(yuan=1_000, people_due=10, people_paid=8)
    async with opened(desk, tmp_path, size=size) as pilot:
        await press(pilot, "f8")
        await type_text(pilot, "4-20")
        await press(pilot, "enter", *keys)
        assert isinstance(pilot.app.screen, ModalScreen)
        first, *_ = seen(pilot).split("\n")
        assert "2022-04-20" in first
        assert "只读" in first


async def test_an_event_of_the_past_has_the_neighbours_it_had_then(tmp_path: Path) -> None:
    desk = Desk(day="2022-04-20")
    desk.grant()
    desk.pay(yuan=1_000, on="2022-02-10")
    first = desk.tracker.head().position
    desk.pay(yuan=2_000, on="2022-04-12")
    desk.pay(yuan=3_000, on="2022-03-01")
    desk.tracker.record(Reverse(event=str(first), reason="typed twice"))
    async with opened(desk, tmp_path) as pilot:
        await press(pilot, "f8")
        await type_text(pilot, "3-31")
        await press(pilot, "enter", "f3", "enter")
        assert f"#{first + 2} " in seen(pilot), "the latest that had come"
        await press(pilot, "left")
        assert f"#{first} " in seen(pilot), "what happened later is passed over"
        assert "EventReversed" not in seen(pilot)
        await press(pilot, "right", "right")
        assert f"#{first + 2} " in seen(pilot)


async def test_a_check_refused_in_the_past_says_so_and_not_any_longer_in_the_present(tmp_path: Path) -> None:
    desk = Desk(day="2022-04-20")
    desk.grant()
    async with opened(desk, tmp_path) as pilot:
        await press(pilot, "f8")
        await type_text(pilot, "3-20")
        await press(pilot, "enter", "f5")
        assert "正在看过去，不能记录" in seen(pilot)
        await press(pilot, "f8")
        assert "正在看过去，不能记录" not in seen(pilot)


async def test_nothing_said_in_one_language_stands_on_the_desk_in_the_other(tmp_path: Path) -> None:
    async with opened(Desk(day="2022-04-20"), tmp_path) as pilot:
        await press(pilot, "f5")
        assert any(said.message.startswith("已检查") for said in pilot.app._notifications)
        await press(pilot, "ctrl+l")
        assert not list(pilot.app._notifications)

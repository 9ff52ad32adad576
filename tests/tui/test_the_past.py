"""Looking at the past: said on every page, and no key of any page records anything."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.builders import Desk
from tests.tui.desk import WIDE, opened, press, seen, type_text

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

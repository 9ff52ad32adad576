"""The first line says where one is and where one can go, the last what matters here; both take clicks."""

from __future__ import annotations

import gc
from pathlib import Path

import pytest

from events.memory_store import MemoryStore
from tests.builders import LEDGER, Desk
from tests.tui.desk import NARROW, WIDE, opened, press, seen, type_text
from tests.tui.test_looks import a_desk
from tracker.service import Tracker
from tui.dialogs.payment_forms import DisbursementForm
from tui.screens.alerts import AlertsScreen
from tui.screens.journal import JournalScreen
from tui.widgets.key_line import KeyLine
from tui.widgets.top_line import TopLine

WAYS = {
    "overview": ((), ("p", "m", "e", "f1", "ctrl+p")),
    "project": (("enter",), ("p", "m", "e", "escape", "f1")),
    "journal": (("f3",), ("f", "u", "p", "escape", "f1")),
    "filter": (("f3", "f"), ("escape", "f1", "ctrl+p", "ctrl+q")),
    "alerts": (("f4",), ("d", "h", "p", "escape", "f1")),
    "plan": (("f6",), ("s", "d", "n", "escape", "f1")),
    "selfeval": (("f7",), ("y", "x", "p", "escape", "f1")),
    "settings": (("f9",), ("e", "escape", "f1", "ctrl+p")),
    "payment": (("p",), ("ctrl+s", "ctrl+o", "ctrl+y", "escape")),
    "undo": (("f3", "u"), ("ctrl+s", "escape")),
    "explain": (("e",), ("escape",)),
    "past journal": (("f8", "PAST", "enter", "f3"), ("f", "e", "escape", "f1", "ctrl+p")),
}


@pytest.mark.parametrize("place", WAYS)
async def test_the_last_line_holds_at_most_five_keys_and_those_of_the_place(
    tmp_path: Path, place: str
) -> None:
    way, keys = WAYS[place]
    async with opened(a_desk(), tmp_path, size=NARROW) as pilot:
        for key in way:
            await (type_text(pilot, "4-20") if key == "PAST" else press(pilot, key))
        shown = [key for key, _ in pilot.app.screen.query_one(KeyLine).shown()]
        last = seen(pilot).split("\n")[-1]
    assert set(keys) <= set(shown)
    assert len(shown) <= 5
    assert ".." not in last


@pytest.mark.parametrize(("key", "word"), [("x", "写出"), ("h", "提交")])
async def test_the_last_line_calls_the_key_what_it_does(tmp_path: Path, key: str, word: str) -> None:
    async with opened(a_desk(), tmp_path, size=NARROW) as pilot:
        await press(pilot, "f7", key)
        assert ("ctrl+s", word) in pilot.app.screen.query_one(KeyLine).shown()


async def test_the_last_line_takes_clicks(tmp_path: Path) -> None:
    async with opened(a_desk(), tmp_path, size=NARROW) as pilot:
        await pilot.click(KeyLine, offset=(2, 0))
        await press(pilot)
        assert isinstance(pilot.app.screen, DisbursementForm)
        await pilot.click(KeyLine, offset=(34, 0))
        await press(pilot)
        assert not isinstance(pilot.app.screen, DisbursementForm)


async def test_the_first_line_leads_to_the_places(tmp_path: Path) -> None:
    async with opened(a_desk(), tmp_path, size=NARROW) as pilot:
        first = seen(pilot).split("\n")[0]
        assert "F3流水" in first
        column = first.index("F4") + sum(mark >= "\u4e00" for mark in first[: first.index("F4")])
        await pilot.click(TopLine, offset=(column, 0))
        await press(pilot)
        assert isinstance(pilot.app.screen, AlertsScreen)
        await press(pilot, "f3")
        assert isinstance(pilot.app.screen, JournalScreen)


async def test_a_key_of_ones_own_stands_in_the_first_line(tmp_path: Path) -> None:
    async with opened(Desk(), tmp_path, size=WIDE) as pilot:
        pilot.app.session.remembered.keys["journal"] = "f12"  # type: ignore[attr-defined]
        await press(pilot, "f9")
        assert "F12 流水" in seen(pilot).split("\n")[0]


async def test_the_past_is_said_before_the_places(tmp_path: Path) -> None:
    async with opened(Desk(day="2022-04-20"), tmp_path, size=NARROW) as pilot:
        await press(pilot, "f8")
        await type_text(pilot, "4-20")
        await press(pilot, "tab")
        await type_text(pilot, "4-21")
        await press(pilot, "enter")
        assert "截至 2022-04-20 按 2022-04-21 所知 (F8 回到现在)" in seen(pilot).split("\n")[0]


async def test_an_empty_ledger_says_which_keys_bring_a_plan(tmp_path: Path) -> None:
    desk = Desk()
    desk.tracker = Tracker(MemoryStore(), LEDGER, actor="tester", today=lambda: "2022-01-05")
    desk.tracker.open_books("测试单位")
    async with opened(desk, tmp_path, size=NARROW) as pilot:
        assert '按 F6 到"计划"，再按 n' in seen(pilot)


async def test_help_and_the_way_out_work_over_a_form_and_what_was_typed_is_there_again(
    tmp_path: Path,
) -> None:
    async with opened(Desk(), tmp_path) as pilot:
        await press(pilot, "p")
        await type_text(pilot, "12")
        last = seen(pilot).splitlines()[-1]
        assert "Esc 取消" in last
        assert "F1 帮助" in last
        await press(pilot, "f1")
        assert "此处的命令" in seen(pilot)
        assert "清空表单" in seen(pilot)
        await press(pilot, "f1", "ctrl+l")
        assert "再换语言" in seen(pilot)
        assert pilot.app.screen.typed["amount"] == "12"  # type: ignore[attr-defined]
        await press(pilot, "ctrl+q")
    assert pilot.app.return_code == 0


async def test_a_file_form_names_its_own_keys_first(tmp_path: Path) -> None:
    async with opened(Desk(), tmp_path) as pilot:
        await press(pilot, "i", "escape")
        assert "^G 选文件" in seen(pilot).splitlines()[-1]
        assert "Esc 取消" in seen(pilot).splitlines()[-1]


async def test_garbage_is_looked_for_again_once_the_first_frame_is_out(tmp_path: Path) -> None:
    gc.disable()
    try:
        async with opened(Desk(), tmp_path):
            assert gc.isenabled()
    finally:
        gc.enable()
        gc.unfreeze()

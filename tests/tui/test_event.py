"""One event whole: its payload in the words of the screen beside the names of the log, searched from find to find."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot

from tests.builders import Desk
from tests.tui.desk import NARROW, WIDE, opened, press, seen, settled, type_text
from tracker.labels import Language
from tracker.requests import Reverse
from tui.dialogs.event import EventDialog
from tui.screens.journal import JournalScreen


def a_desk() -> Desk:
    desk = Desk(day="2022-06-30")
    desk.grant()
    desk.pay(yuan=1_234, on="2022-02-15", source="general", payee="农业银行", voucher="[red]记-1[/]")
    return desk


async def open_latest(pilot: Pilot[int]) -> None:
    """The event recorded last."""
    await press(pilot, "f3", "enter")
    assert isinstance(pilot.app.screen, EventDialog)


def marked(pilot: Pilot[int]) -> list[str]:
    """Names and values of the line that is gone to, as far as they stand beside each other."""
    strips = pilot.app.screen._compositor.render_strips()
    rows = ("".join(part.text for part in strip if part.style and part.style.reverse) for strip in strips)
    return [row for row in rows if "hash" in row]


@pytest.mark.parametrize("size", [NARROW, WIDE])
@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("zh", ["金额 amount_fen", "1,234.00 元（123400 分）", "项目 project", "P01 养老金发放", "一般公共预算 general"]),
        ("en", ["Amount amount_fen", "1,234.00 yuan (123400 fen)", "Project  ", "P01 养老金发放"]),
    ],
)  # fmt: skip
async def test_a_payload_is_said_in_the_words_of_the_screen_and_of_the_log(
    tmp_path: Path, size: tuple[int, int], language: Language, said: list[str]
) -> None:
    async with opened(a_desk(), tmp_path, size=size, language=language) as pilot:
        await open_latest(pilot)
        shown = seen(pilot)
        assert [text for text in said if text not in shown] == []
        assert "[red]记-1[/]" in shown


@pytest.mark.parametrize("typed", ["hash", "哈希", "hx"])
async def test_what_is_sought_is_marked_one_after_another_and_nothing_else_goes(
    tmp_path: Path, typed: str
) -> None:
    async with opened(a_desk(), tmp_path) as pilot:
        await open_latest(pilot)
        await press(pilot, "slash")
        await type_text(pilot, typed)
        assert "第 1 处，共 2 处" in seen(pilot)
        assert ["prev_hash" in row for row in marked(pilot)] == [False]
        assert "经办 actor" in seen(pilot), "what stands around it stays"
        first = marked(pilot)
        await press(pilot, "enter")
        assert "第 2 处" in seen(pilot)
        assert "prev_hash" in marked(pilot)[0]
        await press(pilot, "down")
        assert marked(pilot) == first, "after the last comes the first"
        await press(pilot, "up")
        assert "第 2 处" in seen(pilot)
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, EventDialog)
        assert marked(pilot) == []
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, JournalScreen)


async def test_a_search_without_a_find_says_so_and_the_text_stays(tmp_path: Path) -> None:
    async with opened(a_desk(), tmp_path) as pilot:
        await open_latest(pilot)
        await press(pilot, "slash")
        await type_text(pilot, "zzzz")
        assert "没有找到“zzzz”" in seen(pilot)
        assert "金额 amount_fen" in seen(pilot)


async def test_a_reversal_shows_the_fact_it_repeats_with_its_words(tmp_path: Path) -> None:
    desk = a_desk()
    paid = desk.tracker.recent(1)[0]
    desk.tracker.record(Reverse(event=str(paid.position), reason="记错"))
    async with opened(desk, tmp_path, size=(120, 60)) as pilot:
        await open_latest(pilot)
        shown = seen(pilot)
        for text in (
            "原事件 original",
            "内容 payload",
            "金额 amount_fen",
            "支付 DisbursementRecorded",
            "原因 reason",
        ):
            assert text in shown
        assert "没有填 null" in shown


async def test_a_window_that_changes_while_the_dialog_goes_away_breaks_nothing(tmp_path: Path) -> None:
    desk = Desk(day="2022-06-30")
    desk.grant()
    async with opened(desk, tmp_path) as pilot:
        await press(pilot, "f3", "enter")
        dialog = pilot.app.screen
        assert isinstance(dialog, EventDialog)
        pilot.app.pop_screen()
        dialog.on_resize()
        dialog._draw()
        await dialog.remove_children()
        dialog._draw()
        await settled(pilot)
        assert pilot.app.is_running
        assert pilot.app._exception is None

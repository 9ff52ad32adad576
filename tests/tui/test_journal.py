"""The journal: narrowed by every condition with real keys, over a log far longer than the screen."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot

from events.envelope import NewEvent
from events.types.payments import DisbursementRecorded
from tests.builders import LEDGER, Desk
from tests.tui.desk import NARROW, WIDE, opened, press, seen, type_text
from tui.screens.journal import JournalScreen


def a_desk() -> Desk:
    desk = Desk(day="2022-04-20")
    desk.grant()
    desk.grant("P02", yuan=100_000)
    desk.pay(yuan=1_000, voucher="记-0001", note="养老金一批")
    desk.pay("P02", yuan=2_500, on="2022-02-15", voucher="记-0002")
    desk.pay("P02", yuan=40_000, on="2022-04-10", voucher="记-0003")
    desk.tracker.actor = "李四"
    desk.pay(yuan=300, on="2022-04-11", voucher="记-0004")
    return desk


def journal(pilot: Pilot[int]) -> JournalScreen:
    assert isinstance(pilot.app.screen, JournalScreen)
    return pilot.app.screen


def vouchers(pilot: Pilot[int]) -> list[str]:
    """The vouchers in the list, from the top."""
    rows = journal(pilot).rows
    cells = [rows.row(index) for index in range(len(rows))]
    return [str(row[5]).split()[0] for row in cells if row is not None and "记-" in str(row[5])]


@pytest.mark.parametrize(
    ("tabs", "typed", "found"),
    [
        (0, "P02", ["记-0003", "记-0002"]),
        (0, "jybz", ["记-0003", "记-0002"]),
        (1, "支付", ["记-0004", "记-0003", "记-0002", "记-0001"]),
        (1, "zf", ["记-0004", "记-0003", "记-0002", "记-0001"]),
        (2, "3月", ["记-0004", "记-0003", "记-0001"]),
        (3, "3-15", ["记-0002", "记-0001"]),
        (4, "李", ["记-0004"]),
        (5, "2500", ["记-0003", "记-0002"]),
        (6, "0.1万", ["记-0004", "记-0001"]),
        (7, "养老金一批", ["记-0001"]),
        (7, "2,500", ["记-0002"]),
        (7, "记-000 2022-04", ["记-0004", "记-0003"]),
    ],
)
async def test_each_condition_narrows_the_list_as_one_types(
    tmp_path: Path, tabs: int, typed: str, found: list[str]
) -> None:
    async with opened(a_desk(), tmp_path, size=WIDE) as pilot:
        await press(pilot, "f3", "f", *["tab"] * tabs)
        await type_text(pilot, typed)
        await press(pilot, "enter")
        assert vouchers(pilot) == found
        await press(pilot, "escape")
        assert len(vouchers(pilot)) == 4
        assert len(journal(pilot).rows) == journal(pilot).rows.head


async def test_conditions_hold_together_and_the_count_is_told(tmp_path: Path) -> None:
    async with opened(a_desk(), tmp_path) as pilot:
        await press(pilot, "f3", "f")
        await type_text(pilot, "P02")
        await press(pilot, "tab")
        await type_text(pilot, "支付")
        await press(pilot, *["tab"] * 4)
        await type_text(pilot, "1万")
        assert vouchers(pilot) == ["记-0003"]
        assert "找到 1 个" in seen(pilot)


async def test_what_cannot_be_read_is_said_and_nothing_is_lost(tmp_path: Path) -> None:
    async with opened(a_desk(), tmp_path) as pilot:
        await press(pilot, "f3", "f", "tab", "tab")
        await type_text(pilot, "32月")
        assert '"32月"不是日期' in seen(pilot), "no quotes of two widths"
        await press(pilot, "escape")
        assert len(vouchers(pilot)) == 4


async def test_what_is_found_is_opened_and_reversed(tmp_path: Path) -> None:
    desk = a_desk()
    async with opened(desk, tmp_path) as pilot:
        await press(pilot, "f3", "slash")
        await type_text(pilot, "0002")
        await press(pilot, "enter", "enter")
        assert "记-0002" in seen(pilot)
        await press(pilot, "escape", "u")
        await type_text(pilot, "twice")
        await press(pilot, "enter")
    fact = desk.tracker.recent(1)[0].fact
    assert fact.original.payload["voucher"] == "记-0002"  # type: ignore[union-attr]


async def test_what_others_record_joins_what_was_found(tmp_path: Path) -> None:
    desk = a_desk()
    async with opened(desk, tmp_path) as pilot:
        await press(pilot, "f3", "f")
        await type_text(pilot, "P02")
        await press(pilot, "enter", "down")
        pilot.app.look()  # type: ignore[attr-defined]
        await press(pilot)
        desk.pay("P02", yuan=1, on="2022-04-12", voucher="记-0009")
        desk.pay("P01", yuan=1, on="2022-04-12", voucher="记-0010")
        pilot.app.look()  # type: ignore[attr-defined]
        await press(pilot, "shift+tab", "enter")
        assert vouchers(pilot) == ["记-0009", "记-0003", "记-0002"]
        assert journal(pilot).lines.cursor == 2, "the cursor stays on the event it was on"


async def test_a_long_log_is_paged_and_searched_to_its_first_event(tmp_path: Path) -> None:
    desk = Desk(day="2022-04-20")
    desk.grant()
    with desk.store.writer(str(LEDGER)) as log:
        facts = [
            DisbursementRecorded(
                project="P01", amount_fen=100, due_on="2022-03-15", voucher=f"记-{number:05d}"
            )
            for number in range(12_000)
        ]
        log.append([NewEvent(fact, "2022-03-15") for fact in facts], actor="bank")
    async with opened(desk, tmp_path) as pilot:
        await press(pilot, "f3", "end")
        assert journal(pilot).lines.key == "1"
        assert "建账" in seen(pilot)
        await press(pilot, "slash")
        await type_text(pilot, "记-00007")
        await press(pilot, "enter")
        assert vouchers(pilot) == ["记-00007"]
        await press(pilot, "escape", "f", "tab")
        await type_text(pilot, "支付")
        await press(pilot, "enter", "end")
        assert len(journal(pilot).rows) == 12_000
        assert "记-00000" in seen(pilot)


async def test_the_past_shows_only_what_had_happened(tmp_path: Path) -> None:
    async with opened(a_desk(), tmp_path, size=WIDE) as pilot:
        await press(pilot, "f8")
        await type_text(pilot, "3-15")
        await press(pilot, "enter", "f3")
        assert vouchers(pilot) == ["记-0002", "记-0001"]
        await press(pilot, "u")
        assert isinstance(pilot.app.screen, JournalScreen)


async def test_a_copy_holds_rows_that_were_never_on_the_screen(tmp_path: Path) -> None:
    desk = a_desk()
    for number in range(250):
        desk.pay("P02", yuan=1, on="2022-04-12", voucher=f"批-{number:03d}")
    async with opened(desk, tmp_path) as pilot:
        await press(pilot, "f3", "slash")
        await type_text(pilot, "批-")
        await press(pilot, "enter", "c")
        copied = pilot.app.clipboard.splitlines()
    assert len(copied) == 251
    assert "批-000" in copied[-1]


async def test_a_kind_typed_before_the_language_changed_is_still_understood(tmp_path: Path) -> None:
    async with opened(a_desk(), tmp_path) as pilot:
        await press(pilot, "f3", "f", "tab")
        await type_text(pilot, "支付")
        found = vouchers(pilot)
        await press(pilot, "ctrl+l")
        assert "Journal" in seen(pilot)
        assert vouchers(pilot) == found
        assert "found" in seen(pilot)


@pytest.mark.parametrize("place", [("f3",), ("f6", "e")])
async def test_the_kinds_of_events_stand_whole_in_english(tmp_path: Path, place: tuple[str, ...]) -> None:
    desk = Desk(day="2022-04-20")
    desk.grant()
    async with opened(desk, tmp_path, size=NARROW, language="en") as pilot:
        await press(pilot, *place, "end")
        assert "Indicator " in seen(pilot)
        assert "Indica.." not in seen(pilot)

"""Payment lists and bank results brought in by real keys, from real files."""

from __future__ import annotations

import os
import threading
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len
from textual.pilot import Pilot
from textual.widgets import Input

from events.types.rosters import RosterColumnsMapped, RosterImported, RosterLineResolved, RosterResultRecorded
from tests.builders import Desk
from tests.tracker.rosters.files import HEADERS, OUTCOME_HEADERS, identity, person, write_csv, write_xlsx
from tests.tui.desk import NARROW, WIDE, opened, press, seen, settled, type_text
from tracker.requests import CloseMonth
from tui.lists.forms import BankResultForm
from tui.lists.mapping import MappingDialog
from tui.lists.picker import FilePicker
from tui.lists.review import ReviewDialog
from tui.lists.screen import RostersScreen
from tui.remembered import Remembered
from tui.widgets.lines import Lines

pytestmark = pytest.mark.usefixtures("folder")


def a_desk() -> Desk:
    desk = Desk(day="2022-03-20")
    desk.grant()
    return desk


def fact_of(desk: Desk, kind: type[Any]) -> Any:
    """The latest fact of a kind."""
    return next(event.fact for event in desk.tracker.recent(30) if isinstance(event.fact, kind))


async def bring(pilot: Pilot[int]) -> None:
    """Import the first file of the folder for the first project and the month of today."""
    await press(pilot, "i", "enter")
    await press(pilot, "ctrl+s")
    await press(pilot, "enter")


async def test_a_list_is_picked_looked_at_and_recorded(tmp_path: Path, folder: Path) -> None:
    desk = a_desk()
    write_csv(
        folder / "三月名册.csv", [HEADERS, *(person(n, "20.50") for n in range(30))], encoding="gb18030"
    )
    async with opened(desk, tmp_path) as pilot:
        await press(pilot, "i")
        assert isinstance(pilot.app.screen, FilePicker)
        assert "三月名册.csv" in seen(pilot)
        await type_text(pilot, "symc")
        await press(pilot, "enter")
        shown = seen(pilot)
        assert "第 1 行表头：" in shown
        assert f"****{identity(0)[-2:]}" in shown
        assert identity(0) not in shown
        await press(pilot, "ctrl+s")
        assert isinstance(pilot.app.screen, ReviewDialog)
        assert "30 行，30 人，合计 615.00 元" in seen(pilot)
        assert "RosterImported" not in desk.events()
        await press(pilot, "enter", "enter")
        assert identity(0) not in seen(pilot)
    fact = fact_of(desk, RosterImported)
    assert (fact.project, fact.month, fact.lines, fact.amount_due_fen) == ("P01", "2022-03", 30, 61_500)
    assert desk.events().count("RosterImported") == 1
    assert not list((tmp_path / "drafts").rglob("*.json"))


async def test_a_workbook_with_control_totals_that_differ_is_not_recorded(
    tmp_path: Path, folder: Path
) -> None:
    desk = a_desk()
    write_xlsx(folder / "a.xlsx", [HEADERS, *(person(n, "10.00") for n in range(3))])
    async with opened(desk, tmp_path) as pilot:
        await press(pilot, "i", "enter", "enter", "enter", "enter")
        await type_text(pilot, "4")
        await press(pilot, "enter")
        await type_text(pilot, "40")
        await press(pilot, "ctrl+s")
        shown = seen(pilot)
        assert "应有 4 行，文件有 3 行" in shown
        assert "应为 40.00 元，文件合计 30.00 元" in shown
        await press(pilot, "enter", "escape")
        await press(pilot, "shift+tab", "backspace", "3", "enter", "backspace", "backspace", "3", "0")
        await press(pilot, "ctrl+s")
        assert "与控制总数相符" in seen(pilot)
        await press(pilot, "enter")
    assert fact_of(desk, RosterImported).amount_due_fen == 3_000


async def test_every_line_that_is_wrong_is_listed_and_can_be_written_down(
    tmp_path: Path, folder: Path
) -> None:
    desk = a_desk()
    rows = [person(1), ("测试", "123", "6222", "5"), ("测试", identity(2), "6222", "-5"), person(1)]
    write_csv(folder / "a.csv", [HEADERS, *rows, *(("x", "9", "9", "y") for _ in range(60))])
    async with opened(desk, tmp_path) as pilot:
        await press(pilot, "i", "enter", "ctrl+s")
        shown = seen(pilot)
        assert "共 63 处" in shown
        assert "身份证号应为 18 位" in shown
        assert "金额为负" in shown
        assert "123" not in shown
        await press(pilot, "end")
        assert "65" in seen(pilot)
        await press(pilot, "w", "enter", "escape")
        assert (folder / "a.csv.problems.csv").read_text("utf-8-sig").count("\n") == 64
    assert "RosterImported" not in desk.events()


async def test_of_two_amounts_one_is_asked_for_and_known_the_next_month(tmp_path: Path, folder: Path) -> None:
    desk = a_desk()
    headers = ("身份证号", "应发金额", "实发金额")
    write_csv(folder / "a.csv", [headers, (identity(1), "9.00", "8.00")])
    async with opened(desk, tmp_path) as pilot:
        await press(pilot, "i", "enter")
        assert "应发金额、实发金额" in seen(pilot)
        await press(pilot, "ctrl+s")
        assert isinstance(pilot.app.screen, MappingDialog)
        assert "应发金额、实发金额" in seen(pilot)
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, MappingDialog), "neither was taken"
        await press(pilot, "down", "left", "enter", "enter")
        (folder / "a.csv").unlink()
        write_csv(folder / "b.csv", [headers, (identity(2), "7.00", "6.00")])
        desk.day = "2022-04-20"
        await bring(pilot)
    assert fact_of(desk, RosterColumnsMapped).columns["amount"] == "实发金额"
    assert fact_of(desk, RosterImported).amount_due_fen == 600
    assert desk.events().count("RosterImported") == 2


async def test_unknown_headers_are_asked_for_and_known_the_next_month(tmp_path: Path, folder: Path) -> None:
    desk = a_desk()
    write_csv(folder / "a.csv", [("证号", "称呼", "实领"), (identity(1), "甲乙", "9.00")])
    async with opened(desk, tmp_path) as pilot:
        await press(pilot, "i", "enter", "ctrl+s")
        assert isinstance(pilot.app.screen, MappingDialog)
        await press(pilot, "enter")
        assert "身份证号与人员编号至少要有一列" in seen(pilot)
        await press(pilot, "right", "down", "down", "left", "enter")
        assert isinstance(pilot.app.screen, ReviewDialog)
        await press(pilot, "enter")
        (folder / "a.csv").unlink()
        write_csv(folder / "b.csv", [("证号", "称呼", "实领"), (identity(2), "甲乙", "8.00")])
        desk.day = "2022-04-20"
        await bring(pilot)
    assert fact_of(desk, RosterColumnsMapped).columns == {"id_number": "证号", "amount": "实领"}
    assert desk.events().count("RosterColumnsMapped") == 1
    assert desk.events().count("RosterImported") == 2


async def test_stopping_leaves_nothing(tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = a_desk()
    write_csv(folder / "a.csv", [HEADERS, *(person(n, "0.01") for n in range(2_000))])
    reached, go_on = threading.Event(), threading.Event()
    watch = ReviewDialog._watch

    def slowly(dialog: ReviewDialog, lines: int) -> None:
        reached.set()
        go_on.wait(30)
        watch(dialog, lines)

    monkeypatch.setattr(ReviewDialog, "_watch", slowly)
    async with opened(desk, tmp_path) as pilot:
        for stage in ("reading", "recording"):
            reached.clear()
            go_on.clear()
            if stage == "reading":
                await press(pilot, "i", "enter")
            else:
                monkeypatch.setattr(ReviewDialog, "_watch", watch)
            await pilot.press("ctrl+s")
            if stage == "recording":
                await settled(pilot)
                assert "2,000 行" in seen(pilot)
                monkeypatch.setattr(ReviewDialog, "_watch", slowly)
                await pilot.press("enter")
            while not reached.is_set():
                await pilot.pause(0.01)
            await pilot.press("escape")
            go_on.set()
            await settled(pilot)
            assert not isinstance(pilot.app.screen, ReviewDialog)
            assert "什么也没有记录" in seen(pilot)
    assert "RosterImported" not in desk.events()


async def test_the_banks_result_is_matched_recorded_and_the_rest_dealt_with(
    tmp_path: Path, folder: Path
) -> None:
    desk = a_desk()
    write_csv(folder / "a.csv", [HEADERS, *(person(n, "10.00") for n in range(4))])
    async with opened(desk, tmp_path, size=WIDE) as pilot:
        await bring(pilot)
        (folder / "a.csv").unlink()
        answers = [
            person(0, "10.00", "成功", "2022-03-15"),
            person(1, "10.00", "失败", ""),
            person(9, "10.00", "成功", "2022-03-15"),
        ]
        write_csv(folder / "bank.csv", [OUTCOME_HEADERS, *answers])
        await press(pilot, "f10")
        assert isinstance(pilot.app.screen, RostersScreen)
        await press(pilot, "o", "enter")
        assert "应发 4 人 40.00 元" in seen(pilot)
        await press(pilot, "ctrl+s")
        shown = seen(pilot)
        assert "相符 2 行" in shown
        assert "名册中没有此人" in shown
        await press(pilot, "enter")
        result = fact_of(desk, RosterResultRecorded)
        assert (result.put_aside, sum(part.amount_fen for part in result.paid)) == (1, 1_000)
        assert "待处理 1 行" in seen(pilot)
        await press(pilot, "enter")
        assert "按时" in seen(pilot)
        await press(pilot, "escape", "tab", "enter")
        await type_text(pilot, "account corrected")
        await press(pilot, "enter")
        assert "待处理 0 行" in seen(pilot)
        await press(pilot, "asterisk")
        assert "account corrected" in pilot.app.screen.query_one("#work", Lines).as_csv()
    resolved = fact_of(desk, RosterLineResolved)
    assert (resolved.line, resolved.note) == (4, "account corrected")


async def test_the_same_file_again_says_so_and_records_nothing(tmp_path: Path, folder: Path) -> None:
    desk = a_desk()
    write_csv(folder / "a.csv", [HEADERS, person(1, "10.00")])
    async with opened(desk, tmp_path) as pilot:
        await bring(pilot)
        await press(pilot, "i", "enter", "ctrl+s")
        assert "不会重复记录" in seen(pilot)
        await press(pilot, "enter")
    assert desk.events().count("RosterImported") == 1


async def test_a_whole_path_and_what_is_no_file_are_understood(tmp_path: Path, folder: Path) -> None:
    desk = a_desk()
    elsewhere = tmp_path / "别处"
    elsewhere.mkdir()
    write_csv(elsewhere / "[red]名册.csv", [HEADERS, person(1, "10.00")])
    (folder / "report.docx").write_text("no list")
    async with opened(desk, tmp_path, size=WIDE) as pilot:
        await press(pilot, "i")
        assert "report.docx" not in seen(pilot)
        pilot.app.screen.query_one(Input).value = str(tmp_path / "nowhere" / "x.csv")
        await press(pilot, "enter")
        assert "打不开" in seen(pilot)
        pilot.app.screen.query_one(Input).value = str(elsewhere)
        await press(pilot, "enter")
        assert "[red]名册.csv" in seen(pilot)
        await press(pilot, "enter", "ctrl+s", "enter")
    assert desk.events().count("RosterImported") == 1
    assert Remembered.load(tmp_path).folder == str(elsewhere)


async def test_names_of_files_never_reach_the_terminal_as_escapes(tmp_path: Path, folder: Path) -> None:
    write_csv(folder / "a\x1b[31mb[b].csv", [HEADERS, person(1, "10.00")])
    os.close(os.open(os.fsencode(folder) + b"/\xff.csv", os.O_CREAT | os.O_WRONLY))
    async with opened(a_desk(), tmp_path) as pilot:
        await press(pilot, "i")
        shown = seen(pilot)
        assert "a[31mb[b].csv" in shown
        assert "\x1b" not in shown
        await type_text(pilot, "31mb")
        await press(pilot, "enter")
        assert "\x1b" not in seen(pilot)


async def test_a_list_that_wants_more_than_there_is_says_so(tmp_path: Path, folder: Path) -> None:
    write_csv(folder / "a.csv", [HEADERS, person(1, "24000.01")])
    async with opened(a_desk(), tmp_path) as pilot:
        await press(pilot, "i", "enter", "ctrl+s")
        assert "项目余额只有 24,000.00 元" in seen(pilot)


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_every_line_fills_the_screen_exactly_whatever_stands_in_the_file(
    tmp_path: Path, folder: Path, size: tuple[int, int]
) -> None:
    headers = ("姓名（全称）", "身份证号", "账号ＡＢ", "金额(元)", "备注①②③……——“”", "　")
    rows = [(*person(n, "20.50")[:4], "备注·…—“”①🙂e\u0301", "ｶﾅ") for n in range(3)]
    write_csv(folder / "名册①·…—“全角ＡＢＣ”１２３🙂.csv", [headers, *rows])

    def widths(pilot: Pilot[int]) -> set[int]:
        return {cell_len(line) for line in seen(pilot).split("\n")}

    async with opened(a_desk(), tmp_path, size=size) as pilot:
        for keys in (["i"], ["enter"], ["ctrl+r"], ["escape", "ctrl+s"], ["enter", "f10"], ["enter"]):
            await press(pilot, *keys)
            assert widths(pilot) == {size[0]}, keys


async def test_lists_of_a_past_day_are_those_of_that_day_and_nothing_is_imported_there(
    tmp_path: Path, folder: Path
) -> None:
    desk = a_desk()
    write_csv(folder / "a.csv", [HEADERS, person(1, "10.00")])
    async with opened(desk, tmp_path) as pilot:
        await bring(pilot)
        for day, count in (("2-15", 0), ("3-18", 1)):
            await press(pilot, "f8")
            await type_text(pilot, day)
            await press(pilot, "enter", "f10")
            lists = pilot.app.screen.query_one("#lists", Lines)
            assert len(lists.rows) == count
            assert "只读" in seen(pilot)
            await press(pilot, "i")
            assert isinstance(pilot.app.screen, RostersScreen)
            await press(pilot, "escape", "f8")
    assert desk.events().count("RosterImported") == 1


async def test_a_list_for_a_closed_month_is_told_at_once_and_comes_in_with_its_reason(
    tmp_path: Path, folder: Path
) -> None:
    desk = a_desk()
    desk.tracker.record(CloseMonth(month="2022-02"))
    write_csv(folder / "a.csv", [HEADERS, *(person(n, "20.50") for n in range(3))])
    async with opened(desk, tmp_path) as pilot:
        await press(pilot, "i", "enter")
        form = pilot.app.screen
        form.query_one("#field-project Input", Input).value = "P01"
        form.query_one("#field-month Input", Input).value = "2022-02"
        form.query_one("#field-due_on Input", Input).value = "2022-02-15"
        await settled(pilot)
        assert "2022-02" in (told := seen(pilot))
        assert "结账" in told or "已结" in told or "补记" in told
        await press(pilot, "ctrl+y")
        await type_text(pilot, "found later")
        await press(pilot, "ctrl+s", "enter")
    assert fact_of(desk, RosterImported).late_reason == "found later"


async def test_a_bank_result_for_closed_books_is_told_at_once_and_comes_in_with_its_reason(
    tmp_path: Path, folder: Path
) -> None:
    desk = a_desk()
    write_csv(folder / "a.csv", [HEADERS, *(person(n, "10.00") for n in range(2))])
    async with opened(desk, tmp_path, size=WIDE) as pilot:
        await bring(pilot)
        (folder / "a.csv").unlink()
        answers = [person(n, "10.00", "成功", "2022-03-15") for n in range(2)]
        write_csv(folder / "bank.csv", [OUTCOME_HEADERS, *answers])
        desk.tracker.record(CloseMonth(month="2022-03"))
        await press(pilot, "f10", "o", "enter")
        form = pilot.app.screen
        assert isinstance(form, BankResultForm)
        assert "2022-03 已结账" in seen(pilot), "the list's own day, where none is typed"
        form.field("paid_on").control.focus()
        await type_text(pilot, "2022-03-15")
        assert "2022-03 已结账" in seen(pilot)
        await press(pilot, "ctrl+s", "enter")
        assert "2022-03 已结账" in seen(pilot)
        assert not [event for event in desk.events() if event == "RosterResultRecorded"]
        await press(pilot, "escape", "ctrl+y")
        await type_text(pilot, "bank answered late")
        assert "已结账" not in seen(pilot)
        await press(pilot, "ctrl+s", "enter")
    result = fact_of(desk, RosterResultRecorded)
    assert (result.late_reason, sum(part.amount_fen for part in result.paid)) == ("bank answered late", 2_000)

"""Many facts from one file on the desk: looked at whole, recorded all or none, and never twice."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path

import pytest
import xlsxwriter
from textual.pilot import Pilot

from tests.builders import Desk
from tests.tracker.rosters.files import write_csv, write_xlsx
from tests.tui.desk import NARROW, WIDE, opened, press, seen, type_text
from tui.lists.mapping import MappingDialog
from tui.lists.picker import FilePicker
from tui.lists.review import ReviewDialog
from tui.lists.rows import RowsForm
from tui.remembered import Remembered
from tui.widgets.choice import Choice
from tui.widgets.lines import Lines


@pytest.fixture(autouse=True)
def folder(tmp_path: Path) -> Path:
    """Files to pick from."""
    files = tmp_path / "files"
    files.mkdir()
    Remembered(tmp_path, folder=str(files)).save()
    return files


def a_desk() -> Desk:
    desk = Desk(day="2022-03-20")
    desk.grant(yuan=1_000)
    desk.grant("P02", yuan=1_000)
    return desk


HEADINGS = ("项目", "金额", "实发日期", "凭证号")
GOOD = [("P01", "100.00", "2022-03-01", "记-1"), ("P02", "250.5", "2022-03-02", "记-2"), ("", "", "", "")]


async def look(pilot: Pilot[int]) -> None:
    """Pick the first file and have it read as payments."""
    await press(pilot, "ctrl+f")
    assert isinstance(pilot.app.screen, FilePicker)
    await press(pilot, "enter")
    assert isinstance(pilot.app.screen, RowsForm)
    assert "可用的列：项目、" in seen(pilot)
    await press(pilot, "ctrl+s")
    assert isinstance(pilot.app.screen, ReviewDialog)


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_a_file_of_payments_is_looked_at_and_recorded_once(
    tmp_path: Path, folder: Path, size: tuple[int, int]
) -> None:
    desk = a_desk()
    write_csv(folder / "三月.csv", [HEADINGS, *GOOD], encoding="gb18030")
    async with opened(desk, tmp_path, size=size) as pilot:
        await look(pilot)
        shown = seen(pilot)
        assert "2 行：新 2 行，此前已记录 0 行" in shown
        assert "合计 350.50 元" in shown
        assert "DisbursementRecorded" not in desk.events(), "nothing yet"
        await press(pilot, "enter")
        assert "已记录 2 条" in seen(pilot)
        assert desk.events().count("DisbursementRecorded") == 2
        await look(pilot)
        assert "此前已记录 2 行" in seen(pilot)
        await press(pilot, "enter", "escape", "escape")
    assert desk.events().count("DisbursementRecorded") == 2
    money = desk.tracker.status().total
    assert money.disbursed == 35_050


async def test_every_bad_row_is_named_and_searched_and_written_beside_the_file(
    tmp_path: Path, folder: Path
) -> None:
    desk = a_desk()
    before = desk.events()
    rows = [("P01", "abc", "2022-03-01", "1"), ("", "5", "2022-03-01", "2"), ("P02", "7", "2023-03-01", "3")]
    write_xlsx(folder / "a.xlsx", [HEADINGS, ("P01", "1", "2022-03-01", "0"), *rows])
    async with opened(desk, tmp_path) as pilot:
        await look(pilot)
        lines = pilot.app.screen.query_one(Lines)
        found = [lines.rows.row(index) for index in range(len(lines.rows))]
        assert [row[0] for row in found if row is not None][:2] == ["3", "4"]
        await press(pilot, "slash")
        await type_text(pilot, "abc")
        assert len(lines.rows) == 1
        await press(pilot, "escape", "w")
        assert "a.xlsx.problems.csv" in seen(pilot)
        assert not pilot.app.screen.query("Toast"), "nothing covers the problems"
        await press(pilot, "enter")
    assert (folder / "a.xlsx.problems.csv").exists()
    assert desk.events() == before


async def test_a_row_that_a_rule_forbids_is_named_and_nothing_is_recorded(
    tmp_path: Path, folder: Path
) -> None:
    desk = a_desk()
    before = desk.events()
    write_csv(folder / "a.csv", [HEADINGS, *GOOD[:2], ("P01", "2000", "2022-03-03", "9")])
    async with opened(desk, tmp_path) as pilot:
        await look(pilot)
        shown = seen(pilot)
        assert "4" in shown
        assert "余额" in shown
        await press(pilot, "enter", "escape")
        assert isinstance(pilot.app.screen, RowsForm), "what was chosen stays"
    assert desk.events() == before
    assert desk.tracker.status().total.disbursed == 0, "what was only looked at left nothing"
    desk.pay(yuan=10, on="2022-03-05")
    assert desk.tracker.status().total.disbursed == 1_000


STRANGE = ("归口项目", "付款额", "实发日期", "心情")


async def test_unknown_headings_are_asked_for_once_and_what_nobody_wants_is_left_out(
    tmp_path: Path, folder: Path
) -> None:
    desk = a_desk()
    write_csv(
        folder / "a.csv", [("2022年3月支付明细", "", "", ""), STRANGE, ("P01", "12.5", "2022-03-01", "好")]
    )
    async with opened(desk, tmp_path) as pilot:
        await press(pilot, "ctrl+f", "enter", "ctrl+s")
        assert isinstance(pilot.app.screen, MappingDialog)
        await press(pilot, "enter")
        assert "“项目”一列不能没有" in seen(pilot)
        await press(pilot, "slash")
        await type_text(pilot, "gkxm")
        await press(pilot, "enter", "down", "slash")
        await type_text(pilot, "fke")
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, MappingDialog), "Enter in the search keeps what was found"
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, ReviewDialog)
        assert "合计 12.50 元" in seen(pilot)
        await press(pilot, "enter")
        (folder / "a.csv").unlink()
        write_csv(folder / "b.csv", [STRANGE, ("P02", "7", "2022-03-02", "坏")])
        await look(pilot)
        await press(pilot, "enter")
    assert desk.tracker.status().total.disbursed == 1_950
    assert Remembered.load(tmp_path).headings["disbursement"]["心情"] == ""


async def test_two_headings_remembered_for_one_column_are_asked_for(tmp_path: Path, folder: Path) -> None:
    headings = {"disbursement": {"款额": "金额", "付额": "金额"}}
    Remembered(tmp_path, folder=str(folder), headings=headings).save()
    desk = a_desk()
    write_csv(folder / "a.csv", [("项目", "款额", "付额", "实发日期"), ("P01", "12.5", "10", "2022-03-01")])
    async with opened(desk, tmp_path) as pilot:
        await press(pilot, "ctrl+f", "enter", "ctrl+s")
        assert isinstance(pilot.app.screen, MappingDialog)
        await press(pilot, "enter")
        assert "“金额”一列不能没有" in seen(pilot)
        await press(pilot, "slash")
        await type_text(pilot, "fue")
        await press(pilot, "enter", "enter")
        assert isinstance(pilot.app.screen, ReviewDialog)
        assert "合计 10.00 元" in seen(pilot)
        await press(pilot, "enter")
    assert desk.tracker.status().total.disbursed == 1_000
    kept = Remembered.load(tmp_path).headings["disbursement"]
    assert (kept["款额"], kept["付额"]) == ("", "金额")


async def test_sheets_that_are_not_read_are_told_of(tmp_path: Path, folder: Path) -> None:
    with xlsxwriter.Workbook(str(folder / "a.xlsx")) as book:
        book.add_worksheet("空表")
        for month in ("一月", "二月"):
            sheet = book.add_worksheet(month)
            for number, row in enumerate((HEADINGS, *GOOD[:2])):
                sheet.write_row(number, 0, row)
    desk = a_desk()
    async with opened(desk, tmp_path) as pilot:
        await press(pilot, "ctrl+f", "enter", "ctrl+s")
        assert isinstance(pilot.app.screen, ReviewDialog)
        assert "只读了第一张有内容的" in seen(pilot)
        await press(pilot, "enter")
    assert desk.events().count("DisbursementRecorded") == 2


async def test_a_search_among_headings_that_is_left_goes_back_to_what_was_chosen(
    tmp_path: Path, folder: Path
) -> None:
    write_csv(folder / "a.csv", [(*HEADINGS, "心情"), (*GOOD[0], "好")])
    async with opened(a_desk(), tmp_path) as pilot:
        await press(pilot, "ctrl+f", "enter", "ctrl+s")
        dialog = pilot.app.screen
        assert isinstance(dialog, MappingDialog)
        chosen = [choice.value for choice in dialog.query(Choice)]
        await press(pilot, "slash")
        await type_text(pilot, "xq")
        assert [choice.value for choice in dialog.query(Choice)] != chosen
        await type_text(pilot, "zz")
        assert "没有找到“xqzz”" in seen(pilot)
        await press(pilot, "escape")
        assert [choice.value for choice in dialog.query(Choice)] == chosen
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, RowsForm)


@pytest.mark.parametrize(
    ("row", "named"),
    [
        (("P01", "若干", "2022-03-01", "1", "", ""), "“金额”"),
        (("P01", "", "2022-03-01", "1", "", ""), "“金额”没有填"),
        (("P01", "5", "2022-03-01", "1", "3", "9"), "“超过原因”"),
    ],
)
async def test_problems_name_the_columns_of_the_file_and_stand_in_full(
    tmp_path: Path, folder: Path, row: tuple[str, ...], named: str
) -> None:
    desk = a_desk()
    write_csv(folder / "a.csv", [(*HEADINGS, "应发人数", "实发人数"), row])
    async with opened(desk, tmp_path) as pilot:
        await look(pilot)
        (problem,) = pilot.app.screen.problems  # type: ignore[attr-defined]
        inside = (line.strip(" ").strip("│") for line in seen(pilot).splitlines() if "│" in line)
        shown = "".join(inside).replace(" ", "")
        assert named in problem.facts["reason"]
        assert problem.facts["reason"].replace(" ", "") in shown, "in full, over as many lines as it needs"
        assert "--" not in shown
    assert desk.tracker.status().total.disbursed == 0


async def test_headings_are_written_as_a_template_that_can_be_filled_in(tmp_path: Path, folder: Path) -> None:
    desk = a_desk()
    async with opened(desk, tmp_path, size=WIDE) as pilot:
        await press(pilot, "ctrl+f", "escape", "f6", "f6")
        assert "模板已存为" in seen(pilot)
    assert {path.name for path in folder.iterdir()} == {"支付模板.csv", "支付模板2.csv"}
    assert (folder / "支付模板.csv").read_text("utf-8-sig").startswith("项目,金额,")


async def test_one_called_off_midway_leaves_nothing(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = a_desk()
    rows = [("P01", "1.00", "2022-03-01", f"记-{number}") for number in range(20)]
    write_csv(folder / "a.csv", [HEADINGS, *rows])
    before = desk.events()
    midway, go_on = threading.Event(), threading.Event()
    watch = ReviewDialog._watch

    def waiting(dialog: ReviewDialog, line: int) -> None:
        if dialog.stage == "recording" and line == 12:
            midway.set()
            assert go_on.wait(30)
        watch(dialog, line)

    async with opened(desk, tmp_path) as pilot:
        await look(pilot)
        monkeypatch.setattr(ReviewDialog, "_watch", waiting)
        await pilot.press("enter")
        assert await asyncio.to_thread(midway.wait, 30)
        await pilot.press("escape")
        go_on.set()
        await press(pilot, "shift")
        assert isinstance(pilot.app.screen, RowsForm), "what was chosen stays"
        assert desk.events() == before
        await press(pilot, "ctrl+s", "enter")
    assert desk.events().count("DisbursementRecorded") == 20


async def test_other_kinds_are_chosen_and_files_that_are_none_are_told(tmp_path: Path, folder: Path) -> None:
    desk = a_desk()
    write_csv(folder / "a.csv", [("项目", "金额"), ("P01", "400")])
    async with opened(desk, tmp_path) as pilot:
        await press(pilot, "ctrl+f", "enter", "right", "right")
        assert "到位" in seen(pilot)
        await press(pilot, "ctrl+s", "enter")
        assert desk.tracker.status().total.received == 40_000
        (folder / "a.csv").write_bytes(b"\x00\x01\x02")
        await press(pilot, "ctrl+f", "enter", "ctrl+s")
        assert isinstance(pilot.app.screen, ReviewDialog)
        await press(pilot, "enter", "escape")
    assert desk.tracker.status().total.received == 40_000


async def test_problems_are_said_in_the_language_of_the_screen(tmp_path: Path, folder: Path) -> None:
    write_csv(folder / "a.csv", [HEADINGS, ("P01", "若干", "2022-03-01", "1")])
    async with opened(a_desk(), tmp_path) as pilot:
        await press(pilot, "ctrl+l", "ctrl+f", "enter")
        assert "amount" in seen(pilot)
        await press(pilot, "ctrl+s")
        (problem,) = pilot.app.screen.problems  # type: ignore[attr-defined]
        assert "amount" in problem.facts["reason"]
        assert "不" not in problem.facts["reason"]


async def test_a_picker_says_that_nothing_is_found_only_where_there_are_files(
    tmp_path: Path, folder: Path
) -> None:
    (folder / "a.csv").touch()
    async with opened(a_desk(), tmp_path) as pilot:
        await press(pilot, "i")
        await type_text(pilot, "zzz")
        assert "没有找到" in seen(pilot)
        assert "此处没有" not in seen(pilot)

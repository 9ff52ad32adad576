"""Many facts from one file on the desk: looked at whole, recorded all or none, and never twice."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot

from tests.builders import Desk
from tests.tracker.rosters.files import write_csv, write_xlsx
from tests.tui.desk import NARROW, WIDE, opened, press, seen, type_text
from tui.lists.picker import FilePicker
from tui.lists.review import ReviewDialog
from tui.lists.rows import RowsForm
from tui.remembered import Remembered
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
        await press(pilot, "escape", "w", "enter")
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


async def test_columns_nobody_knows_are_told(tmp_path: Path, folder: Path) -> None:
    desk = a_desk()
    write_csv(folder / "a.csv", [(*HEADINGS, "心情"), (*GOOD[0], "好")])
    async with opened(desk, tmp_path) as pilot:
        await look(pilot)
        assert "心情" in seen(pilot)


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

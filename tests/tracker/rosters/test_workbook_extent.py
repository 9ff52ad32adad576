"""A cell far away must not ask for a table that takes the process with it."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from tests.tracker.rosters.files import HEADERS, person
from tracker.rosters.files import open_rows
from tracker.rosters.problems import UnusableRoster
from tracker.workbook_extent import reaches_too_far


def sheet_with(path: Path, *places: tuple[int, int]) -> Path:
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADERS)
        sheet.write_row(1, 0, person(1))
        for row, column in places:
            sheet.write(row, column, "x")
    return path


@pytest.mark.parametrize(
    ("place", "too_far"),
    [
        ((2, 3), False),
        ((1_048_575, 3), False),
        ((5, 16_383), False),
        ((1_000, 200), False),
        ((1_048_575, 16_383), True),
        ((900_000, 40), True),
    ],
)
def test_what_a_far_cell_would_cost_is_seen_before_the_sheet_is_opened(
    tmp_path: Path, place: tuple[int, int], too_far: bool
) -> None:
    assert reaches_too_far(sheet_with(tmp_path / "list.xlsx", place)) is too_far


def test_a_row_beyond_the_last_one_is_too_far(tmp_path: Path) -> None:
    made, forged = sheet_with(tmp_path / "list.xlsx", (9, 3)), tmp_path / "forged.xlsx"
    with zipfile.ZipFile(made) as whole, zipfile.ZipFile(forged, "w") as changed:
        for name in whole.namelist():
            content = whole.read(name)
            changed.writestr(
                name, content.replace(b'r="10"', b'r="4294967295"').replace(b"D10", b"D4294967295")
            )
    assert reaches_too_far(forged)


def test_a_list_that_reaches_too_far_is_refused(tmp_path: Path) -> None:
    path = sheet_with(tmp_path / "list.xlsx", (1_048_575, 16_383))
    with pytest.raises(UnusableRoster, match="workbook_too_far"), open_rows(path):
        pass

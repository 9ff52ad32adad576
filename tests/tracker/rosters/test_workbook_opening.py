"""Workbooks are opened for what they are: names lie, passwords lock, and the first sheet may be empty."""

from __future__ import annotations

import subprocess
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from tests.tracker.rosters.compound import compound, locked_workbook
from tests.tracker.rosters.files import HEADERS, person, write_xlsx
from tests.tracker.rosters.test_reading import codes, read
from tracker.forms.audit.workbooks import UnusableFile, sheets
from tracker.forms.printing import soffice
from tracker.labels import words
from tracker.plan.files import read_plan_file
from tracker.plan.problems import UnusablePlan
from tracker.rosters.files import open_rows
from tracker.rosters.first_lines import look_at
from tracker.rosters.problems import UnusableRoster
from tui.lists.looks import look_lines

ROWS = [HEADERS, *(person(number) for number in range(3))]


@pytest.mark.parametrize("name", ["list.xlsx", "list.xls", "list.XLSM", "list.csv", "list"])
def test_a_workbook_is_read_whatever_its_name(tmp_path: Path, name: str) -> None:
    write_xlsx(tmp_path / "list.zip", ROWS).rename(tmp_path / name)
    found = read(tmp_path / name)
    assert len(found.lines) == 3
    assert not found.problems


def test_a_workbook_of_the_older_kind_is_read_whatever_its_name(tmp_path: Path) -> None:
    office = soffice()
    if office is None:
        pytest.skip("no LibreOffice to write a workbook of the older kind")
    write_xlsx(tmp_path / "list.xlsx", ROWS)
    asked = ("--headless", "--convert-to", "xls", "--outdir", str(tmp_path), str(tmp_path / "list.xlsx"))
    own_profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    subprocess.run([office, own_profile, *asked], check=True, capture_output=True, timeout=120)
    for name in ("list.xls", "old.xlsx", "old.csv"):
        (tmp_path / name).write_bytes((tmp_path / "list.xls").read_bytes())
        assert len(read(tmp_path / name).lines) == 3


@pytest.mark.parametrize("name", ["list.xlsx", "list.xls", "list.csv"])
def test_a_password_is_said_to_be_one(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(locked_workbook())
    with pytest.raises(UnusableRoster) as caught, open_rows(path):
        pass
    assert [problem.code for problem in caught.value.problems] == ["workbook_protected"]
    with pytest.raises(UnusablePlan, match="password"):
        read_plan_file(path)
    if path.suffix != ".csv":
        with pytest.raises(UnusableFile, match="password"):
            list(sheets(path))


@pytest.mark.parametrize("content", [compound({"Else": b"1"}), compound({})[:700], b"\xd0\xcf\x11\xe0"])
def test_what_only_begins_like_a_workbook_is_none(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "list.xls"
    path.write_bytes(content)
    with pytest.raises(UnusableRoster) as caught, open_rows(path):
        pass
    assert [problem.code for problem in caught.value.problems] == ["workbook"]


def test_the_first_sheet_in_which_something_stands_is_read_and_others_are_told_of(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet("空")
        hidden = book.add_worksheet("隐")
        hidden.write(0, 0, "never read")
        hidden.hide()
        sheet = book.add_worksheet("三月")
        for number, row in enumerate(ROWS):
            sheet.write_row(number, 0, row)
        book.add_worksheet("四月").write_row(0, 0, ("not read",))
    found = read(path)
    assert len(found.lines) == 3
    assert set(found.notes) == {"note_hidden_sheets", "note_other_sheets"}


def test_a_workbook_in_which_nothing_stands_says_so(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet("一")
        book.add_worksheet("二")
    with pytest.raises(UnusableRoster) as caught:
        read(path)
    assert [problem.code for problem in caught.value.problems] == ["workbook_blank"]


def test_a_workbook_with_one_sheet_says_nothing_of_others(tmp_path: Path) -> None:
    found = read(write_xlsx(tmp_path / "list.xlsx", ROWS))
    assert found.notes == ()
    assert codes(found) == []


def test_an_archive_named_like_the_older_kind_is_looked_through_before_it_is_unpacked(tmp_path: Path) -> None:
    from zipfile import ZIP_DEFLATED, ZipFile

    path = tmp_path / "form.xls"
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 30_000_000)
    with pytest.raises(UnusableFile, match="ratio"):
        list(sheets(path))


def test_an_archive_with_nothing_in_it_is_no_workbook(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    with zipfile.ZipFile(path, "w"):
        pass
    with pytest.raises(UnusableRoster) as caught, open_rows(path):
        pass
    assert [problem.code for problem in caught.value.problems] == ["workbook"]


def test_where_no_list_is_found_other_sheets_are_told_of(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet("说明").write_row(0, 0, ("填表说明", "请看下一张"))
        listed = book.add_worksheet("名册")
        for number, row in enumerate(ROWS):
            listed.write_row(number, 0, row)
    with pytest.raises(UnusableRoster) as caught:
        read(path)
    assert caught.value.problems[0].code == "note_other_sheets"
    (told, *_) = [
        line for line in look_lines(words("zh", "desk", "entry"), look_at(path, {})) if "移到最前" in line[1]
    ]
    assert told[0] == "warning"


@pytest.mark.parametrize("hidden", [2, 20_000])
def test_rows_that_a_filter_has_hidden_are_read_and_told_of(tmp_path: Path, hidden: int) -> None:
    path = tmp_path / "list.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        rows = [HEADERS, *(person(number) for number in range(1, hidden + 2))]
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
        sheet.set_row(hidden, None, None, {"hidden": True})
    found = read(path)
    assert len(found.lines) == hidden + 1
    assert found.notes == ("note_hidden_rows",)

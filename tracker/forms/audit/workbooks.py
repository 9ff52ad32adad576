"""Opening other people's workbooks: size and ZIP guards first, then the sheets as grids.

Nothing is unpacked before the ZIP directory was looked at; macros and external links are never followed, hidden
sheets are read like the others. A file that cannot be used raises :class:`UnusableFile` with a sentence.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

from python_calamine import (
    CalamineError,
    CalamineSheet,
    SheetTypeEnum,
    WorksheetNotFound,
)

from tracker.forms.audit.grid import Grid
from tracker.workbook_extent import reaches_too_far
from tracker.workbook_opening import COMPOUND, ProtectedWorkbook, kind_of, open_workbook

MOST_BYTES = 50_000_000
MOST_UNPACKED = 300_000_000
MOST_ENTRIES = 5_000
MOST_RATIO = 200
MOST_CELLS = 2_000_000
MOST_SHEETS = 1_000
_SUFFIXES = (".xlsx", ".xlsm", ".xls")


class UnusableFile(ValueError):
    """A file the auditor cannot use; ``message`` is Chinese, ``message_en`` English."""

    def __init__(self, message: str, message_en: str) -> None:
        super().__init__(f"{message} / {message_en}")
        self.message, self.message_en = message, message_en


def read_bytes(path: Path) -> bytes:
    """The whole file, within the size limit."""
    _check_size(path)
    try:
        return path.read_bytes()
    except OSError as error:
        raise _unopened(error) from error


def _check_size(path: Path) -> None:
    """Refuse what is not there, what may not be read, and what is too large."""
    try:
        size = path.stat().st_size
        with path.open("rb"):
            pass
    except OSError as error:
        raise _unopened(error) from error
    if size > MOST_BYTES:
        raise UnusableFile("文件过大", "file too large")


def _unopened(error: OSError) -> UnusableFile:
    if isinstance(error, FileNotFoundError):
        return UnusableFile("没有这个文件", "no such file")
    return UnusableFile(f"文件打不开（{error.strerror}）", f"cannot be opened ({error.strerror})")


def sheets(path: Path) -> Iterator[tuple[str, Grid]]:
    """The worksheets of a workbook as grids, in order; hidden ones too."""
    if path.suffix.lower() not in _SUFFIXES:
        raise UnusableFile(
            "不是 XLSX、XLS、DOCX、CSV 或 JSON 文件", "not an XLSX, XLS, DOCX, CSV or JSON file"
        )
    _check_size(path)
    if kind_of(path) != COMPOUND:
        check_archive(path)
    try:
        with open_workbook(path) as book:
            worksheets = [each.name for each in book.sheets_metadata if each.typ == SheetTypeEnum.WorkSheet]
            if len(worksheets) > MOST_SHEETS:
                raise UnusableFile("工作表过多", "too many sheets")
            if reaches_too_far(path):
                raise UnusableFile("工作表的单元格伸得太远", "the sheet's cells reach too far")
            for name in worksheets:
                yield name, _grid(book.get_sheet_by_name(name))
    except ProtectedWorkbook as error:
        raise UnusableFile(
            "工作簿加了密码，请去掉密码后另存", "the workbook has a password; save it without one"
        ) from error
    except (CalamineError, WorksheetNotFound, OSError, ValueError) as error:
        if isinstance(error, UnusableFile):
            raise
        raise UnusableFile("不是可读的工作簿", "not a readable workbook") from error


def check_archive(path: Path) -> None:
    """Look at the ZIP directory before anything is unpacked.

    Raises:
        UnusableFile: no ZIP, too many or too large entries, a suspicious ratio, or an encrypted entry.
    """
    _check_size(path)
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
    except (OSError, zipfile.BadZipFile, NotImplementedError) as error:
        raise UnusableFile("不是完整的 XLSX 或 DOCX 文件", "not a complete XLSX or DOCX file") from error
    _check_entries(entries)


def _check_entries(entries: list[zipfile.ZipInfo]) -> None:
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    if len(entries) > MOST_ENTRIES or unpacked > MOST_UNPACKED:
        raise UnusableFile("压缩内容过大，疑似压缩炸弹", "archive unpacks too large")
    if unpacked > 10_000_000 and unpacked > MOST_RATIO * max(packed, 1):
        raise UnusableFile("压缩比异常，疑似压缩炸弹", "archive ratio is suspicious")
    if any(entry.flag_bits & 1 for entry in entries):
        raise UnusableFile("文件已加密", "file is encrypted")


def _grid(sheet: CalamineSheet) -> Grid:
    if sheet.start is None:
        return Grid(())
    last = sheet.end or (0, 0)
    if (last[0] + 1) * (last[1] + 1) > MOST_CELLS:
        raise UnusableFile("工作表过大", "sheet too large")
    spans = [(first[0], first[1], end[0], end[1]) for first, end in sheet.merged_cell_ranges or ()]
    return Grid(sheet.to_python(skip_empty_area=False), spans)

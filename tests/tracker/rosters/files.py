"""Lists to test with: people who do not exist, in files of every kind."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

import xlsxwriter

from tracker.rosters.identity import check_mark

HEADERS = ("姓名", "身份证号", "账号", "金额")
OUTCOME_HEADERS = (*HEADERS, "状态", "实发日期")


def identity(number: int) -> str:
    """A number that passes the check, of a region there is none of (99)."""
    seventeen = (
        f"99{number % 10_000:04d}{1930 + number // 10_000 % 70:04d}{1 + number % 12:02d}{1 + number % 28:02d}"
        f"{number % 1000:03d}"
    )
    return seventeen + check_mark(seventeen)


def person(number: int, amount: str = "115.00", *more: str) -> tuple[str, ...]:
    """One row under :data:`HEADERS`, and whatever follows."""
    return (f"测试{number}", identity(number), f"6222{number:012d}", amount, *more)


def csv_text(rows: Iterable[Sequence[str]], separator: str = ",") -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=separator, lineterminator="\r\n").writerows(rows)
    return text.getvalue()


def write_csv(
    path: Path, rows: Iterable[Sequence[str]], *, encoding: str = "utf-8", separator: str = ","
) -> Path:
    path.write_bytes(csv_text(rows, separator).encode(encoding))
    return path


def write_xlsx(path: Path, rows: Iterable[Sequence[object]]) -> Path:
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("名册")
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                sheet.write(number, column, cell)
    return path

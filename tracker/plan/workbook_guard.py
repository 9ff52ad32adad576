"""Looking at a workbook before opening it: sizes, macros, links, and how far its cells reach."""

from __future__ import annotations

import re
import zipfile
import zlib
from pathlib import Path

from tracker.plan.problems import unusable

_MOST_ENTRIES = 2_000
_MOST_BYTES = 200 * 1024 * 1024
_MOST_RATIO = 200
_RATIO_FROM = 1024 * 1024
_MOST_ROWS = 100_000
_MOST_COLUMNS = 200
_MOST_CELLS = 2_000_000
_CHUNK = 1 << 20
_REFERENCE = re.compile(rb'\br="([A-Z]{1,7})(\d{1,9})"')


def check_workbook(path: Path) -> list[str]:
    """Refuse a workbook that should not be opened; returns what else is odd about it: ``links``."""
    try:
        with zipfile.ZipFile(path) as archive:
            return _check_archive(archive)
    except (
        zipfile.BadZipFile,
        zipfile.LargeZipFile,
        zlib.error,
        NotImplementedError,
        EOFError,
        OSError,
        RuntimeError,
    ) as error:
        raise unusable("工作簿已损坏或加了密码。", "The workbook is damaged or has a password.") from error


def _check_archive(archive: zipfile.ZipFile) -> list[str]:
    entries = archive.infolist()
    total = sum(entry.file_size for entry in entries)
    if len(entries) > _MOST_ENTRIES or total > _MOST_BYTES:
        raise unusable(
            "工作簿解压后太大，不予打开。", "The workbook is too large when unpacked and was not opened."
        )
    for entry in entries:
        packed = max(entry.compress_size, 1)
        if entry.file_size > _RATIO_FROM and entry.file_size / packed > _MOST_RATIO:
            raise unusable(
                "工作簿的压缩率异常（可能是压缩炸弹），不予打开。",
                "The workbook is compressed beyond reason (a zip bomb?) and was not opened.",
            )
    names = [entry.filename for entry in entries]
    if not any(name.startswith("xl/") for name in names):
        raise unusable("这不是 Excel 工作簿（.xlsx）。", "This is not an Excel workbook (.xlsx).")
    if any("vbaproject" in name.lower() or "macrosheets" in name.lower() for name in names):
        raise unusable(
            "工作簿含有宏；请另存为不含宏的 .xlsx。",
            "The workbook has macros; save it as .xlsx without them.",
        )
    for entry in entries:
        if entry.filename.endswith((".xml", ".rels")):
            _check_part(archive, entry)
    return ["links"] if any("externallinks" in name.lower() for name in names) else []


def _check_part(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    rows = columns = 0
    with archive.open(entry) as part:
        tail = b""
        while chunk := part.read(_CHUNK):
            text = tail + chunk
            if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
                raise unusable(
                    "工作簿的 XML 含有 DTD，不予打开。", "The workbook's XML has a DTD and was not opened."
                )
            if entry.filename.startswith("xl/worksheets/"):
                for letters, number in _REFERENCE.findall(text):
                    columns = max(columns, _column(letters))
                    rows = max(rows, int(number))
            tail = text[-32:]
    if rows > _MOST_ROWS or columns > _MOST_COLUMNS or rows * columns > _MOST_CELLS:
        raise unusable(
            f"工作表太大（{rows} 行、{columns} 列），不像计划表。",
            f"A sheet is too large ({rows} rows, {columns} columns) for a plan.",
        )


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number

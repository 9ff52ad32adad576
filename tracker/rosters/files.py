"""A list's file as rows of text: CSV in the encodings and separators offices use, or a workbook.

Rows come one by one: a list may be a million lines long. Nothing here knows what the columns mean.
"""

from __future__ import annotations

import codecs
import csv
import datetime as dt
import hashlib
import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import chain, count, islice
from pathlib import Path
from typing import NamedTuple

from tracker.rosters.problems import LineProblem, UnusableRoster
from tracker.workbook_extent import pieces_of, reaches_too_far
from tracker.workbook_opening import COMPOUND, ZIP, ProtectedWorkbook, open_workbook

MOST_BYTES = 1 << 30
MOST_UNPACKED = 2 << 30
MOST_RATIO = 200
MOST_ENTRIES = 2_000
_CHUNK = 1 << 20
_SEPARATORS = ",;\t，；|"
_SAMPLE_LINES = 30
_SHEETS = "xl/worksheets/sheet"
_FORMULAS_WITHIN = 1 << 18
_HIDDEN_ROW = re.compile(rb"""<row\s[^>]*\bhidden=["'](?:1|true)["']""")
_LONGEST_ROW_HEAD = 1 << 10
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # begins like the mark of UTF-16, which is the shorter
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_EMPTY_ZIP = b"PK\x05\x06"
"""How an archive with nothing in it begins: a workbook whose saving was broken off."""

Row = Sequence[str]


class RosterRows(NamedTuple):
    """A file's rows with their line numbers, counted from 1, and the hash of its bytes."""

    sha256: str
    rows: Iterator[tuple[int, Row]]
    notes: tuple[str, ...] = ()
    """Codes of what the clerk should know of the file: hidden sheets, macros, external links."""


@contextmanager
def open_rows(path: Path) -> Iterator[RosterRows]:
    """Open a list's file; raises :class:`UnusableRoster` here or while the rows are read, and OSError."""
    with path.open("rb") as file:
        start = file.read(4)
        seen = _look_through(file)
    if start == _EMPTY_ZIP:
        raise UnusableRoster([LineProblem(None, "workbook")])
    if start in (ZIP, COMPOUND):
        notes = _check_archive(path) if start == ZIP else ()
        rows, more = _workbook_rows(path)
        yield RosterRows(seen.sha256, rows, (*notes, *more))
        return
    encoding, skipped = _encoding(start, seen)
    with path.open("rb") as file:
        file.seek(skipped)
        with io.TextIOWrapper(file, encoding=encoding, newline="") as text:
            yield from _opened_csv(text, seen.sha256)


class _Seen(NamedTuple):
    """What one pass over a file's bytes finds."""

    sha256: str
    first_line: bytes
    not_utf8: int | None
    """The first line that is no UTF-8."""
    nul: int | None
    """The first line with a byte 0, which no text has."""


def _look_through(file: io.BufferedReader) -> _Seen:
    file.seek(0)
    digest, decoder, size, lines = hashlib.sha256(), codecs.getincrementaldecoder("utf-8")(), 0, 1
    first_line, not_utf8, nul = b"", None, None
    while chunk := file.read(_CHUNK):
        first_line = chunk.partition(b"\n")[0] if not size else first_line
        digest.update(chunk)
        size += len(chunk)
        if size > MOST_BYTES:
            raise UnusableRoster([LineProblem(None, "file_too_large")])
        if not_utf8 is None and (at := _undecodable(decoder, chunk)) is not None:
            not_utf8 = lines + chunk.count(b"\n", 0, at)
        if nul is None and (at := chunk.find(b"\0")) >= 0:
            nul = lines + chunk.count(b"\n", 0, at)
        lines += chunk.count(b"\n")
    if not size:
        raise UnusableRoster([LineProblem(None, "file_empty")])
    if not_utf8 is None and _undecodable(decoder, b"", final=True) is not None:
        not_utf8 = lines
    return _Seen(digest.hexdigest(), first_line, not_utf8, nul)


def _undecodable(decoder: codecs.IncrementalDecoder, chunk: bytes, *, final: bool = False) -> int | None:
    """About where in a chunk the text ends; None where all of it can be read."""
    try:
        decoder.decode(chunk, final)
    except UnicodeDecodeError as error:
        return error.start
    return None


def _encoding(start: bytes, seen: _Seen) -> tuple[str, int]:
    """A text's encoding, and how many bytes of a mark to pass over; raises where it can't be one."""
    for bom, encoding in _BOMS:
        if start.startswith(bom) and encoding != "utf-8":
            return encoding, 0
    if seen.nul is not None:
        raise UnusableRoster([LineProblem(seen.nul, "nul_bytes")])
    if seen.not_utf8 is None:
        return "utf-8", len(codecs.BOM_UTF8) if start.startswith(codecs.BOM_UTF8) else 0
    if start.startswith(codecs.BOM_UTF8) or _is_chinese_utf8(seen.first_line):
        raise UnusableRoster([LineProblem(seen.not_utf8, "encoding_mixed")])
    return "gb18030", 0


def _is_chinese_utf8(line: bytes) -> bool:
    """Whether a line can only be meant as UTF-8: another encoding's Chinese hardly ever passes for it."""
    try:
        return not line.decode("utf-8").isascii()
    except UnicodeDecodeError:
        return False


def _opened_csv(text: io.TextIOWrapper, sha256: str) -> Iterator[RosterRows]:
    """The rows of a CSV file. What is wrong with it is found while they are read, by whoever reads them."""
    numbers = count(1)
    try:
        sample = list(islice(text, _SAMPLE_LINES))
        reader = csv.reader(chain(sample, text), delimiter=_separator(sample), strict=True)
        yield RosterRows(sha256, zip(numbers, reader, strict=False))
    except UnicodeDecodeError as error:
        raise UnusableRoster([LineProblem(next(numbers) - 1 or None, "encoding")]) from error
    except csv.Error as error:
        raise UnusableRoster([LineProblem(next(numbers) - 1, "quotes")]) from error
    if reader.line_num > next(numbers) - 2:  # a line break inside quotes would swallow lines unseen
        raise UnusableRoster([LineProblem(None, "quotes")])


def _separator(sample: Sequence[str]) -> str:
    """The separator the headers hold most of (they hold no digits), else all lines of the sample."""
    headers = [line for line in sample if not any(mark.isdigit() for mark in line)] or sample
    counts = {mark: sum(line.count(mark) for line in headers) for mark in _SEPARATORS}
    return max(counts, key=lambda mark: (counts[mark], -_SEPARATORS.index(mark)))


def _check_archive(path: Path) -> tuple[str, ...]:
    """Look at the ZIP directory before anything is unpacked."""
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
        raise UnusableRoster([LineProblem(None, "workbook")]) from error
    unpacked, packed = sum(e.file_size for e in entries), sum(e.compress_size for e in entries)
    suspicious = unpacked > 10_000_000 and unpacked > MOST_RATIO * max(packed, 1)
    if len(entries) > MOST_ENTRIES or unpacked > MOST_UNPACKED or suspicious:
        raise UnusableRoster([LineProblem(None, "workbook_too_large")])
    if reaches_too_far(path):
        raise UnusableRoster([LineProblem(None, "workbook_too_far")])
    return tuple(code for code, there in _noted(path, [entry.filename for entry in entries]).items() if there)


def _noted(path: Path, names: Sequence[str]) -> dict[str, bool]:
    """What people should know of a workbook, by the files in it."""
    return {
        "note_macros": any("vbaProject" in name for name in names),
        "note_links": any(name.startswith("xl/externalLinks/") for name in names),
        **_noted_in_sheets(path, [name for name in names if name.startswith(_SHEETS)]),
    }


def _noted_in_sheets(path: Path, sheets: Sequence[str]) -> dict[str, bool]:
    """Whether formulas stand at the beginning of a sheet, whose columns are computed from the first line on, and
    whether any of its rows is hidden, as a filter does it."""
    formulas = hidden = False
    try:
        with zipfile.ZipFile(path) as archive:
            for name in sheets:
                with archive.open(name) as opened:
                    start = opened.read(_FORMULAS_WITHIN)
                formulas = formulas or b"<f>" in start or b"<f " in start
                hidden = hidden or any(map(_HIDDEN_ROW.search, pieces_of(archive, name, _LONGEST_ROW_HEAD)))
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError):
        pass  # what can't be unpacked is refused by whoever reads the sheet
    return {"note_formulas": formulas, "note_hidden_rows": hidden}


def _workbook_rows(path: Path) -> tuple[Iterator[tuple[int, Row]], tuple[str, ...]]:
    """The rows of the first sheet people see and in which something stands, and what to know of it and of others."""
    from python_calamine import CalamineError, SheetTypeEnum, SheetVisibleEnum

    try:
        book = open_workbook(path)
        sheets = [sheet for sheet in book.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
        shown = [sheet.name for sheet in sheets if sheet.visible == SheetVisibleEnum.Visible]
        if not shown:
            raise UnusableRoster([LineProblem(None, "workbook_empty")])
        opened = map(book.get_sheet_by_name, shown)
        sheet = next((each for each in opened if each.start is not None), None)
        if sheet is None:
            raise UnusableRoster([LineProblem(None, "workbook_blank")])
        first_row, first_column = sheet.start or (0, 0)
    except ProtectedWorkbook as error:
        raise UnusableRoster([LineProblem(None, "workbook_protected")]) from error
    except (CalamineError, OSError, ValueError) as error:
        if isinstance(error, UnusableRoster):
            raise
        raise UnusableRoster([LineProblem(None, "workbook")]) from error
    before = [""] * first_column
    notes = {
        "note_hidden_sheets": len(shown) < len(sheets),
        "note_other_sheets": len(shown) > 1,
        "note_merged_cells": any(low[0] != high[0] for low, high in sheet.merged_cell_ranges or ()),
    }
    rows = (
        (number, before + [cell if type(cell) is str else _cell_text(cell) for cell in row])
        for number, row in enumerate(sheet.iter_rows(), first_row + 1)
    )
    return rows, tuple(code for code, there in notes.items() if there)


def _cell_text(cell: object) -> str:
    """A cell as its text would be typed; a number of more than fifteen digits shows that it lost some."""
    match cell:
        case bool():
            return str(cell)
        case int():
            return str(cell)
        case float():
            return str(int(cell)) if cell.is_integer() and abs(cell) < 10**15 else f"{cell:.15g}"
        case dt.datetime():
            return cell.date().isoformat()
        case dt.date():
            return cell.isoformat()
        case _:
            return str(cell)

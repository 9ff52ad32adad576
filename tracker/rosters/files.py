"""A list's file as rows of text: CSV in the encodings and separators offices use, or a workbook.

Rows come one by one: a list may be a million lines long. Nothing here knows what the columns mean.
"""

from __future__ import annotations

import codecs
import csv
import datetime as dt
import hashlib
import io
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import chain, count, islice
from pathlib import Path
from typing import NamedTuple

from tracker.rosters.problems import LineProblem, UnusableRoster

MOST_BYTES = 1 << 30
MOST_UNPACKED = 2 << 30
MOST_RATIO = 200
MOST_ENTRIES = 2_000
_CHUNK = 1 << 20
_SEPARATORS = ",;\t，；|"
_SAMPLE_LINES = 30
_ZIP, _OLD_WORKBOOK = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))

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
        sha256, is_utf8 = _digest(file)
    if start in (_ZIP, _OLD_WORKBOOK):
        notes = _check_archive(path) if start == _ZIP else ()
        rows, hidden = _workbook_rows(path)
        yield RosterRows(sha256, rows, (*notes, *hidden))
        return
    encoding, skipped = next(
        ((encoding, len(bom)) for bom, encoding in _BOMS if start.startswith(bom)),
        ("utf-8" if is_utf8 else "gb18030", 0),
    )
    with path.open("rb") as file:
        file.seek(skipped if encoding == "utf-8" else 0)
        with io.TextIOWrapper(file, encoding=encoding, newline="") as text:
            yield from _opened_csv(text, sha256)


def _digest(file: io.BufferedReader) -> tuple[str, bool]:
    """The file's SHA-256, and whether all of it is UTF-8; one pass."""
    file.seek(0)
    digest, decoder, is_utf8, size = hashlib.sha256(), codecs.getincrementaldecoder("utf-8")(), True, 0
    while chunk := file.read(_CHUNK):
        digest.update(chunk)
        size += len(chunk)
        if size > MOST_BYTES:
            raise UnusableRoster([LineProblem(None, "file_too_large")])
        if is_utf8:
            is_utf8 = _decodes(decoder, chunk)
    return digest.hexdigest(), is_utf8 and _decodes(decoder, b"", final=True)


def _decodes(decoder: codecs.IncrementalDecoder, chunk: bytes, *, final: bool = False) -> bool:
    try:
        decoder.decode(chunk, final)
    except UnicodeDecodeError:
        return False
    return True


def _opened_csv(text: io.TextIOWrapper, sha256: str) -> Iterator[RosterRows]:
    """The rows of a CSV file. What is wrong with it is found while they are read, by whoever reads them."""
    numbers = count(1)
    try:
        sample = list(islice(text, _SAMPLE_LINES))
        reader = csv.reader(chain(sample, text), delimiter=_separator(sample), strict=True)
        yield RosterRows(sha256, zip(numbers, reader, strict=False))
    except UnicodeDecodeError as error:
        raise UnusableRoster([LineProblem(next(numbers) - 1, "encoding")]) from error
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
    names = [entry.filename for entry in entries]
    notes = {
        "note_macros": any("vbaProject" in name for name in names),
        "note_links": any(name.startswith("xl/externalLinks/") for name in names),
    }
    return tuple(code for code, there in notes.items() if there)


def _workbook_rows(path: Path) -> tuple[Iterator[tuple[int, Row]], tuple[str, ...]]:
    """The rows of the first sheet people see, and whether there are others they don't."""
    from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    try:
        book = CalamineWorkbook.from_path(str(path))
        sheets = [sheet for sheet in book.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
        shown = [sheet.name for sheet in sheets if sheet.visible == SheetVisibleEnum.Visible]
        if not shown:
            raise UnusableRoster([LineProblem(None, "workbook_empty")])
        sheet = book.get_sheet_by_name(shown[0])
        first_row, first_column = sheet.start or (0, 0)
    except (CalamineError, OSError, ValueError) as error:
        if isinstance(error, UnusableRoster):
            raise
        raise UnusableRoster([LineProblem(None, "workbook")]) from error
    before = [""] * first_column
    rows = (
        (number, before + [cell if type(cell) is str else _cell_text(cell) for cell in row])
        for number, row in enumerate(sheet.iter_rows(), first_row + 1)
    )
    return rows, ("note_hidden_sheets",) if len(shown) < len(sheets) else ()


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

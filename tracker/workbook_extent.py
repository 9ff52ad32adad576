"""How far a workbook's cells reach, seen before it is opened.

The reader keeps a sheet as one dense table from its first cell to its last: a single cell in the last column and
the last row of an otherwise empty sheet would ask for half a terabyte, and take the process with it.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

MOST_CELLS = 32 << 20
_MOST_ROWS, _MOST_COLUMNS = 1 << 20, 1 << 14
_CHUNK, _LONGEST_PLACE = 1 << 20, 64
_FAR = re.compile(rb"""r=["'](?:([A-Za-z]{2,})\d|[A-Za-z]?(\d{7,}))""")
_ROW = re.compile(rb"""r=["'][A-Za-z]*(\d+)""")


def reaches_too_far(path: Path) -> bool:
    """Whether a sheet of a workbook would be a table larger than any list or form is."""
    try:
        with zipfile.ZipFile(path) as archive:
            return any(
                _reaches_too_far(archive, name)
                for name in archive.namelist()
                if name.startswith("xl/worksheets/") and name.endswith(".xml")
            )
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError):
        return False  # what can't be unpacked is refused by whoever reads it


def _reaches_too_far(archive: zipfile.ZipFile, sheet: str) -> bool:
    """One pass that looks for far places only; a second one over all rows where there are many columns."""
    rows, columns = 1, 26
    for chunk in pieces_of(archive, sheet):
        for letters, digits in _FAR.findall(chunk):
            rows, columns = max(rows, int(digits[:12] or 1)), max(columns, _number(letters[:12]))
    if columns > 26:
        rows = max(max(map(_row, _ROW.findall(chunk)), default=1) for chunk in pieces_of(archive, sheet))
    return rows > _MOST_ROWS or columns > _MOST_COLUMNS or rows * columns > MOST_CELLS


def _row(digits: bytes) -> int:
    return int(digits[:12])


def pieces_of(archive: zipfile.ZipFile, sheet: str, overlap: int = _LONGEST_PLACE) -> Iterator[bytes]:
    """The sheet in pieces that overlap by so many bytes, so that nothing of that length is cut in two."""
    with archive.open(sheet) as opened:
        tail = b""
        while piece := opened.read(_CHUNK):
            yield tail + piece
            tail = piece[-overlap:]


def _number(letters: bytes) -> int:
    """A column's number: A is 1, Z 26, AA 27."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number

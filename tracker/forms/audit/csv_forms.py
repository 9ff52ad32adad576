"""A form saved as CSV: one grid of texts, as a spreadsheet program writes a sheet (UTF-8 or GB18030)."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from tracker.forms.audit.grid import Grid
from tracker.forms.audit.workbooks import MOST_CELLS, UnusableFile, read_bytes


def csv_grid(path: Path) -> Grid:
    """The file's rows, all of one length; merged cells are blank in such a file but for their first."""
    text = _decoded(read_bytes(path))
    delimiter = max(",\t;", key=text[:20_000].count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise UnusableFile("不是可读的 CSV 文件", "not a readable CSV file") from error
    width = max(map(len, rows), default=0)
    if len(rows) * width > MOST_CELLS:
        raise UnusableFile("文件过大", "file too large")
    return Grid([[*row, *[""] * (width - len(row))] for row in rows])


def _decoded(content: bytes) -> str:
    for encoding in ("utf-16",) if content[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnusableFile("不是 UTF-8 或 GB18030 编码的文本", "neither UTF-8 nor GB18030 text")

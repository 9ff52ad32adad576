"""Forms published as DOCX: each table of the document as a grid, with its merged cells."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import docx
from docx.opc.exceptions import PackageNotFoundError

from tracker.forms.audit.grid import Cell, Grid, Span
from tracker.forms.audit.workbooks import UnusableFile, check_archive

MOST_TABLES, MOST_CELLS = 1_000, 200_000


def tables(path: Path) -> Iterator[tuple[str, Grid]]:
    """The tables of a document in order, named 表1, 表2 …; the heading above a table is its first row."""
    check_archive(path)
    try:
        document = docx.Document(str(path))
    except (
        PackageNotFoundError,
        BadZipFile,
        KeyError,
        ValueError,
        SyntaxError,
        zlib.error,
        OSError,
    ) as error:
        raise UnusableFile("不是可读的 DOCX 文件", "not a readable DOCX file") from error
    if len(document.tables) > MOST_TABLES:
        raise UnusableFile("表格过多", "too many tables")
    for number, table in enumerate(document.tables, start=1):
        yield f"表{number}", _grid(table)


def _grid(table: Any) -> Grid:
    """A table's cells once each, with the ranges they are merged over."""
    rows: list[list[Cell]] = []
    spans: dict[Any, Span] = {}  # keyed by the cell's element, which must stay alive to stay itself
    for number, row in enumerate(table.rows):
        texts: list[Cell] = []
        for column, cell in enumerate(row.cells):
            known = spans.get(cell._tc)
            spans[cell._tc] = (
                (number, column, number, column) if known is None else (*known[:2], number, column)
            )
            texts.append(cell.text if known is None else "")
        rows.append(texts)
        if sum(map(len, rows)) > MOST_CELLS:
            raise UnusableFile("表格过大", "table too large")
    return Grid(rows, [span for span in spans.values() if span[:2] != span[2:]])

"""A look at a file before it is read: its headers, which of them are recognised, its first lines under a mask.

What identifies a person never leaves this module: a cell is shown as it stands only where it is a short figure, a
date or an outcome, in a column that is not known to identify anybody.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from tracker.rosters.columns import (
    OUTCOME_OF,
    columns_in,
    is_header,
    missing_columns,
    rival_columns,
    squeezed,
)
from tracker.rosters.files import Row, open_rows
from tracker.rosters.problems import LineProblem

SEARCHED_ROWS = 30
SAMPLE_ROWS = 5
_IDENTIFYING = frozenset(("id_number", "person_no", "name", "account", "note"))
_FIGURE = re.compile(r"[¥￥]?[\d,]{1,9}(\.\d{1,4})?元?")
_DATE = re.compile(r"\d{4}([-/.年])\d{1,2}[-/.月]\d{1,2}日?|20\d{6}")


class FileLook(NamedTuple):
    """A file's first lines."""

    header_line: int | None
    """The line of the headers, or the likeliest; None where no line could be one."""
    headers: tuple[str, ...]
    columns: Mapping[str, int]
    """Our words for the columns recognised, and where they stand."""
    sample: tuple[tuple[int, tuple[str, ...]], ...]
    """The first lines below the headers, masked, with their numbers."""
    problems: tuple[LineProblem, ...]
    """What the headers lack or leave in doubt; none where the file can be read."""
    notes: tuple[str, ...]

    @property
    def has_outcomes(self) -> bool:
        """Whether the file says what became of its lines."""
        return "status" in self.columns or "paid_on" in self.columns


class _Enough(Exception):
    """The first lines have been read; leaving the file in the middle is not a fault of its quotes."""


def look_at(path: Path, mapped: Mapping[str, str]) -> FileLook:
    """A file's first lines, with headers the clerk has mapped; raises :class:`UnusableRoster` and OSError."""
    rows: list[tuple[int, Row]] = []
    notes: tuple[str, ...] = ()
    with suppress(_Enough), open_rows(path) as opened:
        notes = opened.notes
        rows = list(islice(opened.rows, SEARCHED_ROWS + SAMPLE_ROWS))
        if len(rows) == SEARCHED_ROWS + SAMPLE_ROWS:
            raise _Enough
    at = _header_at(rows[:SEARCHED_ROWS], mapped)
    if at is None:
        return FileLook(None, (), {}, (), tuple(missing_columns({}, 1)), notes)
    line, headers = rows[at]
    columns = columns_in(headers, mapped)
    lacking = [] if is_header(columns) else missing_columns(columns, line)
    problems = (*lacking, *rival_columns(headers, mapped, line))
    sample = islice(_masked_rows(rows[at + 1 :], columns), SAMPLE_ROWS)
    return FileLook(line, tuple(cell.strip() for cell in headers), columns, tuple(sample), problems, notes)


def _header_at(rows: Sequence[tuple[int, Row]], mapped: Mapping[str, str]) -> int | None:
    """Where the row of headers is among the first rows, else the row likest to one: most words, no figures."""
    for at, (_, row) in enumerate(rows):
        if is_header(columns_in(row, mapped)):
            return at
    likeness = [words_in(row) for _, row in rows]
    best = max(likeness, default=0)
    return likeness.index(best) if best > 1 else None


def words_in(row: Row) -> int:
    """How many cells of a row hold words; none where any holds a figure, as rows of headers do not."""
    cells = [cell.strip() for cell in row if cell.strip()]
    return 0 if any(mark.isdigit() for cell in cells for mark in cell) else len(cells)


def _masked_rows(
    rows: Sequence[tuple[int, Row]], columns: Mapping[str, int]
) -> Iterator[tuple[int, tuple[str, ...]]]:
    identifying = {at for column, at in columns.items() if column in _IDENTIFYING}
    for number, row in rows:
        if any(cell.strip() for cell in row):
            yield number, tuple(masked(cell, identifying=at in identifying) for at, cell in enumerate(row))


def masked(cell: str, *, identifying: bool) -> str:
    """A cell as it may be shown."""
    text = cell.strip()
    harmless = _FIGURE.fullmatch(text) or _DATE.fullmatch(text) or squeezed(text) in OUTCOME_OF
    if not text or (harmless and not identifying):
        return text
    if sum(mark.isdigit() for mark in text) >= 6:
        return f"****{text[-2:]}"
    return text[0] + "*" * min(3, max(1, len(text) - 1))

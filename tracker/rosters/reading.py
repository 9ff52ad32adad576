"""Reading a list or a bank's result: rows into lines under pseudonyms, and every problem with its line.

What identifies a person is turned into a pseudonym as its cell is read and kept nowhere.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple

from events.roster_lines import RosterLine, RosterOutcome
from tracker.rosters.cells import amount_in, date_in, outcome_in
from tracker.rosters.columns import (
    absent_columns,
    columns_in,
    is_header,
    missing_columns,
    repeated_columns,
    rival_columns,
    squeezed,
)
from tracker.rosters.files import Row, open_rows
from tracker.rosters.identity import identity_number
from tracker.rosters.problems import OTHER_SHEETS, SPOILING_NOTES, BadCell, LineProblem, UnusableRoster
from tracker.rosters.pseudonyms import RosterKey, identity_pseudonyms, person_number_pseudonyms
from tracker.rosters.watching import Watch, watched

_SEARCHED_ROWS = 30
_TOTALS = frozenset(("合计", "总计", "小计", "共计", "总金额", "total"))
_LONGEST_NUMBER = 64
_REMEMBERED = 1 << 14


class Expected(NamedTuple):
    """What is known of a list before it is read."""

    year: int
    """The fiscal year all its dates lie in."""
    columns: Mapping[str, str]
    """Headers the clerk has mapped: our word for a column to the file's."""
    paid_on: str
    """The day of payment where the file has no column for it."""
    named: Mapping[str, str] = {}
    """Those of the headers that were mapped for this very file: one that is not there is a mistake."""


class ReadRoster(NamedTuple):
    """A list as read. Lines and outcomes are ordered by pseudonym; lines that can't be used are only problems."""

    sha256: str
    lines: list[RosterLine]
    outcomes: list[RosterOutcome]
    has_outcomes: bool
    dates_lacking: bool
    """Whether outcomes are dated by what was expected, because the file has no dates of payment."""
    due_dates: dict[int, str]
    """Lines that bring a due date of their own, by line number."""
    problems: list[LineProblem]
    notes: tuple[str, ...]

    @property
    def amount_fen(self) -> int:
        """The sum of all lines."""
        return sum(map(itemgetter(2), self.lines))


def read_roster(path: Path, key: RosterKey, expected: Expected, watch: Watch | None = None) -> ReadRoster:
    """Read a whole file; raises :class:`UnusableRoster` where it is no list, and OSError."""
    with open_rows(path) as opened, _without_collection():
        rows = iter(watched(opened.rows, watch))
        try:
            found, width = _header(rows, expected)
        except UnusableRoster as error:
            elsewhere = [LineProblem(None, note) for note in opened.notes if note == OTHER_SHEETS]
            raise UnusableRoster([*error.problems, *elsewhere]) from error
        reader = _Reader(found, width, key, expected)
        reader.read(rows)
    reader.finish()
    if reader.problems:
        reader.problems += [LineProblem(None, note) for note in opened.notes if note in SPOILING_NOTES]
    return ReadRoster(
        sha256=opened.sha256,
        lines=reader.lines,
        outcomes=reader.outcomes,
        has_outcomes=reader.has_outcomes,
        dates_lacking=reader.has_outcomes and "paid_on" not in found,
        due_dates=reader.due_dates,
        problems=reader.problems,
        notes=opened.notes,
    )


@contextmanager
def _without_collection() -> Iterator[None]:
    """Lines hold no cycles: looking for some, over and over while they grow, would only cost time."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


def _header(rows: Iterator[tuple[int, Row]], expected: Expected) -> tuple[dict[str, int], int]:
    """Find the row of headers among the first rows; where its columns stand, and how many there are."""
    nearest: tuple[int, dict[str, int]] = (1, {})
    for number, row in rows:
        found = columns_in(row, expected.columns)
        if is_header(found):
            problems = [
                *absent_columns(row, expected.named, number),
                *repeated_columns(row, found, number),
                *rival_columns(row, expected.columns, number),
            ]
            if problems:
                raise UnusableRoster(problems)
            return found, len(row)
        if len(found) > len(nearest[1]):
            nearest = (number, found)
        if number >= _SEARCHED_ROWS:
            break
    raise UnusableRoster(missing_columns(nearest[1], nearest[0]))


_line = partial(tuple.__new__, RosterLine)
"""A line from its fields in order, at half the price of calling the class: it is done for every line."""


class _Reader:
    """The lines read so far, and what is wrong with others."""

    def __init__(self, found: Mapping[str, int], width: int, key: RosterKey, expected: Expected) -> None:
        self.lines: list[RosterLine] = []
        self.outcomes: list[RosterOutcome] = []
        self.due_dates: dict[int, str] = {}
        self.problems: list[LineProblem] = []
        self.has_outcomes = "status" in found or "paid_on" in found
        self._found, self._width, self._expected = found, width, expected
        self._of_identity, self._of_number = identity_pseudonyms(key), person_number_pseudonyms(key)
        self._dates: dict[str, str | None] = {}
        self._amounts: dict[str, int] = {}
        self._totals: list[tuple[int, int]] = []

    def read(self, rows: Iterator[tuple[int, Row]]) -> None:
        """Read the rows below the header."""
        found, width, add, person_of = self._found, self._width, self.lines.append, self._person
        amount_at, identity_at, of_identity = found["amount"], found.get("id_number"), self._of_identity
        if "person_no" in found:
            identity_at = None
        known, amount_of = self._amounts, self._amount
        plain = "due_on" not in found and not self.has_outcomes
        for number, row in rows:
            try:
                if len(row) != width:
                    row = self._fitted(row)
                    if not row:
                        continue
                if identity_at is None:
                    person = person_of(row)
                else:
                    person = of_identity(identity_number(row[identity_at]))
                text = row[amount_at]
                amount_fen = known.get(text) or amount_of(text)
                if not plain:
                    self._read_more(number, row, person, amount_fen)
                add(_line((person, number, amount_fen)))
            except BadCell as bad:
                self._put_down(number, row, bad)

    def finish(self) -> None:
        """Order everything by pseudonym, and find who stands in the list twice."""
        self.lines.sort()
        first = RosterLine(b"", 0, 0)
        twice: set[int] = set()
        for line in self.lines:
            if line[0] == first[0]:
                twice.add(line[1])
                self.problems.append(LineProblem(line[1], "duplicate", {"other": first[1]}))
            else:
                first = line
        if twice:
            self.lines = [line for line in self.lines if line[1] not in twice]
            self.outcomes = [line for line in self.outcomes if line[1] not in twice]
        self.outcomes.sort(key=itemgetter(0))
        self._compare_totals()
        self.problems.sort(key=lambda problem: problem.line or 0)

    def _amount(self, text: str) -> int:
        """The amount in a cell, remembered: in most lists the same ones come again and again."""
        fen = amount_in(text)
        if len(self._amounts) < _REMEMBERED:
            self._amounts[text] = fen
        return fen

    def _person(self, row: Row) -> bytes:
        """The pseudonym of the row's recipient: by identity number, else by the unit's own number."""
        found = self._found
        if (at := found.get("id_number")) is not None and ((text := row[at]) or "person_no" not in found):
            return self._of_identity(identity_number(text))
        text = squeezed(row[found["person_no"]])
        if not text or text in _TOTALS:
            raise BadCell("identity_missing" if "id_number" in found else "person_missing")
        if len(text) > _LONGEST_NUMBER or not text.isprintable():
            raise BadCell("person_form")
        return self._of_number(text)

    def _read_more(self, number: int, row: Row, person: bytes, amount_fen: int) -> None:
        """The due date and the outcome, where the file has columns for them."""
        due_on = self._date(row, "due_on")
        if self.has_outcomes:
            outcome = self._outcome(number, row, person, amount_fen)
            if outcome is not None:
                self.outcomes.append(outcome)
        if due_on is not None:
            self.due_dates[number] = due_on

    def _outcome(self, number: int, row: Row, person: bytes, amount_fen: int) -> RosterOutcome | None:
        at = self._found.get("status")
        paid_on = self._date(row, "paid_on")
        outcome = outcome_in(row[at]) if at is not None else ("paid" if paid_on else None)
        if outcome is None:
            if paid_on is not None:
                raise BadCell("status_missing")
            return None
        if outcome == "failed":
            return RosterOutcome(person, number, outcome, amount_fen, None, None)
        returned_on = self._date(row, "returned_on") if outcome == "returned" else None
        if paid_on is None:
            if "paid_on" in self._found:
                raise BadCell("paid_undated")
            paid_on = self._expected.paid_on
        if outcome == "returned":
            returned_on = returned_on or paid_on
            if returned_on < paid_on:
                raise BadCell("returned_early")
        return RosterOutcome(person, number, outcome, amount_fen, paid_on, returned_on)

    def _date(self, row: Row, column: str) -> str | None:
        at = self._found.get(column)
        if at is None:
            return None
        text = row[at]
        if text in self._dates:
            return self._dates[text]
        day = date_in(text)
        if day is not None and not day.startswith(f"{self._expected.year}-"):
            raise BadCell("outside_year", year=self._expected.year)
        self._dates[text] = day
        return day

    def _fitted(self, row: Row) -> Row:
        """A row of another length as one of ours: short or long only by empty cells. Nothing for an empty row."""
        if not any(cell.strip() for cell in row):
            return ()
        if len(row) > self._width and not any(cell.strip() for cell in row[self._width :]):
            return row[: self._width]
        if len(row) < self._width and len(row) > max(self._found["amount"], *self._needed()):
            return [*row, *[""] * (self._width - len(row))]
        raise BadCell("cells", found=len(row), wanted=self._width)

    def _needed(self) -> list[int]:
        return [self._found[name] for name in ("id_number", "person_no") if name in self._found]

    def _put_down(self, number: int, row: Row, bad: BadCell) -> None:
        """Note a bad line, unless it is empty or the sum printed under the list."""
        if not any(cell.strip() for cell in row):
            return
        if any(squeezed(cell).rstrip(":") in _TOTALS for cell in row[:4]):
            total = self._printed_total(row)
            if total is not None:
                self._totals.append((number, total))
                return
        self.problems.append(LineProblem(number, bad.code, bad.facts))

    def _printed_total(self, row: Row) -> int | None:
        at = self._found["amount"]
        try:
            return amount_in(row[at]) if at < len(row) else None
        except BadCell:
            return None

    def _compare_totals(self) -> None:
        """A sum printed under the list must be the list's; with bad lines it can't be compared."""
        if self.problems or not self._totals:
            return
        total = sum(line[2] for line in self.lines)
        for number, printed in self._totals:
            if printed != total:
                self.problems.append(
                    LineProblem(number, "printed_total", {"printed": printed, "total": total})
                )

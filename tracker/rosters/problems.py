"""What can be wrong with a list: values, not sentences. No problem ever carries what stood in the cell.

A cell may hold somebody's identity number even where another thing was expected, so a problem names the line and
a reason by code; the labels turn ``roster.problem.<code>`` into a sentence.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

SPOILING_NOTES = frozenset(("note_formulas", "note_hidden_rows", "note_merged_cells"))
"""What the clerk is told of a workbook that can be the reason for bad lines in it."""

OTHER_SHEETS = "note_other_sheets"
"""What can be the reason that a workbook holds no list: it is on another sheet."""

Facts = Mapping[str, str | int | tuple[str, ...]]


class LineProblem(NamedTuple):
    """One reason a line (or, where ``line`` is None, the file as a whole) can't be used."""

    line: int | None
    code: str
    facts: Facts = MappingProxyType({})


class BadCell(ValueError):
    """A cell that can't be read; ``code`` says why."""

    def __init__(self, code: str, **facts: str | int | tuple[str, ...]) -> None:
        super().__init__(code)
        self.code, self.facts = code, facts


class UnusableRoster(ValueError):
    """The file can't be used; nothing was recorded. ``problems`` names every reason, in order of line."""

    def __init__(self, problems: Sequence[LineProblem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda problem: (problem.line or 0, problem.code)))
        super().__init__(", ".join(f"{problem.line}: {problem.code}" for problem in self.problems[:5]))

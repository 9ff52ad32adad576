"""Recording many facts at once: all of them in one transaction, or none."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple, Protocol

from tracker.deciding_again import decides_again
from tracker.decisions import Notice, Refusal, State, decide, draft
from tracker.requests import Request
from tracker.service import Outcome, Tracker, repeated_outcome

Watch = Callable[[int], None]
"""Told the number of each row as it is done; what it raises stops everything."""


class Row(NamedTuple):
    """A line of a file, what it asks to be recorded, and its key: the same file again has the same keys."""

    line: int
    request: Request
    key: str


class RowProblem(NamedTuple):
    """Why a line cannot be read."""

    line: int
    reason: str


class RowsRead(NamedTuple):
    """A file's rows, and every problem there is; rows count only where there is none."""

    rows: tuple[Row, ...]
    problems: tuple[RowProblem, ...]
    notices: tuple[Notice, ...] = ()
    """What to know of the file: sheets that were not read, formulas, macros."""


class RowsLook(NamedTuple):
    """The headings of a file of facts, and which of our columns they are."""

    headers: tuple[str, ...]
    sample: tuple[str, ...]
    """The first row below them."""
    found: Mapping[str, int]
    """Our columns that are there, and where."""
    unknown: tuple[str, ...]
    """Headings that say nothing to us."""
    lacking: tuple[str, ...]
    """Our columns that must be there and are not."""

    @property
    def needs_mapping(self) -> bool:
        """Whether somebody has to say what its columns are."""
        return bool(self.unknown or self.lacking)


class RowFiles(Protocol):
    """Reads files of facts as the command line does. ``columns`` says of headings which of ours they are, or ``""``."""

    def headings(self, kind: str) -> Sequence[str]:
        """The columns a file of a kind may have, those it must have first."""
        ...

    def required(self, kind: str) -> Sequence[str]:
        """Those it must have."""
        ...

    def look(self, kind: str, path: Path, columns: Mapping[str, str]) -> RowsLook:
        """Its headings; raises :class:`UnreadableFile` and OSError."""
        ...

    def read(self, kind: str, path: Path, watch: Watch, columns: Mapping[str, str]) -> RowsRead:
        """Its rows; raises :class:`UnreadableFile`, OSError and what ``watch`` raises."""
        ...

    def in_columns(self, kind: str, sentence: str) -> str:
        """A sentence that names columns where a command's would name its options."""
        ...


class UnreadableFile(Exception):
    """The file as a whole cannot be used, for the reason given as a sentence."""


def unwatched(row: int) -> None:
    """Nobody looks."""


class _OnlyLooked(Exception):
    """Everything was decided and nothing is kept."""


class RefusedRow(Exception):
    """A rule forbids one of the rows; none was recorded."""

    def __init__(self, row: int, refusal: Refusal) -> None:
        super().__init__(f"row {row}: {refusal}")
        self.row, self.refusal = row, refusal


@decides_again
def record_all(tracker: Tracker, rows: Sequence[Row], watch: Watch = unwatched) -> list[Outcome]:
    """Record rows in order, all or none; one whose key is known is passed over. Raises :class:`RefusedRow`."""
    return _take_all(tracker, rows, watch, keep=True)


@decides_again
def look_at_all(tracker: Tracker, rows: Sequence[Row], watch: Watch = unwatched) -> list[Outcome]:
    """What :func:`record_all` would do; nothing is kept."""
    outcomes: list[Outcome] = []
    with suppress(_OnlyLooked):
        _take_all(tracker, rows, watch, keep=False, outcomes=outcomes)
    return outcomes


def _take_all(
    tracker: Tracker, rows: Sequence[Row], watch: Watch, *, keep: bool, outcomes: list[Outcome] | None = None
) -> list[Outcome]:
    outcomes = [] if outcomes is None else outcomes
    with tracker.writing() as (log, view):
        for number, request, key in rows:
            watch(number)
            state = State(view, log, tracker.today())
            try:
                earlier = log.by_key(key)
                if earlier is not None:
                    outcomes.append(repeated_outcome(earlier, draft(state, request), request))
                    continue
                decision = decide(state, request)
            except Refusal as refusal:
                raise RefusedRow(number, refusal) from refusal
            events = [decision.events[0]._replace(key=key), *decision.events[1:]]
            outcomes.append(Outcome(tracker.append(log, view, events)[0], decision.warnings))
        if not keep:
            raise _OnlyLooked
    return outcomes

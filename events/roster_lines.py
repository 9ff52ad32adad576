"""The lines of payment lists and of the bank's results: beside the log, written in the same transaction.

A line names its recipient by a keyed pseudonym of 32 bytes, never by name, identity number or account. Lines
belong to the position of the event that carries their sums and hashes. They are written once and never changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal, NamedTuple, Protocol

Outcome = Literal["paid", "failed", "returned"]


class RosterLine(NamedTuple):
    """One recipient of a list, and what is due to him or her."""

    person: bytes
    line: int
    """Its line in the file, which counts the header as line 1."""
    amount_fen: int


class RosterOutcome(NamedTuple):
    """What became of one recipient's payment: what the bank says, on the bank's own dates."""

    person: bytes
    line: int
    outcome: Outcome
    amount_fen: int
    paid_on: str | None
    returned_on: str | None


class PutAside(NamedTuple):
    """A line of the bank's result that could not be matched, and a word for the reason."""

    line: int
    reason: str


class RosterLines(Protocol):
    """The lines of one ledger, as its log's reader sees them."""

    def of_roster(self, roster: int) -> Iterator[RosterLine]:
        """A list's lines, ordered by pseudonym."""
        ...

    def of_result(self, result: int) -> Iterator[RosterOutcome]:
        """The lines of one of the bank's results, ordered by pseudonym."""
        ...

    def put_aside(self, result: int) -> Sequence[PutAside]:
        """The lines put aside, ordered by line."""
        ...

    def count(self, roster: int) -> int:
        """How many lines of a list there are; none where only its event was brought from another store."""
        ...

    def lines_of(self, person: bytes, rosters: Sequence[int]) -> Mapping[int, RosterLine]:
        """One recipient's lines in some lists: a list's position to the line, where it has one."""
        ...

    def outcome_of(self, result: int, person: bytes) -> RosterOutcome | None:
        """One recipient's line of a result, or None."""
        ...

    def add_roster(self, roster: int, lines: Iterable[RosterLine]) -> None:
        """Write a list's lines; they must come ordered by pseudonym. Only inside a writer's block."""
        ...

    def add_result(self, result: int, lines: Iterable[RosterOutcome], aside: Iterable[PutAside]) -> None:
        """Write a result's lines, ordered by pseudonym, and those put aside. Only inside a writer's block."""
        ...

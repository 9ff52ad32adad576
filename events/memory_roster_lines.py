"""The lines of lists and results in memory, beside a ledger in memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from events.roster_lines import PutAside, RosterLine, RosterOutcome


class MemoryRosterLines:
    """The lines of one ledger; see :class:`events.roster_lines.RosterLines`."""

    def __init__(self) -> None:
        self._rosters: dict[int, dict[bytes, RosterLine]] = {}
        self._results: dict[int, dict[bytes, RosterOutcome]] = {}
        self._aside: dict[int, list[PutAside]] = {}

    def of_roster(self, roster: int) -> Iterator[RosterLine]:
        """A list's lines, ordered by pseudonym."""
        return iter(list(self._rosters.get(roster, {}).values()))

    def of_result(self, result: int) -> Iterator[RosterOutcome]:
        """The lines of one of the bank's results, ordered by pseudonym."""
        return iter(list(self._results.get(result, {}).values()))

    def put_aside(self, result: int) -> Sequence[PutAside]:
        """The lines put aside, ordered by line."""
        return sorted(self._aside.get(result, ()))

    def count(self, roster: int) -> int:
        """How many lines of a list there are."""
        return len(self._rosters.get(roster, ()))

    def lines_of(self, person: bytes, rosters: Sequence[int]) -> Mapping[int, RosterLine]:
        """One recipient's lines in some lists: a list's position to the line, where it has one."""
        found = ((roster, self._rosters.get(roster, {}).get(person)) for roster in rosters)
        return {roster: line for roster, line in found if line is not None}

    def outcome_of(self, result: int, person: bytes) -> RosterOutcome | None:
        """One recipient's line of a result, or None."""
        return self._results.get(result, {}).get(person)

    def add_roster(self, roster: int, lines: Iterable[RosterLine]) -> None:
        """Write a list's lines, which come ordered by pseudonym."""
        assert roster not in self._rosters, "lines are written once"
        self._rosters[roster] = {line.person: line for line in lines}

    def add_result(self, result: int, lines: Iterable[RosterOutcome], aside: Iterable[PutAside]) -> None:
        """Write a result's lines, which come ordered by pseudonym, and those put aside."""
        assert result not in self._results, "lines are written once"
        self._results[result] = {line.person: line for line in lines}
        self._aside[result] = list(aside)

    def forget_after(self, position: int) -> None:
        """Forget the lines of events beyond a position: their block was not committed."""
        for kept in (self._rosters, self._results, self._aside):
            for beyond in [owner for owner in kept if owner > position]:
                del kept[beyond]

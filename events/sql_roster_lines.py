"""The lines of lists and results in an SQL database, in the session of the log's reader or writer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from events.roster_lines import PutAside, RosterLine, RosterOutcome

if TYPE_CHECKING:
    from events.sql_session import Session

_LINE = ("ledger_id", "roster", "person", "line", "amount_fen")
_OUTCOME = ("ledger_id", "result", "person", "line", "outcome", "amount_fen", "paid_on", "returned_on")
_ASIDE = ("ledger_id", "result", "line", "reason")
_PAGE = 20_000
_AT_ONCE = 500

_SELECT_LINE = "SELECT person, line, amount_fen FROM roster_lines WHERE ledger_id = ? AND roster = ?"
_COUNT_LINES = "SELECT count(*) FROM roster_lines WHERE ledger_id = ? AND roster = ?"
_SELECT_LINES_OF = (
    "SELECT roster, person, line, amount_fen FROM roster_lines WHERE ledger_id = ? AND person = ?"
)
_SELECT_OUTCOME = (
    "SELECT person, line, outcome, amount_fen, paid_on, returned_on FROM roster_outcomes"
    " WHERE ledger_id = ? AND result = ?"
)
_SELECT_ASIDE = "SELECT line, reason FROM roster_put_aside WHERE ledger_id = ? AND result = ? ORDER BY line"


class SqlRosterLines:
    """The lines of one ledger; see :class:`events.roster_lines.RosterLines`."""

    def __init__(self, session: Session, ledger: str) -> None:
        self._session, self._ledger = session, ledger

    def of_roster(self, roster: int) -> Iterator[RosterLine]:
        """A list's lines, ordered by pseudonym."""
        return map(RosterLine._make, self._pages(_SELECT_LINE, roster))

    def of_result(self, result: int) -> Iterator[RosterOutcome]:
        """The lines of one of the bank's results, ordered by pseudonym."""
        return map(RosterOutcome._make, self._pages(_SELECT_OUTCOME, result))

    def put_aside(self, result: int) -> Sequence[PutAside]:
        """The lines put aside, ordered by line."""
        return [PutAside._make(row) for row in self._session.rows(_SELECT_ASIDE, (self._ledger, result))]

    def count(self, roster: int) -> int:
        """How many lines of a list there are."""
        return int(self._session.rows(_COUNT_LINES, (self._ledger, roster))[0][0])

    def lines_of(self, person: bytes, rosters: Sequence[int]) -> Mapping[int, RosterLine]:
        """One recipient's lines in some lists: a list's position to the line, where it has one.

        Each list is one step down the table's key; many are asked for at once.
        """
        found = {}
        for start in range(0, len(rosters), _AT_ONCE):
            some = rosters[start : start + _AT_ONCE]
            sql = f"{_SELECT_LINES_OF} AND roster IN ({', '.join('?' * len(some))})"
            for roster, *line in self._session.rows(sql, (self._ledger, person, *some)):
                found[roster] = RosterLine._make(line)
        return found

    def outcome_of(self, result: int, person: bytes) -> RosterOutcome | None:
        """One recipient's line of a result, or None."""
        rows = self._session.rows(f"{_SELECT_OUTCOME} AND person = ?", (self._ledger, result, person))
        return RosterOutcome._make(rows[0]) if rows else None

    def add_roster(self, roster: int, lines: Iterable[RosterLine]) -> None:
        """Write a list's lines, which come ordered by pseudonym."""
        self._session.fill("roster_lines", _LINE, map((self._ledger, roster).__add__, lines))

    def add_result(self, result: int, lines: Iterable[RosterOutcome], aside: Iterable[PutAside]) -> None:
        """Write a result's lines, which come ordered by pseudonym, and those put aside."""
        ledger = self._ledger
        self._session.fill("roster_outcomes", _OUTCOME, ((ledger, result, *line) for line in lines))
        self._session.fill("roster_put_aside", _ASIDE, ((ledger, result, *line) for line in aside))

    def _pages(self, select: str, position: int) -> Iterator[tuple[Any, ...]]:
        """Rows in order of the pseudonym, a page at a time: a list may be a million lines long."""
        sql = f"{select} AND person > ? ORDER BY ledger_id, {_owner(select)}, person LIMIT {_PAGE}"
        after = b""
        while True:
            page = self._session.rows(sql, (self._ledger, position, after))
            yield from page
            if len(page) < _PAGE:
                return
            after = page[-1][0]


def _owner(select: str) -> str:
    return "roster" if "roster = ?" in select else "result"

"""The bank's result against its list, line by line: what is new, what was known, what can't be matched."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from events.roster_lines import PutAside, RosterOutcome
from events.types.rosters import DatedPeople, ReturnedPeople


class Matched(NamedTuple):
    """A result matched to its list."""

    outcomes: list[RosterOutcome]
    """What is new, ordered by pseudonym."""
    known: int
    """Lines that say what was recorded before."""
    put_aside: list[PutAside]
    returns_of_paid: frozenset[bytes]
    """Of the new outcomes, the returns of payments that an earlier result had recorded."""

    @property
    def matched(self) -> int:
        """Lines that belong to the list, new or known."""
        return len(self.outcomes) + self.known

    def count(self, outcome: str) -> int:
        """How many new lines have an outcome."""
        return sum(1 for line in self.outcomes if line.outcome == outcome)

    def amount_fen(self, outcome: str) -> int:
        """The money of the new lines that have an outcome."""
        return sum(line.amount_fen for line in self.outcomes if line.outcome == outcome)


def match(
    due: Mapping[bytes, int], standing: Mapping[bytes, RosterOutcome], read: Iterable[RosterOutcome]
) -> Matched:
    """Match a result's lines; ``due`` is the list, ``standing`` what earlier results say of it."""
    outcomes: list[RosterOutcome] = []
    aside: list[PutAside] = []
    returns: set[bytes] = set()
    known = 0
    for line in read:
        amount_fen, earlier = due.get(line.person), standing.get(line.person)
        reason = _mismatch(line, amount_fen, earlier)
        if reason is not None:
            aside.append(PutAside(line.line, reason))
        elif earlier is not None and _says_the_same(line, earlier):
            known += 1
        elif earlier is not None and earlier.outcome == "paid":
            outcomes.append(line._replace(paid_on=earlier.paid_on))
            returns.add(line.person)
        else:
            outcomes.append(line)
    return Matched(outcomes, known, aside, frozenset(returns))


def _mismatch(line: RosterOutcome, amount_fen: int | None, earlier: RosterOutcome | None) -> str | None:
    """Why a line can't be matched, or None."""
    if amount_fen is None:
        return "unknown_person"
    if amount_fen != line.amount_fen:
        return "amount_differs"
    if earlier is None or _says_the_same(line, earlier):
        return None
    if earlier.outcome == "paid":
        if line.outcome != "returned":
            return "paid_already"
        return "returned_early" if (line.returned_on or "") < (earlier.paid_on or "") else None
    if earlier.outcome == "returned":
        repaid = line.outcome == "paid" and (line.paid_on or "") >= (earlier.returned_on or "")
        return None if repaid else "returned_already"
    return None


def _says_the_same(line: RosterOutcome, earlier: RosterOutcome) -> bool:
    if line.outcome != earlier.outcome:
        return False
    return line.outcome != "paid" or line.paid_on == earlier.paid_on


def payments_in(matched: Matched) -> tuple[DatedPeople, ...]:
    """The people and money that left, by day; a payment recorded before is not paid again."""
    days: dict[str, list[int]] = {}
    for line in matched.outcomes:
        if line.paid_on is not None and line.person not in matched.returns_of_paid:
            _count(days.setdefault(line.paid_on, [0, 0]), line.amount_fen)
    return tuple(DatedPeople(on, people, fen) for on, (people, fen) in sorted(days.items()))


def returns_in(matched: Matched) -> tuple[ReturnedPeople, ...]:
    """The people and money that came back, by the day they came and the day they had been paid."""
    days: dict[tuple[str, str], list[int]] = {}
    for line in matched.outcomes:
        if line.returned_on is not None and line.paid_on is not None:
            _count(days.setdefault((line.returned_on, line.paid_on), [0, 0]), line.amount_fen)
    return tuple(
        ReturnedPeople(on, paid_on, people, fen) for (on, paid_on), (people, fen) in sorted(days.items())
    )


def _count(sums: list[int], amount_fen: int) -> None:
    sums[0] += 1
    sums[1] += amount_fen

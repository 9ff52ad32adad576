"""Showing that one line is in a list, without showing the others."""

from __future__ import annotations

from typing import Any, NamedTuple

from events.merkle import leaf_hash, proof_document, proof_of, root_of
from events.store import LogReader
from events.types.rosters import RosterImported, RosterResultRecorded
from tracker.decisions.state import Refusal, State
from tracker.rosters.canonical_lines import list_line, result_line
from tracker.service import Tracker


class _Lines(NamedTuple):
    numbers: list[int]
    canonical: list[bytes]
    root: str


def prove_line(tracker: Tracker, reference: str, line: int) -> dict[str, Any]:
    """The inclusion proof of a line of a list or a result, as JSON that ``python -m events.verify`` checks.

    Refused where the event is neither, where it has no such line, or where the lines stored are not those the
    event speaks of.
    """
    with tracker.reading() as (log, view):
        event = State(view, log, tracker.today()).event(reference)
        lines = _lines(log, event.position, event.fact, reference)
    if line not in lines.numbers:
        raise Refusal("roster_no_line", line=line, position=event.position)
    at = lines.numbers.index(line)
    leaves = [leaf_hash(one) for one in lines.canonical]
    if root_of(leaves).hex() != lines.root:
        raise Refusal("roster_lines_differ", position=event.position)
    about = {"ledger": event.ledger, "position": event.position, "event": event.id, "hash": event.hash}
    return proof_document(lines.canonical[at], proof_of(leaves, at), **about)


def _lines(log: LogReader, position: int, fact: object, reference: str) -> _Lines:
    if isinstance(fact, RosterImported):
        lines = list(log.roster_lines.of_roster(position))
        return _Lines([line.line for line in lines], [list_line(line) for line in lines], fact.merkle_root)
    if isinstance(fact, RosterResultRecorded):
        outcomes = list(log.roster_lines.of_result(position))
        return _Lines(
            [one.line for one in outcomes], [result_line(one) for one in outcomes], fact.merkle_root
        )
    raise Refusal("not_a_roster", event=reference)

"""Finding lists, their results and their keys in a ledger."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from events.envelope import RecordedEvent
from events.roster_lines import RosterOutcome
from events.subjects import LISTS, about_event
from events.types.rosters import (
    RosterImported,
    RosterResultRecorded,
)
from tracker.decisions.state import Notice, Recorded, Refusal, State
from tracker.projections.ledger_view import LedgerView
from tracker.rosters.keys import KeyFile
from tracker.rosters.pseudonyms import RosterKey


def key_in_use(view: LedgerView, keys: KeyFile) -> RosterKey:
    """The key the ledger's lists are read under, made at the first list.

    Refused where the ledger uses a key that this machine does not have, or where the last one was destroyed.
    """
    if not view.roster_keys:
        return keys.made()
    return usable_key(view, keys, next(reversed(view.roster_keys)))


class ImportedList(NamedTuple):
    """A list as it stands in the log."""

    event: RecordedEvent
    fact: RosterImported
    people_paid: int
    amount_paid_fen: int
    returned_fen: int
    result: RecordedEvent | None = None
    repeated: bool = False
    warnings: tuple[Notice, ...] = ()


def imported_list(log: Recorded, state: State, roster: RecordedEvent) -> ImportedList:
    """A list with what its results in force have paid of it."""
    return paid_of(roster, [result for _, result in results_of(log, state, roster)])


def paid_of(roster: RecordedEvent, results: Iterable[RosterResultRecorded]) -> ImportedList:
    """A list with what some results have paid of it."""
    fact = roster.fact
    assert isinstance(fact, RosterImported)
    people = fen = returned = 0
    for result in results:
        people += sum(part.people for part in result.paid) - sum(part.people for part in result.returned)
        back = sum(part.amount_fen for part in result.returned)
        fen += sum(part.amount_fen for part in result.paid) - back
        returned += back
    return ImportedList(roster, fact, people, fen, returned)


def lists_of(log: Recorded, state: State, project: str) -> Iterator[tuple[RecordedEvent, RosterImported]]:
    """The lists of a project that are in force, in order."""
    return ((event, fact) for event, fact in _lists(log, state) if fact.project == project)


def list_of(state: State, reference: str) -> tuple[RecordedEvent, RosterImported]:
    """The list a reference names; refused where it is none, or undone."""
    event = state.event(reference)
    fact = event.fact
    if not isinstance(fact, RosterImported):
        raise Refusal("not_a_roster", event=reference)
    if state.undoing(event) is not None:
        raise Refusal("roster_undone", position=event.position)
    return event, fact


def results_of(
    log: Recorded, state: State, roster: RecordedEvent
) -> list[tuple[RecordedEvent, RosterResultRecorded]]:
    """The results of a list that are in force, in order."""
    events = log.about(about_event(roster.id))
    undone = state.undone_among(events)
    return [
        (event, fact)
        for event in events
        if isinstance(fact := event.fact, RosterResultRecorded)
        and fact.roster == roster.id
        and event.id not in undone
    ]


def standing_outcomes(log: Recorded, results: Iterable[RecordedEvent]) -> dict[bytes, RosterOutcome]:
    """What the results in force say of each recipient, the latest last."""
    return {line.person: line for event in results for line in log.roster_lines.of_result(event.position)}


def all_lists(log: Recorded, state: State) -> Sequence[tuple[RecordedEvent, RosterImported]]:
    """Every list of the ledger that is in force, by project, in order."""
    return sorted(_lists(log, state), key=lambda found: found[1].project)


def _lists(log: Recorded, state: State) -> Iterator[tuple[RecordedEvent, RosterImported]]:
    events = log.about(LISTS)
    undone = state.undone_among(events)
    for event in events:
        if event.id not in undone and isinstance(fact := event.fact, RosterImported):
            yield event, fact


def usable_key(view: LedgerView, keys: KeyFile, key_id: str) -> RosterKey:
    """The key a list was read under; refused where it was destroyed or is not on this machine."""
    if not view.roster_keys.get(key_id, True):
        raise Refusal("roster_key_destroyed", key=key_id)
    key = keys.find(key_id)
    if key is None:
        raise Refusal("roster_key_missing", key=key_id, path=keys.path)
    return key

"""The work list: lines of the bank's results that were put aside, until somebody says how each was dealt with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from events.envelope import NewEvent, RecordedEvent
from events.roster_lines import PutAside
from events.subjects import about_event
from events.types.rosters import RosterLineResolved, RosterResultRecorded
from tracker.deciding_again import decides_again
from tracker.decisions.state import Recorded, Refusal, State
from tracker.decisions.texts import required
from tracker.rosters.lookup import all_lists, results_of
from tracker.service import Outcome, Tracker


class WorkItem(NamedTuple):
    """A line put aside; ``note`` says how it was dealt with, None while it waits."""

    result: RecordedEvent
    fact: RosterResultRecorded
    aside: PutAside
    note: str | None


def work_list(tracker: Tracker, *, all_of_them: bool = False) -> list[WorkItem]:
    """The lines that wait, oldest result first; with ``all_of_them`` those dealt with as well."""
    with tracker.reading() as (log, view):
        state = State(view, log, tracker.today())
        items = [
            item
            for roster, _ in all_lists(log, state)
            for item in items_of(log, results_of(log, state, roster))
        ]
    return [item for item in items if all_of_them or item.note is None]


def items_of(
    log: Recorded, results: Iterable[tuple[RecordedEvent, RosterResultRecorded]]
) -> Iterator[WorkItem]:
    """The lines some results put aside, with what was said of each."""
    for event, fact in results:
        if fact.put_aside:
            notes = _notes(log, event)
            for aside in log.roster_lines.put_aside(event.position):
                yield WorkItem(event, fact, aside, notes.get(aside.line))


@decides_again
def resolve_line(tracker: Tracker, reference: str, line: int, note: str) -> Outcome:
    """Record how a line was dealt with; refused where there is none that waits."""
    with tracker.writing() as (log, view):
        state = State(view, log, tracker.today())
        event = state.event(reference)
        fact = event.fact
        if not isinstance(fact, RosterResultRecorded):
            raise Refusal("not_a_roster_result", event=reference)
        if all(aside.line != line for aside in log.roster_lines.put_aside(event.position)):
            raise Refusal("roster_no_line", line=line, position=event.position)
        if line in _notes(log, event):
            raise Refusal("roster_line_resolved", line=line, position=event.position)
        resolved = RosterLineResolved(
            result=event.id,
            result_position=event.position,
            project=fact.project,
            line=line,
            note=required(note, "note"),
        )
        (recorded,) = tracker.append(log, view, [NewEvent(resolved, state.day_in_year())])
    return Outcome(recorded)


def _notes(log: Recorded, result: RecordedEvent) -> dict[int, str]:
    return {
        fact.line: fact.note
        for event in log.about(about_event(result.id))
        if isinstance(fact := event.fact, RosterLineResolved)
    }

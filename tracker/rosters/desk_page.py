"""What the screens read of payment lists: every list with what is paid of it, and the lines that wait."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from events.envelope import RecordedEvent
from events.store import LogReader
from events.types.rosters import RosterResultRecorded
from tracker.decisions.state import State
from tracker.rosters.lookup import ImportedList, all_lists, paid_of, results_of
from tracker.rosters.people import Story, StoryCount, stories_of
from tracker.rosters.work import WorkItem, items_of
from tracker.service import Tracker


class RosterPage(NamedTuple):
    """The lists of a ledger, the latest first, and all lines ever put aside, oldest result first."""

    lists: tuple[ImportedList, ...]
    work: tuple[WorkItem, ...]


def roster_page(tracker: Tracker, *, as_of: str | None = None, known_at: str | None = None) -> RosterPage:
    """The lists as of a business date (today), as known at an instant (now)."""
    happened = _happened(as_of, known_at)
    lists: list[ImportedList] = []
    work: list[WorkItem] = []
    with tracker.view(as_of=as_of, known_at=known_at) as (log, view):
        state = State(view, log, tracker.today())
        for roster, _ in all_lists(log, state):
            if happened(roster):
                results = _results(log, state, roster, happened)
                lists.append(paid_of(roster, [fact for _, fact in results]))
                work += items_of(log, results)
    lists.sort(key=lambda listed: -listed.event.position)
    return RosterPage(tuple(lists), tuple(sorted(work, key=lambda item: item.result.position)))


def _happened(as_of: str | None, known_at: str | None) -> Callable[[RecordedEvent], bool]:
    def happened(event: RecordedEvent) -> bool:
        late = as_of is not None and event.occurred_on > as_of
        return not late and (known_at is None or event.recorded_at <= known_at)

    return happened


def _results(
    log: LogReader, state: State, roster: RecordedEvent, happened: Callable[[RecordedEvent], bool]
) -> list[tuple[RecordedEvent, RosterResultRecorded]]:
    return [(event, fact) for event, fact in results_of(log, state, roster) if happened(event)]


def stories(tracker: Tracker, roster: int) -> dict[Story, StoryCount]:
    """What became of the recipients of a list, by its position."""
    with tracker.reading() as (log, view):
        state = State(view, log, tracker.today())
        event = state.event(str(roster))
        return stories_of(log, state, event, getattr(event.fact, "due_on", ""))

"""What the screens read of payment lists: every list with what is paid of it, and the lines that wait."""

from __future__ import annotations

from typing import NamedTuple

from tracker.past import state_of
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
    lists: list[ImportedList] = []
    work: list[WorkItem] = []
    with state_of(tracker, as_of, known_at) as state:
        for roster, _ in all_lists(state.log, state):
            results = results_of(state.log, state, roster)
            lists.append(paid_of(roster, [fact for _, fact in results]))
            work += items_of(state.log, results)
    lists.sort(key=lambda listed: -listed.event.position)
    return RosterPage(tuple(lists), tuple(sorted(work, key=lambda item: item.result.position)))


def stories(
    tracker: Tracker, roster: int, *, as_of: str | None = None, known_at: str | None = None
) -> dict[Story, StoryCount]:
    """What had become of the recipients of a list, by its position, as of a date and as known at an instant."""
    with state_of(tracker, as_of, known_at) as state:
        event = state.event(str(roster))
        return stories_of(state.log, state, event, getattr(event.fact, "due_on", ""))

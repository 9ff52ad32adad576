"""The log as it stood on a day and as somebody knew it, and nothing that came after."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Literal

from events.envelope import RecordedEvent
from events.roster_lines import RosterLines
from events.store import LogReader
from tracker.decisions.state import Recorded, State
from tracker.service import Tracker

NEAR = 2_000
"""So many positions are looked at for a neighbour: what is recorded together has happened near together, most often."""


class PastLog(Recorded):
    """Looks things up in a log, and passes over what happened after a business date or was recorded after an instant.

    A reversal of later leaves a fact in force here, as it was then.
    """

    def __init__(self, log: LogReader, as_of: str | None, known_at: str | None) -> None:
        """``as_of`` (``YYYY-MM-DD``) and ``known_at`` (an instant) are None for today and now."""
        self._log, self._as_of, self._known_at = log, as_of, known_at

    def at(self, position: int) -> RecordedEvent | None:
        """The event at a position, whenever it came."""
        return self._log.at(position)

    def find(self, event_id: str) -> RecordedEvent | None:
        """The event with an id, whenever it came."""
        return self._log.find(event_id)

    def about(self, subject: str) -> Sequence[RecordedEvent]:
        """The events about a subject that had come by then, in order."""
        events = self._log.about(subject)
        if self._as_of is None and self._known_at is None:
            return events
        return [event for event in events if self._had_come(event)]

    def next_to(self, position: int, step: Literal[-1, 1]) -> RecordedEvent | None:
        """The nearest event before or after a position that had come by then; None where there is none near."""
        for distance in range(1, NEAR):
            event = self._log.at(position + step * distance)
            if event is None or self._had_come(event):
                return event
        return None

    def _had_come(self, event: RecordedEvent) -> bool:
        happened = self._as_of is None or event.occurred_on <= self._as_of
        return happened and (self._known_at is None or event.recorded_at <= self._known_at)

    @property
    def roster_lines(self) -> RosterLines:
        """The lines of lists and results: those of a list that had come, had come with it."""
        return self._log.roster_lines


@contextmanager
def state_of(tracker: Tracker, as_of: str | None, known_at: str | None) -> Iterator[State]:
    """The ledger as of a business date (today), as known at an instant (now), with the log as it stood then."""
    now = as_of is None and known_at is None
    with tracker.reading() if now else tracker.view(as_of=as_of, known_at=known_at) as (log, view):
        yield State(view, PastLog(log, as_of, known_at), as_of or tracker.today())

"""The view of a ledger that a process keeps, brought forward to each moment it looks at; and its snapshots."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext

from events.envelope import RecordedEvent
from events.store import LogReader, LogWriter, Snapshot
from tracker.projections.folding import evolve, fold
from tracker.projections.ledger_view import VIEW_VERSION, LedgerView, from_snapshot, to_snapshot

SNAPSHOT_NAME = "ledger"
SNAPSHOT_EVERY = 500
"""After so many events beyond the last snapshot a command stores a new one."""
SNAPSHOT_AFTER_READING = 2_000
"""After reading so long a tail a report tries to store one, so that the next need not."""

Counting = Callable[[str, int | None], AbstractContextManager[Callable[[int], None]]]
"""Shows people how far a long work has come: its label's key and how many there are to do (None: nobody knows);
what it gives is told how many are done."""


def uncounted(_label: str, _total: int | None) -> AbstractContextManager[Callable[[int], None]]:
    """Shows nothing."""
    return nullcontext(lambda _done: None)


_TOLD_EVERY = 1_000


def counted(events: Iterable[RecordedEvent], tell: Callable[[int], None]) -> Iterator[RecordedEvent]:
    """The same events, telling now and then how many have gone by."""
    for number, event in enumerate(events, 1):
        if number % _TOLD_EVERY == 0:
            tell(number)
        yield event


class LiveView:
    """One ledger's view. Not for several threads at once."""

    def __init__(self) -> None:
        self._view: LedgerView | None = None
        self._stored_position = 0

    @property
    def position(self) -> int:
        """How far the view has come; 0 where there is none yet."""
        return self._view.position if self._view else 0

    def at(self, log: LogReader, counting: Counting) -> LedgerView:
        """The view at the log's head."""
        view = self._view or self._from_store(log)
        behind = log.head.position - view.position
        if behind > _TOLD_EVERY:
            with counting("said.reading_log", behind) as tell:
                fold(view, counted(log.read(after=view.position), tell))
        elif behind > 0:
            fold(view, log.read(after=view.position))
        self._view = view
        return view

    def take(self, view: LedgerView, recorded: Sequence[RecordedEvent]) -> None:
        """Bring the view forward over what was just appended."""
        for event in recorded:
            evolve(view, event)

    def forget(self) -> None:
        """Drop the view: it may hold what was rolled back."""
        self._view = None

    def is_ahead_by(self, events: int) -> bool:
        """Whether the view has come so far beyond the last snapshot known."""
        return self.position - self._stored_position >= events

    def store(self, log: LogWriter) -> None:
        """Keep the view as a snapshot."""
        view = self._view
        assert view is not None
        log.save_snapshot(Snapshot(SNAPSHOT_NAME, VIEW_VERSION, view.position, view.hash, to_snapshot(view)))
        self._stored_position = view.position

    def _from_store(self, log: LogReader) -> LedgerView:
        """The stored view where it may be used, else an empty one: a snapshot is only a cache."""
        stored = log.snapshot(SNAPSHOT_NAME)
        if stored is None or stored.view_version != VIEW_VERSION:
            return LedgerView()
        known = log.at(stored.position)
        view = from_snapshot(stored.body) if known is not None and known.hash == stored.hash else None
        if view is None or (view.position, view.hash) != (stored.position, stored.hash):
            return LedgerView()
        self._stored_position = stored.position
        return view

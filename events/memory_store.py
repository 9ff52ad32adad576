"""Ledgers in memory: the same promises as the stores on disk, for tests, previews and what-if questions."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager

from events.canonical import GENESIS
from events.chaining import chain, check_following, repeated_key
from events.envelope import NewEvent, RecordedEvent
from events.identifiers import NewIds, new_ids
from events.memory_roster_lines import MemoryRosterLines
from events.recording_clock import Clock, utc_now
from events.searching import Sought, is_found
from events.store import Head, KeyAlreadyUsed, LogReader, LogWriter, Snapshot, UnexpectedPosition
from events.subjects import subjects_of


class _Ledger:
    """One chain. Readers see its first ``committed`` events; only the writer who holds the lock sees more."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.events: list[RecordedEvent] = []
        self.committed = 0
        self.by_id: dict[str, int] = {}
        self.by_key: dict[str, int] = {}
        self.by_subject: defaultdict[str, list[int]] = defaultdict(list)
        self.subjects_through = 0
        self.snapshots: dict[str, Snapshot] = {}
        self.roster_lines = MemoryRosterLines()

    def add(self, events: Sequence[RecordedEvent]) -> None:
        for event in events:
            self.events.append(event)
            self.by_id[event.id] = event.position
            if event.key is not None:
                self.by_key[event.key] = event.position

    def forget_uncommitted(self) -> None:
        for event in self.events[self.committed :]:
            del self.by_id[event.id]
            if event.key is not None:
                del self.by_key[event.key]
        del self.events[self.committed :]
        self.roster_lines.forget_after(self.committed)

    def index_subjects(self) -> None:
        for event in self.events[self.subjects_through :]:
            for subject in subjects_of(event.fact):
                self.by_subject[subject].append(event.position)
        self.subjects_through = len(self.events)


class MemoryReader:
    """One ledger of a :class:`MemoryStore` as it stood when the reader was made."""

    def __init__(self, ledger: str, kept: _Ledger, length: int) -> None:
        self._ledger, self._kept, self._length = ledger, kept, length

    @property
    def ledger(self) -> str:
        """The ledger's id."""
        return self._ledger

    @property
    def head(self) -> Head:
        """The end of the chain as this reader sees it."""
        if not self._length:
            return Head(0, GENESIS, None)
        last = self._kept.events[self._length - 1]
        return Head(last.position, last.hash, last.recorded_at)

    def read(
        self,
        *,
        after: int = 0,
        through: int | None = None,
        as_of: str | None = None,
        known_at: str | None = None,
    ) -> Iterator[RecordedEvent]:
        """Events in order of position; see :class:`events.store.LogReader`."""
        end = self._length if through is None else min(through, self._length)
        for index in range(max(after, 0), end):
            event = self._kept.events[index]
            known = known_at is None or event.recorded_at <= known_at
            if known and (as_of is None or event.occurred_on <= as_of):
                yield event

    def read_back(self, *, before: int | None = None, limit: int) -> Sequence[RecordedEvent]:
        """The last ``limit`` events below position ``before``, newest first."""
        end = self._length if before is None else max(0, min(before - 1, self._length))
        return self._kept.events[max(0, end - limit) : end][::-1]

    def at(self, position: int) -> RecordedEvent | None:
        """The event at a position, or None."""
        return self._kept.events[position - 1] if 1 <= position <= self._length else None

    def several(self, positions: Sequence[int]) -> Sequence[RecordedEvent]:
        """The events at these positions, the latest first."""
        return [event for at in sorted(set(positions), reverse=True) if (event := self.at(at)) is not None]

    def search(self, sought: Sought, *, after: int, through: int) -> Sequence[int]:
        """The positions of the events looked for in a range, the latest first."""
        found = [
            event.position for event in self.read(after=after, through=through) if is_found(sought, event)
        ]
        return found[::-1]

    def find(self, event_id: str) -> RecordedEvent | None:
        """The event with this id, or None."""
        return self.at(self._kept.by_id.get(event_id, 0))

    def by_key(self, key: str) -> RecordedEvent | None:
        """The event recorded under this key, or None."""
        return self.at(self._kept.by_key.get(key, 0))

    @property
    def subjects_through(self) -> int:
        """The position up to which subjects are indexed."""
        return min(self._kept.subjects_through, self._length)

    def about(self, subject: str) -> Sequence[RecordedEvent]:
        """Every event about a subject, in order of position."""
        through = self.subjects_through
        positions = list(self._kept.by_subject.get(subject, ()))
        indexed = [self._kept.events[position - 1] for position in positions if position <= through]
        return indexed + [event for event in self.read(after=through) if subject in subjects_of(event.fact)]

    @property
    def roster_lines(self) -> MemoryRosterLines:
        """The lines of lists and results, beside the log."""
        return self._kept.roster_lines

    def snapshot(self, view: str) -> Snapshot | None:
        """The stored view of that name, or None."""
        return self._kept.snapshots.get(view)


class MemoryWriter(MemoryReader):
    """A reader that holds the ledger's lock and may append."""

    def __init__(self, ledger: str, kept: _Ledger, clock: Clock, ids: NewIds) -> None:
        super().__init__(ledger, kept, kept.committed)
        self._clock, self._ids = clock, ids
        self.snapshots: dict[str, Snapshot] = {}
        self.wants_index = False

    def append(
        self, events: Sequence[NewEvent], *, actor: str, expected: int | None = None
    ) -> Sequence[RecordedEvent]:
        """Append all or nothing; see :class:`events.store.LogWriter`."""
        head = self.head
        if expected is not None and expected != head.position:
            raise UnexpectedPosition(self._ledger, expected, head.position)
        self._refuse_used([event.key for event in events if event.key is not None])
        recorded = chain(
            self._ledger, head, events, actor=actor, now=self._clock(), ids=self._ids(len(events))
        )
        self._keep(recorded)
        return recorded

    def adopt(self, events: Sequence[RecordedEvent]) -> None:
        """Append events that have their positions and hashes already, unchanged."""
        check_following(self.head, events, self._ledger)
        self._refuse_used([event.key for event in events if event.key is not None])
        ids = [event.id for event in events]
        if len(set(ids)) < len(ids) or any(self.find(event_id) for event_id in ids):
            raise ValueError("two events have one id")
        self._keep(events)

    def index_subjects(self) -> None:
        """Bring the index behind :meth:`about` up to the head when this block ends."""
        self.wants_index = True

    def save_snapshot(self, snapshot: Snapshot) -> None:
        """Keep a view, in place of an earlier one of that name."""
        self.snapshots[snapshot.view] = snapshot

    def snapshot(self, view: str) -> Snapshot | None:
        """The stored view of that name, or None."""
        return self.snapshots.get(view) or super().snapshot(view)

    def _refuse_used(self, keys: Sequence[str]) -> None:
        twice = repeated_key(keys)
        if twice is not None:
            raise ValueError(f"the key {twice!r} stands twice in one batch")
        for key in keys:
            used = self.by_key(key)
            if used is not None:
                raise KeyAlreadyUsed(key, used)

    def _keep(self, events: Sequence[RecordedEvent]) -> None:
        self._kept.add(events)
        self._length = len(self._kept.events)


class MemoryStore:
    """Many ledgers in memory, each with a lock of its own."""

    def __init__(self, *, clock: Clock = utc_now, ids: NewIds = new_ids) -> None:
        self._clock, self._ids = clock, ids
        self._lock = threading.Lock()
        self._ledgers: dict[str, _Ledger] = {}

    def ledgers(self) -> Sequence[str]:
        """The ids of the ledgers that have events, sorted."""
        with self._lock:
            return sorted(name for name, kept in self._ledgers.items() if kept.committed)

    def reader(self, ledger: str) -> AbstractContextManager[LogReader]:
        """See a ledger as it is now."""
        return self._reading(ledger)

    def writer(self, ledger: str) -> AbstractContextManager[LogWriter]:
        """Lock a ledger and write; kept when the block ends, forgotten when it raises."""
        return self._writing(ledger)

    def close(self) -> None:
        """Nothing to let go of."""

    @contextmanager
    def _reading(self, ledger: str) -> Iterator[LogReader]:
        kept = self._find(ledger)
        yield MemoryReader(ledger, kept, kept.committed)

    @contextmanager
    def _writing(self, ledger: str) -> Iterator[LogWriter]:
        kept = self._find(ledger)
        with kept.lock:
            writer = MemoryWriter(ledger, kept, self._clock, self._ids)
            try:
                yield writer
            except BaseException:
                kept.forget_uncommitted()
                raise
            kept.snapshots.update(writer.snapshots)
            if writer.wants_index or len(kept.events) - kept.subjects_through <= SMALL_APPEND:
                kept.index_subjects()
            kept.committed = len(kept.events)

    def _find(self, ledger: str) -> _Ledger:
        with self._lock:
            return self._ledgers.setdefault(ledger, _Ledger())


SMALL_APPEND = 64
"""So many events are indexed by subject as they are appended; larger appends are left to be caught up."""

"""Ledgers in an SQL database. The database behind it is a :class:`Session`: SQLite or PostgreSQL.

Everything a command does is one transaction under the ledger's head row. Events appended in a block are
written when they are read back or when the block ends, so that a server is asked as seldom as possible.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager

from events.chaining import chain, check_following, check_plain, repeated_key
from events.envelope import NewEvent, RecordedEvent
from events.identifiers import NewIds, new_ids
from events.recording_clock import Clock, utc_now
from events.searching import Sought, is_found
from events.sql_roster_lines import SqlRosterLines
from events.sql_search import positions_query
from events.sql_session import EVENT_COLUMNS, Database, HeadRow, Session, Written
from events.store import Head, KeyAlreadyUsed, LogReader, LogWriter, Snapshot, UnexpectedPosition
from events.subjects import subjects_of

INDEX_EVERY = 64
"""The index of subjects follows the log in steps of so many events: a command by itself need not touch it."""
LONG_TAIL = 2000
"""A longer tail, as an import leaves, is not caught up by the next command but by ``index_subjects()``."""
_INDEX_BATCH = 10_000

_SELECT = f"SELECT {EVENT_COLUMNS} FROM events WHERE ledger_id = ?"
_ABOUT = (
    "SELECT e.ledger_id, e.position, e.id, e.type, e.version, e.occurred_on, e.recorded_at, e.actor, e.key,"
    " e.payload, e.prev_hash, e.hash FROM event_subjects s JOIN events e"
    " ON e.ledger_id = s.ledger_id AND e.position = s.position"
    " WHERE s.ledger_id = ? AND s.subject = ? ORDER BY s.position"
)
_SNAPSHOT = "SELECT view, view_version, position, hash, body FROM snapshots WHERE ledger_id = ? AND view = ?"
_SAVE_SNAPSHOT = (
    "INSERT INTO snapshots (ledger_id, view, view_version, position, hash, body) VALUES (?, ?, ?, ?, ?, ?)"
    " ON CONFLICT (ledger_id, view) DO UPDATE SET view_version = excluded.view_version,"
    " position = excluded.position, hash = excluded.hash, body = excluded.body"
)
_LEDGERS = "SELECT ledger_id FROM ledger_head WHERE position > 0"


class SqlReader:
    """One ledger of a :class:`SqlStore` at one moment."""

    def __init__(self, session: Session, ledger: str, head: HeadRow) -> None:
        self._session, self._ledger, self._head_row = session, ledger, head
        self._tail: dict[str, list[RecordedEvent]] | None = None

    @property
    def ledger(self) -> str:
        """The ledger's id."""
        return self._ledger

    @property
    def head(self) -> Head:
        """The end of the chain as this reader sees it."""
        return Head(*self._head_row[:3])

    @property
    def subjects_through(self) -> int:
        """The position up to which subjects are indexed."""
        return self._head_row.subjects_through

    def read(
        self,
        *,
        after: int = 0,
        through: int | None = None,
        as_of: str | None = None,
        known_at: str | None = None,
    ) -> Iterator[RecordedEvent]:
        """Events in order of position; see :class:`events.store.LogReader`."""
        sql, parameters = _SELECT + " AND position > ?", [self._ledger, after]
        limits: Mapping[str, int | str | None] = {
            "position": through,
            "occurred_on": as_of,
            "recorded_at": known_at,
        }
        for column, limit in limits.items():
            if limit is not None:
                sql, parameters = f"{sql} AND {column} <= ?", [*parameters, limit]
        return map(RecordedEvent._make, self._reading().stream(sql + " ORDER BY position", parameters))

    def read_back(self, *, before: int | None = None, limit: int) -> Sequence[RecordedEvent]:
        """The last ``limit`` events below position ``before``, newest first."""
        end = self._head_row.position + 1 if before is None else before
        return self._events(_SELECT + " AND position < ? ORDER BY position DESC LIMIT ?", end, limit)

    def at(self, position: int) -> RecordedEvent | None:
        """The event at a position, or None."""
        return self._event(_SELECT + " AND position = ?", position)

    def several(self, positions: Sequence[int]) -> Sequence[RecordedEvent]:
        """The events at these positions, the latest first."""
        if not positions:
            return []
        marks = ", ".join("?" * len(positions))
        return self._events(f"{_SELECT} AND position IN ({marks}) ORDER BY position DESC", *positions)

    def search(self, sought: Sought, *, after: int, through: int) -> Sequence[int]:
        """The positions of the events looked for in a range, the latest first; see :class:`LogReader`."""
        through = min(through, self._head_row.position)
        unindexed: list[int] = []
        if sought.subject is not None and through > self.subjects_through:
            tail = self.read(after=max(after, self.subjects_through), through=through)
            unindexed = [event.position for event in tail if is_found(sought, event)][::-1]
            through = self.subjects_through
        json_payload = self._reading().json_payload
        sql, parameters = positions_query(
            self._ledger, sought, after=after, through=through, json_payload=json_payload
        )
        return [*unindexed, *(position for (position,) in self._reading().rows(sql, parameters))]

    def find(self, event_id: str) -> RecordedEvent | None:
        """The event with this id, or None."""
        return self._event(_SELECT + " AND id = ?", event_id)

    def by_key(self, key: str) -> RecordedEvent | None:
        """The event recorded under this key, or None."""
        return self._event(_SELECT + " AND key = ?", check_plain(key, "key"))

    def about(self, subject: str) -> Sequence[RecordedEvent]:
        """Every event about a subject, in order of position: from the index, and by looking at what follows it."""
        indexed = self._events(_ABOUT, subject)
        unindexed = self._head_row.position - self.subjects_through
        if unindexed <= 0:
            return indexed
        if unindexed <= LONG_TAIL:
            return [*indexed, *self._tail_by_subject().get(subject, ())]
        tail = self.read(after=self.subjects_through)
        return [*indexed, *(event for event in tail if subject in subjects_of(event.fact))]

    def snapshot(self, view: str) -> Snapshot | None:
        """The stored view of that name, or None."""
        rows = self._reading().rows(_SNAPSHOT, (self._ledger, view))
        return Snapshot(*rows[0]) if rows else None

    @property
    def roster_lines(self) -> SqlRosterLines:
        """The lines of lists and results, beside the log."""
        return SqlRosterLines(self._session, self._ledger)

    def other_ledgers(self) -> Sequence[str]:
        """The ids of all ledgers that have events, sorted."""
        return sorted(name for (name,) in self._reading().rows(_LEDGERS, ()))

    def _tail_by_subject(self) -> dict[str, list[RecordedEvent]]:
        """The events the index does not know yet, by subject; looked at once."""
        if self._tail is None:
            self._tail = {}
            self._add_to_tail(self.read(after=self.subjects_through))
        return self._tail

    def _add_to_tail(self, events: Iterable[RecordedEvent]) -> None:
        assert self._tail is not None
        for event in events:
            for subject in subjects_of(event.fact):
                self._tail.setdefault(subject, []).append(event)

    def _reading(self) -> Session:
        """The session, with everything written that a read has to see."""
        return self._session

    def _events(self, sql: str, *parameters: object) -> Sequence[RecordedEvent]:
        return [RecordedEvent._make(row) for row in self._reading().rows(sql, (self._ledger, *parameters))]

    def _event(self, sql: str, parameter: object) -> RecordedEvent | None:
        found = self._events(sql, parameter)
        return found[0] if found else None


class SqlWriter(SqlReader):
    """A reader that holds the ledger's head row locked and may append."""

    def __init__(self, session: Session, ledger: str, head: HeadRow, clock: Clock, ids: NewIds) -> None:
        super().__init__(session, ledger, head)
        self._clock, self._ids, self._began_at = clock, ids, head.position
        self._unwritten: list[RecordedEvent] = []
        self._free_key: str | None = None

    def append(
        self, events: Sequence[NewEvent], *, actor: str, expected: int | None = None
    ) -> Sequence[RecordedEvent]:
        """Append all or nothing; see :class:`events.store.LogWriter`."""
        if expected is not None and expected != self._head_row.position:
            raise UnexpectedPosition(self._ledger, expected, self._head_row.position)
        keys = [check_plain(event.key, "key") for event in events if event.key is not None]
        if keys:
            self._refuse_used(keys)
        recorded = chain(
            self._ledger, self.head, events, actor=actor, now=self._clock(), ids=self._ids(len(events))
        )
        if recorded:
            self._take(recorded)
        return recorded

    def by_key(self, key: str) -> RecordedEvent | None:
        """The event recorded under this key, or None; then an append with it need not ask again."""
        found = super().by_key(key)
        self._free_key = key if found is None else None
        return found

    def about(self, subject: str) -> Sequence[RecordedEvent]:
        """As a reader finds it; where one block appends a great many, the index follows on the way."""
        appended = self._head_row.position - self._began_at
        if appended >= INDEX_EVERY and self._head_row.position - self.subjects_through > LONG_TAIL:
            self.index_subjects()
        return super().about(subject)

    def adopt(self, events: Sequence[RecordedEvent]) -> None:
        """Append events that have their positions and hashes already, unchanged."""
        check_following(self.head, events, self._ledger)
        self._refuse_used([event.key for event in events if event.key is not None])
        ids = [event.id for event in events]
        if len(set(ids)) < len(ids) or self._first("id", ids) is not None:
            raise ValueError("two events have one id")
        if events:
            self._take(events)
            self._flush()

    def index_subjects(self) -> None:
        """Bring the index behind :meth:`about` up to the head."""
        while self.subjects_through < self._head_row.position:
            through = min(self.subjects_through + _INDEX_BATCH, self._head_row.position)
            events = list(self.read(after=self.subjects_through, through=through))
            subjects = sorted(
                (self._ledger, subject, event.position)
                for event in events
                for subject in subjects_of(event.fact)
            )
            self._head_row = self._head_row._replace(subjects_through=through)
            self._session.write(self._ledger, Written((), subjects, self._head_row))
        self._tail = None

    def save_snapshot(self, snapshot: Snapshot) -> None:
        """Keep a view, in place of an earlier one of that name."""
        self._session.run(_SAVE_SNAPSHOT, (self._ledger, *snapshot))

    def commit(self) -> None:
        """Make everything done in this block durable."""
        appended = self._head_row.position - self._began_at
        if 0 < appended <= INDEX_EVERY <= self._head_row.position - self.subjects_through <= LONG_TAIL:
            self.index_subjects()
        self._session.write_and_commit(self._ledger, self._pending())

    def _reading(self) -> Session:
        self._flush()
        return self._session

    def _flush(self) -> None:
        pending = self._pending()
        if pending is not None:
            self._session.write(self._ledger, pending)

    def _pending(self) -> Written | None:
        if not self._unwritten:
            return None
        written = Written(self._unwritten, (), self._head_row)
        self._unwritten = []
        return written

    def _take(self, recorded: Sequence[RecordedEvent]) -> None:
        """Queue events to be written."""
        self._unwritten += recorded
        if self._tail is not None:
            self._add_to_tail(recorded)
        last = recorded[-1]
        self._head_row = HeadRow(last.position, last.hash, last.recorded_at, self.subjects_through)

    def _refuse_used(self, keys: Sequence[str]) -> None:
        if len(set(keys)) < len(keys):
            raise ValueError(f"the key {repeated_key(keys)!r} stands twice in one batch")
        if len(keys) == 1:
            used = None if keys[0] == self._free_key else self.by_key(keys[0])
            self._free_key = None
        else:
            used = self._first("key", keys)
        if used is not None:
            raise KeyAlreadyUsed(used.key or "", used)

    def _first(self, column: str, values: Sequence[str]) -> RecordedEvent | None:
        """The first event that has one of these values in a unique column."""
        for start in range(0, len(values), 500):
            some = values[start : start + 500]
            marks = ", ".join("?" * len(some))
            found = self._events(f"{_SELECT} AND {column} IN ({marks}) ORDER BY position LIMIT 1", *some)
            if found:
                return found[0]
        return None


class SqlStore:
    """Many ledgers in one database."""

    def __init__(self, database: Database, *, clock: Clock = utc_now, ids: NewIds = new_ids) -> None:
        self.database = database
        self.login = database.login
        """Who the server says is asking; None where the store has no login of its own."""
        self._clock, self._ids = clock, ids

    def ledgers(self) -> Sequence[str]:
        """The ids of the ledgers that have events, sorted."""
        with _ReadingBlock(self.database, "") as log:
            return log.other_ledgers()

    def reader(self, ledger: str) -> AbstractContextManager[LogReader]:
        """See a ledger as it is now. One that does not exist is an empty one."""
        return _ReadingBlock(self.database, ledger)

    def writer(self, ledger: str) -> AbstractContextManager[LogWriter]:
        """Lock a ledger's head and write; commits when the block ends, rolls back when it raises."""
        return _WritingBlock(self.database, ledger, self._clock, self._ids)

    def close(self) -> None:
        """Let go of connections; the store can't be used afterwards."""
        self.database.close()


class _Block:
    """What reading and writing blocks share. A class, because generators cost more than a small transaction."""

    _writing = False

    def __init__(self, database: Database, ledger: str) -> None:
        self._database, self._ledger = database, ledger
        self._session: Session

    def _end(self, error: BaseException | None) -> None:
        """Let go of the session; raise the driver's error, where there was one, as the store's."""
        ours = isinstance(error, self._database.driver_error)
        try:
            self._session.end()
        except self._database.driver_error as late:
            if error is None:
                raise self._database.fault(late, writing=self._writing) from late
        if ours:
            assert isinstance(error, Exception)
            raise self._database.fault(error, writing=self._writing) from error


class _ReadingBlock(_Block):
    def __enter__(self) -> SqlReader:
        self._session, head = self._database.begin(self._ledger, writing=False)
        return SqlReader(self._session, self._ledger, head)

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        self._end(error)


class _WritingBlock(_Block):
    _writing = True

    def __init__(self, database: Database, ledger: str, clock: Clock, ids: NewIds) -> None:
        super().__init__(database, ledger)
        self._clock, self._ids = clock, ids

    def __enter__(self) -> SqlWriter:
        self._session, head = self._database.begin(self._ledger, writing=True)
        self._writer = SqlWriter(self._session, self._ledger, head, self._clock, self._ids)
        return self._writer

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if error is None:
            try:
                self._writer.commit()
            except BaseException as late:
                self._end(late)
                raise
        self._end(error)

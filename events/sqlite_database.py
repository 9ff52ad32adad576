"""SQLite as the store's database: one file, one writer at a time, readers never in its way.

The driver is used directly: a command's transaction must cost hardly more than the disk's own work, and
neither SQLAlchemy nor Alembic is imported unless the schema has to be made or upgraded.
"""

from __future__ import annotations

import os
import stat
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from events.sql_store import HEAD, HeadRow, Row, Written
from events.sqlite_driver import SqliteDriver, sqlite_driver
from events.store import StoreBusy, StoreDamaged, StoreError, StoreUnavailable

APPLICATION_ID = 0x54524B31
"""Marks an SQLite file as ours (``TRK1``)."""

_INSERT_EVENT = "INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_INSERT_SUBJECT = "INSERT INTO event_subjects VALUES (?, ?, ?)"
_MOVE_HEAD = (
    "INSERT INTO ledger_head (ledger_id, position, hash, recorded_at, subjects_through) VALUES (?, ?, ?, ?, ?)"
    " ON CONFLICT (ledger_id) DO UPDATE SET position = excluded.position, hash = excluded.hash,"
    " recorded_at = excluded.recorded_at, subjects_through = excluded.subjects_through"
)
_PRAGMAS = (
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA mmap_size = 0",
    "PRAGMA trusted_schema = OFF",
    "PRAGMA cell_size_check = ON",
)
_HEADER = b"SQLite format 3\0"


class SqliteSession:
    """One connection inside one transaction."""

    def __init__(self, database: SqliteDatabase, connection: Any) -> None:
        self._database, self._connection = database, connection
        self._streams: list[Any] = []

    def rows(self, sql: str, parameters: Sequence[object]) -> Sequence[Row]:
        """All rows of a query."""
        return self._connection.execute(sql, parameters).fetchall()  # type: ignore[no-any-return]

    def stream(self, sql: str, parameters: Sequence[object]) -> Iterator[Row]:
        """The rows of a query one by one. Faults of the file are raised as store errors at the row they spoil."""
        try:
            cursor = self._connection.execute(sql, parameters)
            self._streams.append(cursor)
            yield from cursor
        except self._database.driver.module.Error as error:
            raise self._database.fault(error) from error

    def run(self, sql: str, parameters: Sequence[object]) -> None:
        """Run a statement that gives no rows."""
        self._connection.execute(sql, parameters)

    def write(self, ledger: str, written: Written) -> None:
        """Insert events and subjects and move the head."""
        connection = self._connection
        if len(written.events) == 1:
            connection.execute(_INSERT_EVENT, written.events[0])
        elif written.events:
            connection.executemany(_INSERT_EVENT, written.events)
        if written.subjects:
            connection.executemany(_INSERT_SUBJECT, written.subjects)
        connection.execute(_MOVE_HEAD, (ledger, *written.head))

    def write_and_commit(self, ledger: str, written: Written | None) -> None:
        """The same, and make the transaction durable."""
        if written is not None:
            self.write(ledger, written)
        self._connection.execute("COMMIT")

    def end(self) -> None:
        """Leave no transaction and no half-read query behind."""
        for cursor in self._streams:
            cursor.close()
        if self._connection.in_transaction:
            self._connection.execute("ROLLBACK")


class SqliteDatabase:
    """An SQLite file and the connections to it, one per block that is open at a time."""

    def __init__(self, path: Path, *, busy_seconds: float = 10.0, driver: SqliteDriver | None = None) -> None:
        self.path, self.driver = path, driver or sqlite_driver()
        self._busy_seconds = busy_seconds
        self._lock = threading.Lock()
        self._idle: list[Any] = []
        self._process = os.getpid()
        self._closed = False
        self._frozen = path.exists() and not os.access(path.parent, os.W_OK)

    @property
    def where(self) -> str:
        """The file's path."""
        return str(self.path)

    @contextmanager
    def reading(self, ledger: str) -> Iterator[tuple[SqliteSession, HeadRow]]:
        """A session that sees one moment, and the ledger's head at it."""
        with self._session("BEGIN") as session:
            yield session, _head(session, ledger)

    @contextmanager
    def writing(self, ledger: str) -> Iterator[tuple[SqliteSession, HeadRow]]:
        """A session that holds the file's write lock."""
        with self._session("BEGIN IMMEDIATE") as session:
            yield session, _head(session, ledger)

    def close(self) -> None:
        """Close the idle connections; those in use close when their block ends."""
        with self._lock:
            idle, self._idle, self._closed = self._idle, [], True
        for connection in idle:
            connection.close()

    @contextmanager
    def connection(self) -> Iterator[Any]:
        """A connection outside any transaction; the driver's errors come out as the store's."""
        connection = None
        try:
            connection = self._take()
            yield connection
        except self.driver.module.Error as error:
            raise self.fault(error) from error
        finally:
            if connection is not None:
                self._give_back(connection)

    def connect(self, mode: str = "rw") -> Any:
        """A new connection with the settings every one of ours has; raises the driver's errors."""
        connection = self.driver.module.connect(
            f"{self.path.absolute().as_uri()}?{self._access(mode)}",
            uri=True,
            timeout=self._busy_seconds,
            isolation_level=None,
            check_same_thread=False,
        )
        for pragma in _PRAGMAS:
            connection.execute(pragma)
        return connection

    def fault(self, error: Exception) -> StoreError:
        """A driver's error as the store's own."""
        return _fault(error, str(self.path))

    @contextmanager
    def _session(self, begin: str) -> Iterator[SqliteSession]:
        with self.connection() as connection:
            session = SqliteSession(self, connection)
            connection.execute(begin)
            try:
                yield session
            finally:
                session.end()

    def _take(self) -> Any:
        with self._lock:
            if self._closed:
                raise StoreUnavailable("unreachable", where=str(self.path), why="closed")
            if self._process != os.getpid():  # a connection must not be carried into a child process
                self._idle, self._process = [], os.getpid()
            if self._idle:
                return self._idle.pop()
        return self.connect()

    def _give_back(self, connection: Any) -> None:
        with self._lock:
            if not self._closed and not connection.in_transaction and not self._untouchable():
                self._idle.append(connection)
                return
        connection.close()

    def _access(self, mode: str) -> str:
        return "mode=ro&immutable=1" if self._untouchable() else f"mode={mode}"

    def _untouchable(self) -> bool:
        """Whether the file is all there is and nobody can make the side files WAL needs beside it."""
        if not self._frozen:
            return False
        wal = Path(f"{self.path}-wal")
        return not wal.exists() or wal.stat().st_size == 0


def check_is_sqlite(path: Path) -> bool:
    """Whether a file is there and begins like an SQLite file; False for an empty one. Raises store errors."""
    try:
        with path.open("rb") as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise StoreDamaged("not-ours", where=str(path), why="not a regular file")
            start = file.read(len(_HEADER))
    except FileNotFoundError as error:
        raise StoreUnavailable("missing", where=str(path)) from error
    except IsADirectoryError as error:
        raise StoreDamaged("not-ours", where=str(path), why="a directory") from error
    except PermissionError as error:
        raise StoreUnavailable("no-permission", where=str(path)) from error
    except OSError as error:
        raise StoreUnavailable("input-output", where=str(path), why=error.strerror or "") from error
    if start and start != _HEADER:
        raise StoreDamaged("not-ours", where=str(path), why="not an SQLite file")
    return bool(start)


def _head(session: SqliteSession, ledger: str) -> HeadRow:
    rows = session.rows(HEAD, (ledger,))
    return HeadRow._make(rows[0]) if rows else HeadRow()


def _fault(error: Exception, where: str) -> StoreError:
    """The primary result code decides; see https://sqlite.org/rescode.html."""
    code = getattr(error, "sqlite_errorcode", None)
    match None if code is None else code & 0xFF:
        case 5 | 6 | 15:
            return StoreBusy("locked", where=where)
        case 8:
            return StoreUnavailable("read-only", where=where)
        case 13:
            return StoreUnavailable("disk-full", where=where)
        case 3 | 14 | 23:
            return StoreUnavailable("no-permission", where=where)
        case 10:
            return StoreUnavailable("input-output", where=where, why=str(error))
        case 26:
            return StoreDamaged("not-ours", where=where, why=str(error))
        case _:
            return StoreDamaged("corrupt", where=where, why=str(error))

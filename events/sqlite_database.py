"""SQLite as the store's database: one file, one writer at a time, readers never in its way.

The driver is used directly: a command's transaction must cost hardly more than the disk's own work, and
neither SQLAlchemy nor Alembic is imported unless the schema has to be made or upgraded.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain, islice
from pathlib import Path
from typing import Any

from events.sql_session import HEAD, HeadRow, Row, Written
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
_TOGETHER = 50
"""So many rows are inserted by one statement where there are many."""
_HEADER = b"SQLite format 3\0"


class SqliteSession:
    """One connection inside one transaction."""

    json_payload = "e.payload"

    def __init__(self, database: SqliteDatabase, connection: Any) -> None:
        self._database, self._connection = database, connection
        self._streams: list[Any] = []

    def begin(self, statement: str, ledger: str) -> HeadRow:
        """Begin the transaction and read the ledger's head in it."""
        self._connection.execute(statement)
        row = self._connection.execute(HEAD, (ledger,)).fetchone()
        return HeadRow() if row is None else HeadRow._make(row)

    def rows(self, sql: str, parameters: Sequence[object]) -> Sequence[Row]:
        """All rows of a query."""
        try:
            return self._connection.execute(sql, parameters).fetchall()  # type: ignore[no-any-return]
        except self._database.driver_error as error:
            raise self._database.fault(error) from error

    def stream(self, sql: str, parameters: Sequence[object]) -> Iterator[Row]:
        """The rows of a query one by one. Faults of the file are raised as store errors at the row they spoil."""
        try:
            cursor = self._connection.execute(sql, parameters)
            self._streams.append(cursor)
            yield from cursor
        except self._database.driver_error as error:
            raise self._database.fault(error) from error

    def run(self, sql: str, parameters: Sequence[object]) -> None:
        """Run a statement that gives no rows."""
        self._connection.execute(sql, parameters)

    def fill(self, table: str, columns: Sequence[str], rows: Iterable[Row]) -> None:
        """Insert many rows into a table beside the log."""
        insert = f"INSERT INTO {table} ({', '.join(columns)}) VALUES "
        one = f"({', '.join('?' * len(columns))})"
        left: list[Row] = []
        self._connection.executemany(insert + ", ".join([one] * _TOGETHER), _whole_groups(iter(rows), left))
        self._connection.executemany(insert + one, left)

    def write(self, ledger: str, written: Written) -> None:
        """Insert events and subjects and move the head."""
        connection = self._connection
        if len(written.events) == 1:
            connection.execute(_INSERT_EVENT, written.events[0])
        elif written.events:  # plain tuples are bound a good deal faster than named ones
            connection.executemany(_INSERT_EVENT, map(tuple, written.events))
        if written.subjects:
            connection.executemany(_INSERT_SUBJECT, written.subjects)
        connection.execute(_MOVE_HEAD, (ledger, *written.head))

    def write_and_commit(self, ledger: str, written: Written | None) -> None:
        """The same, and make the transaction durable."""
        if written is not None:
            self.write(ledger, written)
        self._connection.execute("COMMIT")

    def end(self) -> None:
        """Leave no transaction and no half-read query behind, and give the connection back."""
        try:
            for cursor in self._streams:
                cursor.close()
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
        finally:
            self._database.give_back(self._connection)


class SqliteDatabase:
    """An SQLite file and the connections to it, one per block that is open at a time."""

    def __init__(self, path: Path, *, busy_seconds: float = 10.0, driver: SqliteDriver | None = None) -> None:
        self.path, self.driver = path, driver or sqlite_driver()
        self._busy_seconds = busy_seconds
        self._driver_error: type[Exception] = self.driver.module.Error
        self._idle: list[Any] = []  # append and pop are atomic: no lock is needed
        self._inherited: list[Any] = []
        self._process = os.getpid()
        self._closed = False
        self._frozen = path.exists() and not os.access(path.parent, os.W_OK)

    @property
    def where(self) -> str:
        """The file's path."""
        return str(self.path)

    @property
    def login(self) -> str | None:
        """A file has no users."""
        return None

    @property
    def driver_error(self) -> type[Exception]:
        """The root of the driver's errors."""
        return self._driver_error

    def begin(self, ledger: str, *, writing: bool) -> tuple[SqliteSession, HeadRow]:
        """A session that sees one moment; for writing, one that holds the file's write lock."""
        try:
            session = SqliteSession(self, self._take())
            try:
                head = session.begin("BEGIN IMMEDIATE" if writing else "BEGIN", ledger)
            except BaseException:
                session.end()
                raise
        except self._driver_error as error:
            raise self.fault(error) from error
        return session, head

    def close(self) -> None:
        """Close the idle connections; those in use close when their block ends."""
        self._closed = True
        while self._idle:
            self._idle.pop().close()

    @contextmanager
    def connection(self) -> Iterator[Any]:
        """A connection outside any transaction; the driver's errors come out as the store's."""
        connection = None
        try:
            connection = self._take()
            yield connection
        except self._driver_error as error:
            raise self.fault(error) from error
        finally:
            if connection is not None:
                self.give_back(connection)

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

    def fault(self, error: Exception, *, writing: bool = False) -> StoreError:
        """A driver's error as the store's own."""
        return _fault(error, str(self.path))

    def give_back(self, connection: Any) -> None:
        """Keep a connection for the next block, or close it if it can't be kept."""
        if self._closed or self._frozen or connection.in_transaction:
            connection.close()
        else:
            self._idle.append(connection)

    def _take(self) -> Any:
        if self._closed:
            raise StoreUnavailable("unreachable", where=str(self.path), why="closed")
        if self._process != os.getpid():  # a connection must be neither used nor closed in a child process
            self._inherited, self._idle, self._process = self._idle, [], os.getpid()
        try:
            return self._idle.pop()
        except IndexError:
            return self.connect()

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


def _whole_groups(rows: Iterator[Row], left: list[Row]) -> Iterator[tuple[Any, ...]]:
    """Groups of rows laid end to end, for a statement that inserts a group; the last few rows are put in ``left``."""
    while len(group := list(islice(rows, _TOGETHER))) == _TOGETHER:
        yield tuple(chain.from_iterable(group))
    left.extend(group)

"""PostgreSQL as the store's database: many clerks, each command one transaction under its ledger's head row.

A server is asked as seldom as possible: one round trip begins the transaction and locks the head, one writes
and commits. Read committed and unique keys are enough, because the head row is locked first.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from urllib.parse import urlsplit

import psycopg
from psycopg.pq import TransactionStatus
from psycopg.sql import quote

from events.sql_session import EVENT_COLUMNS, HEAD, HeadRow, Row, Written
from events.store import OutcomeUnknown, StoreBusy, StoreDamaged, StoreError, StoreUnavailable

Connection = psycopg.Connection[Row]

_INSERT_EVENT = f"INSERT INTO events ({EVENT_COLUMNS}) VALUES ({', '.join(['%s'] * 12)})"
_COPY_EVENTS = f"COPY events ({EVENT_COLUMNS}) FROM STDIN"
_INSERT_SUBJECT = "INSERT INTO event_subjects (ledger_id, subject, position) VALUES (%s, %s, %s)"
_COPY_SUBJECTS = "COPY event_subjects (ledger_id, subject, position) FROM STDIN"
_MOVE_HEAD = "UPDATE ledger_head SET position = %s, hash = %s, recorded_at = %s, subjects_through = %s WHERE ledger_id = %s"
_NEW_HEAD = (
    "INSERT INTO ledger_head (ledger_id, position, hash, subjects_through) VALUES (%s, 0, repeat('0', 64), 0)"
    " ON CONFLICT (ledger_id) DO NOTHING"
)
_READ = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; "
_WRITE = "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE; "
_PAGE = 5000
_FEW = 20
"""So many rows are inserted one by one in a pipeline; more are copied."""
_CONNECT_SECONDS = 10

logging.getLogger("psycopg").addHandler(logging.NullHandler())  # a lost connection is told once, by us


class PostgresSession:
    """One connection inside one transaction."""

    json_payload = "e.payload::json"

    def __init__(self, database: PostgresDatabase, connection: Connection) -> None:
        self._database, self._connection = database, connection

    def rows(self, sql: str, parameters: Sequence[object]) -> Sequence[Row]:
        """All rows of a query."""
        return self._connection.execute(_translated(sql), parameters).fetchall()

    def stream(self, sql: str, parameters: Sequence[object]) -> Iterator[Row]:
        """The rows of a query, a page at a time; each page begins after the last position of the one before."""
        paged = f"{sql} LIMIT {_PAGE}"
        while True:
            try:
                page = self.rows(paged, parameters)
            except psycopg.Error as error:
                raise self._database.fault(error) from error
            yield from page
            if len(page) < _PAGE:
                return
            parameters = [parameters[0], page[-1][1], *parameters[2:]]

    def run(self, sql: str, parameters: Sequence[object]) -> None:
        """Run a statement that gives no rows."""
        self._connection.execute(_translated(sql), parameters)

    def fill(self, table: str, columns: Sequence[str], rows: Iterable[Row]) -> None:
        """Insert many rows into a table beside the log."""
        self._copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN", rows)

    def write(self, ledger: str, written: Written) -> None:
        """Insert events and subjects and move the head."""
        if len(written.events) + len(written.subjects) > _FEW:
            self._copy(_COPY_EVENTS, written.events)
            self._copy(_COPY_SUBJECTS, written.subjects)
            self._connection.execute(_MOVE_HEAD, (*written.head, ledger))
        else:
            with self._connection.pipeline():
                self._write_few(ledger, written)

    def write_and_commit(self, ledger: str, written: Written | None) -> None:
        """The same, and make the transaction durable; for a few rows in one round trip."""
        if written is not None and len(written.events) + len(written.subjects) <= _FEW:
            with self._connection.pipeline():
                self._write_few(ledger, written)
                self._connection.execute("COMMIT")
            return
        if written is not None:
            self.write(ledger, written)
        self._connection.execute("COMMIT")

    def end(self) -> None:
        """Roll back what was not committed, and give the connection back."""
        try:
            _roll_back(self._connection)
        finally:
            self._database.give_back(self._connection)

    def begin(self, statement: str) -> Row | None:
        """Begin the transaction and read the ledger's head row, in one round trip."""
        cursor = self._connection.execute(statement)
        cursor.nextset()
        return cursor.fetchone()

    def _write_few(self, ledger: str, written: Written) -> None:
        for event in written.events:
            self._connection.execute(_INSERT_EVENT, event)
        for subject in written.subjects:
            self._connection.execute(_INSERT_SUBJECT, subject)
        self._connection.execute(_MOVE_HEAD, (*written.head, ledger))

    def _copy(self, sql: str, rows: Iterable[Row]) -> None:
        if isinstance(rows, Sequence) and not rows:
            return
        with self._connection.cursor().copy(sql) as copy:
            for row in rows:
                copy.write_row(row)


class PostgresDatabase:
    """A PostgreSQL database and the connections to it, one per block that is open at a time."""

    def __init__(self, url: str, *, busy_seconds: float = 10.0) -> None:
        self.url = "postgresql://" + url.partition("://")[2]
        self._settings = f"SET lock_timeout = {int(busy_seconds * 1000)}"
        self._idle: list[Connection] = []  # append and pop are atomic: no lock is needed
        self._inherited: list[Connection] = []
        self._login: str | None = None
        self._process = os.getpid()
        self._closed = False

    @property
    def where(self) -> str:
        """The server and database, without user and password."""
        parts = urlsplit(self.url)
        return f"postgresql://{parts.netloc.rpartition('@')[2]}{parts.path}"

    @property
    def login(self) -> str | None:
        """The role this program is logged in as, once it is connected."""
        return self._login

    @property
    def driver_error(self) -> type[Exception]:
        """The root of the driver's errors."""
        return psycopg.Error

    def begin(self, ledger: str, *, writing: bool) -> tuple[PostgresSession, HeadRow]:
        """A session that sees one moment; for writing, one that holds the ledger's head row locked."""
        try:
            try:
                return self._begun(ledger, writing=writing)
            except psycopg.OperationalError as error:
                if not _is_cut(error):
                    raise
                self._let_go_of_idle()  # the server had hung up on one, unseen: nothing was done on it
                return self._begun(ledger, writing=writing)
        except psycopg.Error as error:
            raise self.fault(error, writing=writing) from error

    def _begun(self, ledger: str, *, writing: bool) -> tuple[PostgresSession, HeadRow]:
        session = PostgresSession(self, self._take())
        try:
            row = _begin_writing(session, ledger) if writing else session.begin(_READ + _head_query(ledger))
        except BaseException:
            session.end()
            raise
        return session, HeadRow() if row is None else HeadRow._make(row)

    def close(self) -> None:
        """Close the idle connections; those in use close when their block ends."""
        self._closed = True
        self._let_go_of_idle()

    def _let_go_of_idle(self) -> None:
        while self._idle:
            self._idle.pop().close()

    def connect(self) -> Connection:
        """A new connection with the settings every one of ours has."""
        try:
            connection = psycopg.connect(
                self.url, autocommit=True, connect_timeout=_CONNECT_SECONDS, application_name="tracker"
            )
            connection.execute(self._settings)
        except psycopg.Error as error:
            raise self._connecting_fault(error) from error
        self._login = connection.info.user
        return connection

    @contextmanager
    def connection(self, *, writing: bool = False) -> Iterator[Connection]:
        """A connection outside any transaction; the driver's errors come out as the store's."""
        connection = self._take()
        try:
            yield connection
        except psycopg.Error as error:
            raise self.fault(error, writing=writing) from error
        finally:
            self.give_back(connection)

    def fault(self, error: Exception, *, writing: bool = False) -> StoreError:
        """A driver's error as the store's own."""
        assert isinstance(error, psycopg.Error)
        return _fault(error, self.where, writing=writing)

    def give_back(self, connection: Connection) -> None:
        """Keep a connection for the next block, or close it if it can't be kept."""
        if self._closed or connection.info.transaction_status != TransactionStatus.IDLE:
            connection.close()
        else:
            self._idle.append(connection)

    def _take(self) -> Connection:
        if self._closed:
            raise StoreUnavailable("unreachable", where=self.where, why="closed")
        if self._process != os.getpid():  # a connection must be neither used nor closed in a child process
            self._inherited, self._idle, self._process = self._idle, [], os.getpid()
        while self._idle:
            try:
                connection = self._idle.pop()
            except IndexError:  # another thread was quicker
                break
            if _is_alive(connection):
                return connection
            connection.close()
        return self.connect()

    def _connecting_fault(self, error: psycopg.Error) -> StoreError:
        if error.sqlstate == "3D000":
            return StoreUnavailable("missing", where=self.where)
        return StoreUnavailable("unreachable", where=self.where, why=str(error))


@lru_cache(maxsize=256)
def _translated(sql: str) -> str:
    return sql.replace("?", "%s")


@lru_cache(maxsize=256)
def _head_query(ledger: str) -> str:
    return HEAD.replace("?", quote(ledger))


def _begin_writing(session: PostgresSession, ledger: str) -> Row | None:
    row = session.begin(f"{_WRITE}{_head_query(ledger)} FOR UPDATE")
    if row is None:  # the ledger's first command makes the row; a second one waits here for the first
        session.run(_NEW_HEAD, (ledger,))
        row = session.rows(f"{HEAD} FOR UPDATE", (ledger,))[0]
    return row


def _roll_back(connection: Connection) -> None:
    if connection.info.transaction_status in (TransactionStatus.INTRANS, TransactionStatus.INERROR):
        connection.execute("ROLLBACK")


def _is_alive(connection: Connection) -> bool:
    """Whether the server has not hung up on an idle connection: then there would be something to read."""
    import select

    if connection.closed:
        return False
    readable, _, _ = select.select([connection.fileno()], [], [], 0)
    return not readable


_UNKNOWN = ("23505", "40001", "40P01", "57P01", "57P02", "57P03", "XX000")


def _is_cut(error: psycopg.Error) -> bool:
    """Whether the connection is gone, not only the statement."""
    return (error.sqlstate or "08000").startswith(("08", "57P"))


def _fault(error: psycopg.Error, where: str, *, writing: bool) -> StoreError:
    """The SQLSTATE decides; an error without one is a connection that broke."""
    state, why = error.sqlstate or "08000", str(error)
    if state in _UNKNOWN or state.startswith("08"):
        if writing:
            return OutcomeUnknown("outcome-unknown", where=where, why=why)
        return StoreUnavailable("unreachable", where=where, why=why)
    match state:
        case "55P03" | "57014" | "25P03" | "25P04":
            return StoreBusy("locked", where=where)
        case "53100":
            return StoreUnavailable("disk-full", where=where)
        case "25006":
            return StoreUnavailable("read-only", where=where)
        case "42501":
            return StoreUnavailable("no-permission", where=where)
        case "42P01" | "42703":
            return StoreDamaged("not-ours", where=where, why=why)
        case "XX001" | "XX002" | "23000":
            return StoreDamaged("corrupt", where=where, why=why)
        case _:
            return StoreUnavailable("unreachable", where=where, why=why)

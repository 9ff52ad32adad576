"""Opening a store by its address, making or upgrading its schema where that is wanted and possible.

The schema's version is one row; Alembic and SQLAlchemy are imported only where something has to be written.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from events.identifiers import NewIds, new_ids
from events.network_drives import network_drive
from events.recording_clock import Clock, utc_now
from events.sql_session import Database
from events.sql_store import SqlStore
from events.sqlite_database import APPLICATION_ID, SqliteDatabase, check_is_sqlite
from events.store import StoreBusy, StoreDamaged, StoreTooNew, StoreUnavailable
from migrations import HEAD, REVISIONS

_POSTGRES = ("postgresql+psycopg://", "postgresql://", "postgres://")


BUSY_SECONDS = 10.0
"""So long we wait for somebody else's transaction before we say that the store is busy."""


def open_store(
    url: str,
    *,
    create: bool,
    clock: Clock = utc_now,
    ids: NewIds = new_ids,
    busy_seconds: float = BUSY_SECONDS,
) -> SqlStore:
    """Open ``sqlite:////absolute/path.db``, a plain path, or ``postgresql+psycopg://…``.

    With ``create`` a store that is not there yet (no file, or an empty one; no tables) is made. An older
    schema is upgraded whenever it can be written.

    Raises:
        StoreUnavailable: not there, no permission, on a network drive, unreachable.
        StoreDamaged: not a store of ours, or corrupt.
        StoreTooNew: written by a newer program.
        StoreBusy: locked by somebody else for too long.
    """
    return SqlStore(_open_database(url, create, busy_seconds), clock=clock, ids=ids)


def store_path(url: str) -> Path | None:
    """The file an address means, or None where it means a server; raises :class:`StoreUnavailable`."""
    if url.startswith(_POSTGRES):
        return None
    if url.startswith("sqlite:///"):
        return _plain_path(url.removeprefix("sqlite:///"), url)
    if "://" in url:
        raise StoreUnavailable("bad-address", where=url.partition("://")[0] + "://…")
    return _plain_path(url, url)


def _plain_path(text: str, url: str) -> Path:
    if not text or "\0" in text or text == ":memory:":
        raise StoreUnavailable("bad-address", where=url.replace("\0", "?"))
    return Path(text)


def _open_database(url: str, create: bool, busy_seconds: float) -> Database:
    path = store_path(url)
    if path is None:
        return _open_postgres(url, create, busy_seconds)
    return _open_sqlite(path, create, busy_seconds)


def _open_sqlite(path: Path, create: bool, busy_seconds: float) -> SqliteDatabase:
    drive = network_drive(path)
    if drive is not None:
        raise StoreUnavailable("network-drive", where=str(path), why=drive)
    if create and not path.exists():
        _make_directory(path)
    elif not check_is_sqlite(path) and not create:
        raise StoreDamaged("empty", where=str(path))
    database = SqliteDatabase(path, busy_seconds=busy_seconds)
    try:
        _bring_up_to_date(database, create)
    except BaseException:
        database.close()
        raise
    return database


def _make_directory(path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreUnavailable("no-permission", where=str(path.parent), why=error.strerror or "") from error


def _bring_up_to_date(database: SqliteDatabase, create: bool) -> None:
    found = None
    if database.path.exists():
        with database.connection() as connection:
            found = _version(connection, database.where)
    if _must_migrate(found, create, database.where):
        _migrate(database)


def _must_migrate(found: str | None, create: bool, where: str) -> bool:
    """Whether a store at this version has to be made or upgraded; raises where it can't be used as it is."""
    if found is None and not create:
        raise StoreDamaged("empty", where=where)
    if found is not None and found not in REVISIONS:
        raise StoreTooNew("too-new", where=where, why=found)
    return found != HEAD


def _version(connection: Any, where: str) -> str | None:
    """The schema's version; None where there is no schema yet. Raises :class:`StoreDamaged` for another's file."""
    mark = connection.execute("PRAGMA application_id").fetchone()[0]
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    if mark == 0 and not tables:
        return None
    if mark != APPLICATION_ID or "alembic_version" not in tables:
        raise StoreDamaged("not-ours", where=where, why=f"application_id {mark}")
    rows = connection.execute("SELECT version_num FROM alembic_version").fetchall()
    return str(rows[0][0]) if len(rows) == 1 else None


def _migrate(database: SqliteDatabase) -> None:
    from sqlalchemy.exc import DBAPIError

    from migrations.applying import upgrade_sqlite

    module = database.driver.module
    try:
        _choose_journal(database)
        upgrade_sqlite(database.connect, module)
    except module.Error as error:
        raise database.fault(error) from error
    except DBAPIError as error:
        raise database.fault(error.orig if isinstance(error.orig, Exception) else error) from error


def _choose_journal(database: SqliteDatabase) -> None:
    """Say how the file is journalled. SQLite does not wait here for another program that is making the same file."""
    connection, patience = database.connect("rwc"), time.monotonic() + BUSY_SECONDS
    try:
        while True:
            try:
                connection.execute(f"PRAGMA journal_mode = {database.driver.journal_mode}")
                return
            except database.driver_error as error:
                if not isinstance(database.fault(error), StoreBusy) or time.monotonic() > patience:
                    raise
                time.sleep(0.02)
    finally:
        connection.close()


def _open_postgres(url: str, create: bool, busy_seconds: float) -> Database:
    try:
        from events.postgres_database import PostgresDatabase
    except ImportError as error:
        raise StoreUnavailable("driver-missing", where="postgresql://…", why="psycopg") from error

    database = PostgresDatabase(url, busy_seconds=busy_seconds)
    try:
        with database.connection() as connection:
            found = _postgres_version(connection, database.where)
            if _must_migrate(found, create, database.where):
                _migrate_postgres(database)
    except BaseException:
        database.close()
        raise
    return database


def _postgres_version(connection: Any, where: str) -> str | None:
    """The schema's version; None where there is no schema yet. Raises :class:`StoreDamaged` for another's tables."""
    names = ("alembic_version", "events", "ledger_head")
    questions = ", ".join(f"to_regclass('{name}') IS NOT NULL" for name in names)
    versioned, log, heads = connection.execute(f"SELECT {questions}").fetchone()
    if not (versioned or log or heads):
        return None
    if not (versioned and log and heads):
        raise StoreDamaged("not-ours", where=where, why="tables of another program")
    rows = connection.execute("SELECT version_num FROM alembic_version").fetchall()
    return str(rows[0][0]) if len(rows) == 1 else None


def _migrate_postgres(database: Any) -> None:
    from sqlalchemy.exc import DBAPIError

    from migrations.applying import upgrade_postgres

    try:
        upgrade_postgres(database.connect)
    except DBAPIError as error:
        raise database.fault(error.orig, writing=True) from error

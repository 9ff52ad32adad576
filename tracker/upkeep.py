"""Backing a store up and restoring it: nothing is called a backup before it was opened and verified whole.

A backup is one SQLite file whatever the store is. It is made beside its place under another name, opened, its
pages and every ledger's chain are checked, and only then does it take its name, in one step.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from events.network_drives import network_drive
from events.opening import open_store, store_path
from events.sql_session import Session
from events.sql_store import SqlReader, SqlStore
from events.sqlite_database import SqliteDatabase, check_is_sqlite
from events.store import StoreDamaged, StoreError
from events.store_verification import verify_ledger
from tracker.decisions.state import Refusal
from tracker.duty.session import session_of

Tell = Callable[[int], None]
"""A function told now and then how many events are done."""

_BATCH = 5000
_OWN_WAY = ("events", "ledger_head", "snapshots", "event_subjects", "alembic_version")
_LEFT_BEHIND = ("duty_jobs", "duty_officers")
"""Who is on duty is no part of a backup."""


class LedgerEnd(NamedTuple):
    """A ledger of a backup and where its chain ends."""

    ledger: str
    position: int
    hash: str


class Backup(NamedTuple):
    """A backup that was opened and verified."""

    file: Path
    ledgers: tuple[LedgerEnd, ...]
    sha256: str

    @property
    def events(self) -> int:
        """All events of all ledgers."""
        return sum(end.position for end in self.ledgers)


class UnusableBackup(Exception):
    """The file can't be restored: ``fault`` says what the store's driver found, or ``ledger`` and ``first_bad``
    where the chain breaks."""

    def __init__(
        self, fault: StoreError | None = None, ledger: str | None = None, first_bad: int | None = None
    ) -> None:
        super().__init__(str(fault or f"ledger {ledger} breaks at {first_bad}"))
        self.fault, self.ledger, self.first_bad = fault, ledger, first_bad


def back_up(store: SqlStore, file: Path, tell: Tell | None = None) -> Backup:
    """Back every ledger of a store up into one file.

    An earlier backup of that name is replaced in one step, and only by a verified one.

    Raises:
        Refusal: the file is the store itself, or is there and is no backup of ours.
        StoreError: the store can't be read, or its log does not verify: then there is no new backup.
    """
    file = file.absolute()
    _refuse_place(store, file)
    file.parent.mkdir(parents=True, exist_ok=True)
    with _workplace(file.parent) as directory:
        made = directory / "backup.db"
        _copy_out(store, made)
        try:
            ends = examine(made, tell)
        except UnusableBackup as error:
            raise _damaged(store, error) from error
        return Backup(file, ends, _put_in_place(made, file))


def restore(url: str, file: Path, tell: Tell | None = None) -> Backup:
    """Restore a backup into a store that is not there yet or has no ledger.

    The backup itself is only read; a copy of it is brought up to date, verified, and becomes the store.

    Raises:
        UnusableBackup: the file is no backup, is damaged, or its chain does not verify.
        Refusal: the store has ledgers already.
        StoreError: the store can't be made.
    """
    path, file = store_path(url), file.absolute()
    if path is not None and path.exists() and _is_same(path, file):
        raise Refusal("backup_is_store", path=str(file))
    fresh = path is not None and not path.exists()
    if fresh:
        assert path is not None, "a file"
        path.parent.mkdir(parents=True, exist_ok=True)
    with _workplace(path.parent if fresh and path else None) as directory:
        copy = directory / "restore.db"
        sha256 = _copy_in(file, copy)
        ends = examine(copy, tell)
        if fresh and path is not None:
            _become_store(copy, path)
        else:
            _pour(copy, url)
        verified = examine(path, None) if fresh and path is not None else _verified_store(url)
        assert verified == ends, "what was restored is what was backed up"
    return Backup(file, ends, sha256)


def examine(path: Path, tell: Tell | None = None) -> tuple[LedgerEnd, ...]:
    """Open a file, check its pages, and walk the chain of every ledger in it; raises :class:`UnusableBackup`."""
    try:
        with closing(open_store(f"sqlite:///{path.absolute()}", create=False)) as store:
            check_pages(store)
            return chains(store, tell)
    except StoreError as error:
        raise UnusableBackup(error) from error


def check_pages(store: SqlStore) -> None:
    """Let SQLite check its file; raises :class:`StoreDamaged` with the first thing it finds."""
    database = store.database
    if isinstance(database, SqliteDatabase):
        with database.connection() as connection:
            found = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
        if found != "ok":
            raise StoreDamaged("corrupt", where=database.where, why=str(found))


def chains(store: SqlStore, tell: Tell | None = None) -> tuple[LedgerEnd, ...]:
    """Walk the chain of every ledger; raises :class:`UnusableBackup` at the first that does not verify."""
    ends, done = [], 0
    for ledger in store.ledgers():
        with store.reader(ledger) as log:
            head, before = log.head, done
            verdict = verify_ledger(log, (lambda count, n=before: tell(n + count)) if tell else None)  # type: ignore[misc]
        if not verdict.ok:
            raise UnusableBackup(ledger=ledger, first_bad=verdict.first_bad)
        done += head.position
        ends.append(LedgerEnd(ledger, head.position, head.hash))
    return tuple(ends)


def _refuse_place(store: SqlStore, file: Path) -> None:
    """A backup never takes the place of the store, nor of a file that is something else."""
    if isinstance(store.database, SqliteDatabase) and _is_same(store.database.path, file):
        raise Refusal("backup_is_store", path=str(file))
    if not file.exists():
        return
    try:
        with closing(open_store(f"sqlite:///{file.absolute()}", create=False)) as other:
            beyond = [ledger for ledger in other.ledgers() if _is_ahead(other, store, ledger)]
    except StoreError as error:
        raise Refusal("backup_over_other", path=str(file)) from error
    if beyond:
        raise Refusal("backup_over_newer", path=str(file), ledgers=beyond)


def _is_ahead(other: SqlStore, store: SqlStore, ledger: str) -> bool:
    """Whether another store has events of a ledger that ours does not have."""
    with other.reader(ledger) as theirs, store.reader(ledger) as ours:
        known = ours.at(theirs.head.position)
        return known is None or known.hash != theirs.head.hash


def _is_same(path: Path, file: Path) -> bool:
    return file.exists() and path.exists() and file.samefile(path)


@contextmanager
def _workplace(directory: Path | None) -> Iterator[Path]:
    """A private directory beside the place where the file will be, or elsewhere where that is a network drive."""
    local = directory is not None and network_drive(directory) is None
    with tempfile.TemporaryDirectory(prefix=".tracker-", dir=directory if local else None) as made:
        yield Path(made)


def _copy_out(store: SqlStore, made: Path) -> None:
    database = store.database
    if isinstance(database, SqliteDatabase):
        with database.connection() as connection:
            connection.execute("VACUUM INTO ?", (str(made),))
        return
    with closing(open_store(f"sqlite:///{made}", create=True)) as target:
        copy_ledgers(store, target, target)
        _settle(target)


def _settle(store: SqlStore) -> None:
    """Leave everything in the one file, without a journal beside it."""
    database = store.database
    if isinstance(database, SqliteDatabase):
        with database.connection() as connection:
            connection.execute("PRAGMA journal_mode = DELETE")


def _damaged(store: SqlStore, found: UnusableBackup) -> StoreError:
    """What a copy that does not verify says about the store it was copied from."""
    if found.fault is not None:
        return found.fault
    why = f"{found.ledger}: {found.first_bad}"
    return StoreDamaged("corrupt", where=store.database.where, why=why)


def _copy_in(file: Path, copy: Path) -> str:
    """Copy a backup into the workplace; returns its SHA-256."""
    try:
        if not check_is_sqlite(file):
            raise UnusableBackup(StoreDamaged("empty", where=str(file)))
    except StoreError as error:
        raise UnusableBackup(error) from error
    shutil.copyfile(file, copy)
    copy.chmod(0o600)
    for side in ("-wal", "-journal"):  # a live store taken for a backup has a part of itself beside it
        beside = file.with_name(file.name + side)
        if beside.exists():
            shutil.copyfile(beside, copy.with_name(copy.name + side))
    return sha256_of(file)


def _become_store(copy: Path, path: Path) -> None:
    """Make a verified copy the store, unless one has come to be there in the meantime."""
    database = SqliteDatabase(copy)
    with database.connection() as connection:
        connection.execute(f"PRAGMA journal_mode = {database.driver.journal_mode}")
    database.close()
    _sync(copy)
    try:
        os.link(copy, path)
    except FileExistsError as error:
        raise Refusal("restore_not_empty", ledgers=str(path)) from error
    except OSError:  # a file system without links
        copy.replace(path)
    _sync_directory(path.parent)


def _pour(copy: Path, url: str) -> None:
    """Copy every ledger into a store that has none."""
    with (
        closing(open_store(url, create=True)) as target,
        closing(open_store(f"sqlite:///{copy}", create=False)) as source,
    ):
        if known := target.ledgers():
            raise Refusal("restore_not_empty", ledgers=known)
        copy_ledgers(source, target, source)


def _verified_store(url: str) -> tuple[LedgerEnd, ...]:
    with closing(open_store(url, create=False)) as store:
        return chains(store)


def copy_ledgers(source: SqlStore, target: SqlStore, described: SqlStore) -> None:
    """Copy every ledger with all that belongs to it, hashes unchanged.

    ``described`` is whichever of the two is an SQLite file: its schema says which further tables there are.
    """
    tables = _further_tables(described)
    for ledger in source.ledgers():
        with session_of(source, ledger) as (session, head):
            log = SqlReader(session, ledger, head)
            with target.writer(ledger) as copy:
                events = log.read(through=log.head.position)
                while some := list(islice(events, _BATCH)):
                    copy.adopt(some)
                copy.index_subjects()
            for table in tables:
                _copy_rows(session, target, table, ledger)


class _Table(NamedTuple):
    """A table that belongs to a ledger: its columns and those of its primary key after ``ledger_id``."""

    name: str
    columns: tuple[str, ...]
    key: tuple[str, ...]


def _further_tables(store: SqlStore) -> list[_Table]:
    with session_of(store, "") as (session, _):
        names = [name for (name,) in session.rows("SELECT name FROM sqlite_schema WHERE type = 'table'", ())]
        wanted = [name for name in names if name not in _OWN_WAY and name not in _LEFT_BEHIND]
        return [_described(session, name) for name in sorted(wanted) if not name.startswith("sqlite_")]


def _described(session: Session, name: str) -> _Table:
    columns = session.rows(f"SELECT name, pk FROM pragma_table_info('{name}') ORDER BY cid", ())
    key = sorted((place, column) for column, place in columns if place > 1)
    return _Table(name, tuple(column for column, _ in columns), tuple(column for _, column in key))


def _copy_rows(session: Session, target: SqlStore, table: _Table, ledger: str) -> None:
    """Copy a ledger's rows of one table, a page at a time in the order of its key."""
    key, columns = ", ".join(table.key), ", ".join(table.columns)
    places = [table.columns.index(column) for column in table.key]
    after: Sequence[object] | None = None
    while True:
        beyond = f" AND ({key}) > ({', '.join('?' * len(places))})" if after is not None else ""
        sql = f"SELECT {columns} FROM {table.name} WHERE ledger_id = ?{beyond} ORDER BY {key} LIMIT {_BATCH}"
        page = session.rows(sql, (ledger, *(after or ())))
        if not page:
            return
        with session_of(target, ledger, writing=True) as (writing, _):
            writing.fill(table.name, table.columns, page)
        after = [page[-1][place] for place in places]


def _put_in_place(made: Path, file: Path) -> str:
    """Give a verified file its name in one step, durably; returns its SHA-256."""
    made.chmod(0o600)
    ready = made
    if (
        made.parent.parent != file.parent
    ):  # it was made elsewhere: bring it over first, then check it once more
        ready = file.with_name(f".{file.name}.{os.getpid()}.partial")
        shutil.copyfile(made, ready)
    _sync(ready)
    digest = sha256_of(made)
    if ready is not made and sha256_of(ready) != digest:
        ready.unlink()
        raise StoreDamaged("input-output", where=str(file), why="copied wrongly")
    os.replace(ready, file)
    _sync_directory(file.parent)
    return digest


def sha256_of(path: Path) -> str:
    """The file's SHA-256 as hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _sync(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _sync_directory(path: Path) -> None:
    """Make a new name in a directory durable, where the system can."""
    try:
        handle = os.open(path, os.O_RDONLY)
    except OSError:  # Windows has no handles on directories
        return
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

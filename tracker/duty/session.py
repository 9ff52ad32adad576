"""One transaction of a store, for what lies beside the log: who is on duty, notices, feeds, backups."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from events.sql_session import HeadRow, Session
from events.sql_store import SqlStore

EVERYWHERE = "*"
"""Stands for a ledger's id where a row belongs to the store as a whole."""


@contextmanager
def session_of(store: SqlStore, ledger: str, *, writing: bool = False) -> Iterator[tuple[Session, HeadRow]]:
    """A session and the ledger's head: for writing it holds the head locked and commits when the block ends."""
    database = store.database
    session, head = database.begin(ledger, writing=writing)
    try:
        yield session, head
        if writing:
            session.write_and_commit(ledger, None)
    except database.driver_error as error:
        raise database.fault(error, writing=writing) from error
    finally:
        session.end()

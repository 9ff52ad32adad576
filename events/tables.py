"""The tables, as SQLModel classes: what the migrations make, what the schema tests check, what people may query.

The log itself is written and read through the driver (see :mod:`events.sql_store`); nothing here validates.
Rules for every table that belongs to a ledger: ``ledger_id`` comes first in each primary, unique and foreign
key; no sequences; money is a whole number of fen; instants are text made by the program.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

PLAIN_TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
"""Text that is compared byte by byte, so that order is the same in every database."""
WHOLE_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
"""Sixty-four bits everywhere: SQLite's INTEGER has them."""
METADATA = SQLModel.metadata
_TABLE: dict[str, Any] = {"sqlite_with_rowid": False, "sqlite_strict": True}


class EventRow(SQLModel, table=True):
    """One recorded event. Rows are never updated or deleted; triggers refuse it."""

    __tablename__ = "events"
    __table_args__ = (
        sa.Index("events_id", "ledger_id", "id", unique=True),
        sa.Index(
            "events_key",
            "ledger_id",
            "key",
            unique=True,
            sqlite_where=sa.text("key IS NOT NULL"),
            postgresql_where=sa.text("key IS NOT NULL"),
        ),
        _TABLE,
    )

    ledger_id: str = Field(sa_type=PLAIN_TEXT, primary_key=True)
    position: int = Field(sa_type=WHOLE_NUMBER, primary_key=True, sa_column_kwargs={"autoincrement": False})
    id: str = Field(sa_type=PLAIN_TEXT)
    type: str = Field(sa_type=PLAIN_TEXT)
    version: int = Field(sa_type=sa.Integer)
    occurred_on: str = Field(sa_type=PLAIN_TEXT)
    recorded_at: str = Field(sa_type=PLAIN_TEXT)
    actor: str = Field(sa_type=PLAIN_TEXT)
    key: str | None = Field(default=None, sa_type=PLAIN_TEXT)
    payload: str = Field(sa_type=PLAIN_TEXT)
    """The canonical JSON text that was hashed."""
    prev_hash: str = Field(sa_type=PLAIN_TEXT)
    hash: str = Field(sa_type=PLAIN_TEXT)


class LedgerHeadRow(SQLModel, table=True):
    """Where a ledger's chain ends: the row every command locks."""

    __tablename__ = "ledger_head"
    __table_args__ = (_TABLE,)

    ledger_id: str = Field(sa_type=PLAIN_TEXT, primary_key=True)
    position: int = Field(sa_type=WHOLE_NUMBER)
    hash: str = Field(sa_type=PLAIN_TEXT)
    recorded_at: str | None = Field(default=None, sa_type=PLAIN_TEXT)
    subjects_through: int = Field(sa_type=WHOLE_NUMBER)


class SnapshotRow(SQLModel, table=True):
    """A stored view: a cache, thrown away when its hash or version does not match."""

    __tablename__ = "snapshots"
    __table_args__ = (_TABLE,)

    ledger_id: str = Field(sa_type=PLAIN_TEXT, primary_key=True)
    view: str = Field(sa_type=PLAIN_TEXT, primary_key=True)
    view_version: str = Field(sa_type=PLAIN_TEXT)
    position: int = Field(sa_type=WHOLE_NUMBER)
    hash: str = Field(sa_type=PLAIN_TEXT)
    body: bytes = Field(sa_type=sa.LargeBinary)


class EventSubjectRow(SQLModel, table=True):
    """Which events are about what: derived from the log, can be built again."""

    __tablename__ = "event_subjects"
    __table_args__ = (_TABLE,)

    ledger_id: str = Field(sa_type=PLAIN_TEXT, primary_key=True)
    subject: str = Field(sa_type=PLAIN_TEXT, primary_key=True)
    position: int = Field(sa_type=WHOLE_NUMBER, primary_key=True, sa_column_kwargs={"autoincrement": False})


class RosterLineRow(SQLModel, table=True):
    """One line of a payment list, by the position of its event. Never updated or deleted; triggers refuse it."""

    __tablename__ = "roster_lines"
    __table_args__ = (_TABLE,)

    ledger_id: str = Field(sa_type=PLAIN_TEXT, primary_key=True)
    roster: int = Field(sa_type=WHOLE_NUMBER, primary_key=True, sa_column_kwargs={"autoincrement": False})
    person: bytes = Field(sa_type=sa.LargeBinary, primary_key=True)
    """The recipient's keyed pseudonym."""
    line: int = Field(sa_type=WHOLE_NUMBER)
    amount_fen: int = Field(sa_type=WHOLE_NUMBER)


class RosterOutcomeRow(SQLModel, table=True):
    """What the bank says of one line, by the position of the result's event. Never updated or deleted."""

    __tablename__ = "roster_outcomes"
    __table_args__ = (_TABLE,)

    ledger_id: str = Field(sa_type=PLAIN_TEXT, primary_key=True)
    result: int = Field(sa_type=WHOLE_NUMBER, primary_key=True, sa_column_kwargs={"autoincrement": False})
    person: bytes = Field(sa_type=sa.LargeBinary, primary_key=True)
    line: int = Field(sa_type=WHOLE_NUMBER)
    outcome: str = Field(sa_type=PLAIN_TEXT)
    amount_fen: int = Field(sa_type=WHOLE_NUMBER)
    paid_on: str | None = Field(default=None, sa_type=PLAIN_TEXT)
    returned_on: str | None = Field(default=None, sa_type=PLAIN_TEXT)


class RosterPutAsideRow(SQLModel, table=True):
    """A line of a result that could not be matched, and why. Never updated or deleted."""

    __tablename__ = "roster_put_aside"
    __table_args__ = (_TABLE,)

    ledger_id: str = Field(sa_type=PLAIN_TEXT, primary_key=True)
    result: int = Field(sa_type=WHOLE_NUMBER, primary_key=True, sa_column_kwargs={"autoincrement": False})
    line: int = Field(sa_type=WHOLE_NUMBER, primary_key=True, sa_column_kwargs={"autoincrement": False})
    reason: str = Field(sa_type=PLAIN_TEXT)


class DutyJobRow(SQLModel, table=True):
    """A piece of scheduled work: who holds it until when, and which of its times was done last."""

    __tablename__ = "duty_jobs"
    __table_args__ = (_TABLE,)

    ledger_id: str = Field(sa_type=PLAIN_TEXT, primary_key=True)
    """A ledger's id, or ``*`` for the store as a whole."""
    job: str = Field(sa_type=PLAIN_TEXT, primary_key=True)
    holder: str | None = Field(default=None, sa_type=PLAIN_TEXT)
    held_until: str | None = Field(default=None, sa_type=PLAIN_TEXT)
    done_for: str | None = Field(default=None, sa_type=PLAIN_TEXT)
    """The time it was due that has been done last."""
    started_at: str | None = Field(default=None, sa_type=PLAIN_TEXT)
    finished_at: str | None = Field(default=None, sa_type=PLAIN_TEXT)
    outcome: str | None = Field(default=None, sa_type=PLAIN_TEXT)
    detail: str | None = Field(default=None, sa_type=PLAIN_TEXT)


class DutyOfficerRow(SQLModel, table=True):
    """A scheduler on this store and when it was last seen."""

    __tablename__ = "duty_officers"
    __table_args__ = (_TABLE,)

    ledger_id: str = Field(sa_type=PLAIN_TEXT, primary_key=True)
    holder: str = Field(sa_type=PLAIN_TEXT, primary_key=True)
    mode: str = Field(sa_type=PLAIN_TEXT)
    started_at: str = Field(sa_type=PLAIN_TEXT)
    seen_at: str = Field(sa_type=PLAIN_TEXT)
    stopped_at: str | None = Field(default=None, sa_type=PLAIN_TEXT)


class ReadingPositionRow(SQLModel, table=True):
    """How far a reader of a ledger's log has come."""

    __tablename__ = "reading_positions"
    __table_args__ = (_TABLE,)

    ledger_id: str = Field(sa_type=PLAIN_TEXT, primary_key=True)
    reader: str = Field(sa_type=PLAIN_TEXT, primary_key=True)
    position: int = Field(sa_type=WHOLE_NUMBER)


class NoticeRow(SQLModel, table=True):
    """A notice on its way to people: made from an event of the log, once for each channel."""

    __tablename__ = "notices"
    __table_args__ = (sa.Index("notices_waiting", "ledger_id", "status", "next_attempt_at"), _TABLE)

    ledger_id: str = Field(sa_type=PLAIN_TEXT, primary_key=True)
    notice: str = Field(sa_type=PLAIN_TEXT, primary_key=True)
    channel: str = Field(sa_type=PLAIN_TEXT)
    level: str = Field(sa_type=PLAIN_TEXT)
    body: str = Field(sa_type=PLAIN_TEXT)
    status: str = Field(sa_type=PLAIN_TEXT)
    attempts: int = Field(sa_type=WHOLE_NUMBER)
    created_at: str = Field(sa_type=PLAIN_TEXT)
    next_attempt_at: str = Field(sa_type=PLAIN_TEXT)
    sent_at: str | None = Field(default=None, sa_type=PLAIN_TEXT)
    last_error: str | None = Field(default=None, sa_type=PLAIN_TEXT)


class FeedRow(SQLModel, table=True):
    """A source of figures outside: where it is, how it is read, and how far it has been read."""

    __tablename__ = "feeds"
    __table_args__ = (_TABLE,)

    ledger_id: str = Field(sa_type=PLAIN_TEXT, primary_key=True)
    feed: str = Field(sa_type=PLAIN_TEXT, primary_key=True)
    settings: str = Field(sa_type=PLAIN_TEXT)
    cursor: str | None = Field(default=None, sa_type=PLAIN_TEXT)
    etag: str | None = Field(default=None, sa_type=PLAIN_TEXT)
    last_modified: str | None = Field(default=None, sa_type=PLAIN_TEXT)
    last_run_at: str | None = Field(default=None, sa_type=PLAIN_TEXT)
    not_before: str | None = Field(default=None, sa_type=PLAIN_TEXT)
    outcome: str | None = Field(default=None, sa_type=PLAIN_TEXT)


class FeedWorkRow(SQLModel, table=True):
    """A row of a feed that a rule refused: somebody has to look at it. It goes when it has been recorded."""

    __tablename__ = "feed_work"
    __table_args__ = (_TABLE,)

    ledger_id: str = Field(sa_type=PLAIN_TEXT, primary_key=True)
    feed: str = Field(sa_type=PLAIN_TEXT, primary_key=True)
    row_key: str = Field(sa_type=PLAIN_TEXT, primary_key=True)
    content: str = Field(sa_type=PLAIN_TEXT)
    reason: str = Field(sa_type=PLAIN_TEXT)
    first_seen_at: str = Field(sa_type=PLAIN_TEXT)
    last_seen_at: str = Field(sa_type=PLAIN_TEXT)

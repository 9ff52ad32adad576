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

"""The log: events, the head of each ledger, stored views, and the index of what events are about."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TABLE: dict[str, Any] = {"sqlite_with_rowid": False, "sqlite_strict": True}

REFUSALS_SQLITE = (
    "CREATE TRIGGER events_no_update BEFORE UPDATE ON events"
    " BEGIN SELECT RAISE(ABORT, 'the log is append-only: no update'); END",
    "CREATE TRIGGER events_no_delete BEFORE DELETE ON events"
    " BEGIN SELECT RAISE(ABORT, 'the log is append-only: no delete'); END",
    # INSERT OR REPLACE deletes without firing the trigger above: refuse it before it can.
    "CREATE TRIGGER events_no_replace BEFORE INSERT ON events"
    " WHEN EXISTS (SELECT 1 FROM events WHERE ledger_id = NEW.ledger_id AND position = NEW.position)"
    " OR EXISTS (SELECT 1 FROM events WHERE ledger_id = NEW.ledger_id AND id = NEW.id)"
    " OR (NEW.key IS NOT NULL AND EXISTS"
    " (SELECT 1 FROM events WHERE ledger_id = NEW.ledger_id AND key = NEW.key))"
    " BEGIN SELECT RAISE(ABORT, 'the log is append-only: no replace'); END",
    "PRAGMA application_id = 1414679345",
)
REFUSALS_POSTGRES = (
    "CREATE FUNCTION events_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$"
    " BEGIN RAISE EXCEPTION 'the log is append-only: no %', lower(TG_OP)"
    " USING ERRCODE = 'integrity_constraint_violation'; END $$",
    "CREATE TRIGGER events_no_change BEFORE UPDATE OR DELETE ON events"
    " FOR EACH ROW EXECUTE FUNCTION events_refuse_change()",
    "CREATE TRIGGER events_no_truncate BEFORE TRUNCATE ON events"
    " FOR EACH STATEMENT EXECUTE FUNCTION events_refuse_change()",
)


def upgrade() -> None:
    create_events()
    create_ledger_head()
    create_snapshots()
    create_event_subjects()
    sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in REFUSALS_SQLITE if sqlite else REFUSALS_POSTGRES:
        op.execute(statement)


def create_events() -> None:
    op.create_table(
        "events",
        sa.Column("ledger_id", TEXT, nullable=False),
        sa.Column("position", NUMBER, nullable=False),
        sa.Column("id", TEXT, nullable=False),
        sa.Column("type", TEXT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("occurred_on", TEXT, nullable=False),
        sa.Column("recorded_at", TEXT, nullable=False),
        sa.Column("actor", TEXT, nullable=False),
        sa.Column("key", TEXT, nullable=True),
        sa.Column("payload", TEXT, nullable=False),
        sa.Column("prev_hash", TEXT, nullable=False),
        sa.Column("hash", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("ledger_id", "position"),
        **TABLE,
    )
    op.create_index("events_id", "events", ["ledger_id", "id"], unique=True)
    where = sa.text("key IS NOT NULL")
    op.create_index(
        "events_key", "events", ["ledger_id", "key"], unique=True, sqlite_where=where, postgresql_where=where
    )


def create_ledger_head() -> None:
    op.create_table(
        "ledger_head",
        sa.Column("ledger_id", TEXT, nullable=False),
        sa.Column("position", NUMBER, nullable=False),
        sa.Column("hash", TEXT, nullable=False),
        sa.Column("recorded_at", TEXT, nullable=True),
        sa.Column("subjects_through", NUMBER, nullable=False),
        sa.PrimaryKeyConstraint("ledger_id"),
        **TABLE,
    )


def create_snapshots() -> None:
    op.create_table(
        "snapshots",
        sa.Column("ledger_id", TEXT, nullable=False),
        sa.Column("view", TEXT, nullable=False),
        sa.Column("view_version", TEXT, nullable=False),
        sa.Column("position", NUMBER, nullable=False),
        sa.Column("hash", TEXT, nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("ledger_id", "view"),
        **TABLE,
    )


def create_event_subjects() -> None:
    op.create_table(
        "event_subjects",
        sa.Column("ledger_id", TEXT, nullable=False),
        sa.Column("subject", TEXT, nullable=False),
        sa.Column("position", NUMBER, nullable=False),
        sa.PrimaryKeyConstraint("ledger_id", "subject", "position"),
        **TABLE,
    )

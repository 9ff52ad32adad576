"""The lines of payment lists and bank results: append-only, beside the log."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TABLE: dict[str, Any] = {"sqlite_with_rowid": False, "sqlite_strict": True}

KEYS = {
    "roster_lines": ("ledger_id", "roster", "person"),
    "roster_outcomes": ("ledger_id", "result", "person"),
    "roster_put_aside": ("ledger_id", "result", "line"),
}


def upgrade() -> None:
    create_lines()
    create_outcomes()
    create_put_aside()
    sqlite = op.get_bind().dialect.name == "sqlite"
    for table, key in KEYS.items():
        for statement in refusals_sqlite(table, key) if sqlite else refusals_postgres(table):
            op.execute(statement)


def refusals_sqlite(table: str, key: tuple[str, ...]) -> tuple[str, ...]:
    same = " AND ".join(f"{column} = NEW.{column}" for column in key)
    return (
        f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table}"
        " BEGIN SELECT RAISE(ABORT, 'roster lines are append-only: no update'); END",
        f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table}"
        " BEGIN SELECT RAISE(ABORT, 'roster lines are append-only: no delete'); END",
        # INSERT OR REPLACE deletes without firing the trigger above: refuse it before it can.
        f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table}"
        f" WHEN EXISTS (SELECT 1 FROM {table} WHERE {same})"
        " BEGIN SELECT RAISE(ABORT, 'roster lines are append-only: no replace'); END",
    )


def refusals_postgres(table: str) -> tuple[str, ...]:
    return (
        f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table}"
        " FOR EACH ROW EXECUTE FUNCTION events_refuse_change()",
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}"
        " FOR EACH STATEMENT EXECUTE FUNCTION events_refuse_change()",
    )


def create_lines() -> None:
    op.create_table(
        "roster_lines",
        sa.Column("ledger_id", TEXT, nullable=False),
        sa.Column("roster", NUMBER, nullable=False),
        sa.Column("person", sa.LargeBinary(), nullable=False),
        sa.Column("line", NUMBER, nullable=False),
        sa.Column("amount_fen", NUMBER, nullable=False),
        sa.PrimaryKeyConstraint("ledger_id", "roster", "person"),
        **TABLE,
    )


def create_outcomes() -> None:
    op.create_table(
        "roster_outcomes",
        sa.Column("ledger_id", TEXT, nullable=False),
        sa.Column("result", NUMBER, nullable=False),
        sa.Column("person", sa.LargeBinary(), nullable=False),
        sa.Column("line", NUMBER, nullable=False),
        sa.Column("outcome", TEXT, nullable=False),
        sa.Column("amount_fen", NUMBER, nullable=False),
        sa.Column("paid_on", TEXT, nullable=True),
        sa.Column("returned_on", TEXT, nullable=True),
        sa.PrimaryKeyConstraint("ledger_id", "result", "person"),
        **TABLE,
    )


def create_put_aside() -> None:
    op.create_table(
        "roster_put_aside",
        sa.Column("ledger_id", TEXT, nullable=False),
        sa.Column("result", NUMBER, nullable=False),
        sa.Column("line", NUMBER, nullable=False),
        sa.Column("reason", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("ledger_id", "result", "line"),
        **TABLE,
    )

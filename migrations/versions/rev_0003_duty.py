"""Duty, beside the log: scheduled work, schedulers, readers' positions, notices and feeds."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TABLE: dict[str, Any] = {"sqlite_with_rowid": False, "sqlite_strict": True}


def upgrade() -> None:
    create("duty_jobs", ("job",), (), (
        "holder", "held_until", "done_for", "started_at", "finished_at", "outcome", "detail",
    ))  # fmt: skip
    create("duty_officers", ("holder",), ("mode", "started_at", "seen_at"), ("stopped_at",))
    create("reading_positions", ("reader",), (), (), counts=("position",))
    create("notices", ("notice",), ("channel", "level", "body", "status"), (), counts=("attempts",),
           also=("created_at", "next_attempt_at"), also_nullable=("sent_at", "last_error"))  # fmt: skip
    op.create_index("notices_waiting", "notices", ["ledger_id", "status", "next_attempt_at"])
    create("feeds", ("feed",), ("settings",), (
        "cursor", "etag", "last_modified", "last_run_at", "not_before", "outcome",
    ))  # fmt: skip
    create("feed_work", ("feed", "row_key"), ("content", "reason", "first_seen_at", "last_seen_at"), ())


def create(
    table: str,
    key: tuple[str, ...],
    texts: tuple[str, ...],
    nullable: tuple[str, ...],
    *,
    counts: tuple[str, ...] = (),
    also: tuple[str, ...] = (),
    also_nullable: tuple[str, ...] = (),
) -> None:
    op.create_table(
        table,
        *(sa.Column(name, TEXT, nullable=False) for name in ("ledger_id", *key, *texts)),
        *(sa.Column(name, TEXT, nullable=True) for name in nullable),
        *(sa.Column(name, NUMBER, nullable=False) for name in counts),
        *(sa.Column(name, TEXT, nullable=False) for name in also),
        *(sa.Column(name, TEXT, nullable=True) for name in also_nullable),
        sa.PrimaryKeyConstraint("ledger_id", *key),
        **TABLE,
    )

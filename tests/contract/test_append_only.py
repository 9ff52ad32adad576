"""The databases themselves refuse to change the log, whoever asks."""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest

from events.opening import open_store
from events.sqlite_driver import sqlite_driver
from events.store_verification import verify_ledger
from tests.contract.given import LEDGER, opened, paid, payments

COLUMNS = (
    "ledger_id, position, id, type, version, occurred_on, recorded_at, actor, key, payload, prev_hash, hash"
)
CHANGES = [
    "UPDATE events SET actor = 'x' WHERE position = 2",
    "UPDATE events SET position = position + 100",
    "DELETE FROM events WHERE position = 3",
    "DELETE FROM events",
]
SAME = f"SELECT {COLUMNS} FROM events WHERE position = 2"
REPLACES = [
    f"INSERT OR REPLACE INTO events ({COLUMNS}) {SAME}",
    f"REPLACE INTO events ({COLUMNS}) {SAME}",
    f"REPLACE INTO events ({COLUMNS}) {SAME.replace('position, id', '99, id', 1)}",
    f"REPLACE INTO events ({COLUMNS}) {SAME.replace('position, id,', '99, 99,', 1)}",
    f"INSERT INTO events ({COLUMNS}) {SAME} ON CONFLICT (ledger_id, position) DO UPDATE SET actor = 'x'",
]


def fill(url: str) -> None:
    store = open_store(url, create=False)
    with store.writer(LEDGER) as log:
        log.append([opened(), paid(1, key="k"), *payments(5)], actor="a")
    store.close()


def unchanged(url: str) -> bool:
    store = open_store(url, create=False)
    with store.reader(LEDGER) as log:
        verdict = verify_ledger(log)
    store.close()
    return verdict.ok and verdict.events == 7


@pytest.mark.parametrize("sql", [*CHANGES, *REPLACES])
def test_sqlite_refuses_to_change_the_log(sqlite_url: str, sql: str) -> None:
    fill(sqlite_url)
    module = sqlite_driver().module
    connection = module.connect(Path(sqlite_url.removeprefix("sqlite:///")), isolation_level=None)
    with pytest.raises(module.Error, match="append-only"):
        connection.execute(sql)
    connection.close()
    assert unchanged(sqlite_url)


@pytest.mark.parametrize(
    "sql", [*CHANGES, "TRUNCATE events", "TRUNCATE ledger_head, events CASCADE", REPLACES[-1]]
)
def test_postgres_refuses_to_change_the_log(postgres_url: str, sql: str) -> None:
    fill(postgres_url)
    refused = pytest.raises(psycopg.errors.IntegrityConstraintViolation, match="append-only")
    with psycopg.connect(postgres_url.replace("+psycopg", ""), autocommit=True) as connection, refused:
        connection.execute(sql)
    assert unchanged(postgres_url)

"""The rules that let one schema run on SQLite, PostgreSQL and, distributed by ledger, on Citus."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from events.tables import METADATA

TABLES = sorted(METADATA.tables.values(), key=lambda table: table.name)
FOR_ALL_LEDGERS = {"alembic_version"}
PER_LEDGER = [table for table in TABLES if table.name not in FOR_ALL_LEDGERS]
ORDER = {"position", "subjects_through", "roster", "result", "line"}
REAL = (sa.Float, sa.Numeric, sa.REAL, sa.Double)
CLOCK = (sa.DateTime, sa.Date, sa.Time, sa.TIMESTAMP)


def names(table: sa.Table) -> str:
    return table.name


def test_there_are_tables_to_judge() -> None:
    assert {"events", "ledger_head", "snapshots", "event_subjects"} <= set(METADATA.tables)


@pytest.mark.parametrize("table", PER_LEDGER, ids=names)
def test_the_ledger_comes_first_in_every_key(table: sa.Table) -> None:
    keys = [list(table.primary_key.columns)]
    keys += [list(index.columns) for index in table.indexes if index.unique]
    keys += [list(rule.columns) for rule in table.constraints if isinstance(rule, sa.UniqueConstraint)]
    keys += [list(rule.columns) for rule in table.foreign_key_constraints]
    for key in keys:
        assert key[0].name == "ledger_id", key
    for rule in table.foreign_key_constraints:
        assert rule.elements[0].column.name == "ledger_id"


@pytest.mark.parametrize("table", TABLES, ids=names)
def test_no_order_comes_from_a_sequence_or_a_clock(table: sa.Table) -> None:
    for column in table.columns:
        assert column.server_default is None
        assert column.identity is None
        assert column.default is None or not column.default.is_sequence
        assert not column.primary_key or column.autoincrement in (False, "auto")
        assert not isinstance(column.type, CLOCK)
    assert table.autoincrement_column is None or len(table.primary_key.columns) > 1


@pytest.mark.parametrize("table", TABLES, ids=names)
def test_money_is_whole_fen_in_sixty_four_bits_and_nothing_is_a_float(table: sa.Table) -> None:
    for column in table.columns:
        assert not isinstance(column.type, REAL)
        if column.name.endswith("_fen") or column.name in {"position", "subjects_through"}:
            assert isinstance(column.type, sa.BigInteger)


@pytest.mark.parametrize("table", TABLES, ids=names)
def test_text_is_compared_byte_by_byte_everywhere(table: sa.Table) -> None:
    for column in table.columns:
        if isinstance(column.type, sa.Text):
            on_server = column.type.dialect_impl(sa.dialects.postgresql.dialect())
            assert on_server.collation == "C", column

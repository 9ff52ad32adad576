"""Empty to head, every version to head, the log's triggers there, the tables as their classes say."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.pool import NullPool

from events.opening import open_store
from events.postgres_database import PostgresDatabase
from events.sqlite_database import SqliteDatabase
from events.sqlite_driver import sqlite_driver
from events.store_verification import verify_ledger
from events.tables import METADATA
from migrations import HEAD, REVISIONS
from migrations.applying import script_config, upgrade_postgres, upgrade_sqlite
from tests.contract.given import LEDGER, opened, paid, payments

MODULE = sqlite_driver().module


def sqlite_engine(path: Path) -> sa.Engine:
    return sa.create_engine(f"sqlite:///{path}", module=MODULE, poolclass=NullPool)


def postgres_engine(url: str) -> sa.Engine:
    return sa.create_engine(url, poolclass=NullPool)


def engine_of(url: str) -> sa.Engine:
    return (
        postgres_engine(url)
        if url.startswith("postgresql")
        else sqlite_engine(Path(url.removeprefix("sqlite:///")))
    )


def test_the_versions_the_program_knows_are_the_scripts() -> None:
    scripts = ScriptDirectory.from_config(script_config())
    found = [script.revision for script in scripts.walk_revisions()]
    assert tuple(reversed(found)) == REVISIONS
    assert scripts.get_current_head() == HEAD
    assert len(scripts.get_bases()) == 1


def test_the_tables_are_what_their_classes_say(store_url: str) -> None:
    engine = engine_of(store_url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, METADATA) == []


def test_sqlite_tables_are_strict_and_have_no_hidden_row_numbers(sqlite_url: str) -> None:
    with sqlite_engine(Path(sqlite_url.removeprefix("sqlite:///"))).connect() as connection:
        rows = connection.exec_driver_sql(
            "SELECT name, wr, strict FROM pragma_table_list WHERE type = 'table'"
        )
        found = {
            name: (wr, strict) for name, wr, strict in rows if not name.startswith(("sqlite_", "alembic_"))
        }
    assert found == dict.fromkeys(METADATA.tables, (1, 1))


SQLITE_TRIGGERS = {"events_no_update", "events_no_delete", "events_no_replace"}
POSTGRES_TRIGGERS = {"events_no_change", "events_no_truncate"}


def test_the_triggers_that_guard_the_log_are_there(store_url: str) -> None:
    with engine_of(store_url).connect() as connection:
        if connection.dialect.name == "sqlite":
            wanted, sql = (
                SQLITE_TRIGGERS,
                "SELECT name FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'events'",
            )
        else:
            wanted = POSTGRES_TRIGGERS
            sql = "SELECT tgname FROM pg_trigger WHERE tgrelid = 'events'::regclass AND tgenabled = 'O'"
        assert {name for (name,) in connection.exec_driver_sql(sql)} == wanted


def rows_of(event: Any) -> dict[str, Any]:
    return {"ledger_id" if name == "ledger" else name: value for name, value in event._asdict().items()}


def events_recorded_elsewhere() -> list[Any]:
    from events.memory_store import MemoryStore

    with MemoryStore().writer(LEDGER) as log:
        return list(log.append([opened(), paid(1, key="k"), *payments(20)], actor="a"))


@pytest.mark.parametrize("revision", REVISIONS)
def test_a_store_of_every_version_is_brought_to_head_with_its_log(tmp_path: Path, revision: str) -> None:
    path = tmp_path / "old.db"
    database = SqliteDatabase(path)
    database.connect("rwc").close()
    upgrade_sqlite(database.connect, MODULE, revision)
    write_old(sqlite_engine(path))
    check_upgraded(f"sqlite:///{path}")


@pytest.mark.parametrize("revision", REVISIONS)
def test_a_server_of_every_version_is_brought_to_head_with_its_log(postgres_server, revision: str) -> None:
    url = postgres_server.url(postgres_server.new_database())
    upgrade_postgres(PostgresDatabase(url).connect, revision)
    write_old(postgres_engine(url))
    check_upgraded(url)


def write_old(engine: sa.Engine) -> None:
    """Write a log as the program of that version did: into the tables as they were."""
    events = events_recorded_elsewhere()
    old = sa.MetaData()
    old.reflect(engine, only=["events", "ledger_head"])
    last = events[-1]
    head = {
        "ledger_id": LEDGER,
        "position": last.position,
        "hash": last.hash,
        "recorded_at": last.recorded_at,
    }
    with engine.begin() as connection:
        connection.execute(old.tables["events"].insert(), [rows_of(event) for event in events])
        connection.execute(old.tables["ledger_head"].insert(), [head | {"subjects_through": 0}])


def check_upgraded(url: str) -> None:
    store = open_store(url, create=False)
    with store.writer(LEDGER) as log:
        assert verify_ledger(log).ok
        assert log.head.position == 22
        assert len(log.about("project:P01")) == 21
        log.append([paid(500)], actor="b")
    store.close()
    test_the_triggers_that_guard_the_log_are_there(url)


def test_an_upgrade_that_breaks_off_leaves_the_store_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "new.db"

    def torn(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("alembic.operations.Operations.create_index", torn)
        with pytest.raises(KeyboardInterrupt):
            open_store(str(path), create=True)
    connection = MODULE.connect(path)
    assert connection.execute("SELECT count(*) FROM sqlite_schema").fetchone() == (0,)
    connection.close()
    open_store(str(path), create=True).close()

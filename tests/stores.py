"""Stores for tests: fixtures that give fresh ones, quickly, on every database."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from events.opening import open_store
from tests.postgres_server import NoPostgres, PostgresServer, start_server


@pytest.fixture(scope="session")
def made_sqlite_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store's file with its schema and no events, to be copied: Alembic runs once."""
    path = tmp_path_factory.mktemp("made") / "made.db"
    open_store(f"sqlite:///{path}", create=True).close()
    return path


@pytest.fixture
def sqlite_url(made_sqlite_file: Path, tmp_path: Path) -> str:
    """The address of a fresh SQLite store."""
    path = tmp_path / "store.db"
    shutil.copy(made_sqlite_file, path)
    return f"sqlite:///{path}"


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """A running server, or a skip that says why there is none."""
    try:
        server = start_server()
    except NoPostgres as error:
        pytest.skip(f"no PostgreSQL server can be started here: {error}")
    yield server
    server.stop()


@pytest.fixture(scope="session")
def made_postgres_database(postgres_server: PostgresServer) -> str:
    """A database with the schema and no events, to be copied."""
    name = postgres_server.new_database()
    open_store(postgres_server.url(name), create=True).close()
    return name


@pytest.fixture
def postgres_url(postgres_server: PostgresServer, made_postgres_database: str) -> Iterator[str]:
    """The address of a fresh PostgreSQL store."""
    name = postgres_server.new_database(made_postgres_database)
    yield postgres_server.url(name)
    postgres_server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", "postgres"])
def store_url(request: pytest.FixtureRequest) -> str:
    """The address of a fresh store, once for each database."""
    return str(request.getfixturevalue(f"{request.param}_url"))

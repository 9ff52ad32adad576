"""Making and upgrading the schema, all of it in one transaction. Imports Alembic: load it only when needed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from sqlalchemy.pool import NullPool


def script_config() -> Config:
    """Alembic's configuration, for the scripts that lie beside this module."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    return config


def upgrade_sqlite(connect: Callable[[], Any], module: Any, revision: str = "head") -> None:
    """Bring an SQLite file to a revision. ``connect`` gives a DB-API connection in autocommit mode."""
    engine = sa.create_engine("sqlite://", creator=connect, module=module, poolclass=NullPool)

    @sa.event.listens_for(engine, "begin")
    def _lock_first(connection: sa.Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    _upgrade(engine, revision)


def upgrade_postgres(connect: Callable[[], Any], revision: str = "head") -> None:
    """Bring a PostgreSQL database to a revision; two programs that start at once wait for each other."""
    engine = sa.create_engine("postgresql+psycopg://", creator=connect, poolclass=NullPool)

    @sa.event.listens_for(engine, "begin")
    def _lock_first(connection: sa.Connection) -> None:
        connection.exec_driver_sql("SELECT pg_advisory_xact_lock(6076435402)")

    _upgrade(engine, revision)


def _upgrade(engine: sa.Engine, revision: str) -> None:
    config = script_config()
    try:
        with engine.begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, revision)
    finally:
        engine.dispose()

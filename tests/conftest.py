"""Fixtures every room may use."""

from tests.stores import (
    made_postgres_database,
    made_sqlite_file,
    postgres_server,
    postgres_url,
    sqlite_url,
    store_url,
)

__all__ = [
    "made_postgres_database",
    "made_sqlite_file",
    "postgres_server",
    "postgres_url",
    "sqlite_url",
    "store_url",
]

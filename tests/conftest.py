"""Fixtures every room may use."""

from hypothesis import settings

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

settings.register_profile(
    "without a clock", deadline=None
)  # how long an example takes is the machine's affair
settings.load_profile("without a clock")

"""Fixtures every room may use."""

from hypothesis import settings

from tests.effort import EFFORT
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

# How long an example takes is the machine's affair; an ordinary run draws the same examples every time.
settings.register_profile("ours", deadline=None, derandomize=EFFORT == 1)
settings.load_profile("ours")

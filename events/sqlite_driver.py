"""Which SQLite to use. Versions 3.7.0 to 3.51.2 can lose pages in WAL mode when one connection writes while
another checkpoints (fixed in 3.51.3, 3.50.7 and 3.44.6); a desk, a scheduler and a command on one file do that.
"""

from __future__ import annotations

import importlib
import sqlite3
from functools import cache
from typing import Any, NamedTuple

_FIRST_AFFECTED = (3, 7, 0)
_FIXED = (3, 51, 3)
_FIXED_BRANCHES = {(3, 44): 6, (3, 50): 7}


class SqliteDriver(NamedTuple):
    """A DB-API module for SQLite, and the journal mode that is safe with the library it carries."""

    module: Any
    journal_mode: str

    @property
    def version(self) -> str:
        """The library's version."""
        return str(self.module.sqlite_version)


def may_lose_pages(version: tuple[int, int, int]) -> bool:
    """Whether this SQLite has the WAL-reset race."""
    if not _FIRST_AFFECTED <= version < _FIXED:
        return False
    fixed_in = _FIXED_BRANCHES.get(version[:2])
    return fixed_in is None or version[2] < fixed_in


@cache
def sqlite_driver() -> SqliteDriver:
    """The standard library's SQLite if it is sound, else the ``pysqlite3`` package's, else the standard one
    without WAL."""
    if not may_lose_pages(sqlite3.sqlite_version_info):
        return SqliteDriver(sqlite3, "wal")
    try:
        other = importlib.import_module("pysqlite3.dbapi2")
    except ImportError:
        return SqliteDriver(sqlite3, "delete")
    if may_lose_pages(other.sqlite_version_info):
        return SqliteDriver(sqlite3, "delete")
    return SqliteDriver(other, "wal")

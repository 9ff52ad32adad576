"""The events the log's benchmarks record: payments, as most of a bureau's events are."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from events.envelope import NewEvent
from events.memory_store import MemoryStore
from events.opening import open_store
from events.sqlite_driver import sqlite_driver
from events.types.payments import DisbursementRecorded

LEDGER = "323/2022"


def payment(number: int, key: str | None = None) -> NewEvent:
    """The payment of that number."""
    fact = DisbursementRecorded(
        project=f"P{number % 26 + 1:02d}",
        amount_fen=1_234_567,
        due_on="2022-01-15",
        people_due=120,
        people_paid=120,
        voucher=f"2022-{number:06d}",
    )
    return NewEvent(fact, "2022-01-15", key)


def payments(count: int, first: int = 0) -> list[NewEvent]:
    """Payments in a row."""
    return [payment(number) for number in range(first, first + count)]


def recorded_rows(events: Sequence[NewEvent]) -> list[tuple[Any, ...]]:
    """The rows these events become."""
    with MemoryStore().writer(LEDGER) as log:
        return [tuple(event) for event in log.append(events, actor="clerk")]


class EmptyStores:
    """Fresh copies of a store that has its schema."""

    def __init__(self, directory: Path) -> None:
        self._made, self._directory, self._count = directory / "made.db", directory, 0
        open_store(str(self._made), create=True).close()

    def new(self) -> Path:
        """A fresh store's file."""
        self._count += 1
        path = self._directory / f"{self._count}.db"
        shutil.copy(self._made, path)
        return path

    def raw(self) -> Any:
        """A plain driver's connection to a fresh store: the same tables, without the triggers."""
        connection = sqlite_driver().module.connect(self.new(), isolation_level=None)
        connection.execute(f"PRAGMA journal_mode = {sqlite_driver().journal_mode}")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("DROP TRIGGER events_no_replace")
        return connection

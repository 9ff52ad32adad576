"""Whole commands: one durable payment against a bare one-row transaction, and a status whatever the history."""

from __future__ import annotations

import itertools
import os
from pathlib import Path

from benchmarks.measuring import Row, Stopwatch, compare, directory, rate
from events.envelope import NewEvent
from events.opening import open_store
from events.sql_store import SqlStore
from events.sqlite_driver import sqlite_driver
from events.types.payments import DisbursementRecorded
from events.values import LedgerId
from tracker.plan.exchange import published_plan
from tracker.requests import RecordAppropriation, RecordDisbursement
from tracker.service import Tracker

LEDGER = LedgerId("323", 2022)
COMMANDS = 300
HUGE = int(os.environ.get("BENCH_HUGE", "1000000"))


def measure() -> list[Row]:
    """The rows about commands."""
    with directory() as place:
        small, huge = place / "small.db", place / "huge.db"
        made(small, 1_000).close()
        made(huge, HUGE).close()
        return [durable(place, small), flat(small, huge), status(small, huge)]


def made(path: Path, payments: int) -> SqlStore:
    """A ledger with the published plan, money for everything, and that many payments; its view is stored."""
    store = open_store(str(path), create=True)
    tracker = desk(store)
    tracker.open_books("bench")
    tracker.adopt_plan(published_plan(), (), document="published_2022.json", sha256="0" * 64)
    tracker.record(RecordAppropriation(project="P10", amount_fen=10**13, on="2022-01-04"))
    for start in range(0, payments, 10_000):
        batch = [payment(number) for number in range(start, min(start + 10_000, payments))]
        with store.writer(str(LEDGER)) as log:
            log.append(batch, actor="bench")
            log.index_subjects()
    desk(store).status()
    return store


def payment(number: int) -> NewEvent:
    day = f"2022-{number % 6 + 1:02d}-15"
    return NewEvent(
        DisbursementRecorded(project="P10", amount_fen=100, due_on=day, people_due=1, people_paid=1), day
    )


def desk(store: SqlStore) -> Tracker:
    return Tracker(store, LEDGER, actor="bench", today=lambda: "2022-06-30")


def durable(place: Path, path: Path) -> Row:
    """Lock, bring the view up, decide, append, commit; against BEGIN IMMEDIATE, INSERT, COMMIT of a like row."""
    store, bare = open_store(str(path), create=False), bare_table(place / "bare.db")
    tracker, numbers = desk(store), itertools.count()
    tracker.status()
    found = compare(lambda: pay(tracker), lambda: insert(bare, numbers))
    store.close()
    return Row(
        "one durable command", rate(COMMANDS, found.ours), rate(COMMANDS, found.control), found.ratio, 1.5
    )


def flat(small: Path, huge: Path) -> Row:
    """The same command on a huge ledger against a small one."""
    stores = [open_store(str(path), create=False) for path in (huge, small)]
    large, little = (desk(store) for store in stores)
    pay(large)
    pay(little)
    found = compare(lambda: pay(large), lambda: pay(little))
    for store in stores:
        store.close()
    work = f"one durable command, {HUGE:,} events in the ledger"
    return Row(
        work, rate(COMMANDS, found.ours), f"{rate(COMMANDS, found.control)} (1,000 events)", found.ratio, 1.0
    )


def status(small: Path, huge: Path) -> Row:
    """Open a ledger and answer a status, on a huge ledger against a small one."""
    found = compare(lambda: opened(huge), lambda: opened(small))
    work = f"open and answer `status`, {HUGE:,} events"
    return Row(
        work, f"{found.ours * 1e3:.1f} ms", f"{found.control * 1e3:.1f} ms (1,000 events)", found.ratio, 1.3
    )


def opened(path: Path) -> float:
    with Stopwatch() as watch:
        store = open_store(str(path), create=False)
        desk(store).status()
        store.close()
    return watch.seconds


def pay(tracker: Tracker) -> float:
    request = RecordDisbursement(
        project="P10", amount_fen=100, due_on="2022-03-15", paid_on="2022-03-15", people_due=1, people_paid=1
    )
    with Stopwatch() as watch:
        for _ in range(COMMANDS):
            tracker.record(request)
    return watch.seconds


def bare_table(path: Path) -> object:
    connection = sqlite_driver().module.connect(str(path), isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    columns = "l TEXT, p INTEGER, i TEXT UNIQUE, t TEXT, d TEXT, payload TEXT, before TEXT, hash TEXT"
    connection.execute(f"CREATE TABLE e ({columns}, PRIMARY KEY (l, p)) WITHOUT ROWID")
    return connection


def insert(connection: object, numbers: itertools.count[int]) -> float:
    execute = connection.execute  # type: ignore[attr-defined]
    with Stopwatch() as watch:
        for number in itertools.islice(numbers, COMMANDS):
            execute("BEGIN IMMEDIATE")
            row = ("323/2022", number, f"{number:036d}", "Paid", "2022-03-15", "x" * 230, "0" * 64, "1" * 64)
            execute("INSERT INTO e VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)
            execute("COMMIT")
    return watch.seconds

"""Appending: a thousand events at once against a bare ``executemany``, one against a bare one-row transaction."""

from __future__ import annotations

import statistics
import time
from pathlib import Path

from benchmarks.log_events import LEDGER, EmptyStores, payment, payments, recorded_rows
from benchmarks.measuring import Row, Stopwatch, compare, directory, each, rate
from benchmarks.peers import eventsourcing_rates
from events.opening import open_store

INSERT = "INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
BATCH, BATCHES, COMMANDS = 1000, 50, 1000


def measure() -> list[Row]:
    """Both rows of the table."""
    with directory() as place:
        stores = EmptyStores(place)
        peer = eventsourcing_rates(place)
        return [batches(stores, peer.get("batch", "–")), commands(stores, peer.get("single", "–"))]


def batches(stores: EmptyStores, peer: str) -> Row:
    """Build, encode, hash, insert and move the head, a thousand events a transaction."""
    work = [payments(BATCH, number * BATCH) for number in range(BATCHES)]
    rows = recorded_rows([event for batch in work for event in batch])
    found = compare(lambda: append_batches(stores.new(), work), lambda: insert_batches(stores, rows))
    total = BATCH * BATCHES
    return Row(
        "append in batches of 1,000",
        rate(total, found.ours),
        rate(total, found.control),
        found.ratio,
        2.0,
        peer,
    )


def append_batches(path: Path, work: list[list]) -> float:
    store = open_store(str(path), create=False)
    with Stopwatch() as watch:
        for batch in work:
            with store.writer(LEDGER) as log:
                log.append(batch, actor="clerk")
    store.close()
    return watch.seconds


def insert_batches(stores: EmptyStores, rows: list[tuple]) -> float:
    connection = stores.raw()
    with Stopwatch() as watch:
        for start in range(0, len(rows), BATCH):
            connection.execute("BEGIN IMMEDIATE")
            connection.executemany(INSERT, rows[start : start + BATCH])
            connection.execute("COMMIT")
    connection.close()
    return watch.seconds


def commands(stores: EmptyStores, peer: str) -> Row:
    """Lock the head, check the key, append one event, commit: in turn with a bare transaction, one by one."""
    rows = recorded_rows([payment(number, f"k{number}") for number in range(COMMANDS)])
    store, connection = open_store(str(stores.new()), create=False), stores.raw()
    ours, control = [], []
    for number, row in enumerate(rows):
        event = payment(number, f"k{number}")
        started = time.perf_counter()
        with store.writer(LEDGER) as log:
            log.append([event], actor="clerk")
        between = time.perf_counter()
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(INSERT, row)
        connection.execute("COMMIT")
        ours.append(between - started)
        control.append(time.perf_counter() - between)
    store.close()
    connection.close()
    mine, bare = statistics.median(ours), statistics.median(control)
    return Row(
        "one durable append (the log's part of a command)", each(mine), each(bare), mine / bare, 1.5, peer
    )

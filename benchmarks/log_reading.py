"""Reading: folding and verifying against a bare loop, and opening a ledger of a million events."""

from __future__ import annotations

import os
from hashlib import sha256
from pathlib import Path

import msgspec

from benchmarks.log_events import LEDGER, EmptyStores, payments
from benchmarks.measuring import Row, Stopwatch, compare, directory, each, rate
from events.canonical import GENESIS
from events.catalogue import decode
from events.opening import open_store
from events.sqlite_driver import sqlite_driver
from events.store import Snapshot
from events.store_verification import verify_ledger
from events.types.payments import DisbursementRecorded

FOLDED = int(os.environ.get("BENCH_EVENTS", "100000"))
HUGE = int(os.environ.get("BENCH_HUGE", "1000000"))
SELECT = "SELECT * FROM events WHERE ledger_id = ? ORDER BY position"


def measure() -> list[Row]:
    """The rows about reading."""
    with directory() as place:
        stores = EmptyStores(place)
        small, middle, huge = (filled(stores, count) for count in (1000, FOLDED, HUGE))
        return [fold(middle), verify(middle), opening(small, huge)]


def filled(stores: EmptyStores, count: int) -> Path:
    """A store with that many payments, and a stored view at its head."""
    path = stores.new()
    store = open_store(str(path), create=False)
    for start in range(0, count, 10_000):
        with store.writer(LEDGER) as log:
            log.append(payments(min(10_000, count - start), start), actor="clerk")
    with store.writer(LEDGER) as log:
        head = log.head
        log.save_snapshot(Snapshot("view", "1", head.position, head.hash, b"x" * 50_000))
    store.close()
    return path


def fold(path: Path) -> Row:
    """Read, decode, check every hash, add up by project; against the same in a bare loop over the driver."""
    found = compare(lambda: fold_ours(path), lambda: fold_bare(path))
    return Row(
        "fold from zero, every hash checked",
        rate(FOLDED, found.ours),
        rate(FOLDED, found.control),
        found.ratio,
        1.5,
    )


def fold_ours(path: Path) -> float:
    store, paid, head = open_store(str(path), create=False), dict[str, int](), GENESIS
    with Stopwatch() as watch, store.reader(LEDGER) as log:
        for event in log.read():
            if event.prev_hash != head or event.expected_hash() != event.hash:
                raise AssertionError(event.position)
            head = event.hash
            fact = decode(event.type, event.version, event.payload)
            if isinstance(fact, DisbursementRecorded):
                paid[fact.project] = paid.get(fact.project, 0) + fact.amount_fen
    store.close()
    return watch.seconds


def fold_bare(path: Path) -> float:
    connection, paid, head = sqlite_driver().module.connect(path), dict[str, int](), GENESIS
    read = msgspec.json.Decoder(DisbursementRecorded).decode
    with Stopwatch() as watch:
        for (
            ledger,
            position,
            id_,
            type_,
            version,
            on,
            at,
            actor,
            _,
            payload,
            previous,
            digest,
        ) in connection.execute(SELECT, (LEDGER,)):
            text = (
                f'{{"actor":"{actor}","id":"{id_}","key":null,"ledger":"{ledger}","occurred_on":"{on}",'
                f'"payload":{payload},"position":{position},"prev_hash":"{previous}","recorded_at":"{at}",'
                f'"type":"{type_}","version":{version}}}'
            )
            if previous != head or sha256(text.encode()).hexdigest() != digest:
                raise AssertionError(position)
            head, fact = digest, read(payload)
            paid[fact.project] = paid.get(fact.project, 0) + fact.amount_fen
    connection.close()
    return watch.seconds


def verify(path: Path) -> Row:
    """Verify a ledger in the store; against reading it and one SHA-256 an event."""
    found = compare(lambda: verify_ours(path), lambda: hash_bare(path))
    return Row("verify", rate(FOLDED, found.ours), rate(FOLDED, found.control), found.ratio, 3.0)


def verify_ours(path: Path) -> float:
    store = open_store(str(path), create=False)
    with Stopwatch() as watch, store.reader(LEDGER) as log:
        if not verify_ledger(log).ok:
            raise AssertionError
    store.close()
    return watch.seconds


def hash_bare(path: Path) -> float:
    connection = sqlite_driver().module.connect(path)
    with Stopwatch() as watch:
        for row in connection.execute(SELECT, (LEDGER,)):
            sha256(row[9].encode()).hexdigest()
    connection.close()
    return watch.seconds


def opening(small: Path, huge: Path) -> Row:
    """Open the store and read the stored view and the tail after it: of a million events, and of a thousand."""
    found = compare(lambda: open_ours(huge), lambda: open_ours(small), rounds=21)
    return Row(f"open {HUGE:,} events, over 1,000", each(found.ours), each(found.control), found.ratio, 1.3)


def open_ours(path: Path) -> float:
    with Stopwatch() as watch:
        store = open_store(str(path), create=False)
        with store.reader(LEDGER) as log:
            kept = log.snapshot("view")
            known = None if kept is None else log.at(kept.position)
            if kept is None or known is None or known.hash != kept.hash:
                raise AssertionError
            if list(log.read(after=kept.position)):
                raise AssertionError
        store.close()
    return watch.seconds

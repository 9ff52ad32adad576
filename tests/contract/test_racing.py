"""Many at once: positions stay gapless, nobody's event is lost, a reader who follows skips nothing."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

from events.store import EventStore, KeyAlreadyUsed
from events.store_verification import verify_ledger
from tests.contract.given import LEDGER, paid

WRITERS, EACH = 8, 25


def write(store: EventStore, writer: int) -> list[str]:
    ids = []
    for number in range(EACH):
        with store.writer(LEDGER) as log:
            seen = log.head.position
            recorded = log.append([paid(writer * 1000 + number), paid(1)], actor=f"w{writer}", expected=seen)
            ids += [event.id for event in recorded]
    return ids


def follow(store: EventStore, until: int, seen: list[int]) -> None:
    while len(seen) < until:
        with store.reader(LEDGER) as log:
            seen += [event.position for event in log.read(after=len(seen))]


def test_eight_writers_and_a_follower(store: EventStore) -> None:
    total, seen = WRITERS * EACH * 2, list[int]()
    follower = threading.Thread(target=follow, args=(store, total, seen), daemon=True)
    follower.start()
    with ThreadPoolExecutor(WRITERS) as pool:
        acknowledged = [
            identifier for ids in pool.map(lambda w: write(store, w), range(WRITERS)) for identifier in ids
        ]
    follower.join(30)
    assert seen == list(range(1, total + 1))
    with store.reader(LEDGER) as log:
        assert {event.id for event in log.read()} == set(acknowledged)
        assert len(acknowledged) == total
        assert verify_ledger(log).ok


def test_one_key_is_recorded_once_whoever_is_first(store: EventStore) -> None:
    together = threading.Barrier(WRITERS)

    def once(_: int) -> int:
        together.wait()
        try:
            with store.writer(LEDGER) as log:
                return log.append([paid(1, key="k")], actor="a")[0].position
        except KeyAlreadyUsed as used:
            return used.event.position

    with ThreadPoolExecutor(WRITERS) as pool:
        assert set(pool.map(once, range(WRITERS))) == {1}
    with store.reader(LEDGER) as log:
        assert log.head.position == 1


def test_the_last_yuan_is_paid_once(store: EventStore) -> None:
    """Each writer looks at what has been paid, and pays one more fen only below the ceiling."""
    ceiling = 20

    def spend(_: int) -> int:
        done = 0
        for number in range(ceiling):
            with store.writer(LEDGER) as log:
                spent = sum(event.fact.amount_fen for event in log.about("project:P01"))
                if spent < ceiling:
                    log.append([paid(number, fen=1)], actor="a")
                    done += 1
        return done

    with ThreadPoolExecutor(WRITERS) as pool:
        assert sum(pool.map(spend, range(WRITERS))) == ceiling
    with store.reader(LEDGER) as log:
        assert log.head.position == ceiling

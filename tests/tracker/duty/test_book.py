from __future__ import annotations

import datetime as dt
import threading

import pytest

from events.opening import open_store
from tests.tracker.duty.offices import Office
from tracker.duty.book import HOLD, RETRY, DutyBook

NOON = dt.datetime(2022, 3, 1, 4, tzinfo=dt.UTC)
LATER = dt.timedelta(minutes=1)


class Clock:
    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> dt.datetime:
        return self.now


@pytest.fixture(params=["sqlite", "postgres"])
def two(request: pytest.FixtureRequest):
    clock = Clock()
    url = str(request.getfixturevalue(f"{request.param}_url"))
    stores = [open_store(url, create=True) for _ in range(2)]
    yield clock, DutyBook(stores[0], now=clock, holder="one"), DutyBook(stores[1], now=clock, holder="two")
    for store in stores:
        store.close()


def test_work_is_taken_by_one_and_done_once(two) -> None:
    _, one, other = two
    assert one.take("backup", NOON)
    assert not other.take("backup", NOON)
    one.done("backup", NOON, "done")
    assert not other.take("backup", NOON)
    assert other.take("backup", NOON + LATER)


def test_one_who_was_killed_lets_go_after_a_while(two) -> None:
    clock, one, other = two
    one.take("backup", NOON)
    clock.now += HOLD + LATER
    assert other.take("backup", NOON)


def test_one_who_is_seen_keeps_what_it_holds(two) -> None:
    clock, one, other = two
    one.take("verify", NOON)
    clock.now += HOLD - LATER
    one.be_seen("stays")
    clock.now += HOLD - LATER
    assert not other.take("verify", NOON)


def test_what_failed_is_tried_again_after_a_while(two) -> None:
    clock, one, other = two
    one.take("backup", NOON)
    one.failed("backup", "disk full")
    assert not other.take("backup", NOON)
    clock.now += RETRY
    assert other.take("backup", NOON)


def test_entries_from_a_future_that_was_taken_back_do_not_count(two) -> None:
    clock, one, other = two
    clock.now += dt.timedelta(days=400)
    one.take("backup", clock.now)
    one.done("backup", clock.now, "done")
    one.take("verify", clock.now)
    clock.now = NOON
    assert other.take("backup", NOON)
    assert other.take("verify", NOON)


def test_presence_ends_with_silence_or_with_signing_off(two) -> None:
    clock, one, other = two
    one.be_seen("stays")
    assert other.somebody_on_duty() is not None
    clock.now += dt.timedelta(minutes=11)
    assert other.somebody_on_duty() is None
    one.be_seen("stays")
    one.be_seen("stays", stopping=True)
    assert other.somebody_on_duty() is None
    other.be_seen("once")
    assert one.somebody_on_duty() is None


def test_of_many_at_once_one_takes_it(office: Office) -> None:
    taken = []

    def reach() -> None:
        taken.append(DutyBook(office.store, now=lambda: NOON).take("digest", NOON))

    hands = [threading.Thread(target=reach) for _ in range(8)]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    assert sorted(taken) == [False] * 7 + [True]

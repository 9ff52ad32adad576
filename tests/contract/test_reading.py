import contextlib

import pytest

from events.envelope import NewEvent
from events.store import EventStore, Snapshot
from events.subjects import about_event, about_project, about_voucher
from events.types.corrections import EventReversed, OriginalFact
from tests.contract.conftest import MakeStore
from tests.contract.given import LEDGER, clock_of, granted, opened, paid, payments


def positions(events) -> list[int]:
    return [event.position for event in events]


@pytest.fixture
def ten(store: EventStore) -> EventStore:
    with store.writer(LEDGER) as log:
        log.append([opened(), *payments(9)], actor="a")
    return store


def test_a_range_is_read_in_order(ten: EventStore) -> None:
    with ten.reader(LEDGER) as log:
        assert positions(log.read()) == list(range(1, 11))
        assert positions(log.read(after=7)) == [8, 9, 10]
        assert positions(log.read(after=2, through=4)) == [3, 4]
        assert positions(log.read(through=99)) == list(range(1, 11))
        assert positions(log.read(after=10)) == []


def test_the_end_is_read_back_newest_first(ten: EventStore) -> None:
    with ten.reader(LEDGER) as log:
        assert positions(log.read_back(limit=3)) == [10, 9, 8]
        assert positions(log.read_back(before=3, limit=5)) == [2, 1]
        assert positions(log.read_back(before=1, limit=5)) == []
        assert positions(log.read_back(before=100, limit=1)) == [10]


def test_one_event_is_found_by_position_identifier_and_key(ten: EventStore) -> None:
    with ten.reader(LEDGER) as log:
        fifth = log.at(5)
        assert fifth is not None
        assert log.find(fifth.id) == fifth
        assert positions([log.by_key("open")]) == [1]
        assert (log.at(0), log.at(11), log.find("no such"), log.by_key("no such")) == (None,) * 4


def test_a_reader_goes_on_seeing_its_moment(ten: EventStore) -> None:
    with ten.reader(LEDGER) as log:
        assert log.head.position == 10
        with ten.writer(LEDGER) as other:
            other.append(payments(5, 100), actor="b")
        assert log.head.position == 10
        assert positions(log.read()) == list(range(1, 11))
        assert positions(log.read_back(limit=1)) == [10]
        assert log.at(11) is None
        assert len(log.about(about_project("P01"))) == 9
    with ten.reader(LEDGER) as log:
        assert log.head.position == 15


def test_a_half_read_log_holds_nothing_up(ten: EventStore) -> None:
    with ten.reader(LEDGER) as log:
        half = log.read()
        assert next(half).position == 1
    with ten.writer(LEDGER) as log:
        first = next(log.read())
        log.append([paid(50)], actor="a")
    assert first.position == 1
    with ten.reader(LEDGER) as log:
        assert log.head.position == 11


def test_as_of_and_known_at_both_count(make_store: MakeStore) -> None:
    instants = ["2022-02-01T00:00:00.000000Z", "2022-03-01T00:00:00.000000Z", "2022-04-01T00:00:00.000000Z"]
    store = make_store(clock=clock_of(instants))
    for number, day in enumerate(["2022-01-31", "2022-02-28", "2022-01-15"], 1):
        with store.writer(LEDGER) as log:
            log.append([paid(number, on=day)], actor="a")
    with store.reader(LEDGER) as log:
        assert positions(log.read(as_of="2022-01-31")) == [1, 3]
        assert positions(log.read(known_at="2022-03-01T00:00:00.000000Z")) == [1, 2]
        assert positions(log.read(known_at="2022-02-28T23:59:59.999999Z")) == [1]
        assert positions(log.read(as_of="2022-01-31", known_at=instants[1])) == [1]
        assert positions(log.read(as_of="2021-12-31")) == []


@pytest.mark.parametrize("large", [1, 200, 2500])
def test_everything_about_a_subject_is_found_indexed_or_not(store: EventStore, large: int) -> None:
    with store.writer(LEDGER) as log:
        log.append([granted("P01"), granted("P02", to="P03"), *payments(large)], actor="a")
        log.append([paid(9999, project="P03")], actor="a")
        assert positions(log.about(about_project("P03"))) == [2, large + 3]
    with store.reader(LEDGER) as log:
        before = {name: log.about(about_project(name)) for name in ("P01", "P02", "P03", "P04")}
    assert [len(found) for found in before.values()] == [large + 1, 1, 2, 0]
    with store.writer(LEDGER) as log:
        log.index_subjects()
    with store.reader(LEDGER) as log:
        assert log.subjects_through == log.head.position
        assert {name: log.about(about_project(name)) for name in before} == before
        assert positions(log.about(about_voucher("记-9999"))) == [large + 3]


class TakenBack(Exception):
    """The block does not count."""


@pytest.mark.parametrize("kept", [True, False])
def test_a_long_block_finds_what_it_has_appended_itself(store: EventStore, kept: bool) -> None:
    with store.writer(LEDGER) as log:
        log.append([granted("P01"), *payments(10)], actor="a")
    before, step = 10, 150
    with contextlib.suppress(TakenBack), store.writer(LEDGER) as log:
        for first in range(before + 1, 2_500, step):
            log.append(payments(step, first), actor="a")
            for number in (1, first, first + step - 1):
                assert positions(log.about(about_voucher(f"记-{number:04d}"))) == [number + 1]
            assert len(log.about(about_project("P01"))) == first + step
        if not kept:
            raise TakenBack
    with store.reader(LEDGER) as log:
        found = log.about(about_project("P01"))
        assert len(found) == log.head.position == (first + step if kept else before + 1)
        assert positions(found) == list(range(1, len(found) + 1))


def test_a_reversal_is_about_what_its_original_was(store: EventStore) -> None:
    with store.writer(LEDGER) as log:
        payment = log.append([paid(7)], actor="a")[0]
        original = OriginalFact(
            position=1, id=payment.id, type=payment.type, version=1, occurred_on="2022-01-15",
            payload={"project": "P01", "amount_fen": 100, "due_on": "2022-01-15", "voucher": "记-0007"},
        )  # fmt: skip
        undone = EventReversed(
            reversed=payment.id, reversed_position=1, effect="undo", original=original, reason="录错"
        )
        log.append([NewEvent(undone, "2022-02-01")], actor="a")
        for subject in (about_project("P01"), about_voucher("记-0007")):
            assert positions(log.about(subject)) == [1, 2]
        assert positions(log.about(about_event(payment.id))) == [2]


def test_a_view_is_kept_under_its_name_and_replaced(store: EventStore) -> None:
    first = Snapshot("view", "1", 3, "a" * 64, b"\x00\xff{}")
    with store.writer(LEDGER) as log:
        log.append([opened()], actor="a")
        log.save_snapshot(first)
        assert log.snapshot("view") == first
    second = first._replace(position=9, body=b"more")
    with store.writer(LEDGER) as log:
        log.save_snapshot(second)
        log.save_snapshot(first._replace(view="other"))
    with store.reader(LEDGER) as log:
        assert log.snapshot("view") == second
        assert log.snapshot("other") == first._replace(view="other")
    with store.reader("325/2022") as log:
        assert log.snapshot("view") is None


def test_a_view_saved_in_a_block_that_raises_is_gone(store: EventStore) -> None:
    with pytest.raises(ZeroDivisionError), store.writer(LEDGER) as log:
        log.save_snapshot(Snapshot("view", "1", 0, "0" * 64, b""))
        raise ZeroDivisionError
    with store.reader(LEDGER) as log:
        assert log.snapshot("view") is None

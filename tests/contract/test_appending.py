import re

import pytest

from events.canonical import GENESIS
from events.envelope import NewEvent
from events.memory_store import MemoryStore
from events.store import EventStore, Head, KeyAlreadyUsed, UnexpectedPosition
from events.values import InvalidValue
from tests.contract.conftest import MakeStore
from tests.contract.given import LEDGER, OTHER, clock_of, counted_ids, granted, opened, paid, payments


def test_a_ledger_nobody_wrote_is_an_empty_one(store: EventStore) -> None:
    with store.reader(LEDGER) as log:
        assert log.ledger == LEDGER
        assert log.head == Head(0, GENESIS, None)
        assert list(log.read()) == []
        assert log.read_back(limit=5) == []
        assert log.at(1) is None
        assert log.find("01800000-0000-7000-8000-000000000001") is None
        assert log.by_key("open") is None
        assert log.about("project:P01") == []
        assert log.snapshot("any") is None
    assert store.ledgers() == []


def test_appended_events_get_positions_instants_identifiers_and_a_chain(store: EventStore) -> None:
    with store.writer(LEDGER) as log:
        first = log.append([opened(), granted()], actor="经办")
        second = log.append([paid(1, key="k1")], actor="经办")
        assert [event.position for event in (*first, *second)] == [1, 2, 3]
    with store.reader(LEDGER) as log:
        kept = list(log.read())
        assert kept == [*first, *second]
        assert log.head == Head(3, kept[-1].hash, kept[-1].recorded_at)
    previous = GENESIS
    for event in kept:
        assert event.prev_hash == previous
        assert event.hash == event.expected_hash()
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", event.recorded_at)
        assert re.fullmatch(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", event.id)
        previous = event.hash
    assert [event.actor for event in kept] == ["经办"] * 3
    assert [event.key for event in kept] == ["open", None, "k1"]
    assert kept[0].fact == opened().fact


def test_nothing_is_kept_when_the_block_raises(store: EventStore) -> None:
    with store.writer(LEDGER) as log:
        log.append([opened()], actor="a")
    with pytest.raises(ZeroDivisionError), store.writer(LEDGER) as log:
        log.append(payments(3), actor="a")
        assert len(list(log.read())) == 4
        raise ZeroDivisionError
    with store.reader(LEDGER) as log:
        assert log.head.position == 1
        assert log.about("project:P01") == []
    with store.writer(LEDGER) as log:
        assert log.append([paid(9)], actor="a")[0].position == 2


def test_a_block_that_appends_nothing_leaves_no_ledger_behind(store: EventStore) -> None:
    with store.writer(LEDGER) as log:
        assert log.append([], actor="a") == []
    assert store.ledgers() == []


def test_ledgers_have_chains_of_their_own_and_are_listed_sorted(store: EventStore) -> None:
    for name in (OTHER, LEDGER):
        with store.writer(name) as log:
            assert log.append([opened()], actor="a")[0].position == 1
    assert store.ledgers() == [LEDGER, OTHER]
    with store.reader(OTHER) as log:
        assert [event.ledger for event in log.read()] == [OTHER]


def test_another_position_than_expected_is_refused_and_names_both(store: EventStore) -> None:
    with store.writer(LEDGER) as log:
        log.append([opened()], actor="a", expected=0)
    with pytest.raises(UnexpectedPosition) as caught, store.writer(LEDGER) as log:
        log.append([granted()], actor="a", expected=0)
    assert (caught.value.ledger, caught.value.expected, caught.value.found) == (LEDGER, 0, 1)
    with store.writer(LEDGER) as log:
        log.append([granted()], actor="a", expected=1)


def test_a_key_used_before_is_refused_and_names_its_event(store: EventStore) -> None:
    with store.writer(LEDGER) as log:
        first = log.append([opened(), paid(1, key="k1")], actor="a")[1]
    with store.writer(LEDGER) as log:
        with pytest.raises(KeyAlreadyUsed) as caught:
            log.append([paid(2), paid(3, key="k1")], actor="a")
        assert caught.value.key == "k1"
        assert caught.value.event == first
    with store.reader(LEDGER) as log:
        assert log.head.position == 2
        assert log.by_key("k1") == first
    with store.writer(OTHER) as log:  # keys belong to a ledger
        log.append([paid(1, key="k1")], actor="a")


def test_a_key_appended_in_the_same_block_is_seen(store: EventStore) -> None:
    with store.writer(LEDGER) as log:
        log.append([paid(1, key="k1")], actor="a")
        with pytest.raises(KeyAlreadyUsed):
            log.append([paid(2, key="k1")], actor="a")
        with pytest.raises(ValueError, match="twice"):
            log.append([paid(3, key="k2"), paid(4, key="k2")], actor="a")
    with store.reader(LEDGER) as log:
        assert log.head.position == 1


@pytest.mark.parametrize(
    "event",
    [
        paid(key="a\0b"),
        paid(key="\ud800"),
        paid()._replace(occurred_on="2022-02-30"),
        paid()._replace(occurred_on=""),
    ],
)
def test_what_no_database_can_keep_is_refused_before_it_is_asked(store: EventStore, event: NewEvent) -> None:
    with pytest.raises(InvalidValue), store.writer(LEDGER) as log:
        log.append([event], actor="a")
    assert store.ledgers() == []


def test_every_character_comes_back_as_it_went_in(store: EventStore) -> None:
    words = "“引号”\\反斜杠\n换行\t制表 \x01\x7f 😀 é é \u2028 NUL\0 % ? ; -- '"
    event = paid()._replace(
        fact=paid().fact.__class__(project="P01", amount_fen=1, due_on="2022-01-01", note=words)
    )
    with store.writer(LEDGER) as log:
        log.append([event], actor="经办 'a\" %s ?")
    with store.reader(LEDGER) as log:
        kept = log.at(1)
        assert kept is not None
        assert kept.fact == event.fact
        assert kept.actor == "经办 'a\" %s ?"
        assert kept.hash == kept.expected_hash()


def test_a_clock_set_back_never_makes_a_ledger_run_backwards(make_store: MakeStore) -> None:
    late, early = "2022-05-01T00:00:00.000000Z", "2022-04-01T00:00:00.000000Z"
    store = make_store(clock=clock_of([late, early]))
    for number in (1, 2):
        with store.writer(LEDGER) as log:
            log.append([paid(number)], actor="a")
    with store.reader(LEDGER) as log:
        assert [event.recorded_at for event in log.read()] == [late, late]


def test_the_same_input_gets_the_same_hashes_in_every_store(make_store: MakeStore) -> None:
    heads = []
    for number in (1, 2):
        clock, ids = clock_of(["2022-01-16T01:02:03.123456Z"]), counted_ids()
        store = make_store(clock=clock, ids=ids) if number == 1 else MemoryStore(clock=clock, ids=ids)
        with store.writer(LEDGER) as log:
            log.append([opened(), granted()], actor="经办")
            log.append([*payments(100), paid(101, key="最后")], actor="经办")
            heads.append(log.head)
    assert heads[0] == heads[1]


def test_large_and_small_appends_mix(store: EventStore) -> None:
    with store.writer(LEDGER) as log:
        log.append(payments(1000), actor="a")
        log.append(payments(3, 2000), actor="a")
        log.append(payments(500, 3000), actor="a")
    with store.reader(LEDGER) as log:
        assert [event.position for event in log.read()] == list(range(1, 1504))
        assert len(log.about("project:P01")) == 1503

import pytest

from events.memory_store import MemoryStore
from events.store import EventStore, KeyAlreadyUsed
from tests.contract.given import LEDGER, OTHER, opened, paid, payments


@pytest.fixture
def recorded():
    source = MemoryStore()
    with source.writer(LEDGER) as log:
        return list(log.append([opened(), *payments(8), paid(99, key="k")], actor="a"))


def test_recorded_events_are_taken_over_unchanged(store: EventStore, recorded) -> None:
    with store.writer(LEDGER) as log:
        log.adopt(recorded[:4])
        log.adopt(recorded[4:])
    with store.reader(LEDGER) as log:
        assert list(log.read()) == recorded
        assert log.head == (10, recorded[-1].hash, recorded[-1].recorded_at)
        assert log.by_key("k") == recorded[-1]
        assert len(log.about("project:P01")) == 9


@pytest.mark.parametrize(
    "spoil",
    [
        lambda events: events[1:],
        lambda events: [events[0], *events[2:]],
        lambda events: [events[1], events[0]],
        lambda events: [events[0]._replace(actor="b")],
        lambda events: [events[0]._replace(hash=events[0].hash.upper())],
        lambda events: [events[0], events[1]._replace(prev_hash="0" * 64)],
        lambda events: [events[0]._replace(ledger=OTHER)],
    ],
)
def test_a_break_in_the_chain_is_refused_and_nothing_is_kept(store: EventStore, recorded, spoil) -> None:
    with pytest.raises(ValueError, match=r"event \d+"), store.writer(LEDGER) as log:
        log.adopt(spoil(recorded))
    assert store.ledgers() == []


def test_what_follows_the_head_is_taken_over_and_what_does_not_is_not(store: EventStore, recorded) -> None:
    with store.writer(LEDGER) as log:
        log.adopt(recorded[:5])
    with pytest.raises(ValueError, match="does not follow"), store.writer(LEDGER) as log:
        log.adopt(recorded)
    with store.writer(LEDGER) as log:
        log.adopt(recorded[5:])
        assert log.head.position == 10


def test_keys_and_identifiers_stay_unique(store: EventStore) -> None:
    source = MemoryStore(ids=lambda count: ["01800000-0000-7000-8000-000000000001"] * count)
    with source.writer(LEDGER) as log:
        twins = list(log.append([paid(1), paid(2)], actor="a"))
    with pytest.raises(ValueError, match="one id"), store.writer(LEDGER) as log:
        log.adopt(twins)
    other = MemoryStore()
    with other.writer(LEDGER) as log:
        first = log.append([paid(1, key="k")], actor="a")
    with store.writer(LEDGER) as log:
        log.adopt(first)
        with pytest.raises(KeyAlreadyUsed):
            log.append([paid(2, key="k")], actor="a")

"""Every store finds what the plain description of a search finds."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from events.envelope import NewEvent
from events.searching import Sought, SoughtWord, amount_of, is_found
from events.store import EventStore
from events.types.corrections import EventReversed, OriginalFact
from events.types.oversight import AlertAcknowledged
from tests.contract.given import LEDGER, OTHER, granted, opened, paid, payments


@pytest.fixture
def log_of_many_kinds(store: EventStore) -> EventStore:
    undone = OriginalFact(
        position=2, id="x", type="DisbursementRecorded", version=1, occurred_on="2022-01-15",
        payload={"project": "P01", "amount_fen": 700, "due_on": "2022-01-15"},
    )  # fmt: skip
    reversal = EventReversed(reversed="x", reversed_position=2, effect="undo", original=undone, reason="录错")
    with store.writer(LEDGER) as log:
        log.append(
            [opened(), paid(fen=700), paid(2, project="P02", on="2022-03-01", fen=5_000)], actor="Zhang"
        )
        log.append([granted(fen=9_000, to="P02"), NewEvent(reversal, "2022-04-01")], actor="李四")
        log.append(
            [NewEvent(AlertAcknowledged("timeliness:P01.03:2022-03", "100%_! Asked"), "2022-05-01")],
            actor="o",
        )
        log.index_subjects()
    with store.writer(LEDGER) as log:
        log.append(payments(3, 50), actor="zhang san")
    with store.writer(OTHER) as log:
        log.append([opened(), *payments(3)], actor="Zhang")
    return store


def found(store: EventStore, after: int = 0, through: int = 99, **sought: object) -> list[int]:
    with store.reader(LEDGER) as log:
        return list(log.search(Sought(**sought), after=after, through=through))  # type: ignore[arg-type]


def test_each_condition_finds_its_events_the_latest_first(log_of_many_kinds: EventStore) -> None:
    store = log_of_many_kinds
    assert found(store) == [9, 8, 7, 6, 5, 4, 3, 2, 1]
    assert found(store, types=("DisbursementRecorded",)) == [9, 8, 7, 3, 2]
    assert found(store, types=()) == []
    assert found(store, actor="zhang") == [9, 8, 7, 3, 2, 1]
    assert found(store, since="2022-03-01", until="2022-04-01") == [5, 3]
    assert found(store, least_fen=700, most_fen=5_000) == [5, 3, 2]
    assert found(store, subject="project:P02") == [4, 3]
    assert found(store, subject="project:P01") == [9, 8, 7, 5, 4, 2]
    assert found(store, after=2, through=4) == [4, 3]


def test_words_are_found_in_payload_actor_and_date_or_by_what_they_mean(
    log_of_many_kinds: EventStore,
) -> None:
    store = log_of_many_kinds
    assert found(store, words=(SoughtWord("录错"),)) == [5]
    assert found(store, words=(SoughtWord("asked"),)) == [6]
    assert found(store, words=(SoughtWord("100%_!"),)) == [6]
    assert found(store, words=(SoughtWord("%"),)) == [6]
    assert found(store, words=(SoughtWord("2022-03"), SoughtWord("记-0002"))) == [3]
    assert found(store, words=(SoughtWord("冲销", types=("EventReversed",)),)) == [5]
    assert found(store, words=(SoughtWord("50.00", fen=5_000),)) == [3]


def test_a_page_of_events_is_read_at_once(log_of_many_kinds: EventStore) -> None:
    with log_of_many_kinds.reader(LEDGER) as log:
        assert [event.position for event in log.several([2, 9, 5, 77])] == [9, 5, 2]
        assert list(log.several([])) == []


WORDS = st.sampled_from(["2022", "zhang", "记-000", "p01", "%", "_", "!", '"', "700", "李"])
SOUGHT = st.builds(
    Sought,
    subject=st.sampled_from([None, None, "project:P01", "project:P02", "voucher:记-0050"]),
    types=st.sampled_from([None, None, ("DisbursementRecorded", "EventReversed"), ("LedgerOpened",), ()]),
    actor=st.sampled_from(["", "", "zh", "四", "_"]),
    since=st.sampled_from([None, "2022-01-15", "2022-04-01"]),
    until=st.sampled_from([None, "2022-01-15", "2022-04-01"]),
    least_fen=st.sampled_from([None, None, 0, 700, 701]),
    most_fen=st.sampled_from([None, None, 700, 5_000]),
    words=st.lists(st.builds(SoughtWord, WORDS, st.just(()), st.sampled_from([None, 700])), max_size=2).map(
        tuple
    ),
)


@given(SOUGHT, st.integers(0, 9), st.integers(0, 12))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_store_finds_what_the_description_says(
    log_of_many_kinds: EventStore, sought: Sought, after: int, through: int
) -> None:
    with log_of_many_kinds.reader(LEDGER) as log:
        described = [
            event.position for event in log.read(after=after, through=through) if is_found(sought, event)
        ]
        assert list(log.search(sought, after=after, through=through)) == described[::-1]


def test_amounts_of_lists_and_reversals_count(log_of_many_kinds: EventStore) -> None:
    with log_of_many_kinds.reader(LEDGER) as log:
        reversal = log.at(5)
    assert reversal is not None
    assert amount_of(reversal.payload) == 700
    assert amount_of('{"amount_due_fen":5,"lines":1}') == 5
    assert amount_of('{"note":"x"}') is None

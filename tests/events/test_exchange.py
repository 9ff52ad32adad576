import io
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from events.envelope import NewEvent
from events.exchange import LedgerNotEmpty, OtherLedger, UnusableLog, export_log, import_log
from events.memory_store import MemoryStore
from events.opening import open_store
from events.store import EventStore
from events.types.indicators import DeviationExplained
from events.verify import verify_lines
from tests.contract.given import LEDGER, OTHER, granted, opened, paid, payments
from tests.effort import examples
from tests.events.test_verify import LINES, rehashed, rewritten

WHOLE = b"".join(LINES)


def exported(store: EventStore, ledger: str = LEDGER) -> bytes:
    file = io.BytesIO()
    with store.reader(ledger) as log:
        export_log(log, file)
    return file.getvalue()


def test_a_log_moves_between_databases_with_its_hashes(sqlite_url: str, postgres_url: str) -> None:
    first, second, third = (
        MemoryStore(),
        open_store(sqlite_url, create=False),
        open_store(postgres_url, create=False),
    )
    with first.writer(LEDGER) as log:
        log.append([opened(), granted(), *payments(40)], actor='经办 \\ " \x01')
    data = exported(first)
    for source, target in ((first, second), (second, third)):
        ledger, head = import_log(target, io.BytesIO(exported(source)))
        assert ledger == LEDGER
        assert head.position == 42
        assert exported(target) == data
        with target.reader(LEDGER) as log:
            assert log.subjects_through == 42
    second.close()
    third.close()


words = st.text(max_size=20)
facts = st.builds(
    lambda reason, measure: DeviationExplained("P01.01", reason, measure), words, words
) | st.integers(1, 10**15).map(lambda fen: paid(fen=fen).fact)
keyed = st.lists(st.tuples(facts, st.dates().map(lambda day: day.isoformat())), min_size=1, max_size=12)


@settings(max_examples=examples(60), deadline=None)
@given(keyed, st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=8))
def test_whatever_is_recorded_comes_back_from_a_file_unchanged(recorded, actor: str) -> None:
    source, target = MemoryStore(), MemoryStore()
    events = [NewEvent(fact, day, f"k{number}") for number, (fact, day) in enumerate(recorded)]
    with source.writer(LEDGER) as log:
        log.append(events, actor=actor)
    data = exported(source)
    assert verify_lines(io.BytesIO(data)).ok
    import_log(target, io.BytesIO(data))
    with source.reader(LEDGER) as before, target.reader(LEDGER) as after:
        assert list(before.read()) == list(after.read())
        assert [event.fact for event in after.read()] == [event.fact for event in events]


def test_only_an_empty_ledger_takes_a_log(store_url: str) -> None:
    store = open_store(store_url, create=False)
    with store.writer(LEDGER) as log:
        log.append([opened()], actor="a")
    with pytest.raises(LedgerNotEmpty) as caught:
        import_log(store, io.BytesIO(WHOLE))
    assert (caught.value.ledger, caught.value.position) == (LEDGER, 1)
    store.close()


def test_a_log_of_another_ledger_is_refused_where_one_is_asked_for() -> None:
    with pytest.raises(OtherLedger) as caught:
        import_log(MemoryStore(), io.BytesIO(WHOLE), ledger=OTHER)
    assert (caught.value.wanted, caught.value.found) == (OTHER, LEDGER)


def test_bad_lines_are_named_and_nothing_is_recorded(store_url: str) -> None:
    store = open_store(store_url, create=False)
    spoiled = [*LINES[:4], rewritten(LINES[4], more=1), LINES[5], b"{}\n", *LINES[7:]]
    with pytest.raises(UnusableLog) as caught:
        import_log(store, io.BytesIO(b"".join(spoiled)))
    assert [problem.line for problem in caught.value.problems] == [5, 7]
    assert all(problem.zh and problem.en for problem in caught.value.problems)
    assert store.ledgers() == []
    store.close()


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (b"", 1),
        (b"PK\x03\x04", 1),
        (WHOLE[:-1], 11),
        (b"".join(LINES[:3] + LINES[4:]), 4),
        (WHOLE.replace(b'"amount_fen":100,', b'"amount_fen":900,', 1), 4),
    ],
)
def test_a_file_that_is_no_whole_log_is_refused(data: bytes, line: int) -> None:
    store = MemoryStore()
    with pytest.raises(UnusableLog) as caught:
        import_log(store, io.BytesIO(data))
    assert caught.value.problems[0].line == line
    assert store.ledgers() == []


@pytest.mark.parametrize("change", [{"type": "MoonLanded"}, {"version": 99}, {"payload": {"moon": 1}}])
def test_types_and_versions_this_program_does_not_know_are_refused(change: dict[str, object]) -> None:
    unknown = rehashed(LINES[1], **change)
    with pytest.raises(UnusableLog) as caught:
        import_log(MemoryStore(), io.BytesIO(LINES[0] + unknown))
    assert caught.value.problems[0].line == 2
    assert json.loads(unknown)["type"] in caught.value.problems[0].zh


def test_the_watcher_hears_how_far_it_is() -> None:
    store, told = MemoryStore(), list[int]()
    with store.writer(LEDGER) as log:
        log.append(payments(2500), actor="a")
    with store.reader(LEDGER) as log:
        export_log(log, io.BytesIO(), told.append)
    assert told == [1000, 2000, 2500]

"""A server that goes away in the middle: what a command did is looked up, and decided again where it did nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import psycopg
import pytest

from events.opening import open_store
from events.postgres_database import PostgresDatabase, PostgresSession
from events.sql_session import Written
from events.store import OutcomeUnknown
from events.store_verification import verify_ledger
from tests.builders import LEDGER, PLAN
from tracker import deciding_again
from tracker.requests import RecordAppropriation, RecordDisbursement
from tracker.service import Outcome, Tracker

Commit = Callable[[PostgresSession, str, Written | None], None]
COMMIT: Commit = PostgresSession.write_and_commit
PAYMENT = RecordDisbursement(project="P01", amount_fen=500_00, paid_on="2022-03-15", due_on="2022-03-15")


def lost(_session: PostgresSession, _ledger: str, _written: Written | None) -> None:
    raise psycopg.OperationalError("the server closed the connection")


def made_then_lost(session: PostgresSession, ledger: str, written: Written | None) -> None:
    COMMIT(session, ledger, written)
    lost(session, ledger, written)


def hung_up_on(session: PostgresSession, ledger: str, written: Written | None) -> None:
    """The administrator ends the connection while the command is at work."""
    pid = session._connection.info.backend_pid
    with psycopg.connect(session._database.url, autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", (pid,))
    COMMIT(session, ledger, written)


@pytest.fixture
def tracker(postgres_url: str) -> Iterator[Tracker]:
    store = open_store(postgres_url, create=False)
    made = Tracker(store, LEDGER, actor="clerk", today=lambda: "2022-03-20")
    made.open_books("测试单位")
    made.adopt_plan(PLAN, (), document="plan.json", sha256="0" * 64)
    made.record(RecordAppropriation(project="P01", amount_fen=800_00, on="2022-01-10"))
    yield made
    store.close()


def fail_first(monkeypatch: pytest.MonkeyPatch, times: int, commit: Commit) -> list[int]:
    """Let the next commits go wrong in one way; the list counts all of them."""
    seen: list[int] = []

    def committed(session: PostgresSession, ledger: str, written: Written | None) -> None:
        seen.append(1)
        (commit if len(seen) <= times else COMMIT)(session, ledger, written)

    monkeypatch.setattr(PostgresSession, "write_and_commit", committed)
    return seen


def payments(tracker: Tracker) -> int:
    with tracker.store.reader(str(LEDGER)) as log:
        assert verify_ledger(log).ok
        return sum(event.type == "DisbursementRecorded" for event in log.read())


@pytest.mark.parametrize("key", [None, "march-pensions"])
@pytest.mark.parametrize("fault", [lost, made_then_lost, hung_up_on])
def test_a_payment_is_recorded_once_whatever_became_of_the_first_answer(
    tracker: Tracker, monkeypatch: pytest.MonkeyPatch, fault: Commit, key: str | None
) -> None:
    fail_first(monkeypatch, 1, fault)
    outcome: Outcome = tracker.record(PAYMENT, key=key)
    assert not outcome.repeated
    assert tracker.event(outcome.event.id) == outcome.event
    assert payments(tracker) == 1
    with tracker.view() as (_, view):
        assert view.money_of("P01").balance == 300_00


def test_what_was_decided_again_is_decided_by_what_others_did_meanwhile(
    tracker: Tracker, postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The balance allows one such payment only; another clerk's goes in between."""
    from tracker.decisions import Refusal

    def overtaken(session: PostgresSession, ledger: str, written: Written | None) -> None:
        session.end()
        monkeypatch.setattr(PostgresSession, "write_and_commit", COMMIT)
        store = open_store(postgres_url, create=False)
        Tracker(store, LEDGER, actor="other", today=lambda: "2022-03-20").record(PAYMENT)
        store.close()
        lost(session, ledger, written)

    fail_first(monkeypatch, 1, overtaken)
    with pytest.raises(Refusal) as refused:
        tracker.record(PAYMENT)
    assert refused.value.code == "over_balance"
    assert payments(tracker) == 1


def test_a_server_that_stays_away_is_said_after_a_few_attempts(
    tracker: Tracker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deciding_again, "PAUSES_SECONDS", (0.0, 0.0))
    seen = fail_first(monkeypatch, 10, lost)
    with pytest.raises(OutcomeUnknown):
        tracker.record(PAYMENT)
    assert payments(tracker) == 0
    assert len(seen) <= 12


def test_a_server_that_cannot_be_asked_leaves_the_outcome_unknown(
    tracker: Tracker, monkeypatch: pytest.MonkeyPatch
) -> None:
    from events.store import StoreUnavailable

    def gone(*_: object, **__: object) -> None:
        raise StoreUnavailable("unreachable", where="here", why="stopped")

    def lost_for_good(session: PostgresSession, ledger: str, written: Written | None) -> None:
        monkeypatch.setattr(PostgresDatabase, "begin", gone)
        lost(session, ledger, written)

    monkeypatch.setattr(deciding_again, "PAUSES_SECONDS", (0.0, 0.0))
    with monkeypatch.context() as broken:
        fail_first(broken, 1, lost_for_good)
        with pytest.raises(OutcomeUnknown) as unknown:
            tracker.record(PAYMENT)
    assert not isinstance(unknown.value, deciding_again.Unrecorded)
    monkeypatch.undo()
    assert payments(tracker) == 0

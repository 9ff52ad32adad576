"""Recording many rows is work that grows with the rows, not with their square."""

from __future__ import annotations

from pathlib import Path

import pytest

import events.sql_store
from events.opening import open_store
from tests.builders import LEDGER, PLAN
from tracker.bulk import Row, look_at_all, record_all
from tracker.requests import RecordAppropriation, RecordDisbursement
from tracker.service import Tracker

ROWS = 2_300


def test_each_event_is_looked_at_a_few_times_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = open_store(f"sqlite:///{tmp_path}/one.db", create=True)
    tracker = Tracker(store, LEDGER, actor="tester", today=lambda: "2022-06-30")
    tracker.open_books("测试单位")
    tracker.adopt_plan(PLAN, (), document="plan.json", sha256="0" * 64)
    grant = RecordAppropriation(project="P01", amount_fen=10**12, kind="initial", on="2022-01-02")
    tracker.record(grant)
    rows = [
        Row(number, RecordDisbursement(project="P01", amount_fen=1, due_on="2022-03-15",
                                       paid_on="2022-03-15", voucher=f"V-{number}"), f"row {number}")
        for number in range(ROWS)
    ]  # fmt: skip
    looked = 0
    subjects_of = events.sql_store.subjects_of

    def counting(fact: object) -> object:
        nonlocal looked
        looked += 1
        return subjects_of(fact)  # type: ignore[arg-type]

    monkeypatch.setattr(events.sql_store, "subjects_of", counting)
    look_at_all(tracker, rows)
    assert looked < 5 * ROWS
    assert len(record_all(tracker, rows)) == ROWS
    assert looked < 10 * ROWS
    store.close()

"""What was being typed belongs to one store: a draft of a training ledger is never offered in the real one."""

from __future__ import annotations

from pathlib import Path

import pytest

from events.opening import open_store
from events.store import EventStore
from tests.builders import LEDGER
from tracker.service import Tracker
from tui.remembered import Draft, Remembered
from tui.session import Session


def session_on(store: EventStore, directory: Path) -> Session:
    tracker = Tracker(store, LEDGER, actor="clerk", today=lambda: "2022-03-01")
    return Session(lambda: tracker, "zh", Remembered(directory), tracker=tracker)


def test_two_stores_with_one_ledger_keep_their_drafts_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = [tmp_path / name / "store.db" for name in ("real", "training")]
    for path in paths:
        path.parent.mkdir()
    real, training = (open_store(f"sqlite:///{path}", create=True) for path in paths)
    Draft(session_on(real, tmp_path).drafts, str(LEDGER), "payment").keep("key", {"amount": "5"})
    assert Draft(session_on(training, tmp_path).drafts, str(LEDGER), "payment").read() is None
    monkeypatch.chdir(paths[0].parent)
    again = open_store("store.db", create=False)
    kept = Draft(session_on(again, tmp_path).drafts, str(LEDGER), "payment").read()
    assert kept == ("key", {"amount": "5"}), "however the store is named"
    for store in (real, training, again):
        store.close()

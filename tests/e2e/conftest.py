"""Offices for the outside checks."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.e2e.contract_office import Office


@pytest.fixture
def unopened(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Office:
    """An office whose store does not exist yet, with nothing of the caller's environment."""
    for name in ("TRACKER_DB", "TRACKER_LEDGER", "TRACKER_LANG", "TRACKER_TODAY", "TRACKER_ACTOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    return Office(tmp_path / "office.db", capsys, monkeypatch)


@pytest.fixture
def office(unopened: Office) -> Office:
    """An office with the plan of 2023 in force, on 15 June of that year."""
    unopened.today("2023-06-15")
    unopened.open()
    return unopened

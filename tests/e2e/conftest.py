"""Offices for the outside checks."""

from __future__ import annotations

import json
import shutil
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

import pytest

from tests.e2e.contract_office import NAME, PLAN, UNIT, YEAR, Office
from tracker.cli.main import run

CALLERS = ("TRACKER_DB", "TRACKER_LEDGER", "TRACKER_LANG", "TRACKER_TODAY", "TRACKER_ACTOR")


@pytest.fixture
def unopened(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Office:
    """An office whose store does not exist yet, with nothing of the caller's environment."""
    for name in CALLERS:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    return Office(tmp_path / "office.db", capsys, monkeypatch)


@pytest.fixture(scope="session")
def opened_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with the plan of 2023 in force since the year's first day, made once and copied."""
    directory = tmp_path_factory.mktemp("opened")
    plan, store = directory / "plan.json", directory / "office.db"
    plan.write_text(json.dumps(PLAN, ensure_ascii=False), "utf-8")
    with redirect_stdout(StringIO()):
        assert run(["--db", str(store), "init", "--unit", UNIT, "--name", NAME, "--year", str(YEAR)]) == 0
        assert run(["--db", str(store), "plan", "import", str(plan), "--on", f"{YEAR}-01-01"]) == 0
    return store


@pytest.fixture
def office(unopened: Office, opened_store: Path) -> Office:
    """An office with the plan of 2023 in force, on 15 June of that year."""
    for file in opened_store.parent.glob("office.db*"):
        shutil.copy(file, unopened.db.with_name(file.name))
    unopened.today("2023-06-15")
    return unopened

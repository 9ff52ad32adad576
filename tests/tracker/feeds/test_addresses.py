from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.tracker.rosters.files import HEADERS, csv_text, person
from tracker.cli.main import run


@pytest.fixture
def db(tmp_path: Path) -> str:
    url = f"sqlite:///{tmp_path}/store.db"
    assert run(["--db", url, "init", "--unit", "900", "--name", "x", "--year", "2022"]) == 0
    return url


def plan_bytes() -> bytes:
    from tests.builders import PLAN
    from tracker.plan.exchange import plan_to_json

    return json.dumps(plan_to_json(PLAN), ensure_ascii=False).encode()


def test_a_plan_is_imported_from_an_address(db: str, source: Any, capsys: pytest.CaptureFixture[str]) -> None:
    source.answer = lambda _cursor, _headers: (200, {"content-type": "application/json"}, plan_bytes())
    capsys.readouterr()
    assert run(["--db", db, "--json", "plan", "import", source.url]) == 0
    assert json.loads(capsys.readouterr().out)["projects"] == 2


def test_a_list_is_imported_from_an_address_and_once(
    db: str, source: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    source.answer = lambda _cursor, _headers: (200, {"content-type": "application/json"}, plan_bytes())
    assert run(["--db", db, "plan", "import", source.url, "--on", "2022-01-01"]) == 0
    money = ["record", "appropriation", "--project", "P01", "--amount", "1000", "--on", "2022-01-02"]
    assert run(["--db", db, *money]) == 0
    listed = csv_text([HEADERS, person(1), person(2)]).encode()
    source.answer = lambda _cursor, _headers: (200, {"content-type": "text/csv"}, listed)
    words = ["roster", "import", source.url, "--project", "P01", "--month", "2022-02", "--lines", "2"]
    for _ in range(2):
        capsys.readouterr()
        assert run(["--db", db, "--json", *words]) == 0
        told = json.loads(capsys.readouterr().out)
        assert (told["lines"], told["people_due"], told["amount_due"]) == (2, 2, "230.00")
    capsys.readouterr()
    run(["--db", db, "--json", "log", "list", "--limit", "100"])
    kinds = [event["type"] for event in json.loads(capsys.readouterr().out)]
    assert kinds.count("RosterImported") == 1


@pytest.mark.parametrize("status", [404, 500])
def test_an_address_that_gives_nothing_is_exit_4_and_one_line(
    status: int, db: str, source: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    source.answer = lambda _cursor, _headers: (status, {}, b"")
    capsys.readouterr()
    assert run(["--db", db, "plan", "import", source.url]) == 4
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_a_plain_address_elsewhere_is_exit_4(db: str) -> None:
    assert run(["--db", db, "plan", "import", "http://example.org/plan.json"]) == 4

"""The clerk's first ten minutes by hand, on each database: import, appropriate, pay, check, correct, explain, export."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.builders import PLAN
from tracker.cli.main import run
from tracker.plan.exchange import plan_to_json

Ask = Callable[..., Any]


@pytest.fixture
def plan_file(tmp_path: Path) -> Path:
    path = tmp_path / "plan.json"
    path.write_text(json.dumps(plan_to_json(PLAN), ensure_ascii=False), encoding="utf-8")
    return path


@pytest.fixture
def ask(store_url: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Ask:
    """Run a command on the store with --json; returns what it answers, after looking at its exit code."""

    def asked(*arguments: str, today: str = "2022-04-20", exits: int = 0) -> Any:
        monkeypatch.setenv("TRACKER_TODAY", today)
        code = run(["--db", store_url, *arguments, "--json"])
        said = capsys.readouterr()
        assert code == exits, said.err
        return json.loads(said.out) if said.out else said.err

    return asked


def pay(ask: Ask, paid: int, **more: Any) -> Any:
    """Pay ten people's March, ``paid`` of them in time."""
    line = (
        "record disbursement --project P01 --amount 1160 --due 2022-03-15 --paid 2022-03-15 --people-due 10"
    )
    return ask(*line.split(), "--people-paid", str(paid), *more.get("and_", []))


def test_the_first_ten_minutes(ask: Ask, plan_file: Path, tmp_path: Path, sqlite_url: str) -> None:
    ask("init", "--unit", "900", "--name", "测试单位", "--year", "2022", today="2022-01-05")
    told = ask("plan", "import", str(plan_file), today="2022-01-05")
    assert (told["projects"], told["indicators"], told["department_indicators"]) == (2, 11, 1)
    ask("record", "appropriation", "--project", "P01", "--amount", "2.4万", "--on", "2022-01-10")
    wrong = pay(ask, 9)
    found = ask("check", "--month", "2022-03", exits=1)
    assert {row["indicator"]: row["status"] for row in found["results"]}["P01.03"] == "missed"
    alert = next(alert for alert in ask("alerts", exits=1) if alert["subject"] == "P01.03")
    ask("alerts", "ack", alert["id"], "--note", "bank asked")
    ask("reverse", wrong["event"], "--reason", "typed wrong")
    pay(ask, 10, and_=["--voucher", "V1"])
    assert alert["id"] in [closed["id"] for closed in ask("check", "--month", "2022-03", exits=1)["closed"]]
    figure = ask("explain", "P01.03", "--period", "2022-03")
    assert (figure["value"], len(figure["events"])) == ("100.00", 3)
    assert ask("status")["totals"]["disbursed"] == "1160.00"
    assert "余额" in ask("record", "disbursement", "--project", "P01", "--amount", "2.4万", exits=3)
    _moves_unchanged(ask, tmp_path, sqlite_url)


def _moves_unchanged(ask: Ask, tmp_path: Path, sqlite_url: str) -> None:
    """The log is exported, verified as a file, and read into another store with the same head."""
    verdict = ask("log", "verify")
    exported = ask("log", "export", str(tmp_path / "log.jsonl"))
    assert verdict["ok"]
    assert exported["head"] == verdict["head"]
    assert ask("log", "verify", str(tmp_path / "log.jsonl"))["head"] == verdict["head"]
    other = f"{sqlite_url}.other.db"
    assert ask("log", "import", str(tmp_path / "log.jsonl"), "--db", other)["head"] == verdict["head"]
    ask("log", "import", str(tmp_path / "log.jsonl"), "--db", other, exits=3)
    assert ask("status", "--db", other)["totals"]["disbursed"] == "1160.00"

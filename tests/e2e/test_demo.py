"""The main job from end to end: a published plan, a simulated year, twelve checks, twenty-six forms."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tracker.cli.main import run


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The demo played once, and what it said."""
    directory = tmp_path_factory.mktemp("demo") / "here"
    environment = {key: value for key, value in os.environ.items() if not key.startswith("TRACKER_")}
    done = subprocess.run(
        [sys.executable, "-m", "tracker", "demo", "--dir", str(directory), "--json"],
        capture_output=True,
        text=True,
        check=True,
        env=environment,
    )
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def asked(capsys: pytest.CaptureFixture[str], year: dict[str, Any], *arguments: str) -> Any:
    """The JSON a command answers on the demo's ledger."""
    run(["--db", year["db"], "--json", *arguments])
    return json.loads(capsys.readouterr().out)


def test_the_whole_year_is_played_and_verifies(year: dict[str, Any]) -> None:
    assert year["verified"]
    assert year["projects"] == 26
    assert len(year["months"]) == 12
    assert year["alerts_opened"] > year["alerts_closed"] > 0
    assert Path(year["db"]).is_file()
    assert all(Path(form).is_file() for form in year["forms"])


def test_twenty_lines_of_a_standard_library_verify_the_exported_log(year: dict[str, Any]) -> None:
    with (Path(year["dir"]) / "log.jsonl").open(encoding="utf-8") as file:
        ledger, previous = json.loads(file.readline())["ledger"], "0" * 64
        for line in file:
            event = json.loads(line)
            told = event.pop("hash")
            assert event["prev_hash"] == previous
            text = json.dumps(
                event | {"ledger": ledger}, sort_keys=True, separators=(",", ":"), ensure_ascii=False
            )
            previous = hashlib.sha256(text.encode()).hexdigest()
            assert previous == told
    assert previous == year["head"]


def test_what_went_wrong_in_the_year_is_seen_and_was_put_right(
    year: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    types = [event["type"] for event in asked(capsys, year, "log", "list", "--limit", "5000")]
    for kind in (
        "AppropriationRecorded", "ReceiptRecorded", "DisbursementRecorded", "ReturnRecorded", "EventReversed",
        "MeasurementRecorded", "DeviationExplained", "TimelinessChecked", "AlertOpened", "AlertClosed",
        "AlertAcknowledged", "RuleSetChosen",
    ):  # fmt: skip
        assert kind in types, kind
    late = next(month for month, found in year["months"].items() if found and month.endswith("-08"))
    alerts = asked(capsys, year, "alerts")
    assert [alert["period"] for alert in alerts] == [late]


def test_every_score_of_the_forms_can_be_explained(
    year: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    form = json.loads(next(Path(p) for p in year["forms"] if p.endswith("selfeval.json")).read_text("utf-8"))
    assert len(form["projects"]) == 26
    for project in form["projects"][:4]:
        for row in project["indicators"]:
            figure = asked(capsys, year, "explain", row["code"])
            assert [event["id"] for event in figure["events"]] == [event["id"] for event in row["events"]]
    assert form["log"]["hash"] == year["head"]


def test_the_forms_pass_the_programs_own_audit(
    year: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    forms = [path for path in year["forms"] if "selfeval" in path]
    report = asked(capsys, year, "audit", *forms)
    assert len(report["forms"]) >= 26
    assert [finding for form in report["forms"] for finding in form["findings"]] == []


def test_a_demo_never_overwrites_another(year: dict[str, Any], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["demo", "--dir", year["dir"], "--no-tui"]) == 3
    assert year["dir"] in capsys.readouterr().err

"""The scheduler as a process: started, stopped, killed, started twice; backups and the doctor by command."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.tracker.duty.offices import Office


@pytest.fixture
def office(sqlite_url: str) -> Office:
    made = Office(sqlite_url)
    made.store.close()
    return made


def start(url: str, *words: str, today: str = "2022-03-20") -> subprocess.Popen[bytes]:
    code = "import sys; from tracker.cli.main import main; main(sys.argv[1:])"
    return subprocess.Popen(
        [sys.executable, "-c", code, "--db", url, *words],
        env=os.environ | {"TRACKER_TODAY": today, "TRACKER_LANG": "en"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def run(url: str, *words: str, today: str = "2022-03-20") -> tuple[int, Any, str]:
    process = start(url, *words, "--json", today=today)
    out, err = process.communicate(timeout=60)
    return process.returncode, json.loads(out) if out.strip() else None, err.decode()


def checks(url: str) -> list[str]:
    _, events, _ = run(url, "log", "list", "--limit", "1000")
    return [event["payload"]["month"] for event in events if event["type"] == "TimelinessChecked"]


def wait_for(condition: Any, *, seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.2)


def on_duty(url: str) -> bool:
    return bool(run(url, "schedule", "list")[1]["on_duty"])


def stop_all(processes: Sequence[subprocess.Popen[bytes]]) -> None:
    for process in processes:
        if process.poll() is None:
            process.kill()
        process.communicate()


def test_once_catches_up_says_so_and_does_it_once(office: Office) -> None:
    code, told, _ = run(office.url, "schedule", "run", "--once")
    assert code == 1  # nothing was reported in two months
    assert [(each["job"], each["month"], each["recorded"]) for each in told["ran"]] == [
        ("timeliness", "2022-01", True),
        ("timeliness", "2022-02", True),
    ]
    code, told, _ = run(office.url, "schedule", "run", "--once")
    assert (code, [each["recorded"] for each in told["ran"]]) == (1, [False, False])
    assert checks(office.url) == ["2022-01", "2022-02"]


def test_nothing_due_is_well(office: Office) -> None:
    code, told, _ = run(office.url, "schedule", "run", "--once", today="2022-01-20")
    assert (code, told["ran"]) == (0, [])


def test_two_schedulers_check_once_and_stop_cleanly_when_asked(office: Office) -> None:
    schedulers = [start(office.url, "schedule", "run") for _ in range(2)]
    try:
        wait_for(lambda: len(checks(office.url)) >= 2)
        wait_for(lambda: on_duty(office.url))
        for scheduler in schedulers:
            scheduler.send_signal(signal.SIGTERM)
        for scheduler in schedulers:
            _, err = scheduler.communicate(timeout=30)
            assert scheduler.returncode == 0, err.decode()
            assert b"Traceback" not in err
    finally:
        stop_all(schedulers)
    assert checks(office.url) == ["2022-01", "2022-02"]
    assert not on_duty(office.url)


def test_one_killed_in_its_work_leaves_nothing_half_done(office: Office) -> None:
    for pause in (0.4, 0.6, 0.8, 1.0):
        scheduler = start(office.url, "schedule", "run")
        time.sleep(pause)
        scheduler.kill()
        scheduler.communicate()
    run(office.url, "schedule", "run", "--once")
    assert checks(office.url) == ["2022-01", "2022-02"]
    assert run(office.url, "log", "verify")[0] == 0


def test_backup_restore_and_doctor_by_command(office: Office, tmp_path: Path) -> None:
    code, made, _ = run(office.url, "backup", str(tmp_path / "b.db"))
    assert (code, sorted(made)) == (0, ["events", "evidence_copied", "file", "ledgers", "sha256"])
    new = f"sqlite:///{tmp_path}/new.db"
    code, restored, _ = run(new, "restore", str(tmp_path / "b.db"))
    assert (code, restored["events"], restored["ledgers"]) == (0, made["events"], made["ledgers"])
    assert run(new, "restore", str(tmp_path / "b.db"))[0] == 3
    assert run(f"sqlite:///{tmp_path}/x.db", "restore", str(tmp_path / "none.db"))[0] == 4
    assert run(f"sqlite:///{tmp_path}/x.db", "restore", __file__)[0] == 4
    code, page, _ = run(new, "doctor", today="2022-01-20")
    assert (code, page["ok"]) == (0, True), page
    code, page, err = run(f"sqlite:///{tmp_path}/none.db", "doctor")
    assert (code, page["ok"]) == (5, False)
    assert len(err.splitlines()) == 1

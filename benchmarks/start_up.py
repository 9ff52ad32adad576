"""Whole processes: the program's help against a bare Python, and a small ledger's status against one import."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

from benchmarks.commands import made
from benchmarks.measuring import Row, compare, directory, each

BARE = [sys.executable, "-c", "pass"]
SQLMODEL = [sys.executable, "-c", "import sqlmodel"]
TRACKER = [sys.executable, "-m", "tracker"]


def measure() -> list[Row]:
    """The rows about starting."""
    with directory() as place:
        path = place / "small.db"
        made(path, 100).close()
        return [
            _against("`tracker --help`, whole process", [*TRACKER, "--help"], BARE, 4.5),
            _against("`tracker status`, small ledger, whole process", _status(path), SQLMODEL, 1.4),
        ]


def _status(path: Path) -> list[str]:
    return [*TRACKER, "--db", str(path), "status", "--json"]


def _against(work: str, ours: list[str], control: list[str], goal: float) -> Row:
    found = compare(lambda: _seconds(ours), lambda: _seconds(control), rounds=11)
    return Row(
        work, each(found.ours), f"{each(found.control)} (`{' '.join(control[1:])}`)", found.ratio, goal
    )


def _seconds(command: list[str]) -> float:
    environment = os.environ | {"TRACKER_TODAY": "2022-06-30"}
    started = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True, env=environment)
    return time.perf_counter() - started

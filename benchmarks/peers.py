"""Other people's software doing the same work, installed into a virtual environment of its own.

Only with ``BENCH_PEERS=1``: it needs a package index, and a minute.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from functools import cache
from pathlib import Path

from benchmarks.terminal import Terminal

SCREENS = ("posting", "harlequin")
FRAME_BYTES = 1_500
"""More than the setting up of a terminal takes, less than a screen full of anything."""

EVENTSOURCING = Path(__file__).with_name("peer_eventsourcing.py")


def eventsourcing_rates(place: Path) -> dict[str, str]:
    """What ``eventsourcing`` does on SQLite: appends in batches, one by one, and replay; empty unless asked for."""
    if not os.environ.get("BENCH_PEERS"):
        return {}
    return _measured(place)


@cache
def _measured(place: Path) -> dict[str, str]:
    python = _installed(place / "peer", "eventsourcing==9.5.*") / "python"
    done = subprocess.run(
        [str(python), str(EVENTSOURCING)], check=True, capture_output=True, text=True, cwd=place
    )
    return {name: f"eventsourcing {value:,.0f}/s" for name, value in json.loads(done.stdout).items()}


def first_frames(place: Path) -> str:
    """When other terminal applications show their first frame, for a cell of the table."""
    if not os.environ.get("BENCH_PEERS"):
        return "–"
    programs = _installed(place / "screens", *SCREENS)
    environment = os.environ | {"TERM": "xterm-256color", "COLORTERM": "truecolor", "HOME": str(place)}
    return ", ".join(f"{name} {_first_frame(programs / name, environment):.2f} s" for name in SCREENS)


def _first_frame(program: Path, environment: dict[str, str]) -> float:
    """The median of five starts, each to the first long burst of output that follows the start."""

    def once() -> float:
        with Terminal([str(program)], environment=environment) as terminal:
            while len(terminal.written) < FRAME_BYTES and terminal.read(30):
                pass
            return time.perf_counter() - terminal.started

    return statistics.median(once() for _ in range(5))


def _installed(home: Path, *packages: str) -> Path:
    """The programs of an environment of their own with these packages."""
    subprocess.run([sys.executable, "-m", "venv", str(home)], check=True)
    programs = home / "bin"
    subprocess.run([str(programs / "python"), "-m", "pip", "install", "-q", *packages], check=True)
    return programs

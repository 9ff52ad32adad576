"""Other people's software doing the same work, installed into a virtual environment of its own.

Only with ``BENCH_PEERS=1``: it needs a package index, and some minutes.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import time
from functools import cache
from pathlib import Path
from typing import NamedTuple

from benchmarks.terminal import Terminal


class Screen(NamedTuple):
    """A terminal application."""

    name: str
    packages: tuple[str, ...]
    python: tuple[int, int] = (3, 11)
    """The least Python it runs on."""


SCREENS = (
    Screen(
        "posting", ("posting==2.11.*", "tree-sitter==0.25.*")
    ),  # with 0.26 it ends in a segmentation fault
    Screen("harlequin", ("harlequin==2.17.*",)),
    Screen("bagels", ("bagels==0.3.*",), (3, 13)),
)
FULL_SCREEN, FRAME_BYTES = "\x1b[?1049h", 1_500
"""What an application writes before it takes the screen; and more than the setting up of a terminal takes then."""

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


def first_frames(place: Path, size: tuple[int, int]) -> str:
    """When other terminal applications show their first frame, for a cell of the table."""
    if not os.environ.get("BENCH_PEERS"):
        return "–"
    return ", ".join(f"{screen.name} {_first_frame(screen, place, size)}" for screen in SCREENS)


def _first_frame(screen: Screen, place: Path, size: tuple[int, int]) -> str:
    """The median of five starts, each to the first long burst of output on the full screen."""
    program = _program(screen, place)
    if program is None:
        return f"wants Python {screen.python[0]}.{screen.python[1]}"
    environment = os.environ | {"TERM": "xterm-256color", "COLORTERM": "truecolor", "HOME": str(place)}

    def once() -> float:
        with Terminal([str(program)], size=size, environment=environment) as terminal:
            terminal.wait_for(FULL_SCREEN)
            begun = len(terminal.written)
            while len(terminal.written) - begun < FRAME_BYTES:
                if not terminal.read(30):
                    raise TimeoutError(f"{screen.name} shows nothing: {terminal.written[-400:]!r}")
            return time.perf_counter() - terminal.started

    return f"{statistics.median(once() for _ in range(5)):.2f} s"


@cache
def _program(screen: Screen, place: Path) -> Path | None:
    """The application, installed; None where there is no Python for it."""
    python = _python(screen.python)
    return (
        None
        if python is None
        else _installed(place / screen.name, *screen.packages, python=python) / screen.name
    )


def _python(least: tuple[int, int]) -> str | None:
    """A Python that is new enough: this one, or another of this machine."""
    if sys.version_info >= least:
        return sys.executable
    named = [f"python{least[0]}.{least[1] + later}" for later in range(3)]
    found = [str(path) for name in named for path in Path.home().glob(f".pyenv/versions/*/bin/{name}")]
    return next(
        (path for path in (*map(shutil.which, named), *found) if path is not None and _runs(path)), None
    )


def _runs(python: str) -> bool:
    return subprocess.run([python, "--version"], capture_output=True, check=False).returncode == 0


def _installed(home: Path, *packages: str, python: str = sys.executable) -> Path:
    """The programs of an environment of their own with these packages."""
    subprocess.run([python, "-m", "venv", str(home)], check=True)
    programs = home / "bin"
    subprocess.run([str(programs / "python"), "-m", "pip", "install", "-qq", *packages], check=True)
    return programs

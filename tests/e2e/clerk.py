"""Clerks at terminals of their own: a store, a name, and the two ways to the program."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.conftest import CALLERS
from tests.e2e.tmux import Tmux

needs_tmux = pytest.mark.skipif(shutil.which("tmux") is None, reason="no tmux is installed here")


class Clerk:
    """One clerk: a store, a name, and the two ways to the program."""

    def __init__(self, store: Path, home: Path, actor: str, **said: str) -> None:
        self.store = store
        kept = {
            name: value
            for name, value in os.environ.items()
            if name not in (*CALLERS, "TMUX", "TMUX_PANE", "NO_COLOR", "COLUMNS", "LINES")
        }
        state = {"XDG_STATE_HOME": str(home / "state"), "XDG_DATA_HOME": str(home / "data")}
        office = {"TRACKER_TODAY": "2023-06-15", "TRACKER_ACTOR": actor, "LANG": "C.UTF-8"}
        self.environment = {**kept, **state, **office, **said}

    def program(self, *words: str) -> list[str]:
        return [sys.executable, "-m", "tracker", "--db", f"sqlite:///{self.store}", *words]

    def run(self, *words: str) -> Any:
        command = [*self.program("--json"), *words]
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True, check=True)
        return json.loads(done.stdout)

    def start(self, script: str, *words: str) -> subprocess.Popen[bytes]:
        """Another process of this clerk's, that uses the program's own front door."""
        command = [sys.executable, "-c", script, str(self.store), *words]
        return subprocess.Popen(command, env=self.environment)

    def payments(self) -> list[dict[str, Any]]:
        return [
            event
            for event in self.run("log", "list", "--limit", "1000")
            if event["type"] == "DisbursementRecorded"
        ]

    def drafted(self) -> str:
        """Everything kept of what was being typed."""
        kept = Path(self.environment["XDG_STATE_HOME"]).rglob("drafts/**/*.json")
        return "".join(path.read_text("utf-8") for path in kept)


@pytest.fixture
def clerk(opened_store: Path, tmp_path: Path) -> Clerk:
    """Somebody with money for two projects."""
    for file in opened_store.parent.glob("office.db*"):
        shutil.copy(file, tmp_path / file.name)
    made = Clerk(tmp_path / "office.db", tmp_path, "wang")
    for project in ("P01", "P02"):
        made.run("record", "appropriation", "--project", project, "--amount", "50000", "--on", "2023-01-05")
    return made


@pytest.fixture
def terminal(clerk: Clerk, tmp_path: Path) -> Iterator[Tmux]:
    """The clerk's terminal, dark yet."""
    # A socket's path is short; pytest's directories are not.
    socket = Path("/tmp") / f"desk-{os.getpid()}-{abs(hash(tmp_path)) % 10**8}"
    made = Tmux(socket, clerk.environment)
    yield made
    made.close()
    socket.unlink(missing_ok=True)

"""A ledger in a file, lists for it, and the program run on it as a process of its own."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

from events.opening import open_store
from tests.builders import LEDGER, PLAN
from tests.tracker.rosters.files import HEADERS, OUTCOME_HEADERS, person, write_csv
from tracker.requests import RecordAppropriation
from tracker.service import Tracker

TODAY = "2022-04-20"
TABLES = ("events", "event_subjects", "ledger_head", "roster_lines", "roster_outcomes", "roster_put_aside")


class ListOffice:
    """A folder with a store; every command is a process of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.db = folder, folder / "store.db"
        self.environment = os.environ | {
            "TRACKER_DB": f"sqlite:///{self.db}",
            "TRACKER_TODAY": TODAY,
            "TRACKER_LEDGER": str(LEDGER),
        }
        store = open_store(str(self.db), create=True)
        tracker = Tracker(store, LEDGER, actor="t", today=lambda: "2022-01-05")
        tracker.open_books("测试单位")
        tracker.adopt_plan(PLAN, (), document="plan.json", sha256="0" * 64)
        tracker.record(RecordAppropriation(project="P01", amount_fen=10**10))
        store.close()

    def list_file(self, lines: int, name: str = "list.csv") -> Path:
        return write_csv(self.folder / name, [HEADERS, *(person(n, "115.00") for n in range(lines))])

    def result_file(self, lines: int, name: str = "bank.csv") -> Path:
        rows = (person(n, "115.00", "成功", "2022-03-15") for n in range(lines))
        return write_csv(self.folder / name, [OUTCOME_HEADERS, *rows])

    def import_arguments(self, file: Path, month: str = "2022-03") -> tuple[str, ...]:
        return ("roster", "import", str(file), "--project", "P01", "--month", month)

    def start(self, *arguments: str, **more: Any) -> subprocess.Popen[str]:
        """The program, at work."""
        command = [sys.executable, "-m", "tracker", *arguments]
        pipes: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
        return subprocess.Popen(command, env=self.environment, **pipes, **more)

    def run(self, *arguments: str, **more: Any) -> tuple[int, str, str]:
        """The program, from its start to its end: exit code, answer, messages."""
        with self.start(*arguments, **more) as process:
            out, err = process.communicate(timeout=300)
        return process.returncode, out, err

    def done(self, *arguments: str) -> Any:
        """What a command answers that must do its work."""
        code, out, err = self.run("--json", *arguments)
        assert code == 0, err
        return json.loads(out)

    def verdict(self) -> Any:
        return self.done("log", "verify")

    def contents(self) -> dict[str, list[Any]]:
        """Every row of the log and of the lists."""
        with sqlite3.connect(self.db) as connection:
            found = {table: sorted(connection.execute(f"SELECT * FROM {table}")) for table in TABLES}
        connection.close()
        return found

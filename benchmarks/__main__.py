"""Run every benchmark and write ``docs/performance.md``: ``python -m benchmarks [NAME …]``."""

from __future__ import annotations

import importlib
import os
import pkgutil
import platform
import sys
from datetime import UTC, datetime
from pathlib import Path

import benchmarks
from benchmarks.measuring import ROUNDS, Row
from events.sqlite_driver import sqlite_driver

TABLE = Path(__file__).parents[1] / "docs" / "performance.md"


def main(names: list[str]) -> int:
    """Measure; the table is written only when everything was."""
    rows = []
    for name in names or modules():
        print(f"{name} …", file=sys.stderr, flush=True)
        for row in importlib.import_module(f"benchmarks.{name}").measure():
            print(line_of(row), flush=True)
            rows.append(row)
    if not names:
        TABLE.write_text(page(rows), encoding="utf-8")
    return 0 if all(row.met for row in rows) else 1


def modules() -> list[str]:
    """The modules that measure something."""
    found = (module.name for module in pkgutil.iter_modules(benchmarks.__path__))
    helpers = {"__main__", "measuring", "log_events", "peers", "terminal", "control_apps"}
    return sorted(name for name in found if name not in helpers and not name.startswith("peer_"))


def line_of(row: Row) -> str:
    """A row of the table."""
    verdict = "met" if row.met else "**missed**"
    return f"| {row.work} | {row.ours} | {row.control} | {row.peer} | {row.ratio:.2f} | ≤ {row.goal:.2f} | {verdict} |"


def page(rows: list[Row]) -> str:
    """The whole page."""
    machine = f"{os.cpu_count()} cores, {platform.machine()}, {platform.system()} {platform.release()}"
    versions = f"CPython {platform.python_version()}, SQLite {sqlite_driver().version}"
    return "\n".join(
        [
            "# Performance",
            "",
            "Every figure is a ratio to a control measured in the same run, so that it holds on other machines too:",
            f"the median of {ROUNDS} rounds or more, in alternating order; 15 % is allowed for noise. `make bench` writes",
            "this page; `BENCH_PEERS=1` also installs and runs other people's software.",
            "",
            f"Measured {datetime.now(UTC):%Y-%m-%d} on {machine}; {versions}.",
            "",
            "| work | ours | control | peer | ratio | goal | |",
            "| --- | --- | --- | --- | --- | --- | --- |",
            *map(line_of, rows),
            "",
        ]
    )


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))

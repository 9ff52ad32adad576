"""Run every benchmark or those named, and write ``docs/performance.md``: ``python -m benchmarks [NAME …]``."""

from __future__ import annotations

import compileall
import importlib
import os
import pkgutil
import platform
import re
import sys
from datetime import UTC, datetime
from pathlib import Path

import benchmarks
from benchmarks.measuring import ROUNDS, Row
from events.sqlite_driver import sqlite_driver

PAGE = Path(__file__).parents[1] / "docs" / "performance.md"
OURS = ("events", "tracker", "tui", "migrations", "benchmarks")
"""Compiled first, as an installed program is, whatever the environment says of writing bytecode."""

INTRODUCTION = f"""# Performance

Every figure is a ratio to a control measured in the same run, so that it holds on other machines too:
the median of {ROUNDS} rounds or more, in alternating order; 15 % is allowed for noise. `make bench` writes
this page, a part for each module of `benchmarks/`; `python -m benchmarks NAME …` measures these parts anew and
leaves the others. `BENCH_PEERS=1` also installs and runs other people's software.
"""


def main(names: list[str]) -> int:
    """Measure, and write each part of the page as soon as its module is done; the others' parts stay."""
    met = True
    for package in OURS:
        compileall.compile_dir(PAGE.parents[1] / package, quiet=1)
    for name in names or modules():
        print(f"{name} …", file=sys.stderr, flush=True)
        rows = []
        for row in importlib.import_module(f"benchmarks.{name}").measure():
            print(line_of(row), flush=True)
            rows.append(row)
        met = met and all(row.met for row in rows)
        if os.environ.get("BENCH_ONLY"):
            continue
        PAGE.write_text(page({**parts(PAGE.read_text(encoding="utf-8")), name: part(rows)}), encoding="utf-8")
    return 0 if met else 1


def modules() -> list[str]:
    """The modules that measure something."""
    found = (module.name for module in pkgutil.iter_modules(benchmarks.__path__))
    helpers = {
        "__main__",
        "measuring",
        "log_events",
        "peers",
        "terminal",
        "control_apps",
        "desk_places",
        "office",
    }
    return sorted(name for name in found if name not in helpers and not name.startswith("peer_"))


def line_of(row: Row) -> str:
    """A row of the table."""
    verdict = "met" if row.met else "**missed**"
    return f"| {row.work} | {row.ours} | {row.control} | {row.peer} | {row.ratio:.2f} | ≤ {row.goal:.2f} | {verdict} |"


def part(rows: list[Row]) -> str:
    """One module's part of the page, with the day and the machine it was measured on."""
    machine = f"{os.cpu_count()} cores, {platform.machine()}, {platform.system()} {platform.release()}"
    versions = f"CPython {platform.python_version()}, SQLite {sqlite_driver().version}"
    return "\n".join(
        [
            f"Measured {datetime.now(UTC):%Y-%m-%d} on {machine}; {versions}.",
            "",
            "| work | ours | control | peer | ratio | goal | |",
            "| --- | --- | --- | --- | --- | --- | --- |",
            *map(line_of, rows),
        ]
    )


def parts(written: str) -> dict[str, str]:
    """The parts of a page that was written before, by module."""
    return {
        name: body.strip() for name, body in re.findall(r"^## (\w+)\n(.*?)(?=^## |\Z)", written, re.M | re.S)
    }


def page(written: dict[str, str]) -> str:
    """The whole page: the parts of the modules there are, in their order."""
    return INTRODUCTION + "".join(
        f"\n## {name}\n\n{written[name]}\n" for name in modules() if name in written
    )


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))

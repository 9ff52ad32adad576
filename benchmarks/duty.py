"""The watch: a year's checks over a whole plan and a year of payment lists, and what a scheduler costs that waits."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
import time
from pathlib import Path

from benchmarks.measuring import Row, Stopwatch, directory, each
from benchmarks.rosters import HEADERS, LEDGER, LINES, people
from events.opening import open_store
from events.types.plan import Source, Target
from events.values import months_of
from tracker.plan.model import Indicator, Plan, Project
from tracker.requests import RecordAppropriation
from tracker.rosters.importing import ListAsked, import_list
from tracker.rosters.keys import KeyFile
from tracker.service import Tracker

PROJECTS, INDICATORS = 26, 191
SECONDS, MEGABYTES, WAITS = 1.0, 80, 60
SOURCES: tuple[Source, ...] = ("people_on_time", "amount_on_time", "funds_arrival", "ratio")
TICKS = os.sysconf("SC_CLK_TCK")


def measure() -> list[Row]:
    """Both rows, on one ledger."""
    with directory() as place:
        path = place / "made.db"
        a_year(path, place)
        return [*checks(path), idling(path)]


def a_year(path: Path, place: Path) -> None:
    """A ledger with 191 monthly indicators and twelve lists of 50,000 lines with their results."""
    tracker = tracker_on(path, "2022-12-31", create=True)
    tracker.open_books("某局")
    tracker.adopt_plan(plan(), (), document="plan", sha256="0" * 64, on="2022-01-01")
    keys = KeyFile(place / "made.db.keys" / "323-2022.json", str(LEDGER))
    keys.made()
    for number in range(1, PROJECTS + 1):
        granted = RecordAppropriation(project=f"P{number:02d}", amount_fen=10**12, on="2022-01-01")
        tracker.record(granted)
    for month in months_of(2022):
        import_list(
            tracker, keys, a_list(place, f"{month}-14"), ListAsked("P15", month, due_on=f"{month}-15")
        )
    tracker.store.close()


def plan() -> Plan:
    """Every indicator takes part in the monthly check: more than any real plan asks for."""
    counts = [INDICATORS // PROJECTS + (number < INDICATORS % PROJECTS) for number in range(PROJECTS)]
    projects = tuple(
        Project(
            code=f"P{number:02d}",
            name=f"项目{number}",
            goal="按时发放",
            indicators=tuple(an_indicator(f"P{number:02d}.{row:02d}", row) for row in range(1, count + 1)),
        )
        for number, count in enumerate(counts, 1)
    )
    return Plan(unit="323", name="某局", year=2022, projects=projects)


def an_indicator(code: str, row: int) -> Indicator:
    return Indicator(
        code=code,
        level1="产出指标",
        level2="时效指标",
        level3=f"及时率{row}",
        definition="按时",
        target=Target(">=", "95", "%"),
        basis="文件",
        source=SOURCES[row % len(SOURCES)],
        period="month",
        rollup="ratio_of_sums",
    )


def a_list(place: Path, paid_on: str) -> Path:
    """A list with the bank's results."""
    path = place / f"{paid_on}.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow((*HEADERS, "状态", "实发日期"))
        writer.writerows((*row, "成功", paid_on) for row in people(LINES))
    return path


def tracker_on(path: Path, today: str, *, create: bool = False) -> Tracker:
    return Tracker(open_store(str(path), create=create), LEDGER, actor="clerk", today=lambda: today)


def checks(path: Path) -> list[Row]:
    """The first check of the year's last month, from an unopened store; then all twelve months again."""
    with Stopwatch() as first:
        tracker = tracker_on(path, "2023-02-01")
        assert len(tracker.check("2022-12").standings) == INDICATORS
    tracker.check_due_months()
    tracker.store.close()
    seconds = []
    for _ in range(7):
        with Stopwatch() as watch:
            tracker = tracker_on(path, "2023-02-01")
            assert not any(report.recorded for report in tracker.check_due_months())
        tracker.store.close()
        seconds.append(watch.seconds)
    again = sorted(seconds)[3]
    what = f"{INDICATORS} indicators, 12 lists of {LINES:,} lines"
    return [
        Row(f"a month's check over {what}", each(first.seconds), "1 s", first.seconds / SECONDS, 1.0),
        Row(f"all twelve months again over {what}", each(again), "1 s", again / SECONDS, 1.0),
    ]


def idling(path: Path) -> Row:
    """A scheduler that has caught up and waits: its processor time in a minute, and its memory."""
    process = subprocess.Popen(
        [str(Path(sys.executable).with_name("tracker")), "--db", str(path), "schedule", "run"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=os.environ | {"TRACKER_TODAY": "2023-02-01"},
    )
    try:
        before = -1.0
        while before != (now := processor_seconds(process.pid)):  # until it has made up for what was due
            before = now
            time.sleep(5)
        time.sleep(WAITS)
        share = (processor_seconds(process.pid) - before) / WAITS
        megabytes = resident_megabytes(process.pid)
    finally:
        process.terminate()
        process.wait(30)
    ratio = max(share / 0.01, megabytes / MEGABYTES)
    ours = f"{share * 100:.2f} % of a core, {megabytes:.0f} MB"
    return Row("a scheduler that waits", ours, f"1 %, {MEGABYTES} MB", ratio, 1.0)


def processor_seconds(pid: int) -> float:
    """Processor time of a process so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def resident_megabytes(pid: int) -> float:
    """What it holds in memory now."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6

"""Whole commands killed at random moments, and processes racing for one project's last yuan."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from events.opening import open_store
from events.store_verification import verify_ledger
from tests.builders import LEDGER, PLAN
from tracker.projections.folding import fold
from tracker.projections.ledger_view import LedgerView, to_snapshot
from tracker.requests import RecordAppropriation
from tracker.service import Tracker

KILLS = int(os.environ.get("KILLS", "50"))
LONGEST_SECONDS = 0.12

WRITER = """
import sys
from events.opening import open_store
from events.values import LedgerId
from tracker.decisions import Refusal
from tracker.requests import *
from tracker.service import Tracker

path, first = sys.argv[1], int(sys.argv[2])
tracker = Tracker(open_store(path, create=False), LedgerId("900", 2022), actor="w", today=lambda: "2022-06-30")
print("ready", flush=True)
number = first
while True:
    number += 1
    key = f"k{number}"
    try:
        match number % 4:
            case 0:
                outcome = tracker.record(RecordDisbursement(
                    project="P01", amount_fen=100, paid_on="2022-03-15", people_due=2, people_paid=2), key=key)
                last = outcome.event.id
            case 1:
                outcome = tracker.record(RecordMeasurement(
                    indicator="P02.05", period="2022-03", numerator="9", denominator="10"), key=key)
            case 2:
                outcome = tracker.record(RecordDisbursement(project="P01", amount_fen=7, paid_on="2022-04-15"), key=key)
            case _:
                outcome = tracker.record(Reverse(event=outcome.event.id, reason="x"), key=key)
        print(key, flush=True)
    except Refusal as refusal:
        print("refused", refusal.code, flush=True)
"""

RACER = """
import sys
from tracker.cli.main import run
codes = [run(["--db", sys.argv[1], "record", "disbursement", "--project", "P01", "--amount", "1", "--paid", "2022-03-15",
              "--key", f"{sys.argv[2]}-{number}"]) for number in range(12)]
print("codes", *codes)
"""


def made(path: Path, yuan: int) -> None:
    """A ledger with a plan and money for P01."""
    store = open_store(str(path), create=True)
    tracker = Tracker(store, LEDGER, actor="t", today=lambda: "2022-01-05")
    tracker.open_books("测试单位")
    tracker.adopt_plan(PLAN, (), document="plan.json", sha256="0" * 64)
    tracker.record(RecordAppropriation(project="P01", amount_fen=yuan * 100))
    store.close()


@pytest.mark.xdist_group("kills")
def test_a_command_killed_at_any_moment_loses_nothing_acknowledged_and_leaves_nothing_half_done(
    tmp_path: Path,
) -> None:
    seed = random.SystemRandom().randrange(2**32)
    chance = random.Random(seed)
    path = tmp_path / "killed.db"
    made(path, 10_000_000)
    acknowledged: list[str] = []
    for round_ in range(KILLS):
        acknowledged += _killed_once(path, round_ * 100_000, chance.random() * LONGEST_SECONDS)
    store = open_store(str(path), create=False)
    with store.reader(str(LEDGER)) as log:
        assert verify_ledger(log).ok, f"seed {seed}"
        events = list(log.read())
    keys = {event.key for event in events}
    assert set(acknowledged) <= keys, f"seed {seed}"
    assert len(acknowledged) > KILLS, "the writers did write"
    with Tracker(store, LEDGER, actor="t", today=lambda: "2022-12-31").view() as (_, view):
        assert to_snapshot(view) == to_snapshot(fold(LedgerView(), events)), f"seed {seed}"
    store.close()


def _killed_once(path: Path, first: int, seconds: float) -> list[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path), str(first)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    with process, process.stdout as said:
        assert said.readline() == "ready\n"
        time.sleep(seconds)
        process.send_signal(signal.SIGKILL)
        lines = said.read()
    whole = lines[: lines.rfind("\n") + 1].splitlines()
    return [line for line in whole if not line.startswith("refused")]


def test_eight_processes_racing_for_the_last_yuan_never_overspend(tmp_path: Path) -> None:
    path = tmp_path / "race.db"
    made(path, 40)
    racers = [
        subprocess.Popen(
            [sys.executable, "-c", RACER, str(path), str(number)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=os.environ | {"TRACKER_TODAY": "2022-06-30", "TRACKER_LEDGER": str(LEDGER)},
        )
        for number in range(8)
    ]
    codes: list[int] = []
    for racer in racers:
        out, errors = racer.communicate(timeout=120)
        told = [line for line in out.splitlines() if line.startswith("codes")]
        assert told, errors
        codes += [int(code) for code in told[-1].split()[1:]]
    assert sorted(set(codes)) == [0, 3]
    assert codes.count(0) == 40
    store = open_store(str(path), create=False)
    view = LedgerView()
    with store.reader(str(LEDGER)) as log:
        for event in log.read():
            fold(view, [event])
            assert all(money.balance >= 0 for money in view.money.values())
    assert view.money_of("P01").disbursed == 40_00
    store.close()

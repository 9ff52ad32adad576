"""A huge ledger on which everything happens: open alerts, lists, work that waits, requests, figures and reasons."""

from __future__ import annotations

import csv
from pathlib import Path

from benchmarks.commands import HUGE, LEDGER, desk, made
from benchmarks.rosters import people
from tracker.bootstrap import roster_keys
from tracker.requests import ExplainDeviation, RecordAppropriation, RecordMeasurement, RequestPayment
from tracker.rosters.importing import ListAsked, import_list
from tracker.rosters.settling import record_result
from tracker.service import Tracker

MONTHS = tuple(f"2022-{month:02d}" for month in range(1, 7))
LISTED = ("P15", "P16", "P17", "P18")
LINES, REQUESTS = 300, 60


def busy_office(path: Path) -> None:
    """Make the ledger, with a hand's breadth of everything the screens list on top of a million payments."""
    store = made(path, HUGE)
    tracker = desk(store)
    for project in LISTED:
        tracker.record(RecordAppropriation(project=project, amount_fen=10**11, on="2022-01-04"))
        for month in MONTHS[:4]:
            _listed(tracker, path, project, month)
    for number in range(REQUESTS):
        asked = RequestPayment(project="P10", amount_fen=100_000 + number, payee=f"payee {number}")
        tracker.record(asked)
    _figures(tracker)
    tracker.check_due_months()
    tracker.look_around()
    tracker.status()
    store.close()


def _listed(tracker: Tracker, path: Path, project: str, month: str) -> None:
    """A month's list, and a bank's result for it of which some lines match nobody."""
    keys = roster_keys(str(path), LEDGER)
    list_file, bank_file = path.with_name("list.csv"), path.with_name("bank.csv")
    headers = ("姓名", "身份证号", "账号", "金额")
    rows = list(people(LINES + 20))
    with list_file.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([headers, *rows[:LINES]])
    with bank_file.open("w", encoding="utf-8", newline="") as file:
        paid = [(*row, "成功", f"{month}-15") for row in rows[3:]]
        csv.writer(file).writerows([(*headers, "状态", "实发日期"), *paid])
    listed = import_list(tracker, keys, list_file, ListAsked(project, month))
    record_result(tracker, keys, bank_file, listed.event.id)


def _figures(tracker: Tracker) -> None:
    """What the half year's ratios came to, and why some of them are low."""
    ratios = [row for row in tracker.plan().indicators() if row.source == "ratio"]
    for number, row in enumerate(ratios):
        for month in MONTHS if row.period == "month" else ("2022",):
            met = str(80 + number % 20)
            figure = RecordMeasurement(indicator=row.code, period=month, numerator=met, denominator="100")
            tracker.record(figure)
    for row in ratios[:20]:
        tracker.record(
            ExplainDeviation(indicator=row.code, reason="wrong accounts", measure="asked the bank")
        )

"""Two ledgers of twelve lists each: loaded, answered, returned, paid again, exported, and every sum held to account.

``make prove`` runs it with 50,000 lines a month.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from events.exchange import import_log
from events.opening import open_store
from events.store_verification import verify_ledger
from events.values import LedgerId, last_day_of
from events.verify import verify_file
from tests.tracker.rosters.files import HEADERS, OUTCOME_HEADERS, identity, person
from tracker.cli.log import write_log
from tracker.decisions.state import State
from tracker.plan.model import Plan, Project
from tracker.projections.folding import fold
from tracker.projections.ledger_view import LedgerView, to_snapshot
from tracker.requests import RecordAppropriation, RecordDisbursement
from tracker.rosters.importing import ListAsked, import_list
from tracker.rosters.keys import KeyFile
from tracker.rosters.people import find_person, stories_of
from tracker.rosters.settling import record_result
from tracker.service import Tracker

LINES = int(os.environ.get("LIST_LINES", "200"))
AMOUNT = "115.00"
FEN = 115_00
FAILED, RETURNED, OUTSIDE = 50, 70, 110
"""Every so many recipients fail at first, come back at first, or come back and are paid outside the list."""


class Month(NamedTuple):
    """A month's payment: what the bank answers on the pay day, and what it answers a week later."""

    name: str

    @property
    def paid_on(self) -> str:
        return f"{self.name}-15"

    @property
    def later(self) -> str:
        return last_day_of(self.name)

    def first_answer(self, number: int) -> tuple[str, str]:
        if number % FAILED == 0:
            return "失败", ""
        if number % RETURNED == 0 or number % OUTSIDE == 0:
            return "退回", self.paid_on
        return "成功", self.paid_on

    def second_answer(self, number: int) -> tuple[str, str] | None:
        status, _ = self.first_answer(number)
        return None if status == "成功" or number % OUTSIDE == 0 else ("成功", self.later)


def outside(lines: int) -> int:
    """How many came back, or failed, and are paid outside the list."""
    return sum(1 for number in range(lines) if number % OUTSIDE == 0)


def write(path: Path, headers: tuple[str, ...], rows: Iterator[tuple[str, ...]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(headers)
        writer.writerows(rows)
    return path


class Year:
    """One ledger's year."""

    def __init__(self, folder: Path, store_path: Path, year: int) -> None:
        self.folder, self.year = folder, year
        self.ledger = LedgerId("323", year)
        self.keys = KeyFile(folder / "keys" / f"323-{year}.json", str(self.ledger))
        self.store = open_store(str(store_path), create=True)
        self.tracker = Tracker(self.store, self.ledger, actor="clerk", today=lambda: f"{year}-12-31")
        self.tracker.open_books("某局")
        project = Project(code="P15", name="养老金", goal="按时发放")
        plan = Plan(unit="323", name="某局", year=year, projects=(project,))
        self.tracker.adopt_plan(plan, (), document="plan", sha256="0" * 64)
        self.tracker.record(
            RecordAppropriation(project="P15", amount_fen=12 * LINES * FEN, on=f"{year}-01-01")
        )

    def month(self, number: int) -> None:
        """Load a month's list, the bank's two answers, and what is paid outside the list."""
        month = Month(f"{self.year}-{number:02d}")
        listed = write(self.folder / "list.csv", HEADERS, (person(n, AMOUNT) for n in range(LINES)))
        asked = ListAsked("P15", month.name, lines=LINES, amount_fen=LINES * FEN)
        event = import_list(self.tracker, self.keys, listed, asked).event
        answers = (person(n, AMOUNT, *month.first_answer(n)) for n in range(LINES))
        first = write(self.folder / "first.csv", OUTCOME_HEADERS, answers)
        told = record_result(self.tracker, self.keys, first, event.id)
        assert (told.matched, len(told.put_aside)) == (LINES, 0)
        again = ((n, month.second_answer(n)) for n in range(LINES))
        rows = (person(n, AMOUNT, *answer) for n, answer in again if answer is not None)
        second = write(self.folder / "second.csv", OUTCOME_HEADERS, rows)
        record_result(self.tracker, self.keys, second, event.id)
        people = outside(LINES)
        reissue = RecordDisbursement(
            project="P15", amount_fen=people * FEN, paid_on=month.later, people_paid=people, reissue_of=event.id
        )  # fmt: skip
        self.tracker.record(reissue)
        assert import_list(self.tracker, self.keys, listed, asked).repeated


def fits(year: Year) -> None:
    """Everybody was paid in the end, to the fen, and each story is told."""
    with year.tracker.reading() as (log, view):
        assert view.money_of("P15").disbursed == 12 * LINES * FEN
        assert view.money_of("P15").balance == 0
        assert to_snapshot(view) == to_snapshot(fold(LedgerView(), log.read()))
        assert verify_ledger(log).ok
        state = State(view, log, f"{year.year}-12-31")
        lists = [event for event in log.read() if event.type == "RosterImported"]
        stories = stories_of(log, state, lists[-1], f"{year.year}-12-15")
    months = Month(f"{year.year}-12")
    on_time = sum(1 for n in range(LINES) if months.first_answer(n)[0] == "成功")
    assert stories["on_time"].people == on_time
    assert stories["reissued"].people == LINES - on_time
    assert sum(count.people for count in stories.values()) == LINES
    told = find_person(year.tracker, year.keys, identity(FAILED))
    assert [one.story for one in told] == ["reissued"] * 12


@pytest.mark.xdist_group("kills")
def test_two_years_of_lists_are_loaded_returned_paid_again_and_exported(tmp_path: Path) -> None:
    years = [Year(tmp_path, tmp_path / "store.db", year) for year in (2022, 2023)]
    for year in years:
        for number in range(1, 13):
            year.month(number)
        fits(year)
        with year.store.reader(str(year.ledger)) as log:
            head = write_log(log, tmp_path / f"{year.year}.jsonl")
        assert verify_file(tmp_path / f"{year.year}.jsonl").head == head.hash
        text = (tmp_path / f"{year.year}.jsonl").read_text()
        assert not any(identity(number) in text for number in range(0, LINES, 97))
    moved = open_store(str(tmp_path / "moved.db"), create=True)
    with (tmp_path / "2022.jsonl").open("rb") as file:
        import_log(moved, file, ledger=None)
    with Tracker(moved, years[0].ledger, actor="x", today=lambda: "2022-12-31").reading() as (_, view):
        assert view.money_of("P15").disbursed == 12 * LINES * FEN
    for store in (moved, *(year.store for year in years)):
        store.close()

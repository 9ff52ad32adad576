"""Payment lists: from a file to the committed event, against parsing, HMAC and a bare insert of the same lines."""

from __future__ import annotations

import csv
import hmac
import os
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import xlsxwriter
from python_calamine import CalamineWorkbook

from benchmarks.measuring import Row, Stopwatch, compare, directory, each
from events.catalogue import Fact
from events.envelope import NewEvent
from events.opening import open_store
from events.roster_lines import RosterLine
from events.sqlite_driver import sqlite_driver
from events.types.rosters import RosterImported, RosterKeyAdopted
from events.values import LedgerId
from tracker.plan.model import Plan, Project
from tracker.requests import RecordAppropriation
from tracker.rosters.canonical_lines import hashes_over, list_line
from tracker.rosters.files import open_rows
from tracker.rosters.identity import check_mark
from tracker.rosters.importing import ListAsked, import_list
from tracker.rosters.keys import KeyFile
from tracker.rosters.people import find_person
from tracker.rosters.pseudonyms import RosterKey, identity_pseudonyms
from tracker.rosters.settling import record_result
from tracker.service import Tracker

LEDGER = LedgerId("323", 2022)
LINES, MILLION, LISTS, ONE_OF = 50_000, 1_000_000, 200, 16
HEADERS = ("姓名", "身份证号", "账号", "金额")
TODAY = "2022-06-30"


def measure() -> list[Row]:
    """Every row about lists."""
    with directory() as place:
        office = Office(place)
        plain, chinese, million = office.file(LINES), office.file(LINES, "gb18030"), office.file(MILLION)
        whole = [  # first, while this process is small: a child counts its parent's memory as its own
            whole_process(office, plain, "a list of 50,000 lines, whole process", 2.0),
            whole_process(office, million, "a list of 1,000,000 lines, whole process", 30.0),
        ]
        return [
            from_file_to_event(office, plain),
            in_gb18030(office, plain, chinese),
            workbook(office),
            bank_result(office, plain),
            *whole,
            one_person(office),
        ]


class Office:
    """A ledger with one project and money, copied for each round; and lists of people who do not exist."""

    def __init__(self, place: Path) -> None:
        self.place, self._made, self._count = place, place / "made.db", 0
        store = open_store(str(self._made), create=True)
        tracker = Tracker(store, LEDGER, actor="clerk", today=lambda: TODAY)
        tracker.open_books("某局")
        plan = Plan(
            unit="323", name="某局", year=2022, projects=(Project(code="P15", name="养老金", goal="发放"),)
        )
        tracker.adopt_plan(plan, (), document="plan", sha256="0" * 64)
        tracker.record(RecordAppropriation(project="P15", amount_fen=10**13, on="2022-01-01"))
        store.close()

    def new(self) -> tuple[Tracker, KeyFile, Path]:
        """A fresh copy of the ledger, with its key file."""
        self._count += 1
        path = self.place / f"{self._count}.db"
        shutil.copy(self._made, path)
        tracker = Tracker(open_store(str(path), create=False), LEDGER, actor="clerk", today=lambda: TODAY)
        return tracker, KeyFile(path.with_name(f"{path.name}.keys") / "323-2022.json", str(LEDGER)), path

    def file(self, lines: int, encoding: str = "utf-8", *, outcomes: bool = False) -> Path:
        """A list of so many lines; the same people each time."""
        path = self.place / f"{lines}-{encoding}-{outcomes}.csv"
        with path.open("w", encoding=encoding, newline="") as file:
            writer = csv.writer(file)
            writer.writerow((*HEADERS, "状态", "实发日期") if outcomes else HEADERS)
            writer.writerows((*row, "成功", "2022-05-15") if outcomes else row for row in people(lines))
        return path


def people(count: int) -> Iterator[tuple[str, str, str, str]]:
    """Rows of a list, nobody twice, in no order of their numbers; one by one, to keep this process small."""
    for number in range(count):
        mixed = number * 7_368_787 % 7_200_000
        born = f"{1940 + mixed // 10_000 % 60:04d}{1 + mixed // 600_000:02d}17"
        seventeen = f"99{mixed % 10_000:04d}{born}{number % 1000:03d}"
        amount = f"{100 + number % 17}.{number % 100:02d}"
        yield f"测试{number}", seventeen + check_mark(seventeen), f"6222{number:012d}", amount


def imported(office: Office, file: Path) -> float:
    """Seconds from the file to the committed event."""
    tracker, keys, _ = office.new()
    keys.made()
    with Stopwatch() as watch:
        import_list(tracker, keys, file, ListAsked("P15", "2022-05"))
    tracker.store.close()
    return watch.seconds


def parsed_and_inserted(office: Office, file: Path) -> float:
    """The control: parse the file, HMAC each number, insert the lines in one transaction."""
    _, _, path = office.new()
    connection: Any = sqlite_driver().module.connect(path, isolation_level=None)
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("DROP TRIGGER roster_lines_no_replace")
    key = b"k" * 32
    with Stopwatch() as watch:
        with file.open(encoding="utf-8", newline="") as text:
            reader = csv.reader(text)
            next(reader)
            rows = [
                (
                    "323/2022",
                    7,
                    hmac.digest(key, row[1].encode(), "sha256"),
                    number,
                    int(row[3].replace(".", "")),
                )
                for number, row in enumerate(reader, 2)
            ]
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany("INSERT INTO roster_lines VALUES (?, ?, ?, ?, ?)", rows)
        connection.execute("COMMIT")
    connection.close()
    return watch.seconds


def from_file_to_event(office: Office, file: Path) -> Row:
    found = compare(lambda: imported(office, file), lambda: parsed_and_inserted(office, file))
    return Row(
        "a list of 50,000 lines, file to event",
        each(found.ours),
        f"{each(found.control)} (csv, HMAC, bare insert)",
        found.ratio,
        1.5,
    )


def in_gb18030(office: Office, plain: Path, chinese: Path) -> Row:
    found = compare(lambda: imported(office, chinese), lambda: imported(office, plain))
    return Row(
        "the same in GB18030", each(found.ours), f"{each(found.control)} (ours in UTF-8)", found.ratio, 1.15
    )


def workbook(office: Office) -> Row:
    """Reading alone: a workbook's rows as text, against calamine's own."""
    path = office.place / "list.xlsx"
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADERS)
        for number, row in enumerate(people(LINES), 1):
            sheet.write_row(number, 0, row)

    def ours() -> float:
        with Stopwatch() as watch, open_rows(path) as opened:
            assert sum(1 for _ in opened.rows) == LINES + 1
        return watch.seconds

    def control() -> float:
        with Stopwatch() as watch:
            rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
            assert len(rows) == LINES + 1
        return watch.seconds

    found = compare(ours, control)
    return Row(
        "rows of a workbook of 50,000",
        each(found.ours),
        f"{each(found.control)} (calamine)",
        found.ratio,
        1.3,
    )


def bank_result(office: Office, file: Path) -> Row:
    tracker, keys, _ = office.new()
    listed = import_list(tracker, keys, file, ListAsked("P15", "2022-05"))
    bank = office.file(LINES, outcomes=True)
    with Stopwatch() as watch:
        told = record_result(tracker, keys, bank, listed.event.id)
    assert told.paid == LINES
    tracker.store.close()
    return Row("the bank's result for it", each(watch.seconds), "3 s", watch.seconds / 3.0, 1.0)


def whole_process(office: Office, file: Path, work: str, limit: float) -> Row:
    _, _, path = office.new()
    command = [
        str(Path(sys.executable).with_name("tracker")),
        "--db",
        str(path),
        "roster",
        "import",
        str(file),
    ]
    environment = os.environ | {"TRACKER_TODAY": TODAY}
    started = time.perf_counter()
    subprocess.run(
        [*command, "--project", "P15", "--month", "2022-05"], check=True, capture_output=True, env=environment
    )
    seconds = time.perf_counter() - started
    megabytes = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    limits = f"{limit:.0f} s, 500 MB"
    ratio = max(seconds / limit, megabytes / 500)
    return Row(work, f"{seconds:.2f} s, {megabytes:.0f} MB", limits, ratio, 1.0)


def one_person(office: Office) -> Row:
    """One person's year among ten million lines; a list is one step down its tree, whatever its length."""
    tracker, keys, _ = office.new()
    key = keys.made()
    number = next(people(1))[1]
    wanted = identity_pseudonyms(key)(number)
    for count in range(LISTS):
        in_it = count % ONE_OF == 0
        listed(tracker, key, f"2022-{count % 6 + 1:02d}", [wanted] if in_it else [])
    seconds = []
    for _ in range(7):
        with Stopwatch() as watch:
            assert len(find_person(tracker, keys, number)) == -(-LISTS // ONE_OF)
        seconds.append(watch.seconds)
    tracker.store.close()
    median = sorted(seconds)[3]
    work = f"one person among {LISTS * LINES:,} lines in {LISTS} lists"
    return Row(work, each(median), "50 ms", median / 0.05, 1.0)


def listed(tracker: Tracker, key: RosterKey, month: str, wanted: list[bytes]) -> None:
    """Record a list of people made up by chance, and those wanted, without a file."""
    chosen = [*wanted, *(os.urandom(32) for _ in range(LINES - len(wanted)))]
    lines = sorted(RosterLine(person, line, 115_00) for line, person in enumerate(chosen, 2))
    hashes = hashes_over(map(list_line, lines))
    fact = RosterImported(
        project="P15",
        month=month,
        due_on=f"{month}-15",
        lines=LINES,
        people_due=LINES,
        amount_due_fen=LINES * 115_00,
        lines_sha256=hashes.lines_sha256,
        merkle_root=hashes.merkle_root,
        file_sha256=hashes.lines_sha256,
        key_id=key.id,
    )
    with tracker.writing() as (log, view):
        facts: list[Fact] = [fact] if view.roster_keys else [RosterKeyAdopted(key.id), fact]
        event = tracker.append(log, view, [NewEvent(one, fact.due_on) for one in facts])[-1]
        log.roster_lines.add_roster(event.position, lines)

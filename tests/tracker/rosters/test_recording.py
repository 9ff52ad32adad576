"""Lists and results on every store: recorded with their lines, or not at all, whoever else is at it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from events.memory_store import MemoryStore
from events.opening import open_store
from tests.builders import LEDGER, PLAN
from tests.tracker.rosters.files import HEADERS, OUTCOME_HEADERS, person, write_csv
from tracker.decisions import Refusal
from tracker.requests import RecordAppropriation
from tracker.rosters.importing import ListAsked, import_list
from tracker.rosters.keys import KeyFile
from tracker.rosters.settling import record_result
from tracker.service import Tracker

DAY = "2022-04-20"


class Bureau:
    """A store of some kind with a ledger in it; every clerk has a tracker of his own."""

    def __init__(self, store, folder):
        self.store, self.folder = store, folder
        self.keys = KeyFile(folder / "keys" / "900-2022.json", str(LEDGER))
        clerk = self.clerk()
        clerk.open_books("测试单位")
        clerk.adopt_plan(PLAN, (), document="plan.json", sha256="0" * 64)
        clerk.record(RecordAppropriation(project="P01", amount_fen=100_000, on="2022-01-05"))

    def clerk(self):
        return Tracker(self.store, LEDGER, actor="clerk", today=lambda: DAY)

    def file(self, rows, name="list.csv", headers=HEADERS):
        return write_csv(self.folder / name, [headers, *rows])

    def bring(self, path, month="2022-03"):
        return import_list(self.clerk(), self.keys, path, ListAsked("P01", month))

    def count(self, *, kind="RosterImported"):
        with self.store.reader(str(LEDGER)) as log:
            return sum(1 for event in log.read() if event.type == kind)


@pytest.fixture(params=["memory", "sqlite", "postgres"])
def bureau(request, tmp_path):
    if request.param == "memory":
        store = MemoryStore()
    else:
        store = open_store(request.getfixturevalue(f"{request.param}_url"), create=True)
    yield Bureau(store, tmp_path)
    store.close()


def outcome(number, status="成功", day="2022-03-15", amount="10.00"):
    return person(number, amount, status, day)


def test_lines_are_kept_with_their_event_ordered_by_pseudonym(bureau):
    told = bureau.bring(bureau.file([person(n, "10.00") for n in range(120)]))
    with bureau.store.reader(str(LEDGER)) as log:
        lines = list(log.roster_lines.of_roster(told.event.position))
        assert log.roster_lines.line_of(told.event.position, lines[5].person) == lines[5]
    assert [line.person for line in lines] == sorted(line.person for line in lines)
    assert sorted(line.line for line in lines) == list(range(2, 122))


def test_a_result_is_kept_with_what_was_put_aside(bureau):
    roster = bureau.bring(bureau.file([person(n, "10.00") for n in range(60)]))
    rows = [*(outcome(n) for n in range(58)), outcome(58, "退回"), outcome(99)]
    path = bureau.file(rows, "bank.csv", OUTCOME_HEADERS)
    told = record_result(bureau.clerk(), bureau.keys, path, roster.event.id)
    assert (told.matched, told.paid, told.returned) == (59, 58, 1)
    with bureau.store.reader(str(LEDGER)) as log:
        outcomes = list(log.roster_lines.of_result(told.event.position))
        (aside,) = log.roster_lines.put_aside(told.event.position)
    assert (len(outcomes), aside.line, aside.reason) == (59, 61, "unknown_person")
    again = record_result(bureau.clerk(), bureau.keys, path, roster.event.id)
    assert (again.event.id, again.repeated) == (told.event.id, True)


def test_a_refused_outcome_takes_its_list_with_it(bureau):
    path = bureau.file([outcome(n, amount="999.99") for n in range(2)], headers=OUTCOME_HEADERS)
    with pytest.raises(Refusal, match="over_balance"):
        bureau.bring(path)
    assert bureau.count() == bureau.count(kind="RosterKeyAdopted") == 0
    told = bureau.bring(bureau.file([person(1, "1.00")]))
    with bureau.store.reader(str(LEDGER)) as log:
        assert len(list(log.roster_lines.of_roster(told.event.position))) == 1


def test_clerks_who_import_one_list_at_once_record_it_once(bureau):
    path = bureau.file([outcome(n) for n in range(40)], headers=OUTCOME_HEADERS)
    with ThreadPoolExecutor(4) as clerks:
        told = list(clerks.map(lambda _: bureau.bring(path), range(4)))
    assert sorted(one.repeated for one in told) == [False, True, True, True]
    assert len({one.event.id for one in told}) == 1
    assert bureau.count() == 1
    assert bureau.clerk().status(as_of=DAY).total.disbursed == 40_000

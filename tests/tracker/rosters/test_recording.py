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
from tracker.rosters.importing import ListAsked, import_list, list_outlook, read_list, record_list
from tracker.rosters.keys import KeyFile
from tracker.rosters.settling import read_result, record_read_result, record_result, result_outlook
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
        found = log.roster_lines.lines_of(lines[5].person, [1, told.event.position, 10**6])
        assert found == {told.event.position: lines[5]}
        assert log.roster_lines.lines_of(lines[5].person, []) == {}
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


def test_a_reading_or_a_recording_that_is_called_off_leaves_nothing(bureau):
    class CalledOff(Exception):
        pass

    def call_off(lines):
        raise CalledOff

    path = bureau.file([person(n, "0.01") for n in range(1_200)])
    clerk = bureau.clerk()
    with pytest.raises(CalledOff):
        read_list(clerk, bureau.keys, path, ListAsked("P01", "2022-03"), call_off)
    listed = read_list(clerk, bureau.keys, path, ListAsked("P01", "2022-03"))
    assert list_outlook(clerk, listed) == (None, ())
    with pytest.raises(CalledOff):
        record_list(clerk, listed, call_off)
    assert bureau.count() == 0
    assert record_list(clerk, listed).fact.lines == 1_200
    assert list_outlook(clerk, listed).repeated is not None


def test_the_outlook_of_a_result_is_what_is_recorded(bureau):
    roster = bureau.bring(bureau.file([person(n, "10.00") for n in range(4)])).event
    answers = [outcome(0), outcome(1, "失败"), outcome(9), outcome(2, amount="11.00")]
    path = bureau.file(answers, "bank.csv", OUTCOME_HEADERS)
    read = read_result(bureau.clerk(), bureau.keys, path, roster.id)
    expected = result_outlook(bureau.clerk(), read)
    assert (expected.event, expected.paid, expected.failed) == (None, 1, 1)
    assert [aside.code for aside in expected.put_aside] == ["unknown_person", "amount_differs"]
    recorded = record_read_result(bureau.clerk(), read)
    assert recorded._replace(event=None) == expected
    assert result_outlook(bureau.clerk(), read).repeated


def test_headers_mapped_for_a_result_are_kept_for_the_project(bureau):
    roster = bureau.bring(bureau.file([person(1, "10.00")])).event
    headers = (*HEADERS, "办理", "日子")
    path = bureau.file([outcome(1)], "bank.csv", headers)
    columns = {"status": "办理", "paid_on": "日子"}
    read = read_result(bureau.clerk(), bureau.keys, path, roster.id, columns=columns)
    assert record_read_result(bureau.clerk(), read).paid == 1
    assert bureau.count(kind="RosterColumnsMapped") == 1
    again = bureau.file([outcome(1, "退回", "2022-03-20")], "bank2.csv", headers)
    assert record_result(bureau.clerk(), bureau.keys, again, roster.id).returned == 1
    assert bureau.count(kind="RosterColumnsMapped") == 1

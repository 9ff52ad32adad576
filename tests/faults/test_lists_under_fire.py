"""Lists and results killed at random moments, on a full disk, and brought by several clerks at once.

Nothing half recorded, and the message says what to do. ``KILLS`` makes it thorough.
"""

from __future__ import annotations

import json
import os
import random
import resource
import signal
import time
from pathlib import Path
from typing import Any

import pytest

from events.merkle import leaf_hash, root_of
from events.opening import open_store
from tests.builders import LEDGER
from tests.faults.list_office import ListOffice
from tracker.projections.folding import fold
from tracker.projections.ledger_view import LedgerView, to_snapshot
from tracker.rosters.canonical_lines import list_line, result_line
from tracker.service import Tracker

KILLS = max(10, int(os.environ.get("KILLS", "0")) // 10)  # each is three processes, and a look at everything
LINES, MANY = 4_000, 20_000
MONTHS = [f"2022-{number:02d}" for number in range(1, 5)]


@pytest.fixture
def office(tmp_path: Path) -> ListOffice:
    return ListOffice(tmp_path)


def whole(office: ListOffice) -> dict[str, int]:
    """Hold what is in the store to its own sums and hashes; how many events of each type there are."""
    store = open_store(str(office.db), create=False)
    with store.reader(str(LEDGER)) as log:
        events = list(log.read())
        for event in events:
            fact: Any = event.fact
            if event.type == "RosterImported":
                lines = list(log.roster_lines.of_roster(event.position))
                assert (len(lines), sum(line.amount_fen for line in lines)) == (
                    fact.lines,
                    fact.amount_due_fen,
                )
                assert root_of([leaf_hash(list_line(line)) for line in lines]).hex() == fact.merkle_root
            elif event.type == "RosterResultRecorded":
                said = list(log.roster_lines.of_result(event.position))
                assert sum(part.people for part in fact.paid) == len(said)
                assert root_of([leaf_hash(result_line(line)) for line in said]).hex() == fact.merkle_root
    with Tracker(store, LEDGER, actor="t", today=lambda: "2022-12-31").view() as (_, view):
        assert to_snapshot(view) == to_snapshot(fold(LedgerView(), events))
    store.close()
    contents = office.contents()
    positions = {str(event.position) for event in events if event.type.startswith("Roster")}
    for table in ("roster_lines", "roster_outcomes", "roster_put_aside"):
        assert {str(row[1]) for row in contents[table]} <= positions, f"lines without their event in {table}"
    assert office.verdict()["ok"]
    types = [event.type for event in events]
    return {name: types.count(name) for name in set(types)}


def killed(office: ListOffice, seconds: float, *arguments: str) -> bool:
    """Start a command and kill it after a time; whether it had answered before."""
    with office.start(*arguments) as process:
        time.sleep(seconds)
        process.send_signal(signal.SIGKILL)
        assert process.stdout is not None
        return '"event": ' in process.stdout.read()


@pytest.mark.xdist_group("kills")
def test_lists_and_results_killed_at_any_moment_are_recorded_whole_or_not_at_all(office: ListOffice) -> None:
    seed = random.SystemRandom().randrange(2**32)
    chance = random.Random(seed)
    listed, answer = office.list_file(LINES), office.result_file(LINES)
    started = time.monotonic()
    office.done(*office.import_arguments(listed, "2022-12"))
    usually = time.monotonic() - started
    for number in range(KILLS):
        month = MONTHS[number // 2 % len(MONTHS)]
        arguments = office.import_arguments(listed, month)
        if number % 2:
            arguments = ("roster", "result", str(answer), "--of", office.done(*arguments)["event"])
        answered = killed(office, chance.uniform(0.3, 1.1) * usually, "--json", *arguments)
        whole(office)
        told = office.done(*arguments)  # the same command again is what to do
        assert told["repeated"] or not answered, f"seed {seed}: an acknowledged list is lost"
        if number % 2:
            assert told["paid"] == LINES
            office.done("reverse", told["event"], "--reason", "重来")
            for event in _standing(office, month):
                office.done("reverse", event, "--reason", "重来")
    counts = whole(office)
    assert counts["RosterKeyAdopted"] == 1, "a kill made no second key"


def _standing(office: ListOffice, month: str) -> list[str]:
    return [one["event"] for one in office.done("roster", "list")["rosters"] if one["month"] == month]


def small_files(most: int) -> Any:
    """What a process does first that may write no file beyond a size: the disk is full in the middle."""

    def limited() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))

    return limited


@pytest.mark.parametrize("most", [60_000, 500_000, 1_000_000])
@pytest.mark.parametrize("what", ["list", "result"])
def test_a_disk_that_fills_up_in_the_middle_leaves_nothing_and_says_what_to_do(
    office: ListOffice, what: str, most: int
) -> None:
    arguments = office.import_arguments(office.list_file(MANY))
    if what == "result":
        arguments = (
            "roster",
            "result",
            str(office.result_file(MANY)),
            "--of",
            office.done(*arguments)["event"],
        )
    before = office.contents()
    code, out, err = office.run(*arguments, preexec_fn=small_files(most))
    assert (code, out, len(err.splitlines())) == (5, "", 1), err
    assert "空间" in err
    assert office.contents() == before
    whole(office)
    assert office.done(*arguments)["repeated"] is False, "with room again it goes in"


def test_clerks_who_bring_one_list_and_one_result_at_once_record_each_once(office: ListOffice) -> None:
    """The key of the ledger is made by them as well: there must be one."""
    arguments = ("--json", *office.import_arguments(office.list_file(MANY)))
    told = _at_once(office, [arguments] * 4)
    assert sorted(one["repeated"] for one in told) == [False, True, True, True]
    assert len({one["event"] for one in told}) == 1
    arguments = ("--json", "roster", "result", str(office.result_file(LINES)), "--of", told[0]["event"])
    told = _at_once(office, [arguments] * 4)
    assert sorted(one["repeated"] for one in told) == [False, True, True, True]
    counts = whole(office)
    assert (counts["RosterImported"], counts["RosterResultRecorded"], counts["RosterKeyAdopted"]) == (1, 1, 1)


def _at_once(office: ListOffice, commands: list[tuple[str, ...]]) -> list[Any]:
    running = [office.start(*command) for command in commands]
    answers = []
    for process in running:
        out, err = process.communicate(timeout=120)
        assert process.returncode == 0, err
        answers.append(json.loads(out))
    return answers


def test_two_clerks_who_settle_one_waiting_line_settle_it_once(office: ListOffice) -> None:
    event = office.done(*office.import_arguments(office.list_file(5)))["event"]
    result = office.done("roster", "result", str(office.result_file(6)), "--of", event)
    (aside,) = result["put_aside"]
    clerks = []
    for name in ("甲", "乙"):
        office.environment["TRACKER_ACTOR"] = name
        clerks.append(
            office.start(
                "roster", "work", "resolve", result["event"], str(aside["line"]), "--note", f"{name}办结"
            )
        )
    said = [clerk.communicate(timeout=60) for clerk in clerks]
    assert sorted(clerk.returncode for clerk in clerks) == [0, 3]
    (refused,) = [err for (_, err), clerk in zip(said, clerks, strict=True) if clerk.returncode == 3]
    assert len(refused.splitlines()) == 1
    (item,) = office.done("roster", "work", "list", "--all")["work"]
    assert item["note"] in ("甲办结", "乙办结")
    assert whole(office)["RosterLineResolved"] == 1

"""Ctrl+C on a real process in the middle of a list: exit 130 and not a trace, or too late and recorded whole."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults.list_office import ListOffice

STOP = """
import signal, sys
seen = []
def here():
    seen.append(1)
    if len(seen) == 1:
        print("here", file=sys.stderr, flush=True)
        signal.pause()
"""
"""What a process does at the moment looked at: says so, and waits for the signal."""

MOMENTS = {
    "while the file is read": """
import tracker.rosters.reading as reading
true, read = reading.identity_number, []
def identity_number(text):
    read.append(1)
    if len(read) == 700: here()
    return true(text)
reading.identity_number = identity_number
""",
    "while lines are written": """
from events.sql_roster_lines import SqlRosterLines
def after(lines):
    for number, line in enumerate(lines):
        if number == 700: here()
        yield line
true = SqlRosterLines.add_roster
SqlRosterLines.add_roster = lambda self, roster, lines: true(self, roster, after(lines))
more = SqlRosterLines.add_result
SqlRosterLines.add_result = lambda self, result, lines, aside: more(self, result, after(lines), aside)
""",
    "before the commit": """
from events.sqlite_database import SqliteSession
true = SqliteSession.write_and_commit
def commit(self, ledger, written):
    here()
    true(self, ledger, written)
SqliteSession.write_and_commit = commit
""",
}
TOO_LATE = """
from events.sqlite_database import SqliteSession
true = SqliteSession.write_and_commit
def committed(self, ledger, written):
    true(self, ledger, written)
    here()
SqliteSession.write_and_commit = committed
"""
RUN = "\nfrom tracker.cli.main import main; main(sys.argv[1:])"


@pytest.fixture
def office(tmp_path: Path) -> ListOffice:
    return ListOffice(tmp_path)


def interrupted(office: ListOffice, moment: str, *arguments: str) -> tuple[int, str, str]:
    """Run the program, send it SIGINT at a moment; its exit code and what it said."""
    process = subprocess.Popen(
        [sys.executable, "-c", STOP + moment + RUN, *arguments],
        env=office.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )
    assert process.stderr is not None
    with process:
        assert process.stderr.readline() == "here\n"
        os.kill(process.pid, signal.SIGINT)
        out, err = process.communicate(timeout=60)
    return process.returncode, out, err


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_list_interrupted_at_any_moment_leaves_no_trace(office: ListOffice, moment: str) -> None:
    file, before = office.list_file(1_500), office.contents()
    code, out, err = interrupted(office, MOMENTS[moment], *office.import_arguments(file))
    assert (code, out, len(err.strip().splitlines())) == (130, "", 1), err
    assert office.contents() == before
    assert office.done(*office.import_arguments(file))["repeated"] is False
    assert office.verdict()["ok"]


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_result_interrupted_at_any_moment_leaves_no_trace(office: ListOffice, moment: str) -> None:
    event = office.done(*office.import_arguments(office.list_file(1_500)))["event"]
    file, before = office.result_file(1_500), office.contents()
    code, out, err = interrupted(office, MOMENTS[moment], "roster", "result", str(file), "--of", event)
    assert (code, out, len(err.strip().splitlines())) == (130, "", 1), err
    assert office.contents() == before
    assert office.done("roster", "result", str(file), "--of", event)["paid"] == 1_500


def test_an_interruption_in_the_moment_of_the_commit_is_too_late_and_the_list_is_said_to_be_recorded(
    office: ListOffice,
) -> None:
    file = office.list_file(1_500)
    code, out, _ = interrupted(office, TOO_LATE, "--json", *office.import_arguments(file))
    assert (code, '"lines": 1500' in out) == (0, True)
    assert office.done(*office.import_arguments(file))["repeated"] is True


def test_a_key_made_for_a_list_that_was_interrupted_is_the_key_of_the_next_one(office: ListOffice) -> None:
    file = office.list_file(1_500)
    interrupted(office, MOMENTS["before the commit"], *office.import_arguments(file))
    (key_file,) = office.folder.rglob("*.json")
    made = key_file.read_bytes()
    assert office.done("roster", "key", "list")["keys"] == []
    office.done(*office.import_arguments(file))
    assert key_file.read_bytes() == made
    (key,) = office.done("roster", "key", "list")["keys"]
    assert (key["in_use"], key["here"]) == (True, True)

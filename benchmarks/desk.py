"""The desk in a pseudo terminal: its first frame, its data, its keys and its memory, beside a minimal application."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from benchmarks.commands import HUGE, made
from benchmarks.desk_places import DOWN, ESCAPE, F3, FUNCTION, MOVING, PAGE_DOWN, PAGE_UP, UP
from benchmarks.measuring import ROUNDS, Row, compare, directory, each
from benchmarks.peers import first_frames
from benchmarks.terminal import Terminal

MINIMAL = [sys.executable, "-m", "benchmarks.control_apps"]
TABLE = [*MINIMAL, "table"]
FRAME, DATA = "F1", "P01"
"""What stands in the first frame's last line, and what only the ledger can say."""

OTHERS_SECONDS = 2.0


def measure() -> list[Row]:
    """The rows about the desk."""
    with directory() as place:
        small, huge = place / "small.db", place / "huge.db"
        made(small, 1_000).close()
        made(huge, HUGE).close()
        return [
            *(first_frame(small, size, first_frames(place, size)) for size in ((80, 24), (160, 48))),
            data_over_minimal(small),
            data(small, huge),
            *journal_against_table(huge),
            journal_opens(small, huge),
            others(huge),
            memory(huge),
        ]


def environment(home: Path) -> dict[str, str]:
    given = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "XDG_STATE_HOME": str(home / "state")}
    return {**os.environ, **given, "TRACKER_TODAY": "2022-06-30", "TRACKER_ACTOR": "bench"}


def desk(path: Path) -> list[str]:
    return [sys.executable, "-m", "tracker", "--db", str(path), "tui"]


def seconds_to(command: Sequence[str], mark: str, home: Path, size: tuple[int, int] = (80, 24)) -> float:
    with Terminal(command, size=size, environment=environment(home)) as terminal:
        return terminal.wait_for(mark) - terminal.started


def first_frame(path: Path, size: tuple[int, int], peers: str) -> Row:
    found = compare(
        lambda: seconds_to(desk(path), FRAME, path.parent, size),
        lambda: seconds_to(MINIMAL, "minimal-frame", path.parent, size),
        rounds=11,
    )
    work = f"the desk's first full frame, {size[0]}x{size[1]}"
    return Row(
        work, each(found.ours), f"{each(found.control)} (minimal Textual app)", found.ratio, 1.3, peers
    )


def data_over_minimal(path: Path) -> Row:
    found = compare(
        lambda: seconds_to(desk(path), DATA, path.parent),
        lambda: seconds_to(MINIMAL, "minimal-frame", path.parent),
    )
    return Row(
        "the ledger's figures on the desk",
        each(found.ours),
        f"{each(found.control)} (minimal Textual app)",
        found.ratio,
        2.5,
    )


def data(small: Path, huge: Path) -> Row:
    found = compare(
        lambda: seconds_to(desk(huge), DATA, huge.parent), lambda: seconds_to(desk(small), DATA, small.parent)
    )
    work = f"the ledger's figures on the desk, {HUGE:,} events"
    return Row(work, each(found.ours), f"{each(found.control)} (1,000 events)", found.ratio, 1.5)


def opened(path: Path, size: tuple[int, int] = (80, 24)) -> Terminal:
    """The desk with its figures on it, at rest."""
    terminal = Terminal(desk(path), size=size, environment=environment(path.parent))
    terminal.wait_for(DATA)
    terminal.settle()
    return terminal


IN_PLACE, SCROLLING = [DOWN, UP] * 8, [PAGE_DOWN, PAGE_DOWN, PAGE_UP] * 5


def journal_against_table(path: Path) -> Iterator[Row]:
    """Going through the journal of a huge ledger, against going through Textual's table of 1,000 rows.

    A key that moves within the window, and one that scrolls it.
    """
    with opened(path) as journal, Terminal(TABLE, environment=environment(path.parent)) as table:
        journal.press(F3)
        journal.settle(1)
        table.settle(2)
        for terminal in (journal, table):
            terminal.painted([DOWN] * 5)
        for name, keys, goal in (("in place", IN_PLACE, 0.8), ("scrolling", SCROLLING, 0.6)):
            found = compare(partial(_median, journal, keys), partial(_median, table, keys))
            work = f"key to paint in the journal, {name}, {HUGE:,} events"
            control = f"{each(found.control)} (DataTable, 1,000 rows)"
            yield Row(work, each(found.ours), control, found.ratio, goal)


def _median(terminal: Terminal, keys: Sequence[bytes]) -> float:
    return statistics.median(terminal.painted(keys))


def journal_opens(small: Path, huge: Path) -> Row:
    """From F3 to the latest event on screen."""
    with opened(huge) as large, opened(small) as little:
        found = compare(lambda: _to_the_journal(large), lambda: _to_the_journal(little))
    work = f"the journal's first rows, {HUGE:,} events"
    return Row(work, each(found.ours), f"{each(found.control)} (1,000 events)", found.ratio, 1.6)


def _to_the_journal(terminal: Terminal) -> float:
    since = len(terminal.written)
    terminal.press(F3)
    pressed = terminal.wait_for("2022-06-15", since=since)
    spent = pressed - terminal.pressed
    terminal.settle()
    terminal.press(ESCAPE)
    terminal.settle()
    return spent


def others(path: Path) -> Row:
    """From another process's answer that it has recorded to the new sum on the overview."""
    command = [sys.executable, "-m", "tracker", "--db", str(path), "record", "disbursement"]
    paid = ["--project", "P10", "--amount", "7", "--paid", "2022-06-15"]
    found = []
    with opened(path) as terminal:
        for _ in range(ROUNDS):
            since = len(terminal.written)
            subprocess.run(
                [*command, *paid], env=environment(path.parent), check=True, stdout=subprocess.DEVNULL
            )
            recorded = time.perf_counter()
            while not terminal.read(5):
                pass
            found.append(time.perf_counter() - recorded)
            terminal.settle(0.5)
            assert len(terminal.written) > since
    slowest = max(found)
    work = f"what another process records, on the overview, {HUGE:,} events, the slowest"
    return Row(work, each(slowest), each(OTHERS_SECONDS), slowest / OTHERS_SECONDS, 1.0)


def memory(path: Path) -> Row:
    """The most memory held after a walk through every place of a huge ledger."""
    with opened(path) as terminal:
        for number in FUNCTION:
            terminal.press(FUNCTION[number])
            terminal.settle(1)
            for key in MOVING:
                terminal.press(key)
            terminal.settle()
        ours = terminal.peak_bytes()
    with Terminal(MINIMAL, environment=environment(path.parent)) as minimal:
        minimal.settle(2)
        control = minimal.peak_bytes()
    work = f"the desk's memory, every place, {HUGE:,} events"
    return Row(work, _megabytes(ours), f"{_megabytes(control)} (minimal Textual app)", ours / control, 3.0)


def _megabytes(count: int) -> str:
    return f"{count / 1e6:,.0f} MB"

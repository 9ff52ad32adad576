"""The desk in a pseudo terminal: its first frame, its data, its keys and its memory, beside a minimal application."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.commands import HUGE, made
from benchmarks.measuring import ROUNDS, Row, compare, directory, each
from benchmarks.peers import first_frames
from benchmarks.terminal import Terminal

MINIMAL = [sys.executable, "-m", "benchmarks.control_apps"]
TABLE = [*MINIMAL, "table"]
FRAME, DATA = "F1", "P01"
"""What stands in the first frame's last line, and what only the ledger can say."""

KEY_SECONDS, OTHERS_SECONDS = 0.05, 2.0
DOWN, UP, PAGE_DOWN, PAGE_UP, HOME, END = b"\x1b[B", b"\x1b[A", b"\x1b[6~", b"\x1b[5~", b"\x1b[H", b"\x1b[F"
TAB, ESCAPE, BACKSPACE = b"\t", b"\x1b", b"\x7f"
FUNCTION = {3: b"\x1bOR", 4: b"\x1bOS", 6: b"\x1b[17~", 7: b"\x1b[18~", 9: b"\x1b[20~"}
MOVING = [DOWN, DOWN, DOWN, UP, PAGE_DOWN, PAGE_UP, END, UP, HOME] * 4
TYPING = [*(bytes([digit]) for digit in b"1234567"), *[BACKSPACE] * 6] * 3
PLACES: dict[str, tuple[list[bytes], list[bytes]]] = {
    "overview": ([], [*MOVING, TAB, *MOVING, TAB, *MOVING]),
    "project": ([*[DOWN] * 9, b"\r"], [*MOVING, TAB, *MOVING]),
    "journal": ([FUNCTION[3]], MOVING * 2),
    "alerts": ([FUNCTION[4]], MOVING),
    "plan": ([FUNCTION[6]], MOVING),
    "selfeval": ([FUNCTION[7]], MOVING),
    "settings": ([FUNCTION[9]], MOVING),
    "payment": ([b"p"], TYPING),
    "search": ([b"/"], TYPING),
}
"""Keys that lead to a place from the overview, and those pressed there."""


def measure() -> list[Row]:
    """The rows about the desk."""
    with directory() as place:
        small, huge = place / "small.db", place / "huge.db"
        made(small, 1_000).close()
        made(huge, HUGE).close()
        peers = first_frames(place)
        return [
            *(first_frame(small, size, peers) for size in ((80, 24), (160, 48))),
            data_over_minimal(small),
            data(small, huge),
            *keys(huge),
            journal_against_table(huge),
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


def opened(path: Path) -> Terminal:
    """The desk with its figures on it, at rest."""
    terminal = Terminal(desk(path), environment=environment(path.parent))
    terminal.wait_for(DATA)
    terminal.settle()
    return terminal


def keys(path: Path) -> Iterator[Row]:
    """From key to paint in every place of a huge ledger; each keeps its slowest key but one in twenty."""
    for name, (way, pressed) in PLACES.items():
        with opened(path) as terminal:
            for key in way:
                terminal.press(key)
                terminal.settle(0.5)
            slow = ninety_fifth(painted(terminal, [*pressed, TAB, *pressed]))
        work = f"key to paint, 95 of 100, {name}, {HUGE:,} events"
        yield Row(work, each(slow), each(KEY_SECONDS), slow / KEY_SECONDS, 1.0)


def painted(terminal: Terminal, pressed: Sequence[bytes]) -> list[float]:
    """Seconds from each key to its paint; keys with nothing to do are left out."""
    found = []
    for key in pressed:
        seconds = terminal.key_to_paint(key, 0.5)
        if seconds is not None:
            found.append(seconds)
            terminal.settle(0.05)
    return found


def ninety_fifth(seconds: Sequence[float]) -> float:
    ordered = sorted(seconds)
    return ordered[int(len(ordered) * 0.95)] if ordered else 0.0


def journal_against_table(path: Path) -> Row:
    """Going through the journal of a huge ledger, against going through Textual's table of 1,000 rows."""
    with opened(path) as journal, Terminal(TABLE, environment=environment(path.parent)) as table:
        journal.press(FUNCTION[3])
        journal.settle(1)
        table.settle(2)
        found = compare(lambda: _median(journal), lambda: _median(table))
    work = f"key to paint in the journal, {HUGE:,} events"
    return Row(work, each(found.ours), f"{each(found.control)} (DataTable, 1,000 rows)", found.ratio, 0.8)


def _median(terminal: Terminal) -> float:
    return statistics.median(painted(terminal, [DOWN, DOWN, PAGE_DOWN, DOWN, PAGE_DOWN, UP, PAGE_UP, UP]))


def journal_opens(small: Path, huge: Path) -> Row:
    """From F3 to the latest event on screen."""
    with opened(huge) as large, opened(small) as little:
        found = compare(lambda: _to_the_journal(large), lambda: _to_the_journal(little))
    work = f"the journal's first rows, {HUGE:,} events"
    return Row(work, each(found.ours), f"{each(found.control)} (1,000 events)", found.ratio, 1.6)


def _to_the_journal(terminal: Terminal) -> float:
    since = len(terminal.written)
    terminal.press(FUNCTION[3])
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

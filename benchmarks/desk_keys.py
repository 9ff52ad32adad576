"""From key to paint in every place, form and dialog of the desk, on a ledger with a million events.

A row says how many of its keys painted: one that painted too few has measured nothing, and is missed.
BENCH_ONLY names the places to measure, by commas; the page then stays as it is.
"""

from __future__ import annotations

import math
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.commands import HUGE
from benchmarks.desk import opened
from benchmarks.desk_places import PLACES, Place
from benchmarks.measuring import Row, directory, each
from benchmarks.office import busy_office
from benchmarks.terminal import Terminal

KEY_SECONDS = 0.05
REACH_SECONDS = 60.0
LEAST_PAINTED = 0.3
"""Of the keys pressed. Some have nothing to do: up in the first row, left in an empty field."""


def measure() -> Iterator[Row]:
    """A row a place."""
    only = os.environ.get("BENCH_ONLY", "")
    names = [name for name in only.split(",") if name] or list(PLACES)
    with directory() as folder:
        path = folder / "office.db"
        busy_office(path)
        (folder / "file.csv").write_text("a,b\n1,2\n", encoding="utf-8")
        for name in names:
            yield row_of(name, PLACES[name], path)


def row_of(name: str, place: Place, path: Path) -> Row:
    """The place's 95th percentile, and how many keys it is made of."""
    work = f"key to paint, 95 of 100, {name}, {HUGE:,} events"
    with opened(path, (160, 48) if place.wide else (80, 24)) as terminal:
        try:
            go(terminal, place)
        except TimeoutError as error:
            return Row(work, f"not measured: {error}", each(KEY_SECONDS), math.inf, 1.0)
        found = terminal.painted(place.keys)
    told = f"{len(found)} of {len(place.keys)} keys painted"
    if len(found) < LEAST_PAINTED * len(place.keys):
        return Row(work, f"not measured: {told}", each(KEY_SECONDS), math.inf, 1.0)
    slow = ninety_fifth(found)
    return Row(
        work, f"{each(slow)} ({told}, slowest {each(max(found))})", each(KEY_SECONDS), slow / KEY_SECONDS, 1.0
    )


def go(terminal: Terminal, place: Place) -> None:
    """Walk to a place; :class:`TimeoutError` where it is not reached."""
    since = len(terminal.written)
    for step in place.way:
        if isinstance(step, str):
            terminal.wait_for(step, since=since, seconds=REACH_SECONDS)
        else:
            since = len(terminal.written)
            terminal.press(step)
        terminal.settle(0.3 if isinstance(step, str) else 0.15)


def ninety_fifth(seconds: Sequence[float]) -> float:
    """The slowest but one in twenty."""
    ordered = sorted(seconds)
    return ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]

"""Measuring ours against a control in one run: the median of several rounds, in alternating order."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

ROUNDS = 7

Round = Callable[[], float]
"""One round of some work: seconds, without what has to be prepared for it."""


class Row(NamedTuple):
    """One line of the table."""

    work: str
    ours: str
    control: str
    ratio: float
    goal: float
    peer: str = "–"

    @property
    def met(self) -> bool:
        """Whether the goal is met, with fifteen percent allowed for noise."""
        return self.ratio <= self.goal * 1.15


class Comparison(NamedTuple):
    """Median seconds of both sides, and the median of the ratios round by round."""

    ours: float
    control: float
    ratio: float


def compare(ours: Round, control: Round, rounds: int = ROUNDS) -> Comparison:
    """Run both in turn, each going first every other time."""
    pairs = []
    for number in range(rounds):
        if number % 2:
            first, second = control(), ours()
            pairs.append((second, first))
        else:
            pairs.append((ours(), control()))
    return Comparison(
        statistics.median(pair[0] for pair in pairs),
        statistics.median(pair[1] for pair in pairs),
        statistics.median(pair[0] / pair[1] for pair in pairs),
    )


def rate(count: int, seconds: float) -> str:
    """So many a second."""
    return f"{count / seconds:,.0f}/s"


def each(seconds: float) -> str:
    """So long for one."""
    return f"{seconds * 1e6:,.0f} µs" if seconds < 0.01 else f"{seconds * 1e3:,.0f} ms"


@contextmanager
def directory() -> Iterator[Path]:
    """A place for files, gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        yield Path(name)


class Stopwatch:
    """Seconds spent in its ``with`` blocks."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __enter__(self) -> Stopwatch:
        self._started = time.perf_counter()
        return self

    def __exit__(self, *_: object) -> None:
        self.seconds += time.perf_counter() - self._started

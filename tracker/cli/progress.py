"""A bar on stderr for work that takes longer than a second; nothing where stderr is no terminal."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress

Tell = Callable[[int], None]
"""Told how much has been done so far."""

PATIENCE_SECONDS = 1.0
"""How long people look at nothing before a bar appears."""


@contextmanager
def counting(title: str, total: int | None) -> Iterator[Tell]:
    """A function to tell how many are done of ``total`` (None: nobody knows); the bar goes when the block ends.

    It appears even where nothing is told, so that people see that something is under way.
    """
    if not sys.stderr.isatty():
        yield lambda _done: None
        return
    bar = _Bar(title, total)
    try:
        yield bar.tell
    finally:
        bar.end()


class _Bar:
    """A bar that a timer shows, and that costs nothing where the work is done before."""

    def __init__(self, title: str, total: int | None) -> None:
        self._title, self._total, self._done = title, total, 0
        self._progress: Progress | None = None
        self._lock, self._ended = threading.Lock(), False
        self._timer = threading.Timer(PATIENCE_SECONDS, self._appear)
        self._timer.daemon = True
        self._timer.start()

    def tell(self, done: int) -> None:
        self._done = done
        if self._progress is not None:
            self._progress.update(self._progress.task_ids[0], completed=done)

    def end(self) -> None:
        self._timer.cancel()
        with self._lock:
            self._ended = True
            if self._progress is not None:
                self._progress.stop()

    def _appear(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        progress = Progress(*columns, console=Console(stderr=True), transient=True)
        progress.add_task(self._title, total=self._total, completed=self._done)
        with self._lock:
            if not self._ended:
                progress.start()
                self._progress = progress

"""A bar on stderr for work that takes longer than a second; nothing where stderr is no terminal."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Tell = Callable[[int], None]
"""Told how much has been done so far."""

PATIENCE_SECONDS = 1.0
"""How long people look at nothing before a bar appears."""


@contextmanager
def counting(title: str, total: int | None) -> Iterator[Tell]:
    """A function to tell how many are done of ``total`` (None: nobody knows); the bar goes when the block ends."""
    if not sys.stderr.isatty():
        yield lambda _done: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    bar = Progress(*columns, console=Console(stderr=True), transient=True)
    task, begun = bar.add_task(title, total=total), time.monotonic()

    def tell(done: int) -> None:
        if not bar.live.is_started and time.monotonic() - begun > PATIENCE_SECONDS:
            bar.start()
        bar.update(task, completed=done)

    try:
        yield tell
    finally:
        bar.stop()

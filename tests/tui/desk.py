"""The desk under test: real keys on a ledger in memory, and waiting for workers instead of sleeping."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from textual.pilot import Pilot
from textual.worker import WorkerCancelled

from tests.builders import Desk
from tracker.cli.arguments import Shared
from tracker.cli.bulk import RecordFiles
from tracker.cli.invocation import Invocation
from tracker.labels import Language
from tui.app import DeskApp
from tui.remembered import Remembered

NARROW, WIDE = (80, 24), (120, 40)


@asynccontextmanager
async def opened(
    desk: Desk,
    directory: Path,
    *,
    size: tuple[int, int] = NARROW,
    language: Language | None = "zh",
    theme: str = "tracker-light",
) -> AsyncIterator[Pilot[int]]:
    """The application on a desk's ledger, after everything has come."""
    remembered = Remembered.load(directory)
    if not (directory / "desk.json").exists():
        remembered.theme = theme
    started = Invocation(Shared(), language or "zh", db=None, ledger=None)
    app = DeskApp(
        lambda: desk.tracker,
        language,
        remembered,
        row_files=lambda spoken: RecordFiles(started.speaking(spoken)),
    )
    async with app.run_test(size=size, notifications=True) as pilot:
        await settled(pilot)
        yield pilot


async def settled(pilot: Pilot[int]) -> None:
    """Wait until no worker runs and every message has been handled."""
    for _ in range(4):
        with suppress(WorkerCancelled):  # a newer question has taken its place
            await pilot.app.workers.wait_for_complete()
        await pilot.pause()


async def press(pilot: Pilot[int], *keys: str) -> None:
    """Press keys one after the other, letting each have its effect."""
    for key in keys:
        await pilot.press(key)
        await settled(pilot)


async def type_text(pilot: Pilot[int], text: str) -> None:
    """Type characters as an input method delivers them, then wait."""
    for mark in text:
        await pilot.press(NAMES.get(mark, mark))
    await settled(pilot)


NAMES = {
    " ": "space",
    ".": "full_stop",
    ",": "comma",
    "-": "minus",
    "/": "slash",
    "%": "percent_sign",
    "[": "left_square_bracket",
    "]": "right_square_bracket",
}


def seen(pilot: Pilot[int]) -> str:
    """Everything on the screen as plain text, a line a row."""
    app = pilot.app
    width, height = app.size
    console_lines = app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip)[:width] for strip in console_lines[:height])

"""How the desk looks: pictures compared with those kept, at three sizes, in light and dark, Chinese and English.

After a wanted change: ``pytest -n 0 tests/tui/test_looks.py --snapshot-update``, and look at what has changed.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len
from textual.pilot import Pilot

from events.memory_store import MemoryStore
from tests.builders import Desk
from tests.tui.desk import NARROW, WIDE, opened, press, seen, settled
from tui.app import DeskApp
from tui.remembered import Remembered


def counted_ids() -> Callable[[int], Sequence[str]]:
    numbers = itertools.count(1)
    return lambda count: [f"018a0000-0000-7000-8000-{next(numbers):012x}" for _ in range(count)]


def a_desk() -> Desk:
    """One whose log is the same to the last byte whenever it is made."""
    store = MemoryStore(clock=lambda: "2022-07-20T01:02:03.000000Z", ids=counted_ids())
    desk = Desk(day="2022-07-20", store=store)
    desk.grant()
    desk.grant("P02", yuan=100_000)
    desk.pay(yuan=12_000, people_due=10, people_paid=8)
    desk.pay("P02", yuan=40_000, on="2022-05-20", due_on="2022-05-15", payee="县就业中心")
    desk.tracker.check("2022-03")
    desk.tracker.check("2022-05")
    return desk


OLD, HUGE = (60, 20), (200, 60)
LIGHT, DARK, CONTRAST = "tracker-light", "tracker-dark", "tracker-contrast"
SEEN: tuple[tuple[str, tuple[int, int], str, str, tuple[str, ...]], ...] = (
    ("overview", OLD, "zh", LIGHT, ()),
    ("overview", NARROW, "zh", LIGHT, ()),
    ("overview", WIDE, "zh", DARK, ()),
    ("overview", WIDE, "en", LIGHT, ()),
    ("overview", HUGE, "zh", LIGHT, ()),
    ("overview", OLD, "en", DARK, ()),
    ("overview", HUGE, "en", DARK, ()),
    ("payment", NARROW, "zh", LIGHT, ("p",)),
    ("payment", NARROW, "en", CONTRAST, ("p",)),
    ("payment", WIDE, "zh", DARK, ("p",)),
    ("payment", HUGE, "en", LIGHT, ("p",)),
    ("payment", HUGE, "zh", DARK, ("p",)),
    ("project", WIDE, "zh", LIGHT, ("enter",)),
    ("project", HUGE, "zh", DARK, ("enter",)),
    ("explain", WIDE, "zh", LIGHT, ("e",)),
    ("explain", NARROW, "en", DARK, ("e",)),
    ("explain", HUGE, "zh", DARK, ("e",)),
    ("event", NARROW, "zh", DARK, ("e", "enter")),
    ("event", WIDE, "en", LIGHT, ("f3", "enter")),
    ("journal", NARROW, "zh", LIGHT, ("f3",)),
    ("requests", NARROW, "zh", LIGHT, ("w",)),
    ("request", WIDE, "en", DARK, ("w", "n")),
    ("journal", HUGE, "zh", DARK, ("f3",)),
    ("event", HUGE, "en", LIGHT, ("f3", "enter")),
    ("books", NARROW, "en", LIGHT, ("z",)),
    ("closing", WIDE, "zh", LIGHT, ("z", "enter")),
    ("export", NARROW, "zh", DARK, ("f7", "x")),
    ("form_preview", WIDE, "zh", LIGHT, ("f7", "y")),
    ("plan", NARROW, "zh", LIGHT, ("f6",)),
    ("settings", NARROW, "zh", LIGHT, ("f9",)),
    ("settings", NARROW, "en", DARK, ("f9",)),
    ("settings", WIDE, "zh", CONTRAST, ("f9",)),
    ("settings", HUGE, "en", LIGHT, ("f9",)),
    ("setting", NARROW, "zh", DARK, ("f9", "enter")),
    ("alerts", NARROW, "zh", DARK, ("f4",)),
    ("alerts", WIDE, "en", LIGHT, ("f4",)),
    ("selfeval", OLD, "en", CONTRAST, ("f7",)),
    ("selfeval", NARROW, "zh", LIGHT, ("f7",)),
    ("selfeval", HUGE, "zh", DARK, ("f7",)),
    ("help", NARROW, "zh", LIGHT, ("f1",)),
    ("palette", WIDE, "en", DARK, ("ctrl+p",)),
)
"""What is photographed: a name, size, language, theme, and the keys that lead there from the overview."""


@pytest.mark.parametrize(
    ("size", "language", "theme", "keys"),
    [
        pytest.param(size, language, theme, keys, id=f"{name}-{size[0]}x{size[1]}-{language}-{theme[8:]}")
        for name, size, language, theme, keys in SEEN
    ],
)
def test_it_looks_as_it_did(
    snap_compare: Callable[..., bool],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    size: tuple[int, int],
    language: Any,
    theme: str,
    keys: tuple[str, ...],
) -> None:
    desk = a_desk()
    monkeypatch.chdir(tmp_path)
    kept = Remembered(Path("desk"), theme=theme, folder="/home/clerk")
    app = DeskApp(lambda: desk.tracker, language, kept)

    async def reach(pilot: Pilot[int]) -> None:
        await settled(pilot)
        await press(pilot, *keys)
        pilot.app.screen.set_focus(pilot.app.focused)
        for cursor in pilot.app.screen.query("Input"):
            cursor.cursor_blink = False  # type: ignore[attr-defined]
        await settled(pilot)

    assert snap_compare(app, terminal_size=size, run_before=reach)


@pytest.mark.parametrize(
    "keys", [(), ("p",), ("enter",), ("f3",), ("f4",), ("f6",), ("f7",), ("f9",), ("ctrl+p",)]
)
@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_every_line_fills_the_screen_exactly(
    tmp_path: Path, size: tuple[int, int], keys: tuple[str, ...]
) -> None:
    async with opened(a_desk(), tmp_path, size=size) as pilot:
        await press(pilot, *keys)
        lines = seen(pilot).split("\n")
        assert [cell_len(line) for line in lines] == [size[0]] * size[1]


async def test_lists_hold_no_character_of_ambiguous_width(tmp_path: Path) -> None:
    desk = a_desk()
    desk.grant(note="—…“”·→×≥")
    async with opened(desk, tmp_path, size=WIDE) as pilot:
        await press(pilot, "f3")
        shown = seen(pilot)
    assert '--..."".' in shown
    assert not set(shown) & set("—…“”·→×≥")


@pytest.mark.parametrize("keys", [("p",), ("f3",), ("f6",), ("f7",), ("f9",)])
async def test_old_consoles_get_no_lines_and_blocks(tmp_path: Path, keys: tuple[str, ...]) -> None:
    async with opened(a_desk(), tmp_path) as pilot:
        await press(pilot, "ctrl+b", *keys)
        drawn = [mark for mark in seen(pilot) if "\u2500" <= mark <= "\u25ff"]
        await press(pilot, "ctrl+b")
    assert drawn == []


async def test_looks_and_keys_are_remembered(tmp_path: Path) -> None:
    desk = a_desk()
    async with opened(desk, tmp_path) as pilot:
        await press(pilot, "ctrl+t", "ctrl+b", "f9", "tab", "tab")
        for _ in range(4):
            await press(pilot, "down")
        await press(pilot, "enter", "f12")
    async with opened(desk, tmp_path) as pilot:
        assert pilot.app.theme == "tracker-dark"
        assert pilot.app.has_class("-ascii")
        kept = Remembered.load(tmp_path).keys
        assert list(kept.values()) == ["f12"]


async def test_the_language_changes_while_it_runs(tmp_path: Path) -> None:
    async with opened(a_desk(), tmp_path) as pilot:
        await press(pilot, "ctrl+l")
        assert "Overview" in seen(pilot)
        await press(pilot, "ctrl+l")
        assert "总览" in seen(pilot)

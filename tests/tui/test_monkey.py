"""Random keys: whatever is pressed, the desk stays up and the log verifies.

MONKEY_KEYS says how many keys, MONKEY_MINUTES how long at least, over all seeds.
"""

from __future__ import annotations

import itertools
import os
import time
from collections import deque
from pathlib import Path
from random import Random

import pytest
from textual.events import Key
from textual.pilot import Pilot

from events.store_verification import verify_ledger
from tests.builders import LEDGER
from tests.tui.desk import NARROW, WIDE, opened, settled
from tests.tui.test_looks import a_desk
from tui.commands import ALL

PRESSED = [key for command in ALL if command.id != "quit" for key in command.keys.split(",")]
MOVED = [
    "enter",
    "enter",
    "tab",
    "tab",
    "shift+tab",
    "escape",
    "escape",
    "up",
    "down",
    "down",
    "left",
    "right",
]
TYPED = [*"0123456789.-", "养", "老", "[", "]", "home", "end", "pageup", "pagedown", "backspace", "space"]
KEYS = [*PRESSED, *MOVED, *TYPED]
NUMBER = int(os.environ.get("MONKEY_KEYS", "250"))
MINUTES = float(os.environ.get("MONKEY_MINUTES", "0"))
SIZES = (NARROW, WIDE, (60, 15))


@pytest.mark.parametrize("seed", range(2))
async def test_random_keys_never_bring_the_desk_down(
    tmp_path: Path, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    random, desk = Random(seed), a_desk()
    until = time.monotonic() + MINUTES * 60 / 2
    async with opened(desk, tmp_path, size=SIZES[seed]) as pilot:
        await _pressed_for(pilot, random, until)
    with desk.store.reader(str(LEDGER)) as log:
        assert verify_ledger(log).ok


async def _pressed_for(pilot: Pilot[int], random: Random, until: float) -> None:
    """So many keys; where minutes are asked for, until they are over."""
    last: deque[str] = deque(maxlen=40)
    for number in itertools.count():
        if number >= NUMBER and time.monotonic() >= until:
            break
        key = random.choice(KEYS)
        last.append(key)
        pilot.app.post_message(Key(key, key if len(key) == 1 else None))
        if number % 400 == 399:
            await pilot.resize_terminal(*random.choice(SIZES))
        if number % 5 == 0:
            await settled(pilot)
        assert pilot.app.is_running, list(last)
        assert pilot.app._exception is None, list(last)
        said = [note.message for note in pilot.app._notifications]
        faults = [message for message in said if "程序内部错误" in message or "internal" in message.lower()]
        assert not faults, (faults, list(last))
    await settled(pilot)
    assert pilot.app._exception is None, list(last)

"""Random keys: whatever is pressed, the desk stays up and the log verifies. MONKEY_KEYS says how many."""

from __future__ import annotations

import os
from pathlib import Path
from random import Random

import pytest
from textual.events import Key

from events.store_verification import verify_ledger
from tests.builders import LEDGER
from tests.tui.desk import NARROW, opened, settled
from tests.tui.test_looks import a_desk

KEYS = [
    *"parmtvexud/cbk?0123456789.-", "养", "老", "[", "]", "enter", "enter", "tab", "tab", "shift+tab", "escape", "escape",
    "up", "down", "down", "left", "right", "home", "end", "pageup", "pagedown", "backspace", "space",
    "f1", "f2", "f3", "f4", "f5", "f6", "f7", "f8", "f9", "ctrl+p", "ctrl+s", "ctrl+o", "ctrl+n", "ctrl+t",
    "ctrl+b", "ctrl+l",
]  # fmt: skip
NUMBER = int(os.environ.get("MONKEY_KEYS", "250"))


@pytest.mark.parametrize("seed", range(2))
async def test_random_keys_never_bring_the_desk_down(
    tmp_path: Path, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    random, desk, pressed = Random(seed), a_desk(), []
    async with opened(desk, tmp_path, size=NARROW) as pilot:
        for number in range(NUMBER):
            key = random.choice(KEYS)
            pressed.append(key)
            pilot.app.post_message(Key(key, key if len(key) == 1 else None))
            if number % 5 == 0:
                await settled(pilot)
            assert pilot.app.is_running, pressed[-20:]
        await settled(pilot)
        assert pilot.app._exception is None, pressed[-20:]
        said = [note.message for note in pilot.app._notifications]
        assert not [message for message in said if "程序内部错误" in message or "internal" in message.lower()]
    with desk.store.reader(str(LEDGER)) as log:
        assert verify_ledger(log).ok

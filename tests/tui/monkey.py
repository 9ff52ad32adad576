"""Somebody who presses, types, pastes and clicks whatever comes, all over the desk, while others record beside."""

from __future__ import annotations

import asyncio
import pkgutil
from collections import Counter, deque
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from random import Random

from textual.events import Key, Paste
from textual.keys import _character_to_key
from textual.pilot import OutOfBounds, Pilot
from textual.screen import Screen

import tui
from events.types.payments import DisbursementRecorded
from tests.tui.desk import seen, settled
from tests.tui.monkey_files import write_files
from tracker.decisions.state import Refusal
from tracker.requests import RecordDisbursement, RecordReturn
from tracker.service import Tracker
from tui.commands import ALL
from tui.dialogs.dialog import Dialog
from tui.dialogs.form import Form
from tui.screens.base import DeskScreen
from tui.widgets.field import FormField

SIZES = ((80, 24), (120, 40), (200, 60), (60, 15), (40, 10), (20, 5))
COMMANDS = [key for command in ALL if command.id != "quit" for key in command.keys.split(",")]
MOVES = [
    *("enter", "tab", "down", "escape") * 3, "shift+tab", "up", "left", "right", "home", "end", "pageup", "pagedown",
    "ctrl+c", "ctrl+a", "ctrl+k", "ctrl+u", "ctrl+w", "ctrl+x", "ctrl+v", "delete", "f12",
]  # fmt: skip
CHARACTERS = [*"0123456789.-+/ ", *"养老金发放[]{}%:\\", "é", "e\u0301", "\u200b", "𠮷", "👩‍👩‍👧"[0]]
PASTED = (
    "临河县人力资源和社会保障局",
    "第一行\n第二行\r\n第三行\t末",
    "[bold red]养老[/] [/] [@click=app.quit]x[/]",
    "\x1b[2J\x1b]0;title\x07\x1b[31m红\x00\x08",
    "1,234.56",
    "P01",
    "长" * 300,
    "a\u0301\u0301\u0301 \u202e倒 \ufeff",
)
WORDS: dict[str, tuple[str, ...]] = {
    "amount": ("100", "1,000.5", "2.4万", "0", "-5", "1.234"),
    "date": ("3-15", "2022-05-20", "昨天", "2-30"),
    "count": ("10", "8", "0"),
    "figure": ("95", "310", "x"),
    "whole": ("9", "60%", "0", "x"),
    "period": ("2022-03", "2022", "3"),
    "month": ("2022-03", "3"),
    "project": ("P01", "P02", "ylj", "P99"),
    "indicator": ("P01.02", "P01.06", "P02.05", "P02.04", "D1.01"),
    "event": ("3", "5", "8", "12", "999"),
    "lines": ("2", "2-3"),
    "share": ("50", "120"),
    "text": ("核对应发数", "[/]", "note", "《通知》〔2022〕5号"),
}
"""What a field of a kind may be given: mostly sense, some nonsense."""

PAGES: tuple[tuple[str, ...], ...] = (
    ("f2", "enter"), ("f2", "e", "enter"), ("p",), ("a",), ("r",), ("t",), ("m",), ("v",), ("q", "=7", "ctrl+s"),
    ("w", "enter"), ("w", "d"), ("z", "enter", "ctrl+s"), ("z", "enter"), ("f3", "enter"), ("f3", "u"),
    ("f4", "d"), ("f4", "h"), ("f6", "e"), ("f6", "s"), ("f6", "d", "d"), ("f6", "n", "=plan", "enter"),
    ("f7", "enter", "enter"),
    ("f7", "y"), ("f7", "y", "e"), ("f7", "x"), ("f7", "g", "=voucher", "enter"), ("f7", "h", "ctrl+s"), ("f7", "h"),
    ("f9", "enter"), ("f9", "e"), ("f9", "d"), ("f9", "tab", "tab", "enter"),
    ("f2", "ctrl+f", "=rows", "enter"),
    ("f2", "i", "=list", "enter", "ctrl+s", "enter"), ("f2", "i", "=odd", "enter", "ctrl+s"),
    ("f10", "enter"), ("f10", "o", "=bank", "enter", "ctrl+s", "enter"), ("f10", "d"), ("f10", "f"), ("f1",), ("ctrl+p",),
    ("f8",),
)  # fmt: skip
"""Ways to every page there is, in an order in which each finds what it needs; what follows a ``=`` is typed."""

ROUTES = (
    *PAGES, ("f2", "tab", "enter"), ("f2", "slash", "=ylj", "enter"), ("c",), ("C",), ("ctrl+z",),
    ("a", "=5万", "ctrl+s"), ("p", "=10", "ctrl+s"), ("w", "n"), ("f3", "b"), ("f3", "f", "=P01 >=100", "enter"),
    ("f3", "slash", "=90"), ("f4", "d", "=seen", "enter"), ("f4", "enter"), ("f5",), ("f6", "s", "ctrl+s"),
    ("f6", "n", "=plan", "enter", "ctrl+s"), ("f6", "n", "=bad", "enter"), ("f7", "y", "right", "end"),
    ("f7", "x", "ctrl+s"), ("f7", "h", "=late", "enter"), ("f7", "g", "=voucher", "enter", "ctrl+s"),
    ("f9", "enter", "=9", "ctrl+s"), ("f9", "tab", "enter"),
    ("ctrl+f", "=rows", "enter", "ctrl+s", "enter"), ("ctrl+f", "=odd", "enter", "ctrl+s", "enter"),
    ("f2", "shift+tab", "right", "e", "enter"), ("f1", "slash", "=zf"),
    ("i", "=bad", "enter", "ctrl+s"), ("i", "=gone"), ("ctrl+p", "=yj", "enter"),
    ("ctrl+t",), ("ctrl+l",), ("ctrl+b",), ("f8", "=6-30", "enter"), ("f8", "=6-30", "tab", "=7-1", "enter"),
)  # fmt: skip
"""Those, and what one does there."""


def every_page() -> set[str]:
    """The names of all screens and dialogs there are."""
    for module in pkgutil.walk_packages(tui.__path__, "tui."):
        import_module(module.name)
    return {cls.__name__ for base in (DeskScreen, Dialog) for cls in _leaves(base)}


def _leaves(base: type[Screen[object]]) -> Iterator[type[Screen[object]]]:
    below = base.__subclasses__()
    if not below:
        yield base
    for cls in below:
        yield from _leaves(cls)


class Monkey:
    """One of them, with what it has seen so far."""

    def __init__(self, pilot: Pilot[int], other: Tracker, folder: Path, random: Random) -> None:
        self.pilot, self.app, self.other, self.folder, self.random = pilot, pilot.app, other, folder, random
        self.visited: Counter[str] = Counter()
        self.did: Counter[str] = Counter()
        self.last: deque[str] = deque(maxlen=60)
        self.ways: list[tuple[str, ...]] = []
        self.refused = 0

    # -- what it does ----------------------------------------------------------------------------

    async def act(self) -> None:
        """Something, and see that the desk still stands."""
        deeds = {
            self.press_keys: 30, self.take_a_route: 30, self.fill_in: 14, self.type: 8, self.paste: 6,
            self.click: 10, self.resize: 3, self.others_record: 4, self.scheduler_checks: 2, self.files_change: 1,
        }  # fmt: skip
        deed = self.random.choices(list(deeds), list(deeds.values()))[0]
        self.did[deed.__name__] += 1
        self.last.append(f"<{deed.__name__}>")
        await deed()
        await settled(self.pilot)
        self.visited[type(self.app.screen).__name__] += 1
        self.look()

    async def press_keys(self) -> None:
        """Some keys, with no time between them or with time."""
        for _ in range(self.random.randint(1, 6)):
            await self._key(self.random.choice((*COMMANDS, *MOVES, *MOVES)))
            if self.random.random() < 0.4:
                await settled(self.pilot)

    async def take_a_route(self) -> None:
        """To some place, form or dialog; each before any again."""
        if not self.ways:
            self.ways = self.random.sample(ROUTES, len(ROUTES))
        await self.walk(self.ways.pop())

    async def walk(self, route: tuple[str, ...]) -> None:
        """Along one way, from whatever is open."""
        self.app.set_keymap({})
        for _ in range(6):
            if isinstance(self.app.screen, DeskScreen):
                break
            await self._key("escape")
            await settled(self.pilot)
        for step in route:
            for key in step[1:] if step.startswith("=") else (step,):
                await self._key(key)
            await settled(self.pilot)
            self.visited[type(self.app.screen).__name__] += 1
        self.look()

    async def fill_in(self) -> None:
        """What the form on top asks for, then record; elsewhere some characters."""
        if not isinstance(self.app.screen, Form):
            return await self.type()
        for _ in range(self.random.randint(1, 7)):
            fields = self.app.screen.query(FormField) if isinstance(self.app.screen, Form) else ()
            field = next((field for field in fields if field.control is self.app.focused), None)
            kind = "text" if field is None else field.spec.kind
            if field is not None and field.typed and self.random.random() < 0.7:
                await self._key("ctrl+u")
            for character in self.random.choice(WORDS.get(kind, ("",))):
                await self._key(character)
            await self._key(self.random.choice(("tab", "tab", "enter", "down", "space")))
            await settled(self.pilot)
        if self.random.random() < 0.6:
            for _ in range(self.random.randint(1, 3)):
                await self._key("ctrl+s")
        return None

    async def type(self) -> None:
        """A burst of characters, as an input method hands them over."""
        for _ in range(self.random.randint(1, 12)):
            await self._key(self.random.choice(CHARACTERS))
        if self.random.random() < 0.5:
            for _ in range(self.random.randint(1, 8)):
                await self._key("backspace")

    async def paste(self) -> None:
        """Something out of another window."""
        self.app.post_message(Paste(self.random.choice(PASTED)))

    async def click(self) -> None:
        """The mouse, once or twice, anywhere."""
        width, height = self.app.size
        spot = (self.random.randrange(width), self.random.randrange(height))
        self.last.append(f"click {spot}")
        try:
            await self.pilot.click(offset=spot, times=self.random.choice((1, 1, 2)))
        except OutOfBounds:
            return

    async def resize(self) -> None:
        """The window gets another size."""
        size = self.random.choice(SIZES)
        self.last.append(f"resize {size}")
        await self.pilot.resize_terminal(*size)

    async def others_record(self) -> None:
        """Somebody else pays, or a payment comes back."""
        for _ in range(self.random.randint(1, 5)):
            await asyncio.to_thread(self._other_records, self.random.random() < 0.2)
        self.app.look()  # type: ignore[attr-defined]

    def _other_records(self, is_return: bool) -> None:
        project = self.random.choice(("P01", "P02"))
        paid = RecordDisbursement(project=project, amount_fen=self.random.randint(1, 500), payee="other [/]")
        recent = self.other.recent(20)
        of = next((str(e.position) for e in recent if isinstance(e.fact, DisbursementRecorded)), None)
        returned = RecordReturn(of=of, amount_fen=1) if is_return and of is not None else None
        try:
            self.other.record(returned or paid)
        except Refusal:
            self.refused += 1

    async def scheduler_checks(self) -> None:
        """What the scheduler does when it is time."""
        await asyncio.to_thread(self.other.check_due_months)
        await asyncio.to_thread(self.other.look_around)
        self.app.look()  # type: ignore[attr-defined]

    async def files_change(self) -> None:
        """Files come and go in the folder one picks from."""
        write_files(self.folder, self.random.randrange(1000))
        (self.folder / "gone.csv").unlink(missing_ok=True)

    async def _key(self, key: str) -> None:
        character = key if len(key) == 1 else None
        name = _character_to_key(key) if character else key
        self.last.append(key)
        self.app.post_message(Key(name, character))
        await asyncio.sleep(0)

    # -- what it sees ----------------------------------------------------------------------------

    def look(self) -> None:
        """The desk is up, has no fault to tell of, and shows nothing a terminal would obey."""
        last = list(self.last)
        assert self.app.is_running, last
        assert self.app._exception is None, last
        said = [note.message for note in self.app._notifications]
        faults = [text for text in said if "程序内部错误" in text or "internal error" in text]
        assert not faults, (faults, last)
        obeyed = {
            mark for mark in seen(self.pilot) if mark != "\n" and (mark < " " or "\x7f" <= mark < "\xa0")
        }
        assert not obeyed, (obeyed, last)

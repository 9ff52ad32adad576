"""Threads run on when something else is asked: what they bring late never takes the place of what is newer."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
from textual import work
from textual.app import App

from tests.builders import Desk
from tests.tui.desk import opened, press, seen, settled
from tui.dialogs import previewing
from tui.dialogs.form import Form
from tui.filling import Filling
from tui.messages import Previewed
from tui.remembered import Draft


def test_a_draft_written_by_many_threads_is_the_last_one_typed(tmp_path: Path) -> None:
    for run in range(50):
        draft = Draft(tmp_path, "900/2022", f"payment{run}")
        threads = []
        for number in range(20):
            draft.hold("key", {"payee": "x" * number})
            threads.append(Thread(target=draft.write))
        for thread in reversed(threads):
            thread.start()
        for thread in threads:
            thread.join()
        assert Draft(tmp_path, "900/2022", f"payment{run}").find({}) == ("key", {"payee": "x" * 19})


def test_what_is_done_with_is_not_written_again_by_a_thread_that_comes_late(tmp_path: Path) -> None:
    draft = Draft(tmp_path, "900/2022", "payment")
    draft.hold("key", {"payee": "a"})
    draft.write()
    draft.hold("key", {"payee": "ab"})
    draft.forget()
    draft.write()
    assert Draft(tmp_path, "900/2022", "payment").find({}) is None


async def test_a_draft_left_at_once_keeps_the_last_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = Desk(day="2022-06-30")
    async with opened(desk, tmp_path) as pilot:
        await press(pilot, "p", "1")
        form = pilot.app.screen
        assert isinstance(form, Form)
        monkeypatch.setattr(form, "_write_draft", lambda: None)  # its thread's turn never comes
        await pilot.press("2", "escape")
        await settled(pilot)
        left = Draft(form.draft.directory, str(desk.tracker.ledger), form.NAME).find({})
        assert left is not None
        assert left[1]["amount"] == "12"


class Slow(Filling[None]):
    """Its first answer comes after its second."""

    def __init__(self) -> None:
        super().__init__()
        self.go_on, self.has_come, self.shown = Event(), Event(), list[int]()

    @work(thread=True, exclusive=True, group="load")
    def ask(self, number: int) -> None:
        """Bring the number; the first waits."""
        if number == 1:
            assert self.go_on.wait(60)
        self.bring(number, None)
        if number == 1:
            self.has_come.set()

    def display_view(self, view: int) -> None:
        """Remember it, and let the first come."""
        self.shown.append(view)
        self.go_on.set()


async def test_an_answer_that_another_has_overtaken_is_not_shown() -> None:
    app = App[None]()
    async with app.run_test() as pilot:
        screen = Slow()
        await app.push_screen(screen)
        screen.ask(1)
        await pilot.pause()
        screen.ask(2)
        assert await asyncio.to_thread(screen.has_come.wait, 60)
        await pilot.pause()
        assert screen.shown == [2]


async def test_what_a_form_says_is_of_what_stands_in_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on, has_come, asked = Event(), Event(), list[str]()

    def slow(*_: Any) -> Previewed:
        asked.append("")
        mine = f"answer {len(asked)}"
        if len(asked) == 1:
            assert go_on.wait(60)
            Thread(target=lambda: (time.sleep(0.2), has_come.set())).start()
        return Previewed((("plain", mine),))

    async with opened(Desk(day="2022-06-30"), tmp_path) as pilot:
        await press(pilot, "p")
        monkeypatch.setattr(previewing, "previewed", slow)
        await pilot.press("1")
        while not asked:
            await asyncio.sleep(0.01)
        await press(pilot, "2")
        assert "answer 2" in seen(pilot)
        go_on.set()
        assert await asyncio.to_thread(has_come.wait, 60)
        await settled(pilot)
        assert "answer 2" in seen(pilot)

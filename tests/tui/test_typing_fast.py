"""Keys without time between them: each finds what the one before it did, in whatever it is typed."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path

import pytest
from textual.events import Key
from textual.pilot import Pilot
from textual.widgets import Input

from tests.builders import Desk
from tests.tui.desk import opened, press, settled
from tui.dialogs.form import Form
from tui.lists.picker import FilePicker
from tui.palette import Palette
from tui.widgets.field import FormField

PINYIN = (*"linhe", *["backspace"] * 5, *"临河", *"xian'", *["backspace"] * 5, "县", "home", "A", "end", "B")
CAME_OF_IT = "A临河县B"


def a_desk() -> Desk:
    desk = Desk(day="2022-03-20")
    desk.grant()
    desk.pay(payee="临河中心")
    return desk


async def burst(pilot: Pilot[int], keys: Sequence[str]) -> None:
    """The keys all at once, as a terminal delivers what an input method or a fast hand sends."""
    for key in keys:
        pilot.app.post_message(Key(key, key if len(key) == 1 else None))
    await asyncio.sleep(0)
    await settled(pilot)


@pytest.mark.parametrize("name", ["payee", "note", "voucher", "amount", "project"])
async def test_pinyin_and_backspaces_in_a_form(tmp_path: Path, name: str) -> None:
    async with opened(a_desk(), tmp_path) as pilot:
        await press(pilot, "p")
        form = pilot.app.screen
        assert isinstance(form, Form)
        field = form.field(name)
        field.put("")
        field.control.focus()
        await settled(pilot)
        await burst(pilot, PINYIN)
        assert field.typed == CAME_OF_IT


@pytest.mark.parametrize(("keys", "search"), [(("slash",), "#search"), (("f3", "slash"), "#search")])
async def test_pinyin_and_backspaces_in_a_search(tmp_path: Path, keys: Sequence[str], search: str) -> None:
    async with opened(a_desk(), tmp_path) as pilot:
        await press(pilot, *keys[:-1])
        await burst(pilot, (keys[-1], *PINYIN))
        field = pilot.app.focused
        assert isinstance(field, Input)
        assert field.value == CAME_OF_IT


@pytest.mark.parametrize(("keys", "page"), [("i", FilePicker), ("ctrl+p", Palette)])
async def test_pinyin_and_backspaces_in_a_list_one_narrows(
    tmp_path: Path, keys: str, page: type[FilePicker | Palette], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with opened(a_desk(), tmp_path) as pilot:
        await press(pilot, keys)
        assert isinstance(pilot.app.screen, page)
        await burst(pilot, PINYIN)
        assert pilot.app.screen.query_one("#sought", Input).value == CAME_OF_IT


async def test_a_whole_payment_in_one_burst_is_what_was_typed(tmp_path: Path) -> None:
    desk = a_desk()
    async with opened(desk, tmp_path) as pilot:
        await burst(
            pilot,
            ("p", *"12x", "backspace", *"5", "tab", *"3-1", "tab", "tab", *"10", "tab", *"9x", "backspace"),
        )
        form = pilot.app.screen
        assert isinstance(form, Form)
        typed = {field.spec.name: field.typed for field in form.query(FormField)}
        assert (typed["amount"], typed["due_on"], typed["people_due"], typed["people_paid"]) == (
            "125",
            "3-1",
            "10",
            "9",
        )
        await burst(pilot, ("shift+tab", "shift+tab", "end", *"x", "backspace", "ctrl+s", "ctrl+s"))
    assert desk.events().count("DisbursementRecorded") == 2


async def test_a_choice_turned_before_the_next_field_is_the_one_that_turns(tmp_path: Path) -> None:
    async with opened(a_desk(), tmp_path) as pilot:
        await press(pilot, "a")
        form = pilot.app.screen
        assert isinstance(form, Form)
        first = form.field("kind")
        before = first.typed
        first.control.focus()
        await settled(pilot)
        await burst(pilot, ("right", "tab"))
        assert first.typed != before

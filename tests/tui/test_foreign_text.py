"""What comes from elsewhere - a clipboard, a file's name, a draft - is one line of plain text, and no terminal obeys it."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.events import Paste
from textual.pilot import Pilot

from tests.builders import Desk
from tests.tui.desk import opened, press, seen, settled
from tui.dialogs.form import Form
from tui.remembered import Remembered


def a_desk() -> Desk:
    desk = Desk(day="2022-03-20")
    desk.grant()
    return desk


async def pasted(pilot: Pilot[int], text: str) -> str:
    """What stands in the payment's note after a text was pasted into it."""
    await press(pilot, "p")
    form = pilot.app.screen
    assert isinstance(form, Form)
    form.field("note").control.focus()
    await settled(pilot)
    pilot.app.post_message(Paste(text))
    await settled(pilot)
    return form.field("note").typed


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("第一行\n第二行\r\n\r\n第三行\t末\n", "第一行 第二行 第三行 末"),
        ("\x1b[2J\x1b]0;x\x07红\x00\x9b31m", "[2J]0;x红31m"),
        ("[bold red]养老[/] [/]", "[bold red]养老[/] [/]"),
        ("\ufeff\u202e倒\u200b", "倒"),
        ("\n", ""),
    ],
)
async def test_what_is_pasted_is_one_line_of_text(tmp_path: Path, text: str, line: str) -> None:
    async with opened(a_desk(), tmp_path) as pilot:
        assert await pasted(pilot, text) == line
        assert not {mark for mark in seen(pilot) if not mark.isprintable()} - {"\n"}


async def test_a_copied_table_is_pasted_as_one_line(tmp_path: Path) -> None:
    async with opened(a_desk(), tmp_path) as pilot:
        await press(pilot, "c")
        assert "\n" not in await pasted(pilot, "")
        await press(pilot, "ctrl+v")
        form = pilot.app.screen
        assert isinstance(form, Form)
        assert "P01" in form.field("note").typed
        assert "\n" not in form.field("note").typed


async def test_a_file_s_name_is_never_obeyed_and_the_file_is_found_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRACKER_KEYS", str(tmp_path / "keys"))
    files = tmp_path / "files"
    files.mkdir()
    (files / "a\x1b[2J[x].csv").write_text("a,b\n1,2\n", encoding="utf-8")
    Remembered(tmp_path, folder=str(files)).save()
    async with opened(a_desk(), tmp_path) as pilot:
        await press(pilot, "i")
        assert "a[2J[x].csv" in seen(pilot)
        await press(pilot, "enter")
        form = pilot.app.screen
        assert isinstance(form, Form)
        assert Path(form.field("file").typed).is_file()
        assert "\x1b" not in seen(pilot)

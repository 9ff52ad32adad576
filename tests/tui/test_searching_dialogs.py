"""Every dialog with a list is searched by real keys; a long list answers the newest question, from a thread."""

from __future__ import annotations

from pathlib import Path

from textual.pilot import Pilot
from textual.widgets import Input

from tests.builders import Desk
from tests.tracker.rosters.files import HEADERS, identity, person, write_csv
from tests.tui.desk import NARROW, WIDE, opened, press, seen, type_text
from tests.tui.test_plan import NewDesk, a_file, pick
from tracker.requests import RequestPayment
from tui.dialogs.adoption import AdoptionDialog
from tui.dialogs.explain import ExplainDialog
from tui.dialogs.export import FORMATS, ExportDialog
from tui.dialogs.listing import RequestsDialog
from tui.lists.review import ReviewDialog
from tui.lists.stories import StoriesDialog
from tui.searching import matches
from tui.widgets.choice import Choice
from tui.widgets.lines import SEARCHED_AT_ONCE, FixedRows, Lines


def a_desk() -> Desk:
    desk = Desk(day="2022-03-20")
    desk.grant(yuan=100_000)
    return desk


def listed(pilot: Pilot[int]) -> list[str]:
    """What the dialog's list shows, a text a row."""
    lines = pilot.app.screen.query_one(Lines)
    found = (lines.rows.row(index) for index in range(len(lines.rows)))
    return [
        " ".join(cell if isinstance(cell, str) else cell[0] for cell in row)
        for row in found
        if row is not None
    ]


async def search(pilot: Pilot[int], typed: str) -> list[str]:
    """Search for something and go to what was found."""
    await press(pilot, "slash")
    await type_text(pilot, typed)
    return listed(pilot)


async def test_payment_requests_are_searched_and_the_one_found_is_paid(tmp_path: Path) -> None:
    desk = a_desk()
    for payee, fen in (("农业银行", 10_000), ("信用社", 20_000), ("邮政储蓄", 30_000)):
        desk.tracker.record(RequestPayment(project="P01", amount_fen=fen, due_on="2022-03-25", payee=payee))
    async with opened(desk, tmp_path) as pilot:
        await press(pilot, "w")
        assert isinstance(pilot.app.screen, RequestsDialog)
        assert len(listed(pilot)) == 3
        assert ["信用社" in row for row in await search(pilot, "xys")] == [True]
        await press(pilot, "enter", "enter")
        await press(pilot, "ctrl+s")
    assert desk.tracker.status().total.disbursed == 20_000


async def test_what_is_wrong_with_a_file_is_searched_and_escape_brings_all_back(
    tmp_path: Path, folder: Path
) -> None:
    rows = [person(1), ("测试", "123", "6222", "5"), ("测试", identity(2), "6222", "-5"), person(1)]
    write_csv(folder / "a.csv", [HEADERS, *rows])
    async with opened(a_desk(), tmp_path) as pilot:
        await press(pilot, "i", "enter", "ctrl+s")
        assert isinstance(pilot.app.screen, ReviewDialog)
        whole = listed(pilot)
        assert len(whole) == 3
        assert ["金额为负" in row for row in await search(pilot, "jewf")] == [True]
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, ReviewDialog), "Enter goes to the list and records nothing"
        await press(pilot, "escape")
        assert listed(pilot) == whole
        await press(pilot, "escape")
        assert not isinstance(pilot.app.screen, ReviewDialog)


async def test_the_stories_of_a_list_are_searched(tmp_path: Path, folder: Path) -> None:
    write_csv(folder / "a.csv", [HEADERS, *(person(n, "10.00") for n in range(4))])
    async with opened(a_desk(), tmp_path) as pilot:
        await press(pilot, "i", "enter", "ctrl+s", "enter", "f10", "enter")
        assert isinstance(pilot.app.screen, StoriesDialog)
        whole = listed(pilot)
        found = await search(pilot, "wdz")
        assert found == [row for row in whole if matches("wdz", row)]
        assert await search(pilot, "zzzz") == []
        await press(pilot, "escape")
        assert listed(pilot) == whole
        await press(pilot, "enter")
        assert not isinstance(pilot.app.screen, StoriesDialog)


async def test_the_findings_of_a_plan_are_searched_and_the_one_found_takes_the_note(tmp_path: Path) -> None:
    desk = NewDesk()
    async with opened(desk, tmp_path / "desk") as pilot:
        await pick(pilot, a_file(tmp_path))
        dialog = pilot.app.screen
        assert isinstance(dialog, AdoptionDialog)
        whole = listed(pilot)
        assert len(whole) > 1
        assert await search(pilot, "p02 mydz") == whole[-1:]
        await press(pilot, "enter", "d")
        await type_text(pilot, "as printed")
        await press(pilot, "enter", "escape")
        assert pilot.app.screen is dialog, "Escape closes the search first"
        assert [row.endswith("as printed") for row in listed(pilot)] == [False] * (len(whole) - 1) + [True]
        await press(pilot, "ctrl+s")
    assert desk.events().count("FindingAccepted") == 1


async def test_help_keeps_the_titles_of_what_is_found_and_says_when_nothing_is(tmp_path: Path) -> None:
    async with opened(a_desk(), tmp_path) as pilot:
        await press(pilot, "f1", "slash")
        await type_text(pilot, "wdb")
        shown = seen(pilot)
        assert "表格中的符号" in shown
        assert "未达标" in shown
        assert "此处的命令" not in shown
        await press(pilot, *["backspace"] * 3)
        await type_text(pilot, "jdd")
        assert "正常：执行率不低于序时进度" in seen(pilot), "of a title found, what stands below it"
        await type_text(pilot, "xyz")
        assert "没有找到“jddxyz”" in seen(pilot)
        await press(pilot, "escape")
        assert "此处的命令" in seen(pilot)


async def test_a_long_list_is_searched_while_one_types_and_shows_what_was_typed_last(tmp_path: Path) -> None:
    desk, many = a_desk(), 20 * SEARCHED_AT_ONCE
    async with opened(desk, tmp_path) as pilot:
        await press(pilot, "e")
        assert isinstance(pilot.app.screen, ExplainDialog)
        lines = pilot.app.screen.query_one(Lines)
        rows = [
            (str(n), (str(n), "2022-01-01", "支付" if n % 3 else "拨款", f"{n}.00", "")) for n in range(many)
        ]
        lines.show(FixedRows(rows))
        await press(pilot, "end", "slash")
        for mark in "zf 7777":
            await pilot.press("space" if mark == " " else mark)  # nobody waits for what is being found
        await press(pilot, "shift")
        assert [lines.rows.key(at) for at in range(len(lines.rows))] == ["7777"]
        await press(pilot, *["backspace"] * 4)
        assert len(lines.rows) == sum(1 for n in range(many) if n % 3)
        await press(pilot, "escape")
        assert len(lines.rows) == many
        assert lines.key == "7777", "the cursor stays on what was found"
        assert pilot.app.screen.query_one("#search", Input).has_class("hidden")


async def test_the_formats_of_an_export_are_found_by_typing_and_escape_undoes_it(tmp_path: Path) -> None:
    async with opened(a_desk(), tmp_path) as pilot:
        await press(pilot, "f7", "x")
        dialog = pilot.app.screen
        assert isinstance(dialog, ExportDialog)
        formats = dialog.query_one(Choice)
        await press(pilot, "slash")
        assert dialog.query_one("#directory", Input).value.endswith("/"), "in a path it is a letter"
        await press(pilot, "tab", "slash")
        await type_text(pilot, "pdf")
        assert formats.value.endswith("pdf")
        await press(pilot, "escape")
        assert (pilot.app.screen, formats.value) == (dialog, FORMATS[0])
        await press(pilot, "slash")
        await type_text(pilot, "pdf")
        await press(pilot, "enter")
        assert formats.value.endswith("pdf")
        assert pilot.app.focused is formats
        assert not list(tmp_path.rglob("*.pdf")), "nothing is written by it"
        await press(pilot, "escape")
        assert pilot.app.screen is not dialog


async def test_the_cursor_stays_in_sight_where_the_list_gets_less_room(tmp_path: Path) -> None:
    async with opened(a_desk(), tmp_path, size=WIDE) as pilot:
        await press(pilot, "e")
        lines = pilot.app.screen.query_one(Lines)
        lines.show(FixedRows((str(n), (f"row{n}", "2022-01-01", "支付", "1.00", "")) for n in range(28)))
        await press(pilot, "end")
        assert "row27" in seen(pilot)
        await pilot.resize_terminal(*NARROW)
        await press(pilot, "shift")
        assert "row27" in seen(pilot)

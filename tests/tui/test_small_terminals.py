"""Old consoles and narrow windows: everything stands within the screen, in both languages."""

from __future__ import annotations

from pathlib import Path

import pytest
from rich.cells import cell_len
from textual.widgets import Static

from tests.builders import Desk
from tests.tui.desk import opened, press, seen, type_text
from tracker.labels import Language
from tui.widgets.filter_bar import FilterBar
from tui.widgets.lines import Lines

SMALL = (60, 20)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(
    "keys", [["f2"], ["f3"], ["f4"], ["f6"], ["f7"], ["f9"], ["f10"], ["w"], ["z"]], ids="-".join
)
async def test_the_columns_of_every_list_stand_within_the_screen(
    tmp_path: Path, keys: list[str], language: Language
) -> None:
    async with opened(Desk(), tmp_path, size=SMALL, language=language) as pilot:
        await press(pilot, *keys)
        for lines in pilot.app.screen.query(Lines):
            assert 1 + sum(cells + 1 for _, _, cells in lines.widths()) <= lines.size.width, lines.id


async def test_what_is_said_below_a_form_is_said_whole_and_the_field_stays_in_sight(tmp_path: Path) -> None:
    desk = Desk(day="2022-03-20")
    desk.grant(yuan=1_000)
    async with opened(desk, tmp_path, size=SMALL) as pilot:
        await press(pilot, "p")
        await type_text(pilot, "500000")
        await press(pilot, *["tab"] * 11)
        live, field = pilot.app.screen.query_one(".live", Static), pilot.app.screen.focused
        assert field is not None
        assert "不足支付 500,000.00" in str(live.content)
        shown = "".join(row.strip(" │") for row in seen(pilot).splitlines()).replace(" ", "")
        assert str(live.content).splitlines()[-1].replace(" ", "") in shown
        rows = pilot.app.screen.query_one(".rows")
        assert rows.region.contains_region(field.region), "the last field has been scrolled to"


async def test_days_and_amounts_of_the_journal_are_whole(tmp_path: Path) -> None:
    desk = Desk(day="2022-03-20")
    desk.grant(yuan=12_345_678)
    async with opened(desk, tmp_path, size=SMALL) as pilot:
        await press(pilot, "f3")
        assert "12,345,678.00" in seen(pilot)
        assert "2022-03-" in seen(pilot)
        await press(pilot, "f")
        bar = pilot.app.screen.query_one(FilterBar)
        for name in bar.typed:
            assert cell_len(bar.field(name).placeholder) <= bar.field(name).content_size.width
        assert bar.field("type").placeholder == "支付", "a hint that has room is there"


async def test_the_keys_of_the_file_picker_and_the_words_of_help_have_room(tmp_path: Path) -> None:
    async with opened(Desk(), tmp_path, size=SMALL, language="en") as pilot:
        await press(pilot, "i")
        assert "Backspace when empty goes up" in seen(pilot)
        await press(pilot, "escape", "escape", "f1")
        row = next(row for row in seen(pilot).splitlines() if "typed stays" in row)
        assert row.strip(" │").startswith("typed stays"), "below what it goes on from"
        assert row.index("typed") > 25


async def test_nothing_covers_a_draft_that_is_back(tmp_path: Path) -> None:
    async with opened(Desk(), tmp_path, size=SMALL) as pilot:
        await press(pilot, "a")
        await type_text(pilot, "12")
        await press(pilot, "escape", "a")
        assert "已恢复上次未记完的内容" in str(pilot.app.screen.query_one(".heading", Static).content)
        assert not pilot.app.screen.query("Toast")
        await press(pilot, "ctrl+n")
        assert "已恢复" not in seen(pilot)

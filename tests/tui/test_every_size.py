"""Every page at every size, in both languages, with and without line drawing: nothing off the edge, nothing cut unsaid."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.cells import cell_len

from tests.builders import Desk
from tests.tui.desk import NARROW, opened, press, seen, settled
from tests.tui.test_looks import HUGE, OLD, a_desk
from tracker.labels import Language
from tui.formatting import narrow
from tui.screens.base import DeskScreen
from tui.widgets.figures import Figures
from tui.widgets.kept import KeptText
from tui.widgets.key_line import KeyLine, key_name
from tui.widgets.lines import Lines
from tui.widgets.month_grid import MonthGrid
from tui.widgets.top_line import TopLine

SIZES = (OLD, NARROW, (100, 30), (120, 40), HUGE)
PAGES: tuple[tuple[str, ...], ...] = (
    (),
    ("tab",),
    ("tab",),
    ("tab", "tab", "enter"),
    ("f7",),
    ("y",),
    ("f6",),
)
"""The keys that lead from one page, or one part of it, to the next."""


@pytest.fixture(scope="module")
def desk() -> Desk:
    """Long names, an amount of hundreds of millions, a reason of several lines."""
    desk = a_desk()
    desk.grant("P01", yuan=123_456_789)
    desk.pay("P01", yuan=98_765_432, payee="县社会保险事业服务中心")
    desk.tracker.check("2022-06")
    return desk


@pytest.mark.parametrize("ascii", [False, True], ids=["lines", "ascii"])
@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_every_page_stands_within_the_screen(
    tmp_path: Path, desk: Desk, size: tuple[int, int], language: Language, ascii: bool
) -> None:
    async with opened(desk, tmp_path, size=size, language=language) as pilot:
        await press(pilot, *(["ctrl+b"] if ascii else []))
        for keys in PAGES:
            await press(pilot, *keys)
            screen = pilot.app.screen
            assert isinstance(screen, DeskScreen)
            place = f"{type(screen).__name__} {keys}"
            shown = seen(pilot)
            assert [cell_len(line) for line in shown.split("\n")] == [size[0]] * size[1], place
            assert list(wrongly_cut(screen)) == [], place
            assert not ascii or unshowable(shown) == set(), place


def unshowable(shown: str) -> set[str]:
    """Characters an old console has no place for, or two places where one is counted."""
    old = {mark for mark in shown if mark < "\x7f" or unicodedata.east_asian_width(mark) in "WF"} | {"\n"}
    return {mark for mark in shown if narrow(mark) != mark or mark not in old} - {"\n"}


def wrongly_cut(screen: DeskScreen) -> Iterator[str]:
    """Whatever on a page is not whole and does not say so."""
    if narrow(str(screen.session.tracker.today())) not in screen.query_one(TopLine).render().plain:  # type: ignore[union-attr]
        yield "the day"
    last = screen.query_one(KeyLine)
    if last.render().plain.rstrip() != "  ".join(f"{key_name(key)} {word}" for key, word in last.shown()):
        yield "the keys"
    if cell_len(last.render().plain.rstrip()) > last.content_size.width:
        yield "the keys' end"
    for text in screen.query(KeptText):
        whole = "".join(narrow(str(text.content)).split())
        told = "".join(text.render().plain.split())
        if text.content_size.height and told != whole and not told.endswith(".."):
            yield f"{text.id}: {told}"
        if max(map(cell_len, text.render().plain.split("\n"))) > text.content_size.width > 0:
            yield f"{text.id} too wide"
    for lines in screen.query(Lines):
        if 1 + sum(cells + 1 for _, _, cells in lines.widths()) > lines.size.width:
            yield f"{lines.id}"
    for figures in screen.query(Figures):
        if any(f"{it.word} {it.value}" not in figures.render().plain for it in figures.figures):
            yield "the figures"
        if figures.content_size.height <= figures.render().plain.count("\n"):
            yield "the figures' last line"
    for grid in screen.query(MonthGrid):
        if not grid.render_line(0).text.rstrip().endswith("12"):
            yield "December"
        if grid.size.height < 3:
            yield "the grid's rows"


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_the_budget_is_told_whole_where_it_takes_two_lines(
    tmp_path: Path, desk: Desk, language: Language
) -> None:
    async with opened(desk, tmp_path, size=OLD, language=language) as pilot:
        figures = pilot.app.screen.query_one(Figures)
        shown = seen(pilot)
        assert figures.size.height == 2
        for figure in figures.figures:
            assert f"{figure.word} {figure.value}" in shown


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_english_amounts_have_no_chinese_unit(
    tmp_path: Path, desk: Desk, size: tuple[int, int]
) -> None:
    async with opened(desk, tmp_path, size=size, language="en") as pilot:
        assert "万" not in seen(pilot)
        assert any(figure.value.endswith("M") for figure in pilot.app.screen.query_one(Figures).figures) == (
            size[0] < 100
        )


async def test_a_click_finds_the_figure_in_the_second_line(tmp_path: Path, desk: Desk) -> None:
    async with opened(desk, tmp_path, size=OLD, language="en") as pilot:
        figures = pilot.app.screen.query_one(Figures)
        await pilot.click(Figures, offset=(3, 1))
        await settled(pilot)
        second = [number for number, line, _, _ in figures._placed(figures.content_size.width) if line == 1]
        assert figures.at == second[0]


async def test_the_list_in_use_grows_on_a_very_narrow_screen(tmp_path: Path, desk: Desk) -> None:
    async with opened(desk, tmp_path, size=OLD, language="en") as pilot:
        await press(pilot, "f7")
        projects, rows = (pilot.app.screen.query_one(name, Lines) for name in ("#projects", "#rows"))
        before = projects.size.height
        assert projects.size.width == OLD[0] == rows.size.width
        await press(pilot, "tab")
        assert projects.size.height < before
        assert "Score" in seen(pilot)


@pytest.mark.parametrize("width", [40, 20, 12])
async def test_the_last_line_holds_only_whole_keys(tmp_path: Path, width: int) -> None:
    async with opened(a_desk(), tmp_path, size=(width, 20), language="en") as pilot:
        shown = pilot.app.screen.query_one(KeyLine).shown()
        told = "  ".join(f"{key_name(key)} {word}" for key, word in shown)
        assert seen(pilot).split("\n")[-1].strip() == told
        assert shown

"""What stands still beside a list is drawn once, and anew as soon as it or the theme changes."""

from __future__ import annotations

import asyncio

from rich.text import Text
from textual.app import App, ComposeResult
from textual.reactive import reactive

from tui.widgets.kept import Kept, KeptText
from tui.widgets.lines import Column, FixedRows, Lines


class Counted(Kept):
    """Counts how often it is drawn."""

    DEFAULT_CSS = "Counted { height: 1; background: $primary; }"
    word = reactive("before")
    drawn = 0

    def render(self) -> Text:
        self.drawn += 1
        return Text(self.word)


class Beside(App[None]):
    """A list between two lines that stand still."""

    def compose(self) -> ComposeResult:
        yield Counted()
        yield Lines([Column("name", 10)])
        yield KeptText("below", id="below")

    def on_mount(self) -> None:
        self.query_one(Lines).show(FixedRows((str(n), (f"row {n}",)) for n in range(50)))
        self.query_one(Lines).focus()


def line(app: App[None], y: int) -> tuple[str, object]:
    strip = app.screen._compositor.render_strips()[y]
    return strip.text.strip(), next(iter(strip))[1]


def test_what_stands_still_is_drawn_once_and_anew_when_it_changes() -> None:
    async def walk() -> None:
        app = Beside()
        async with app.run_test(size=(40, 12)) as pilot:
            await pilot.pause()
            counted = app.query_one(Counted)
            drawn, colours = counted.drawn, line(app, 0)[1]
            await pilot.press("down", "down", "pagedown", "up")
            assert counted.drawn == drawn
            assert line(app, 0)[0] == "before"

            counted.word = "after"
            app.query_one(KeptText).update("changed")
            await pilot.pause()
            assert (line(app, 0)[0], line(app, 11)[0]) == ("after", "changed")

            app.theme = "textual-light"
            await pilot.pause()
            assert line(app, 0)[1] != colours

            await pilot.resize_terminal(60, 14)
            assert (line(app, 0)[0], line(app, 13)[0]) == ("after", "changed")

    asyncio.run(walk())


def test_the_list_takes_the_colours_of_another_theme() -> None:
    async def walk() -> None:
        app = Beside()
        async with app.run_test(size=(40, 12)) as pilot:
            await pilot.pause()
            before = [line(app, y)[1] for y in (1, 2, 3)]
            app.theme = "textual-light"
            await pilot.pause()
            after = [line(app, y)[1] for y in (1, 2, 3)]
            assert all(old != new for old, new in zip(before, after, strict=True))

    asyncio.run(walk())

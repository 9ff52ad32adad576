"""Indicators by months: colour, sign and word; the cursor stands on one month of one indicator."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events as terminal
from textual.binding import Binding
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tracker.labels import Words
from tui.formatting import STATUS_SIGNS, fit
from tui.widgets.kept import KeptStyles

if TYPE_CHECKING:
    from tracker.desk import GridCell, GridRow

CODE = 7
ROOMY, TIGHT = 110, 72
"""From the one width a cell shows its word beside the sign; below the other months stand close."""


class MonthGrid(ScrollView, KeptStyles, can_focus=True):
    """The timeliness indicators and their twelve months."""

    PARTS = "grid"
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "grid--header", "grid--met", "grid--missed", "grid--unreported", "grid--not_due",
        "grid--not_applicable", "grid--cursor",
    }  # fmt: skip
    DEFAULT_CSS = """
    MonthGrid { background: $surface; color: $foreground; height: 1fr; scrollbar-size-vertical: 1; overflow-x: hidden; }
    MonthGrid > .grid--header { color: $secondary; text-style: bold; background: $panel; }
    MonthGrid > .grid--met { color: $success; }
    MonthGrid > .grid--missed { color: $error; text-style: bold; }
    MonthGrid > .grid--unreported { color: $warning; text-style: bold; }
    MonthGrid > .grid--not_due { color: $secondary; }
    MonthGrid > .grid--not_applicable { color: $secondary; }
    MonthGrid > .grid--cursor { background: $block-cursor-background; color: $block-cursor-foreground; }
    """
    BINDINGS = [
        Binding("up,k", "move(-1, 0)", show=False),
        Binding("down,j", "move(1, 0)", show=False),
        Binding("left,h", "move(0, -1)", show=False),
        Binding("right,l", "move(0, 1)", show=False),
        Binding("home", "month(0)", show=False),
        Binding("end", "month(11)", show=False),
        Binding("enter", "choose", show=False),
    ]

    at_row: reactive[int] = reactive(0, repaint=False)
    at_month: reactive[int] = reactive(0, repaint=False)

    @dataclass
    class Chosen(Message):
        """Enter on a cell: show its numbers and events."""

        code: str
        month: str

    @dataclass
    class Moved(Message):
        """The cursor is on another cell (or what stands in it has changed)."""

        row: GridRow
        cell: GridCell

    def __init__(self, say: Words, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.say = say
        self.rows: Sequence[GridRow] = ()
        self._sought = ""
        self._all: Sequence[GridRow] = ()

    def show(self, rows: Sequence[GridRow], month: int | None = None) -> None:
        """Show the grid; ``month`` puts the cursor on it."""
        self._all = rows
        if month is not None:
            self.at_month = month
        self.seek(self._sought)

    def seek(self, text: str) -> None:
        """Only the indicators in which the text is found."""
        from tui.searching import matches

        self._sought = text
        self.rows = [row for row in self._all if matches(text, f"{row.measure.code} {row.measure.name}")]
        self.at_row = min(self.at_row, max(0, len(self.rows) - 1))
        self.virtual_size = Size(self.size.width, len(self.rows) + 1)
        self.refresh()
        self._tell()

    @property
    def cell(self) -> tuple[GridRow, GridCell] | None:
        """The indicator and month under the cursor."""
        if self.at_row >= len(self.rows):
            return None
        row = self.rows[self.at_row]
        return row, row.cells[self.at_month]

    @property
    def cell_text(self) -> str:
        """The cell under the cursor in words."""
        from tui.screens.overview_rows import cell_text

        return cell_text(self.say, *self.cell) if self.cell is not None else ""

    def as_csv(self) -> str:
        """The grid as CSV, with words."""
        months = ",".join(cell.month for cell in self.rows[0].cells) if self.rows else ""
        lines = [f",{months}"]
        for row in self.rows:
            told = ",".join(self.say(f"check.{cell.status}") for cell in row.cells)
            lines.append(f"{row.measure.code} {row.measure.name.replace(',', ' ')},{told}")
        return "\n".join(lines) + "\n"

    def watch_at_row(self, before: int, after: int) -> None:
        """Repaint the two rows that changed."""
        self._repaint(before, after)

    def watch_at_month(self) -> None:
        """Repaint the row."""
        self._repaint(self.at_row)

    def _repaint(self, *rows: int) -> None:
        above = self.scroll_offset.y - 1
        self.refresh(*(Region(0, row - above, self.size.width, 1) for row in rows))

    def action_move(self, rows: int, months: int) -> None:
        """Move the cursor."""
        self.at_row = max(0, min(len(self.rows) - 1, self.at_row + rows))
        self.at_month = max(0, min(11, self.at_month + months))
        self._follow()

    def action_month(self, month: int) -> None:
        """To the first or the last month."""
        self.at_month = month
        self._follow()

    def action_choose(self) -> None:
        """Open the cell."""
        if self.cell is not None:
            row, cell = self.cell
            self.post_message(self.Chosen(row.measure.code, cell.month))

    def on_click(self, event: terminal.Click) -> None:
        """A click moves there; a second one opens."""
        name, width = self._layout()
        row, month = event.y - 1 + self.scroll_offset.y, (event.x - CODE - name) // width
        if event.y == 0 or not 0 <= row < len(self.rows) or not 0 <= month < 12:
            return
        if (row, month) == (self.at_row, self.at_month):
            self.action_choose()
        self.at_row, self.at_month = row, month
        self._follow()

    def on_resize(self) -> None:
        """Cells follow the width."""
        self.virtual_size = Size(self.size.width, len(self.rows) + 1)

    def _follow(self) -> None:
        above = self.scroll_offset.y
        if not above <= self.at_row < above + self.size.height - 1:
            whole = Region(0, self.at_row, self.size.width, 2)
            self.scroll_to_region(whole, animate=False, force=True, immediate=True)
        self.call_after_refresh(self._tell)

    def _tell(self) -> None:
        if self.cell is not None and self.is_mounted:
            self.post_message(self.Moved(*self.cell))

    def _layout(self) -> tuple[int, int]:
        """The width of the names, and of a month."""
        total = self.size.width
        width = 6 if total >= ROOMY else 4 if total >= TIGHT else 3
        return max(8, total - CODE - 12 * width - 1), width

    def render_line(self, y: int) -> Strip:
        """One line of the screen."""
        name, width = self._layout()
        base, total = self.kept_style(), self.size.width
        if y == 0:
            style = self.kept_style("header")
            months = "".join(fit(f"{month:>2}", width) for month in range(1, 13))
            text = fit(" " + self.say("grid.title"), CODE + name) + months
            return Strip([Segment(text, style)]).adjust_cell_length(total, style)
        index = y - 1 + self.scroll_offset.y
        if index >= len(self.rows):
            empty = self.say("grid.empty") if not self.rows and y == 1 else ""
            return Strip([Segment(fit(f" {empty}", total), base)])
        return self._row(index, name, width, base).adjust_cell_length(total, base)

    def _row(self, index: int, name: int, width: int, base: Style) -> Strip:
        row = self.rows[index]
        segments = [Segment(" " + fit(row.measure.code, CODE) + fit(row.measure.name, name - 2) + " ", base)]
        for month, cell in enumerate(row.cells):
            on_cursor = index == self.at_row and month == self.at_month and self.has_focus
            style = self.kept_style("cursor" if on_cursor else cell.status)
            segments.append(Segment(self._cell_text(cell, width), style))
        return Strip(segments)

    def _cell_text(self, cell: GridCell, width: int) -> str:
        sign = STATUS_SIGNS[cell.status]
        if width < 6:
            return fit(f" {sign}", width)
        word = self.say(f"grid.word.{cell.status}")
        return fit(f"{sign}{word}", width)

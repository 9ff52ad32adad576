"""A list of rows drawn line by line: only what is on the screen is ever made, so a million rows cost as ten."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal, NamedTuple, Protocol, TypeAlias

from rich.segment import Segment
from rich.style import Style
from textual import events as terminal
from textual import work
from textual.binding import Binding
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tui.formatting import capital, fit
from tui.widgets.kept import KeptStyles

if TYPE_CHECKING:
    from tui.searching import Searchable

LEAST_CELLS = 6
"""So little is left of a text where there is no room for more."""
SEARCHED_AT_ONCE = 500
"""A longer list is searched in a thread: no key waits for it."""

Tone = Literal["plain", "good", "bad", "warn", "muted", "strong"]
Cell: TypeAlias = "str | tuple[str, Tone]"
Row: TypeAlias = Sequence[Cell]


class Column(NamedTuple):
    """A column: its least width in cells, and its share of what the screen has left over."""

    title: str
    width: int
    align: Literal["left", "right"] = "left"
    share: int = 0
    only_wide: bool = False
    """Left out where the list is narrower than 100 cells."""
    not_small: bool = False
    """Left out where it is narrower than 70."""
    least: int = 0
    """Left out where it is narrower than so many."""

    def fits(self, cells: int) -> bool:
        """Whether a list so wide has it."""
        return cells >= (100 if self.only_wide else 70 if self.not_small else self.least)


class Rows(Protocol):
    """Where rows come from."""

    def __len__(self) -> int: ...

    def row(self, index: int) -> Row | None:
        """The cells of a row; None while they are being fetched."""
        ...

    def key(self, index: int) -> str:
        """What tells the row from every other, whatever its place."""
        ...


class FixedRows:
    """Rows that are all there."""

    def __init__(self, rows: Iterable[tuple[str, Row]] = ()) -> None:
        self._rows = list(rows)
        self._searchable: Searchable | None = None

    def __len__(self) -> int:
        return len(self._rows)

    def row(self, index: int) -> Row | None:
        """The cells of a row."""
        return self._rows[index][1]

    def key(self, index: int) -> str:
        """The row's key."""
        return self._rows[index][0]

    def place(self, key: str | None) -> int | None:
        """Where the row with a key is, if it is there."""
        return next((at for at, (each, _) in enumerate(self._rows) if each == key), None)

    def matching(self, text: str, called_off: Callable[[], bool] = lambda: False) -> FixedRows | None:
        """The rows in which something typed is found, by text, code or pinyin initials; None where called off."""
        found = self._to_search().find(text, called_off)
        return None if found is None else FixedRows(self._rows[at] for at in found)

    def _to_search(self) -> Searchable:
        from tui.searching import Searchable

        if self._searchable is None:
            self._searchable = Searchable(lambda: (_text_of(row) for _, row in self._rows))
        return self._searchable


def _text_of(row: Row) -> str:
    return " ".join(cell if isinstance(cell, str) else cell[0] for cell in row)


class Lines(ScrollView, KeptStyles, can_focus=True):
    """A list with a cursor. Columns are cut and padded by cells; text is never markup."""

    PARTS = "lines"
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "lines--header", "lines--cursor", "lines--good", "lines--bad", "lines--warn", "lines--muted",
        "lines--strong", "lines--plain",
    }  # fmt: skip
    DEFAULT_CSS = """
    Lines { background: $surface; color: $foreground; height: 1fr; scrollbar-size-vertical: 1; overflow-x: hidden; }
    Lines > .lines--header { color: $secondary; text-style: bold; background: $panel; }
    Lines > .lines--cursor { background: $panel; }
    Lines:focus > .lines--cursor { background: $block-cursor-background; color: $block-cursor-foreground; }
    Lines > .lines--good { color: $success; }
    Lines > .lines--bad { color: $error; text-style: bold; }
    Lines > .lines--warn { color: $warning; }
    Lines > .lines--muted { color: $secondary; }
    Lines > .lines--strong { text-style: bold; }
    """
    BINDINGS = [
        Binding("up,k", "move(-1)", show=False),
        Binding("down,j", "move(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("home", "end(-1)", show=False),
        Binding("end", "end(1)", show=False),
        Binding("left", "column(-1)", show=False),
        Binding("right", "column(1)", show=False),
        Binding("enter", "choose", show=False),
    ]

    cursor: reactive[int] = reactive(0, repaint=False)
    column: reactive[int | None] = reactive(None)
    """The column chosen by left and right, counted among all; None where none was."""

    @dataclass
    class Chosen(Message):
        """Enter (or a click) on a row."""

        lines: Lines
        key: str

        @property
        def control(self) -> Lines:
            """The list it happened in."""
            return self.lines

    @dataclass
    class Moved(Message):
        """The cursor is on another row."""

        lines: Lines
        key: str

        @property
        def control(self) -> Lines:
            """The list it happened in."""
            return self.lines

    @dataclass
    class Found(Message, bubble=False):
        """A search in the thread is done."""

        among: FixedRows
        text: str
        rows: FixedRows

    def __init__(self, columns: Sequence[Column], *, empty: str = "", id: str | None = None) -> None:
        super().__init__(id=id)
        self.columns, self.empty = tuple(columns), empty
        self.rows: Rows = FixedRows()
        self._all: FixedRows | None = None
        self._sought = ""

    # -- what is shown ---------------------------------------------------------------------------

    def show(self, rows: Rows) -> None:
        """Show other rows; the cursor stays on the row it was on, where that is still there."""
        self._all = rows if isinstance(rows, FixedRows) else None
        if self._all is not None and self._sought:
            self._narrow(self._all, self._sought)
        else:
            self._put(rows)

    def seek(self, text: str) -> None:
        """Show only the rows in which the text is found."""
        self._sought = text
        if self._all is not None and text:
            self._narrow(self._all, text)
        elif self._all is not None:
            self._put(self._all, tell=True)

    def _narrow(self, rows: FixedRows, text: str) -> None:
        if len(rows) > SEARCHED_AT_ONCE and self.is_mounted:
            self._search(rows, text)
        elif (found := rows.matching(text)) is not None:
            self._put(found, tell=True)

    @work(thread=True, exclusive=True, exit_on_error=False, group="seek")
    def _search(self, rows: FixedRows, text: str) -> None:
        from textual.worker import get_current_worker

        worker = get_current_worker()
        found = rows.matching(text, lambda: worker.is_cancelled)
        if found is not None:
            self.post_message(self.Found(rows, text, found))

    def on_lines_found(self, message: Found) -> None:
        """Show what was found, unless something else is sought by now, or elsewhere."""
        message.stop()
        if message.among is self._all and message.text == self._sought:
            self._put(message.rows, tell=True)

    def _put(self, rows: Rows, *, tell: bool = False) -> None:
        key = self.key
        self.rows = rows
        self._settle(key)
        if tell and self.key != key and self.is_mounted:
            self._tell_moved()

    def _settle(self, key: str | None) -> None:
        self.virtual_size = Size(self.size.width, len(self.rows) + 1)
        place = self.rows.place(key) if isinstance(self.rows, FixedRows) else None
        if place is None:
            self.cursor = min(self.cursor, max(0, len(self.rows) - 1))
        else:
            self.stand_on(place)
        self.refresh()

    def stand_on(self, place: int) -> None:
        """The cursor's row is at another place now: the list scrolls as far, so that the eye finds it where it was."""
        moved, above = place - self.cursor, self.scroll_offset.y
        self.set_reactive(Lines.cursor, place)
        if moved and self.is_mounted:
            if above or place >= self.size.height - 1:
                self.scroll_to(y=above + moved, animate=False, force=True, immediate=True)
            self.refresh()
            self.call_after_refresh(self._tell_moved)

    @property
    def key(self) -> str | None:
        """The key of the row the cursor is on."""
        return self.rows.key(self.cursor) if self.cursor < len(self.rows) else None

    @property
    def cell_text(self) -> str:
        """What stands in the chosen column (the first, where none was) of the row under the cursor."""
        row = self.rows.row(self.cursor) if self.cursor < len(self.rows) else None
        if row is None:
            return ""
        cell = row[self.column or 0]
        return cell if isinstance(cell, str) else cell[0]

    def as_csv(self) -> str:
        """All rows that are there, however many, with their titles, as CSV."""
        rows = (self.rows.row(index) for index in range(len(self.rows)))
        return self.csv_of(row for row in rows if row is not None)

    def csv_of(self, rows: Iterable[Row]) -> str:
        """Rows of this list, with its titles, as CSV."""
        import csv
        import io

        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow([column.title for column in self.columns])
        for row in rows:
            writer.writerow([_safe(cell if isinstance(cell, str) else cell[0]) for cell in row])
        return text.getvalue()

    # -- moving ----------------------------------------------------------------------------------

    def watch_cursor(self, before: int, after: int) -> None:
        """Bring the row into sight and repaint the two that changed."""
        if not self.is_mounted:
            return
        self._bring_cursor()
        width, above = self.size.width, self.scroll_offset.y
        self.refresh(*(Region(0, line + 1 - above, width, 1) for line in (before, after)))
        self.call_after_refresh(self._tell_moved)

    def _bring_cursor(self) -> None:
        above, row = self.scroll_offset.y, Region(0, self.cursor, self.size.width, 2)
        if self.size.height > 1 and not above <= self.cursor < above + self.size.height - 1:
            self.scroll_to_region(row, animate=False, force=True, immediate=True)

    def _tell_moved(self) -> None:
        """Say where the cursor is, once that is painted: the eye comes first."""
        if (key := self.key) is not None:
            self.post_message(self.Moved(self, key))

    def action_move(self, step: int) -> None:
        """Move by a row."""
        self.cursor = max(0, min(len(self.rows) - 1, self.cursor + step))

    def action_page(self, step: int) -> None:
        """Move by a screenful."""
        self.action_move(step * max(1, self.size.height - 2))

    def action_end(self, step: int) -> None:
        """Move to the first or the last row."""
        self.cursor = 0 if step < 0 else max(0, len(self.rows) - 1)

    def action_column(self, step: int) -> None:
        """Choose the column beside, of those that are shown."""
        shown = [number for number, _, _ in self.widths()]
        place = shown.index(self.column) + step if self.column in shown else 0
        self.column = shown[max(0, min(len(shown) - 1, place))]

    def action_choose(self) -> None:
        """Open the row."""
        if (key := self.key) is not None:
            self.post_message(self.Chosen(self, key))

    def on_click(self, event: terminal.Click) -> None:
        """A click moves there; a second one opens."""
        index = event.y - 1 + self.scroll_offset.y
        if event.y == 0 or not 0 <= index < len(self.rows):
            return
        if index == self.cursor:
            self.action_choose()
        self.cursor = index

    def on_resize(self) -> None:
        """Columns follow the width; the cursor stays in sight where there is less room."""
        self.virtual_size = Size(self.size.width, len(self.rows) + 1)
        self._bring_cursor()

    # -- drawing ---------------------------------------------------------------------------------

    def widths(self) -> list[tuple[int, Column, int]]:
        """The columns shown, with their numbers and widths, filling the list exactly."""
        total = self.size.width
        shown = [(i, c) for i, c in enumerate(self.columns) if c.fits(total)]
        left = total - 1 - sum(column.width + 1 for _, column in shown)
        if left < 0:
            return _narrowed(shown, -left)
        shares = sum(column.share for _, column in shown) or 1
        return [(i, column, column.width + left * column.share // shares) for i, column in shown]

    def render_line(self, y: int) -> Strip:
        """One line of the screen."""
        width = self.size.width
        base = self.kept_style()
        if y == 0:
            style = self.kept_style("header")
            chosen = style + Style(reverse=True)
            segments = [Segment(" ", style)]
            for number, column, cells in self.widths():
                marked = number == self.column and self.has_focus
                segments += [
                    Segment(fit(capital(column.title), cells, column.align), chosen if marked else style)
                ]
                segments += [Segment(" ", style)]
            return Strip(segments).adjust_cell_length(width, style)
        index = y - 1 + self.scroll_offset.y
        if index >= len(self.rows):
            text = self.empty if not self.rows and y == 1 else ""
            return Strip([Segment(fit(f" {text}", width), self.kept_style("muted"))])
        return self._row_strip(index, base, width)

    def _row_strip(self, index: int, base: Style, width: int) -> Strip:
        row = self.rows.row(index)
        on_cursor = index == self.cursor
        line_style = self.kept_style("cursor") if on_cursor else base
        if row is None:
            return Strip([Segment(fit(" ..", width), line_style)])
        segments = [Segment(" ", line_style)]
        for number, column, cells in self.widths():
            cell = row[number]
            text, tone = cell if isinstance(cell, tuple) else (cell, "plain")
            style = line_style
            if tone != "plain" and not (on_cursor and self.has_focus):
                style = self.kept_style("cursor", tone) if on_cursor else self.kept_style(tone)
            segments.append(Segment(fit(text, cells, column.align), style))
            segments.append(Segment(" ", line_style))
        return Strip(segments).adjust_cell_length(width, line_style)


def _narrowed(shown: Sequence[tuple[int, Column]], over: int) -> list[tuple[int, Column, int]]:
    """Columns that would not fit: cells are taken from free text, which can be cut, then from the widest."""
    cells = {i: column.width for i, column in shown}
    texts = [i for i, column in shown if column.align == "left" and column.share]
    for _ in range(over):
        free = [i for i in texts if cells[i] > LEAST_CELLS] or list(cells)
        cells[max(free, key=cells.__getitem__)] -= 1
    return [(i, column, cells[i]) for i, column in shown]


def _safe(text: str) -> str:
    """A cell a spreadsheet will not take for a formula."""
    is_formula = text[:1] in ("=", "+", "-", "@") and not text[1:2].isdigit()
    return f"'{text}" if is_formula and len(text) > 1 else text

"""Where somebody stands in a place, to be taken up again when the place is made anew."""

from __future__ import annotations

from typing import NamedTuple

from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input

from tui.widgets.figures import Figures
from tui.widgets.filter_bar import FilterBar
from tui.widgets.lines import FixedRows, Lines
from tui.widgets.month_grid import MonthGrid


class Typed(NamedTuple):
    """What stands in a field of the place itself (its search, its filter), and whether that is in sight."""

    text: str
    hidden: bool


class Standing(NamedTuple):
    """What is in use, what is typed, and the row under each cursor; parts are counted in the order of the page."""

    focus: int | None
    typed: tuple[Typed, ...]
    rows: tuple[tuple[str | None, int], ...]
    cells: tuple[tuple[int, int], ...]
    figures: tuple[int, ...]
    filters: tuple[bool, ...]


def standing_in(place: Screen[None]) -> Standing:
    """Where somebody stands."""
    usable = _usable(place)
    return Standing(
        focus=usable.index(place.focused) if place.focused in usable else None,
        typed=tuple(Typed(it.value, it.has_class("hidden")) for it in place.query(Input)),
        rows=tuple((lines.key, lines.cursor) for lines in place.query(Lines)),
        cells=tuple((grid.at_row, grid.at_month) for grid in place.query(MonthGrid)),
        figures=tuple(it.at for it in place.query(Figures)),
        filters=tuple(it.shown for it in place.query(FilterBar)),
    )


def stand(place: Screen[None], standing: Standing) -> None:
    """Stand there, in the same place made anew, as far as the rows are still there."""
    for filter_bar, shown in zip(place.query(FilterBar), standing.filters, strict=True):
        filter_bar.set_class(shown, "-shown")
    for field, (text, hidden) in zip(place.query(Input), standing.typed, strict=True):
        field.value = text
        field.set_class(hidden, "hidden")
    for lines, (key, cursor) in zip(place.query(Lines), standing.rows, strict=True):
        _stand_in(lines, key, cursor)
    for grid, (row, month) in zip(place.query(MonthGrid), standing.cells, strict=True):
        grid.at_row, grid.at_month = min(row, max(0, len(grid.rows) - 1)), month
    for figures, at in zip(place.query(Figures), standing.figures, strict=True):
        figures.at = min(at, max(0, len(figures.figures) - 1))
    if standing.focus is not None:
        used = _usable(place)[standing.focus]
        place.set_focus(used)  # at once: the next key is for it already
        used.focus()  # and after what the place itself was about to stand on


def _stand_in(lines: Lines, key: str | None, cursor: int) -> None:
    rows = lines.rows
    by_key = [at for at in range(len(rows)) if rows.key(at) == key] if isinstance(rows, FixedRows) else []
    lines.cursor = by_key[0] if by_key else min(cursor, max(0, len(rows) - 1))


def _usable(place: Screen[None]) -> list[Widget]:
    return [part for part in place.query(Widget) if part.can_focus]

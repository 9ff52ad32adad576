"""The Textual applications the desk is measured against: the smallest there is, and a table of 1,000 rows."""

from __future__ import annotations

import sys

from textual.app import App, ComposeResult
from textual.widgets import Static


class MinimalApp(App[None]):
    """A line of text."""

    def compose(self) -> ComposeResult:
        """The line."""
        yield Static("minimal-frame")


def table_app() -> App[None]:
    """Textual's own table; a function, so that the smallest application need not load it."""
    from textual.widgets import DataTable

    class TableApp(App[None]):
        """As many columns as the journal has."""

        def compose(self) -> ComposeResult:
            """The table."""
            yield DataTable(cursor_type="row")

        def on_mount(self) -> None:
            """Its rows."""
            table = self.query_one(DataTable)
            table.add_columns("position", "day", "type", "project", "amount", "actor")
            for number in range(1_000):
                table.add_row(
                    str(number), "2022-03-15", "DisbursementRecorded", "P10", f"{number}.00", "bench"
                )

    return TableApp()


if __name__ == "__main__":
    (table_app() if "table" in sys.argv else MinimalApp()).run()

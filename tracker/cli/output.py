"""What goes to stdout: one JSON document, or lines and tables for people."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tracker.cli.invocation import Invocation


def emit(document: Any) -> None:
    """Print one JSON document."""
    json.dump(document, sys.stdout, ensure_ascii=False, indent=1)
    sys.stdout.write("\n")


def line(text: str = "") -> None:
    """Print one line for people, without control characters of anybody's."""
    print("".join(mark if mark.isprintable() else " " for mark in text))


def table(
    invocation: Invocation,
    headings: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    right: Sequence[int] = (),
    title: str | None = None,
) -> None:
    """Print a table, or that there is nothing in it; columns in ``right`` are flush right. Text is never markup."""
    from rich.box import SIMPLE
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    width = None if sys.stdout.isatty() else 160
    console = Console(no_color=not invocation.colours, highlight=False, width=width, soft_wrap=False)
    shown = Table(box=SIMPLE, title=Text(title) if title else None, title_justify="left", pad_edge=False)
    for number, heading in enumerate(headings):
        shown.add_column(Text(heading), justify="right" if number in right else "left", overflow="fold")
    for row in rows:
        shown.add_row(*(Text("".join(m if m.isprintable() else " " for m in cell)) for cell in row))
    console.print(shown)
    if not rows:
        line(invocation.words("table.empty"))

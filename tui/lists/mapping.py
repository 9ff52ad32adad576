"""Saying which column of a file is what, where its headers are not known."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Input, Static

from tracker.bulk import RowsLook
from tracker.labels import Words
from tracker.rosters.columns import RECKONED, column_of
from tracker.rosters.first_lines import FileLook
from tui.dialogs.choosing import ChoosingDialog
from tui.formatting import narrow
from tui.lists.looks import doubts
from tui.widgets.choice import Choice


class ColumnsAsked(NamedTuple):
    """What is to be said of a file's columns."""

    columns: tuple[tuple[str, str], ...]
    """Ours: name and word."""
    headers: tuple[str, ...]
    sample: Sequence[str]
    """The first row below the headers, masked."""
    found: Mapping[str, int]
    """Ours that are known, and where they stand."""
    text: str
    """What can be done here."""
    lacking: Callable[[Mapping[str, str]], str | None]
    """What is wrong with what was chosen, by name and place; None where it will do."""


def of_list(say: Words, look: FileLook, *, result: bool) -> ColumnsAsked:
    """The columns of a payment list or a bank's result."""

    def lacking(chosen: Mapping[str, str]) -> str | None:
        if "id_number" not in chosen and "person_no" not in chosen:
            return say("map.person")
        if "amount" not in chosen:
            return say("map.amount")
        if result and "status" not in chosen and "paid_on" not in chosen:
            return say("map.status")
        return None

    columns = tuple((column, say(f"column.{column}")) for column in RECKONED)
    sample = look.sample[0][1] if look.sample else ()
    doubted = {column_of(problem) for problem in look.problems}
    known = {column: at for column, at in look.columns.items() if column not in doubted}
    text = "\n".join((*doubts(say, look), say("map.text")))
    return ColumnsAsked(columns, look.headers, sample, known, text, lacking)


def of_rows(say: Words, look: RowsLook, headings: Sequence[str], required: Sequence[str]) -> ColumnsAsked:
    """The columns of a file of facts; those that nobody chooses are left out."""

    def lacking(chosen: Mapping[str, str]) -> str | None:
        missing = next((heading for heading in required if heading not in chosen), None)
        return None if missing is None else say("map.lacking", column=missing)

    columns = tuple((heading, heading) for heading in headings)
    return ColumnsAsked(columns, look.headers, look.sample, look.found, say("map.rows"), lacking)


class MappingDialog(ChoosingDialog["dict[str, str] | None"]):
    """A choice among the file's headers for each column that matters; answers with our word to the file's."""

    BINDINGS = [
        Binding("enter,ctrl+s", "done", show=False, priority=True),
        Binding("down", "app.focus_next", show=False, priority=True),
        Binding("up", "app.focus_previous", show=False, priority=True),
    ]

    def __init__(self, say: Words, asked: ColumnsAsked) -> None:
        super().__init__()
        self.say, self.asked = say, asked

    def compose(self) -> ComposeResult:
        """A row a column."""
        with Vertical(classes="dialog"):
            yield Static(self.say("map.title"), classes="heading", markup=False)
            with VerticalScroll(classes="rows", can_focus=False):
                for number, (column, word) in enumerate(self.asked.columns):
                    with Horizontal(classes="line field"):
                        yield Static(f" {word}", classes="label", markup=False)
                        yield self._choice(number, column)
            yield Static(self.asked.text, id="told", classes="live", markup=False)
        yield self.search_line()

    def _choice(self, number: int, column: str) -> Choice:
        choice = Choice([("", self.say("map.none")), *self._headers()], id=f"map-{number}")
        at = self.asked.found.get(column)
        if at is not None:
            choice.set_reactive(Choice.value, str(at))
        return choice

    def _headers(self) -> list[tuple[str, str]]:
        first = self.asked.sample
        return [
            (str(at), self.say("map.option", header=narrow(header), sample=narrow(_cell(first, at))))
            for at, header in enumerate(self.asked.headers)
            if header
        ]

    def on_mount(self) -> None:
        """Stand in the first column that is not known."""
        choices = list(self.query(Choice))
        next((choice for choice in choices if not choice.value), choices[0]).focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Enter is the search's own while one types there."""
        return action != "done" or not isinstance(self.focused, Input)

    def on_choice_changed(self) -> None:
        """What was wrong may be right now."""
        self.query_one("#told", Static).update(self.asked.text)

    def action_done(self) -> None:
        """Answer, unless something is missing or said twice."""
        chosen = {
            column: value
            for number, (column, _) in enumerate(self.asked.columns)
            if (value := self.query_one(f"#map-{number}", Choice).value)
        }
        wrong = self._twice(chosen) or self.asked.lacking(chosen)
        if wrong is not None:
            self.query_one("#told", Static).update(Content.styled(wrong, "bold $error"))
            return
        self.dismiss({column: self.asked.headers[int(at)] for column, at in chosen.items()})

    def _twice(self, chosen: Mapping[str, str]) -> str | None:
        taken = list(chosen.values())
        twice = next((at for at in taken if taken.count(at) > 1), None)
        return None if twice is None else self.say("map.twice", header=narrow(self.asked.headers[int(twice)]))

    def leave(self) -> None:
        """Nothing said."""
        self.dismiss(None)


def _cell(row: Sequence[str], at: int) -> str:
    return row[at] if at < len(row) else ""

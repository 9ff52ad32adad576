"""Saying which column of a file is what, where its headers are not known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from tracker.labels import Words
from tracker.rosters.first_lines import FileLook
from tui.dialogs.dialog import Dialog
from tui.formatting import narrow
from tui.widgets.choice import Choice

OF_LISTS = ("id_number", "person_no", "amount", "due_on", "status", "paid_on", "returned_on")


class MappingDialog(Dialog["dict[str, str] | None"]):
    """A choice among the file's headers for each column that matters; answers with our word to the file's."""

    BINDINGS = [
        Binding("escape", "leave", show=False),
        Binding("enter,ctrl+s", "done", show=False, priority=True),
        Binding("down", "app.focus_next", show=False),
        Binding("up", "app.focus_previous", show=False),
    ]

    def __init__(self, say: Words, look: FileLook, *, result: bool) -> None:
        super().__init__()
        self.say, self.look, self.result = say, look, result

    def compose(self) -> ComposeResult:
        """A row a column."""
        say = self.say
        with Vertical(classes="dialog"):
            yield Static(say("map.title"), classes="heading", markup=False)
            with VerticalScroll(classes="rows", can_focus=False):
                for column in OF_LISTS:
                    with Horizontal(classes="line field"):
                        yield Static(f" {say(f'column.{column}')}", classes="label", markup=False)
                        yield self._choice(column)
            yield Static(say("map.text"), id="told", classes="live", markup=False)

    def _choice(self, column: str) -> Choice:
        choice = Choice([("", self.say("map.none")), *self._headers()], id=f"map-{column}")
        at = self.look.columns.get(column)
        if at is not None:
            choice.set_reactive(Choice.value, str(at))
        return choice

    def _headers(self) -> list[tuple[str, str]]:
        first = self.look.sample[0][1] if self.look.sample else ()
        return [
            (str(at), self.say("map.option", header=narrow(header), sample=narrow(_cell(first, at))))
            for at, header in enumerate(self.look.headers)
            if header
        ]

    def on_mount(self) -> None:
        """Stand in the first column that is not known."""
        choices = list(self.query(Choice))
        next((choice for choice in choices if not choice.value), choices[0]).focus()

    def on_choice_changed(self) -> None:
        """What was wrong may be right now."""
        self.query_one("#told", Static).update(self.say("map.text"))

    def action_done(self) -> None:
        """Answer, unless something is missing or said twice."""
        chosen = {c: v for c in OF_LISTS if (v := self.query_one(f"#map-{c}", Choice).value)}
        wrong = self._wrong(chosen)
        if wrong is not None:
            self.query_one("#told", Static).update(Content.styled(wrong, "bold $error"))
            return
        self.dismiss({column: self.look.headers[int(at)] for column, at in chosen.items()})

    def _wrong(self, chosen: Mapping[str, str]) -> str | None:
        taken = list(chosen.values())
        twice = next((at for at in taken if taken.count(at) > 1), None)
        if twice is not None:
            return self.say("map.twice", header=narrow(self.look.headers[int(twice)]))
        if "id_number" not in chosen and "person_no" not in chosen:
            return self.say("map.person")
        if "amount" not in chosen:
            return self.say("map.amount")
        if self.result and "status" not in chosen and "paid_on" not in chosen:
            return self.say("map.status")
        return None

    def action_leave(self) -> None:
        """Nothing said."""
        self.dismiss(None)


def _cell(row: Sequence[str], at: int) -> str:
    return row[at] if at < len(row) else ""

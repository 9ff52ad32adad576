"""The palette: every command that works here, by its name, its key, or the initials of its pinyin."""

from __future__ import annotations

from collections.abc import Mapping

from textual import events as terminal
from textual.app import ComposeResult
from textual.binding import ActiveBinding, Binding
from textual.containers import Vertical
from textual.widgets import Input, Static

from tui.commands import ALL
from tui.dialogs.dialog import Dialog
from tui.session import Session
from tui.widgets.key_line import key_name
from tui.widgets.lines import Column, FixedRows, Lines


class Palette(Dialog["str | None"]):
    """Type, choose, Enter. Answers with the action to run."""

    BINDINGS = [Binding("escape,ctrl+p", "leave", show=False)]

    def __init__(self, session: Session, active: Mapping[str, ActiveBinding]) -> None:
        super().__init__()
        self.say = session.say
        self.found = {
            item.binding.id: (key, item) for key, item in reversed(list(active.items())) if item.enabled
        }

    def compose(self) -> ComposeResult:
        """A line to type in, and what is found."""
        with Vertical(classes="dialog"):
            yield Static(self.say("palette.title"), classes="heading", markup=False)
            yield Input(placeholder=self.say("palette.hint"), id="sought", compact=True)
            lines = Lines(
                [
                    Column(self.say("palette.command"), 16),
                    Column(self.say("palette.what"), 20, share=1),
                    Column(self.say("palette.key"), 8),
                ],
                empty=self.say("search.nothing"),
            )
            lines.styles.height, lines.styles.max_height = 14, "65vh"
            lines.can_focus = False
            yield lines

    def on_mount(self) -> None:
        """Everything, at first."""
        say = self.say
        rows = [
            (c.id, (say(f"command.{c.id}"), say(f"command.{c.id}.help"), key_name(self.found[c.id][0])))
            for c in ALL
            if c.id in self.found and c.id != "palette"
        ]
        self.query_one(Lines).show(FixedRows(rows))
        self.query_one(Input).focus()

    def on_input_changed(self, message: Input.Changed) -> None:
        """Narrow it."""
        lines = self.query_one(Lines)
        lines.seek(message.value)
        lines.cursor = 0

    def on_key(self, event: terminal.Key) -> None:
        """Arrows move in the list while the line keeps the typing."""
        if event.key in ("up", "down"):
            self.query_one(Lines).action_move(-1 if event.key == "up" else 1)
            event.stop()

    def on_input_submitted(self) -> None:
        """Run what the cursor is on; where nothing is found there is nothing to run, and one goes on typing."""
        if self.query_one(Lines).rows:
            self._choose(self.query_one(Lines).key)

    def on_lines_chosen(self, message: Lines.Chosen) -> None:
        """The same by mouse."""
        self._choose(message.key)

    def _choose(self, command: str | None) -> None:
        self.dismiss(self.found[command][1].binding.action if command in self.found else None)

    def action_leave(self) -> None:
        """Nothing chosen."""
        self.dismiss(None)

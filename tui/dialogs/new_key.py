"""Asks for one key press."""

from __future__ import annotations

from collections.abc import Mapping

from textual import events as terminal
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.widgets import Static

from tracker.labels import Words
from tui.commands import AMONG_FIELDS, SAME_EVERYWHERE, command_on, types_a_character
from tui.dialogs.dialog import Dialog


class NewKeyDialog(Dialog["str | None"], inherit_bindings=False):
    """Every key is an answer here. Answers with the key, an empty text for the key it had at first, or None."""

    BINDINGS = [Binding("escape", "dismiss", "command.back", show=True)]

    def __init__(self, say: Words, command: str, kept: Mapping[str, str]) -> None:
        """``kept`` are the keys that were given to commands before."""
        super().__init__()
        self.say, self.command, self.kept = say, command, kept

    def compose(self) -> ComposeResult:
        """One sentence."""
        with Vertical(classes="dialog"):
            yield Static(
                self.say("settings.press", command=self.say(f"command.{self.command}")), markup=False
            )

    def on_key(self, event: terminal.Key) -> None:
        """That one."""
        event.stop()
        event.prevent_default()
        if event.key == "escape":
            self.dismiss(None)
        elif event.key in ("backspace", "delete"):
            self.dismiss("")
        elif event.key in SAME_EVERYWHERE:
            self.notify(self.say("settings.key_taken"), markup=False)
        elif self.command in AMONG_FIELDS and types_a_character(event.key):
            self.notify(self.say("settings.key_typed"), markup=False)
        elif (other := command_on(event.key, beside=self.command, kept=self.kept)) is not None:
            self.notify(self.say("settings.key_used", command=self.say(f"command.{other}")), markup=False)
        else:
            self.dismiss(event.key)

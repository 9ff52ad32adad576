"""Settings: the looks, the language, and the keys of every command."""

from __future__ import annotations

from typing import Any

from textual.app import ComposeResult
from textual.widgets import Static

from tui.commands import ALL
from tui.screens.base import DeskScreen
from tui.session import Session
from tui.widgets.key_line import key_name
from tui.widgets.lines import Column, FixedRows, Lines


class SettingsScreen(DeskScreen):
    """Enter on a command, then the new key. Everything is kept at once."""

    CSS_PATH = "settings.tcss"
    PLACE = "place.settings"

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._waiting: str | None = None

    def body(self) -> ComposeResult:
        """How it looks, and the keys."""
        say = self.say
        yield Static("", id="looks", markup=False)
        yield Lines(
            [
                Column(say("palette.command"), 16),
                Column(say("palette.what"), 20, share=1),
                Column(say("palette.key"), 16),
            ],
            id="keys",
        )
        yield Static(say("settings.hint"), id="hint", markup=False)

    def on_mount(self) -> None:
        """Nothing to fetch."""
        self.display_view(None)
        self.query_one(Lines).focus()

    def read(self, tracker: Any) -> None:
        """Nothing of the ledger is shown here."""

    def display_view(self, view: Any) -> None:
        """As things are now."""
        say, kept = self.say, self.session.remembered
        self.query_one("#looks", Static).update(
            say(
                "settings.looks",
                theme=say(f"theme.{kept.theme}") if f"theme.{kept.theme}" in say else kept.theme,
                ascii=say("settings.on" if kept.ascii else "settings.off"),
                directory=kept.directory,
            )
        )
        rows = [
            (
                c.id,
                (
                    say(f"command.{c.id}"),
                    say(f"command.{c.id}.help"),
                    " ".join(key_name(k) for k in kept.keys.get(c.id, c.keys).split(",")),
                ),
            )
            for c in ALL
        ]
        self.query_one(Lines).show(FixedRows(rows))

    def on_lines_chosen(self, message: Lines.Chosen) -> None:
        """Wait for the new key."""
        from tui.dialogs.new_key import NewKeyDialog

        command = message.key

        def chosen(key: str | None) -> None:
            if key is None:
                return
            kept = self.session.remembered
            if key == "":
                kept.keys.pop(command, None)
            else:
                kept.keys[command] = key
            kept.save()
            self.app.set_keymap(kept.keys)
            self.display_view(None)

        self.app.push_screen(NewKeyDialog(self.say, command), chosen)

"""Dialogs of choices: what is typed after / turns the choice one stands on to the first of its words that fits."""

from __future__ import annotations

from textual.screen import ScreenResultType
from textual.widgets import Input, Static

from tui.dialogs.dialog import SearchedDialog
from tui.formatting import clean
from tui.widgets.choice import Choice


class ChoosingDialog(SearchedDialog[ScreenResultType]):
    """Enter keeps what was found, Escape goes back to what was chosen before; what comes of it stands in ``#told``."""

    _sought_in: Choice | None = None
    _before = ""

    def action_search(self) -> None:
        """Search among the words of the choice one stands on, else of the first."""
        if not isinstance(self.focused, Input) or self.focused.id != "search":
            here = self.focused if isinstance(self.focused, Choice) else self.query(Choice).first()
            self._sought_in, self._before = here, here.value
        super().action_search()

    def searched(self) -> Choice:
        """The choice."""
        return self._sought_in or self.query(Choice).first()

    def seek(self, text: str) -> None:
        """Turn to what is found; say where nothing is."""
        choice = self.searched()
        if not text:
            choice.value = self._before
        elif not choice.seek(text):
            told = self.say("search.nothing_in_words", text=clean(text))
            self.query_one("#told", Static).update(told)

    def on_input_submitted(self, message: Input.Submitted) -> None:
        """Keep what was found."""
        if message.input.id == "search":
            message.stop().prevent_default()
            with self.prevent(Input.Changed):
                message.input.value = ""
            message.input.add_class("hidden")
            self.searched().focus()

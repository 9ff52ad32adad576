"""A dialog answers once: keys that were still on their way to it do not close what lies beneath."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.await_complete import AwaitComplete
from textual.binding import Binding
from textual.screen import ModalScreen, ScreenResultType
from textual.widgets import Input

from tui.commands import EVERYWHERE, PLACES, bindings
from tui.filling import Filling
from tui.widgets.key_line import KeyLine
from tui.widgets.lines import Lines

if TYPE_CHECKING:
    from textual.widget import Widget

    from tracker.labels import Words


class Dialog(ModalScreen[ScreenResultType], Filling[ScreenResultType]):
    """A modal screen that goes away once, together with whatever was opened over it.

    A modal screen first: styles follow the first.
    """

    BINDINGS = [
        *bindings(EVERYWHERE),
        *(Binding(place.keys, "leave_first", show=False) for place in PLACES),
    ]
    VERTICAL_BREAKPOINTS = [(0, "-tiny"), (16, "-low"), (30, "-tall")]

    say: Words
    is_filled = True

    _answered = False

    def on_mount(self) -> None:
        """The last line speaks of the dialog's own keys, not of those of what lies beneath."""
        if not self.query(KeyLine):
            self.mount(KeyLine(self.say))

    def action_leave_first(self) -> None:
        """A place cannot be gone to from here: say how it can."""
        self.notify(self.say("dialog.leave_first"), severity="warning", markup=False, timeout=3)

    def dismiss(self, result: ScreenResultType | None = None) -> AwaitComplete:
        """Close with an answer; a second time does nothing."""
        if self._answered or not self.is_open:
            return AwaitComplete()
        self._answered = True
        while self.app.screen is not self:
            self.app.pop_screen()
        return super().dismiss(result)


class SearchedDialog(Dialog[ScreenResultType]):
    """A dialog over a list that is searched as one types; Escape closes the search first."""

    BINDINGS = [
        Binding("slash", "search", "command.search", show=True, id="search"),
        Binding("escape", "leave", "command.back", show=True, id="back", priority=True),
    ]

    say: Words

    def search_line(self) -> Input:
        """The line it is typed in; hidden until it is wanted."""
        return Input(id="search", placeholder=self.say("search.hint"), classes="hidden")

    def searched(self) -> Widget:
        """What stands in the way of the cursor while nothing is typed."""
        return self.query_one(Lines)

    def seek(self, text: str) -> None:
        """Show only what is found."""
        self.query_one(Lines).seek(text)

    def action_search(self) -> None:
        """Search as one types."""
        search = self.query_one("#search", Input)
        search.remove_class("hidden")
        self.set_focus(search)

    def action_leave(self) -> None:
        """Close the search, else the dialog."""
        search = self.query_one("#search", Input)
        if search.has_class("hidden"):
            self.leave()
            return
        search.value = ""
        search.add_class("hidden")
        self.searched().focus()

    def leave(self) -> None:
        """Close the dialog."""
        self.dismiss()

    def on_input_changed(self, message: Input.Changed) -> None:
        """Narrow the list."""
        if message.input.id == "search":
            message.stop()
            self.seek(message.value)

    def on_input_submitted(self, message: Input.Submitted) -> None:
        """Go to what was found."""
        if message.input.id == "search":
            message.stop()
            self.searched().focus()

"""A dialog answers once: keys that were still on their way to it do not close what lies beneath."""

from __future__ import annotations

from textual.await_complete import AwaitComplete
from textual.screen import ModalScreen, ScreenResultType


class Dialog(ModalScreen[ScreenResultType]):
    """A modal screen that goes away once, together with whatever was opened over it."""

    VERTICAL_BREAKPOINTS = [(0, "-low"), (30, "-tall")]

    _answered = False

    def dismiss(self, result: ScreenResultType | None = None) -> AwaitComplete:
        """Close with an answer; a second time does nothing."""
        if self._answered or self not in self.app.screen_stack:
            return AwaitComplete()
        self._answered = True
        while self.app.screen is not self:
            self.app.pop_screen()
        return super().dismiss(result)

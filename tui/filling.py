"""Screens filled by a worker: they show what it brings where they still stand, and keep the keys pressed before."""

from __future__ import annotations

from typing import Any, TypeVar

from textual import events as terminal
from textual.screen import Screen, ScreenResultType
from textual.widgets import Input

from tui.commands import NEED_NOTHING
from tui.messages import Filled, Loaded, LoadFailed

View = TypeVar("View")


class Filling(Screen[ScreenResultType]):
    """Shows what is read for it. What comes late, after it was left, has nothing to be drawn on and is dropped."""

    is_filled = False
    """Whether it has shown what it asked for at first, or said why it cannot; True from the start where keys need none
    of it."""

    def __init__(self, name: str | None = None, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(name, id, classes)
        self.early: list[terminal.Key] = []
        """Keys pressed before that; each does its work when there is something to do it to."""

    @property
    def is_open(self) -> bool:
        """Whether it still stands."""
        return self in self.app.screen_stack

    def bring(self, view: View | None, sentence: str | None) -> None:
        """What was read, or the sentence that says why it cannot be; from a worker's thread."""
        self.post_message(Loaded(view) if sentence is None else LoadFailed(sentence))
        self.post_message(Filled(self))

    def on_loaded(self, message: Loaded) -> None:
        """Show what came."""
        message.stop()
        if self.is_open and not message.is_overtaken:
            self.display_view(message.view)
            self.displayed()

    def on_load_failed(self, message: LoadFailed) -> None:
        """Say why nothing came."""
        message.stop()
        if self.is_open and not message.is_overtaken:
            self.display_failure(message.sentence)

    def display_view(self, view: Any) -> None:
        """Put it into the widgets."""

    def displayed(self) -> None:
        """What else follows once it is shown."""

    def display_failure(self, sentence: str) -> None:
        """Say why there is nothing."""
        self.notify(sentence, severity="error", markup=False, timeout=10)

    def keeps(self, event: terminal.Key) -> bool:
        """Keep a key for when it is filled, unless it needs nothing that stands there."""
        if self.is_filled or (isinstance(self.focused, Input) and not self.early):
            return False
        pressed = self.active_bindings.get(event.key)
        if pressed is not None and pressed.binding.id in NEED_NOTHING:
            return False
        self.early.append(event)
        return True

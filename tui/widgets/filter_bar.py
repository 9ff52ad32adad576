"""Conditions typed in two lines above a list; every change is told at once, Enter goes to the list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.suggester import SuggestFromList
from textual.widgets import Input, Static

from tracker.labels import Words


class FilterBar(Vertical):
    """Fields with their words, in lines; hidden until it is wanted."""

    DEFAULT_CSS = """
    FilterBar { height: auto; background: $panel; padding: 0 1; display: none; }
    FilterBar.-shown { display: block; }
    FilterBar Horizontal { height: 1; }
    FilterBar .word { width: auto; padding: 0 1 0 0; color: $secondary; }
    FilterBar Input { width: 1fr; margin: 0 1 0 0; }
    FilterBar Input.-wrong, FilterBar Input.-wrong:focus { background: $field-wrong; color: $foreground; }
    """

    @dataclass
    class Changed(Message):
        """Something else stands in the fields."""

        typed: Mapping[str, str]

    @dataclass
    class Left(Message):
        """Enter: on to the list."""

    def __init__(self, say: Words, lines: Sequence[Sequence[str]], *, id: str | None = None) -> None:
        """``lines`` name the fields of each line; their words are ``filter.<name>``."""
        super().__init__(id=id)
        self.say, self.lines = say, lines

    def compose(self) -> ComposeResult:
        """Words and inputs."""
        for names in self.lines:
            with Horizontal():
                for name in names:
                    yield Static(self.say(f"filter.{name}"), classes="word", markup=False)
                    yield Input(id=f"filter-{name}", select_on_focus=False)

    def render(self) -> str:
        """Nothing but its fields, which show a hint where there is room for all of it."""
        self.call_after_refresh(self._show_hints)
        return ""

    def _show_hints(self) -> None:
        for name in self.typed:
            field, hint = self.field(name), self.say(f"filter.{name}.hint")
            field.placeholder = hint if cell_len(hint) <= field.content_size.width else ""

    def field(self, name: str) -> Input:
        """A field by name."""
        return self.query_one(f"#filter-{name}", Input)

    @property
    def typed(self) -> dict[str, str]:
        """What stands in the fields."""
        return {name: self.field(name).value for names in self.lines for name in names}

    @property
    def shown(self) -> bool:
        """Whether it is there."""
        return self.has_class("-shown")

    def open(self, name: str) -> None:
        """Show it and stand in a field."""
        self.add_class("-shown")
        self.screen.set_focus(self.field(name))  # at once: the next key is typed into it already

    def close(self) -> None:
        """Empty it and hide it."""
        with self.prevent(Input.Changed):
            for field in self.query(Input):
                field.value = ""
        self.remove_class("-shown")
        self.blame(())
        self.post_message(self.Changed(self.typed))

    def offer(self, name: str, texts: Sequence[str]) -> None:
        """The rest of a word as one types it."""
        self.field(name).suggester = SuggestFromList(texts, case_sensitive=False)

    def blame(self, names: Sequence[str]) -> None:
        """Mark the fields that cannot be read."""
        for field in self.query(Input):
            field.set_class((field.id or "").removeprefix("filter-") in names, "-wrong")

    def on_input_changed(self, message: Input.Changed) -> None:
        """Tell the screen."""
        message.stop()
        self.post_message(self.Changed(self.typed))

    def on_input_submitted(self, message: Input.Submitted) -> None:
        """On to the list."""
        message.stop()
        self.post_message(self.Left())

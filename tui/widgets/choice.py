"""One of a few fixed words: left, right or space turn to the next; no list to open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.text import Text
from textual.binding import Binding
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget


class Choice(Widget, can_focus=True):
    """A field with a few fixed answers."""

    DEFAULT_CSS = """
    Choice { height: 1; width: 1fr; background: $field; padding: 0 1; }
    Choice:focus { background: $block-cursor-background; color: $block-cursor-foreground; }
    """
    BINDINGS = [
        Binding("left,h", "turn(-1)", show=False),
        Binding("right,l,space", "turn(1)", show=False),
    ]

    value: reactive[str] = reactive("", init=False)

    @dataclass
    class Changed(Message):
        """Another word was chosen."""

        choice: Choice
        value: str

    def __init__(self, options: Sequence[tuple[str, str]], *, id: str | None = None) -> None:
        """``options`` are pairs of a value and its word; the first is chosen."""
        super().__init__(id=id)
        self.options = tuple(options)
        self.set_reactive(Choice.value, self.options[0][0])

    def watch_value(self) -> None:
        """Tell the form."""
        self.post_message(self.Changed(self, self.value))

    def action_turn(self, step: int) -> None:
        """The next word, round and round."""
        values = [value for value, _ in self.options]
        self.value = values[(values.index(self.value) + step) % len(values)]

    def seek(self, text: str) -> bool:
        """Turn to the first word in which the text is found; whether there is one."""
        from tui.searching import matches

        found = next((value for value, word in self.options if matches(text, word)), None)
        if found is not None:
            self.value = found
        return found is not None

    def on_click(self) -> None:
        """A click turns too."""
        self.action_turn(1)

    def render(self) -> Text:
        """The chosen word between two marks."""
        return Text(f"< {dict(self.options)[self.value]} >", no_wrap=True)

"""The last line: the few keys that matter here, from the commands' own declaration."""

from __future__ import annotations

from collections.abc import Mapping

from rich.text import Text
from textual.binding import ActiveBinding
from textual.keys import format_key

from tracker.labels import Words
from tui.formatting import clean
from tui.widgets.kept import Kept

_NAMES = {"question_mark": "?", "slash": "/", "escape": "Esc", "enter": "Enter", "left": "<-", "right": "->"}


def key_name(key: str) -> str:
    """A key as people know it: ``^P``, ``F1``, ``Esc``, ``p``."""
    if key.startswith("ctrl+"):
        return f"^{key.removeprefix('ctrl+').upper()}"
    if key in _NAMES:
        return _NAMES[key]
    return key.upper() if key[0] == "f" and key[1:].isdigit() else format_key(key)


class KeyLine(Kept):
    """Shows the active commands meant for the footer."""

    DEFAULT_CSS = """
    KeyLine { dock: bottom; height: 1; background: $panel; color: $foreground; padding: 0 1; }
    """

    def __init__(self, say: Words) -> None:
        super().__init__()
        self.say = say

    def on_mount(self) -> None:
        """Follow what can be done."""
        self.screen.bindings_updated_signal.subscribe(self, lambda _: self.refresh())

    def render(self) -> Text:
        """Keys and their words."""
        line = Text(no_wrap=True, overflow="crop")
        for key, active in self.screen.active_bindings.items():
            binding = active.binding
            if not binding.show or not active.enabled or binding.description not in self.say:
                continue
            if binding.id and key != _first_key(self.screen.active_bindings, binding.id):
                continue
            line.append(key_name(key), style="bold")
            line.append(f" {clean(self.say(binding.description))}  ")
        return line


def _first_key(active: Mapping[str, ActiveBinding], command: str) -> str:
    return next(key for key, item in active.items() if item.binding.id == command)

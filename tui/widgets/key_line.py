"""The last line: the few keys that matter here, from the commands' own declaration."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rich.cells import cell_len
from rich.text import Text
from textual import events as terminal
from textual.keys import format_key

from tracker.labels import Words
from tui.commands import ENTRIES, IN_FORMS, ON_SCREENS
from tui.formatting import clean
from tui.widgets.kept import Kept

_NAMES = {
    "question_mark": "?",
    "slash": "/",
    "escape": "Esc",
    "enter": "Enter",
    "left": "<-",
    "right": "->",
    "tab": "Tab",
}

MOST, FEWEST = 5, 3
GENERAL = frozenset(f"command.{command.id}" for command in (*ENTRIES, *ON_SCREENS, *IN_FORMS[1:]))
"""Commands that work in every place or form; those of the place or form itself stand before them."""

WAYS = ("command.back", "command.cancel", "command.help", "command.palette", "command.quit")
"""How to leave, and how to find everything else: the first two that are there, and more where there is room."""


def key_name(key: str) -> str:
    """A key as people know it: ``^P``, ``F1``, ``Esc``, ``p``."""
    if key.startswith("ctrl+"):
        return f"^{key.removeprefix('ctrl+').upper()}"
    if key in _NAMES:
        return _NAMES[key]
    return key.upper() if key[0] == "f" and key[1:].isdigit() else format_key(key)


def _told(key: str, word: str, _: str = "") -> str:
    return f"{key_name(key)} {word}  "


class KeyLine(Kept):
    """Shows the few commands that matter here; a click does what the key does."""

    DEFAULT_CSS = """
    KeyLine { dock: bottom; height: 1; background: $panel; color: $foreground; padding: 0 1; }
    """

    def __init__(self, say: Words) -> None:
        super().__init__()
        self.say = say

    def on_mount(self) -> None:
        """Follow what can be done."""
        self.screen.bindings_updated_signal.subscribe(self, lambda _: self.refresh())

    def shown(self) -> list[tuple[str, str]]:
        """Keys and their words, at most five, and no more than stand in the line whole."""
        chosen, room = self._chosen(), self.content_size.width
        while len(chosen) > 1 and cell_len("".join(_told(*each) for each in chosen).rstrip()) > room:
            general = [each for each in chosen if each[2] not in WAYS] if len(chosen) > FEWEST else []
            chosen.remove((general or chosen)[-1])
        return [(key, word) for key, word, _ in chosen]

    def _chosen(self) -> list[tuple[str, str, str]]:
        """Keys, words, commands: what can be done here first, then the way out and help."""
        found = {command: key for key, command in self._active()}
        wanted = [command for command in found if command not in WAYS]
        last = [command for command in WAYS if command in found]
        kept = last[: max(2, MOST - len(wanted))]
        chosen = [*sorted(wanted, key=lambda command: command in GENERAL)[: MOST - len(kept)], *kept]
        called: Mapping[str, str] = getattr(self.screen, "called", {})
        return [
            (found[command], clean(self.say(called.get(command, command))), command) for command in chosen
        ]

    def _active(self) -> Iterator[tuple[str, str]]:
        """Every key that works here and has a word; of a command with several keys the first."""
        seen: set[str] = set()
        for key, active in self.screen.active_bindings.items():
            binding = active.binding
            command = binding.description if binding.show else "command.back" if key == "escape" else ""
            if not active.enabled or command not in self.say or command in seen:
                continue
            if self.screen.is_modal or self._matters(command):
                seen.add(command)
                yield key, command

    def _matters(self, command: str) -> bool:
        matters = getattr(self.screen, "matters", None)
        return matters is None or bool(matters(command.removeprefix("command.")))

    def render(self) -> Text:
        """One line."""
        line = Text(no_wrap=True, overflow="crop")
        for key, word in self.shown():
            line.append(key_name(key), style="bold")
            line.append(f" {word}  ")
        return line

    def on_click(self, event: terminal.Click) -> None:
        """Press the key one points at."""
        right = self.styles.padding.left
        for key, word in self.shown():
            right += cell_len(_told(key, word))
            if event.x < right:
                self.app.simulate_key(key)
                return

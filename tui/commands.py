"""Every command, declared once: footer, palette and help are made of this, and so are the keys."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from textual.binding import Binding, BindingType


class Command(NamedTuple):
    """Something a person can do. Its words are ``command.<id>`` and ``command.<id>.help``."""

    id: str
    keys: str
    action: str
    footer: bool = False
    """Whether it is one of the few that stand in the footer."""

    def binding(self) -> Binding:
        """The key for it. The description is the word's key; those who show it look it up."""
        return Binding(
            self.keys, self.action, f"command.{self.id}", show=self.footer, id=self.id, tooltip=self.id
        )


def bindings(commands: Sequence[Command]) -> list[BindingType]:
    """The keys of several commands."""
    return [command.binding() for command in commands]


EVERYWHERE = (
    Command("help", "f1,question_mark", "app.help", footer=True),
    Command("palette", "ctrl+p", "app.palette", footer=True),
    Command("quit", "ctrl+q", "app.quit", footer=True),
    Command("theme", "ctrl+t", "app.next_theme"),
    Command("ascii", "ctrl+b", "app.toggle_ascii"),
    Command("language", "ctrl+l", "app.other_language"),
)
PLACES = (
    Command("overview", "f2", "app.go('overview')"),
    Command("journal", "f3", "app.go('journal')"),
    Command("alerts", "f4", "app.go('alerts')"),
    Command("plan", "f6", "app.go('plan')"),
    Command("selfeval", "f7", "app.go('selfeval')"),
    Command("as_of", "f8", "app.as_of"),
    Command("settings", "f9", "app.go('settings')"),
    Command("rosters", "f10", "app.go('rosters')"),
    Command("check", "f5", "app.check"),
)
ENTRIES = (
    Command("disbursement", "p", "enter('disbursement')", footer=True),
    Command("appropriation", "a", "enter('appropriation')"),
    Command("receipt", "r", "enter('receipt')"),
    Command("returned", "t", "enter('returned')"),
    Command("measurement", "m", "enter('measurement')", footer=True),
    Command("deviation", "v", "enter('deviation')"),
    Command("roster", "i", "enter('roster')"),
    Command("bank_result", "o", "enter('bank_result')"),
    Command("rows", "ctrl+f", "enter('rows')"),
    Command("payment_request", "q", "enter('payment_request')"),
    Command("requests", "w", "enter('requests')"),
    Command("books", "z", "enter('books')"),
    Command("undo", "ctrl+z", "enter('undo')"),
)
ON_SCREENS = (
    Command("back", "escape", "back", footer=True),
    Command("explain", "e", "explain", footer=True),
    Command("search", "slash", "search"),
    Command("copy", "c", "copy_table"),
    Command("copy_cell", "C", "copy_cell"),
)
IN_FORMS = (
    Command("record", "ctrl+s", "record", footer=True),
    Command("same_as_last", "ctrl+o", "same_as_last", footer=True),
    Command("more", "ctrl+y", "more", footer=True),
    Command("clear", "ctrl+n", "clear"),
    Command("cancel", "escape", "cancel", footer=True),
)
IN_FILE_FORMS = (
    Command("pick_file", "ctrl+g", "pick_file", footer=True),
    Command("map_columns", "ctrl+r", "map_columns", footer=True),
    Command("template", "f6", "write_template", footer=True),
)
ROSTER_COMMANDS = (
    Command("resolve", "d", "resolve", footer=True),
    Command("settled_too", "asterisk", "settled_too"),
    Command("recipient", "f", "recipient", footer=True),
)
ALERT_COMMANDS = (
    Command("acknowledge", "d", "acknowledge", footer=True),
    Command("hand_over", "h", "hand_over", footer=True),
)
JOURNAL_COMMANDS = (
    Command("filter", "f", "filter", footer=True),
    Command("reverse", "u", "reverse", footer=True),
    Command("return_of", "b", "return_of"),
)
PLAN_COMMANDS = (
    Command("set_source", "s", "set_source", footer=True),
    Command("accept_finding", "d", "accept_finding", footer=True),
    Command("import_plan", "n", "import_plan", footer=True),
)
ADOPTION_COMMANDS = (
    Command("adopt", "ctrl+s", "adopt", footer=True),
    Command("accept_here", "d", "accept", footer=True),
)
SELFEVAL_COMMANDS = (
    Command("preview", "y", "preview", footer=True),
    Command("export", "x", "export", footer=True),
    Command("evidence", "g", "evidence"),
    Command("hand_in", "h", "hand_in"),
)
SETTING_COMMANDS = (Command("default", "d", "default", footer=True),)
PREVIEW_COMMANDS = (
    Command("form_before", "left", "turn(-1)"),
    Command("form_after", "right", "turn(1)", footer=True),
    Command("figure_after", "tab", "step(1)", footer=True),
    Command("figure_before", "shift+tab", "step(-1)"),
)
EXPORT_COMMANDS = (Command("write", "ctrl+s", "write", footer=True),)
NEED_NOTHING = frozenset(
    command.id for command in (*EVERYWHERE, *PLACES) if command.id != "check"
) | {"back"}  # fmt: skip
"""What can be done in a place before anything is shown there."""
RECORDING = frozenset(
    command.id for command in (*ENTRIES, *ALERT_COMMANDS, *JOURNAL_COMMANDS[1:], *PLAN_COMMANDS)
) | {"resolve", "evidence", "hand_in", "default"}  # fmt: skip
"""What writes into the ledger, and so cannot be done while the past is looked at."""

ALL = (
    *EVERYWHERE, *PLACES, *ENTRIES, *ON_SCREENS, *IN_FORMS, *IN_FILE_FORMS, *ROSTER_COMMANDS,
    *ALERT_COMMANDS, *JOURNAL_COMMANDS, *PLAN_COMMANDS, *ADOPTION_COMMANDS[:2], *SELFEVAL_COMMANDS,
    *SETTING_COMMANDS, *PREVIEW_COMMANDS, *EXPORT_COMMANDS,
)  # fmt: skip
EVERY_PLACE = (*EVERYWHERE, *PLACES, *ENTRIES, *ON_SCREENS)
"""Commands that work in every place."""
TOGETHER = (
    EVERY_PLACE, (*EVERYWHERE, *IN_FORMS, *IN_FILE_FORMS), (*EVERYWHERE, *ADOPTION_COMMANDS),
    (*EVERYWHERE, *EXPORT_COMMANDS), (*EVERY_PLACE, *ROSTER_COMMANDS), (*EVERY_PLACE, *ALERT_COMMANDS),
    (*EVERY_PLACE, *JOURNAL_COMMANDS), (*EVERY_PLACE, *PLAN_COMMANDS), (*EVERY_PLACE, *SELFEVAL_COMMANDS),
    (*EVERY_PLACE, *SETTING_COMMANDS), (*EVERY_PLACE, *PREVIEW_COMMANDS),
)  # fmt: skip
"""Commands that work at the same time, so that none of them may have another's key."""


def declared_keys(command: str) -> str:
    """The keys a command has at first, with commas between."""
    return next(it.keys for it in ALL if it.id == command)


SAME_EVERYWHERE = frozenset((
    "escape", "ctrl+q", "f1", "enter", "tab", "shift+tab", "backspace", "delete", "up", "down", "left", "right",
    "pageup", "pagedown", "home", "end", "space", "h", "j", "k", "l",
))  # fmt: skip
"""Keys that move, leave and help wherever one is, and so are given to nothing else."""

AMONG_FIELDS = frozenset(command.id for command in (*IN_FORMS, *IN_FILE_FORMS, *EXPORT_COMMANDS))
"""Commands that work where one types, so that no character can be their key."""


def types_a_character(key: str) -> bool:
    """Whether a key writes something where one types: every one but function keys and those held with Ctrl or Alt."""
    held = key.startswith(("ctrl+", "alt+", "super+", "meta+"))
    return not held and re.fullmatch(r"(shift\+)?f\d{1,2}", key) is None


def command_on(key: str, *, beside: str, kept: Mapping[str, str]) -> str | None:
    """Another command that has a key where a command works; ``kept`` are keys given anew."""
    for commands in TOGETHER:
        if any(command.id == beside for command in commands):
            for command in commands:
                if command.id != beside and key in kept.get(command.id, command.keys).split(","):
                    return command.id
    return None


def without_clashes(kept: Mapping[str, str]) -> dict[str, str]:
    """Keys given anew (by hand, or to older commands) without those that cannot be, or that another command has.

    Of two that were given one key the later gives way, and has its first keys again.
    """
    left = {name: ",".join(key.strip() for key in keys.split(",")) for name, keys in kept.items()}
    left = {name: keys for name, keys in left.items() if _can_be_kept(name, keys)}
    while (name := next((name for name in reversed(left) if _clashes(name, left)), None)) is not None:
        del left[name]
    return left


def _can_be_kept(command: str, keys: str) -> bool:
    known, typing = any(it.id == command for it in ALL), command in AMONG_FIELDS
    return known and all(
        key and key not in SAME_EVERYWHERE and not (typing and types_a_character(key))
        for key in keys.split(",")
    )


def _clashes(command: str, kept: Mapping[str, str]) -> bool:
    return any(command_on(key, beside=command, kept=kept) is not None for key in kept[command].split(","))

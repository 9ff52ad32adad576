"""Picking a file: folders and lists of this machine, narrowed as one types, or a whole path."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from rich.text import Text
from textual import events as terminal
from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.widgets import Input, Static

from tracker.labels import Words
from tui.dialogs.dialog import Dialog
from tui.formatting import clean
from tui.remembered import Remembered
from tui.searching import matches
from tui.typed_path import is_file, is_folder, path_typed
from tui.widgets.lines import Column, FixedRows, Lines, Row

SUFFIXES = frozenset((".csv", ".txt", ".tsv", ".xlsx", ".xlsm", ".xls"))
MOST_ENTRIES = 5_000


class Entry(NamedTuple):
    """Something in a folder."""

    path: Path
    is_folder: bool
    size: int
    changed: float


def entries_of(folder: Path, suffixes: frozenset[str] = SUFFIXES) -> list[Entry]:
    """Folders by name, then lists, the latest first; what cannot be looked at is passed over. Raises OSError."""
    found: list[Entry] = []
    with os.scandir(folder) as listed:
        for item in listed:
            entry = _entry(item, suffixes)
            if entry is not None:
                found.append(entry)
            if len(found) == MOST_ENTRIES:
                break
    folders = sorted((e for e in found if e.is_folder), key=lambda entry: entry.path.name)
    return [*folders, *sorted((e for e in found if not e.is_folder), key=lambda entry: -entry.changed)]


def _entry(item: os.DirEntry[str], suffixes: frozenset[str]) -> Entry | None:
    if item.name.startswith("."):
        return None
    try:
        if item.is_dir():
            return Entry(Path(item.path), True, 0, 0.0)
        if item.is_file() and Path(item.name).suffix.lower() in suffixes:
            facts = item.stat()
            return Entry(Path(item.path), False, facts.st_size, facts.st_mtime)
    except OSError:
        return None
    return None


class FilePicker(Dialog[Path | None]):
    """Type, choose, Enter; answers with the file. The folder is remembered."""

    BINDINGS = [Binding("escape", "leave", show=False)]

    def __init__(self, say: Words, remembered: Remembered, suffixes: frozenset[str] = SUFFIXES) -> None:
        """``suffixes`` are those of the files that may be picked."""
        super().__init__()
        self._typed_before = ""
        self.say, self.remembered, self.suffixes = say, remembered, suffixes
        folder = Path(remembered.folder) if remembered.folder else Path.cwd()
        self.folder = folder if is_folder(folder) else Path.home()
        self.entries: list[Entry] = []
        self.is_going = False
        """Whether the folder gone to is still being listed."""

        self.is_wanted = False
        """Whether Enter was pressed meanwhile: it takes what is found when the list has come."""

    def compose(self) -> ComposeResult:
        """Where one is, a line to type in, what is there."""
        say = self.say
        with Vertical(classes="dialog"):
            yield Static(say("pick.title"), classes="heading", markup=False)
            yield Static("", id="folder", markup=False)
            yield Input(placeholder=say("pick.name"), id="sought", compact=True)
            lines = Lines(
                [
                    Column(say("pick.name"), 20, share=1),
                    Column(say("pick.size"), 9, "right"),
                    Column(say("pick.changed"), 16),
                ],
                empty=say("pick.empty"),
            )
            lines.styles.height, lines.styles.max_height = 13, "55vh"
            lines.can_focus = False
            yield lines
            yield Static(say("pick.hint"), classes="keys", markup=False)

    def on_mount(self) -> None:
        """Stand in the line."""
        self.query_one(Input).focus()
        self._go(self.folder)

    def _go(self, folder: Path) -> None:
        self.query_one("#folder", Static).update(Text(clean(str(folder)), no_wrap=True, overflow="ellipsis"))
        self.is_going, self.is_wanted, self._typed_before = True, False, self.query_one(Input).value
        self._list(folder)

    @work(thread=True, exclusive=True, exit_on_error=False, group="list")
    def _list(self, folder: Path) -> None:
        try:
            self.bring((folder, entries_of(folder, self.suffixes)), None)
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or type(error).__name__
            self.bring(None, self.say("pick.unreadable", path=clean(str(folder)), reason=reason))

    def display_view(self, view: tuple[Path, list[Entry]]) -> None:
        """Show what is there; what was typed meanwhile is sought in it."""
        self.folder, self.entries = view
        self.is_going = False
        line = self.query_one(Input)
        if line.value == self._typed_before:
            line.value = ""
        self._narrow("" if is_path(line.value) else line.value.strip())
        if self.is_wanted:
            self._take(line.value)

    def _narrow(self, typed: str) -> None:
        """Show what is found, and stand on the latest list."""
        found = [entry for entry in self.entries if matches(typed, entry.path.name)]
        lines = self.query_one(Lines)
        lines.empty = self.say("search.nothing" if self.entries else "pick.empty")
        lines.show(FixedRows(self._rows(found, with_up=not typed)))
        before = len(lines.rows) - len(found)
        first = next((at for at, entry in enumerate(found) if not entry.is_folder), 0)
        lines.cursor = min(len(lines.rows) - 1, before + first) if found else 0

    def _rows(self, entries: list[Entry], *, with_up: bool) -> Iterator[tuple[str, Row]]:
        if with_up and self.folder.parent != self.folder:
            yield str(self.folder.parent), (self.say("pick.up"), self.say("pick.folder"), "")
        for entry in entries:
            if entry.is_folder:
                yield str(entry.path), (f"{entry.path.name}/", self.say("pick.folder"), "")
            else:
                changed = (
                    dt.datetime.fromtimestamp(entry.changed, dt.UTC).astimezone().strftime("%Y-%m-%d %H:%M")
                )
                yield str(entry.path), (entry.path.name, size_text(entry.size), changed)

    def display_failure(self, sentence: str) -> None:
        """Stay where one was."""
        self.is_going = False
        self.query_one("#folder", Static).update(clean(str(self.folder)))
        super().display_failure(sentence)

    def on_input_changed(self, message: Input.Changed) -> None:
        """Narrow it, unless a path is being typed."""
        self._narrow("" if is_path(message.value) else message.value.strip())

    def on_key(self, event: terminal.Key) -> None:
        """Arrows move in the list while the line keeps the typing; Backspace in an empty line goes up."""
        lines = self.query_one(Lines)
        if event.key in ("up", "down"):
            lines.action_move(-1 if event.key == "up" else 1)
        elif event.key in ("pageup", "pagedown"):
            lines.action_page(-1 if event.key == "pageup" else 1)
        elif event.key == "backspace" and not self.query_one(Input).value:
            self._go(self.folder.parent)
        else:
            return
        event.stop()

    def on_input_submitted(self, message: Input.Submitted) -> None:
        """The path typed, else what the cursor is on."""
        if self.is_going and not is_path(message.value):
            self.is_wanted = True
        else:
            self._take(message.value)

    def _take(self, typed: str) -> None:
        path = path_typed(typed)
        if path is not None and is_path(typed):
            self._choose(path)
        elif (key := self.query_one(Lines).key) is not None:
            self._choose(Path(key))

    def on_lines_chosen(self, message: Lines.Chosen) -> None:
        """The same by mouse."""
        self._choose(Path(message.key))

    def _choose(self, path: Path) -> None:
        path = path if path.is_absolute() else self.folder / path
        if is_file(path):
            self.remembered.folder = str(path.parent)
            self.remembered.save()
            self.dismiss(path)
        else:
            self._go(path)

    def action_leave(self) -> None:
        """Nothing chosen."""
        self.dismiss(None)


def is_path(text: str) -> bool:
    """Whether a path is typed, not some letters of a name."""
    plain = text.strip().strip("'\"")
    return plain.startswith("~") or "/" in plain or "\\" in plain


def size_text(size: int) -> str:
    """A size as people say it."""
    for unit in ("B", "KB", "MB"):
        if size < 1024:
            return f"{size} {unit}"
        size //= 1024
    return f"{size} GB"

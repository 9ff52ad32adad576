"""Help for where one is: the commands that work here, then those of the list, then what the signs mean."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import ActiveBinding, Binding
from textual.containers import VerticalScroll
from textual.widget import Widget
from textual.widgets import Static

from tui.commands import ALL
from tui.dialogs.dialog import SearchedDialog
from tui.formatting import STATUS_SIGNS, clean, fit
from tui.searching import matches
from tui.session import Session
from tui.widgets.key_line import KeyLine, key_name

BESIDE = 28
"""Cells that keys and name of a command take."""


class HelpDialog(SearchedDialog[None]):
    """Made from the commands' declaration and what is active now."""

    BINDINGS = [Binding("f1,question_mark,q,enter", "dismiss", show=False)]

    def __init__(self, session: Session, active: Mapping[str, ActiveBinding]) -> None:
        super().__init__()
        self.say, self.active = session.say, active
        self._sought = ""

    def compose(self) -> ComposeResult:
        """One text to scroll."""
        with VerticalScroll(classes="dialog -wide"):
            yield Static("", id="help", markup=False)
            yield self.search_line()
        yield KeyLine(self.say)

    def on_mount(self) -> None:
        """Arrows scroll."""
        self.query_one(VerticalScroll).focus()

    def searched(self) -> Widget:
        """The text."""
        return self.query_one(VerticalScroll)

    def on_resize(self) -> None:
        """What does not fit beside a command's name goes on below it."""
        self.call_after_refresh(self._draw)

    def seek(self, text: str) -> None:
        """Only the lines in which it is found, under their titles; of a title found, all that stands below it."""
        self._sought = text
        self._draw()

    def _draw(self) -> None:
        if not self.is_open:
            return
        text = self._sought
        found = [part for title, lines in self._parts() if (part := _found_in(text, title, lines))]
        shown = _joined(found) if found else Text(self.say("search.nothing_in_words", text=clean(text)))
        self.query_one("#help", Static).update(shown)

    def _parts(self) -> list[tuple[str, list[Text]]]:
        """What it says, in parts: a title, and lines."""
        say = self.say
        signs = [
            Text(f" {STATUS_SIGNS[status]}  {say(f'check.{status}')}")
            for status in ("met", "missed", "unreported", "not_due", "not_applicable")
        ]
        return [
            (say("help.here"), list(self._commands())),
            (say("help.moving"), [Text(say("help.moving.text"))]),
            (say("help.signs"), signs),
            (say("help.lights"), [Text(say("help.lights.text"))]),
        ]

    def _commands(self) -> Iterator[Text]:
        say = self.say
        keys: dict[str, list[str]] = {}
        for key, item in self.active.items():
            if item.binding.id and item.enabled:
                keys.setdefault(item.binding.id, []).append(key_name(key))
        for command in ALL:
            if (names := keys.pop(command.id, None)) is not None:
                name, what = fit(say(f"command.{command.id}"), 14), self._beside(f"command.{command.id}.help")
                yield Text.assemble((f" {fit(' '.join(names), 12)}", "bold"), f"{name} {what}")

    def _beside(self, word: str) -> str:
        """A sentence in the room beside keys and name."""
        room = self.query_one("#help").content_size.width - BESIDE
        rows = Text(self.say(word)).wrap(self.app.console, max(8, room))
        return f"\n{' ' * BESIDE}".join(row.plain.rstrip() for row in rows)


def _found_in(text: str, title: str, lines: Sequence[Text]) -> list[Text]:
    found = [line for line in lines if matches(text, title) or matches(text, line.plain)]
    return [Text(title, style="bold"), *found] if found else []


def _joined(parts: Sequence[Sequence[Text]]) -> Text:
    return Text("\n\n").join(Text("\n").join(part) for part in parts)

"""Help for where one is: the commands that work here, then those of the list, then what the signs mean."""

from __future__ import annotations

from collections.abc import Mapping

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import ActiveBinding, Binding
from textual.containers import VerticalScroll
from textual.widget import Widget
from textual.widgets import Static

from tui.commands import ALL
from tui.dialogs.dialog import SearchedDialog
from tui.formatting import STATUS_SIGNS, fit
from tui.searching import matches
from tui.session import Session
from tui.widgets.key_line import KeyLine, key_name


class HelpDialog(SearchedDialog[None]):
    """Made from the commands' declaration and what is active now."""

    BINDINGS = [Binding("f1,q,enter", "dismiss", show=False)]

    def __init__(self, session: Session, active: Mapping[str, ActiveBinding]) -> None:
        super().__init__()
        self.say, self.active = session.say, active

    def compose(self) -> ComposeResult:
        """One text to scroll."""
        with VerticalScroll(classes="dialog -wide"):
            yield Static(self._text(), id="help", markup=False)
            yield self.search_line()
        yield KeyLine(self.say)

    def on_mount(self) -> None:
        """Arrows scroll."""
        self.query_one(VerticalScroll).focus()

    def searched(self) -> Widget:
        """The text."""
        return self.query_one(VerticalScroll)

    def seek(self, text: str) -> None:
        """Only the lines in which it is found."""
        lines = self._text().split("\n")
        found = (line for line in lines if not text or matches(text, line.plain))
        self.query_one("#help", Static).update(Text("\n").join(found))

    def _text(self) -> Text:
        say, text = self.say, Text()
        text.append(f"{say('help.here')}\n", style="bold")
        keys: dict[str, list[str]] = {}
        for key, item in self.active.items():
            if item.binding.id and item.enabled:
                keys.setdefault(item.binding.id, []).append(key_name(key))
        for command in ALL:
            if (names := keys.pop(command.id, None)) is not None:
                text.append(f" {fit(' '.join(names), 12)}", style="bold")
                text.append(f"{fit(say(f'command.{command.id}'), 14)} {say(f'command.{command.id}.help')}\n")
        text.append(f"\n{say('help.moving')}\n", style="bold")
        text.append(f"{say('help.moving.text')}\n\n")
        text.append(f"{say('help.signs')}\n", style="bold")
        for status in ("met", "missed", "unreported", "not_due", "not_applicable"):
            text.append(f" {STATUS_SIGNS[status]}  {say(f'check.{status}')}\n")
        text.append(f"\n{say('help.lights')}\n", style="bold")
        text.append(say("help.lights.text"))
        return text

"""Settings: the figures of the ledger's rules, how the desk looks, and the keys of every command."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from textual import work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widget import Widget
from textual.widgets import Static

from tui.commands import ALL, SETTING_COMMANDS, bindings
from tui.screens.base import DeskScreen
from tui.widgets.key_line import key_name
from tui.widgets.lines import Column, FixedRows, Lines, Row

if TYPE_CHECKING:
    from tracker.projections.thresholds import SettingStanding
    from tracker.service import Tracker

LOOKS = ("theme", "ascii", "language")
"""Rows of the looks: each is a command of the whole desk."""


class SettingsScreen(DeskScreen):
    """Enter changes what the cursor is on: a rule by an event, the looks and the keys at once."""

    CSS_PATH = "settings.tcss"
    PLACE = "place.settings"
    AUTO_FOCUS = "#rules"
    BINDINGS = bindings(SETTING_COMMANDS)

    def body(self) -> ComposeResult:
        """Rules, looks, keys."""
        say = self.say
        with Vertical(classes="pane", id="rules-pane"):
            yield Static(say("settings.rules"), classes="title", markup=False)
            yield Lines(
                [
                    Column(say("setting.column.title"), 20, share=3),
                    Column(say("setting.column.value"), 14),
                    Column(say("setting.column.default"), 5, "right", only_wide=True),
                    Column(say("setting.column.range"), 7),
                    Column(say("setting.column.changed_on"), 10),
                    Column(say("table.actor"), 10, only_wide=True),
                    Column(say("setting.column.reason"), 4, share=2),
                ],
                empty=say("loading"),
                id="rules",
            )
        with Vertical(classes="pane", id="looks-pane"):
            yield Static(say("settings.desk"), classes="title", markup=False)
            yield Lines(
                [
                    Column(say("settings.look"), 16),
                    Column(say("setting.column.value"), 16, share=1),
                    Column(say("palette.key"), 8),
                ],
                id="looks",
            )
        with Vertical(classes="pane", id="keys-pane"):
            yield Static(say("settings.keys"), classes="title", markup=False)
            yield Lines(
                [
                    Column(say("palette.command"), 16),
                    Column(say("palette.what"), 20, share=1),
                    Column(say("palette.key"), 16),
                ],
                id="keys",
            )
        yield Static(
            say("settings.hint", directory=self.session.remembered.directory), id="hint", markup=False
        )

    def on_mount(self) -> None:
        """What is the desk's own stands at once; the rules are fetched."""
        self._show_own()
        super().on_mount()

    def read(self, tracker: Tracker) -> tuple[SettingStanding, ...]:
        """The rules as of the moment looked at."""
        from tracker.projections.thresholds import settings_in_force

        with tracker.view(as_of=self.session.as_of, known_at=self.session.known_at) as (_, view):
            return settings_in_force(view)

    def display_view(self, view: Any) -> None:
        """Fill the rules."""
        self.query_one("#rules", Lines).show(FixedRows((it.name, self._rule(it)) for it in view))
        self._show_own()

    def _rule(self, standing: SettingStanding) -> Row:
        threshold, chosen = standing.threshold, standing.chosen
        value = self.say(f"setting.unit.{threshold.unit}", value=standing.value)
        return (
            self.say(f"setting.{standing.name}"),
            (value, "plain" if standing.value == threshold.default else "strong"),
            str(threshold.default),
            f"{threshold.low}-{threshold.high}",
            chosen.on if chosen else "",
            chosen.actor if chosen else "",
            (chosen.reason or "") if chosen else "",
        )

    def _show_own(self) -> None:
        self.query_one("#looks", Lines).show(FixedRows(self._looks()))
        self.query_one("#keys", Lines).show(FixedRows(self._keys()))

    def _looks(self) -> Iterator[tuple[str, Row]]:
        say, kept = self.say, self.session.remembered
        theme = f"theme.{self.app.theme}"
        values = {
            "theme": say(theme) if theme in say else self.app.theme,
            "ascii": say("settings.on" if kept.ascii else "settings.off"),
            "language": say("settings.language"),
        }
        for command in ALL:
            if command.id in LOOKS:
                yield (
                    command.id,
                    (say(f"command.{command.id}"), values[command.id], self._keys_of(command.id)),
                )

    def _keys(self) -> Iterator[tuple[str, Row]]:
        say = self.say
        for command in ALL:
            name = f"command.{command.id}"
            yield command.id, (say(name), say(f"{name}.help"), self._keys_of(command.id))

    def _keys_of(self, command: str) -> str:
        declared = next(it.keys for it in ALL if it.id == command)
        kept = self.session.remembered.keys.get(command, declared)
        return " ".join(key_name(key) for key in kept.split(","))

    # -- commands --------------------------------------------------------------------------------

    async def on_lines_chosen(self, message: Lines.Chosen) -> None:
        """Change it."""
        if message.lines.id == "rules":
            self._open("setting", message.key)
        elif message.lines.id == "looks":
            action = next(it.action for it in ALL if it.id == message.key)
            await self.run_action(action)
            if self.is_current:
                self._show_own()
        else:
            self._ask_key(message.key)

    def _open(self, form: str, rule: str) -> None:
        from tui.dialogs.opening import open_form

        open_form(self.app, self.session, form, setting=rule)

    def _ask_key(self, command: str) -> None:
        """Wait for the new key."""
        from tui.dialogs.new_key import NewKeyDialog

        def chosen(key: str | None) -> None:
            if key is None:
                return
            kept = self.session.remembered
            if key == "":
                kept.keys.pop(command, None)
            else:
                kept.keys[command] = key
            kept.save()
            self.app.set_keymap(kept.keys)
            self._show_own()

        self.app.push_screen(NewKeyDialog(self.say, command, self.session.remembered.keys), chosen)

    def action_default(self) -> None:
        """The rule's default again; a command's first key."""
        focused = self.focused
        if not isinstance(focused, Lines) or focused.key is None:
            return
        if focused.id == "rules":
            self._open("setting_reset", focused.key)
        elif focused.id == "keys":
            kept = self.session.remembered
            kept.keys.pop(focused.key, None)
            kept.save()
            self.app.set_keymap(kept.keys)
            self._show_own()

    def action_explain(self) -> None:
        """The event that chose the rule's figure."""
        rules = self.query_one("#rules", Lines)
        if self.focused is rules and rules.key is not None and self.session.tracker is not None:
            self._find_choice(self.session.tracker, rules.key)

    @work(thread=True, exclusive=True, exit_on_error=False, group="choice")
    def _find_choice(self, tracker: Tracker, rule: str) -> None:
        from tracker.desk import last_choice_of
        from tui.asking import answer

        session = self.session
        found, sentence = answer(
            self.say, lambda: last_choice_of(tracker, rule, as_of=session.as_of, known_at=session.known_at)
        )
        self.app.call_from_thread(self._show_choice, found, sentence)

    def _show_choice(self, position: int | None, sentence: str | None) -> None:
        from tui.dialogs.event import EventDialog

        if position is not None:
            self.app.push_screen(EventDialog(self.session, position))
        else:
            self.notify(sentence or self.say("settings.default"), markup=False)

    def _list_to_search(self) -> Widget:
        return self.focused if isinstance(self.focused, Lines) else self.query_one("#rules", Lines)

"""Settings: the figures of the ledger's rules, how the desk looks, and the keys of every command."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widget import Widget
from textual.widgets import Static

from tui.commands import ALL, SETTING_COMMANDS, bindings, command_on, declared_keys
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
                    Column(say("setting.column.default"), 7, "right", only_wide=True),
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

        with tracker.view(**self.session.moment) as (_, view):
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

    def looks_changed(self) -> None:
        """Their rows say so."""
        self._show_own()

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
        kept = self.session.remembered.keys.get(command, declared_keys(command))
        return " ".join(key_name(key) for key in kept.split(","))

    # -- commands --------------------------------------------------------------------------------

    async def on_lines_chosen(self, message: Lines.Chosen) -> None:
        """Change it."""
        if message.lines.id == "rules":
            self._open("setting", message.key)
        elif message.lines.id == "looks":
            action = next(it.action for it in ALL if it.id == message.key)
            await self.run_action(action)
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
            if key == "":
                self._put_back(command)
            else:
                self.session.remembered.keys[command] = key
                self._use_keys()

        self.app.push_screen(NewKeyDialog(self.say, command, self.session.remembered.keys), chosen)

    def action_default(self) -> None:
        """The rule's default again; a command's first key."""
        focused = self.focused
        if not isinstance(focused, Lines) or focused.key is None:
            return
        if focused.id == "rules":
            self._open("setting_reset", focused.key)
        elif focused.id == "keys":
            self._put_back(focused.key)

    def _put_back(self, command: str) -> None:
        """The key a command had at first, unless another has been given it meanwhile."""
        kept = self.session.remembered.keys
        taken = (command_on(key, beside=command, kept=kept) for key in declared_keys(command).split(","))
        if (other := next(filter(None, taken), None)) is not None:
            self.notify(self.say("settings.key_used", command=self.say(f"command.{other}")), markup=False)
            return
        kept.pop(command, None)
        self._use_keys()

    def _use_keys(self) -> None:
        """Keep the keys, and go by them at once."""
        kept = self.session.remembered
        kept.save()
        self.app.set_keymap(kept.keys)
        self._show_own()

    def action_explain(self) -> None:
        """The changes of a rule; what is only this machine's says so."""
        from tui.dialogs.setting_history import SettingHistoryDialog

        rules, tracker = self.query_one("#rules", Lines), self.session.tracker
        if self.focused is not rules:
            self.notify(self.say("settings.not_recorded"), markup=False)
        elif rules.key is not None and tracker is not None:
            self.app.push_screen(SettingHistoryDialog(self.session, tracker, setting=rules.key))

    def _list_to_search(self) -> Widget:
        return self.focused if isinstance(self.focused, Lines) else self.query_one("#rules", Lines)

"""Another figure for one of the ledger's rules, or its default again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tracker.desk import everything
from tracker.projections.thresholds import THRESHOLDS, SettingStanding, settings_in_force
from tracker.requests import ChangeSetting, Request
from tui.dialogs.entry import EntryForm
from tui.dialogs.typed import read_whole
from tui.widgets.field import FieldSpec

RULE = FieldSpec(
    "setting", "choice", required=True, options=tuple((name, f"setting.{name}") for name in THRESHOLDS)
)


class _SettingForm(EntryForm):
    """About one rule."""

    FIELD_OF_REFUSAL = {
        "setting_out_of_range": "figure", "setting_unchanged": "figure", "settings_crossed": "figure",
    }  # fmt: skip

    def live(self, typed: Mapping[str, str]) -> list[tuple[str, str]]:
        """The figure in force, its default, its range; since when, and why."""
        with everything(self.tracker) as (_, view):
            standing = next((it for it in settings_in_force(view) if it.name == typed["setting"]), None)
        if standing is None:
            return []
        unit = f"setting.unit.{standing.threshold.unit}"
        facts = {
            "value": self.say(unit, value=standing.value),
            "default": self.say(unit, value=standing.threshold.default),
            "low": standing.threshold.low,
            "high": standing.threshold.high,
        }
        lines = [("plain", self.say("live.setting", **facts))]
        if (figure := self._figure(typed, standing)) is not None:
            new, today = self.say(unit, value=figure), self.tracker.today()
            lines.append(("warning", self.say("live.setting.becomes", old=facts["value"], new=new, on=today)))
        lines.append(("plain", self.say("live.setting.from_today")))
        if (chosen := standing.chosen) is not None:
            said = self.say(
                "live.setting.chosen", on=chosen.on, actor=chosen.actor, reason=chosen.reason or ""
            )
            lines.append(("plain", said.rstrip()))
        return lines

    @staticmethod
    def _figure(typed: Mapping[str, str], standing: SettingStanding) -> int | None:
        """The other figure that is typed; None where it is the same, or cannot be read yet."""
        try:
            figure = read_whole(typed["figure"]) if "figure" in typed else standing.threshold.default
        except ValueError:
            return None
        return figure if figure != standing.value else None


class SettingForm(_SettingForm):
    """Another figure, from today on."""

    NAME = "setting"
    FIELDS = (RULE, FieldSpec("figure", "whole", required=True), FieldSpec("reason", habits=True))

    def request(self, values: dict[str, Any]) -> Request:
        """The change."""
        return ChangeSetting(name=values["setting"], value=values["figure"], reason=values["reason"])


class SettingResetForm(_SettingForm):
    """The default again, from today on."""

    NAME = "setting_reset"
    FIELDS = (RULE, FieldSpec("reason", habits=True))
    FIELD_OF_REFUSAL = {"setting_unchanged": "setting", "settings_crossed": "setting"}

    def request(self, values: dict[str, Any]) -> Request:
        """The change."""
        return ChangeSetting(name=values["setting"], value=None, reason=values["reason"])

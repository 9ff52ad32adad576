"""Every change of one of the ledger's rules, the latest first."""

from __future__ import annotations

from tracker.behind import changes_of
from tracker.projections.thresholds import THRESHOLDS
from tui.dialogs.behind import EventList
from tui.widgets.lines import Column, Row


class SettingHistoryDialog(EventList):
    """Enter opens the event that made a change."""

    KEYS, EMPTY = "settings.history.keys", "settings.default"

    def columns(self) -> list[Column]:
        """Position, day, old and new figure, who, why."""
        say = self.say
        return [
            Column(say("table.position"), 6, "right"),
            Column(say("setting.column.changed_on"), 10),
            Column(say("settings.history.figures"), 24),
            Column(say("table.actor"), 8),
            Column(say("setting.column.reason"), 8, share=1),
        ]

    def read(self) -> list[tuple[str, Row]]:
        """The changes known at the moment looked at."""
        session, rule = self.session, self.about["setting"]
        changes = changes_of(self.tracker, rule, **session.moment)
        return [
            (
                str(event.position),
                (
                    str(event.position),
                    event.occurred_on,
                    f"{self._figure(fact.previous)} → {self._figure(fact.value)}",
                    event.actor,
                    fact.reason or "",
                ),
            )
            for event, fact in changes
        ]

    def _figure(self, value: str | None) -> str:
        threshold = THRESHOLDS[self.about["setting"]]
        shown = self.say(f"setting.unit.{threshold.unit}", value=value or threshold.default)
        return shown if value else self.say("settings.history.default", value=shown)

    def title_of(self, rows: int) -> str:
        """The rule."""
        return self.say("settings.history", rule=self.say(f"setting.{self.about['setting']}"))

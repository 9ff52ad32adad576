"""All alerts: open ones first, then closed; who has seen them and what is being done."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from textual.app import ComposeResult
from textual.widgets import Static

from tui.commands import ALERT_COMMANDS, bindings
from tui.screens.base import DeskScreen
from tui.screens.overview_rows import message_of
from tui.widgets.lines import Column, FixedRows, Lines, Row, Tone

if TYPE_CHECKING:
    from tracker.service import AlertReport, Tracker


class AlertsScreen(DeskScreen):
    """The list, and the story of the one under the cursor."""

    CSS_PATH = "alerts.tcss"
    PLACE = "place.alerts"
    BINDINGS = bindings(ALERT_COMMANDS)

    def __init__(self, session: Any) -> None:
        super().__init__(session)
        self.reports: dict[str, AlertReport] = {}

    def body(self) -> ComposeResult:
        """List and story."""
        say = self.say
        yield Lines(
            [
                Column(say("alerts.state"), 8),
                Column(say("table.level"), 6),
                Column(say("table.code"), 7),
                Column(say("table.period"), 7),
                Column(say("table.message"), 20, share=1),
            ],
            empty=say("loading"),
        )
        yield Static("", id="story", markup=False)

    def on_mount(self) -> None:
        """Ask, and stand in the list."""
        super().on_mount()
        self.query_one(Lines).focus()

    def read(self, tracker: Tracker) -> Any:
        """All there ever were."""
        session = self.session
        return tracker.alerts(closed_too=True, as_of=session.as_of, known_at=session.known_at)

    def display_view(self, view: list[AlertReport]) -> None:
        """Open first, the latest first."""
        self.reports = {report.alert.id: report for report in view}
        lines = self.query_one(Lines)
        lines.empty = self.say("said.no_alerts")
        ordered = sorted(view, key=lambda report: report.alert.period or "", reverse=True)
        ordered.sort(key=lambda report: not report.is_open)
        lines.show(FixedRows(self._rows(ordered)))
        self._story(lines.key)

    def _rows(self, reports: list[AlertReport]) -> Iterator[tuple[str, Row]]:
        say = self.say
        for report in reports:
            alert = report.alert
            state = "closed" if not report.is_open else "seen" if alert.acknowledged_by else "open"
            tone: Tone = "muted" if state == "closed" else "warn" if state == "seen" else "bad"
            yield (
                alert.id,
                (
                    (say(f"alerts.{state}"), tone),
                    say(f"level.{alert.level}"),
                    alert.subject,
                    alert.period or "",
                    message_of(say, report),
                ),
            )

    def on_lines_moved(self, message: Lines.Moved) -> None:
        """Its story."""
        self._story(message.key)

    def _story(self, key: str | None) -> None:
        report = self.reports.get(key or "")
        if report is None:
            return
        alert, say = report.alert, self.say
        parts = [say("alerts.opened", on=alert.opened_on, times=alert.openings)]
        if alert.acknowledged_by:
            parts.append(
                say("alerts.acknowledged", by=alert.acknowledged_by, note=alert.acknowledged_note or "")
            )
        if alert.closed_on:
            parts.append(say("alerts.closed_on", on=alert.closed_on))
        parts.append(say("alerts.what_to_do"))
        self.query_one("#story", Static).update("\n".join(parts))

    def about(self) -> dict[str, str]:
        """The indicator under the cursor."""
        report = self.reports.get(self.query_one(Lines).key or "")
        if report is None:
            return {}
        code = report.alert.subject
        return {"indicator": code, "project": code.partition(".")[0], "period": report.alert.period or ""}

    def explained(self) -> tuple[str, str | None] | None:
        """Its month's figure."""
        about = self.about()
        return (about["indicator"], about["period"] or None) if about else None

    def on_lines_chosen(self) -> None:
        """The figure and its events."""
        self.action_explain()

    def action_acknowledge(self) -> None:
        """Say that it has been seen, and what is being done."""
        from tui.dialogs.opening import open_form

        if (key := self.query_one(Lines).key) is not None:
            open_form(self.app, self.session, "acknowledgement", alert=key)

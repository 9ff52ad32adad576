"""Alerts, open ones first: what is wrong, what to do, who has it, and everything that happened to it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from rich.text import Text
from textual import work
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from tui.commands import ALERT_COMMANDS, bindings
from tui.formatting import narrow
from tui.messages import AskedFigure
from tui.screens.base import DeskScreen
from tui.screens.overview_rows import about_alert, message_of, todo_of
from tui.widgets.key_line import KeyLine
from tui.widgets.lines import Column, FixedRows, Lines, Row, Tone

if TYPE_CHECKING:
    from events.envelope import RecordedEvent
    from tracker.projections.ledger_view import Alert
    from tracker.service import AlertReport, Tracker

ON_OPEN_ALERTS = frozenset(command.id for command in ALERT_COMMANDS)
URGENCY = {"urgent": 0, "warning": 1, "info": 2}
STATE_TONES: dict[str, Tone] = {"closed": "muted", "seen": "warn", "handed": "warn", "open": "bad"}


class AlertsScreen(DeskScreen):
    """The list, and the story of the one under the cursor."""

    CSS_PATH = "alerts.tcss"
    PLACE = "place.alerts"
    BINDINGS = bindings(ALERT_COMMANDS)

    def __init__(self, session: Any, alert: str | None = None) -> None:
        """``alert`` is the one to stand on at first."""
        super().__init__(session)
        self.reports: dict[str, AlertReport] = {}
        self._first = alert

    def body(self) -> ComposeResult:
        """List and story."""
        say = self.say
        yield Lines(
            [
                Column(say("alerts.state"), 8),
                Column(say("table.level"), 7),
                Column(say("table.code"), 7),
                Column(say("table.period"), 7),
                Column(say("table.message"), 20, share=1),
                Column(say("alerts.handler"), 10),
            ],
            empty=say("loading"),
        )
        yield Static(say("alerts.story"), classes="title", markup=False)
        with VerticalScroll(id="story", can_focus=False):
            yield Static("", id="told", markup=False)

    def on_mount(self) -> None:
        """Ask, and stand in the list."""
        super().on_mount()
        self.query_one(Lines).focus()

    def read(self, tracker: Tracker) -> Any:
        """All there ever were."""
        session = self.session
        return tracker.alerts(closed_too=True, **session.moment)

    def display_view(self, view: list[AlertReport]) -> None:
        """Open first, the most urgent first, the latest first."""
        lines = self.query_one(Lines)
        lines.empty = self.say("said.no_alerts")
        ordered = sorted(view, key=lambda report: report.alert.period or "", reverse=True)
        ordered.sort(key=lambda report: (not report.is_open, URGENCY.get(report.alert.level, 3)))
        self.reports = {report.alert.id: report for report in ordered}
        lines.show(FixedRows(self._rows(ordered)))
        if self._first in self.reports:
            lines.cursor = list(self.reports).index(self._first)
        self._first = None
        self._story(lines.key)

    def _rows(self, reports: Sequence[AlertReport]) -> Iterator[tuple[str, Row]]:
        say = self.say
        for report in reports:
            alert, state = report.alert, state_of(report)
            yield (
                alert.id,
                (
                    (say(f"alerts.{state}"), STATE_TONES[state]),
                    say(f"level.{alert.level}"),
                    alert.subject,
                    alert.period or "",
                    message_of(say, report),
                    alert.handed_to or alert.acknowledged_by or "",
                ),
            )

    # -- the story ---------------------------------------------------------------------------------

    def on_lines_moved(self, message: Lines.Moved) -> None:
        """Its story, and what can be done with it."""
        self._story(message.key)

    def _story(self, key: str | None) -> None:
        self.query_one(KeyLine).refresh()
        report = self.reports.get(key or "")
        if report is None or self.session.tracker is None:
            self.query_one("#told", Static).update("")
            return
        self._show(report, None)
        self._read_history(self.session.tracker, report)

    def _show(self, report: AlertReport, history: Sequence[RecordedEvent] | None) -> None:
        say, text = self.say, Text()
        text.append(f"{narrow(message_of(say, report))}\n", style="bold")
        if report.is_open:
            text.append(f"{say('todo', what=say(todo_of(report)))}\n")
        if history is None:
            text.append(say("alerts.reading"))
        else:
            text.append(f"{say('alerts.history', count=len(history))}\n", style="bold")
            text.append("\n".join(self._told(event) for event in history))
        self.query_one("#told", Static).update(text)

    def _told(self, event: RecordedEvent) -> str:
        fact: Any = event.fact
        what = self.say(
            f"alerts.did.{event.type}",
            actor=event.actor,
            to=getattr(fact, "to", ""),
            note=getattr(fact, "note", None) or "",
            reason=getattr(fact, "reason", ""),
            level=self.say(f"level.{fact.level}") if hasattr(fact, "level") else "",
        )
        return narrow(f" {event.occurred_on}  {what}  #{event.position}")

    @work(thread=True, exclusive=True, exit_on_error=False, group="history")
    def _read_history(self, tracker: Tracker, report: AlertReport) -> None:
        from tui.asking import answer

        history, _ = answer(self.say, lambda: history_of(tracker, report.alert, self.session.known_at))
        if history is not None:
            self.app.call_from_thread(self._history_read, report, history)

    def _history_read(self, report: AlertReport, history: Sequence[RecordedEvent]) -> None:
        if self.is_mounted and self.query_one(Lines).key == report.alert.id:
            self._show(report, history)

    # -- commands ----------------------------------------------------------------------------------

    def about(self) -> dict[str, str]:
        """The indicator or project under the cursor."""
        report = self.reports.get(self.query_one(Lines).key or "")
        return about_alert(report.alert) if report is not None else {}

    def explained(self) -> AskedFigure | None:
        """Its month's figure, or its project's execution."""
        about = self.about()
        code = about.get("indicator") or about.get("project")
        return AskedFigure(code, about.get("period")) if code else None

    def on_lines_chosen(self) -> None:
        """The figure and its events."""
        self.action_explain()

    def matters(self, command: str) -> bool:
        """A closed alert is neither seen to nor handed over."""
        report = self.reports.get(self.query_one(Lines).key or "")
        if command in ON_OPEN_ALERTS and (report is None or not report.is_open):
            return False
        return super().matters(command)

    def _on_alert(self, form: str) -> None:
        from tui.dialogs.opening import open_form

        report = self.reports.get(self.query_one(Lines).key or "")
        if report is not None and report.is_open:
            open_form(self.app, self.session, form, alert=report.alert.id)
        elif report is not None:
            self.notify(self.say("alerts.closed_already"), markup=False)

    def action_acknowledge(self) -> None:
        """Say that it has been seen, and what is being done."""
        self._on_alert("acknowledgement")

    def action_hand_over(self) -> None:
        """Give it to somebody."""
        self._on_alert("handing_over")


def state_of(report: AlertReport) -> str:
    """Where an alert stands: open, given to somebody, seen, closed."""
    if not report.is_open:
        return "closed"
    if report.alert.handed_to:
        return "handed"
    return "seen" if report.alert.acknowledged_by else "open"


def history_of(tracker: Tracker, alert: Alert, known_at: str | None) -> list[RecordedEvent]:
    """What was recorded about an alert, and the explanations of its indicator since it opened; the latest first."""
    from events.subjects import about_indicator
    from tracker.journal import alert_history

    about = alert_history(tracker, alert.id, alert.openings, known_at=known_at)
    with tracker.store.reader(str(tracker.ledger)) as log:
        explained = [
            event for event in log.about(about_indicator(alert.subject)) if event.type == "DeviationExplained"
        ]
    first = about[-1].position if about else 0
    kept = [event for event in explained if event.position > first and _is_known(event, known_at)]
    return sorted([*about, *kept], key=lambda event: -event.position)


def _is_known(event: RecordedEvent, known_at: str | None) -> bool:
    return known_at is None or event.recorded_at <= known_at

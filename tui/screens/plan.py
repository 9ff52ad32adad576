"""The plan: budget lines, indicators with the source of their values, and what it contradicts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widget import Widget
from textual.widgets import Static

from tracker.money import grouped_yuan
from tracker.sentences import target_text
from tui.screens.base import DeskScreen
from tui.widgets.lines import Column, FixedRows, Lines, Row, Tone

if TYPE_CHECKING:
    from tracker.plan.model import Finding, Plan
    from tracker.service import Tracker

SEVERITIES: dict[str, Tone] = {"error": "bad", "warning": "warn", "note": "muted"}


class PlanPage(NamedTuple):
    """The plan and its findings."""

    plan: Plan
    findings: tuple[Finding, ...]


class PlanScreen(DeskScreen):
    """Indicators above, findings and budget lines below."""

    CSS_PATH = "plan.tcss"
    PLACE = "place.plan"

    def body(self) -> ComposeResult:
        """Three lists."""
        say = self.say
        with Vertical(classes="pane"):
            yield Static(say("plan.indicators"), classes="title", markup=False)
            yield Lines(
                [
                    Column(say("table.code"), 7),
                    Column(say("table.name"), 10, share=2),
                    Column(say("table.target"), 14),
                    Column(say("table.source"), 16),
                    Column(say("plan.period"), 6),
                    Column(say("plan.basis"), 8, share=1, only_wide=True),
                ],
                empty=say("loading"),
                id="indicators",
            )
        with Vertical(classes="pane"):
            yield Static(say("plan.findings"), classes="title", markup=False)
            yield Lines(
                [
                    Column(say("plan.severity"), 8),
                    Column(say("plan.where"), 10),
                    Column(say("table.message"), 20, share=1),
                ],
                empty=say("said.no_findings"),
                id="findings",
            )
        with Vertical(classes="pane"):
            yield Static(say("plan.budget_lines"), classes="title", markup=False)
            yield Lines(
                [
                    Column(say("table.name"), 20, share=1),
                    Column(say("table.amount"), 18, "right"),
                    Column(say("plan.corrected"), 18, "right"),
                ],
                id="lines",
            )

    def on_mount(self) -> None:
        """Ask, and stand in the indicators."""
        super().on_mount()
        self.query_one("#indicators", Lines).focus()

    def read(self, tracker: Tracker) -> PlanPage:
        """The plan in force, checked."""
        from tracker.plan.check import check_plan

        plan = tracker.plan()
        return PlanPage(plan, (*check_plan(plan), *tracker.contradictions()))

    def display_view(self, view: PlanPage) -> None:
        """Fill the lists."""
        self.query_one("#indicators", Lines).show(FixedRows(self._indicators(view.plan)))
        self.query_one("#findings", Lines).show(FixedRows(self._findings(view.findings)))
        lines = (
            (str(number), (line.name, _yuan(line.amount_fen), _yuan(line.corrected_fen)))
            for number, line in enumerate(view.plan.budget_lines)
        )
        self.query_one("#lines", Lines).show(FixedRows(lines))

    def _indicators(self, plan: Plan) -> Iterator[tuple[str, Row]]:
        for row in plan.indicators():
            how = f"how.{row.source}"
            asked: Tone = "plain" if row.confirmed else "muted"
            yield (
                row.code,
                (
                    row.code,
                    row.level3,
                    target_text(row.target),
                    (self.say(how), asked),
                    self.say(f"period.{row.period}"),
                    row.basis,
                ),
            )

    def _findings(self, findings: tuple[Finding, ...]) -> Iterator[tuple[str, Row]]:
        zh = self.session.language == "zh"
        for number, item in enumerate(findings):
            where = next(
                (place.subject or (f"L{place.line}" if place.line else "") for place in item.where), ""
            )
            message = item.message if zh else item.message_en
            yield (
                str(number),
                ((self.say(f"severity.{item.severity}"), SEVERITIES[item.severity]), where or "", message),
            )

    def about(self) -> dict[str, str]:
        """The indicator under the cursor."""
        key = self.query_one("#indicators", Lines).key
        return {"indicator": key, "project": key.partition(".")[0]} if key else {}

    def explained(self) -> tuple[str, str | None] | None:
        """Its actual."""
        about = self.about()
        return (about["indicator"], None) if about else None

    def on_lines_chosen(self, message: Lines.Chosen) -> None:
        """The events behind the indicator's actual; a finding in full."""
        if message.lines.id == "indicators":
            self.action_explain()
        else:
            row = message.lines.rows.row(message.lines.cursor)
            if row is not None:
                self.notify(str(row[-1]), markup=False, timeout=12)

    def _list_to_search(self) -> Widget:
        return self.focused if isinstance(self.focused, Lines) else self.query_one("#indicators", Lines)


def _yuan(fen: int | None) -> str:
    return "" if fen is None else grouped_yuan(fen)

"""The plan: budget lines, indicators with the source of their values, and what it contradicts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from textual import work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widget import Widget

from tracker.deadlines import deadline_text
from tracker.money import grouped_yuan
from tracker.sentences import target_text
from tui.commands import PLAN_COMMANDS, bindings
from tui.screens.base import DeskScreen
from tui.session import Session
from tui.widgets.kept import KeptText
from tui.widgets.lines import Column, FixedRows, Lines, Row, Tone

if TYPE_CHECKING:
    from tracker.plan.model import Plan
    from tracker.plan_page import NotedFinding, PlanPage
    from tracker.service import Tracker

PLAN_SUFFIXES = frozenset((".txt", ".pdf", ".xlsx", ".csv", ".json"))
SEVERITIES: dict[str, Tone] = {"error": "bad", "warning": "warn", "note": "muted"}


class PlanScreen(DeskScreen):
    """Indicators above, findings and budget lines below."""

    CSS_PATH = "plan.tcss"
    PLACE = "place.plan"
    BINDINGS = bindings(PLAN_COMMANDS)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.findings: tuple[NotedFinding, ...] = ()

    def body(self) -> ComposeResult:
        """Three lists."""
        say = self.say
        with Vertical(classes="pane"):
            yield KeptText(say("plan.indicators"), classes="title", markup=False)
            yield Lines(
                [
                    Column(say("table.code"), 7),
                    Column(say("table.name"), 10, share=2),
                    Column(say("table.target"), 14),
                    Column(say("table.source"), 16),
                    Column(say("plan.period"), 7),
                    Column(say("plan.basis"), 8, share=1, only_wide=True),
                ],
                empty=say("loading"),
                id="indicators",
            )
        with Vertical(classes="pane"):
            yield KeptText(say("plan.findings"), classes="title", markup=False)
            yield Lines(
                [
                    Column(say("plan.severity"), 8),
                    Column(say("plan.where"), 10),
                    Column(say("table.message"), 20, share=2),
                    Column(say("plan.note"), 10, share=1),
                ],
                empty=say("loading"),
                id="findings",
            )
        with Vertical(classes="pane"):
            yield KeptText(say("plan.budget_lines"), classes="title", markup=False)
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
        """The plan of the moment looked at, checked."""
        from tracker.plan_page import plan_page

        return plan_page(tracker, **self.session.moment)

    def display_view(self, view: PlanPage) -> None:
        """Fill the lists."""
        self.findings = view.findings
        self.query_one("#findings", Lines).empty = self.say("said.no_findings")
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
                    target_text(self.say, row.target),
                    (self.say(how), asked),
                    self.say(f"period.{row.period}"),
                    row.basis,
                ),
            )

    def _findings(self, findings: tuple[NotedFinding, ...]) -> Iterator[tuple[str, Row]]:
        from tracker.plan_page import subjects_of_finding

        zh = self.session.language == "zh"
        for number, (item, note) in enumerate(findings):
            severity: tuple[str, Tone] = (self.say(f"severity.{item.severity}"), SEVERITIES[item.severity])
            if note is not None:
                severity = (self.say("plan.accepted"), "muted")
            message = item.message if zh else item.message_en
            yield str(number), (severity, subjects_of_finding(item)[0], message, note or "")

    def display_failure(self, sentence: str) -> None:
        """There is no plan yet, most often: say so, and how to come by one."""
        for lines in self.query(Lines):
            lines.empty = ""
            lines.show(FixedRows())
        self.query_one("#indicators", Lines).empty = self._why(sentence)

    def _why(self, sentence: str) -> str:
        """How to come by a plan, where that is what is wanting."""
        tracker = self.session.tracker
        if tracker is None or sentence != self.say("refusal.no_plan", ledger=tracker.ledger):
            return sentence
        return self.say("overview.no_plan_then" if self.session.read_only else "plan.how_to_begin")

    def about(self) -> dict[str, str]:
        """The indicator under the cursor, or the one a finding is about."""
        code = self.query_one("#indicators", Lines).key or ""
        if self.focused is self.query_one("#findings", Lines) and (found := self._found()) is not None:
            code = next((place.subject for place in found.finding.where if place.subject), "")
        about = {"project": code.partition(".")[0]} if code[:1] == "P" else {}
        return about | ({"indicator": code} if "." in code else {})

    def action_explain(self) -> None:
        """What planned the indicator, or what a finding speaks of; of a budget line the event that planned it."""
        tracker, lines = self.session.tracker, self.query_one("#lines", Lines)
        if tracker is None:
            return
        if self.focused is not lines:
            self._show_planned(tracker)
        elif lines.key is not None:
            self._find_line(tracker, int(lines.key) + 1)

    def _show_planned(self, tracker: Tracker) -> None:
        from tracker.behind import plan_events
        from tui.dialogs.behind import EventsBehindDialog

        session, subjects = self.session, self._subjects()
        if subjects:
            self.app.push_screen(
                EventsBehindDialog(
                    session,
                    tracker,
                    self.say("behind.plan", subject=" ".join(sorted(subjects))),
                    lambda: plan_events(tracker, subjects, **session.moment),
                )
            )

    def _subjects(self) -> set[str]:
        """The codes the cursor is on: the indicator's, or those a finding speaks of."""
        if self.focused is not self.query_one("#findings", Lines):
            return {key} if (key := self.query_one("#indicators", Lines).key) else set()
        from tracker.plan_page import subjects_of_finding

        found = self._found()
        return set(subjects_of_finding(found.finding)) if found is not None else set()

    @work(thread=True, exclusive=True, exit_on_error=False, group="line")
    def _find_line(self, tracker: Tracker, number: int) -> None:
        from tracker.behind import planned_line
        from tui.asking import answer

        session = self.session
        found, _ = answer(self.say, lambda: planned_line(tracker, number, **session.moment))
        if found is not None:
            self.app.call_from_thread(self._show_line, found)

    def _show_line(self, position: int) -> None:
        from tui.dialogs.event import EventDialog

        self.app.push_screen(EventDialog(self.session, position))

    def on_lines_chosen(self, message: Lines.Chosen) -> None:
        """Where the indicator's value comes from; a finding in full."""
        if message.lines.id == "indicators":
            self.action_set_source()
        elif message.lines.id == "findings" and (found := self._found()) is not None:
            zh = self.session.language == "zh"
            told = found.finding.message if zh else found.finding.message_en
            note = f"\n{self.say('plan.accepted')}: {found.note}" if found.note else ""
            self.notify(f"{told}{note}", markup=False, timeout=12)

    def _found(self) -> NotedFinding | None:
        key = self.query_one("#findings", Lines).key
        return self.findings[int(key)] if key is not None and int(key) < len(self.findings) else None

    def action_set_source(self) -> None:
        """Confirm or change where the indicator's value comes from."""
        from tui.dialogs.opening import open_form

        tracker, code = self.session.tracker, self.about().get("indicator")
        if tracker is None or code is None:
            return
        with tracker.reading() as (_, view):
            row = view.plan.indicators.get(code)
            deadline = view.plan.deadlines.get(code, "")
        if row is not None:
            chosen: dict[str, str] = {
                "value_source": row.source,
                "frequency": row.period,
                "rollup": row.rollup,
            }
            chosen |= {"deadline": deadline_text(self.say, deadline)} if deadline else {}
            open_form(self.app, self.session, "measure", indicator=code, **chosen)

    def action_accept_finding(self) -> None:
        """Live with the finding under the cursor, for a reason."""
        from tracker.plan_page import subjects_of_finding
        from tui.dialogs.opening import open_form

        findings = self.query_one("#findings", Lines)
        if self.focused is not findings:
            findings.focus()
        elif (found := self._found()) is not None:
            subject = subjects_of_finding(found.finding)[0]
            code = found.finding.code
            open_form(self.app, self.session, "acceptance", finding=code, finding_subject=subject)

    def action_import_plan(self) -> None:
        """Read a plan from a file, look at its findings, adopt it."""
        from tui.lists.picker import FilePicker

        if self.session.read_only:
            self.notify(self.say("form.read_only"), severity="warning", markup=False)
        elif self.session.tracker is not None:
            picker = FilePicker(self.say, self.session.remembered, PLAN_SUFFIXES)
            self.app.push_screen(picker, self._propose)

    def _propose(self, file: Path | None) -> None:
        from tui.dialogs.adoption import AdoptionDialog

        if file is not None and self.session.tracker is not None:
            dialog = AdoptionDialog(self.session, self.session.tracker, file)
            self.app.push_screen(dialog, lambda adopted: self.app.look() if adopted else None)  # type: ignore[attr-defined]

    def _list_to_search(self) -> Widget:
        return self.focused if isinstance(self.focused, Lines) else self.query_one("#indicators", Lines)


def _yuan(fen: int | None) -> str:
    return "" if fen is None else grouped_yuan(fen)

"""The first page: are we late, are we over, what next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual import events as terminal
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widget import Widget

from tui.messages import AskedFigure
from tui.screens.base import DeskScreen
from tui.session import Session
from tui.widgets.figures import Figures
from tui.widgets.kept import KeptText
from tui.widgets.lines import Column, FixedRows, Lines
from tui.widgets.month_grid import MonthGrid
from tui.widgets.top_line import TopLine
from tui.widgets.totals import Totals

if TYPE_CHECKING:
    from tracker.desk import Overview
    from tracker.service import AlertReport, Tracker


TITLES = 2
"""Lines over the rows of a list in its pane."""


class OverviewScreen(DeskScreen):
    """Totals against time, projects, alerts, deadlines, and the grid of timeliness indicators."""

    CSS_PATH = "overview.tcss"
    PLACE = "place.overview"
    BINDINGS = []
    AUTO_FOCUS = "#projects"

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.alerts: dict[str, AlertReport] = {}

    def body(self) -> ComposeResult:
        """The parts, empty at first."""
        say = self.say
        yield Figures(id="totals")
        yield Totals(say)
        yield KeptText("", id="due", markup=False)
        with Horizontal(id="upper"):
            with Vertical(id="left", classes="pane"):
                yield KeptText(say("overview.projects"), classes="title", markup=False)
                yield Lines(
                    [
                        Column(say("table.code"), 4),
                        Column(say("table.name"), 14, share=1),
                        Column(say("overview.paid_of_budget"), 26),
                        Column(say("overview.indicators"), 8, only_wide=True),
                        Column(say("overview.light"), 6),
                    ],
                    empty=say("loading"),
                    id="projects",
                )
            with Vertical(id="right", classes="pane"):
                yield KeptText(
                    say("overview.alerts", count=""), id="alerts-title", classes="title", markup=False
                )
                yield Lines(
                    [
                        Column(say("table.level"), 7),
                        Column(say("table.code"), 7),
                        Column(say("table.period"), 7),
                        Column(say("table.message"), 10, share=1),
                    ],
                    empty=say("loading"),
                    id="alerts",
                )
                yield KeptText("", id="deadlines", markup=False)
        with Vertical(id="lower", classes="pane"):
            yield MonthGrid(say, id="grid")
            yield KeptText("", id="cell", markup=False)

    def read(self, tracker: Tracker) -> Overview:
        """Everything of one moment."""
        from tracker.desk import overview

        session = self.session
        return overview(tracker, **session.moment, since=session.opened_at)

    def display_view(self, view: Any) -> None:
        """Put the moment into the parts."""
        from tui.screens.overview_rows import alert_rows, deadline_text, money_figures, project_rows

        say, projects, alerts = self.say, self.query_one("#projects", Lines), self.query_one("#alerts", Lines)
        self.query_one(TopLine).others = view.others
        self.query_one(Totals).fault = ""
        self.query_one(Totals).report = view.report
        self.query_one(Figures).show(money_figures(say, view.report.total, self.size.width))
        projects.empty = say(self._why_empty(view))
        projects.show(FixedRows(project_rows(say, view.report)))
        self._share_out()
        unchecked = view.months_unchecked if view.has_plan else 0
        alerts.empty = say("overview.unchecked", count=unchecked) if unchecked else say("said.no_alerts")
        self.query_one("#right").set_class(len(view.alerts) < 2, "-quiet")
        self.alerts = {report.alert.id: report for report in view.alerts}
        alerts.show(FixedRows(alert_rows(say, view.alerts)))
        title = say("overview.alerts", count=len(view.alerts))
        self.query_one("#alerts-title", KeptText).update(f"{title}{self._next(view)}")
        self.query_one("#deadlines", KeptText).update(deadline_text(say, view.deadlines))
        due = unchecked if view.has_plan and not self.session.read_only else 0
        self.query_one("#due", KeptText).update(say("overview.due", count=due))
        self.query_one("#due").set_class(due > 0, "-due")
        grid = self.query_one(MonthGrid)
        first = not grid.rows
        grid.show(view.grid, _month_to_look_at(view.report.as_of, view.report.year) if first else None)
        if not view.grid:
            self.query_one("#cell", KeptText).tell("")
        if self.focused is None:
            projects.focus()

    def on_resize(self, event: terminal.Resize) -> None:
        """The lists' heights follow the width."""
        super().on_resize(event)
        self._share_out()

    def _share_out(self) -> None:
        """Where the alerts stand below the projects these take no more lines than they are."""
        below = self.size.width < self.HORIZONTAL_BREAKPOINTS[1][0]
        rows = max(1, len(self.query_one("#projects", Lines).rows))
        self.query_one("#left").styles.max_height = rows + TITLES if below else None

    def _why_empty(self, view: Overview) -> str:
        if view.has_plan:
            return "overview.no_projects"
        return "overview.no_plan_then" if self.session.read_only else "overview.no_plan"

    def _next(self, view: Overview) -> str:
        """The next deadline, beside the title where there is no room for the list of them."""
        if not self.has_class("-narrow") or not view.deadlines:
            return ""
        first = view.deadlines[0]
        facts = {
            "month": first.month,
            "on": first.on[5:],
            "days": first.working_days_left,
            "wanting": first.wanting,
        }
        return f"   {self.say('overview.next', **facts)}"

    def on_lines_moved(self, message: Lines.Moved) -> None:
        """What to do about the alert under the cursor."""
        if message.lines.id == "alerts":
            self._tell_alert(message.key)

    def on_descendant_focus(self) -> None:
        """The line below speaks of where one is."""
        lines = self.query_one("#alerts", Lines)
        if self.focused is lines and lines.key is not None:
            self._tell_alert(lines.key)

    def _tell_alert(self, key: str) -> None:
        from tui.screens.overview_rows import message_of, todo_of

        if self.focused is self.query_one("#alerts", Lines) and (report := self.alerts.get(key)) is not None:
            what = f"{message_of(self.say, report)}  {self.say('todo', what=self.say(todo_of(report)))}"
            self.query_one("#cell", KeptText).tell(what)

    def display_failure(self, sentence: str) -> None:
        """Say why there is nothing, where the totals would be."""
        self.query_one(Totals).fault = sentence
        for lines in self.query(Lines):
            lines.empty = ""
            lines.refresh()

    def about(self) -> dict[str, str]:
        """The project or indicator under the cursor."""
        from tui.screens.overview_rows import about_alert

        grid, lines = self.query_one(MonthGrid), self.query_one("#projects", Lines)
        if self.focused is grid and grid.cell is not None:
            row, cell = grid.cell
            return {"project": row.measure.project, "indicator": row.measure.code, "period": cell.month}
        if self.focused is self.query_one("#alerts", Lines) and (key := self.query_one("#alerts", Lines).key):
            return about_alert(self.alerts[key].alert) if key in self.alerts else {}
        return {"project": lines.key} if lines.key else {}

    def explained(self) -> AskedFigure | None:
        """The total, the project's rate, or the month's figure under the cursor."""
        totals = self.query_one(Figures)
        if self.focused is totals and totals.what is not None:
            return AskedFigure("total", what=totals.what)
        about = self.about()
        if "indicator" in about:
            return AskedFigure(about["indicator"], about.get("period"))
        return AskedFigure(about["project"]) if "project" in about else None

    def on_lines_chosen(self, message: Lines.Chosen) -> None:
        """Open the project, or the alert's figure."""
        from tui.screens.alerts import AlertsScreen
        from tui.screens.project import ProjectScreen

        if message.lines.id == "alerts":
            self.app.push_screen(AlertsScreen(self.session, message.key))
        else:
            self.app.push_screen(ProjectScreen(self.session, message.key))

    def on_figures_chosen(self) -> None:
        """What the total is made of."""
        self.action_explain()

    def on_month_grid_chosen(self) -> None:
        """The numbers and events of the cell."""
        self.action_explain()

    def on_month_grid_moved(self, message: MonthGrid.Moved) -> None:
        """The cell in words, under the grid."""
        from tui.screens.overview_rows import cell_text

        self.query_one("#cell", KeptText).tell(cell_text(self.say, message.row, message.cell))

    def _list_to_search(self) -> Widget:
        focused = self.focused
        return focused if isinstance(focused, Lines | MonthGrid) else self.query_one("#projects", Lines)

    def seek(self, text: str) -> None:
        """Narrow the projects and the grid."""
        self.query_one("#projects", Lines).seek(text)
        self.query_one(MonthGrid).seek(text)


def _month_to_look_at(as_of: str, year: int) -> int:
    """The column of the month before the day, which is the one a check is about."""
    return max(0, int(as_of[5:7]) - 2) if as_of.startswith(f"{year}-") else 11

"""One project: its money month by month, its indicators with outlook, its events."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widget import Widget

from tracker.money import half_up
from tracker.sentences import actual_text, rate_text, target_text
from tui.formatting import STATUS_SIGNS, narrow, wide_money
from tui.messages import AskedFigure
from tui.screens.base import DeskScreen
from tui.screens.journal_pages import event_row
from tui.screens.overview_rows import LIGHTS, light_of, money_figures
from tui.session import Session
from tui.widgets.figures import Figures
from tui.widgets.kept import KeptText
from tui.widgets.lines import Column, FixedRows, Lines, Row, Tone
from tui.widgets.money_chart import MoneyChart
from tui.widgets.top_line import TopLine

if TYPE_CHECKING:
    from tracker.desk import ProjectPage
    from tracker.outlook import Outlook
    from tracker.projections.actuals import Actual
    from tracker.reports import IndicatorStanding
    from tracker.service import Tracker

AMOUNT_CELLS = 12
ROUND_INDICATORS = 4
"""Lines of their pane beside the indicators: more than these and theirs it does not take."""
TONES: dict[str, Tone] = {
    "met": "good",
    "over": "bad",
    "short": "bad",
    "unreported": "warn",
    "pending": "muted",
}


class ProjectScreen(DeskScreen):
    """Money, indicators, events; Tab goes round, the one in use grows on a low screen."""

    CSS_PATH = "project.tcss"
    PLACE = "place.project"
    AUTO_FOCUS = "#indicators"

    def __init__(self, session: Session, code: str) -> None:
        super().__init__(session)
        self.code = code
        self.page: ProjectPage | None = None

    def twin(self) -> ProjectScreen:
        """Of the same project."""
        return ProjectScreen(self.session, self.code)

    def body(self) -> ComposeResult:
        """The parts."""
        say = self.say
        yield KeptText("", id="summary", markup=False)
        yield Figures(id="money")
        with Vertical(classes="pane", id="indicators-pane"):
            yield KeptText(say("project.indicators"), classes="title", markup=False)
            yield Lines(
                [
                    Column(say("table.code"), 7),
                    Column(say("table.name"), 12, share=2),
                    Column(say("table.target"), 12),
                    Column(say("table.actual"), 12, "right"),
                    Column(say("table.status"), 8),
                    Column(say("project.trend"), 12, least=66),
                    Column(say("project.forecast"), 12, "right", only_wide=True),
                    Column(say("project.needed"), 12, "right", only_wide=True),
                ],
                empty=say("loading"),
                id="indicators",
            )
            yield KeptText("", id="outlook", markup=False)
        with Horizontal(id="below"):
            with Vertical(classes="pane", id="months-pane"):
                yield KeptText(say("project.months"), id="months-title", classes="title", markup=False)
                yield MoneyChart(say, id="chart")
                yield Lines(
                    [
                        Column(say("project.month"), 2),
                        Column(say("project.paid_through"), 11, "right"),
                        Column(say("project.rate"), 7, "right", least=25),
                        Column(say("project.against_time"), 7, "right", least=33),
                        Column(say("project.bar"), 5, share=1, least=38),
                    ],
                    id="months",
                )
            with Vertical(classes="pane", id="events-pane"):
                yield KeptText(say("project.events"), classes="title", markup=False)
                yield Lines(
                    [
                        Column(say("table.position"), 5, "right", least=37),
                        Column(say("table.occurred_on"), 10),
                        Column(say("table.type"), 6, share=1),
                        Column(say("table.amount"), 11, "right", least=31),
                        Column(say("journal.words"), 10, share=3, least=48),
                    ],
                    empty=say("project.no_events"),
                    id="events",
                )

    def on_mount(self) -> None:
        """Ask, and stand in the indicators."""
        super().on_mount()
        self.query_one("#indicators", Lines).focus()

    def read(self, tracker: Tracker) -> ProjectPage:
        """The project as of the moment looked at."""
        from tracker.desk import project_page

        return project_page(tracker, self.code, **self.session.moment)

    def display_view(self, view: Any) -> None:
        """Fill the parts."""
        page: ProjectPage = view
        name = page.standing.name or page.standing.goal[:20]
        self.query_one(TopLine).place = f"{self.code} {name}"
        self.query_one("#summary", KeptText).update(self._summary(page))
        self.query_one(Figures).show(money_figures(self.say, page.standing.money, self.size.width))
        self.query_one("#indicators", Lines).show(FixedRows(self._indicators(page)))
        self.query_one("#indicators-pane").styles.max_height = (
            len(page.standing.indicators) + ROUND_INDICATORS
        )
        self.page = page
        self.query_one("#months", Lines).show(FixedRows(self._months(page)))
        self.query_one(MoneyChart).show(page.months, page.report.as_of, page.planned, page.planned_now)
        plan = self.say("project.plan_given" if page.plan_given else "project.plan_even")
        self.query_one("#months-title", KeptText).update(f"{self.say('project.months')}  {plan}")
        self._tell_outlook(self.query_one("#indicators", Lines).key)
        self.query_one("#events", Lines).show(
            FixedRows((str(e.position), self._event(e)) for e in page.events)
        )

    def _summary(self, page: ProjectPage) -> str:
        """The goal; whether it keeps up, and why not."""
        said = [self.say(f"light.{light_of(page.report, page.standing)}")]
        if self.code in page.explanations:
            said.append(self.say("project.why", reason=narrow(page.explanations[self.code])))
        return f"{page.standing.goal}\n{self.say('project.light', light='  '.join(said))}"

    def _indicators(self, page: ProjectPage) -> Iterator[tuple[str, Row]]:
        for item in page.standing.indicators:
            measure, outlook = item.measure, page.outlooks[item.measure.code]
            status = f"{STATUS_SIGNS[item.status]}{self.say(f'status.{item.status}')}"
            yield (
                measure.code,
                (
                    measure.code,
                    measure.name,
                    target_text(self.say, measure.target),
                    self._actual(item.actual),
                    (status, TONES[item.status]),
                    trend_text(page.trends[measure.code]),
                    outlook.forecast or "",
                    (outlook.needed_a_month or "", "bad" if outlook.out_of_reach else "plain"),
                ),
            )

    def _actual(self, actual: Actual | None) -> str:
        """In large units where an amount would not fit."""
        told = actual_text(self.say, actual)
        if actual is None or actual.value is None or actual.numerator is not None or actual.kind != "money":
            return told
        return told if cell_len(told) <= AMOUNT_CELLS else self._short(int(actual.value), AMOUNT_CELLS)

    def _short(self, fen: int, cells: int) -> str:
        return wide_money(fen, cells, self.say.language)

    def on_lines_moved(self, message: Lines.Moved) -> None:
        """What the indicator under the cursor is heading for."""
        if message.lines.id == "indicators":
            self._tell_outlook(message.key)

    def _tell_outlook(self, code: str | None) -> None:
        if self.page is not None:
            item = next((it for it in self.page.standing.indicators if it.measure.code == code), None)
            told = "" if item is None else self._outlook_text(item, self.page.outlooks[item.measure.code])
            self.query_one("#outlook", KeptText).tell(told)

    def _outlook_text(self, item: IndicatorStanding, found: Outlook) -> str:
        say = self.say
        parts = [say(f"how.{item.measure.source}")]
        if found.forecast is not None:
            parts.append(say("project.outlook", forecast=found.forecast, needed=found.needed_a_month or ""))
        if found.out_of_reach:
            parts.append(say("project.out_of_reach"))
        explained = self.page.explanations.get(item.measure.code) if self.page is not None else None
        if explained:
            parts.append(say("project.explained", reason=explained))
        return narrow(f"{item.measure.code} {item.measure.name}: {'  '.join(parts)}")

    def _months(self, page: ProjectPage) -> Iterator[tuple[str, Row]]:
        bar = 14 if self.size.width >= 100 else 6
        for (month, adjusted, _, paid), through in zip(page.months, page.planned, strict=True):
            if month > page.report.as_of[:7]:
                break
            plan = page.planned_now if month == page.report.as_of[:7] else through
            rate = Fraction(paid, adjusted) if adjusted else None
            gap = "" if rate is None else f"{half_up((rate - plan) * 100):>7}"
            tone: Tone = LIGHTS["none" if rate is None else "normal" if rate >= plan else "attention"]
            paid_text = self._short(paid, AMOUNT_CELLS - 1)
            yield (
                month,
                (
                    month[5:7],
                    paid_text,
                    rate_text(self.say, rate),
                    (gap, tone),
                    (plot(rate, plan, bar), tone),
                ),
            )

    def _event(self, event: Any) -> Row:
        position, on, kind, _, amount, words, *_ = event_row(self.say, event)
        fen = getattr(event.fact, "amount_fen", None)
        return (
            position,
            on,
            kind,
            self._short(fen, AMOUNT_CELLS - 1) if isinstance(fen, int) else amount,
            words,
        )

    def about(self) -> dict[str, str]:
        """This project, and the indicator under the cursor."""
        started = {"project": self.code}
        key = self.query_one("#indicators", Lines).key
        if key and self.focused is self.query_one("#indicators", Lines):
            started["indicator"] = key
        if self.focused is (lines := self.query_one("#events", Lines)) and lines.key:
            started["of"] = lines.key
        return started

    def explained(self) -> AskedFigure | None:
        """The figure of its money, the month's execution or the indicator's actual under the cursor."""
        money, months = self.query_one(Figures), self.query_one("#months", Lines)
        if self.focused is money and money.what is not None:
            return AskedFigure(self.code, what=money.what)
        if self.focused is months and months.key:
            return AskedFigure(self.code, months.key)
        return AskedFigure(self.about().get("indicator", self.code))

    def action_explain(self) -> None:
        """The figure's events; in the list of events, the one under the cursor."""
        events = self.query_one("#events", Lines)
        if self.focused is events:
            events.action_choose()
        else:
            super().action_explain()

    def on_figures_chosen(self) -> None:
        """What it is made of."""
        self.action_explain()

    def on_lines_chosen(self, message: Lines.Chosen) -> None:
        """An event whole, or the events behind a figure."""
        from tui.dialogs.event import EventDialog

        if message.lines.id == "events":
            self.app.push_screen(EventDialog(self.session, int(message.key)))
        else:
            self.action_explain()

    def _list_to_search(self) -> Widget:
        return self.focused if isinstance(self.focused, Lines) else self.query_one("#indicators", Lines)


def plot(rate: Fraction | None, plan: Fraction, width: int) -> str:
    """Paid as a bar of the year's budget, with a mark where the plan stands: ``########..|.........``."""
    if rate is None:
        return ""
    filled, mark = min(width, int(rate * width)), min(width - 1, int(plan * width))
    cells = ["#" if at < filled else "." for at in range(width)]
    cells[mark] = "|"
    return "".join(cells)


def trend_text(months: tuple[Actual | None, ...]) -> str:
    """Twelve marks: up, down, level, or nothing for a month without a figure."""
    marks, before = [], None
    for actual in months:
        value = actual.value if actual is not None else None
        if value is None:
            marks.append(".")
            continue
        marks.append("=" if before is None or value == before else "/" if value > before else "\\")
        before = value
    return "".join(marks)

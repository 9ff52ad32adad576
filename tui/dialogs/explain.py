"""Where a figure comes from: its parts, its rule, and exactly the events it is made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.widgets import Static

from tracker.labels import words
from tracker.money import grouped_yuan, half_up
from tracker.sentences import actual_text, step_sentence
from tui.dialogs.dialog import SearchedDialog
from tui.formatting import narrow
from tui.messages import AskedFigure
from tui.session import DESK_WORDS, Session
from tui.widgets.key_line import KeyLine
from tui.widgets.lines import Column, FixedRows, Lines, Row, Tone

if TYPE_CHECKING:
    from tracker.explained import ExplainedEvent, ExplainedFigure, ExplainedPart
    from tracker.service import Tracker


class ExplainDialog(SearchedDialog[None]):
    """The events behind one figure, or the parts a total is made of; Enter opens one."""

    is_filled = False
    BINDINGS = [
        Binding("c", "copy", "command.copy", show=True, id="copy"),
        Binding("e,q", "dismiss", show=False),
    ]

    def __init__(self, session: Session, asked: AskedFigure) -> None:
        super().__init__()
        self.session, self.say, self.asked = session, words(session.language, *DESK_WORDS, "scores"), asked

    def compose(self) -> ComposeResult:
        """Figure, rule, events."""
        say = self.say
        with Vertical(classes="dialog -wide"):
            yield Static(say("loading"), id="figure", classes="heading", markup=False)
            yield Static("", id="rule", markup=False)
            yield Lines(
                self._part_columns() if self._of_parts else self._event_columns(), empty=say("loading")
            )
            yield self.search_line()
        yield KeyLine(say)

    @property
    def _of_parts(self) -> bool:
        """Whether it is made of other figures, each with events of its own."""
        return self.asked.code == "total" or (self.asked.what == "score" and "." not in self.asked.code)

    def _event_columns(self) -> list[Column]:
        say = self.say
        return [
            Column(say("table.position"), 7, "right"),
            Column(say("table.occurred_on"), 10),
            Column(say("table.type"), 12, share=1),
            Column(say("table.amount"), 14, "right"),
            Column(say("table.people"), 8, "right", not_small=True),
        ]

    def _part_columns(self) -> list[Column]:
        say = self.say
        amounts = [Column(say("table.actual"), 18, "right")]
        if self.asked.what == "score":
            amounts = [
                Column(say("table.actual"), 14, "right"),
                Column(say("selfeval.weight"), 6, "right"),
                Column(say("selfeval.score"), 6, "right"),
            ]
        elif self.asked.what == "execution":
            paid, granted = (say(f"figure.{what}") for what in ("disbursed", "appropriated"))
            amounts = [
                Column(say("table.rate"), 8, "right"),
                Column(paid, 16, "right"),
                Column(granted, 16, "right"),
            ]
        return [
            Column(say("table.code"), 7 if self.asked.what == "score" else 5),
            Column(say("table.name"), 12, share=1),
            *amounts,
        ]

    def on_mount(self) -> None:
        """Ask."""
        self.query_one(Lines).focus()
        if self.session.tracker is not None:
            self._load(self.session.tracker)

    @work(thread=True, exclusive=True, exit_on_error=False, group="load")
    def _load(self, tracker: Tracker) -> None:
        from tui.asking import answer

        self.bring(*answer(self.say, lambda: self._explained(tracker)))

    def _explained(self, tracker: Tracker) -> tuple[ExplainedFigure, FixedRows]:
        """The figure and its rows, however many; in a thread."""
        session, asked = self.session, self.asked
        figure = tracker.explain(
            asked.code,
            asked.period,
            what=asked.what,
            events=not self._of_parts,
            **session.moment,
        )
        if self._of_parts:
            return figure, FixedRows((part.project, self._part_row(part)) for part in figure.parts)
        return figure, FixedRows((str(event.position), self._row(event)) for event in figure.events)

    def display_view(self, view: tuple[ExplainedFigure, FixedRows]) -> None:
        """Show it."""
        figure, rows = view
        self.query_one("#figure", Static).update(narrow(self._headline(figure)))
        self.query_one("#rule", Static).update("\n".join(map(narrow, self._rules(figure))))
        lines = self.query_one(Lines)
        lines.empty = self.say("explain.none")
        lines.show(rows)

    def _rules(self, figure: ExplainedFigure) -> list[str]:
        """The rule, or step by step how points came about."""
        if figure.steps:
            return [step_sentence(self.say, step) for step in figure.steps]
        rule = f"rule.{figure.rule}"
        return [self.say(rule) if rule in self.say else figure.rule]

    def _part_row(self, part: ExplainedPart) -> Row:
        actual, shown = part.actual, actual_text(self.say, part.actual)
        if part.points is not None:
            earned, weight = part.points
            name = part.name or self.say("score.execution_row")
            lost: Tone = "plain" if earned == weight else "warn"
            return (part.project, name, shown, str(weight), (str(earned), lost))
        parts = (actual.numerator, actual.denominator) if actual is not None else ()
        amounts = [grouped_yuan(int(each)) for each in parts if each is not None]
        return (part.project, part.name, shown, *amounts)

    def _headline(self, figure: ExplainedFigure) -> str:
        actual = figure.actual
        parts = ""
        if actual is not None and actual.numerator is not None and actual.denominator is not None:
            money = actual.kind in ("money",)
            shown = [
                grouped_yuan(int(p)) if money else half_up(p, 0 if p.denominator == 1 else 2)
                for p in (actual.numerator, actual.denominator)
            ]
            if actual.kind == "per_person":
                shown[0] = grouped_yuan(int(actual.numerator))
            parts = f" = {shown[0]} / {shown[1]}"
        code, _, what = figure.figure.partition(" ")
        name = self.say("explain.total") if code == "total" else code
        title = f"{name} {self.say(f'figure.{what}')}" if what else name
        if figure.points is not None:
            return f"{title} {figure.points.earned} / {figure.points.weight}"
        return f"{title} {figure.period or ''} {actual_text(self.say, actual)}{parts}"

    def _row(self, event: ExplainedEvent) -> Row:
        return (
            str(event.position),
            event.occurred_on,
            f"{self.say(f'event.{event.type}')} {event.subject}".rstrip(),
            "" if event.amount_fen is None else grouped_yuan(event.amount_fen),
            "" if event.people is None else str(event.people),
        )

    def display_failure(self, sentence: str) -> None:
        """Why not."""
        self.query_one("#figure", Static).update(sentence)

    def on_lines_chosen(self, message: Lines.Chosen) -> None:
        """The event whole; of a total, the part's own figure."""
        from tui.dialogs.event import EventDialog

        if self._of_parts:
            whole = self.asked
            own = whole.what == "score" and message.key == whole.code
            asked = whole._replace(code=message.key, what="execution_score" if own else whole.what)
            self.app.push_screen(ExplainDialog(self.session, asked))
        else:
            self.app.push_screen(EventDialog(self.session, int(message.key)))

    def action_copy(self) -> None:
        """The whole list as CSV, however long: what is said to be copied is what is."""
        from tui.clipboard import copy

        lines = self.query_one(Lines)
        copy(self.app, lines.as_csv())
        self.notify(self.say("copied", rows=len(lines.rows)), markup=False)

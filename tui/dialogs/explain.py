"""Where a figure comes from: its parts, its rule, and exactly the events it is made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.widgets import Static

from tracker.money import grouped_yuan, half_up
from tracker.sentences import actual_text
from tui.dialogs.dialog import Dialog
from tui.messages import Loaded, LoadFailed
from tui.session import Session
from tui.widgets.lines import Column, FixedRows, Lines, Row

if TYPE_CHECKING:
    from tracker.explain import ExplainedFigure
    from tracker.service import Tracker


class ExplainDialog(Dialog[None]):
    """The events behind one figure; Enter opens one."""

    BINDINGS = [Binding("escape,e,q", "dismiss", show=False)]

    def __init__(self, session: Session, code: str, period: str | None = None) -> None:
        super().__init__()
        self.session, self.say, self.code, self.period = session, session.say, code, period

    def compose(self) -> ComposeResult:
        """Figure, rule, events."""
        say = self.say
        with Vertical(classes="dialog -wide"):
            yield Static(say("loading"), id="figure", classes="heading", markup=False)
            yield Static("", id="rule", markup=False)
            yield Lines(
                [
                    Column(say("table.position"), 7, "right"),
                    Column(say("table.occurred_on"), 10),
                    Column(say("table.type"), 12, share=1),
                    Column(say("table.amount"), 18, "right"),
                    Column(say("table.people"), 8, "right"),
                ],
                empty=say("explain.none"),
            )

    def on_mount(self) -> None:
        """Ask."""
        self.query_one(Lines).focus()
        if self.session.tracker is not None:
            self._load(self.session.tracker)

    @work(thread=True, exclusive=True, exit_on_error=False, group="load")
    def _load(self, tracker: Tracker) -> None:
        from tui.asking import answer

        session = self.session
        found, sentence = answer(
            self.say,
            lambda: tracker.explain(self.code, self.period, as_of=session.as_of, known_at=session.known_at),
        )
        self.post_message(Loaded(found) if sentence is None else LoadFailed(sentence))

    def on_loaded(self, message: Loaded) -> None:
        """Show it."""
        figure: ExplainedFigure = message.view
        self.query_one("#figure", Static).update(self._headline(figure))
        rule = f"rule.{figure.rule}"
        self.query_one("#rule", Static).update(self.say(rule) if rule in self.say else figure.rule)
        self.query_one(Lines).show(FixedRows((str(e.position), self._row(e)) for e in figure.events))

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
        title = figure.figure.replace("execution", self.say("table.rate"))
        return f"{title} {figure.period or ''} {actual_text(self.say, actual)}{parts}"

    def _row(self, event: object) -> Row:
        from tracker.explain import ExplainedEvent

        assert isinstance(event, ExplainedEvent)
        return (
            str(event.position),
            event.occurred_on,
            self.say(f"event.{event.type}"),
            "" if event.amount_fen is None else grouped_yuan(event.amount_fen),
            "" if event.people is None else str(event.people),
        )

    def on_load_failed(self, message: LoadFailed) -> None:
        """Why not."""
        self.query_one("#figure", Static).update(message.sentence)

    def on_lines_chosen(self, message: Lines.Chosen) -> None:
        """The event whole."""
        from tui.dialogs.event import EventDialog

        self.app.push_screen(EventDialog(self.session, int(message.key)))

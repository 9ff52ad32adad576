"""What is behind a figure that no rule computes: the events that planned it or paid it; and the figures of a form."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from textual.binding import Binding

from tui.dialogs.listing import ListingDialog
from tui.screens.journal_pages import event_row
from tui.widgets.lines import Column, Lines, Row

if TYPE_CHECKING:
    from events.envelope import RecordedEvent
    from tracker.explained_scores import ScoreFigure
    from tracker.forms.selfevaluation import ProjectResult
    from tracker.service import Tracker
    from tui.session import Session


class EventList(ListingDialog):
    """Events, the latest first, by their positions: Enter opens one, the key that led here leads back."""

    BINDINGS = [Binding("e,q", "dismiss", show=False)]

    def on_lines_chosen(self, message: Lines.Chosen) -> None:
        """The event whole."""
        from tui.dialogs.event import EventDialog

        self.app.push_screen(EventDialog(self.session, int(message.key)))


class EventsBehindDialog(EventList):
    """The events behind a figure, as the journal shows them."""

    KEYS, EMPTY = "behind.keys", "explain.none"

    def __init__(
        self,
        session: Session,
        tracker: Tracker,
        title: str,
        find: Callable[[], Sequence[RecordedEvent]],
    ) -> None:
        """``find`` is called in a thread, now and whenever something is recorded."""
        super().__init__(session, tracker)
        self.heading, self.find = title, find

    def columns(self) -> list[Column]:
        """As the journal shows them."""
        say = self.say
        return [
            Column(say("table.position"), 6, "right"),
            Column(say("table.occurred_on"), 10),
            Column(say("table.type"), 8),
            Column(say("journal.subject"), 7),
            Column(say("table.amount"), 14, "right"),
            Column(say("journal.words"), 4, share=1),
        ]

    def read(self) -> list[tuple[str, Row]]:
        """The events."""
        return [(str(event.position), event_row(self.say, event)[:6]) for event in self.find()]

    def title_of(self, rows: int) -> str:
        """Whose."""
        return self.say("behind.title", figure=self.heading, count=rows)


class FormFiguresDialog(ListingDialog):
    """The figures of one project's form; Enter (or e) shows what the one under the cursor is made of."""

    KEYS, EMPTY = "form_figures.keys", "explain.none"
    BINDINGS = [Binding("e", "explain", show=False), Binding("q", "dismiss", show=False)]

    def __init__(self, session: Session, tracker: Tracker, result: ProjectResult) -> None:
        super().__init__(session, tracker)
        self.result = result

    def columns(self) -> list[Column]:
        """As on the self-evaluation."""
        say = self.say
        return [
            Column(say("table.code"), 7),
            Column(say("table.name"), 12, share=1),
            Column(say("table.target"), 12),
            Column(say("table.actual"), 12, "right"),
            Column(say("selfeval.weight"), 6, "right"),
            Column(say("selfeval.score"), 6, "right"),
        ]

    def read(self) -> list[tuple[str, Row]]:
        """The total, the money's execution, then every indicator."""
        from tracker.forms.display import actual_text
        from tracker.sentences import target_text

        budget, code = self.result.budget, self.result.facts.code
        rate = "" if budget.rate is None else f"{budget.rate}%"
        money: Row = (code, self.say("table.rate"), "", rate, str(budget.weight), str(budget.score))
        weights = sum((row.weight for row in self.result.indicators), budget.weight)
        total: Row = (code, self.say("selfeval.total"), "", "", str(weights), str(self.result.total))
        rows: list[tuple[str, Row]] = [(f"{code} score", total), (f"{code} execution_score", money)]
        for row in self.result.indicators:
            facts = row.facts
            target, actual = target_text(facts.target), actual_text(facts.actual)
            shown: Row = (facts.code, facts.level3, target, actual, str(row.weight), str(row.score))
            rows.append((f"{facts.code} score", shown))
        return rows

    def title_of(self, rows: int) -> str:
        """Total and grade."""
        facts = self.result.facts
        return self.say(
            "form_figures.title",
            project=f"{facts.code} {facts.name or facts.goal[:20]}",
            total=self.result.total,
            grade=self.result.grade,
        )

    def on_lines_chosen(self, message: Lines.Chosen) -> None:
        """The events behind it."""
        from tui.dialogs.explain import ExplainDialog
        from tui.messages import AskedFigure

        code, _, what = message.key.partition(" ")
        figure: ScoreFigure = "execution_score" if what == "execution_score" else "score"
        self.app.push_screen(ExplainDialog(self.session, AskedFigure(code, what=figure)))

    def action_explain(self) -> None:
        """The same."""
        self.query_one(Lines).action_choose()

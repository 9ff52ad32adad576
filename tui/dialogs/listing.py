"""Dialogs that list what stands open, and open the form for the one under the cursor."""

from __future__ import annotations

from abc import abstractmethod
from typing import Any, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.widgets import Static

from events.values import months_of
from tracker.desk import everything
from tracker.money import grouped_yuan
from tracker.service import Tracker
from tui.dialogs.dialog import SearchedDialog
from tui.dialogs.offering import open_requests
from tui.session import Session
from tui.widgets.lines import Column, FixedRows, Lines, Row, Tone


class ListingDialog(SearchedDialog[None]):
    """A list that is read anew whenever one comes back to it."""

    KEYS: ClassVar[str] = ""
    EMPTY: ClassVar[str] = ""
    HEIGHT: ClassVar[int] = 14
    is_filled = False

    def __init__(self, session: Session, tracker: Tracker, **about: str) -> None:
        super().__init__()
        self.session, self.say, self.tracker, self.about = session, session.say, tracker, about

    def compose(self) -> ComposeResult:
        """Title, list, what can be done."""
        with Vertical(classes="dialog"):
            yield Static("", id="title", classes="heading", markup=False)
            lines = Lines(self.columns(), empty=self.say("loading"))
            lines.styles.height, lines.styles.max_height = self.HEIGHT, "60vh"
            yield lines
            yield Static(self.say(self.KEYS), classes="keys", markup=False)
            yield self.search_line()

    @abstractmethod
    def columns(self) -> list[Column]:
        """What is shown of each."""

    @abstractmethod
    def read(self) -> list[tuple[str, Row]]:
        """The rows; runs in a thread."""

    @abstractmethod
    def title_of(self, rows: int) -> str:
        """The heading."""

    def on_mount(self) -> None:
        """Stand in the list."""
        self.query_one(Lines).focus()

    def on_screen_resume(self) -> None:
        """Read it, now and after each form."""
        self._load()

    def ledger_moved(self) -> None:
        """Somebody has recorded something."""
        self._load()

    @work(thread=True, exclusive=True, exit_on_error=False, group="load")
    def _load(self) -> None:
        from tui.asking import answer

        self.bring(*answer(self.say, self.read))

    def display_view(self, view: list[tuple[str, Row]]) -> None:
        """Show it."""
        lines = self.query_one(Lines)
        lines.empty = self.say(self.EMPTY)
        lines.show(FixedRows(view))
        self.query_one("#title", Static).update(self.title_of(len(view)))

    def display_failure(self, sentence: str) -> None:
        """Why there is none."""
        self.query_one("#title", Static).update(sentence)

    def open(self, form: str, **start: str) -> None:
        """Open a form over the list."""
        from tui.dialogs.opening import open_form

        open_form(self.app, self.session, form, **start)


class RequestsDialog(ListingDialog):
    """The payment requests that still reserve money."""

    KEYS, EMPTY = "requests.keys", "requests.none"
    BINDINGS = [
        Binding("q", "dismiss", show=False),
        Binding("d", "withdraw", show=False),
        Binding("n", "ask", show=False),
        Binding("e", "explain", show=False),
    ]

    def columns(self) -> list[Column]:
        """Position, project, amount, payee, until."""
        say = self.say
        return [
            Column(say("table.position"), 6, "right"),
            Column(say("roster.column.project"), 7),
            Column(say("table.amount"), 14, "right"),
            Column(say("requests.payee"), 10, share=1),
            Column(say("requests.due_on"), 10, not_small=True),
            Column(say("roster.column.until"), 10),
        ]

    def read(self) -> list[tuple[str, Row]]:
        """The open ones."""
        return [
            (
                str(one.position),
                (
                    str(one.position),
                    one.fact.project,
                    grouped_yuan(one.left_fen),
                    one.fact.payee or "",
                    one.fact.due_on,
                    one.until,
                ),
            )
            for one in open_requests(self.tracker)
        ]

    def title_of(self, rows: int) -> str:
        """How many."""
        return self.say("requests.title", count=rows)

    def on_lines_chosen(self, message: Lines.Chosen) -> None:
        """Pay on it."""
        self.open("posting", request=message.key)

    def action_withdraw(self) -> None:
        """Withdraw it."""
        if (key := self.query_one(Lines).key) is not None:
            self.open("withdrawal", request=key)

    def action_explain(self) -> None:
        """The event that asked for it."""
        from tui.dialogs.event import EventDialog

        if (key := self.query_one(Lines).key) is not None:
            self.app.push_screen(EventDialog(self.session, int(key)))
        else:
            self.notify(self.say("explain.no_row"), severity="warning", markup=False)

    def action_ask(self) -> None:
        """A new one."""
        start: Any = {"project": self.about["project"]} if "project" in self.about else {}
        self.open("payment_request", **start)


class BooksDialog(ListingDialog):
    """The months and the year: closed or not, and what was paid in each."""

    KEYS, EMPTY = "books.keys", "loading"
    BINDINGS = [Binding("q", "dismiss", show=False), Binding("e", "explain", show=False)]

    closed: frozenset[str] = frozenset()

    def columns(self) -> list[Column]:
        """Period, state, money."""
        say = self.say
        return [
            Column(say("books.period"), 8),
            Column(say("books.state"), 8, share=1),
            Column(say("books.facts"), 18, "right"),
        ]

    def read(self) -> list[tuple[str, Row]]:
        """Twelve months, then the year."""
        year = self.tracker.ledger.year
        with everything(self.tracker) as (_, view):
            closed, all_money = set(view.closed_months), list(view.money.values())
            year_closed = view.year_closed
        rows: list[tuple[str, Row]] = []
        for month in months_of(year):
            moved = [money.months[month] for money in all_money if month in money.months]
            paid = sum(one.disbursed - one.returned for one in moved)
            rows.append((month, (month, self._state(month in closed), grouped_yuan(paid))))
        paid = sum(money.disbursed for money in all_money)
        rows.append((str(year), (self.say("books.year"), self._state(year_closed), grouped_yuan(paid))))
        self.closed = frozenset(closed | ({str(year)} if year_closed else set()))
        return rows

    def _state(self, closed: bool) -> tuple[str, Tone]:
        return (self.say("books.closed"), "muted") if closed else (self.say("books.open"), "good")

    def title_of(self, rows: int) -> str:
        """The year."""
        return self.say("books.title", year=self.tracker.ledger.year)

    def action_explain(self) -> None:
        """What was paid and came back in the month, or in the year."""
        from tracker.behind import paid_in
        from tui.dialogs.behind import EventsBehindDialog

        tracker, period = self.tracker, self.query_one(Lines).key
        if period is not None:
            title = self.say("behind.paid", period=period)
            self.app.push_screen(
                EventsBehindDialog(self.session, tracker, title, lambda: paid_in(tracker, period))
            )

    def on_lines_chosen(self, message: Lines.Chosen) -> None:
        """Close it, or open it again."""
        self.open("books_reopening" if message.key in self.closed else "books_closing", period=message.key)

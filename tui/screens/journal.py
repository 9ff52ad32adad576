"""The journal: every event, the latest first, however many there are; narrowed by what one types above it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from threading import Event as Waiting
from typing import TYPE_CHECKING, Any, NamedTuple

from textual import work
from textual.app import ComposeResult
from textual.widget import Widget
from textual.worker import get_current_worker

from tui.commands import JOURNAL_COMMANDS, bindings
from tui.formatting import KIND_WIDTH
from tui.messages import AskedFigure
from tui.screens.base import DeskScreen
from tui.screens.journal_pages import EventRows, rows_of
from tui.widgets.filter_bar import FilterBar
from tui.widgets.kept import KeptText
from tui.widgets.lines import Column, Lines

if TYPE_CHECKING:
    from events.searching import Sought
    from tracker.service import Tracker

FILTER_LINES = (("project", "type", "since", "until"), ("actor", "least", "most", "text"))
PATIENCE_SECONDS = 0.12
"""So long a search waits for the next key."""
COPIED_AT_MOST = 10_000


class Ledger(NamedTuple):
    """Where the log ends, and what the fields may offer."""

    head: int
    projects: tuple[tuple[str, str], ...]


class JournalScreen(DeskScreen):
    """A list over the whole log; conditions are searched by the store, stretch by stretch, the latest first."""

    CSS_PATH = "journal.tcss"
    PLACE = "place.journal"
    BINDINGS = bindings(JOURNAL_COMMANDS)

    def __init__(self, session: Any) -> None:
        super().__init__(session)
        self.rows = EventRows(self._want)
        self.sought: Sought | None = None
        self._ledger = Ledger(0, ())

    def body(self) -> ComposeResult:
        """Conditions, list, and how much was found."""
        say = self.say
        yield FilterBar(say, FILTER_LINES, id="filter")
        yield Lines(
            [
                Column(say("table.position"), 7, "right"),
                Column(say("table.occurred_on"), 10),
                Column(say("table.type"), KIND_WIDTH[say.language]),
                Column(say("journal.subject"), 7),
                Column(say("table.amount"), 14, "right"),
                Column(say("journal.words"), 8, share=1),
                Column(say("table.actor"), 10, only_wide=True),
                Column(say("table.recorded_at"), 16, only_wide=True),
            ],
            empty=say("loading"),
            id="journal",
        )
        yield KeptText("", id="found", markup=False)

    @property
    def lines(self) -> Lines:
        """The list."""
        return self.query_one("#journal", Lines)

    def on_mount(self) -> None:
        """Ask, and stand in the list."""
        super().on_mount()
        self.lines.focus()

    def read(self, tracker: Tracker) -> Ledger:
        """Where the log ends."""
        from tracker.desk import choices

        return Ledger(tracker.head().position, self._ledger.projects or choices(tracker).projects)

    def display_view(self, view: Any) -> None:
        """The list over all of it, or over what is looked for."""
        known, self._ledger = self._ledger, view
        if not known.projects:
            self._offer()
        if known.head and self.sought is not None and self.rows.found is not None:
            self._search(self.sought, view.head, self.rows.head)
        else:
            self._narrow(self.query_one(FilterBar).typed)

    def _offer(self) -> None:
        from events.catalogue import CURRENT

        bar = self.query_one(FilterBar)
        bar.offer("project", [f"{code} {name}" for code, name in self._ledger.projects])
        bar.offer("type", [self.say(f"event.{kind}") for kind in CURRENT])

    # -- looking for -------------------------------------------------------------------------------

    def on_filter_bar_changed(self, message: FilterBar.Changed) -> None:
        """Look for it as one types."""
        self._narrow(message.typed)

    def on_filter_bar_left(self) -> None:
        """Into the list."""
        self.lines.focus()

    def _narrow(self, typed: Mapping[str, str]) -> None:
        from tui.screens.journal_filter import read_filter

        tracker, head = self.session.tracker, self._ledger.head
        if tracker is None or not head:
            return
        projects, year = self._ledger.projects, tracker.ledger.year
        asked = read_filter(self.say, typed, projects, year, tracker.today())
        self.query_one(FilterBar).blame(tuple(asked.faults))
        self.sought = self._of_the_moment(asked.sought)
        if asked.faults:
            self._tell("  ".join(asked.faults.values()))
        if self.sought is None:
            self.workers.cancel_group(self, "search")
            self._show_all(head)
        elif not asked.faults:
            self._search(self.sought, head)

    def _of_the_moment(self, sought: Sought | None) -> Sought | None:
        """Only what had happened, and was known, at the moment looked at."""
        if not self.session.read_only:
            return sought
        from events.searching import Sought as Conditions

        sought, day = sought or Conditions(), self.session.as_of
        until = min(filter(None, (sought.until, day)), default=None)
        return sought._replace(until=until, known_at=self.session.known_at)

    def _show_all(self, head: int) -> None:
        lines = self.lines
        key = lines.key
        self.rows.show_all(head)
        lines.empty = self.say("journal.empty")
        lines.show(self.rows)
        if key is not None and (lines.cursor > 0 or lines.scroll_offset.y > 0):
            lines.stand_on(self.rows.place_of(key))
        if not self.query_one(FilterBar).shown:
            self._tell(self.say("journal.events", count=head))

    def _tell(self, text: str) -> None:
        self.query_one("#found", KeptText).tell(text)

    def _search(self, sought: Sought, head: int, after: int = 0) -> None:
        if self.session.tracker is not None and head > after:
            self._look(self.session.tracker, sought, head, after)

    @work(thread=True, exclusive=True, exit_on_error=False, group="search")
    def _look(self, tracker: Tracker, sought: Sought, head: int, after: int) -> None:
        from tracker.journal import look_back
        from tui.asking import answer

        worker = get_current_worker()
        if not after:
            Waiting().wait(PATIENCE_SECONDS)
        stretches = look_back(tracker, sought, through=head, after=after)
        first = True
        while not worker.is_cancelled:
            stretch, sentence = answer(self.say, lambda: next(stretches, None))
            if sentence is not None:
                self.app.call_from_thread(self._tell, sentence)
            if stretch is None:
                return
            if not worker.is_cancelled:
                self.app.call_from_thread(self._found, sought, stretch, head, after, first)
            first = False

    def _found(self, sought: Sought, stretch: Any, head: int, after: int, first: bool) -> None:
        if sought != self.sought or not self.is_mounted:
            return
        lines = self.lines
        key = lines.key if lines.cursor > 0 else None
        if after:
            self.rows.add_newer(stretch.positions, head)
        else:
            if first:
                self.rows.begin_search(head)
            self.rows.add_older(stretch.positions)
        lines.empty = self.say("search.nothing")
        lines.show(self.rows)
        if key is not None:
            lines.stand_on(min(self.rows.place_of(key), max(0, len(self.rows) - 1)))
        done = after or not stretch.down_to
        word = "journal.found" if done else "journal.finding"
        looked = head if done else head - stretch.down_to
        self._tell(self.say(word, count=len(self.rows), through=looked))

    # -- pages -------------------------------------------------------------------------------------

    def _want(self, positions: tuple[int, ...]) -> None:
        if self.session.tracker is not None and positions:
            self._fetch(self.session.tracker, positions)

    @work(thread=True, exit_on_error=False, group="pages")
    def _fetch(self, tracker: Tracker, positions: tuple[int, ...]) -> None:
        from tracker.journal import events_at
        from tui.asking import answer

        rows, _ = answer(self.say, lambda: rows_of(self.say, events_at(tracker, positions)))
        self.app.call_from_thread(self._arrived, positions, rows)

    def _arrived(self, positions: tuple[int, ...], rows: Sequence[Any] | None) -> None:
        if rows is None:
            self.rows.forget_asked(positions)
        elif self.is_mounted:
            self.rows.put(rows)
            self.lines.refresh()

    # -- commands ----------------------------------------------------------------------------------

    def action_search(self) -> None:
        """Look for words, as one types them."""
        self.query_one(FilterBar).open("text")

    def action_filter(self) -> None:
        """Narrow by project, kind, date, actor, amount, words."""
        self.query_one(FilterBar).open("project")

    def action_back(self) -> None:
        """Take the conditions away, else leave."""
        bar = self.query_one(FilterBar)
        if bar.shown:
            bar.close()
            self.lines.focus()
        else:
            super().action_back()

    def _list_to_search(self) -> Widget:
        return self.lines

    def action_copy_table(self) -> None:
        """What the list is over, as CSV: also the rows that have not been on the screen."""
        if self.session.tracker is not None:
            count = min(len(self.rows), COPIED_AT_MOST)
            self._copy_all(self.session.tracker, [self.rows.position(index) for index in range(count)])

    @work(thread=True, exclusive=True, exit_on_error=False, group="copy")
    def _copy_all(self, tracker: Tracker, positions: Sequence[int]) -> None:
        from tracker.journal import events_at
        from tui.asking import answer
        from tui.screens.journal_pages import PAGE

        found = []
        for start in range(0, len(positions), PAGE):
            some = positions[start : start + PAGE]
            rows, sentence = answer(self.say, lambda some=some: rows_of(self.say, events_at(tracker, some)))  # type: ignore[misc]
            if sentence is not None or rows is None:
                return
            found += [row for _, row in rows]
        self.app.call_from_thread(self.copy_text, self.lines.csv_of(found), len(found))

    def about(self) -> dict[str, str]:
        """The event under the cursor, as a form may start from it."""
        key = self.lines.key
        return {"of": key} if key else {}

    def explained(self) -> AskedFigure | None:
        """The project or indicator of the event under the cursor."""
        lines = self.lines
        row = lines.rows.row(lines.cursor) if lines.key else None
        code = str(row[3]) if row else ""
        return AskedFigure(code) if code[:1] in ("P", "D") else None

    def action_explain(self) -> None:
        """An amount is its event's own; what has none speaks of its project or indicator."""
        lines = self.lines
        row = lines.rows.row(lines.cursor) if lines.key else None
        if row is None or row[4] or self.explained() is None:
            lines.action_choose()
        else:
            super().action_explain()

    def on_lines_chosen(self, message: Lines.Chosen) -> None:
        """The event whole."""
        from tui.dialogs.event import EventDialog

        self.app.push_screen(EventDialog(self.session, int(message.key)))

    def action_reverse(self) -> None:
        """Undo the event under the cursor, for a reason."""
        from tui.dialogs.opening import open_form

        if (key := self.lines.key) is not None:
            open_form(self.app, self.session, "reversal", of=key)

    def action_return_of(self) -> None:
        """Part or the whole of the payment under the cursor came back."""
        self.action_enter("returned")

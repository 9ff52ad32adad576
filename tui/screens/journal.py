"""The journal: every event, the latest first, however many there are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual import work
from textual.app import ComposeResult
from textual.widget import Widget
from textual.widgets import Static

from tui.commands import JOURNAL_COMMANDS, bindings
from tui.screens.base import DeskScreen
from tui.screens.journal_pages import EventPages, Found, page_rows, search_journal
from tui.widgets.lines import Column, FixedRows, Lines

if TYPE_CHECKING:
    from tracker.service import Tracker


class JournalScreen(DeskScreen):
    """A list over the whole log, read page by page; search walks back through it."""

    CSS_PATH = "journal.tcss"
    PLACE = "place.journal"
    BINDINGS = bindings(JOURNAL_COMMANDS)

    def __init__(self, session: Any) -> None:
        super().__init__(session)
        self.pages = EventPages(self.say, self._want)
        self._sought = ""

    def body(self) -> ComposeResult:
        """The list, and what was found."""
        say = self.say
        yield Lines(
            [
                Column(say("table.position"), 7, "right"),
                Column(say("table.occurred_on"), 10),
                Column(say("table.type"), 8),
                Column(say("journal.subject"), 7),
                Column(say("table.amount"), 16, "right"),
                Column(say("journal.words"), 8, share=1),
                Column(say("table.actor"), 10, only_wide=True),
                Column(say("table.recorded_at"), 16, only_wide=True),
            ],
            empty=say("loading"),
            id="journal",
        )
        yield Static("", id="found", markup=False)

    def on_mount(self) -> None:
        """Ask, and stand in the list."""
        super().on_mount()
        self.query_one(Lines).focus()

    def read(self, tracker: Tracker) -> Any:
        """How long the log is, and its last page."""
        if self._sought:
            return search_journal(self.say, tracker, self._sought)
        head = tracker.head().position
        return head, page_rows(self.say, tracker, head, 0)

    def display_view(self, view: Any) -> None:
        """The list over all of it, or what was found."""
        lines = self.query_one(Lines)
        if isinstance(view, Found):
            lines.empty = self.say("search.nothing")
            lines.show(FixedRows(view.rows))
            self.query_one("#found", Static).update(
                self.say("journal.found", count=len(view.rows), through=view.looked_through)
            )
            return
        key = lines.key
        self.pages.restart(*view)
        self.query_one("#found", Static).update(self.say("journal.events", count=view[0]))
        lines.empty = self.say("journal.empty")
        lines.show(self.pages)
        if key is not None and lines.cursor > 0:
            lines.cursor = self.pages.place_of(key)

    def _want(self, page: int) -> None:
        if self.session.tracker is not None:
            self._fetch(self.session.tracker, page)

    @work(thread=True, exit_on_error=False, group="pages")
    def _fetch(self, tracker: Tracker, page: int) -> None:
        from tui.asking import answer

        head = self.pages.head
        rows, _ = answer(self.say, lambda: page_rows(self.say, tracker, head, page))
        if rows is not None:
            self.app.call_from_thread(self._arrived, head, page, rows)

    def _arrived(self, head: int, page: int, rows: Any) -> None:
        if head == self.pages.head and self.is_mounted:
            self.pages.put(page, rows)
            self.query_one(Lines).refresh()

    def seek(self, text: str) -> None:
        """Walk back through the log for what was typed."""
        self._sought = text.strip()
        self.ask()

    def _list_to_search(self) -> Widget:
        return self.query_one(Lines)

    def about(self) -> dict[str, str]:
        """The event under the cursor, as a form may start from it."""
        key = self.query_one(Lines).key
        return {"of": key} if key else {}

    def explained(self) -> tuple[str, str | None] | None:
        """The project of the event under the cursor."""
        lines = self.query_one(Lines)
        row = lines.rows.row(lines.cursor) if lines.key else None
        code = str(row[3]) if row else ""
        return (code, None) if code[:1] in ("P", "D") else None

    def on_lines_chosen(self, message: Lines.Chosen) -> None:
        """The event whole."""
        from tui.dialogs.event import EventDialog

        self.app.push_screen(EventDialog(self.session, int(message.key)))

    def action_reverse(self) -> None:
        """Undo the event under the cursor, for a reason."""
        from tui.dialogs.opening import open_form

        if (key := self.query_one(Lines).key) is not None:
            open_form(self.app, self.session, "reversal", of=key)

    def action_return_of(self) -> None:
        """Part or the whole of the payment under the cursor came back."""
        self.action_enter("returned")

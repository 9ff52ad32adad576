"""One event whole: what, when, who, its payload, its hashes, its neighbours and those that name it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.widgets import Input, Static

from tui.dialogs.dialog import SearchedDialog
from tui.dialogs.event_lines import EventLine, event_lines
from tui.formatting import clean
from tui.searching import matches
from tui.session import Session
from tui.widgets.key_line import KeyLine
from tui.widgets.page import Page

if TYPE_CHECKING:
    from textual.widget import Widget

    from events.envelope import RecordedEvent
    from tracker.service import Tracker

ROWS_OF_SEARCH = 3
"""Rows at the foot that the search stands over."""
MARKED = ("underline", "reverse")
"""How a line that is found looks, and how the one that is gone to."""


class EventPage(NamedTuple):
    """An event, the one before, the one after, and those that name it (its returns, results, reversals)."""

    event: RecordedEvent
    before: RecordedEvent | None
    after: RecordedEvent | None
    naming: tuple[RecordedEvent, ...]
    names: Mapping[str, str]
    """What the plan's codes are called."""


def event_page(
    tracker: Tracker, position: int, *, as_of: str | None = None, known_at: str | None = None
) -> EventPage:
    """An event by its position, with what stood around it on a date (today), as known at an instant (now)."""
    from events.subjects import about_event
    from tracker.desk import names_of_codes
    from tracker.past import PastLog

    event = tracker.event(str(position))
    names = names_of_codes(tracker)
    with tracker.store.reader(str(tracker.ledger)) as log:
        past = PastLog(log, as_of, known_at)
        naming = tuple(past.about(about_event(event.id)))
        return EventPage(event, past.next_to(position, -1), past.next_to(position, 1), naming, names)


class EventDialog(SearchedDialog[None]):
    """Left and right go to the neighbours; u undoes; what is typed after / is marked and gone to."""

    is_filled = False
    BINDINGS = [
        Binding("left", "step(-1)", "event.before", show=True, id="event.before"),
        Binding("right", "step(1)", "event.after", show=True, id="event.after"),
        Binding("u", "reverse", "command.reverse", show=True, id="reverse"),
        Binding("c", "copy", "command.copy", show=True, id="copy"),
        Binding("down", "go_on(1)", show=False),
        Binding("up", "go_on(-1)", show=False),
        Binding("q", "dismiss", show=False),
    ]
    DEFAULT_CSS = """
    EventDialog #hits { dock: bottom; height: 1; margin-bottom: 2; padding: 0 1; background: $panel; }
    """

    def __init__(self, session: Session, position: int) -> None:
        super().__init__()
        self.session, self.say, self.position = session, session.say, position
        self._page: EventPage | None = None
        self._lines: list[EventLine] = []
        self._sought = ""
        self._hit = 0

    def compose(self) -> ComposeResult:
        """One text to scroll."""
        with Page(classes="dialog -wide"):
            yield Static(self.say("loading"), id="event", markup=False)
        yield Static("", id="hits", classes="hidden", markup=False)
        yield self.search_line()
        yield KeyLine(self.say)

    def on_mount(self) -> None:
        """Ask."""
        self.query_one(Page).focus()
        self._ask(self.position)

    def _ask(self, position: int) -> None:
        if self.session.tracker is not None:
            self._load(self.session.tracker, position)

    @work(thread=True, exclusive=True, exit_on_error=False, group="load")
    def _load(self, tracker: Tracker, position: int) -> None:
        from tui.asking import answer

        self.bring(*answer(self.say, lambda: event_page(tracker, position, **self.session.moment)))

    def display_view(self, view: EventPage) -> None:
        """Show it."""
        self._page, self.position = view, view.event.position
        self._lines = list(event_lines(self.say, view))
        self._draw()
        self.query_one(Page).scroll_home(animate=False)

    def display_failure(self, sentence: str) -> None:
        """It is not there: stay with the one that is."""

    def on_resize(self) -> None:
        """Lines are broken where the page ends."""
        self.call_after_refresh(self._draw)

    def _draw(self) -> None:
        if self._page is None or not self.is_open:
            return
        page = self.query_one(Page)
        hits = self._hits()
        here = hits[self._hit] if hits else None
        drawn: list[Content] = []
        for number, line in enumerate(self._lines):
            style = MARKED[number == here] if number in hits else ""
            if number == here:
                top = len(drawn)
            drawn += line.drawn(page.scrollable_content_region.width - 1, style, self.app.console)
        self.query_one("#event", Static).update(Content("\n").join(drawn))
        if here is not None:
            self._bring(top)

    def _bring(self, line: int) -> None:
        """A line into sight, with something above it."""
        page = self.query_one(Page)
        height = page.scrollable_content_region.height - ROWS_OF_SEARCH
        if not page.scroll_offset.y <= line < page.scroll_offset.y + height:
            page.call_after_refresh(page.scroll_to, y=max(0, line - height // 3), animate=False)

    # -- searching ---------------------------------------------------------------------------------

    def searched(self) -> Widget:
        """The text."""
        return self.query_one(Page)

    def seek(self, text: str) -> None:
        """Mark the lines in which it is found, and go to the first."""
        self._sought, self._hit = text, 0
        self._draw()
        self._tell_hits()

    def _hits(self) -> list[int]:
        if not self._sought.strip():
            return []
        return [number for number, line in enumerate(self._lines) if matches(self._sought, line.text)]

    def _tell_hits(self) -> None:
        told, hits = self.query_one("#hits", Static), len(self._hits())
        told.set_class(not self._sought, "hidden")
        if hits:
            told.update(self.say("event.hit", at=self._hit + 1, hits=hits))
        else:
            told.update(self.say("search.nothing_in_words", text=clean(self._sought)))

    def on_input_submitted(self, message: Input.Submitted) -> None:
        """Enter goes on to the next, and not into the text as in lists."""
        message.stop().prevent_default()
        self.action_go_on(1)

    def action_go_on(self, step: int) -> None:
        """To the next find, or the one before."""
        if hits := self._hits():
            self._hit = (self._hit + step) % len(hits)
            self._draw()
            self._tell_hits()

    # -- commands ----------------------------------------------------------------------------------

    def action_step(self, step: int) -> None:
        """To a neighbour."""
        if self._page is not None:
            neighbour = self._page.after if step > 0 else self._page.before
            if neighbour is not None:
                self._ask(neighbour.position)

    def action_copy(self) -> None:
        """The event as it stands in an exported log."""
        from tui.clipboard import copy

        if self._page is not None:
            copy(self.app, self._page.event.export_line())
            self.notify(self.say("copied.event"), markup=False)

    def action_reverse(self) -> None:
        """Undo it, for a reason."""
        from tui.dialogs.opening import open_form

        open_form(self.app, self.session, "reversal", of=str(self.position))

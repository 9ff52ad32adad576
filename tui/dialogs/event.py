"""One event whole: what, when, who, its payload, its hashes, its neighbours and those that name it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from rich.text import Text
from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.widgets import Static

from tracker.money import grouped_yuan
from tui.dialogs.dialog import SearchedDialog
from tui.formatting import clean, fit
from tui.messages import Loaded, LoadFailed
from tui.searching import matches
from tui.session import Session
from tui.widgets.key_line import KeyLine
from tui.widgets.page import Page

if TYPE_CHECKING:
    from textual.widget import Widget

    from events.envelope import RecordedEvent
    from tracker.service import Tracker

NAME_WIDTH = 16


class EventPage(NamedTuple):
    """An event, the one before, the one after, and those that name it (its returns, results, reversals)."""

    event: RecordedEvent
    before: RecordedEvent | None
    after: RecordedEvent | None
    naming: tuple[RecordedEvent, ...]


def event_page(tracker: Tracker, position: int) -> EventPage:
    """An event by its position, with what stands around it."""
    from events.subjects import about_event

    event = tracker.event(str(position))
    with tracker.store.reader(str(tracker.ledger)) as log:
        naming = tuple(log.about(about_event(event.id)))
        return EventPage(event, log.at(position - 1), log.at(position + 1), naming)


class EventDialog(SearchedDialog[None]):
    """Left and right go to the neighbours; u undoes; what is typed after / narrows the lines."""

    BINDINGS = [
        Binding("left", "step(-1)", "event.before", show=True, id="event.before"),
        Binding("right", "step(1)", "event.after", show=True, id="event.after"),
        Binding("u", "reverse", "command.reverse", show=True, id="reverse"),
        Binding("c", "copy", "command.copy", show=True, id="copy"),
        Binding("q", "dismiss", show=False),
    ]

    def __init__(self, session: Session, position: int) -> None:
        super().__init__()
        self.session, self.say, self.position = session, session.say, position
        self._page: EventPage | None = None
        self._sought = ""

    def compose(self) -> ComposeResult:
        """One text to scroll."""
        with Page(classes="dialog -wide"):
            yield Static(self.say("loading"), id="event", markup=False)
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

        found, sentence = answer(self.say, lambda: event_page(tracker, position))
        self.post_message(Loaded(found) if sentence is None else LoadFailed(sentence))

    def on_loaded(self, message: Loaded) -> None:
        """Show it."""
        page: EventPage = message.view
        self._page, self.position = page, page.event.position
        self._draw()

    def _draw(self) -> None:
        if self._page is not None:
            self.query_one("#event", Static).update(self._text(self._page))
            self.query_one(Page).scroll_home(animate=False)

    def searched(self) -> Widget:
        """The text."""
        return self.query_one(Page)

    def seek(self, text: str) -> None:
        """Only the lines in which it is found."""
        self._sought = text
        self._draw()

    def on_load_failed(self, message: LoadFailed) -> None:
        """There is no such neighbour: stay."""

    # -- the text ----------------------------------------------------------------------------------

    def _text(self, page: EventPage) -> Text:
        say, text, event = self.say, Text(), page.event
        text.append(f"#{event.position} {say(f'event.{event.type}')}  {event.occurred_on}", style="bold")
        text.append(f"  {event.type} v{event.version}\n\n")
        for name, value in payload_lines(event.payload):
            self._line(text, name, value)
        text.append("\n")
        whole = say("event.whole" if event.expected_hash() == event.hash else "event.broken")
        for word, value in (
            ("table.actor", f"{event.actor}  {event.recorded_at}"),
            ("event.id", event.id),
            ("event.key", event.key or ""),
            ("event.hash", f"{event.hash} {whole}"),
            ("event.prev_hash", event.prev_hash),
        ):
            self._line(text, say(word), value)
        text.append("\n")
        for word, near in (("event.before", page.before), ("event.after", page.after)):
            if near is not None:
                self._line(text, say(word), self._told(near))
        for naming in page.naming:
            self._line(text, say("event.named_by"), self._told(naming))
        return text

    def _line(self, text: Text, name: str, value: str) -> None:
        if self._sought and not matches(self._sought, f"{name} {value}"):
            return
        text.append(f"{fit(name, NAME_WIDTH)} ", style="bold")
        text.append(f"{clean(value)}\n")

    def _told(self, event: RecordedEvent) -> str:
        from tui.screens.journal_pages import event_row

        cells = [cell if isinstance(cell, str) else cell[0] for cell in event_row(self.say, event)[:6]]
        return f"#{'  '.join(cell for cell in cells if cell)}"

    # -- commands ----------------------------------------------------------------------------------

    def action_step(self, step: int) -> None:
        """To a neighbour."""
        self._ask(self.position + step)

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


def payload_lines(payload: str) -> list[tuple[str, str]]:
    """A payload's fields a line each, what is said first; the names of those that say nothing last."""
    content: dict[str, Any] = json.loads(payload)
    said = [(name, _shown(name, value)) for name, value in content.items() if value is not None]
    unsaid = [name for name, value in content.items() if value is None]
    return [*said, *([("null", ", ".join(unsaid))] if unsaid else [])]


def _shown(name: str, value: Any) -> str:
    if name.endswith("_fen") and isinstance(value, int):
        return f"{value}  ({grouped_yuan(value)} 元)"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)

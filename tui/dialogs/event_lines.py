"""What is said of one event, line by line: what it records, who recorded it, its hashes, its neighbours."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len
from rich.text import Text
from textual.content import Content

from tracker.labels import Language, Words, words
from tui.dialogs.payload import NamedValue, Payloads
from tui.formatting import capital, clean
from tui.session import DESK_WORDS

if TYPE_CHECKING:
    from rich.console import Console

    from events.envelope import RecordedEvent
    from tui.dialogs.event import EventPage

NAME_CELLS = 26


class EventLine(NamedTuple):
    """A line: a name in the screen's language, the name in the log, a value; a heading has no value."""

    said: NamedValue
    strong: bool = False

    @property
    def text(self) -> str:
        """All of it, to be searched."""
        return self.said.text

    def drawn(self, width: int, style: str, console: Console) -> list[Content]:
        """As many rows as it needs, the value beside its name; ``style`` is that of something found."""
        said = self.said
        if self.strong or not said.title:
            return [_styled(row, f"bold {style}") for row in _broken(clean(said.text), width, console)]
        column = min(NAME_CELLS, width // 2)
        word, name = capital(clean(said.word)), clean(said.name)
        rows = _broken(clean(said.value), width - column - 1, console)
        between = " " if word.strip() and name else ""
        if not between and name.isalpha():  # a word of the screen as well
            name = capital(name)
        title = Content.assemble(
            (f"{word}{between}", f"bold {style}"), (name, f"{'$secondary' if between else 'bold'} {style}")
        )
        blank = column - cell_len(title.plain)
        if blank < 0:
            return [title, *(_row(column + 1, row, style) for row in rows if row)]
        first = Content.assemble(title, " " * (blank + 1), (rows[0], style))
        return [first, *(_row(column + 1, row, style) for row in rows[1:])]


def _row(indent: int, text: str, style: str) -> Content:
    return Content.assemble(" " * indent, (text, style))


def _styled(text: str, style: str) -> Content:
    return Content.styled(text, style.strip())


def _broken(text: str, width: int, console: Console) -> list[str]:
    return [row.plain.rstrip() for row in Text(text).wrap(console, max(8, width))] or [""]


def event_lines(say: Words, page: EventPage) -> Iterator[EventLine]:
    """Everything there is to say of an event."""
    event = page.event
    heading = f"#{event.position} {say(f'event.{event.type}')}  {event.occurred_on}"
    yield EventLine(NamedValue(heading, f" {event.type} v{event.version}", ""), strong=True)
    yield _blank()
    payloads = Payloads(_payload_words(say.language), page.names)
    yield from map(EventLine, payloads.lines(event.payload))
    yield _blank()
    yield from map(EventLine, _envelope(say, event))
    yield _blank()
    for word, near in (("event.before", page.before), ("event.after", page.after)):
        if near is not None:
            yield EventLine(NamedValue(say(word), "", _told(say, near)))
    for naming in page.naming:
        yield EventLine(NamedValue(say("event.named_by"), "", _told(say, naming)))


@lru_cache(maxsize=2)
def _payload_words(language: Language) -> Words:
    """The desk's words and those of payloads; one goes from event to event with them."""
    return words(language, *DESK_WORDS, "payload")


def _blank() -> EventLine:
    return EventLine(NamedValue("", "", ""))


def _envelope(say: Words, event: RecordedEvent) -> Iterator[NamedValue]:
    whole = say("event.whole" if event.expected_hash() == event.hash else "event.broken")
    yield NamedValue(say("table.actor"), "actor", event.actor)
    yield NamedValue(say("table.recorded_at"), "recorded_at", str(event.recorded_at))
    yield NamedValue(say("event.id"), "id", event.id)
    yield NamedValue(say("event.key"), "key", event.key or "")
    yield NamedValue(say("event.hash"), "hash", f"{event.hash} {whole}")
    yield NamedValue(say("event.prev_hash"), "prev_hash", event.prev_hash)


def _told(say: Words, event: RecordedEvent) -> str:
    from tui.screens.journal_pages import event_row

    cells = [cell if isinstance(cell, str) else cell[0] for cell in event_row(say, event)[:6]]
    return f"#{'  '.join(cell for cell in cells if cell)}"

"""The journal's rows: pages of the log as they are wanted, and the search that walks back through it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from tracker.labels import Words
from tracker.money import grouped_yuan
from tui.searching import matches
from tui.widgets.lines import Row

if TYPE_CHECKING:
    from events.envelope import RecordedEvent
    from tracker.service import Tracker

PAGE = 100
KEPT_PAGES = 60
FOUND_AT_MOST = 500
BATCH = 2_000
LOOK_THROUGH = 100_000


class Found(NamedTuple):
    """What a search found, and how far back it went."""

    rows: list[tuple[str, Row]]
    looked_through: int


class EventPages:
    """Rows over positions: row 0 is the head. Pages not there yet are asked for, once."""

    def __init__(self, say: Words, want: Callable[[int], None]) -> None:
        self.say, self._want = say, want
        self.head = 0
        self._pages: dict[int, Sequence[Row]] = {}
        self._asked: set[int] = set()

    def restart(self, head: int, first: Sequence[Row]) -> None:
        """The log ends at ``head`` now; its last page is given."""
        if head != self.head:
            self._pages.clear()
            self._asked.clear()
        self.head = head
        self._pages[0] = first

    def put(self, page: int, rows: Sequence[Row]) -> None:
        """A page has come."""
        self._asked.discard(page)
        self._pages[page] = rows
        if len(self._pages) > KEPT_PAGES:
            farthest = max(self._pages, key=lambda number: abs(number - page))
            del self._pages[farthest]

    def __len__(self) -> int:
        return self.head

    def row(self, index: int) -> Row | None:
        """The row's cells where its page is there."""
        number, place = divmod(index, PAGE)
        page = self._pages.get(number)
        if page is None:
            if number not in self._asked:
                self._asked.add(number)
                self._want(number)
            return None
        return page[place] if place < len(page) else None

    def key(self, index: int) -> str:
        """The event's position."""
        return str(self.head - index)

    def place_of(self, key: str) -> int:
        """Where the event of a position stands now."""
        return max(0, self.head - int(key))


def page_rows(say: Words, tracker: Tracker, head: int, page: int) -> list[Row]:
    """One page, the latest event first."""
    before = head + 1 - page * PAGE
    return [event_row(say, event) for event in tracker.recent(PAGE, before=before)]


def search_journal(say: Words, tracker: Tracker, text: str) -> Found:
    """Events in which every word is found, the latest first, looking back a bounded way."""
    rows: list[tuple[str, Row]] = []
    before, looked = None, 0
    while looked < LOOK_THROUGH and len(rows) < FOUND_AT_MOST:
        events = tracker.recent(BATCH, before=before)
        for event in events:
            row = event_row(say, event)
            if matches(text, _text_of(row, event)):
                rows.append((str(event.position), row))
        looked += len(events)
        if len(events) < BATCH:
            break
        before = events[-1].position
    return Found(rows[:FOUND_AT_MOST], looked)


def _text_of(row: Row, event: RecordedEvent) -> str:
    cells = " ".join(cell if isinstance(cell, str) else cell[0] for cell in row)
    return f"{cells} {cells.replace(',', '')} {event.actor} {event.type}"


def event_row(say: Words, event: RecordedEvent) -> Row:
    """Position, date, kind, what it is about, amount, words, who and when."""
    fact = event.fact
    amount = getattr(fact, "amount_fen", None)
    undone = event.type == "EventReversed"
    return (
        str(event.position),
        event.occurred_on,
        (say(f"event.{event.type}"), "bad" if undone else "plain"),
        subject_of(fact),
        grouped_yuan(amount) if isinstance(amount, int) else "",
        words_of(fact),
        event.actor,
        event.recorded_at[:16].replace("T", " "),
    )


def subject_of(fact: object) -> str:
    """The project or indicator a fact is about."""
    for name in ("indicator", "project", "subject", "month", "reversed_position"):
        value = getattr(fact, name, None)
        if value is not None:
            return f"#{value}" if name == "reversed_position" else str(value)
    alert = getattr(fact, "alert", None)
    return str(alert).split(":")[1] if alert and ":" in str(alert) else ""


def words_of(fact: object) -> str:
    """What somebody wrote, and the figures that matter."""
    parts = []
    people_due, people_paid = getattr(fact, "people_due", None), getattr(fact, "people_paid", None)
    if people_due is not None and people_paid is not None:
        parts.append(f"{people_paid}/{people_due}")
    for name in (
        "to_project",
        "voucher",
        "document",
        "payee",
        "period",
        "reason",
        "measure",
        "note",
        "evidence",
        "level3",
        "name",
    ):
        value = getattr(fact, name, None)
        if value and value not in ("month", "year"):
            parts.append(str(value))
    numerator, denominator = getattr(fact, "numerator", None), getattr(fact, "denominator", None)
    if numerator is not None:
        parts.append(f"{numerator}/{denominator}")
    value = getattr(fact, "value", None)
    if value is not None:
        parts.append(f"{value}{getattr(fact, 'unit', None) or ''}")
    return " ".join(parts)

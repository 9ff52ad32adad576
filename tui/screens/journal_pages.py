"""The journal's rows: over the whole log or over what was found, made of pages read as they are wanted."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from tracker.event_words import subject_of, words_of
from tracker.labels import Words
from tracker.money import grouped_yuan
from tui.widgets.lines import Row

if TYPE_CHECKING:
    from events.envelope import RecordedEvent

PAGE = 100
KEPT_ROWS = 6_000


class EventRows:
    """Rows over positions, the latest first: all of them, or some. What is not there yet is asked for, once."""

    def __init__(self, want: Callable[[tuple[int, ...]], None]) -> None:
        self._want = want
        self.head = 0
        self.found: array[int] | None = None
        """The positions found, negated so that they ascend; None for all up to the head."""
        self._rows: dict[int, Row] = {}
        self._asked: set[int] = set()

    def show_all(self, head: int) -> None:
        """Every event up to the head."""
        self.head, self.found = head, None

    def begin_search(self, head: int) -> None:
        """Nothing yet; what is found is added."""
        self.head, self.found = head, array("q")

    def add_older(self, positions: Iterable[int]) -> None:
        """What was found further down."""
        assert self.found is not None
        self.found.extend(-position for position in positions)

    def add_newer(self, positions: Iterable[int], head: int) -> None:
        """What was found among those recorded since."""
        assert self.found is not None
        self.head = head
        self.found = array("q", [-position for position in positions]) + self.found

    def put(self, rows: Iterable[tuple[int, Row]]) -> None:
        """Rows have come."""
        for position, row in rows:
            self._asked.discard(position)
            self._rows[position] = row
        while len(self._rows) > KEPT_ROWS:
            del self._rows[next(iter(self._rows))]

    def position(self, index: int) -> int:
        """The event's position in a row."""
        return self.head - index if self.found is None else -self.found[index]

    def __len__(self) -> int:
        return self.head if self.found is None else len(self.found)

    def row(self, index: int) -> Row | None:
        """The row's cells where they are there."""
        position = self.position(index)
        row = self._rows.get(position)
        if row is None and position not in self._asked:
            self._ask(index)
        return row

    def _ask(self, index: int) -> None:
        first = index - index % PAGE
        wanted = [self.position(place) for place in range(first, min(first + PAGE, len(self)))]
        missing = tuple(at for at in wanted if at not in self._rows and at not in self._asked)
        self._asked.update(missing)
        self._want(missing)

    def forget_asked(self, positions: Iterable[int]) -> None:
        """They could not be had: they may be asked for again."""
        self._asked.difference_update(positions)

    def key(self, index: int) -> str:
        """The event's position."""
        return str(self.position(index))

    def place_of(self, key: str) -> int:
        """Where the event of a position stands now, or where it would."""
        if self.found is None:
            return max(0, self.head - int(key))
        return bisect_left(self.found, -int(key))


def rows_of(say: Words, events: Sequence[RecordedEvent]) -> list[tuple[int, Row]]:
    """Events as rows, by position."""
    return [(event.position, event_row(say, event)) for event in events]


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

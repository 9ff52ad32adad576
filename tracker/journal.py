"""Looking things up in the log: page by page, and backwards through it for what somebody seeks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from events.envelope import RecordedEvent
from events.searching import Sought, SoughtWord, lowered
from tracker.service import Tracker

ALERT_TYPES = ("AlertOpened", "AlertAcknowledged", "AlertHandedOver", "AlertClosed")
FIRST_STRETCH = 10_000
"""The latest events are looked through first: what people seek is mostly there."""
STRETCH = 100_000


class Stretch(NamedTuple):
    """What was found in a stretch of the log, the latest first, and the position everything above was looked at."""

    positions: Sequence[int]
    down_to: int


def look_back(tracker: Tracker, sought: Sought, *, through: int, after: int = 0) -> Iterator[Stretch]:
    """Search back from ``through`` to ``after``, a stretch at a time; stop asking and nothing more is read."""
    end, length = through, FIRST_STRETCH
    while end > after:
        start = max(after, end - length)
        with tracker.store.reader(str(tracker.ledger)) as log:
            yield Stretch(log.search(sought, after=start, through=end), start)
        end, length = start, STRETCH


def alert_history(
    tracker: Tracker, alert: str, openings: int, *, known_at: str | None = None
) -> list[RecordedEvent]:
    """What was recorded about one alert, the latest first, back to the first of its ``openings``."""
    sought = Sought(types=ALERT_TYPES, words=(SoughtWord(lowered(alert)),), known_at=known_at)
    found: list[RecordedEvent] = []
    for stretch in look_back(tracker, sought, through=tracker.head().position):
        for start in range(0, len(stretch.positions), 100):
            events = events_at(tracker, stretch.positions[start : start + 100])
            found += [event for event in events if getattr(event.fact, "alert", None) == alert]
        if sum(event.type == "AlertOpened" for event in found) >= openings:
            break
    return found


def events_at(tracker: Tracker, positions: Sequence[int]) -> Sequence[RecordedEvent]:
    """The events at some positions, the latest first."""
    with tracker.store.reader(str(tracker.ledger)) as log:
        return log.several(positions)

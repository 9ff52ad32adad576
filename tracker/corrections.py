"""What was entered after its books had been closed: what the next report must own up to."""

from __future__ import annotations

import msgspec

from events.envelope import RecordedEvent
from events.store import LogReader
from events.subjects import LATE, late_reason_of
from tracker.decisions.state import State
from tracker.explain import amount_and_people, effective_about


class Correction(msgspec.Struct, frozen=True):
    """A fact in force that came after its month or the year had been closed."""

    position: int
    id: str
    type: str
    subject: str
    """The project's or the indicator's code."""
    occurred_on: str
    recorded_at: str
    amount_fen: int | None
    reason: str


def corrections_of(log: LogReader, *, as_of: str, known_at: str | None = None) -> tuple[Correction, ...]:
    """The late facts that count as of a business date, as known at an instant (None: now), as they were learned."""
    events = effective_about(log, LATE, as_of=as_of, known_at=known_at)
    undone = State.undone_among(events)
    return tuple(
        _correction(event) for event in events if event.type != "EventReversed" and event.id not in undone
    )


def is_of(subject: str, project: str) -> bool:
    """Whether a correction's subject is a project or one of its indicators."""
    return subject.partition(".")[0] == project.strip().upper()


def _correction(event: RecordedEvent) -> Correction:
    fact = event.fact
    reason = late_reason_of(fact)
    assert reason is not None, "only what gives a reason is found as late"
    subject: str = getattr(fact, "indicator", "") or getattr(fact, "project", "")
    return Correction(
        position=event.position,
        id=event.id,
        type=event.type,
        subject=subject,
        occurred_on=event.occurred_on,
        recorded_at=event.recorded_at,
        amount_fen=amount_and_people(fact)[0],
        reason=reason,
    )

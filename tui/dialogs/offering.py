"""What fields may offer out of the log: payments, open requests, what can be undone, reasons given before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from events.envelope import RecordedEvent
from events.types.corrections import EventReversed
from events.types.payments import DisbursementRecorded, PaymentRequested
from tracker.desk import LOOK_BACK
from tracker.labels import Words
from tracker.money import grouped_yuan
from tracker.projections.folding import REVERSIBLE
from tracker.service import Tracker
from tui.screens.journal_pages import event_row


def payments(tracker: Tracker) -> list[str]:
    """The latest payments in force: position, day, project, amount, payee or voucher."""
    return [_payment(event) for event in _standing(tracker) if isinstance(event.fact, DisbursementRecorded)]


def _payment(event: RecordedEvent) -> str:
    fact = event.fact
    assert isinstance(fact, DisbursementRecorded)
    parts = (
        str(event.position),
        event.occurred_on,
        fact.project,
        grouped_yuan(fact.amount_fen),
        fact.payee,
        fact.voucher,
    )
    return " ".join(part for part in parts if part)


def reversible(say: Words, tracker: Tracker) -> list[str]:
    """The latest events that can be undone: facts that count, and reversals that stand."""
    found, recent = [], tracker.recent(LOOK_BACK)
    undone, standing = _undone(recent), _standing_reversals(recent)
    for event in recent:
        counts = isinstance(event.fact, REVERSIBLE) and event.id not in undone
        if counts or event.id in standing:
            cells = (cell if isinstance(cell, str) else cell[0] for cell in event_row(say, event)[:6])
            found.append(" ".join(cell for cell in cells if cell))
    return found


KEPT_AS = {"late": "late_reason"}
"""Fields whose facts have another name in the log."""


def habits(tracker: Tracker, names: Iterable[str]) -> dict[str, list[str]]:
    """What was typed before into several fields, the latest first, by the fields' names."""
    recent = tracker.recent(LOOK_BACK)
    found = {}
    for name in names:
        given = (getattr(event.fact, KEPT_AS.get(name, name), None) for event in recent)
        found[name] = list(dict.fromkeys(text for text in given if isinstance(text, str) and text))
    return found


def _standing(tracker: Tracker) -> Iterator[RecordedEvent]:
    """The latest events that no reversal has undone, as far as one looks back."""
    recent = tracker.recent(LOOK_BACK)
    undone = _undone(recent)
    return (event for event in recent if event.id not in undone)


def _standing_reversals(recent: Iterable[RecordedEvent]) -> set[str]:
    """Of the reversals of each original the latest; ``recent`` has the newest first."""
    latest: dict[str, str] = {}
    for event in recent:
        if isinstance(event.fact, EventReversed):
            latest.setdefault(event.fact.original.id, event.id)
    return set(latest.values())


def _undone(recent: Iterable[RecordedEvent]) -> set[str]:
    """The originals whose latest reversal undoes them; ``recent`` has the newest first."""
    latest: dict[str, str] = {}
    for event in recent:
        if isinstance(event.fact, EventReversed):
            latest.setdefault(event.fact.original.id, event.fact.effect)
    return {name for name, effect in latest.items() if effect == "undo"}


class OpenRequest:
    """A payment request that still reserves money."""

    def __init__(self, event: RecordedEvent, left_fen: int, until: str) -> None:
        fact = event.fact
        assert isinstance(fact, PaymentRequested)
        self.position, self.fact, self.left_fen, self.until = event.position, fact, left_fen, until

    @property
    def text(self) -> str:
        """Position, project, amount, payee."""
        parts = (str(self.position), self.fact.project, grouped_yuan(self.left_fen), self.fact.payee)
        return " ".join(part for part in parts if part)


def open_requests(tracker: Tracker) -> list[OpenRequest]:
    """The requests that can be paid on or withdrawn, oldest first."""
    today = tracker.today()
    with tracker.reading() as (log, view):
        found = [
            OpenRequest(event, kept.amount_fen, kept.until)
            for money in view.money.values()
            for name, kept in money.reservations.items()
            if kept.until >= today and (event := log.find(name)) is not None
        ]
    return sorted(found, key=lambda request: request.position)

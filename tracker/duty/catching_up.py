"""Catching up: every month whose reporting deadline has passed is checked, in order, each once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from events.store import EventStore
from events.values import LedgerId
from tracker.bootstrap import tracker_of
from tracker.checking import WANTING
from tracker.decisions.state import Refusal
from tracker.service import CheckReport, Tracker


class Caught(NamedTuple):
    """What catching up came to in one ledger; ``refusal`` says why nothing could be checked (no plan yet)."""

    ledger: str
    reports: tuple[CheckReport, ...] = ()
    refusal: Refusal | None = None

    @property
    def wants_attention(self) -> bool:
        """Whether anything is missed or unreported in a month that is due."""
        return any(item.status in WANTING for report in self.reports for item in report.standings)


def trackers_on_duty(store: EventStore, ledger: str | None) -> list[Tracker]:
    """The ledger asked for, or all of the store; refused where there is none."""
    names = [ledger] if ledger else store.ledgers()
    if not names:
        raise Refusal("store_empty")
    return [tracker_of(store, LedgerId.parse(name)) for name in names]


def catch_up(trackers: Sequence[Tracker]) -> list[Caught]:
    """Check what is due in each ledger; refused only where every ledger refuses."""
    caught = [_catch_up(tracker) for tracker in trackers]
    refusals = [each.refusal for each in caught if each.refusal is not None]
    if len(refusals) == len(caught) and refusals:
        raise refusals[0]
    return caught


def _catch_up(tracker: Tracker) -> Caught:
    try:
        return Caught(str(tracker.ledger), tuple(tracker.check_due_months()))
    except Refusal as refusal:
        return Caught(str(tracker.ledger), refusal=refusal)

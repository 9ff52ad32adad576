"""A statement of where the log stands, to be filed outside: whoever holds it can tell later whether anything before
it was changed. One page: the position, the hash of the head, and the totals behind it.
"""

from __future__ import annotations

import hashlib
from typing import NamedTuple

from events.store_verification import verify_ledger
from tracker.decisions.state import Refusal
from tracker.labels import Words
from tracker.money import grouped_yuan
from tracker.reports import StatusReport
from tracker.service import Tracker


class Statement(NamedTuple):
    """Where a ledger's log stands; the totals are as of the day it was made."""

    ledger: str
    name: str
    position: int
    hash: str
    recorded_at: str
    as_of: str
    appropriated_fen: int
    received_fen: int
    disbursed_fen: int
    balance_fen: int

    @property
    def seal(self) -> str:
        """The SHA-256 of what the statement says, field by field: the same for whoever works it out again."""
        return hashlib.sha256("\n".join(str(field) for field in self).encode()).hexdigest()


def statement(tracker: Tracker) -> Statement:
    """The statement of a ledger as it stands; refused where the log does not verify."""
    with tracker.store.reader(str(tracker.ledger)) as log:
        verdict = verify_ledger(log)
    if not verdict.ok:
        raise Refusal("anchor_broken", ledger=str(tracker.ledger), first_bad=verdict.first_bad)
    return _statement(tracker.status())


def _statement(report: StatusReport) -> Statement:
    whole, head = report.total, report.head
    return Statement(
        ledger=report.ledger,
        name=report.name,
        position=head.position,
        hash=head.hash,
        recorded_at=head.recorded_at or "",
        as_of=report.as_of,
        appropriated_fen=whole.adjusted,
        received_fen=whole.received,
        disbursed_fen=whole.disbursed,
        balance_fen=whole.balance,
    )


def page(words: Words, made: Statement) -> str:
    """The statement as one page for people, with room for a stamp."""
    halves = made.hash[:32], made.hash[32:]
    return words(
        "anchor.page",
        ledger=made.ledger,
        name=made.name,
        position=made.position,
        hash1=halves[0],
        hash2=halves[1],
        recorded_at=made.recorded_at,
        as_of=made.as_of,
        appropriated=grouped_yuan(made.appropriated_fen),
        received=grouped_yuan(made.received_fen),
        disbursed=grouped_yuan(made.disbursed_fen),
        balance=grouped_yuan(made.balance_fen),
        seal=made.seal,
    )

"""Recording many facts at once: all of them in one transaction, or none."""

from __future__ import annotations

from collections.abc import Sequence

from tracker.deciding_again import decides_again
from tracker.decisions import Refusal, State, decide, draft
from tracker.requests import Request
from tracker.service import Outcome, Tracker, repeated_outcome


class RefusedRow(Exception):
    """A rule forbids one of the rows; none was recorded."""

    def __init__(self, row: int, refusal: Refusal) -> None:
        super().__init__(f"row {row}: {refusal}")
        self.row, self.refusal = row, refusal


@decides_again
def record_all(tracker: Tracker, rows: Sequence[tuple[int, Request, str]]) -> list[Outcome]:
    """Record rows (their number, what they ask, their key) in order; one whose key is known is passed over.

    Raises :class:`RefusedRow`.
    """
    outcomes = []
    with tracker.writing() as (log, view):
        for number, request, key in rows:
            state = State(view, log, tracker.today())
            try:
                earlier = log.by_key(key)
                if earlier is not None:
                    outcomes.append(repeated_outcome(earlier, draft(state, request), request))
                    continue
                decision = decide(state, request)
            except Refusal as refusal:
                raise RefusedRow(number, refusal) from refusal
            events = [decision.events[0]._replace(key=key), *decision.events[1:]]
            outcomes.append(Outcome(tracker.append(log, view, events)[0], decision.warnings))
    return outcomes

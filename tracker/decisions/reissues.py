"""Lines of a list that were paid again outside it: by a payment that names the list (``--reissue-of``).

A payment names its lines, or they follow from its amount: all that failed or came back, or the one line that has
just this amount. What does not follow is a payment of the list all the same, only nobody's in particular.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import msgspec

from events.envelope import RecordedEvent
from events.roster_lines import RosterLine, RosterOutcome
from events.subjects import about_event
from events.types.payments import DisbursementRecorded
from events.types.rosters import RosterImported, RosterResultRecorded
from tracker.decisions.state import Refusal, State


class PaidAgain(NamedTuple):
    """The payment that repeated a line."""

    event: RecordedEvent
    paid_on: str


class Standing(NamedTuple):
    """A list's lines, what the results in force say of each recipient, and the lines paid again since."""

    lines: Mapping[int, RosterLine]
    outcomes: Mapping[bytes, RosterOutcome]
    again: Mapping[int, PaidAgain]

    def is_paid(self, line: RosterLine) -> bool:
        """Whether the bank has paid it and it did not come back, or it was paid again outside the list."""
        outcome = self.outcomes.get(line.person)
        return line.line in self.again or (outcome is not None and outcome.outcome == "paid")

    def failed(self) -> list[RosterLine]:
        """The lines that failed or came back and have not been paid since."""
        return [
            line for line in self.lines.values() if line.person in self.outcomes and not self.is_paid(line)
        ]


def standing_of(state: State, roster: RecordedEvent) -> Standing:
    """How a list stands after everything that is in force, in the order it was recorded."""
    kept, events = state.log.roster_lines, state.log.about(about_event(roster.id))
    undone = state.undone_among(events)
    lines: dict[int, RosterLine] = {}
    outcomes: dict[bytes, RosterOutcome] = {}
    again: dict[int, PaidAgain] = {}
    standing = Standing(lines, outcomes, again)
    lines.update((line.line, line) for line in kept.of_roster(roster.position))
    for event in events:
        if event.id in undone:
            continue
        fact = event.fact
        if isinstance(fact, RosterResultRecorded) and fact.roster == roster.id:
            outcomes.update((line.person, line) for line in kept.of_result(event.position))
        elif isinstance(fact, DisbursementRecorded) and fact.reissue_of == roster.id:
            paid = PaidAgain(event, event.occurred_on)
            again.update((line, paid) for line in _lines_meant(standing, fact))
    return standing


def line_paid_again(
    state: State, roster: RecordedEvent, line: RosterLine, outcome: RosterOutcome | None
) -> PaidAgain | None:
    """The payment that repeated one line, None where there is none; the list is read only where it cannot be told else."""
    payments = _reissues(state, roster)
    for event, fact in payments:
        if not isinstance(fact.reissue_lines, msgspec.UnsetType) and line.line in fact.reissue_lines:
            return PaidAgain(event, event.occurred_on)
    unnamed = any(isinstance(fact.reissue_lines, msgspec.UnsetType) for _, fact in payments)
    if not unnamed or outcome is None or outcome.outcome == "paid":
        return None
    return standing_of(state, roster).again.get(line.line)


def lines_paid_again(state: State, roster: RecordedEvent) -> Mapping[int, PaidAgain]:
    """The lines of a list that payments outside it repeated; nothing is read where there is no such payment."""
    return standing_of(state, roster).again if _reissues(state, roster) else {}


def _reissues(state: State, roster: RecordedEvent) -> list[tuple[RecordedEvent, DisbursementRecorded]]:
    """The payments in force that repeat a list, in order."""
    events = state.log.about(about_event(roster.id))
    undone = state.undone_among(events)
    return [
        (event, fact)
        for event in events
        if isinstance(fact := event.fact, DisbursementRecorded)
        and fact.reissue_of == roster.id
        and event.id not in undone
    ]


def check_reissued_lines(state: State, fact: DisbursementRecorded) -> None:
    """Refuse lines that the list does not have, that are paid already, or whose sum is another than the payment."""
    if isinstance(fact.reissue_lines, msgspec.UnsetType):
        return
    roster = state.event(fact.reissue_of) if fact.reissue_of is not None else None
    if roster is None or not isinstance(roster.fact, RosterImported):
        raise Refusal("reissue_lines_of_no_list")
    standing, due = standing_of(state, roster), 0
    for number in fact.reissue_lines:
        line = standing.lines.get(number)
        if line is None:
            raise Refusal("roster_no_line", line=number, position=roster.position)
        if standing.is_paid(line):
            raise Refusal("roster_line_paid", line=number, position=roster.position)
        due += line.amount_fen
    if due != fact.amount_fen:
        raise Refusal("reissue_amount", left=due, amount=fact.amount_fen)


def _lines_meant(standing: Standing, fact: DisbursementRecorded) -> list[int]:
    if not isinstance(fact.reissue_lines, msgspec.UnsetType):
        return list(fact.reissue_lines)
    failed = standing.failed()
    if fact.people_paid in (None, len(failed)) and fact.amount_fen == sum(line.amount_fen for line in failed):
        return [line.line for line in failed]
    alike = [line.line for line in failed if line.amount_fen == fact.amount_fen]
    return alike if len(alike) == 1 and fact.people_paid in (None, 1) else []

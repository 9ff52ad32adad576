"""What to warn of in a list that is recorded all the same: standards per person, other lists of the month."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from events.envelope import RecordedEvent
from events.roster_lines import RosterLine, RosterLines
from events.types.rosters import RosterImported
from tracker.decisions.rosters import per_person_standards
from tracker.decisions.state import Notice, State
from tracker.money import FEN_PER_YUAN
from tracker.projections.actuals import goal_of
from tracker.ratios import holds

SHOWN_LINES = 20


def standard_notices(state: State, project: str, lines: Sequence[RosterLine]) -> list[Notice]:
    """Lines that give a person more or less than a standard of the project allows."""
    notices = []
    for measure in per_person_standards(state, project):
        comparator = measure.target.comparator
        assert comparator is not None, "standards are figures"
        goal = goal_of(measure.target)
        allowed: dict[int, bool] = {}
        off = [line.line for line in lines if not _allows(allowed, comparator, line.amount_fen, goal)]
        if off:
            facts = {"indicator": measure.code, "name": measure.name, "target": measure.target}
            notices.append(Notice("roster_standard", {**facts, **_lines(off)}))
    return notices


def _allows(allowed: dict[int, bool], comparator: str, fen: int, goal: Fraction) -> bool:
    if fen not in allowed:
        allowed[fen] = holds(comparator, Fraction(fen, FEN_PER_YUAN), goal)
    return allowed[fen]


def other_list_notices(
    others: Iterable[RecordedEvent], key_id: str, lines: Sequence[RosterLine], stored: RosterLines
) -> list[Notice]:
    """Recipients who stand in another list of the same month as well, of whatever project."""
    notices = []
    here: dict[bytes, int] = {}
    for event in others:
        fact = event.fact
        if not isinstance(fact, RosterImported) or fact.key_id != key_id:
            continue  # pseudonyms made under another key can't be compared
        here = here or {line.person: line.line for line in lines}
        twice = [here[line.person] for line in stored.of_roster(event.position) if line.person in here]
        if twice:
            facts = {"position": event.position, "project": fact.project}
            notices.append(Notice("roster_other_list", {**facts, **_lines(twice)}))
    return notices


def _lines(numbers: Sequence[int]) -> dict[str, str | int]:
    """The line numbers as a text people read, the first ones named."""
    ordered = sorted(numbers)
    more = "…" if len(ordered) > SHOWN_LINES else ""
    return {"count": len(ordered), "lines": ", ".join(map(str, ordered[:SHOWN_LINES])) + more}

"""Year's end: what a project has not paid goes on into next year's ledger, by two linked events.

Each ledger is written by itself. The first event names the second ledger, the second's key names the first event;
whoever is interrupted between them asks again, and only what is missing is recorded.
"""

from __future__ import annotations

from typing import NamedTuple

from events.envelope import NewEvent, RecordedEvent
from events.subjects import about_project
from events.types.payments import BalanceCarriedOver
from tracker.deciding_again import decides_again
from tracker.decisions.state import Refusal, State
from tracker.decisions.texts import clean
from tracker.projections.positions import ProjectMoney
from tracker.requests import RecordAppropriation
from tracker.service import Tracker


class Carried(NamedTuple):
    """A project's balance on its way: the event it leaves by, and the one it arrives by."""

    project: str
    amount_fen: int
    out: RecordedEvent
    into: RecordedEvent
    repeated: bool


def carry_over(
    source: Tracker, target: Tracker, *, project: str | None = None, document: str | None = None
) -> list[Carried]:
    """Carry every project's balance (or one project's) from a closed year into the next ledger.

    Refused while the year is open, into another year than the next, and for a project next year's plan lacks.
    """
    if target.ledger.year != source.ledger.year + 1:
        raise Refusal("carry_to_next_year", ledger=str(target.ledger), year=source.ledger.year + 1)
    leaving = _leave(source, target, project, document)
    return [_arrive(target, source, event, fact, known) for event, fact, known in leaving]


@decides_again
def _leave(
    source: Tracker, target: Tracker, only: str | None, document: str | None
) -> list[tuple[RecordedEvent, BalanceCarriedOver, bool]]:
    """Record the balances that leave, each once; known ones are found again."""
    there = _projects_of(target)
    with source.writing() as (log, view):
        state = State(view, log, source.today())
        if not view.year_closed:
            raise Refusal("year_not_closed", year=view.year)
        wanted = [state.project(only)] if only else sorted(view.plan.projects)
        found = {code: _known(state, code, str(target.ledger)) for code in wanted}
        new = []
        for code in wanted:
            amount_fen = view.money_of(code).balance
            if found[code] is not None or amount_fen <= 0:
                continue
            if code not in there:
                raise Refusal("carry_no_project", project=code, ledger=str(target.ledger))
            fact = BalanceCarriedOver(
                project=code,
                amount_fen=amount_fen,
                to_ledger=str(target.ledger),
                to_project=code,
                document=clean(document, "doc"),
            )
            new.append(NewEvent(fact, f"{view.year}-12-31"))
        recorded = source.append(log, view, new) if new else []
    known = [(event, True) for event in found.values() if event is not None]
    leaving = []
    for event, repeated in [*known, *((event, False) for event in recorded)]:
        carried = event.fact
        assert isinstance(carried, BalanceCarriedOver)
        leaving.append((event, carried, repeated))
    return sorted(leaving, key=lambda one: one[1].project)


def _projects_of(tracker: Tracker) -> set[str]:
    with tracker.reading() as (_, view):
        return set(view.plan.projects)


def _known(state: State, project: str, to_ledger: str) -> RecordedEvent | None:
    for event in state.log.about(about_project(project)):
        fact = event.fact
        if isinstance(fact, BalanceCarriedOver) and fact.project == project and fact.to_ledger == to_ledger:
            return event
    return None


def _arrive(
    target: Tracker, source: Tracker, event: RecordedEvent, fact: BalanceCarriedOver, known: bool
) -> Carried:
    with source.reading() as (_, view):
        money = view.money_of(fact.project)
    request = RecordAppropriation(
        project=fact.to_project,
        amount_fen=fact.amount_fen,
        kind="carryover",
        source=_source(money),  # type: ignore[arg-type]
        document=fact.document or f"{source.ledger} #{event.position}",
        on=f"{target.ledger.year}-01-01",
    )
    outcome = target.record(request, key=f"carryover:{event.id}")
    return Carried(fact.project, fact.amount_fen, event, outcome.event, known and outcome.repeated)


def _source(money: ProjectMoney) -> str:
    """The source the project was granted most from."""
    granted = {name: kept.appropriated for name, kept in money.sources.items() if kept.appropriated > 0}
    return max(granted, key=lambda name: granted[name], default="general")

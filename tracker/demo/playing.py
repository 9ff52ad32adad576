"""Playing the scenario through the front door, with the day moving on from step to step."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from events.store import EventStore
from events.values import LedgerId
from tracker.checking import WANTING
from tracker.demo.scenario import Step, last_day, year_of_steps
from tracker.forms.selfevaluation import SelfEvaluation
from tracker.plan.model import Plan
from tracker.requests import ExplainDeviation
from tracker.service import Tracker
from tracker.year_end import evaluate_year

ACTOR = "simulation"


class Played(NamedTuple):
    """What the year came to: the ledger at its end, and what the checks found month by month."""

    tracker: Tracker
    steps: int
    findings: dict[str, int]
    alerts_opened: int
    alerts_closed: int


def play(
    store: EventStore, plan: Plan, *, seed: int, tell: Callable[[int, int, str], None] = lambda *_: None
) -> Played:
    """Open a ledger for the plan's unit and play the year; ``tell`` hears of the progress."""
    assert plan.unit is not None and plan.year is not None, "a plan of a unit and a year"  # noqa: PT018
    day = f"{plan.year}-01-04"
    tracker = Tracker(store, LedgerId(plan.unit, plan.year), actor=ACTOR, today=lambda: day)
    tracker.open_books(f"{plan.name}（模拟演示）")
    tracker.adopt_plan(plan, (), document="published_2022.json", sha256="0" * 64)
    steps = year_of_steps(plan, seed)
    known: dict[str, str] = {}
    findings: dict[str, int] = {}
    opened = closed = 0
    for number, step in enumerate(steps, 1):
        day = step.day
        if step.check is None:
            _do(tracker, step, known)
        else:
            report = tracker.check(step.check)
            findings[step.check] = findings.get(step.check, 0) or sum(
                item.status in WANTING for item in report.standings
            )
            opened, closed = opened + len(report.opened), closed + len(report.closed)
        tell(number, len(steps), step.day)
    day = last_day(plan)
    _explain_what_is_short(tracker, evaluate_year(tracker, record_rules=True))
    return Played(tracker, len(steps), findings, opened, closed)


def _do(tracker: Tracker, step: Step, known: dict[str, str]) -> None:
    assert step.request is not None, "a step is a request or a check"
    outcome = tracker.record(step.request(known), key=f"demo:{step.label}")
    known[step.label] = outcome.event.id


def _explain_what_is_short(tracker: Tracker, evaluation: SelfEvaluation) -> None:
    """The section heads explain what the forms ask to be explained."""
    wanting = dict.fromkeys(
        missing.subject
        for missing in evaluation.missing
        if missing.kind in ("reason", "measure") and "." in missing.subject
    )
    for code in wanting:
        tracker.record(
            ExplainDeviation(
                indicator=code,
                reason="年初目标按上年数测算，实际与目标有差异（模拟）",
                measure="下年按当年实际重新测算目标并按月调度（模拟）",
            )
        )

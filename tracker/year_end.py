"""The year's end: the facts of one moment, scored by the rule set in force."""

from __future__ import annotations

from collections.abc import Sequence

from events.envelope import RecordedEvent
from events.store import Head
from events.subjects import about_indicator, about_project
from events.values import last_day_of
from tracker.decisions.state import Refusal
from tracker.explain import effective_about
from tracker.forms.facts import UnitFacts
from tracker.forms.monitoring import Monitoring, monitor
from tracker.forms.selfevaluation import SelfEvaluation, evaluate
from tracker.rules.recording import in_force, recorded
from tracker.rules.rule_set import RuleSet
from tracker.service import Tracker
from tracker.year_facts import department_of, project_facts


def rules_in_force(tracker: Tracker, *, known_at: str | None = None) -> RuleSet:
    """The rule set last recorded, as known at an instant (now); the default where there is none."""
    with tracker.view(known_at=known_at) as (_, view):
        return in_force(view.rules)


def evaluate_year(
    tracker: Tracker,
    rules: RuleSet | None = None,
    *,
    as_of: str | None = None,
    known_at: str | None = None,
    record_rules: bool = False,
    traced: bool = True,
) -> SelfEvaluation:
    """The self-evaluation of every project as of a date (today), as known at an instant (now).

    Without ``rules`` it is scored by the rule set in force. With ``record_rules`` the rule set goes into the log
    first, where it is not in force there already.
    ``traced`` is as in :func:`unit_facts`.
    """
    chosen = rules or rules_in_force(tracker, known_at=known_at)
    if record_rules:
        tracker.choose_rules(recorded(chosen))
    return evaluate(unit_facts(tracker, as_of=as_of, known_at=known_at, traced=traced), chosen)


def monitor_year(tracker: Tracker, through: str, rules: RuleSet | None = None) -> Monitoring:
    """The monitoring of every project through a month of the year (``2022-07``), as of its last day.

    Refused for a month outside the year.
    """
    if not through.startswith(f"{tracker.ledger.year}-"):
        raise Refusal("period_outside_year", period=through, year=tracker.ledger.year)
    chosen = rules or rules_in_force(tracker)
    return monitor(unit_facts(tracker, as_of=last_day_of(through)), int(through[5:]), chosen)


def unit_facts(
    tracker: Tracker, *, as_of: str | None = None, known_at: str | None = None, traced: bool = True
) -> UnitFacts:
    """Everything a form needs, from one moment of the log.

    Without ``traced`` no figure names the events it is made of, and the work does not grow with the history.
    """
    day = as_of or tracker.today()
    with tracker.view(as_of=day, known_at=known_at) as (log, view):

        def about(subject: str) -> Sequence[RecordedEvent] | None:
            return effective_about(log, subject, as_of=day, known_at=known_at) if traced else None

        head = log.head if known_at is None else Head(view.position, view.hash, view.latest_recorded_at)
        projects = tuple(
            project_facts(view, code, about(about_project(code))) for code in sorted(view.plan.projects)
        )
        return UnitFacts(
            unit=tracker.ledger.unit,
            name=view.name,
            year=tracker.ledger.year,
            as_of=day,
            log_position=head.position,
            log_hash=head.hash,
            projects=projects,
            department=department_of(view, projects, lambda code: about(about_indicator(code))),
        )

"""Handing in the self-evaluation, taking it back, and the documents attached to it."""

from __future__ import annotations

from events.envelope import NewEvent
from events.types.evaluation import EvidenceAttached, SelfEvaluationReopened, SelfEvaluationSubmitted
from events.values import DEPARTMENT, is_project_code
from tracker.decisions.state import Notice, Refusal, State
from tracker.decisions.texts import clean, required
from tracker.requests import AttachEvidence, ReopenEvaluation, SubmitEvaluation


def draft_evidence(state: State, request: AttachEvidence) -> NewEvent:
    """The attachment as it would be recorded: to an indicator, or to a project's money."""
    fact = EvidenceAttached(
        indicator=indicator_or_project(state, request.indicator),
        period=request.period,
        name=required(request.name, "name"),
        sha256=request.sha256,
        size_bytes=request.size_bytes,
        note=clean(request.note, "note"),
    )
    return NewEvent(fact, request.on or state.day_in_year())


def indicator_or_project(state: State, code: str) -> str:
    """A code in normal form: of an indicator, or of a project or the department, which then means its money."""
    if code.strip().upper() == DEPARTMENT and state.view.plan.department_indicators:
        return DEPARTMENT
    return state.project(code) if is_project_code(code.strip().upper()) else state.measure(code).code


def check_evidence(state: State, event: NewEvent) -> list[Notice]:
    """It belongs to the year, and is attached to the same figure only once."""
    fact = event.fact
    assert isinstance(fact, EvidenceAttached)
    state.require_in_year(event.occurred_on)
    state.require_period(fact.period)
    require_not_submitted(state)
    for other in state.view.evidence.get(fact.indicator, ()):
        if (other.fact.sha256, other.fact.period) == (fact.sha256, fact.period):
            raise Refusal("evidence_attached", position=other.position, indicator=fact.indicator)
    return []


def draft_submission(state: State, request: SubmitEvaluation) -> NewEvent:
    """The submission as it would be recorded."""
    return NewEvent(request.fact, state.today)


def check_submission(state: State, event: NewEvent) -> list[Notice]:
    """Nothing may have been recorded since the forms were made, and none may be handed in already."""
    fact = event.fact
    assert isinstance(fact, SelfEvaluationSubmitted)
    require_not_submitted(state)
    if fact.log_position != state.view.position:
        raise Refusal("evaluation_stale", position=fact.log_position, now=state.view.position)
    return []


def draft_reopening(state: State, request: ReopenEvaluation) -> NewEvent:
    """Taking back what was handed in; refused where nothing is."""
    submission = state.view.submission
    if submission is None or submission.reopened is not None:
        raise Refusal("evaluation_not_submitted")
    return NewEvent(SelfEvaluationReopened(submission.id, required(request.reason, "reason")), state.today)


def require_not_submitted(state: State) -> None:
    """Refuse while a self-evaluation stands handed in: it must be reopened first."""
    submission = state.view.submission
    if submission is not None and submission.reopened is None:
        raise Refusal("evaluation_submitted", position=submission.position, on=submission.occurred_on)

"""What an event is about, as short texts by which the store finds it again.

``project:P10``, ``indicator:P10.03``, ``event:<id>`` (an event it names), ``voucher:<number>``,
``file:<sha256>``, ``lists``, ``late``. The index over them is derived: it can be thrown away and built again from the log.
"""

from __future__ import annotations

from events.catalogue import Fact, decode_raw
from events.types.budget import AppropriationRecorded, ReceiptRecorded
from events.types.corrections import EventReversed
from events.types.evaluation import EvidenceAttached, SelfEvaluationReopened
from events.types.indicators import DeviationExplained, MeasurementRecorded
from events.types.payments import (
    BalanceCarriedOver,
    DisbursementRecorded,
    PaymentRequestCancelled,
    PaymentRequested,
    ReturnRecorded,
)
from events.types.plan import (
    IndicatorMeasureChosen,
    IndicatorPlanned,
    IndicatorRetired,
    IndicatorTargetChanged,
)
from events.types.rosters import (
    RosterColumnsMapped,
    RosterImported,
    RosterLineResolved,
    RosterResultRecorded,
)
from events.values import owner_of


def about_project(code: str) -> str:
    """The subject under which a project's events are found."""
    return f"project:{code}"


def about_indicator(code: str) -> str:
    """The subject under which an indicator's measurements and explanations are found."""
    return f"indicator:{code}"


def about_event(event_id: str) -> str:
    """The subject under which the events that name another one are found."""
    return f"event:{event_id}"


def about_voucher(number: str) -> str:
    """The subject under which the payment with a voucher number, and its reversals, are found."""
    return f"voucher:{number}"


def about_file(sha256: str) -> str:
    """The subject under which what was recorded from a file is found."""
    return f"file:{sha256}"


LISTS = "lists"
"""The subject under which every payment list, and its reversals, are found."""

LATE = "late"
"""The subject under which what was entered after its books had been closed is found."""


def subjects_of(fact: Fact) -> frozenset[str]:
    """Everything a fact is about; a reversal is about all its original was, and the event it reverses."""
    found = _subjects(fact)
    if late_reason_of(fact) is not None:
        found.append(LATE)
    return frozenset(found)


def late_reason_of(fact: Fact) -> str | None:
    """Why a fact was entered after its books had been closed; None where it was not."""
    return getattr(fact, "late_reason", None) or None


def _subjects(fact: Fact) -> list[str]:
    match fact:
        case AppropriationRecorded(project=project, to_project=to):
            return [about_project(code) for code in (project, to) if code]
        case ReceiptRecorded(project=project):
            return [about_project(project)]
        case DisbursementRecorded():
            return _of_disbursement(fact)
        case ReturnRecorded(project=project, disbursement=payment):
            return [about_project(project), about_event(payment)]
        case PaymentRequested(project=project) | BalanceCarriedOver(project=project):
            return [about_project(project)]
        case PaymentRequestCancelled(project=project, request=request):
            return [about_project(project), about_event(request)]
        case RosterImported(project=project, file_sha256=sha256):
            return [about_project(project), about_file(sha256), LISTS]
        case RosterResultRecorded(project=project, roster=roster, file_sha256=sha256):
            return [about_project(project), about_event(roster), about_file(sha256)]
        case RosterLineResolved(project=project, result=result):
            return [about_project(project), about_event(result)]
        case RosterColumnsMapped(project=project):
            return [about_project(project)]
        case (
            MeasurementRecorded(indicator=code)
            | DeviationExplained(indicator=code)
            | EvidenceAttached(indicator=code)
        ):
            return _of_indicator(code)
        case (
            IndicatorPlanned(indicator=code)
            | IndicatorTargetChanged(indicator=code)
            | IndicatorMeasureChosen(indicator=code)
            | IndicatorRetired(indicator=code)
        ):
            return _of_indicator(code)
        case SelfEvaluationReopened(submitted=submitted):
            return [about_event(submitted)]
        case EventReversed(reversed=undone, original=original):
            bottom = _subjects(decode_raw(original.type, original.version, original.payload))
            late = [LATE] if original.payload.get("late_reason") else []
            return [*bottom, about_event(undone), about_event(original.id), *late]
        case _:
            return []


def _of_disbursement(fact: DisbursementRecorded) -> list[str]:
    found = [about_project(fact.project)]
    if fact.voucher is not None:
        found.append(about_voucher(fact.voucher))
    if fact.reissue_of is not None:
        found.append(about_event(fact.reissue_of))
    if fact.request is not None:
        found.append(about_event(fact.request))
    return found


def _of_indicator(code: str) -> list[str]:
    return [about_indicator(code), about_project(owner_of(code))]

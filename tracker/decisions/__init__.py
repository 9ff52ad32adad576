"""What may happen: ``draft`` says what a request would record, ``decide`` whether it may be.

Pure functions of the ledger's state; a rule that forbids raises :class:`Refusal` and nothing is recorded.
"""

from __future__ import annotations

from typing import assert_never

from events.envelope import NewEvent
from events.types.budget import AppropriationRecorded, ReceiptRecorded
from events.types.corrections import EventReversed
from events.types.evaluation import EvidenceAttached, SelfEvaluationSubmitted
from events.types.indicators import DeviationExplained, MeasurementRecorded
from events.types.payments import (
    DisbursementRecorded,
    PaymentRequestCancelled,
    PaymentRequested,
    ReturnRecorded,
)
from tracker.decisions import books, corrections, evaluation, measurements, money, payment_requests
from tracker.decisions.state import Decision, Notice, Refusal, State
from tracker.requests import (
    AcceptFinding,
    AcknowledgeAlert,
    AttachEvidence,
    CancelPaymentRequest,
    ChangeSetting,
    ChooseMeasure,
    CloseMonth,
    CloseYear,
    ExplainDeviation,
    HandOverAlert,
    PostPayment,
    RecordAppropriation,
    RecordDisbursement,
    RecordMeasurement,
    RecordReceipt,
    RecordReturn,
    ReopenEvaluation,
    ReopenMonth,
    ReopenYear,
    Request,
    RequestPayment,
    Reverse,
    SubmitEvaluation,
)

__all__ = ["Decision", "Notice", "Refusal", "State", "decide", "draft"]


def decide(state: State, request: Request) -> Decision:
    """The events a request makes, and what to warn of; raises :class:`Refusal`."""
    event = draft(state, request)
    return Decision((event,), tuple(_check(state, event)))


def draft(state: State, request: Request) -> NewEvent:
    """What a request would record if nothing forbade it; refuses only what names something unknown."""
    match request:
        case RecordDisbursement():
            return money.draft_disbursement(state, request)
        case RecordAppropriation():
            return money.draft_appropriation(state, request)
        case RecordReceipt():
            return money.draft_receipt(state, request)
        case RecordReturn():
            return money.draft_return(state, request)
        case RequestPayment():
            return payment_requests.draft_request(state, request)
        case PostPayment():
            return payment_requests.draft_posting(state, request)
        case CancelPaymentRequest():
            return payment_requests.draft_cancellation(state, request)
        case RecordMeasurement():
            return measurements.draft_measurement(state, request)
        case ExplainDeviation():
            return measurements.draft_explanation(state, request)
        case AttachEvidence():
            return evaluation.draft_evidence(state, request)
        case SubmitEvaluation():
            return evaluation.draft_submission(state, request)
        case ReopenEvaluation():
            return evaluation.draft_reopening(state, request)
        case Reverse():
            return corrections.draft_reversal(state, request)
        case CloseMonth():
            return books.close_month(state, request)
        case ReopenMonth():
            return books.reopen_month(state, request)
        case CloseYear():
            return books.close_year(state, request)
        case ReopenYear():
            return books.reopen_year(state, request)
        case AcknowledgeAlert():
            return books.acknowledge(state, request)
        case HandOverAlert():
            return books.hand_over(state, request)
        case ChooseMeasure():
            return books.choose_measure(state, request)
        case AcceptFinding():
            return books.accept_finding(state, request)
        case ChangeSetting():
            return books.change_setting(state, request)
        case _:
            assert_never(request)


def _check(state: State, event: NewEvent) -> list[Notice]:
    match event.fact:
        case DisbursementRecorded(request=str()):
            return payment_requests.check_posting(state, event)
        case PaymentRequestCancelled():
            return payment_requests.check_cancellation(state, event)
        case DisbursementRecorded():
            return money.check_disbursement(state, event)
        case PaymentRequested():
            return payment_requests.check_request(state, event)
        case AppropriationRecorded():
            return money.check_appropriation(state, event)
        case ReceiptRecorded():
            return money.check_receipt(state, event)
        case ReturnRecorded():
            return money.check_return(state, event)
        case MeasurementRecorded():
            return measurements.check_measurement(state, event)
        case DeviationExplained():
            return measurements.check_explanation(state, event)
        case EvidenceAttached():
            return evaluation.check_evidence(state, event)
        case SelfEvaluationSubmitted():
            return evaluation.check_submission(state, event)
        case EventReversed(original=original):
            if original.type in ("MeasurementRecorded", "DeviationExplained"):
                evaluation.require_not_submitted(state)
            return corrections.check_reversal(state, event)
        case _:
            return []

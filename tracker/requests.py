"""What a person may ask the program to record. Figures have been read already; nothing is decided yet.

Where ``on`` is None the day is chosen when the request is decided. ``event`` and ``of`` refer to a recorded
event by its id, the beginning of its id, or its position.
"""

from __future__ import annotations

from typing import TypeAlias

import msgspec

from events.types.budget import AppropriationKind, FundSource
from events.types.evaluation import SelfEvaluationSubmitted
from events.types.indicators import Band, Cause, Likelihood
from events.types.plan import Period, Rollup, Source


class RecordAppropriation(msgspec.Struct, frozen=True, kw_only=True):
    """Money granted to, taken from, or moved between projects."""

    project: str
    amount_fen: int
    kind: AppropriationKind = "initial"
    source: FundSource = "general"
    to_project: str | None = None
    document: str | None = None
    note: str | None = None
    late: str | None = None
    on: str | None = None


class RecordReceipt(msgspec.Struct, frozen=True, kw_only=True):
    """Money that arrived."""

    project: str
    amount_fen: int
    source: FundSource = "general"
    document: str | None = None
    note: str | None = None
    late: str | None = None
    on: str | None = None


class RecordDisbursement(msgspec.Struct, frozen=True, kw_only=True):
    """Money paid: due and paid dates, people where it is a benefit payment."""

    project: str
    amount_fen: int
    due_on: str | None = None
    paid_on: str | None = None
    people_due: int | None = None
    people_paid: int | None = None
    voucher: str | None = None
    payee: str | None = None
    source: FundSource | None = None
    classification: str | None = None
    category: str | None = None
    reissue_of: str | None = None
    reissue_lines: tuple[int, ...] | None = None
    allow_over: str | None = None
    note: str | None = None
    late: str | None = None


class RequestPayment(msgspec.Struct, frozen=True, kw_only=True):
    """Reserve money for a payment to come."""

    project: str
    amount_fen: int
    due_on: str | None = None
    people_due: int | None = None
    payee: str | None = None
    source: FundSource | None = None
    classification: str | None = None
    category: str | None = None
    note: str | None = None
    on: str | None = None


class PostPayment(msgspec.Struct, frozen=True, kw_only=True):
    """Pay on a request, all of it or less; what is not said is taken from the request."""

    request: str
    amount_fen: int | None = None
    paid_on: str | None = None
    people_paid: int | None = None
    voucher: str | None = None
    allow_over: str | None = None
    note: str | None = None
    late: str | None = None


class CancelPaymentRequest(msgspec.Struct, frozen=True, kw_only=True):
    """Withdraw a request."""

    request: str
    reason: str


class RecordReturn(msgspec.Struct, frozen=True, kw_only=True):
    """Part or the whole of a payment came back."""

    of: str
    amount_fen: int
    people: int | None = None
    note: str | None = None
    late: str | None = None
    on: str | None = None


class RecordMeasurement(msgspec.Struct, frozen=True, kw_only=True):
    """An indicator's actual for a month or the year. Figures are exact decimals as text."""

    indicator: str
    period: str
    numerator: str | None = None
    denominator: str | None = None
    value: str | None = None
    unit: str | None = None
    band: Band | None = None
    share: str | None = None
    evidence: str | None = None
    allow_over: str | None = None
    late: str | None = None
    on: str | None = None


class ExplainDeviation(msgspec.Struct, frozen=True, kw_only=True):
    """Why an indicator (or, by a project's code, its execution rate) deviates and what will be done about it."""

    indicator: str
    reason: str
    measure: str
    cause: Cause | None = None
    likelihood: Likelihood | None = None
    on: str | None = None


class AttachEvidence(msgspec.Struct, frozen=True, kw_only=True):
    """Attach a file that is kept already, by its hash, to an indicator or to a project's money."""

    indicator: str
    name: str
    sha256: str
    size_bytes: int
    period: str | None = None
    note: str | None = None
    on: str | None = None


class SubmitEvaluation(msgspec.Struct, frozen=True, kw_only=True):
    """Hand in the self-evaluation whose files were made already."""

    fact: SelfEvaluationSubmitted


class ReopenEvaluation(msgspec.Struct, frozen=True, kw_only=True):
    """Take back the self-evaluation handed in."""

    reason: str


class Reverse(msgspec.Struct, frozen=True, kw_only=True):
    """Undo a recorded event."""

    event: str
    reason: str


class CloseMonth(msgspec.Struct, frozen=True, kw_only=True):
    """Close a month of the books."""

    month: str
    note: str | None = None


class ReopenMonth(msgspec.Struct, frozen=True, kw_only=True):
    """Open a closed month again."""

    month: str
    reason: str


class CloseYear(msgspec.Struct, frozen=True, kw_only=True):
    """Close the books of the year."""

    note: str | None = None


class ReopenYear(msgspec.Struct, frozen=True, kw_only=True):
    """Open the closed year again."""

    reason: str


class AcknowledgeAlert(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody has seen an alert."""

    alert: str
    note: str


class HandOverAlert(msgspec.Struct, frozen=True, kw_only=True):
    """Give an alert to somebody to deal with."""

    alert: str
    to: str
    note: str | None = None


class ChooseMeasure(msgspec.Struct, frozen=True, kw_only=True):
    """Confirm or change where an indicator's value comes from; None keeps what is."""

    indicator: str
    source: Source | None = None
    period: Period | None = None
    rollup: Rollup | None = None
    deadline: str | None = None


class ChangeSetting(msgspec.Struct, frozen=True, kw_only=True):
    """Give a rule of the ledger another figure; None goes back to the default."""

    name: str
    value: int | None
    reason: str | None = None


class AcceptFinding(msgspec.Struct, frozen=True, kw_only=True):
    """Live with a contradiction of the plan, for a reason."""

    code: str
    subject: str
    note: str


Request: TypeAlias = (
    RecordAppropriation
    | RecordReceipt
    | RecordDisbursement
    | RequestPayment
    | PostPayment
    | CancelPaymentRequest
    | RecordReturn
    | RecordMeasurement
    | ExplainDeviation
    | AttachEvidence
    | SubmitEvaluation
    | ReopenEvaluation
    | Reverse
    | CloseMonth
    | ReopenMonth
    | CloseYear
    | ReopenYear
    | AcknowledgeAlert
    | HandOverAlert
    | ChooseMeasure
    | AcceptFinding
    | ChangeSetting
)

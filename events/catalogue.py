"""Which class speaks for which (type, version), and how older versions become today's.

The names and numbers here are history: renaming a class or moving it never changes them. A new version
comes with one pure ``upcast`` per hop, on the raw payload, and a golden sample in the tests.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

import msgspec

from events.types.books import (
    LedgerOpened,
    MonthClosed,
    MonthReopened,
    RuleSetChosen,
    SettingChanged,
    YearClosed,
    YearReopened,
)
from events.types.budget import AppropriationRecorded, ReceiptRecorded
from events.types.corrections import EventReversed
from events.types.evaluation import EvidenceAttached, SelfEvaluationReopened, SelfEvaluationSubmitted
from events.types.indicators import DeviationExplained, MeasurementRecorded
from events.types.oversight import (
    AlertAcknowledged,
    AlertClosed,
    AlertHandedOver,
    AlertOpened,
    HeadAnchored,
    TimelinessChecked,
)
from events.types.payments import (
    BalanceCarriedOver,
    DisbursementRecorded,
    PaymentRequestCancelled,
    PaymentRequested,
    ReturnRecorded,
)
from events.types.plan import (
    BudgetLinePlanned,
    BudgetLineWithdrawn,
    DepartmentIndicatorPlanned,
    FindingAccepted,
    IndicatorMeasureChosen,
    IndicatorPlanned,
    IndicatorRetired,
    IndicatorTargetChanged,
    PlanAdopted,
    PlanContradictionFound,
    ProjectPlanned,
    ProjectRetired,
)
from events.types.rosters import (
    RosterColumnsMapped,
    RosterImported,
    RosterKeyAdopted,
    RosterKeysDestroyed,
    RosterLineResolved,
    RosterResultRecorded,
)

Fact: TypeAlias = (
    LedgerOpened
    | MonthClosed
    | MonthReopened
    | YearClosed
    | YearReopened
    | RuleSetChosen
    | SettingChanged
    | PlanAdopted
    | BudgetLinePlanned
    | BudgetLineWithdrawn
    | DepartmentIndicatorPlanned
    | ProjectPlanned
    | ProjectRetired
    | IndicatorPlanned
    | IndicatorTargetChanged
    | IndicatorMeasureChosen
    | IndicatorRetired
    | FindingAccepted
    | PlanContradictionFound
    | AppropriationRecorded
    | ReceiptRecorded
    | DisbursementRecorded
    | ReturnRecorded
    | PaymentRequested
    | PaymentRequestCancelled
    | BalanceCarriedOver
    | EventReversed
    | RosterImported
    | RosterResultRecorded
    | RosterLineResolved
    | RosterColumnsMapped
    | RosterKeyAdopted
    | RosterKeysDestroyed
    | MeasurementRecorded
    | DeviationExplained
    | EvidenceAttached
    | SelfEvaluationSubmitted
    | SelfEvaluationReopened
    | TimelinessChecked
    | AlertOpened
    | AlertClosed
    | AlertAcknowledged
    | AlertHandedOver
    | HeadAnchored
)

Payload: TypeAlias = dict[str, Any]

CURRENT: dict[str, tuple[int, type[Fact]]] = {
    "LedgerOpened": (1, LedgerOpened),
    "MonthClosed": (1, MonthClosed),
    "MonthReopened": (1, MonthReopened),
    "YearClosed": (1, YearClosed),
    "YearReopened": (1, YearReopened),
    "RuleSetChosen": (1, RuleSetChosen),
    "SettingChanged": (1, SettingChanged),
    "PlanAdopted": (1, PlanAdopted),
    "BudgetLinePlanned": (1, BudgetLinePlanned),
    "BudgetLineWithdrawn": (1, BudgetLineWithdrawn),
    "DepartmentIndicatorPlanned": (1, DepartmentIndicatorPlanned),
    "ProjectPlanned": (1, ProjectPlanned),
    "ProjectRetired": (1, ProjectRetired),
    "IndicatorPlanned": (1, IndicatorPlanned),
    "IndicatorTargetChanged": (1, IndicatorTargetChanged),
    "IndicatorMeasureChosen": (1, IndicatorMeasureChosen),
    "IndicatorRetired": (1, IndicatorRetired),
    "FindingAccepted": (1, FindingAccepted),
    "PlanContradictionFound": (1, PlanContradictionFound),
    "AppropriationRecorded": (1, AppropriationRecorded),
    "ReceiptRecorded": (1, ReceiptRecorded),
    "DisbursementRecorded": (1, DisbursementRecorded),
    "ReturnRecorded": (1, ReturnRecorded),
    "PaymentRequested": (1, PaymentRequested),
    "PaymentRequestCancelled": (1, PaymentRequestCancelled),
    "BalanceCarriedOver": (1, BalanceCarriedOver),
    "EventReversed": (1, EventReversed),
    "RosterImported": (1, RosterImported),
    "RosterResultRecorded": (1, RosterResultRecorded),
    "RosterLineResolved": (1, RosterLineResolved),
    "RosterColumnsMapped": (1, RosterColumnsMapped),
    "RosterKeyAdopted": (1, RosterKeyAdopted),
    "RosterKeysDestroyed": (1, RosterKeysDestroyed),
    "MeasurementRecorded": (1, MeasurementRecorded),
    "DeviationExplained": (1, DeviationExplained),
    "EvidenceAttached": (1, EvidenceAttached),
    "SelfEvaluationSubmitted": (1, SelfEvaluationSubmitted),
    "SelfEvaluationReopened": (1, SelfEvaluationReopened),
    "TimelinessChecked": (1, TimelinessChecked),
    "AlertOpened": (1, AlertOpened),
    "AlertClosed": (1, AlertClosed),
    "AlertAcknowledged": (1, AlertAcknowledged),
    "AlertHandedOver": (1, AlertHandedOver),
    "HeadAnchored": (1, HeadAnchored),
}
"""Every type ever written, with the version written today and the class that holds it."""

UPCASTS: dict[tuple[str, int], Callable[[Payload], Payload]] = {}
"""``(type, n)`` to the function that turns a payload of version n into one of version n + 1."""

_NAMES: dict[type, tuple[str, int]] = {cls: (name, version) for name, (version, cls) in CURRENT.items()}
_encode = msgspec.json.Encoder(order="sorted").encode
_DECODERS = {name: msgspec.json.Decoder(cls).decode for name, (_, cls) in CURRENT.items()}


class UnknownEvent(ValueError):
    """A type or version this program does not know: the log was written by a newer one, or is damaged."""


def name_and_version(fact: Fact) -> tuple[str, int]:
    """The type and version a fact is written under today."""
    return _NAMES[type(fact)]


def encode(fact: Fact) -> str:
    """The fact's canonical payload text: the very text that is hashed and stored."""
    return _encode(fact).decode()


def decode(name: str, version: int, payload: str) -> Fact:
    """Read a payload of any version ever written as today's class; raises :class:`UnknownEvent`."""
    current = CURRENT.get(name)
    if current is None or not 1 <= version <= current[0]:
        raise UnknownEvent(f"event type {name} version {version} is not known to this program")
    try:
        if version == current[0]:
            return _DECODERS[name](payload)
        return msgspec.convert(_upcast(name, version, current[0], msgspec.json.decode(payload)), current[1])
    except msgspec.MsgspecError as error:
        raise UnknownEvent(f"the payload of a {name} cannot be read: {error}") from error


def decode_raw(name: str, version: int, payload: Payload) -> Fact:
    """The same for a payload that is a JSON object already, as a reversal carries it."""
    return decode(name, version, _encode(payload).decode())


def _upcast(name: str, version: int, current: int, payload: Payload) -> Payload:
    for number in range(version, current):
        payload = UPCASTS[name, number](payload)
    return payload

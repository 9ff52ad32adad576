"""The one view of a ledger: everything decisions and reports need, bounded by the plan and not by history.

:mod:`tracker.projections.folding` brings it forward over events. What cannot be bounded (which payment a
voucher belongs to, the returns of one payment) is looked up in the log by subject instead.
"""

from __future__ import annotations

import msgspec

from events.canonical import GENESIS
from events.types.books import RuleSetChosen
from events.types.evaluation import EvidenceAttached, SelfEvaluationSubmitted
from events.types.indicators import DeviationExplained, MeasurementRecorded
from events.types.oversight import AlertOpened, TimelinessChecked
from tracker.projections.plan_view import PlanView
from tracker.projections.positions import MoneyByProject, ProjectMoney

VIEW_VERSION = "7"
"""Changes whenever the view or its fold does: older snapshots are then thrown away."""


class Entry(msgspec.Struct, frozen=True):
    """A measurement as recorded: its place in the log, its day, and what it says."""

    position: int
    id: str
    occurred_on: str
    recorded_at: str
    fact: MeasurementRecorded


class Explanation(msgspec.Struct, frozen=True):
    """A deviation's explanation as recorded."""

    position: int
    id: str
    fact: DeviationExplained


class Attachment(msgspec.Struct, frozen=True):
    """A document attached as evidence, as recorded."""

    position: int
    id: str
    occurred_on: str
    fact: EvidenceAttached


class Submission(msgspec.Struct):
    """The self-evaluation handed in last; ``reopened`` is the reason it was taken back for, None while it stands."""

    position: int
    id: str
    occurred_on: str
    actor: str
    fact: SelfEvaluationSubmitted
    reopened: str | None = None


class Alert(msgspec.Struct):
    """An alert's story: what opened it and when, who has seen it, and when it closed (None while open)."""

    id: str
    kind: str
    level: str
    subject: str
    period: str | None
    opened_on: str
    opened: AlertOpened
    acknowledged_by: str | None = None
    acknowledged_note: str | None = None
    handed_to: str | None = None
    """Who is to deal with it."""
    closed_on: str | None = None
    openings: int = 1


class SettingInForce(msgspec.Struct, frozen=True):
    """A setting as somebody chose it on a day; ``value`` None is the program's default."""

    on: str
    value: int | None
    actor: str
    reason: str | None = None


class LedgerView(msgspec.Struct):
    """One ledger after the events up to ``position``."""

    position: int = 0
    hash: str = GENESIS
    latest_occurred_on: str = ""
    latest_recorded_at: str = ""
    unit: str = ""
    name: str = ""
    year: int = 0
    closed_months: dict[str, bool] = {}
    year_closed: bool = False
    rules: RuleSetChosen | None = None
    settings: dict[str, list[SettingInForce]] = {}
    """Every setting that was ever changed, in the order of its changes."""
    plan: PlanView = msgspec.field(default_factory=PlanView)
    money: dict[str, ProjectMoney] = {}
    measurements: dict[str, dict[str, list[Entry]]] = {}
    explanations: dict[str, list[Explanation]] = {}
    checks: dict[str, TimelinessChecked] = {}
    alerts: dict[str, Alert] = {}
    roster_columns: dict[str, dict[str, str]] = {}
    evidence: dict[str, list[Attachment]] = {}
    submission: Submission | None = None
    roster_keys: dict[str, bool] = {}
    """Every key's id, in the order of adoption, and whether it is still there; the last one is in use."""

    def money_of(self, project: str) -> ProjectMoney:
        """A project's money; all zero where nothing moved."""
        return self.money.get(project) or ProjectMoney()

    def measurement(self, indicator: str, period: str) -> Entry | None:
        """The measurement in force for an indicator and a period: the latest not undone, or None."""
        entries = self.measurements.get(indicator, {}).get(period)
        return entries[-1] if entries else None

    def explanation(self, indicator: str) -> Explanation | None:
        """The explanation in force for an indicator, or None."""
        entries = self.explanations.get(indicator)
        return entries[-1] if entries else None


_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(LedgerView).decode


def to_snapshot(view: LedgerView) -> bytes:
    """The view as bytes for the store's cache."""
    return _encode(view)


def from_snapshot(body: bytes) -> LedgerView | None:
    """The view a snapshot holds, or None where it cannot be read."""
    try:
        return _decode(body)
    except msgspec.MsgspecError:
        return None


def total(money: MoneyByProject) -> ProjectMoney:
    """All projects together, without their months; transfers between them cancel out in the adjusted sum."""
    whole = ProjectMoney()
    for project in money.values():
        for field in (
            "initial", "supplement", "reduction", "transfer_in", "transfer_out", "carryover",
            "received", "paid", "returned", "payments",
        ):  # fmt: skip
            setattr(whole, field, getattr(whole, field) + getattr(project, field))
    return whole

"""Checks and alerts: what the program found when it looked, and what people did about it."""

from __future__ import annotations

from typing import Literal

import msgspec

CheckStatus = Literal["met", "missed", "unreported", "not_due", "not_applicable"]
AlertLevel = Literal["info", "warning", "urgent"]


class TimelinessVerdict(msgspec.Struct, frozen=True, kw_only=True):
    """One indicator's standing in one month, as judged at the check. Figures are exact decimals as text."""

    indicator: str
    status: CheckStatus
    numerator: str | None = None
    denominator: str | None = None
    comparator: str | None = None
    target: str | None = None
    deadline: str | msgspec.UnsetType = msgspec.UNSET
    """The indicator's own deadline; absent where the ledger's holds."""


class TimelinessChecked(msgspec.Struct, frozen=True, kw_only=True):
    """The monthly timeliness check of ``month`` and its verdicts. Recorded again only if they changed."""

    month: str
    deadline: str
    results: tuple[TimelinessVerdict, ...]
    settings: dict[str, str] | msgspec.UnsetType = msgspec.UNSET
    """The settings it was judged by; absent in events written without them."""


class AlertOpened(msgspec.Struct, frozen=True, kw_only=True):
    """A check found something that needs attention. ``alert`` is made of kind, subject and period."""

    alert: str
    kind: str
    level: AlertLevel
    subject: str
    period: str | None = None
    numerator: str | None = None
    denominator: str | None = None
    status: str | None = None
    settings: dict[str, str] | msgspec.UnsetType = msgspec.UNSET
    """The settings it was judged by; absent in events written without them."""


class AlertClosed(msgspec.Struct, frozen=True):
    """A check found that the facts are right again."""

    alert: str


class AlertAcknowledged(msgspec.Struct, frozen=True):
    """Somebody has seen the alert and says what is being done."""

    alert: str
    note: str


class AlertHandedOver(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody gives an alert to a colleague to deal with (转办); the last one it was given to has it.

    It says who is to act, and neither that the alert was read nor that anything has been done.
    """

    alert: str
    to: str
    note: str | None = None


class HeadAnchored(msgspec.Struct, frozen=True, kw_only=True):
    """A time-stamp authority outside confirmed (RFC 3161) that the log stood at ``position`` with ``hash``.

    ``token`` is its answer in base64, over the SHA-256 of the lines ledger, position and hash. It says when the
    log looked like this, and nothing about whether what it says is true.
    """

    position: int
    hash: str
    authority: str
    stamped_at: str
    token: str

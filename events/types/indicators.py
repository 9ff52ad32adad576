"""What was measured, and how a deviation is explained."""

from __future__ import annotations

from typing import Literal

import msgspec

Band = Literal["met", "partly", "missed"]


class MeasurementRecorded(msgspec.Struct, frozen=True, kw_only=True):
    """The clerk enters an indicator's actual for a month (``YYYY-MM``) or the year (``YYYY``).

    Either numerator and denominator, or a value, or a qualitative band with its share of the weight in
    percent. Figures are exact decimals as text. A later one for the same indicator and period supersedes.
    """

    indicator: str
    period: str
    numerator: str | None = None
    denominator: str | None = None
    value: str | None = None
    unit: str | None = None
    band: Band | None = None
    share: str | None = None
    evidence: str | None = None
    over_reason: str | None = None
    late_reason: str | msgspec.UnsetType = msgspec.UNSET
    """Why it was entered after its month or year had been closed; absent where it was not."""


class DeviationExplained(msgspec.Struct, frozen=True):
    """The section head explains why an indicator fell short (or far exceeded) and what will be done about it."""

    indicator: str
    reason: str
    measure: str

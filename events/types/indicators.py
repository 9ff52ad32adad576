"""What was measured, and how a deviation is explained."""

from __future__ import annotations

from typing import Literal

import msgspec

Band = Literal["met", "partly", "missed"]
Cause = Literal["funding", "system", "staff", "hardware", "other"]
"""The classes of the mid-year form: 经费保障, 制度保障, 人员保障, 硬件条件保障, 其他."""
Likelihood = Literal["certain", "possible", "impossible"]
"""Whether the year's target will be reached, as the mid-year form asks: 确定能, 有可能, 完全不可能."""


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
    cause: Cause | msgspec.UnsetType = msgspec.UNSET
    """The class of the reason, where somebody chose one."""
    likelihood: Likelihood | msgspec.UnsetType = msgspec.UNSET
    """Whether the target will still be reached, where somebody said so."""

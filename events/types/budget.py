"""Money granted and money arrived. Amounts are positive whole fen; the kind says which way they go."""

from __future__ import annotations

from typing import Literal

import msgspec

AppropriationKind = Literal["initial", "supplement", "reduction", "transfer", "carryover"]
FundSource = Literal["general", "transfer_payment", "government_fund", "fiscal_account", "own"]
"""一般公共预算, 上级转移支付, 政府性基金, 财政专户, 单位/其他."""


class AppropriationRecorded(msgspec.Struct, frozen=True, kw_only=True):
    """The clerk enters the finance bureau's notice that money is granted to (or taken from) a project.

    A ``transfer`` moves money from ``project`` to ``to_project`` in this one event; ``reduction`` takes it
    away; the other kinds add. Never means that money has arrived: that is a receipt.
    """

    project: str
    kind: AppropriationKind
    amount_fen: int
    source: FundSource = "general"
    to_project: str | None = None
    document: str | None = None
    note: str | None = None
    late_reason: str | None = None
    """Why it was entered after its month or year had been closed."""


class ReceiptRecorded(msgspec.Struct, frozen=True, kw_only=True):
    """The clerk enters money that actually arrived for a project, from the bank's or treasury's slip."""

    project: str
    amount_fen: int
    source: FundSource = "general"
    document: str | None = None
    note: str | None = None
    late_reason: str | None = None
    """Why it was entered after its month or year had been closed."""

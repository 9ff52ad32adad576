"""Money paid, come back, or undone."""

from __future__ import annotations

import msgspec

from events.types.budget import FundSource


class DisbursementRecorded(msgspec.Struct, frozen=True, kw_only=True):
    """The clerk enters one payment from its voucher. The event's ``occurred_on`` is the date it was paid.

    ``due_on`` is the day it should have been paid and decides the month it belongs to. People are counted
    where it is a benefit payment. ``reissue_of`` names (by id) the failed payment this one repeats: its people
    and its amount due are already counted there. ``over_reason`` says why more people were paid than due.
    ``payee`` is an institution, never a person.
    """

    project: str
    amount_fen: int
    due_on: str
    people_due: int | None = None
    people_paid: int | None = None
    voucher: str | None = None
    payee: str | None = None
    source: FundSource | None = None
    classification: str | None = None
    category: str | None = None
    reissue_of: str | None = None
    over_reason: str | None = None
    note: str | None = None
    request: str | None = None
    """The payment request it was made on (by id): what that had reserved is free again."""
    late_reason: str | None = None
    """Why it was entered after its month or year had been closed."""
    reissue_lines: tuple[int, ...] | msgspec.UnsetType = msgspec.UNSET
    """The lines of the list it repeats whose recipients it pays; absent where it repeats no list, or names none."""


class ReturnRecorded(msgspec.Struct, frozen=True, kw_only=True):
    """The bank gave part or the whole of a payment back (退票). Names the payment and repeats its dates.

    The money stops counting as paid from this event's date on; it stays in what was due.
    """

    disbursement: str
    project: str
    amount_fen: int
    due_on: str
    paid_on: str
    people: int | None = None
    source: FundSource | None = None
    classification: str | None = None
    category: str | None = None
    note: str | None = None
    late_reason: str | None = None
    """Why it was entered after its month or year had been closed."""


class PaymentRequested(msgspec.Struct, frozen=True, kw_only=True):
    """A section asks for a payment (用款申请): its amount is reserved, and nobody else may spend it.

    Nothing is paid by it. A payment made on it, for this much or less, or its cancellation sets the rest free;
    what is neither paid nor cancelled lapses when the month of the request is over.
    """

    project: str
    amount_fen: int
    due_on: str
    people_due: int | None = None
    payee: str | None = None
    source: FundSource | None = None
    classification: str | None = None
    category: str | None = None
    note: str | None = None


class PaymentRequestCancelled(msgspec.Struct, frozen=True, kw_only=True):
    """The request is withdrawn: what it had reserved is free again."""

    request: str
    request_position: int
    project: str
    reason: str


class BalanceCarriedOver(msgspec.Struct, frozen=True, kw_only=True):
    """At the year's end the finance bureau lets a project keep what it has not paid: it goes on in next year's ledger.

    Moves no figure of this year. The money is granted there by an appropriation of kind carryover whose key names
    this event.
    """

    project: str
    amount_fen: int
    to_ledger: str
    to_project: str
    document: str | None = None

"""Reversals: undoing a recorded event by a new one, dated the day it is made."""

from __future__ import annotations

from typing import cast

import msgspec

from events.catalogue import Fact, decode_raw, name_and_version
from events.envelope import NewEvent, RecordedEvent
from events.subjects import about_event
from events.types.budget import AppropriationRecorded
from events.types.corrections import EventReversed, OriginalFact
from events.types.payments import DisbursementRecorded, ReturnRecorded
from events.types.rosters import RosterImported, RosterResultRecorded
from tracker.decisions.money import require_balance, require_free_voucher, returns_of
from tracker.decisions.state import Notice, Refusal, State
from tracker.decisions.texts import required
from tracker.projections.folding import REVERSIBLE
from tracker.requests import Reverse


def draft_reversal(state: State, request: Reverse) -> NewEvent:
    """The reversal as it would be recorded: a red-letter copy of the fact it undoes (or lets count again)."""
    event = state.event(request.event)
    fact = event.fact
    if isinstance(fact, EventReversed):
        original, effect = fact.original, "redo" if fact.effect == "undo" else "undo"
    elif isinstance(fact, REVERSIBLE):
        original, effect = _original(event, fact), "undo"
    else:
        raise Refusal("not_reversible", type=event.type, position=event.position)
    reversal = EventReversed(
        reversed=event.id,
        reversed_position=event.position,
        effect=effect,  # type: ignore[arg-type]
        original=original,
        reason=required(request.reason, "reason"),
    )
    return NewEvent(reversal, state.today)


def _original(event: RecordedEvent, fact: Fact) -> OriginalFact:
    name, version = name_and_version(fact)
    return OriginalFact(
        position=event.position,
        id=event.id,
        type=name,
        version=version,
        occurred_on=event.occurred_on,
        payload=cast("dict[str, object]", msgspec.to_builtins(fact)),
    )


def check_reversal(state: State, event: NewEvent) -> list[Notice]:
    """Nothing is undone twice, and no project is left with less than it has paid already."""
    fact = event.fact
    assert isinstance(fact, EventReversed)
    state.require_open(event.occurred_on)
    _require_not_undone(state, fact)
    original = decode_raw(fact.original.type, fact.original.version, fact.original.payload)
    if fact.effect == "undo":
        _check_undo(state, fact, original)
    else:
        _check_redo(state, fact, original)
    return []


def _require_not_undone(state: State, fact: EventReversed) -> None:
    latest = None
    for other in state.log.about(about_event(fact.original.id)):
        if isinstance(found := other.fact, EventReversed) and found.original.id == fact.original.id:
            latest = other
    standing = latest.id if latest is not None else fact.original.id
    undone = latest is not None and isinstance(latest.fact, EventReversed) and latest.fact.effect == "undo"
    counts_again = latest is not None and not undone and fact.reversed == fact.original.id
    if fact.reversed != standing and not counts_again:
        raise Refusal(
            "reversed_already", position=fact.reversed_position, by=latest.position if latest else None
        )


def _check_undo(state: State, fact: EventReversed, original: Fact) -> None:
    match original:
        case AppropriationRecorded(kind="transfer", to_project=to) if to is not None:
            require_balance(state, to, original.amount_fen, "reversal_below_paid")
        case AppropriationRecorded(kind="initial" | "supplement" | "carryover"):
            require_balance(state, original.project, original.amount_fen, "reversal_below_paid")
        case ReturnRecorded():
            require_balance(state, original.project, original.amount_fen, "reversal_below_paid")
        case DisbursementRecorded():
            _require_nothing_on(state, fact)
        case RosterImported():
            _require_no_result(state, fact)
        case RosterResultRecorded():
            _require_no_later_result(state, fact, original)
            back = sum(part.amount_fen for part in original.returned)
            out = sum(part.amount_fen for part in original.paid)
            require_balance(state, original.project, back - out, "reversal_below_paid")
        case _:
            pass


def _check_redo(state: State, fact: EventReversed, original: Fact) -> None:
    match original:
        case AppropriationRecorded(kind="reduction" | "transfer"):
            require_balance(state, original.project, original.amount_fen, "reduction_below_paid")
        case DisbursementRecorded():
            require_free_voucher(state, original.voucher)
            require_balance(state, original.project, original.amount_fen, "over_balance")
        case ReturnRecorded():
            _require_payment_left(state, original)
        case RosterResultRecorded():
            _require_no_later_result(state, fact, original)
            back = sum(part.amount_fen for part in original.returned)
            out = sum(part.amount_fen for part in original.paid)
            require_balance(state, original.project, out - back, "over_balance")
        case _:
            pass


def _require_nothing_on(state: State, fact: EventReversed) -> None:
    payment = state.event(fact.original.id)
    if returns_of(state, payment):
        raise Refusal("payment_has_returns", position=payment.position)
    for other in state.log.about(about_event(payment.id)):
        again = other.fact
        if isinstance(again, DisbursementRecorded) and state.undoing(other) is None:
            raise Refusal("payment_was_reissued", position=payment.position, by=other.position)


def _require_no_result(state: State, fact: EventReversed) -> None:
    for other in state.log.about(about_event(fact.original.id)):
        if isinstance(other.fact, RosterResultRecorded) and state.undoing(other) is None:
            raise Refusal("roster_has_result", position=fact.original.position, by=other.position)


def _require_no_later_result(state: State, fact: EventReversed, result: RosterResultRecorded) -> None:
    """A later result of the same list says what changed since this one: it goes first."""
    for other in state.log.about(about_event(result.roster)):
        later = other.position > fact.original.position and isinstance(other.fact, RosterResultRecorded)
        if later and state.undoing(other) is None:
            raise Refusal("roster_has_later_result", position=fact.original.position, by=other.position)


def _require_payment_left(state: State, returned: ReturnRecorded) -> None:
    payment = state.event(returned.disbursement)
    paid = payment.fact
    if state.undoing(payment) is not None:
        raise Refusal("payment_undone", position=payment.position)
    assert isinstance(paid, DisbursementRecorded)
    left = paid.amount_fen - sum(other.amount_fen for other in returns_of(state, payment))
    if returned.amount_fen > left:
        raise Refusal("return_over_payment", amount=returned.amount_fen, left=left, position=payment.position)

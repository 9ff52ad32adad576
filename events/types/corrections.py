"""Undoing a recorded event by a new one; nothing is ever edited."""

from __future__ import annotations

from typing import Any, Literal

import msgspec


class OriginalFact(msgspec.Struct, frozen=True, kw_only=True):
    """A recorded fact repeated whole inside its reversal, as a red-letter voucher repeats the black one."""

    position: int
    id: str
    type: str
    version: int
    occurred_on: str
    payload: dict[str, Any]


class EventReversed(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody undoes a recorded event (冲销), dated the day it is done and in effect from then.

    ``reversed`` names the event undone. ``original`` is the fact at the bottom: where a reversal is itself
    reversed, ``effect`` is ``redo`` and the original counts again.
    """

    reversed: str
    reversed_position: int
    effect: Literal["undo", "redo"]
    original: OriginalFact
    reason: str

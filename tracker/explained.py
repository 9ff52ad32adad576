"""A figure with what it is made of: its parts, its steps, its events."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, NamedTuple

import msgspec

from tracker.projections.actuals import Actual


class ExplainedEvent(msgspec.Struct, frozen=True):
    """An event behind a figure. A reversal shows its original's money and people with the sign it gives them."""

    position: int
    id: str
    type: str
    occurred_on: str
    amount_fen: int | None
    people: int | None
    hash: str
    subject: str = ""
    """What tells it from its like: the indicator planned, the period measured, the rule set chosen."""


class Points(NamedTuple):
    """Points of a self-evaluation."""

    earned: Decimal
    weight: Decimal
    """The most that could be earned."""


class Step(NamedTuple):
    """One step of how points came about: a word (``score.``) and what it speaks of."""

    code: str
    facts: dict[str, Any]


class ExplainedPart(msgspec.Struct, frozen=True):
    """One project's share in a total, or one indicator's in a project's points."""

    project: str
    """Its code; in a project's points the project's own code stands for its execution rate."""
    name: str
    actual: Actual | None
    points: Points | None = None


class ExplainedFigure(msgspec.Struct, frozen=True):
    """A figure, the rule that makes it, and exactly the events it is made of, in order.

    ``parts`` are the projects of a total with what each adds to it. Points say in ``steps`` how they came about.
    """

    figure: str
    period: str | None
    actual: Actual | None
    rule: str
    events: tuple[ExplainedEvent, ...]
    parts: tuple[ExplainedPart, ...] = ()
    points: Points | None = None
    steps: tuple[Step, ...] = ()

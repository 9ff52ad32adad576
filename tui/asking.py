"""Asking the service from a worker: an answer, or the sentence that says why there is none."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from tracker.labels import Words

if TYPE_CHECKING:
    from tracker.service import Tracker

Answer = TypeVar("Answer")


def answer(say: Words, ask: Callable[[], Answer]) -> tuple[Answer | None, str | None]:
    """What was asked for and None, or None and a sentence. Faults of the program itself are raised."""
    from events.store import StoreError
    from events.values import InvalidValue
    from tracker.decisions.state import Refusal
    from tracker.sentences import refusal_sentence

    try:
        return ask(), None
    except Refusal as refusal:
        return None, refusal_sentence(say, refusal)
    except StoreError as error:
        return None, error.sentence(say.language)
    except InvalidValue as error:
        return None, str(error)


def check_sentence(say: Words, tracker: Tracker) -> str:
    """Run the checks that are due and say what they found."""
    reports, sentence = answer(say, tracker.check_due_months)
    if sentence is not None or reports is None:
        return sentence or ""
    if not reports:
        return say("said.nothing_due")
    opened, closed = (
        sum(len(part) for part in parts)
        for parts in zip(*((r.opened, r.closed) for r in reports), strict=True)
    )
    return say("check.done", months=len(reports), opened=opened, closed=closed)

"""What somebody looks for in a log: conditions that must all hold, judged by the store and, here, one by one."""

from __future__ import annotations

import json
from typing import NamedTuple

from events.envelope import RecordedEvent
from events.subjects import subjects_of

AMOUNT_PATHS = (("amount_fen",), ("amount_due_fen",), ("original", "payload", "amount_fen"))
"""Where the amount of a fact stands in its payload: the first of these that is there. A reversal has its original's."""


class SoughtWord(NamedTuple):
    """A word typed: in the payload, the actor, the date, or one of the ways it can be meant."""

    text: str
    """In lower case (A to Z only; other letters are compared as they are)."""
    types: tuple[str, ...] = ()
    """The event types the word may stand for."""
    fen: int | None = None
    """The amount it reads as, where it is one."""


class Sought(NamedTuple):
    """What is looked for. What is None or empty asks for nothing."""

    subject: str | None = None
    """As in :mod:`events.subjects`."""
    types: tuple[str, ...] | None = None
    """Any of these; an empty tuple finds nothing."""
    actor: str = ""
    """Part of the actor's name, in lower case."""
    since: str | None = None
    """Happened on or after this date."""
    until: str | None = None
    """Happened on or before this date."""
    known_at: str | None = None
    """Recorded at or before this instant."""
    least_fen: int | None = None
    most_fen: int | None = None
    words: tuple[SoughtWord, ...] = ()
    """Every one must be found."""


def lowered(text: str) -> str:
    """A to Z in lower case, as every database has it; other letters as they are."""
    return "".join(chr(ord(mark) + 32) if "A" <= mark <= "Z" else mark for mark in text)


def amount_of(payload: str) -> int | None:
    """The amount that stands in a payload, or None."""
    content = json.loads(payload)
    for path in AMOUNT_PATHS:
        found = content
        for name in path:
            found = found.get(name) if isinstance(found, dict) else None
        if isinstance(found, int):
            return found
    return None


def is_found(sought: Sought, event: RecordedEvent) -> bool:
    """Whether an event is one that is looked for."""
    return (
        (sought.types is None or event.type in sought.types)
        and sought.actor in lowered(event.actor)
        and (sought.since is None or event.occurred_on >= sought.since)
        and (sought.until is None or event.occurred_on <= sought.until)
        and (sought.known_at is None or event.recorded_at <= sought.known_at)
        and _amount_fits(sought, event)
        and all(_has(word, event) for word in sought.words)
        and (sought.subject is None or sought.subject in subjects_of(event.fact))
    )


def _amount_fits(sought: Sought, event: RecordedEvent) -> bool:
    if sought.least_fen is None and sought.most_fen is None:
        return True
    amount = amount_of(event.payload)
    return (
        amount is not None
        and (sought.least_fen is None or amount >= sought.least_fen)
        and (sought.most_fen is None or amount <= sought.most_fen)
    )


def _has(word: SoughtWord, event: RecordedEvent) -> bool:
    return (
        event.type in word.types
        or any(word.text in lowered(part) for part in (event.payload, event.actor, event.occurred_on))
        or (word.fen is not None and amount_of(event.payload) == word.fen)
    )

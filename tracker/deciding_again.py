"""What to do where a store can't tell whether a command took effect: look, and decide again if it did not.

A server that goes away while a transaction commits, a conflict between writers, a connection that breaks: the
command was recorded whole or not at all, but its caller has not been told which.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence
from functools import wraps
from typing import ParamSpec, TypeVar

from events.envelope import RecordedEvent
from events.store import EventStore, OutcomeUnknown, StoreError

Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")

PAUSES_SECONDS = (0.05, 0.2, 1.0, 3.0)
"""How long to wait before each further attempt; a server that restarts is back within their sum."""


class Unrecorded(OutcomeUnknown):
    """Nothing took effect, as a look into the log has shown."""


def decides_again(command: Callable[Asked, Answer]) -> Callable[Asked, Answer]:
    """Run a command again from its first reading on, a few times, where the store lost what it did."""

    @wraps(command)
    def decided(*args: Asked.args, **kwargs: Asked.kwargs) -> Answer:
        for pause in PAUSES_SECONDS:
            try:
                return command(*args, **kwargs)
            except Unrecorded:
                time.sleep(pause * random.uniform(0.5, 1.5))
        return command(*args, **kwargs)

    return decided


def require_recorded(
    store: EventStore, ledger: str, recorded: Sequence[RecordedEvent], error: OutcomeUnknown
) -> None:
    """Return where events that were being made durable are in the log.

    Raises :class:`Unrecorded` where they are not, and ``error`` itself where the store can't be asked.
    """
    if not recorded or not _can_be_found(store, ledger, recorded, error):
        raise Unrecorded(error.code, **error.facts) from error


def _can_be_found(
    store: EventStore, ledger: str, recorded: Sequence[RecordedEvent], error: OutcomeUnknown
) -> bool:
    for pause in PAUSES_SECONDS:
        try:
            return is_recorded(store, ledger, recorded)
        except StoreError:
            time.sleep(pause)
    raise error


def is_recorded(store: EventStore, ledger: str, events: Sequence[RecordedEvent]) -> bool:
    """Whether events are in the log; a transaction of ours that still holds the head is waited for."""
    if not events:
        return False
    with store.writer(ledger) as log:
        return log.find(events[-1].id) is not None

"""Walking the chain of a ledger in a store: every hash again, and the end of the chain against the head row."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from typing import NoReturn

from msgspec import MsgspecError
from msgspec.json import Decoder

from events.canonical import canonical_text
from events.catalogue import CURRENT, encode
from events.envelope import RecordedEvent
from events.store import LogReader, StoreDamaged
from events.types.corrections import EventReversed
from events.verify import Verdict, Walk

Watch = Callable[[int], None]
"""A function told now and then how many events are done."""

_WATCH_EVERY = 1000
_TYPED = {
    (name, version): Decoder(cls).decode
    for name, (version, cls) in CURRENT.items()
    if cls is not EventReversed
}
"""Readers of today's payloads that have no part of a free form, where a floating-point number could hide."""


def verify_ledger(log: LogReader, watch: Watch | None = None) -> Verdict:
    """Walk along a ledger from its first event to its head.

    Bytes the database itself can no longer read are a bad event like any other. A chain that ends before (or
    beyond) the head row has its first missing (or surplus) event bad.
    """
    walk, count = Walk(log.ledger, is_canonical=payload_is_canonical), 0
    events = watched(log.read(), watch)
    try:
        for event in events:
            count += 1
            reason = walk.step(event)
            if reason is not None:
                return Verdict(False, count + _rest(events), walk.head, walk.position + 1, reason)
    except StoreDamaged:
        return _one_by_one(log, walk)
    if (walk.position, walk.head) != log.head[:2]:
        first_bad = min(walk.position, log.head.position) + 1
        return Verdict(False, count, walk.head, first_bad, "head")
    return Verdict(True, count, walk.head, None)


def _one_by_one(log: LogReader, walk: Walk) -> Verdict:
    """Go on where the database could not read on: it may have looked a row ahead."""
    count, reason = max(walk.position, log.head.position), None
    while reason is None:
        try:
            event = log.at(walk.position + 1)
        except StoreDamaged:
            event = None
        reason = "unreadable" if event is None else walk.step(event)
    return Verdict(False, count, walk.head, walk.position + 1, reason)


def payload_is_canonical(event: RecordedEvent) -> bool:
    """Whether a payload is the canonical text of an object; quickly for today's types, surely for all."""
    text = event.payload
    read = _TYPED.get((event.type, event.version))
    if read is not None:
        try:
            if encode(read(text)) == text:
                return True
        except MsgspecError:
            pass  # not what the type asks for; whether it is canonical is seen below
    payload = json.loads(text, parse_float=_no_floats, parse_constant=_no_floats)
    return type(payload) is dict and canonical_text(payload) == text


def watched(events: Iterable[RecordedEvent], watch: Watch | None) -> Iterator[RecordedEvent]:
    """The events, with a word to the watcher after every thousand."""
    if watch is None:
        return iter(events)
    return _watched(events, watch)


def _watched(events: Iterable[RecordedEvent], watch: Watch) -> Iterator[RecordedEvent]:
    done = 0
    for done, event in enumerate(events, 1):
        yield event
        if done % _WATCH_EVERY == 0:
            watch(done)
    watch(done)


def _rest(events: Iterator[RecordedEvent]) -> int:
    """How many more events there are, as far as they can be read."""
    count = 0
    try:
        for _ in events:
            count += 1
    except StoreDamaged:
        pass
    return count


def _no_floats(text: str) -> NoReturn:
    raise ValueError(f"a floating-point number: {text}")

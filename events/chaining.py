"""Making recorded events out of new ones: position, identifier, instant, canonical form, hash.

Every store chains through here, so that the same facts get the same hashes wherever they are kept.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Iterable, Sequence
from hashlib import sha256

from events.catalogue import encode, name_and_version
from events.envelope import NewEvent, RecordedEvent
from events.store import Head
from events.values import InvalidValue, parse_date

_quote = json.encoder.encode_basestring  # JSON's own escapes, nothing more


def chain(
    ledger: str, head: Head, events: Sequence[NewEvent], *, actor: str, now: str, ids: Sequence[str]
) -> list[RecordedEvent]:
    """The events as they follow ``head``; recorded now, or when the head was if the clock has run backwards.

    Raises :class:`InvalidValue` for a date, key or actor that cannot be stored.
    """
    recorded_at = now if head.recorded_at is None else max(now, head.recorded_at)
    check_plain(actor, "actor")
    before_id = f'{{"actor":{_quote(actor)},"id":"'
    before_date = f',"ledger":{_quote(ledger)},"occurred_on":"'
    before_type = f'","recorded_at":"{recorded_at}","type":"'
    position, previous = head.position, head.hash
    recorded = []
    for (fact, occurred_on, key), event_id in zip(events, ids, strict=True):
        name, version = name_and_version(fact)
        payload = encode(fact)
        position += 1
        text = (
            f'{before_id}{event_id}","key":{"null" if key is None else _quoted_key(key)}{before_date}'
            f'{_checked_date(occurred_on)}","payload":{payload},"position":{position},"prev_hash":"{previous}'
            f'{before_type}{name}","version":{version}}}'
        )
        digest = sha256(text.encode()).hexdigest()
        recorded.append(
            RecordedEvent(
                ledger,
                position,
                event_id,
                name,
                version,
                occurred_on,
                recorded_at,
                actor,
                key,
                payload,
                previous,
                digest,
            )
        )
        previous = digest
    return recorded


def check_following(head: Head, events: Iterable[RecordedEvent], ledger: str) -> Head:
    """The head after events that have their hashes already; raises :class:`ValueError` at the first break."""
    position, previous, recorded_at = head
    for event in events:
        if event.ledger != ledger:
            raise ValueError(f"event {event.position} belongs to ledger {event.ledger}, not to {ledger}")
        if event.position != position + 1:
            raise ValueError(f"event {event.position} does not follow position {position}")
        if event.prev_hash != previous or event.hash != event.expected_hash():
            raise ValueError(f"the hash chain breaks at event {event.position}")
        if recorded_at is not None and event.recorded_at < recorded_at:
            raise ValueError(f"event {event.position} was recorded before the one it follows")
        position, previous, recorded_at = event.position, event.hash, event.recorded_at
    return Head(position, previous, recorded_at)


def check_plain(text: str, what: str) -> str:
    """The text itself; raises :class:`InvalidValue` when it is no text a database can keep."""
    if "\0" in text:
        raise InvalidValue(f"{what} with a NUL character: {text!r}")
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise InvalidValue(f"{what} that is not Unicode text: {text!r}") from error
    return text


def repeated_key(keys: Sequence[str]) -> str | None:
    """A key that stands twice in one batch, or None."""
    seen: set[str] = set()
    for key in keys:
        if key in seen:
            return key
        seen.add(key)
    return None


def _quoted_key(key: str) -> str:
    return _quote(check_plain(key, "key"))


@functools.lru_cache(maxsize=1024)
def _checked_date(text: str) -> str:
    return parse_date(text)

"""The canonical form of an event and its hash. Standard library only: anybody can recompute it.

The canonical form is the event's JSON object without ``hash`` and with ``ledger``, keys sorted at every
level, no spaces, only the escapes JSON requires, UTF-8. For strings, integers, booleans, nulls, lists and
objects these are the bytes RFC 8785 gives.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

GENESIS = "0" * 64
"""The ``prev_hash`` of the first event of a ledger."""


EXPORT_FORMAT = "tracker-log/1"
"""What the first line of an exported log says it is."""


class NotCanonical(ValueError):
    """A value that has no canonical form here: a float, a lone surrogate, a key that is not text."""


def canonical_text(value: Any) -> str:
    """The canonical JSON text of strings, integers, booleans, nulls, lists and objects.

    Raises :class:`NotCanonical` for anything else.
    """
    _refuse_foreign(value)
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def _refuse_foreign(value: Any) -> None:
    if value is None or isinstance(value, bool | int):
        return
    if isinstance(value, str):
        _refuse_surrogates(value)
    elif isinstance(value, list | tuple):
        for item in value:
            _refuse_foreign(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            if not isinstance(key, str):
                raise NotCanonical(f"a key that is not text: {key!r}")
            _refuse_surrogates(key)
            _refuse_foreign(item)
    else:
        raise NotCanonical(f"a {type(value).__name__} has no canonical form")


def _refuse_surrogates(text: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise NotCanonical("text with a lone surrogate") from error


_quote = json.encoder.encode_basestring  # JSON's own escapes, nothing more


def event_text(
    ledger: str,
    position: int,
    id: str,
    type: str,
    version: int,
    occurred_on: str,
    recorded_at: str,
    actor: str,
    key: str | None,
    payload: str,
    prev_hash: str,
) -> str:
    """The canonical form of an event whose ``payload`` is canonical text already; the fields in the store's order."""
    return (
        f'{{"actor":{_quote(actor)},"id":{_quote(id)},"key":{"null" if key is None else _quote(key)},'
        f'"ledger":{_quote(ledger)},"occurred_on":{_quote(occurred_on)},"payload":{payload},'
        f'"position":{position},"prev_hash":{_quote(prev_hash)},"recorded_at":{_quote(recorded_at)},'
        f'"type":{_quote(type)},"version":{version}}}'
    )


def export_text(
    position: int,
    id: str,
    type: str,
    version: int,
    occurred_on: str,
    recorded_at: str,
    actor: str,
    key: str | None,
    payload: str,
    prev_hash: str,
    hash: str,
) -> str:
    """The event as one line of an exported log, without the line's end; ``payload`` is canonical text."""
    return (
        f'{{"position":{position},"id":{_quote(id)},"type":{_quote(type)},"version":{version},'
        f'"occurred_on":{_quote(occurred_on)},"recorded_at":{_quote(recorded_at)},"actor":{_quote(actor)},'
        f'"key":{"null" if key is None else _quote(key)},"payload":{payload},'
        f'"prev_hash":{_quote(prev_hash)},"hash":{_quote(hash)}}}'
    )


def header_text(ledger: str) -> str:
    """The first line of an exported log, without the line's end."""
    return f'{{"format":"{EXPORT_FORMAT}","ledger":{_quote(ledger)}}}'


def hash_of(text: str) -> str:
    """Lower-case hex SHA-256 of a text's UTF-8 bytes."""
    return hashlib.sha256(text.encode()).hexdigest()

"""Recipients as keyed pseudonyms: HMAC-SHA256 of what identifies them, under the ledger's key.

A plain hash of an identity number could be enumerated; without the key this one can't.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Callable
from typing import NamedTuple

KEY_BYTES = 32
_BLOCK = 64

Pseudonym = Callable[[str], bytes]
"""From an identity number, or a person's number, to the pseudonym of 32 bytes."""


class RosterKey(NamedTuple):
    """A ledger's key and the id by which the log speaks of it."""

    id: str
    secret: bytes

    def __repr__(self) -> str:
        return f"RosterKey({self.id})"


def key_of(secret: bytes) -> RosterKey:
    """A key with its id: a hash that says nothing about it."""
    return RosterKey(hashlib.sha256(b"tracker roster key\0" + secret).hexdigest()[:16], secret)


def new_key() -> RosterKey:
    """A key from the system's source of randomness."""
    return key_of(secrets.token_bytes(KEY_BYTES))


def identity_pseudonyms(key: RosterKey) -> Pseudonym:
    """Pseudonyms of identity numbers."""
    return _keyed(key, b"id:")


def person_number_pseudonyms(key: RosterKey) -> Pseudonym:
    """Pseudonyms of a unit's own numbers for people, which never meet those of identity numbers."""
    return _keyed(key, b"no:")


def _keyed(key: RosterKey, kind: bytes) -> Pseudonym:
    """HMAC-SHA256 of the kind and the text; both paddings are hashed once, then copied for each text."""
    padded = key.secret.ljust(_BLOCK, b"\0")
    inner = hashlib.sha256(bytes(byte ^ 0x36 for byte in padded) + kind)
    outer = hashlib.sha256(bytes(byte ^ 0x5C for byte in padded))
    copy_inner, copy_outer = inner.copy, outer.copy

    def pseudonym(text: str) -> bytes:
        within = copy_inner()
        within.update(text.encode())
        whole = copy_outer()
        whole.update(within.digest())
        return whole.digest()

    assert pseudonym("0") == hmac.digest(key.secret, kind + b"0", "sha256"), "the same as HMAC-SHA256"
    return pseudonym

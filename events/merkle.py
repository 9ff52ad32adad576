"""Merkle trees over the canonical lines of a list: one line can be shown to be in it without the others.

The tree of RFC 6962, section 2.1: a leaf's hash is SHA-256 of a zero byte and the line, a node's is SHA-256 of a
one byte and its two children. Standard library only: anybody can check a proof.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal, NamedTuple

PROOF_FORMAT = "tracker-roster-proof/1"
"""What a proof's file says it is."""
_LONGEST_PROOF = 64 * 1024


class Step(NamedTuple):
    """A neighbour on the way from the leaf to the root, and on which side it stands."""

    side: Literal["left", "right"]
    hash: bytes


def leaf_hash(line: bytes) -> bytes:
    """The hash of one canonical line, without the line's end."""
    return sha256(b"\0" + line).digest()


def root_of(leaves: Sequence[bytes]) -> bytes:
    """The root over leaf hashes in their order; of no leaves, the hash of nothing."""
    level = list(leaves)
    if not level:
        return sha256().digest()
    while len(level) > 1:
        level = _parents(level)
    return level[0]


def proof_of(leaves: Sequence[bytes], index: int) -> list[Step]:
    """The neighbours that lead from the leaf at an index to the root."""
    steps: list[Step] = []
    level = list(leaves)
    while len(level) > 1:
        if index % 2:
            steps.append(Step("left", level[index - 1]))
        elif index + 1 < len(level):
            steps.append(Step("right", level[index + 1]))
        level, index = _parents(level), index // 2
    return steps


def leads_to(line: bytes, steps: Sequence[Step]) -> bytes:
    """The root that a line and its proof lead to."""
    found = leaf_hash(line)
    for side, other in steps:
        found = sha256(b"\1" + (other + found if side == "left" else found + other)).digest()
    return found


def proof_document(line: bytes, steps: Sequence[Step], **about: Any) -> dict[str, Any]:
    """A proof as JSON that :func:`holds` can check: the line, its neighbours, the root, and what it is about."""
    return {
        "format": PROOF_FORMAT,
        **about,
        "line": line.decode(),
        "path": [{"side": side, "hash": other.hex()} for side, other in steps],
        "root": leads_to(line, steps).hex(),
    }


def read_proof(path: Path) -> Any | None:
    """A proof's document, or None where the file is something else; raises OSError."""
    with path.open("rb") as file:
        text = file.read(_LONGEST_PROOF + 1)
    if len(text) > _LONGEST_PROOF or PROOF_FORMAT.encode() not in text:
        return None
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return document if isinstance(document, dict) and document.get("format") == PROOF_FORMAT else None


def holds(document: Any) -> bool:
    """Whether a proof's line and neighbours do lead to the root it names."""
    try:
        steps = [Step(_side(step["side"]), bytes.fromhex(step["hash"])) for step in document["path"]]
        known = document["format"] == PROOF_FORMAT and all(len(step.hash) == 32 for step in steps)
        return known and leads_to(document["line"].encode(), steps).hex() == document["root"]
    except (TypeError, KeyError, ValueError, AttributeError):
        return False


def _side(text: str) -> Literal["left", "right"]:
    if text not in ("left", "right"):
        raise ValueError(text)
    return "left" if text == "left" else "right"


def _parents(level: Sequence[bytes]) -> list[bytes]:
    """The nodes above a level; one left over at its end moves up as it is."""
    pairs = zip(level[::2], level[1::2], strict=False)
    above = [sha256(b"\1" + left + right).digest() for left, right in pairs]
    if len(level) % 2:
        above.append(level[-1])
    return above

"""Lines in canonical form, and the hashes over them that the log keeps.

A line is a canonical JSON object; lines are ordered by pseudonym. ``lines_sha256`` is over all of them, each
followed by a line feed; ``merkle_root`` is the root of the tree over them (see :mod:`events.merkle`).
"""

from __future__ import annotations

from binascii import hexlify
from collections.abc import Iterable
from hashlib import sha256
from itertools import islice
from typing import NamedTuple

from events.merkle import root_of
from events.roster_lines import RosterLine, RosterOutcome

AT_ONCE = 1 << 13


class LineHashes(NamedTuple):
    """What the log says of lines it does not hold."""

    lines_sha256: str
    merkle_root: str


def list_line(line: RosterLine) -> bytes:
    """A list's line: who, and what is due."""
    person, _, amount_fen = line
    return b'{"amount_fen":%d,"person":"%s"}' % (amount_fen, hexlify(person))


def result_line(line: RosterOutcome) -> bytes:
    """A result's line: who, how much, what became of it, and when."""
    person, _, outcome, amount_fen, paid_on, returned_on = line
    paid = "null" if paid_on is None else f'"{paid_on}"'
    returned = "null" if returned_on is None else f'"{returned_on}"'
    return (
        f'{{"amount_fen":{amount_fen},"outcome":"{outcome}","paid_on":{paid},'
        f'"person":"{person.hex()}","returned_on":{returned}}}'
    ).encode()


def hashes_over(lines: Iterable[bytes], *, at_once: int = AT_ONCE) -> LineHashes:
    """The hashes over canonical lines in their order, without holding them all.

    The tree over a power of two of lines is a branch of the whole tree, so that only the branches' roots are kept.
    """
    whole, branches, following = sha256(), list[bytes](), iter(lines)
    while some := list(islice(following, at_once)):
        whole.update(b"\n".join(some) + b"\n")
        branches.append(root_of([sha256(b"\0" + line).digest() for line in some]))
    return LineHashes(whole.hexdigest(), root_of(branches).hex())

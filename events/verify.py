"""Walking the chain of an exported log: ``python -m events.verify FILE``. Standard library only.

Anybody can run this on a bare Python, or write it again in twenty lines from ``docs/log-format.md``: an event's
hash is the SHA-256 of its canonical form, which holds the hash of the event before it. A line is good only if it
is byte for byte what the export writes. The verdict is printed as JSON; exit 0 means that everything holds.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Literal, NamedTuple, NoReturn

from events.canonical import (
    GENESIS,
    NotCanonical,
    canonical_text,
    event_text,
    export_text,
    hash_of,
    header_text,
)
from events.merkle import holds, read_proof
from events.seen_ids import SeenIds

if TYPE_CHECKING:
    from events.envelope import RecordedEvent

Reason = Literal[
    "header", "line", "position", "form", "id", "key", "recorded_at", "chain", "hash", "unreadable", "head"
]
"""What is wrong: the first line; a line that is not an event as exported; a gap; a field no store writes; an id or
key used twice; a clock run backwards; another event before this one than there was; other content than was hashed;
bytes the database can't read; a chain that ends elsewhere than the store's head says."""

MAX_LINE = 64 * 1024 * 1024
"""No event is nearly as long; a longer line is damage, and is not read into memory."""

_UUID7 = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
_INSTANT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_LEDGER = re.compile(r"[0-9A-Za-z][0-9A-Za-z_-]{0,31}/[0-9]{4}")


class Verdict(NamedTuple):
    """What a walk along the chain found."""

    ok: bool
    events: int
    """How many events there are, good or bad."""
    head: str
    """The hash of the last good event; 64 zeros where there is none."""
    first_bad: int | None
    """The position of the first bad (or missing) event, or None where no event is bad."""
    reason: Reason | None = None

    def as_json(self) -> str:
        """The verdict as one line of JSON."""
        return json.dumps(self._asdict())


class Walk:
    """The chain so far. :meth:`step` takes the next event and says what is wrong with it."""

    def __init__(
        self, ledger: str | None = None, *, is_canonical: Callable[[RecordedEvent], bool] | None = None
    ) -> None:
        self.ledger, self.position, self.head = ledger, 0, GENESIS
        self._recorded_at = ""
        self._ids, self._keys = SeenIds(), set[str]()
        self._is_canonical = is_canonical

    def step(self, event: RecordedEvent) -> Reason | None:
        """Check that an event follows; move on if it does."""
        try:
            reason = self._fault(event)
        except (TypeError, ValueError, AttributeError):  # a field of another type, or text that is no Unicode
            return "form"
        if reason is None:
            self.ledger, self.position, self.head = event.ledger, event.position, event.hash
            self._recorded_at = event.recorded_at
        return reason

    def _fault(self, event: RecordedEvent) -> Reason | None:
        if event.position != self.position + 1 or type(event.position) is not int:
            return "position"
        if event.prev_hash != self.head:
            return "chain"
        if event.hash != hash_of(event_text(*event[:11])):
            return "hash"
        if not self._is_well_formed(event):
            return "form"
        if event.recorded_at < self._recorded_at or not _is_instant(event.recorded_at):
            return "recorded_at"
        if not self._ids.add(event.id):
            return "id"
        return None if event.key is None else self._key_fault(event.key)

    def _is_well_formed(self, event: RecordedEvent) -> bool:
        return (
            (self.ledger is None or event.ledger == self.ledger)
            and type(event.version) is int
            and event.version >= 1
            and event.type.isidentifier()
            and _is_date(event.occurred_on)
            and _UUID7.fullmatch(event.id) is not None
            and (self._is_canonical is None or self._is_canonical(event))
        )

    def _key_fault(self, key: str) -> Reason | None:
        if key in self._keys:
            return "key"
        self._keys.add(key)
        return None


def verify_events(
    events: Iterable[RecordedEvent],
    ledger: str | None = None,
    *,
    is_canonical: Callable[[RecordedEvent], bool] | None = None,
) -> Verdict:
    """Walk along events as a store gives them, from position 1 to the end.

    Every hash is computed again from the other columns. ``is_canonical`` judges a payload's text; without it
    that text is read and written again by the standard library.
    """
    walk = Walk(ledger, is_canonical=is_canonical or _payload_is_canonical)
    return _judge(walk, ((event, walk.step(event)) for event in events))


def verify_file(path: Path) -> Verdict:
    """Walk along an exported log, line by line. Raises :class:`OSError` where the file can't be read."""
    with path.open("rb") as file:
        return verify_lines(file)


def verify_lines(file: IO[bytes]) -> Verdict:
    """Walk along an exported log that is open already."""
    ledger = ledger_of(file.readline(MAX_LINE))
    if ledger is None:
        return Verdict(False, sum(1 for _ in _lines(file)), GENESIS, None, "header")
    walk = Walk(ledger)
    return _judge(walk, ((line, _line_fault(walk, line)) for line in _lines(file)))


def read_event(line: bytes, ledger: str) -> RecordedEvent:
    """The event on a line of an exported log; raises :class:`ValueError` unless it is just as exported."""
    try:
        data = json.loads(line, parse_float=_no_floats, parse_constant=_no_floats)
        if type(data) is not dict or list(data) != FIELDS or type(data["payload"]) is not dict:
            raise ValueError("not the fields of an event")
        data["payload"] = canonical_text(data["payload"])
        if (export_text(*data.values()) + "\n").encode() != line:
            raise ValueError("not written as the export writes it")
    except (TypeError, RecursionError, NotCanonical) as error:
        raise ValueError(str(error)) from error
    return _Event(ledger, *data.values())  # type: ignore[return-value]


class _Event(NamedTuple):
    """An event's fields, for a Python that has nothing but its standard library."""

    ledger: str
    position: int
    id: str
    type: str
    version: int
    occurred_on: str
    recorded_at: str
    actor: str
    key: str | None
    payload: str
    prev_hash: str
    hash: str


FIELDS = list(_Event._fields[1:])
"""What a line of an exported log holds, in order."""


def _judge(walk: Walk, steps: Iterable[tuple[object, Reason | None]]) -> Verdict:
    count = 0
    found = iter(steps)
    for _, reason in found:
        count += 1
        if reason is not None:
            bad, head = walk.position + 1, walk.head
            return Verdict(False, count + sum(1 for _ in found), head, bad, reason)
    return Verdict(True, count, walk.head, None)


def _line_fault(walk: Walk, line: bytes) -> Reason | None:
    try:
        event = read_event(line, walk.ledger or "")
    except ValueError:
        return "line"
    return walk.step(event)


def _lines(file: IO[bytes]) -> Iterator[bytes]:
    while line := file.readline(MAX_LINE):
        yield line


def ledger_of(header: bytes) -> str | None:
    """The ledger an export's first line names, if it is just as the export writes it."""
    try:
        ledger = json.loads(header)["ledger"]
        exact = header == (header_text(ledger) + "\n").encode()
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    return ledger if exact and _LEDGER.fullmatch(ledger) else None


def _payload_is_canonical(event: RecordedEvent) -> bool:
    payload = json.loads(event.payload, parse_float=_no_floats, parse_constant=_no_floats)
    return type(payload) is dict and canonical_text(payload) == event.payload


def _no_floats(text: str) -> NoReturn:
    raise ValueError(f"a floating-point number: {text}")


@lru_cache(maxsize=4096)
def _is_date(text: str) -> bool:
    if _DATE.fullmatch(text) is None:
        return False
    dt.date(int(text[:4]), int(text[5:7]), int(text[8:]))
    return True


@lru_cache(maxsize=64)
def _is_instant(text: str) -> bool:
    if _INSTANT.fullmatch(text) is None:
        return False
    dt.datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fZ")  # noqa: DTZ007 - only whether there is such an instant
    return True


def main(arguments: list[str]) -> int:
    """Verify a log, or the proof of one line of a list (with the log it belongs to), and print the verdict.

    Returns 0 good, 1 bad, 2 wrong usage, 4 unreadable.
    """
    if not 1 <= len(arguments) <= 2 or any(argument.startswith("-") for argument in arguments):
        print("用法 usage: python -m events.verify LOG | PROOF [LOG]", file=sys.stderr)
        return 2
    paths = [Path(argument) for argument in arguments]
    try:
        proof = read_proof(paths[0])
        if proof is None and len(paths) == 1:
            verdict = verify_file(paths[0])
            print(verdict.as_json())
            return 0 if verdict.ok else 1
        good = proof is not None and _proves(proof, paths[1:])
    except OSError as error:
        print(f"读不了 cannot read {error.filename}: {error.strerror}", file=sys.stderr)
        return 4
    print(json.dumps({"ok": good, "proof": paths[0].name}))
    return 0 if good else 1


def _proves(proof: Any, logs: list[Path]) -> bool:
    """Whether a proof holds; with a log, whether that verifies and has the root in the event the proof names."""
    return holds(proof) and all(verify_file(log).ok and _has_root(log, proof) for log in logs)


def _has_root(log: Path, proof: Any) -> bool:
    with log.open("rb") as file:
        if ledger_of(file.readline(MAX_LINE)) != proof.get("ledger"):
            return False
        for line in _lines(file):
            event = json.loads(line)
            if event["id"] == proof.get("event"):
                return bool(event["payload"].get("merkle_root") == proof["root"])
    return False


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))

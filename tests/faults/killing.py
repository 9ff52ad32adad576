"""Kill a writer at random moments and look at what is left: ``python -m tests.faults.killing 1000``.

A child process appends as fast as it can, some commands of one event and some of many, and says through a pipe
which head it was told is durable. It is killed with SIGKILL at a random moment. Then every acknowledged event
must be there, nothing torn: each command whole or not at all, the chain unbroken, the index equal to the log.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from events.envelope import NewEvent, RecordedEvent
from events.opening import open_store
from events.store import EventStore
from events.store_verification import verify_ledger
from events.subjects import about_project
from events.types.payments import DisbursementRecorded

LEDGER = "323/2022"
KILLS_PER_STORE = 25
LONGEST_SECONDS = 0.04
LARGEST_COMMAND = 300


class Outcome(NamedTuple):
    """What a run of kills found."""

    kills: int
    acknowledged: int
    kept: int
    """Events found, among them whole commands that were durable before they could be acknowledged."""
    seed: int


def run(kills: int, seed: int, directory: Path) -> Outcome:
    """Kill that many writers; raises :class:`AssertionError` at the first loss."""
    chance = random.Random(seed)
    acknowledged = kept = 0
    for done in range(0, kills, KILLS_PER_STORE):
        path = directory / f"killed-{done}.db"
        open_store(str(path), create=True).close()
        for _ in range(min(KILLS_PER_STORE, kills - done)):
            told = kill_one(path, chance)
            acknowledged += len(told)
            check(path, told)
        kept += count(path)
        for file in directory.glob(f"{path.name}*"):
            file.unlink()
    return Outcome(kills, acknowledged, kept, seed)


def kill_one(path: Path, chance: random.Random) -> list[tuple[int, str]]:
    """Start a writer, kill it at a random moment; what it had acknowledged."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        write_until_killed(path, writing, chance.random())
    os.close(writing)
    first = os.read(reading, 1 << 20)
    time.sleep(chance.random() * LONGEST_SECONDS)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    told = first
    while more := os.read(reading, 1 << 20):
        told += more
    os.close(reading)
    whole = told[: told.rfind(b"\n") + 1].decode()
    return [(int(position), digest) for position, digest in (line.split() for line in whole.splitlines())]


def write_until_killed(path: Path, pipe: int, seed: float) -> None:
    """Append for ever, saying what is durable. Never returns."""
    try:
        chance, store = random.Random(seed), open_store(str(path), create=False)
        while True:
            size = chance.choice([1, 1, 1, 5, LARGEST_COMMAND])
            with store.writer(LEDGER) as log:
                start = log.head.position
                log.append([payment(start + number, size) for number in range(size)], actor="a")
                head = log.head
            os.write(pipe, f"{head.position} {head.hash}\n".encode())
    finally:
        os._exit(70)


def payment(number: int, size: int) -> NewEvent:
    """A payment that tells how many events its command has."""
    fact = DisbursementRecorded(
        project=f"P{number % 5 + 1:02d}", amount_fen=100, due_on="2022-01-15", people_due=size
    )
    return NewEvent(fact, "2022-01-15", f"k{number}")


def check(path: Path, told: list[tuple[int, str]]) -> None:
    """Everything acknowledged is there, and nothing is half there."""
    store = open_store(str(path), create=False)
    with store.reader(LEDGER) as log:
        verdict = verify_ledger(log)
        events = list(log.read())
        about = {
            name: log.about(about_project(name)) for name in (f"P{number:02d}" for number in range(1, 6))
        }
    assert verdict.ok, verdict
    hashes = [event.hash for event in events]
    for position, digest in told:
        assert len(hashes) >= position, f"acknowledged event {position} is lost"
        assert hashes[position - 1] == digest, f"acknowledged event {position} is another one"
    check_whole_commands(events)
    for name, found in about.items():
        assert found == [event for event in events if f'"project":"{name}"' in event.payload]
    store_is_usable(store)


def check_whole_commands(events: list[RecordedEvent]) -> None:
    """Commands are there with all of their events."""
    place = 0
    while place < len(events):
        size = events[place].fact.people_due  # type: ignore[union-attr]
        assert size is not None
        command = events[place : place + size]
        assert len(command) == size, f"a command of {size} events is torn after {len(command)}"
        assert len({event.recorded_at for event in command}) == 1
        place += size


def store_is_usable(store: EventStore) -> None:
    """The next command finds nothing in its way."""
    with store.writer(LEDGER) as log:
        log.append([payment(log.head.position, 1)], actor="b")
    store.close()


def count(path: Path) -> int:
    """How many events are in the store."""
    store = open_store(str(path), create=False)
    with store.reader(LEDGER) as log:
        found = log.head.position
    store.close()
    return found


def main(arguments: list[str]) -> int:
    """Kill as often as told and print the counts."""
    kills = int(arguments[0]) if arguments else 1000
    seed = int(arguments[1]) if len(arguments) > 1 else random.SystemRandom().randrange(2**32)
    print(f"seed {seed}", flush=True)
    with tempfile.TemporaryDirectory() as directory:
        started = time.monotonic()
        outcome = run(kills, seed, Path(directory))
    seconds = time.monotonic() - started
    print(
        f"{outcome.kills} kills, {outcome.acknowledged} acknowledged commands, {outcome.kept} events kept, 0 lost"
    )
    print(f"{seconds:.0f} seconds")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))

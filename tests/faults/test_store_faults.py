"""What happens to a store when the machine, the disk or somebody with a hex editor gets in the way."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from events.opening import open_store
from events.sqlite_driver import sqlite_driver
from events.store import OutcomeUnknown, StoreError, StoreUnavailable
from events.store_verification import verify_ledger
from tests.contract.given import LEDGER, opened, paid, payments

MODULE = sqlite_driver().module
ROOT = Path(__file__).parents[2]
KILLS = int(os.environ.get("KILLS", "50"))
SEED = int(os.environ.get("SEED", "20221231"))


def path_of(url: str) -> Path:
    return Path(url.removeprefix("sqlite:///"))


def fill(url: str, count: int = 20) -> None:
    store = open_store(url, create=False)
    with store.writer(LEDGER) as log:
        log.append([opened(), *payments(count)], actor="a")
    store.close()


def position(url: str) -> int:
    store = open_store(url, create=False)
    try:
        with store.reader(LEDGER) as log:
            assert verify_ledger(log).ok
            return log.head.position
    finally:
        store.close()


def test_nothing_acknowledged_is_lost_and_nothing_torn_by_kill_9(record_property) -> None:
    """50 kills here, 1,000 where KILLS says so; each looks at the whole log and its index."""
    command = [sys.executable, "-m", "tests.faults.killing", str(KILLS), str(SEED)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    assert f"{KILLS} kills" in done.stdout
    record_property("kills", done.stdout)


def test_a_disk_that_fills_up_loses_only_what_was_never_acknowledged(sqlite_url: str) -> None:
    fill(sqlite_url)
    code = (
        "import resource, sys\n"
        "from events.opening import open_store\n"
        "from events.store import StoreUnavailable\n"
        "from tests.contract.given import LEDGER, payments\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))\n"
        "store, done = open_store(sys.argv[1], create=False), 21\n"
        "try:\n"
        "    while True:\n"
        "        with store.writer(LEDGER) as log: log.append(payments(50), actor='a')\n"
        "        done += 50\n"
        "except StoreUnavailable as error: print(done, error.code)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, sqlite_url], cwd=ROOT, capture_output=True, text=True, check=True
    )
    acknowledged, fault = done.stdout.split()
    assert fault in {"disk-full", "input-output"}
    assert int(acknowledged) > 21
    assert position(sqlite_url) == int(acknowledged)


def test_a_full_disk_is_named(sqlite_url: str) -> None:
    fill(sqlite_url)
    store = open_store(sqlite_url, create=False)
    with store.database.connection() as connection:
        connection.execute(f"PRAGMA max_page_count = {connection.execute('PRAGMA page_count').fetchone()[0]}")
    with pytest.raises(StoreUnavailable) as caught, store.writer(LEDGER) as log:
        log.append(payments(5000), actor="a")
    assert caught.value.code == "disk-full"
    store.close()
    assert position(sqlite_url) == 21


AS_NOBODY = (
    "import os, sys\n"
    "from events.opening import open_store\n"
    "from events.sqlite_driver import sqlite_driver\n"
    "from events.store import StoreError\n"
    "from tests.contract.given import LEDGER, paid\n"
    "sqlite_driver()\n"
    "if os.geteuid() == 0: os.setgroups([]); os.setgid(65534); os.setuid(65534)\n"
    "try:\n"
    "    store = open_store(sys.argv[1], create=False)\n"
    "    with store.reader(LEDGER) as log: print(len(list(log.read())), log.head.position)\n"
    "    with store.writer(LEDGER) as log: log.append([paid(99)], actor='b')\n"
    "    print('written')\n"
    "except StoreError as error: print(error.code)\n"
)


def as_somebody_without_rights(url: str) -> list[str]:
    command = [sys.executable, "-c", AS_NOBODY, url]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    return done.stdout.split()


@pytest.fixture
def shared(made_sqlite_file: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A filled store in a directory that everybody may enter."""
    import tempfile

    directory = Path(tempfile.mkdtemp(dir="/tmp"))
    path = directory / "store.db"
    shutil.copy(made_sqlite_file, path)
    fill(f"sqlite:///{path}")
    yield f"sqlite:///{path}"
    directory.chmod(0o755)
    shutil.rmtree(directory)


@pytest.mark.parametrize(("directory", "file"), [(0o555, 0o444), (0o555, 0o666), (0o777, 0o444)])
def test_what_can_only_be_read_is_read_and_not_written(shared: str, directory: int, file: int) -> None:
    path = path_of(shared)
    path.chmod(file)
    path.parent.chmod(directory)
    assert as_somebody_without_rights(shared) == ["21", "21", "read-only"]


def test_what_cannot_even_be_read_says_so(shared: str) -> None:
    path_of(shared).chmod(0o000)
    path_of(shared).parent.chmod(0o755)
    assert as_somebody_without_rights(shared) == ["no-permission"]


def test_a_torn_write_ahead_log_leaves_a_whole_shorter_log(sqlite_url: str, tmp_path: Path) -> None:
    """The tail of the WAL may be missing after a power cut on a lying disk: whole commands are lost, never halves."""
    store, path = open_store(sqlite_url, create=False), path_of(sqlite_url)
    for number in range(30):
        with store.writer(LEDGER) as log:
            log.append(payments(10, number * 10), actor="a")
    wal, chance = Path(f"{path}-wal").read_bytes(), random.Random(SEED)
    assert len(wal) > 50_000
    found = set()
    for number in range(20):
        torn = tmp_path / f"torn-{number}.db"
        shutil.copy(path, torn)
        Path(f"{torn}-wal").write_bytes(wal[: chance.randrange(len(wal))])
        found.add(position(f"sqlite:///{torn}"))
    store.close()
    assert all(count % 10 == 0 for count in found)
    assert len(found) > 3


COLUMNS = ("id", "type", "occurred_on", "recorded_at", "actor", "key", "payload", "prev_hash", "hash")


def test_every_flipped_bit_of_a_sample_of_rows_is_found(sqlite_url: str) -> None:
    store = open_store(sqlite_url, create=False)
    with store.writer(LEDGER) as log:
        log.append([paid(number, key=f"键{number:02d}") for number in range(30)], actor="经办")
    forget_triggers(path_of(sqlite_url))
    chance = random.Random(SEED)
    for _ in range(300):
        bad, column = chance.randint(1, 30), chance.choice(COLUMNS)
        with store.database.connection() as connection:
            value = read_cell(connection, column, bad)
            flipped = bytearray(value)
            flipped[chance.randrange(len(value))] ^= 1 << chance.randrange(8)
            try:
                write_cell(connection, column, bad, bytes(flipped))
            except MODULE.IntegrityError:  # it became another event's key: the database itself refuses
                continue
        verdict = judged(store)
        with store.database.connection() as connection:
            write_cell(connection, column, bad, value)
        assert (verdict.ok, verdict.first_bad) == (False, bad), column
    assert judged(store).ok
    store.close()


def read_cell(connection, column: str, position: int) -> bytes:
    sql = f"SELECT CAST({column} AS BLOB) FROM events WHERE ledger_id = ? AND position = ?"
    return connection.execute(sql, (LEDGER, position)).fetchone()[0]


def write_cell(connection, column: str, position: int, value: bytes) -> None:
    sql = f"UPDATE events SET {column} = CAST(? AS TEXT) WHERE ledger_id = ? AND position = ?"
    connection.execute(sql, (value, LEDGER, position))


def forget_triggers(path: Path) -> None:
    connection = MODULE.connect(path, isolation_level=None)
    for trigger in ("events_no_update", "events_no_delete"):
        connection.execute(f"DROP TRIGGER {trigger}")
    connection.close()


def judged(store):
    with store.reader(LEDGER) as log:
        return verify_ledger(log)


@pytest.mark.parametrize(
    ("statement", "first_bad"),
    [
        ("UPDATE events SET position = 99 WHERE position = 7", 7),
        ("UPDATE events SET version = 2 WHERE position = 7", 7),
        ("UPDATE events SET ledger_id = '324/2022' WHERE position = 7", 7),
        ("DELETE FROM events WHERE position = 7", 7),
        ("DELETE FROM events WHERE position > 25", 26),
        ("UPDATE ledger_head SET position = 20", 21),
        ("UPDATE ledger_head SET hash = 'x'", 31),
        ("DELETE FROM ledger_head", 1),
    ],
)
def test_rows_taken_away_or_moved_are_found(sqlite_url: str, statement: str, first_bad: int) -> None:
    fill(sqlite_url, 29)
    forget_triggers(path_of(sqlite_url))
    connection = MODULE.connect(path_of(sqlite_url), isolation_level=None)
    connection.execute(statement)
    connection.close()
    store = open_store(sqlite_url, create=False)
    verdict = judged(store)
    store.close()
    assert (verdict.ok, verdict.first_bad) == (False, first_bad)


def test_flipped_bits_anywhere_in_the_file_never_pass_as_another_log(sqlite_url: str, tmp_path: Path) -> None:
    """Bits of the file itself: the log reads the same, or verifying fails, or the store says it is damaged."""
    fill(sqlite_url, 200)
    whole, chance = path_of(sqlite_url).read_bytes(), random.Random(SEED)
    expected = position(sqlite_url)
    damaged = 0
    for _ in range(150):
        flipped = bytearray(whole)
        flipped[chance.randrange(len(whole))] ^= 1 << chance.randrange(8)
        path = tmp_path / "flipped.db"
        path.write_bytes(flipped)
        try:
            store = open_store(str(path), create=False)
            with store.reader(LEDGER) as log:
                verdict = verify_ledger(log)
            store.close()
        except StoreError:
            damaged += 1
            continue
        assert not verdict.ok or verdict.events == expected
        damaged += not verdict.ok
    assert damaged > 30


def test_a_server_killed_under_a_command_leaves_the_outcome_to_be_looked_up(postgres_url: str) -> None:
    store = open_store(postgres_url, create=False)
    with store.writer(LEDGER) as log:
        log.append([opened()], actor="a")
    with pytest.raises(OutcomeUnknown) as caught, store.writer(LEDGER) as log:
        log.append([paid(1, key="k")], actor="a")
        cut_all_connections(postgres_url)
    assert caught.value.code == "outcome-unknown"
    with store.writer(LEDGER) as log:  # the next block finds a live connection
        assert log.by_key("k") is None
        log.append([paid(1, key="k")], actor="a")
    cut_all_connections(postgres_url)
    with store.reader(LEDGER) as log:
        assert log.head.position == 2
    store.close()


def test_an_idle_connection_that_looks_alive_and_is_not_is_replaced(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("events.postgres_database._is_alive", lambda connection: not connection.closed)
    store = open_store(postgres_url, create=False)
    with store.writer(LEDGER) as log:
        log.append([opened()], actor="a")
    cut_all_connections(postgres_url)
    with store.reader(LEDGER) as log:
        assert log.head.position == 1
    cut_all_connections(postgres_url)
    with store.writer(LEDGER) as log:
        log.append([paid(1)], actor="a")
    with store.reader(LEDGER) as log:
        assert log.head.position == 2
    store.close()


def cut_all_connections(url: str) -> None:
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


def test_a_server_that_waits_too_long_for_a_lock_is_busy(postgres_url: str) -> None:
    store, other = (open_store(postgres_url, create=False, busy_seconds=0.2) for _ in "12")
    with store.writer(LEDGER) as log:
        log.append([opened()], actor="a")
    with store.writer(LEDGER), pytest.raises(StoreError) as caught, other.writer(LEDGER):
        pytest.fail("the head row is locked")
    assert caught.value.code == "locked"
    with store.writer(LEDGER), other.writer("324/2022") as log:  # another ledger is another row
        log.append([opened()], actor="a")
    store.close()
    other.close()


def test_a_store_goes_on_in_a_forked_child(store_url: str) -> None:
    fill(store_url)
    code = (
        "import os, sys\n"
        "from events.opening import open_store\n"
        "from tests.contract.given import LEDGER, paid\n"
        "store = open_store(sys.argv[1], create=False)\n"
        "with store.reader(LEDGER) as log: pass\n"
        "child = os.fork()\n"
        "with store.writer(LEDGER) as log: log.append([paid(99)], actor='b')\n"
        "if child == 0: os._exit(0)\n"
        "assert os.waitpid(child, 0)[1] == 0\n"
        "with store.reader(LEDGER) as log: print(log.head.position)\n"
        "store.close()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, store_url], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.stdout, done.stderr) == ("23\n", "")
    assert position(store_url) == 23

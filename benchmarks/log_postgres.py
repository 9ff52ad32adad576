"""PostgreSQL: batches against COPY, one command against a bare one-row INSERT, eight clerks against one."""

from __future__ import annotations

import statistics
import threading
import time
from collections.abc import Callable

import psycopg

from benchmarks.log_events import payment, payments, recorded_rows
from benchmarks.measuring import Row, Stopwatch, compare, each, rate
from events.opening import open_store
from events.sql_session import EVENT_COLUMNS
from events.store import EventStore
from tests.postgres_server import NoPostgres, PostgresServer, start_server

BATCH, BATCHES, COMMANDS, CLERKS = 1000, 20, 500, 8
NEW_HEAD = (
    "INSERT INTO ledger_head (ledger_id, position, hash, subjects_through) VALUES ('323/2022', 0, '', 0)"
)
LOCK_HEAD = "SELECT position, hash FROM ledger_head WHERE ledger_id = '323/2022' FOR UPDATE"
MOVE_HEAD = "UPDATE ledger_head SET position = %s, hash = %s, recorded_at = %s WHERE ledger_id = '323/2022'"
INSERT = f"INSERT INTO events ({EVENT_COLUMNS}) VALUES ({', '.join(['%s'] * 12)})"


def measure() -> list[Row]:
    """The rows about PostgreSQL; none where no server can be started."""
    try:
        server = start_server(durable=True)
    except NoPostgres as error:
        print(f"no PostgreSQL here: {error}")
        return []
    try:
        made = server.new_database()
        open_store(server.url(made), create=True).close()
        return [batches(server, made), *command(server, made), clerks(server, made)]
    finally:
        server.stop()


def bare_url(url: str) -> str:
    return url.replace("+psycopg", "")


def batches(server: PostgresServer, made: str) -> Row:
    work = [payments(BATCH, number * BATCH) for number in range(BATCHES)]
    rows = recorded_rows([event for batch in work for event in batch])
    found = compare(
        lambda: append_batches(server.url(server.new_database(made)), work),
        lambda: copy_batches(server.url(server.new_database(made)), rows),
    )
    total = BATCH * BATCHES
    return Row(
        "PostgreSQL, batches of 1,000", rate(total, found.ours), rate(total, found.control), found.ratio, 1.7
    )


def append_batches(url: str, work: list[list]) -> float:
    store = open_store(url, create=False)
    with Stopwatch() as watch:
        for batch in work:
            with store.writer("323/2022") as log:
                log.append(batch, actor="clerk")
    store.close()
    return watch.seconds


def copy_batches(url: str, rows: list[tuple]) -> float:
    with psycopg.connect(bare_url(url), autocommit=True) as connection, Stopwatch() as watch:
        for start in range(0, len(rows), BATCH):
            with connection.cursor().copy(f"COPY events ({EVENT_COLUMNS}) FROM STDIN") as copy:
                for row in rows[start : start + BATCH]:
                    copy.write_row(row)
    return watch.seconds


def command(server: PostgresServer, made: str) -> list[Row]:
    """One durable append, in turn with a bare INSERT that commits by itself, and with the same work done raw.

    A rule decides between the lock and the INSERT, so two round trips are the fewest there can be.
    """
    store = open_store(server.url(server.new_database(made)), create=False)
    rows = recorded_rows(payments(COMMANDS))
    ours, bare, raw = [], [], []
    connected = [bare_url(server.url(server.new_database(made))) for _ in range(2)]
    with (
        psycopg.connect(connected[0], autocommit=True) as inserting,
        psycopg.connect(connected[1], autocommit=True) as locking,
    ):
        locking.execute(NEW_HEAD)
        for number, row in enumerate(rows):
            ours.append(timed(lambda n=number: append_one(store, n)))
            bare.append(timed(lambda row=row: inserting.execute(INSERT, row)))
            raw.append(timed(lambda row=row: lock_and_insert(locking, row)))
    store.close()
    mine, one, two = (statistics.median(times) for times in (ours, bare, raw))
    name = "PostgreSQL, one durable append"
    return [
        Row(name, each(mine), f"{each(one)} (bare INSERT)", mine / one, 1.25),
        Row(
            name,
            each(mine),
            f"{each(two)} (lock, read head, INSERT, move head, commit; raw)",
            mine / two,
            1.25,
        ),
    ]


def timed(work: Callable[[], object]) -> float:
    with Stopwatch() as watch:
        work()
    return watch.seconds


def append_one(store: EventStore, number: int) -> None:
    with store.writer("323/2022") as log:
        log.append([payment(number)], actor="clerk")


def lock_and_insert(connection: psycopg.Connection, row: tuple) -> None:
    connection.execute(f"BEGIN; {LOCK_HEAD}")
    with connection.pipeline():
        connection.execute(INSERT, row)
        connection.execute(MOVE_HEAD, (row[1], row[-1], row[6]))
        connection.execute("COMMIT")


def clerks(server: PostgresServer, made: str) -> Row:
    """Eight clerks in ledgers of their own against one: how much of eightfold (the goal is 3.3 times as many)."""
    url = server.url(server.new_database(made))
    one = statistics.median(work_together(url, 1) for _ in range(5))
    eight = statistics.median(work_together(url, CLERKS) for _ in range(5))
    return Row(
        "PostgreSQL, 1 clerk's rate over 8 clerks'", f"{eight:,.0f}/s", f"{one:,.0f}/s", one / eight, 1 / 3.3
    )


def work_together(url: str, count: int) -> float:
    """Commands a second of that many processes."""
    import multiprocessing

    context = multiprocessing.get_context("spawn")
    ready, go = context.Barrier(count + 1), time.perf_counter
    running = [context.Process(target=work, args=(url, number, ready)) for number in range(count)]
    for process in running:
        process.start()
    ready.wait()
    started = go()
    for process in running:
        process.join()
    return count * COMMANDS / (go() - started)


def work(url: str, number: int, ready: threading.Barrier) -> None:
    store = open_store(url, create=False)
    with store.reader("x/2022"):
        pass
    ready.wait()
    for count in range(COMMANDS):
        with store.writer(f"{number}/2022") as log:
            log.append([payment(count)], actor="clerk")
    store.close()

"""Runs in the peer's own environment: appending and replaying with the ``eventsourcing`` library on SQLite."""

import json
import os
import time

os.environ["PERSISTENCE_MODULE"] = "eventsourcing.sqlite"
os.environ["SQLITE_DBNAME"] = "peer.db"
os.environ["SQLITE_LOCK_TIMEOUT"] = "10"

from eventsourcing.application import Application
from eventsourcing.domain import Aggregate, event


class Project(Aggregate):
    """Adds its payments up."""

    @event("Opened")
    def __init__(self) -> None:
        self.paid = 0

    @event("Paid")
    def pay(self, amount_fen: int, due_on: str, people_due: int, people_paid: int, voucher: str) -> None:
        """One payment."""
        self.paid += amount_fen


def pay(project: Project, number: int) -> None:
    project.pay(1_234_567, "2022-01-15", 120, 120, f"2022-{number:06d}")


def main() -> None:
    application = Application()
    project = Project()
    application.save(project)
    started = time.perf_counter()
    for batch in range(20):
        for number in range(1000):
            pay(project, batch * 1000 + number)
        application.save(project)
    batches = 20_000 / (time.perf_counter() - started)
    small = Project()
    application.save(small)
    started = time.perf_counter()
    for number in range(500):
        pay(small, number)
        application.save(small)
    single = 500 / (time.perf_counter() - started)
    started = time.perf_counter()
    assert application.repository.get(project.id).paid == 20_000 * 1_234_567
    replay = 20_000 / (time.perf_counter() - started)
    print(json.dumps({"batch": batches, "single": single, "replay": replay}))


main()

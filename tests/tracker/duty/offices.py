"""A bureau's ledger in a real store, with a day that tests move."""

from __future__ import annotations

from events.opening import open_store
from events.sql_store import SqlStore
from tests.builders import LEDGER, PLAN, Desk
from tracker.plan.model import Plan
from tracker.service import Tracker


class Office(Desk):
    """A desk on a store that has an address."""

    def __init__(self, url: str, plan: Plan | None = PLAN, *, day: str = "2022-01-05") -> None:
        self.day, self.url = day, url
        self.store: SqlStore = open_store(url, create=True)  # type: ignore[assignment]
        self.tracker = Tracker(self.store, LEDGER, actor="tester", today=lambda: self.day)
        self.tracker.open_books("测试单位")
        if plan is not None:
            self.tracker.adopt_plan(plan, (), document="plan.json", sha256="0" * 64)

    def checked_months(self) -> list[str]:
        """The months of the checks recorded, in the order of the log."""
        with self.store.reader(str(LEDGER)) as log:
            return [event.fact.month for event in log.read() if event.type == "TimelinessChecked"]  # type: ignore[union-attr]

"""The watch: what the scheduler calls, and when."""

from __future__ import annotations

import logging

from events.sql_store import SqlStore
from events.store import StoreError
from tracker.decisions.state import Refusal
from tracker.duty.catching_up import catch_up, trackers_on_duty
from tracker.scheduling import Call, stay

LOG = logging.getLogger("tracker.duty")


class Watch:
    """Everything one scheduler does on one store, for one ledger or all of them."""

    def __init__(self, store: SqlStore, ledger: str | None) -> None:
        self.store, self.ledger = store, ledger

    def calls(self) -> list[Call]:
        """Each piece of work with its time."""
        return [Call("timeliness", self.check, {"hour": 7, "minute": 30})]

    def stay(self) -> None:
        """Be on duty until told to stop; what was missed is made up for first."""
        stay(self.calls(), begin=self.check, end=lambda: None)

    def check(self) -> None:
        """Look at every month that is due; a store that is locked or away is looked at again next time."""
        try:
            for caught in catch_up(trackers_on_duty(self.store, self.ledger)):
                recorded = [report.month for report in caught.reports if report.recorded]
                LOG.info("%s: checked %d months, news in %s", caught.ledger, len(caught.reports), recorded)
        except (StoreError, Refusal) as error:
            LOG.error("the check could not be made: %s", error)

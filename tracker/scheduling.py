"""APScheduler's wiring: "call this then", in Beijing time whatever this machine's zone. It decides nothing.

Set on purpose: a run that was missed is made up for however late it is (``misfire_grace_time=None``), several
missed runs of one job are one run (``coalesce``), and a job never runs beside itself (``max_instances=1``). What
is really due is decided by the work itself, from the log: a run too many changes nothing.
"""

from __future__ import annotations

import logging
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from types import FrameType
from typing import Any, NamedTuple

from apscheduler.events import EVENT_JOB_ERROR, EVENT_JOB_MAX_INSTANCES, EVENT_JOB_MISSED, JobExecutionEvent
from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

from tracker.clock import SHANGHAI

LOG = logging.getLogger("tracker.duty")


class Call(NamedTuple):
    """A function to call at its time: ``cron`` holds cron fields, else ``every_seconds`` counts."""

    name: str
    work: Callable[[], object]
    cron: dict[str, Any] | None = None
    every_seconds: int = 60


def make_scheduler(calls: Sequence[Call]) -> BackgroundScheduler:
    """A scheduler that is not started yet, with every call as a job of its own."""
    scheduler = BackgroundScheduler(
        timezone=SHANGHAI,
        executors={"default": ThreadPoolExecutor(max(1, len(calls)))},
        job_defaults={"coalesce": True, "misfire_grace_time": None, "max_instances": 1},
    )
    scheduler.add_listener(_listen, EVENT_JOB_MISSED | EVENT_JOB_ERROR | EVENT_JOB_MAX_INSTANCES)
    for call in calls:
        trigger = (
            IntervalTrigger(seconds=call.every_seconds, timezone=SHANGHAI)
            if call.cron is None
            else CronTrigger(timezone=SHANGHAI, **call.cron)
        )
        scheduler.add_job(call.work, trigger, id=call.name, name=call.name)
    return scheduler


def _listen(event: JobExecutionEvent) -> None:
    """Say what did not run as it should; the next look makes up for it."""
    error = getattr(event, "exception", None)
    if error is not None:
        LOG.error("%s failed: %s: %s", event.job_id, type(error).__name__, error)
    else:
        LOG.warning("%s was due and did not run; the next look makes up for it", event.job_id)


def stay(calls: Sequence[Call], *, begin: Callable[[], None], end: Callable[[], None]) -> None:
    """Be on duty until the system asks to stop: ``begin`` runs first, ``end`` last, a running job is waited for."""
    with _told_to_stop() as stop:
        begin()
        scheduler = make_scheduler(calls)
        scheduler.start()
        try:
            while not stop.wait(1.0):
                pass
        finally:
            scheduler.shutdown(wait=True)
            end()


@contextmanager
def _told_to_stop() -> Iterator[threading.Event]:
    """An event that SIGTERM and SIGINT set, in place of the default handlers."""
    stop = threading.Event()

    def ask(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    before = {number: signal.signal(number, ask) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)

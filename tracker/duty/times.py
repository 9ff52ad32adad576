"""When a piece of work is due, in Beijing time whatever this machine's zone. Pure: the instant is handed in."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple, TypeAlias

from tracker.clock import SHANGHAI

_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


class Daily(NamedTuple):
    """Every day at a time; with ``weekday`` (0 is Monday) only on that day of the week."""

    hour: int
    minute: int = 0
    weekday: int | None = None

    def latest(self, now: dt.datetime) -> dt.datetime:
        """The last time it was due, at or before ``now``."""
        here = now.astimezone(SHANGHAI)
        due = here.replace(hour=self.hour, minute=self.minute, second=0, microsecond=0)
        while due > here or self.weekday not in (None, due.weekday()):
            due -= dt.timedelta(days=1)
        return due.astimezone(dt.UTC)

    def next(self, now: dt.datetime) -> dt.datetime:
        """The next time it is due, after ``now``."""
        step = dt.timedelta(days=1 if self.weekday is None else 7)
        return self.latest(now) + step

    @property
    def cron(self) -> dict[str, int]:
        """As fields of a cron trigger."""
        fields = {"hour": self.hour, "minute": self.minute}
        return fields if self.weekday is None else fields | {"day_of_week": self.weekday}


class Every(NamedTuple):
    """Again and again, so many seconds apart."""

    seconds: int

    def latest(self, now: dt.datetime) -> dt.datetime:
        """The last time it was due, at or before ``now``."""
        return _EPOCH + dt.timedelta(
            seconds=(now - _EPOCH) // dt.timedelta(seconds=self.seconds) * self.seconds
        )

    def next(self, now: dt.datetime) -> dt.datetime:
        """The next time it is due, after ``now``."""
        return self.latest(now) + dt.timedelta(seconds=self.seconds)

    @property
    def cron(self) -> None:
        """It counts seconds instead."""
        return None


Times: TypeAlias = Daily | Every


def instant(moment: dt.datetime) -> str:
    """A moment as the store keeps it; such texts are in the order of time."""
    return moment.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def moment(text: str) -> dt.datetime:
    """The moment such a text means."""
    return dt.datetime.fromisoformat(text)

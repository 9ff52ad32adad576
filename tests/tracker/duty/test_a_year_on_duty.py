"""A year of a bureau whose scheduler is switched off, killed, locked out, doubled and told the wrong time.

It must end with exactly the verdicts of a scheduler that looked every single day. ``EFFORT`` sets how many years.
"""

from __future__ import annotations

import datetime as dt
import random
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from events.store import StoreBusy
from tests.effort import EFFORT
from tests.tracker.duty.offices import Office
from tracker.decisions.state import Refusal
from tracker.duty.watch import Watch
from tracker.duty.work import Work
from tracker.requests import ChangeSetting, ChooseMeasure
from tracker.service import Tracker
from tracker.settings import Settings

STEP = 1 if EFFORT > 1 else 4
"""A day at a time when there is time; in an ordinary run every fourth day."""
FIRST, LAST = dt.date(2022, 1, 6), dt.date(2023, 2, 20)


class Killed(BaseException):
    """The process is gone in the middle of its work."""


class Clock:
    """Beijing's time, which the test moves; the business day follows it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._patch = monkeypatch
        self.to(FIRST)

    def to(self, day: dt.date, hour: int = 9) -> None:
        self.now = dt.datetime(
            day.year, day.month, day.day, hour, tzinfo=dt.timezone(dt.timedelta(hours=8))
        ).astimezone(dt.UTC)
        self._patch.setenv("TRACKER_TODAY", day.isoformat())

    def __call__(self) -> dt.datetime:
        return self.now


class Checking(Watch):
    """A watch that looks at the ledgers and leaves the nightly work alone."""

    def works(self) -> Sequence[Work]:
        return [work for work in super().works() if work.name in ("timeliness", "alerts")]


@contextmanager
def killed_after(appends: int) -> Iterator[None]:
    """So many appends succeed, then the process dies between the insert and the commit."""
    left, original = [appends], Tracker.append

    def append(self: Tracker, *said: Any) -> Any:
        recorded = original(self, *said)
        if left[0] == 0:
            raise Killed
        left[0] -= 1
        return recorded

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Tracker, "append", append)
        with suppress(Killed):
            yield


@contextmanager
def locked(office: Office) -> Iterator[None]:
    """Somebody else holds the store."""

    def busy(*_: object, **__: object) -> None:
        raise StoreBusy("locked", where="here")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(type(office.store.database), "begin", busy)
        yield


def bad_day(office: Office, clock: Clock, day: dt.date, chance: random.Random) -> None:
    """What may happen to somebody who is on duty."""
    watch = Checking(office.store, None, Settings(), now=clock)
    match chance.choice(("off", "off", "killed", "killed", "locked", "set back", "two at once", "well")):
        case "killed":
            with killed_after(chance.randint(0, 2)):
                watch._beat()
        case "locked":
            with locked(office):
                watch._beat()
        case "set back":
            clock.to(day - dt.timedelta(days=chance.randint(1, 40)), chance.randint(0, 23))
            watch._beat()
        case "two at once":
            other = Checking(office.store, None, Settings(), now=clock)
            watch._beat()
            other._beat()
        case "well":
            watch._beat()


def what_people_do(seed: int) -> dict[str, list[Any]]:
    """The year's facts by the day they are entered: late payments, late entries, deadlines and settings changed."""
    chance, by_day = random.Random(seed), dict[str, list[Any]]()

    def enter(day: dt.date, what: Any) -> None:
        by_day.setdefault(min(day, dt.date(2022, 12, 31)).isoformat(), []).append(what)

    for month in range(1, 13):
        paid = dt.date(2022, month, chance.randint(8, 27))
        people = chance.randint(88, 100)
        said = {"on": paid.isoformat(), "people_due": 100, "people_paid": people, "yuan": 1000}
        late = chance.randint(0, 45) if chance.random() < 0.4 else 0
        enter(paid + dt.timedelta(days=late), ("pay", said))
        if chance.random() < 0.7:
            typed = {"numerator": str(chance.randint(85, 100)), "denominator": "100"}
            enter(paid + dt.timedelta(days=chance.randint(5, 60)), ("measure", f"2022-{month:02d}", typed))
    for day, deadline in ((40, "working_day:8"), (120, "day:20"), (200, "default")):
        enter(FIRST + dt.timedelta(days=day), ("deadline", chance.choice(("P01.03", "P02.05")), deadline))
    for day in (60, 150):
        enter(FIRST + dt.timedelta(days=day), ("setting", chance.randint(1, 12)))
    return by_day


def do(office: Office, what: Any) -> None:
    match what:
        case ("pay", said):
            office.pay(due_on=said["on"], **said)
        case ("measure", period, typed) if period <= office.day[:7]:
            office.measure("P02.05", period, **typed)
        case ("deadline", code, deadline):
            office.tracker.record(ChooseMeasure(indicator=code, deadline=deadline))
        case ("setting", number):
            with suppress(Refusal):  # it is that already
                office.tracker.record(ChangeSetting(name="reporting_deadline", value=number))


def verdicts(office: Office) -> tuple[Any, Any]:
    """What was judged of every month, and the alerts open; not which deadline it was first judged by."""
    with office.tracker.view(as_of="9999-12-31") as (_, view):
        opened = {a.id for a in view.alerts.values() if a.kind == "timeliness" and a.closed_on is None}
        judged = {
            (month, each.indicator): (
                each.status,
                each.numerator,
                each.denominator,
                each.comparator,
                each.target,
            )
            for month, checked in view.checks.items()
            for each in checked.results
        }
        return judged, opened


@pytest.mark.parametrize("seed", range(max(2, EFFORT // 2)))
def test_a_year_with_faults_ends_with_the_verdicts_of_a_perfect_clock(
    seed: int, sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", ("America/New_York", "Asia/Shanghai")[seed % 2])  # clocks change in the first
    time.tzset()
    perfect, patchy = Office(sqlite_url), Office(f"sqlite:///{tmp_path}/patchy.db")
    clock, chance, facts = Clock(monkeypatch), random.Random(seed), what_people_do(seed + 1000)
    for office in (perfect, patchy):
        office.grant()
    steady = Checking(perfect.store, None, Settings(), now=clock)
    day = FIRST
    while day < LAST:
        for office in (perfect, patchy):
            office.day = day.isoformat()
            for past in range(STEP):  # what was to be entered since the last visit
                for what in facts.get((day - dt.timedelta(days=STEP - 1 - past)).isoformat(), []):
                    do(office, what)
        clock.to(day)
        steady._beat()
        bad_day(patchy, clock, day, chance)
        day += dt.timedelta(days=STEP)
    clock.to(LAST)
    for office in (perfect, patchy):
        Checking(office.store, None, Settings(), now=clock)._beat()
    clock.now += dt.timedelta(minutes=11)  # what a killed one held has been let go
    Checking(patchy.store, None, Settings(), now=clock)._beat()
    assert verdicts(patchy) == verdicts(perfect)
    assert {month for month, _ in verdicts(perfect)[0]} == {f"2022-{month:02d}" for month in range(1, 13)}
    for office in (perfect, patchy):
        with office.store.reader("900/2022") as log:
            assert log.head.position == sum(1 for _ in log.read())
        office.store.close()
    monkeypatch.undo()
    time.tzset()

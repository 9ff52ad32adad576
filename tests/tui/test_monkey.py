"""Whatever is pressed, typed, pasted and clicked, and whoever records beside: the desk stays up, the log verifies.

MONKEY_DEEDS says how many deeds, MONKEY_MINUTES how long at least, over both runs; MONKEY_SEED repeats one.
"""

from __future__ import annotations

import os
import secrets
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from random import Random

import pytest

from events.store_verification import verify_ledger
from tests.builders import LEDGER, Desk
from tests.tui.desk import NARROW, WIDE, opened
from tests.tui.monkey import PAGES, Monkey, every_page
from tests.tui.monkey_files import write_files
from tests.tui.test_looks import a_desk
from tracker.evidence import EvidenceFiles
from tracker.projections.folding import fold
from tracker.projections.ledger_view import LedgerView
from tracker.service import Tracker
from tui.app import DeskApp
from tui.remembered import Remembered

DEEDS = int(os.environ.get("MONKEY_DEEDS", "40"))
MINUTES = float(os.environ.get("MONKEY_MINUTES", "0"))
ENOUGH_MINUTES = 10
"""After so long nearly every page there is must have been seen; that there is a way to each is a test of its own."""
FEW = 6
"""So many pages may stay unseen in one long run: what was done before can bar the way (books closed, no list left)."""


@asynccontextmanager
async def a_monkey(
    directory: Path, seed: int, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[tuple[Desk, Monkey]]:
    """One at a desk of its own, with files to pick and somebody else in the ledger; the log is sound afterwards."""
    files = directory / "files"
    files.mkdir()
    write_files(files)
    monkeypatch.chdir(files)
    monkeypatch.setenv("TRACKER_KEYS", str(directory / "keys"))
    monkeypatch.setattr(DeskApp, "action_quit", lambda _: None)
    Remembered(directory, folder=str(files)).save()
    desk, random = a_desk(), Random(seed)
    other = Tracker(desk.store, LEDGER, actor="other", today=lambda: desk.day)
    async with opened(desk, directory, size=random.choice((NARROW, WIDE))) as pilot:
        evidence = EvidenceFiles(directory / "evidence")
        pilot.app.session.evidence_of = lambda: evidence  # type: ignore[attr-defined]
        yield desk, Monkey(pilot, other, files, random)
    with desk.tracker.reading() as (log, view):
        assert verify_ledger(log).ok
        assert fold(LedgerView(), log.read()) == view, "what the desk shows is what a replay gives"


async def test_the_monkey_knows_the_way_to_every_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with a_monkey(tmp_path, 0, monkeypatch) as (_, monkey):
        for route in PAGES:
            await monkey.walk(route)
        assert every_page() - set(monkey.visited) == set()


@pytest.mark.parametrize("number", range(2))
async def test_whatever_is_done_the_desk_stays_up(
    tmp_path: Path, number: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    given = os.environ.get("MONKEY_SEED")
    seed = int(given) if given else secrets.randbelow(10**6) if MINUTES else number
    with capsys.disabled():
        print(f"\nMONKEY_SEED={seed}", flush=True)
    until = time.monotonic() + MINUTES * 60 / 2
    async with a_monkey(tmp_path, seed, monkeypatch) as (desk, monkey):
        while sum(monkey.did.values()) < DEEDS or time.monotonic() < until:
            await monkey.act()
        if MINUTES:
            with capsys.disabled():
                print(told(desk, monkey), flush=True)
        unseen = every_page() - set(monkey.visited)
    assert MINUTES < ENOUGH_MINUTES or len(unseen) <= FEW, unseen


def told(desk: Desk, monkey: Monkey) -> str:
    """What was done, what was seen, what was recorded."""
    parts = {"did": monkey.did, "pages": monkey.visited, "recorded": Counter(desk.events())}
    lines = [
        f"{name}: {', '.join(f'{what} {n}' for what, n in counted.most_common())}"
        for name, counted in parts.items()
    ]
    return "\n".join(
        [*lines, f"never seen: {', '.join(sorted(every_page() - set(monkey.visited))) or 'nothing'}"]
    )

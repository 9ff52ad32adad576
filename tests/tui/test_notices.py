"""A notice that runs out while it is being drawn goes; it does not stop the desk."""

from __future__ import annotations

import asyncio
from pathlib import Path
from time import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.notifications import Notification, Notify
from textual.widgets._toast import Toast

from tests.builders import Desk
from tests.tui.desk import opened
from tui import notices
from tui.notices import Notice


@given(
    ago=st.floats(-10, 10_000, allow_nan=False), timeout=st.floats(-5, 60, allow_nan=False), message=st.text()
)
def test_some_time_is_always_left(ago: float, timeout: float, message: str) -> None:
    given_ = Notification(message, severity="warning", timeout=timeout, raised_at=time() - ago)
    notice = Notice.of(given_)
    assert notice.time_left > 0
    assert (notice.message, notice.identity, notice.severity) == (message, given_.identity, "warning")
    assert Notice.of(notice) == notice


def test_it_expires_all_the_same() -> None:
    assert Notice("x", timeout=1, raised_at=time() - 2).has_expired
    assert not Notice("x", timeout=60).has_expired


async def test_one_that_runs_out_before_it_is_drawn_is_drawn_and_goes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Notice, "has_expired", False)  # as it was when that was asked
    monkeypatch.setattr(notices, "SHORTEST_SECONDS", 0.5)  # long enough to be seen by this test
    async with opened(Desk(day="2022-04-20"), tmp_path) as pilot:
        pilot.app.post_message(Notify(Notification("x", timeout=1, raised_at=time() - 2)))
        seen = 0
        for _ in range(100):
            await pilot.pause()
            toasts = list(pilot.app.screen.query(Toast))
            assert all(toast._timeout > 0 for toast in toasts)
            seen = max(seen, len(toasts))
            if seen and not toasts:
                break
            await asyncio.sleep(0.02)
        assert seen == 1
        assert not pilot.app.screen.query(Toast)

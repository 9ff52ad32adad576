"""The bar: on a terminal, after a while, even where the work has nothing to tell; gone when it ends."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]

WORK = """
import time
from tracker.cli import progress
progress.PATIENCE_SECONDS = {patience}
with progress.counting("读取", {total}) as tell:
    tell(3)
    time.sleep({seconds})
    while {until_shown} and tell.__self__._progress is None:
        time.sleep(0.05)
print("done")
"""


def on_a_terminal(code: str) -> str:
    """What a terminal of 80 columns is sent on stderr while the code runs."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-c", code]
    environment = os.environ | {"COLUMNS": "80", "TERM": "xterm", "NO_COLOR": "1"}
    with subprocess.Popen(command, cwd=ROOT, stderr=theirs, stdout=subprocess.PIPE, env=environment) as run:
        os.close(theirs)
        said = b""
        while part := read(ours):
            said += part
        assert run.wait() == 0
    os.close(ours)
    return said.decode()


def read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 4096)
    except OSError:  # the other end has closed
        return b""


@pytest.mark.parametrize(("total", "shown"), [("10", "3/10"), ("None", "3/?")])
def test_long_work_shows_a_bar_on_a_terminal(total: str, shown: str) -> None:
    said = on_a_terminal(WORK.format(total=total, seconds=0, patience=0.1, until_shown=True))
    assert "读取" in said
    assert shown in said


def test_short_work_shows_nothing() -> None:
    assert on_a_terminal(WORK.format(total=10, seconds=0, patience=30, until_shown=False)) == ""


def test_nothing_is_shown_where_stderr_is_no_terminal() -> None:
    command = [sys.executable, "-c", WORK.format(total=10, seconds=0.5, patience=0.01, until_shown=False)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("done\n", "")

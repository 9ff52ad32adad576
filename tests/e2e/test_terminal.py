"""The desk in a real terminal, from outside: killed with a half-typed payment, and beside another clerk."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.conftest import CALLERS
from tests.e2e.tmux import Tmux

pytestmark = pytest.mark.skipif(shutil.which("tmux") is None, reason="no tmux is installed here")

PAYEE = "临河县公益岗位代发户"
TABS_TO_PAYEE = 6
"""From the amount."""


class Clerk:
    """One clerk: a store, a name, and the two ways to the program."""

    def __init__(self, store: Path, home: Path, actor: str) -> None:
        self.store = store
        kept = {
            name: value for name, value in os.environ.items() if name not in (*CALLERS, "TMUX", "TMUX_PANE")
        }
        state = {"XDG_STATE_HOME": str(home / "state"), "XDG_DATA_HOME": str(home / "data")}
        said = {"TRACKER_TODAY": "2023-06-15", "TRACKER_ACTOR": actor, "LANG": "C.UTF-8"}
        self.environment = {**kept, **state, **said}

    def program(self, *words: str) -> list[str]:
        return [sys.executable, "-m", "tracker", "--db", f"sqlite:///{self.store}", *words]

    def run(self, *words: str) -> Any:
        command = [*self.program("--json"), *words]
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True, check=True)
        return json.loads(done.stdout)

    def payments(self) -> list[dict[str, Any]]:
        return [event for event in self.run("log", "list") if event["type"] == "DisbursementRecorded"]


@pytest.fixture
def clerk(opened_store: Path, tmp_path: Path) -> Clerk:
    for file in opened_store.parent.glob("office.db*"):
        shutil.copy(file, tmp_path / file.name)
    made = Clerk(tmp_path / "office.db", tmp_path, "wang")
    for project in ("P01", "P02"):
        made.run("record", "appropriation", "--project", project, "--amount", "50000", "--on", "2023-01-05")
    return made


@pytest.fixture
def terminal(clerk: Clerk, tmp_path: Path) -> Iterator[Tmux]:
    # A socket's path is short; pytest's directories are not.
    socket = Path("/tmp") / f"desk-{os.getpid()}-{abs(hash(tmp_path)) % 10**8}"
    made = Tmux(socket, clerk.environment)
    yield made
    made.close()
    socket.unlink(missing_ok=True)


def drafted(clerk: Clerk) -> str:
    kept = Path(clerk.environment["XDG_STATE_HOME"]).rglob("drafts/**/*.json")
    return "".join(path.read_text("utf-8") for path in kept)


def test_a_payment_half_typed_when_the_power_fails_is_there_again_and_recorded_once(
    clerk: Clerk, terminal: Tmux
) -> None:
    terminal.start(clerk.program("tui"))
    terminal.wait_for("公益岗位补贴", "余额 100,000.00")
    terminal.press("p")
    terminal.wait_for("收款")
    terminal.type("1234.56")
    terminal.press(*["Tab"] * TABS_TO_PAYEE)
    terminal.type(PAYEE)
    terminal.wait_for("1234.56", PAYEE)
    terminal.until(lambda _: PAYEE in drafted(clerk), "the draft is kept")
    terminal.kill()

    terminal.start(clerk.program("tui"))
    terminal.wait_for("公益岗位补贴")
    terminal.press("p")
    terminal.wait_for("1234.56", PAYEE, "已恢复")
    terminal.resize(80, 24)
    terminal.wait_for("1234.56")
    assert clerk.payments() == [], "a draft is no event"
    terminal.press("C-s", "C-s")
    terminal.wait_for("已记录")
    assert [event["actor"] for event in clerk.payments()] == ["wang"]
    terminal.until(lambda _: PAYEE not in drafted(clerk), "the draft is done with")
    terminal.press("F3")
    terminal.wait_for("1,234.56")


def test_what_another_clerk_records_appears_and_disturbs_nobody(
    clerk: Clerk, terminal: Tmux, tmp_path: Path
) -> None:
    other = Clerk(clerk.store, tmp_path / "other", "li")
    terminal.start(clerk.program("tui"))
    terminal.wait_for("公益岗位补贴", "余额 100,000.00")
    terminal.press("p")
    terminal.wait_for("收款")
    terminal.type("77")
    terminal.wait_for("77")
    other.run("record", "disbursement", "--project", "P01", "--amount", "8888", "--paid", "2023-06-14")
    shown = terminal.wait_for("41,035.00", "另有 li")
    assert "另有 li" in shown.splitlines()[0], "who else records stands in the first line"
    terminal.type("66")
    terminal.wait_for("7766", "33,346.00")
    terminal.press("Escape")
    terminal.until(
        lambda screen: "收款单位" not in screen and "支付 8,888.00" in screen, "the overview, up to date"
    )

    terminal.press("F3")
    terminal.wait_for("共 26 个事件")
    terminal.press("Down", "Down", "Down", "/")
    terminal.type("88")
    terminal.wait_for("找到", "8,888.00")
    other.run("record", "disbursement", "--project", "P01", "--amount", "8811.22", "--paid", "2023-06-14")
    terminal.wait_for("8,811.22")
    terminal.type("11")
    terminal.until(
        lambda screen: "8811" in screen and "8,888.00" not in screen, "both halves of what was typed"
    )

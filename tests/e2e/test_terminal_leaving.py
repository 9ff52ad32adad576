"""The desk in a real terminal when it is ended, stopped, made small or is of an old kind: nothing is left behind."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.clerk import Clerk, clerk, needs_tmux, terminal
from tests.e2e.tmux import Tmux

__all__ = ["clerk", "terminal"]

pytestmark = needs_tmux


def desk_of(terminal: Tmux) -> int:
    """The process of the desk that a shell has started."""
    children = Path(f"/proc/{terminal.told('pane_pid')}/task/{terminal.told('pane_pid')}/children")
    return int(children.read_text().split()[0])


@pytest.fixture
def in_a_shell(clerk: Clerk, terminal: Tmux) -> Iterator[Tmux]:
    """The desk, started from a shell, with a payment half typed."""
    terminal.environment = {**terminal.environment, "PS1": "READY> "}
    terminal.start(["bash", "--norc", "--noprofile"])
    terminal.wait_for("READY>")
    terminal.type(f"{shlex.join(clerk.program('tui'))}; echo ENDED=$?")
    terminal.press("Enter")
    terminal.wait_for("公益岗位补贴", "余额 100,000.00")
    terminal.press("p")
    terminal.wait_for("收款")
    terminal.type("77")
    terminal.wait_for("77")
    terminal.until(lambda _: '"77"' in clerk.drafted(), "the draft is kept")
    return terminal


def is_clean(terminal: Tmux) -> bool:
    """Whether it is the shell's own screen, with a cursor and no mouse."""
    flags = [terminal.told(flag) for flag in ("alternate_on", "mouse_any_flag", "cursor_flag")]
    return flags == ["0", "0", "1"]


def echoes(terminal: Tmux) -> bool:
    """Whether a command of the shell finds a terminal that shows what is typed, line by line."""
    terminal.type("echo SET:$(stty -a | grep -o -w -e '-\\?echo' -e '-\\?icanon' | sort | xargs):")
    terminal.press("Enter")
    terminal.until(
        lambda screen: "SET:echo icanon:" in screen or "SET:-" in screen, "what the terminal is set to"
    )
    return "SET:echo icanon:" in terminal.screen()


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129), (signal.SIGINT, 0)]
)
def test_ended_from_outside_it_leaves_the_terminal_as_it_was(
    clerk: Clerk, in_a_shell: Tmux, number: signal.Signals, code: int
) -> None:
    os.kill(desk_of(in_a_shell), number)
    in_a_shell.wait_for(f"ENDED={code}")
    assert is_clean(in_a_shell)
    assert echoes(in_a_shell)
    assert clerk.payments() == []
    assert '"77"' in clerk.drafted()
    clerk.run("log", "verify")


def test_its_terminal_is_closed_and_it_ends(clerk: Clerk, in_a_shell: Tmux) -> None:
    desk = desk_of(in_a_shell)
    in_a_shell.close()
    ended = subprocess.run(["timeout", "60", "tail", f"--pid={desk}", "-f", "/dev/null"], check=False)
    assert ended.returncode == 0, "nobody is left to look at it"
    assert clerk.payments() == []
    assert '"77"' in clerk.drafted()


def test_ctrl_c_says_how_to_leave_and_ends_nothing(clerk: Clerk, in_a_shell: Tmux) -> None:
    in_a_shell.press("Escape")
    in_a_shell.until(lambda screen: "收款单位" not in screen, "the overview")
    in_a_shell.press("C-c")
    in_a_shell.wait_for("要退出请按 ^Q")
    in_a_shell.press("C-q")
    in_a_shell.wait_for("ENDED=0")
    assert is_clean(in_a_shell)


def test_stopped_and_brought_back_it_stands_as_it_stood(clerk: Clerk, in_a_shell: Tmux) -> None:
    os.kill(desk_of(in_a_shell), signal.SIGTSTP)
    in_a_shell.until(lambda screen: "Stopped" in screen, "the shell")
    assert is_clean(in_a_shell)
    in_a_shell.type("fg")
    in_a_shell.press("Enter")
    in_a_shell.wait_for("收款单位", "77")
    in_a_shell.type("88")
    in_a_shell.wait_for("7788", "本次 7,788.00")
    in_a_shell.press("C-s")
    in_a_shell.wait_for("已记录")
    assert [event["payload"]["amount_fen"] for event in clerk.payments()] == [778_800]


def test_a_window_that_changes_its_size_loses_no_key(clerk: Clerk, in_a_shell: Tmux) -> None:
    for number, size in enumerate(((120, 40), (40, 10), (200, 60), (60, 15), (80, 24))):
        in_a_shell.resize(*size)
        in_a_shell.type(str(number))
    in_a_shell.wait_for("7701234")
    in_a_shell.press("C-s")
    in_a_shell.wait_for("7701234")
    in_a_shell.press(*["BSpace"] * 3, "C-s")
    in_a_shell.wait_for("已记录")
    assert [event["payload"]["amount_fen"] for event in clerk.payments()] == [770_100]


def test_a_window_of_forty_by_ten_is_small_and_no_obstacle(clerk: Clerk, terminal: Tmux) -> None:
    terminal.size = (40, 10)
    terminal.start(clerk.program("tui"))
    terminal.wait_for("P01")
    terminal.press("p")
    terminal.wait_for("金额")
    terminal.type("12.5")
    terminal.wait_for("12.5")
    terminal.press("C-s")
    terminal.until(lambda _: len(clerk.payments()) == 1, "it is recorded")
    for key in ("F3", "F4", "F6", "F7", "F9", "F10", "F2"):
        terminal.press(key)
        terminal.wait_for("417/2023")


@pytest.mark.parametrize("kind", ["linux", "vt100"])
def test_an_old_console_in_plain_characters(clerk: Clerk, terminal: Tmux, kind: str) -> None:
    terminal.environment = {**terminal.environment, "TERM": kind}
    terminal.start(["env", f"TERM={kind}", *clerk.program("tui")])
    terminal.wait_for("公益岗位补贴")
    terminal.press("C-b", "p")
    shown = terminal.wait_for("收款", "+--")
    assert not [mark for mark in shown if "\u2500" <= mark <= "\u25ff"], shown
    terminal.type("5")
    terminal.press("C-s")
    terminal.until(lambda _: len(clerk.payments()) == 1, "it is recorded")


def test_without_colour_there_is_none(clerk: Clerk, terminal: Tmux) -> None:
    terminal.start(["env", "NO_COLOR=1", *clerk.program("tui")])
    terminal.wait_for("公益岗位补贴", "偏慢")
    terminal.press("F4", "F2", "p")
    terminal.wait_for("收款")
    assert terminal.colours() <= {"grey"}, "light and dark only"

"""Chinese in a real terminal: as an input method sends it, as it is pasted, at a field's edge, and taken back."""

from __future__ import annotations

from benchmarks.terminal import Terminal
from tests.e2e.clerk import Clerk, clerk, needs_tmux, terminal
from tests.e2e.tmux import Tmux

__all__ = ["clerk", "terminal"]

pytestmark = needs_tmux

TABS_TO_PAYEE = 6
PAYEE = "临河县劳动就业服务中心代发户"


def in_payee(clerk: Clerk, terminal: Tmux) -> None:
    """A payment of 100 yuan is being typed; one stands in its payee."""
    terminal.start(clerk.program("tui"))
    terminal.wait_for("公益岗位补贴", "余额 100,000.00")
    terminal.press("p")
    terminal.wait_for("收款")
    terminal.type("100")
    terminal.press(*["Tab"] * TABS_TO_PAYEE)


def payee_line(terminal: Tmux) -> str:
    return next((line for line in terminal.screen().splitlines() if "收款单位" in line), "")


def recorded_payee(clerk: Clerk, terminal: Tmux) -> str:
    terminal.press("C-s")
    terminal.wait_for("已记录")
    (payment,) = clerk.payments()
    return str(payment["payload"]["payee"])


def test_a_burst_of_characters_arrives_whole(clerk: Clerk, terminal: Tmux) -> None:
    in_payee(clerk, terminal)
    terminal.send(PAYEE.encode() * 3)
    terminal.wait_for("代发户")
    terminal.press(*["BSpace"] * len(PAYEE) * 2)
    terminal.until(lambda _: payee_line(terminal).count("临河") == 1, "one of three is left")
    assert recorded_payee(clerk, terminal) == PAYEE


def test_pinyin_in_between_and_taken_back_disturbs_nothing(clerk: Clerk, terminal: Tmux) -> None:
    in_payee(clerk, terminal)
    for pinyin, characters in (("linhe", "临河"), ("xian'", "县"), ("jiu ye", "就业")):
        terminal.type(pinyin)
        terminal.press(*["BSpace"] * len(pinyin))
        terminal.type(characters)
    terminal.wait_for("临河县就业")
    assert recorded_payee(clerk, terminal) == "临河县就业"


def test_a_character_torn_between_two_reads_is_one_character(clerk: Clerk, terminal: Tmux) -> None:
    in_payee(clerk, terminal)
    for byte in "县局".encode():
        terminal.send(bytes([byte]))
    terminal.wait_for("县局")
    assert recorded_payee(clerk, terminal) == "县局"


def test_wide_and_combining_characters_are_taken_back_one_by_one(clerk: Clerk, terminal: Tmux) -> None:
    in_payee(clerk, terminal)
    terminal.type("县e\u0301局𠮷ab")
    terminal.wait_for("𠮷ab")
    terminal.press(*["BSpace"] * 4)
    terminal.until(lambda _: "局" not in payee_line(terminal), "局 is gone")
    terminal.press("BSpace")
    terminal.type("乡")
    terminal.wait_for("县e乡")
    assert recorded_payee(clerk, terminal) == "县e乡"


def test_wide_characters_at_the_fields_right_edge_keep_the_frame(clerk: Clerk, terminal: Tmux) -> None:
    terminal.size = (80, 24)
    in_payee(clerk, terminal)
    for odd in ("", "x"):
        terminal.type(odd + "长" * 60 + "尾")
        terminal.wait_for("尾")
        line = payee_line(terminal)
        assert line.rstrip().endswith("│"), line
        frame = [shown for shown in terminal.screen().splitlines() if shown.rstrip().endswith("│")]
        assert len({cells(shown.rstrip()) for shown in frame}) == 1, "the frame is straight"
        terminal.press("Home")
        terminal.until(lambda _: "尾" not in payee_line(terminal), "the beginning is in sight")
        terminal.press("C-k")
    terminal.type("户")
    terminal.wait_for("户")
    assert recorded_payee(clerk, terminal) == "户"


def cells(line: str) -> int:
    from rich.cells import cell_len

    return cell_len(line)


def test_what_is_pasted_is_one_line(clerk: Clerk, terminal: Tmux) -> None:
    in_payee(clerk, terminal)
    terminal.paste("临河县\n就业\t[/][bold]中心\n")
    terminal.wait_for("临河县 就业 [/][bold]中心")
    assert recorded_payee(clerk, terminal) == "临河县 就业 [/][bold]中心"
    terminal.press("F3")
    assert "流水" in terminal.wait_for("临河县 就业 [/]")


def test_what_is_pasted_is_obeyed_by_no_terminal(clerk: Clerk) -> None:
    """Over a bare wire: a terminal's window in between would take the worst out of it."""
    taken = "\x1b]0;taken\x07\x1b[2J\x9b31m中心"
    with Terminal(clerk.program("tui"), size=(100, 30), environment=clerk.environment) as wire:
        wire.wait_for("余额")
        wire.settle()
        wire.press(b"p")
        wire.wait_for("收款")
        wire.press(b"100" + b"\t" * TABS_TO_PAYEE)
        wire.settle()
        since = len(wire.written)
        wire.press(b"\x1b[200~" + taken.encode() + b"\x1b[201~")
        wire.wait_for("中心", since=since)
        wire.settle()
        wire.press(b"\x13")
        wire.wait_for("已记录", since=since)
        wire.press(b"\x1bOR")
        wire.wait_for("流水", since=since)
        wire.settle()
        shown = bytes(wire.written[since:])
    assert not [bad for bad in (b"\x1b]0;taken", b"\x1b[2J", "\x9b".encode()) if bad in shown]
    (payment,) = clerk.payments()
    payee = payment["payload"]["payee"]
    assert payee.isprintable()
    assert payee.endswith("中心")

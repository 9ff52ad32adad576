"""A program in a real terminal: a tmux server of its own, keys as a keyboard sends them, the screen as text."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

PATIENCE_SECONDS = 60


class Tmux:
    """One window. What is waited for is waited for long: a loaded machine is no defect."""

    def __init__(
        self, socket: Path, environment: Mapping[str, str], size: tuple[int, int] = (100, 30)
    ) -> None:
        self.socket, self.environment, self.size = socket, environment, size

    def start(self, command: Sequence[str]) -> None:
        """Run a program in a new window."""
        given = [word for name, value in self.environment.items() for word in ("-e", f"{name}={value}")]
        width, height = map(str, self.size)
        self._ask(
            "-f", "/dev/null", "new-session", "-d", "-s", "desk", "-x", width, "-y", height, *given, *command
        )

    def press(self, *keys: str) -> None:
        """Keys by tmux's names: ``Enter``, ``Down``, ``C-s``."""
        self._ask("send-keys", "-t", "desk", *keys)

    def type(self, text: str) -> None:
        """Characters, as an input method hands them over."""
        self._ask("send-keys", "-t", "desk", "-l", text)

    def paste(self, text: str) -> None:
        """What another window has copied, between the marks a terminal puts around a paste."""
        self._ask("set-buffer", "--", text)
        self._ask("paste-buffer", "-p", "-r", "-t", "desk")

    def send(self, sent: bytes) -> None:
        """Bytes as they come over the wire."""
        self._ask("send-keys", "-t", "desk", "-H", *(f"{byte:02x}" for byte in sent))

    def resize(self, width: int, height: int) -> None:
        """Another size of the window."""
        self._ask("resize-window", "-t", "desk", "-x", str(width), "-y", str(height))

    def screen(self) -> str:
        """What is seen."""
        return self._ask("capture-pane", "-t", "desk", "-p")

    def colours(self) -> set[str]:
        """Whether what is seen has colours: ``grey`` and ``colour``."""
        shown = self._ask("capture-pane", "-t", "desk", "-p", "-e")
        triples = re.findall(r"[34]8;2;(\d+);(\d+);(\d+)", shown)
        found = {"grey" if len(set(triple)) == 1 else "colour" for triple in triples}
        return found | (
            {"colour"} if re.search(r"\x1b\[(?:\d+;)*(?:3[1-6]|4[1-6]|9[1-6])(?:;\d+)*m", shown) else set()
        )

    def told(self, what: str) -> str:
        """What the terminal itself knows: ``alternate_on``, ``mouse_any_flag``, ``cursor_flag``, ``pane_title``."""
        return self._ask("display-message", "-p", "-t", "desk", f"#{{{what}}}").strip()

    def wait_for(self, *texts: str) -> str:
        """The screen, once all of it is there."""
        return self.until(lambda screen: all(text in screen for text in texts), f"{texts} on screen")

    def until(self, seen: Callable[[str], bool], what: str) -> str:
        """The screen, once it is as wanted."""
        end = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < end:
            if seen(shown := self.screen()):
                return shown
            time.sleep(0.1)
        raise AssertionError(f"{what}: not so in\n{self.screen()}")

    def kill(self) -> None:
        """The program is gone at once, as by a power cut; so is the window."""
        pid = int(self.told("pane_pid"))
        os.kill(pid, signal.SIGKILL)
        end = time.monotonic() + PATIENCE_SECONDS
        while Path(f"/proc/{pid}").exists() and time.monotonic() < end:
            time.sleep(0.05)

    def close(self) -> None:
        """End whatever still runs."""
        subprocess.run(["tmux", "-S", str(self.socket), "kill-server"], capture_output=True, check=False)

    def _ask(self, *words: str) -> str:
        done = subprocess.run(
            ["tmux", "-S", str(self.socket), *words],
            env=dict(self.environment),  # not the test run's: it says how large its own terminal is
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout

"""A program in a real terminal: a tmux server of its own, keys as a keyboard sends them, the screen as text."""

from __future__ import annotations

import os
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

    def resize(self, width: int, height: int) -> None:
        """Another size of the window."""
        self._ask("resize-window", "-t", "desk", "-x", str(width), "-y", str(height))

    def screen(self) -> str:
        """What is seen."""
        return self._ask("capture-pane", "-t", "desk", "-p")

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
        pid = int(self._ask("display-message", "-p", "-t", "desk", "#{pane_pid}"))
        os.kill(pid, signal.SIGKILL)
        end = time.monotonic() + PATIENCE_SECONDS
        while Path(f"/proc/{pid}").exists() and time.monotonic() < end:
            time.sleep(0.05)

    def close(self) -> None:
        """End whatever still runs."""
        subprocess.run(["tmux", "-S", str(self.socket), "kill-server"], capture_output=True, check=False)

    def _ask(self, *words: str) -> str:
        done = subprocess.run(
            ["tmux", "-S", str(self.socket), *words], capture_output=True, text=True, check=True
        )
        return done.stdout

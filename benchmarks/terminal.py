"""A program in a pseudo terminal of its own, with the instants at which it wrote."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import termios
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType

NO_PAINT_SECONDS, BETWEEN_SECONDS = 0.35, 0.06
"""After how long a key has painted nothing; and the quiet before the next one."""


class Terminal:
    """A running program; ``started`` is when, ``written`` everything it has put out."""

    def __init__(
        self, command: Sequence[str], *, size: tuple[int, int] = (80, 24), environment: Mapping[str, str]
    ) -> None:
        self.started = self.pressed = time.perf_counter()
        self.written = bytearray()
        self.pid, self._master = pty.fork()
        if self.pid == 0:
            _become(command, size, environment)
        self.resize(size)

    def __enter__(self) -> Terminal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.kill()

    def resize(self, size: tuple[int, int]) -> None:
        """Give the window another size, in columns and rows."""
        _resize(self._master, size)

    def press(self, keys: bytes) -> None:
        """Send what a key sends; ``pressed`` is the instant."""
        self.pressed = time.perf_counter()
        os.write(self._master, keys)

    def read(self, seconds: float) -> bytes:
        """What it writes next, waiting at most so long; empty where it writes nothing."""
        if not select.select([self._master], [], [], max(0.0, seconds))[0]:
            return b""
        try:
            chunk = os.read(self._master, 65_536)
        except OSError:
            return b""
        self.written += chunk
        return chunk

    def wait_for(self, mark: str, *, since: int = 0, seconds: float = 60.0) -> float:
        """The instant at which a text has been written; :class:`TimeoutError` where it never is."""
        deadline, wanted = time.perf_counter() + seconds, mark.encode()
        while wanted not in self.written[since:]:
            if not self.read(deadline - time.perf_counter()) and time.perf_counter() >= deadline:
                raise TimeoutError(f"{mark!r} did not appear; the last it wrote: {self.written[-400:]!r}")
        return time.perf_counter()

    def settle(self, quiet: float = 0.2, seconds: float = 30.0) -> None:
        """Read until it has been quiet for so long."""
        deadline = time.perf_counter() + seconds
        while self.read(quiet) and time.perf_counter() < deadline:
            pass

    def key_to_paint(self, keys: bytes, seconds: float = 2.0) -> float | None:
        """Seconds from a key to what it paints; None where it paints nothing."""
        self.press(keys)
        return time.perf_counter() - self.pressed if self.read(seconds) else None

    def painted(self, pressed: Sequence[bytes]) -> list[float]:
        """Seconds from each key to its paint; keys with nothing to do are left out."""
        found = []
        for key in pressed:
            seconds = self.key_to_paint(key, NO_PAINT_SECONDS)
            if seconds is not None:
                found.append(seconds)
                self.settle(BETWEEN_SECONDS)
        return found

    def peak_bytes(self) -> int:
        """The most memory it has held (Linux)."""
        for line in Path(f"/proc/{self.pid}/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
        raise OSError("no VmHWM")

    def kill(self) -> None:
        """End it at once, as a power cut would."""
        if self.pid:
            os.kill(self.pid, signal.SIGKILL)
            os.close(self._master)
            os.waitpid(self.pid, 0)
            self.pid = 0


def _become(command: Sequence[str], size: tuple[int, int], environment: Mapping[str, str]) -> None:
    """The child: wait for nothing, become the program."""
    _resize(0, size)
    os.execvpe(command[0], list(command), dict(environment))


def _resize(handle: int, size: tuple[int, int]) -> None:
    fcntl.ioctl(handle, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))

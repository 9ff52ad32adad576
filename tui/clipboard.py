"""Copying: by the terminal's own sequence (OSC 52), and through the system's clipboard where a program for it is."""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import Any

from textual.app import App

_PROGRAMS = (("wl-copy",), ("xclip", "-selection", "clipboard"), ("pbcopy",), ("clip.exe",))


def copy(app: App[Any], text: str) -> None:
    """Copy both ways; a system without a clipboard has the terminal's."""
    app.copy_to_clipboard(text)
    command = _program()
    if command is not None:
        app.run_worker(lambda: _hand_over(command, text), thread=True, exit_on_error=False, group="clipboard")


def _program() -> tuple[str, ...] | None:
    if not (
        os.environ.get("DISPLAY")
        or os.environ.get("WAYLAND_DISPLAY")
        or os.name == "nt"
        or os.uname().sysname == "Darwin"
    ):
        return None
    return next((command for command in _PROGRAMS if shutil.which(command[0])), None)


def _hand_over(command: tuple[str, ...], text: str) -> None:
    try:
        subprocess.run(command, input=text.encode(), timeout=3, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return

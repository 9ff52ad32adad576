"""Paths as people type them: quoted, from home, too long, of somebody who is not there."""

from __future__ import annotations

import errno
import stat
from pathlib import Path

from tracker.labels import Words


def path_typed(text: str) -> Path | None:
    """What was typed as a path; None where nothing was."""
    plain = text.strip().strip("'\"")
    if not plain:
        return None
    try:
        return Path(plain).expanduser()
    except RuntimeError:  # the home of nobody
        return Path(plain)


def why_not_a_file(say: Words, path: Path) -> str | None:
    """Why what stands at a path cannot be read as a file; None where it can be tried."""
    try:
        mode = path.stat().st_mode
    except OSError as error:
        if error.errno in (errno.ENOENT, errno.ENOTDIR):
            return say("fault.file_missing")
        return say("fault.file", reason=error.strerror or error)
    except ValueError:
        return say("fault.file_missing")
    if stat.S_ISDIR(mode):
        return say("fault.file_folder")
    return None if stat.S_ISREG(mode) else say("fault.file_device")


def is_file(path: Path) -> bool:
    """Whether a file stands there; what no system takes as a name is none."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def is_folder(path: Path) -> bool:
    """Whether a folder stands there."""
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False

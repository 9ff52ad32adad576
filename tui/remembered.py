"""What the desk remembers of a person between two days: theme, borders, keys; and drafts of what was typed."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import re
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from threading import Lock
from typing import get_args

from tracker.labels import Language

MOST_OF_A_NAME = 200
"""Bytes; a file's name has room for 255."""


@dataclass
class Remembered:
    """A person's choices, kept in one small file."""

    directory: Path
    theme: str = "tracker-light"
    ascii: bool = False
    language: Language | None = None
    """The language chosen on the desk; None where none was."""

    folder: str = ""
    """Where the last file was picked from."""

    keys: dict[str, str] = field(default_factory=dict)
    """Command id to the keys chosen for it."""

    headings: dict[str, dict[str, str]] = field(default_factory=dict)
    """Kind of fact to the headings of files, and our columns they were said to be; ``""`` is left out."""

    @classmethod
    def load(cls, directory: Path | None = None) -> Remembered:
        """What was kept, or the defaults; a file that cannot be read counts as none."""
        where = directory or _state_directory()
        kept = _read(where / "desk.json")
        keys, headings = kept.get("keys"), kept.get("headings")
        return cls(
            where,
            theme=str(kept.get("theme", "tracker-light")),
            ascii=kept.get("ascii") is True,
            language=_language(kept.get("language")),
            folder=str(kept.get("folder", "")),
            keys=_texts(keys),
            headings={str(kind): _texts(said) for kind, said in headings.items()}
            if isinstance(headings, dict)
            else {},
        )

    def save(self) -> None:
        """Keep it; a directory that cannot be written keeps nothing."""
        kept = asdict(self)
        del kept["directory"]
        _write(self.directory / "desk.json", kept)


class Draft:
    """What was being typed into one form of one ledger, with the idempotency key it was opened with."""

    def __init__(self, directory: Path, ledger: str, form: str, *about: str) -> None:
        """``about`` is what the form was opened for: an indicator and a month, an event, a file; each has its own."""
        self.directory, self.form = directory, _file_name(f"{ledger}.{form}")
        whole = ".".join(about)
        name = ".".join((self.form, _file_name(whole))) if about else self.form
        if len(name.encode()) > MOST_OF_A_NAME:
            name = f"{self.form}.{hashlib.sha256(whole.encode()).hexdigest()}"
        self.path = directory / f"{name}.json"
        self._pen = Lock()
        self._held: dict[str, object] | None = None
        self._is_due = False

    @property
    def old_of(self) -> dt.date | None:
        """The day it was left on, by this machine's calendar; None where that is today."""
        left = dt.datetime.fromtimestamp(_changed(self.path), dt.UTC).astimezone().date()
        return None if left == dt.datetime.now(dt.UTC).astimezone().date() else left

    def find(self, given: Mapping[str, str]) -> tuple[str, dict[str, str]] | None:
        """What was left behind here, or else last in the same form, where nothing in it speaks against what is given.

        A code may stand there with its name behind it.
        """
        others = [path for path in self.directory.glob(f"{self.form}*.json") if _is_of(path, self.form)]
        for path in (self.path, *sorted(others, key=_changed, reverse=True)):
            left = Draft._read(path)
            if left is not None and all(
                f"{left[1].get(name, text)} ".startswith(f"{text} ") for name, text in given.items()
            ):
                self.path = path
                return left
        return None

    @staticmethod
    def _read(path: Path) -> tuple[str, dict[str, str]] | None:
        """The key and what stood in the fields, or None where nothing was left behind."""
        kept = _read(path)
        key, typed = kept.get("key"), kept.get("typed")
        if not isinstance(key, str) or not isinstance(typed, dict):
            return None
        return key, {str(name): str(value) for name, value in typed.items()}

    def hold(self, key: str, typed: Mapping[str, str]) -> None:
        """This is what stands in the fields; :meth:`write` puts it on the disk."""
        self._held, self._is_due = {"key": key, "typed": dict(typed)}, True

    def write(self) -> None:
        """Put on the disk what is held last, whichever of several threads comes first or last."""
        with self._pen:
            if not self._is_due:
                return
            self._is_due = False
            if (held := self._held) is None:
                _remove(self.path)
            else:
                _write(self.path, held)

    def forget(self) -> None:
        """Nothing is being typed any more."""
        self._held, self._is_due = None, True
        self.write()


def _file_name(text: str) -> str:
    return re.sub(r"[^-.\w]", "-", text)


def _is_of(path: Path, form: str) -> bool:
    """Whether a draft is of a form, and not of one whose name only begins alike."""
    return path.stem == form or path.stem.startswith(f"{form}.")


def _changed(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0


def _language(kept: object) -> Language | None:
    return next((it for it in get_args(Language) if it == kept), None)


def _texts(kept: object) -> dict[str, str]:
    return {str(name): str(text) for name, text in kept.items()} if isinstance(kept, dict) else {}


def _state_directory() -> Path:
    from platformdirs import user_state_path

    return user_state_path("tracker", appauthor=False)


def _read(path: Path) -> dict[str, object]:
    try:
        kept = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return kept if isinstance(kept, dict) else {}


def _remove(path: Path) -> None:
    with suppress(OSError):
        path.unlink()


def _write(path: Path, kept: object) -> None:
    """Replace the file whole, readable by its owner only; a disk that refuses is no reason to stop working."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, name = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(kept, file, ensure_ascii=False)
        os.replace(name, path)
    except OSError:
        return

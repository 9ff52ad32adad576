"""The key file of a ledger: outside the store, readable by its owner alone, with its own backup.

For an SQLite store it lies beside the file, in ``<store>.keys/``; for a server in the user's data directory;
``TRACKER_KEYS`` names another directory. Whoever has neither the file nor its backup can't tell whom a list's
lines belong to.
"""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from tracker.rosters.pseudonyms import KEY_BYTES, RosterKey, key_of, new_key

FORMAT = "tracker-roster-keys/1"


class UnusableKeyFile(OSError):
    """The key file is there but is none, or belongs to another ledger."""


class KeyFile(NamedTuple):
    """Where a ledger's keys are kept."""

    path: Path
    ledger: str

    def held(self) -> tuple[RosterKey, ...]:
        """The keys in it, oldest first; none where there is no file. Raises OSError and :class:`UnusableKeyFile`."""
        try:
            text = self.path.read_text("utf-8")
        except FileNotFoundError:
            return ()
        return _read(text, self.ledger, self.path)

    def find(self, key_id: str) -> RosterKey | None:
        """The key with an id, or None."""
        return next((key for key in self.held() if key.id == key_id), None)

    def made(self) -> RosterKey:
        """The last key in the file; the file is made where there is none yet."""
        found = self.held()
        if not found:
            self._create((new_key(),))
            found = self.held()  # whoever was first wins
        return found[-1]

    def add(self, key: RosterKey) -> None:
        """Add a key to the file."""
        self.replace((*self.held(), key))

    def replace(self, keys: Sequence[RosterKey]) -> None:
        """Write the file anew with these keys; without any, remove it."""
        if not keys:
            self._shred()
            return
        part = self._write_part(keys)
        os.replace(part, self.path)
        _sync_directory(self.path.parent)

    def _create(self, keys: Sequence[RosterKey]) -> None:
        part = self._write_part(keys)
        try:
            os.link(part, self.path)
        except FileExistsError:
            pass
        finally:
            part.unlink()
        _sync_directory(self.path.parent)

    def _write_part(self, keys: Sequence[RosterKey]) -> Path:
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        part = self.path.with_name(f"{self.path.name}.{secrets.token_hex(4)}.part")
        write_private(part, key_text(keys, self.ledger))
        return part

    def _shred(self) -> None:
        """Overwrite and remove, also what a process killed while it wrote the file has left beside it."""
        if not self.path.parent.is_dir():
            return
        for left in (*self.path.parent.glob(f"{self.path.name}.*.part"), self.path):
            if left.exists():
                _overwrite(left)
                left.unlink()
        _sync_directory(self.path.parent)


def key_file(store: Path | None, ledger: str, *, where: str, environ_directory: str | None = None) -> KeyFile:
    """The key file of a ledger in a store: an SQLite file, or (None) the server at ``where``."""
    name = f"{ledger.replace('/', '-')}.json"
    if environ_directory:
        return KeyFile(Path(environ_directory) / name, ledger)
    if store is not None:
        return KeyFile(store.with_name(f"{store.name}.keys") / name, ledger)
    from platformdirs import user_data_path

    server = sha256(where.encode()).hexdigest()[:8]
    return KeyFile(user_data_path("tracker", appauthor=False) / "keys" / server / name, ledger)


def read_backup(path: Path, ledger: str) -> tuple[RosterKey, ...]:
    """The keys in a backup of a key file; raises OSError and :class:`UnusableKeyFile`."""
    return _read(path.read_text("utf-8"), ledger, path)


def write_private(path: Path, text: str) -> None:
    """Write a new file that nobody else may read, through to the disk; raises FileExistsError."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def key_text(keys: Sequence[RosterKey], ledger: str) -> str:
    """The text of a key file."""
    listed = [{"id": key.id, "key": key.secret.hex()} for key in keys]
    return json.dumps({"format": FORMAT, "ledger": ledger, "keys": listed}, indent=1) + "\n"


def _read(text: str, ledger: str, path: Path) -> tuple[RosterKey, ...]:
    try:
        document = json.loads(text)
        keys = tuple(key_of(bytes.fromhex(entry["key"])) for entry in document["keys"])
        named = [entry["id"] for entry in document["keys"]]
        good = document["format"] == FORMAT and document["ledger"] == ledger
    except (ValueError, TypeError, KeyError) as error:
        raise UnusableKeyFile(0, "not a key file", str(path)) from error
    if not good or named != [key.id for key in keys] or any(len(key.secret) != KEY_BYTES for key in keys):
        raise UnusableKeyFile(0, "not the key file of this ledger", str(path))
    return keys


def _overwrite(path: Path) -> None:
    """Fill a file with chance; on a disk that keeps old blocks only its removal is certain."""
    with path.open("r+b") as file:
        file.write(secrets.token_bytes(path.stat().st_size))
        file.flush()
        os.fsync(file.fileno())


def _sync_directory(directory: Path) -> None:
    if os.name != "posix":
        return
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

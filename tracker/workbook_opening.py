"""Opening a workbook for what it is, whatever its name says, and knowing one that only its password opens."""

from __future__ import annotations

import mmap
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

ZIP, COMPOUND = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
"""How workbooks of the newer and of the older kind begin."""
_NAMES = {ZIP: (".xlsx", ".xlsm", ".xlam", ".xlsb", ".ods"), COMPOUND: (".xls", ".xla")}
_LOCKED = "EncryptedPackage".encode("utf-16-le")
"""The stream a workbook with a password is kept in ([MS-OFFCRYPTO] 2.3.4)."""


class ProtectedWorkbook(Exception):
    """Only its password opens it."""


def kind_of(path: Path) -> bytes:
    """How it begins; raises OSError."""
    with path.open("rb") as file:
        return file.read(len(ZIP))


def open_workbook(path: Path) -> CalamineWorkbook:
    """Open it, of the older kind too; raises CalamineError, OSError and :class:`ProtectedWorkbook`."""
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    kind = kind_of(path)
    try:
        if path.suffix.lower() in _NAMES.get(kind, ()):
            return CalamineWorkbook.from_path(str(path))
        with path.open("rb") as file:
            return CalamineWorkbook.from_filelike(file)
    except PasswordError as error:
        raise ProtectedWorkbook from error
    except CalamineError as error:
        if kind == COMPOUND and _is_locked(path):
            raise ProtectedWorkbook from error
        raise


def _is_locked(path: Path) -> bool:
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as whole:
        return whole.find(_LOCKED) >= 0

"""Files of the older kind, OLE compound documents ([MS-CFB]), with what is asked for in them."""

from __future__ import annotations

import struct
from collections.abc import Mapping

_END, _FREE, _FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
_SECTOR, _LEAST = 512, 4096
"""Streams shorter than that would stand in a stream of small ones."""


def compound(streams: Mapping[str, bytes]) -> bytes:
    """A compound document with these streams in its root."""
    table, body, entries = [_FAT, _END], b"", [_entry("Root Entry", 5, _FREE, 1, _END, 0)]
    assert len(streams) < 4, "the directory has one sector"
    for number, (name, content) in enumerate(streams.items(), 1):
        padded = content.ljust(_LEAST, b"\0")
        padded += b"\0" * (-len(padded) % _SECTOR)
        first, sectors = len(table), len(padded) // _SECTOR
        table += [*range(first + 1, first + sectors), _END]
        body += padded
        right = number + 1 if number < len(streams) else _FREE
        entries.append(_entry(name, 2, right, _FREE, first, len(padded)))
    table += [_FREE] * (_SECTOR // 4 - len(table))
    directory = b"".join(entries).ljust(_SECTOR, b"\0")
    return _header() + struct.pack(f"<{_SECTOR // 4}I", *table) + directory + body


def _header() -> bytes:
    start = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16
    sizes = struct.pack("<5H6x", 0x3E, 3, 0xFFFE, 9, 6)
    places = struct.pack("<9I", 0, 1, 1, 0, _LEAST, _END, 0, _END, 0)
    return start + sizes + places + struct.pack("<109I", 0, *[_FREE] * 108)


def _entry(name: str, kind: int, right: int, child: int, first: int, size: int) -> bytes:
    text = (name + "\0").encode("utf-16-le")
    links = struct.pack("<HBB3I", len(text), kind, 1, _FREE, right, child)
    return text.ljust(64, b"\0") + links + struct.pack("<16sIQQIQ", b"", 0, 0, 0, first, size)


def locked_workbook() -> bytes:
    """What a spreadsheet program writes for a workbook with a password ([MS-OFFCRYPTO]); nothing can be read in it."""
    return compound({"EncryptedPackage": b"\x07" * 5_000, "EncryptionInfo": b"\x04\x00\x04\x00"})

"""Remembering every identifier seen, at sixteen bytes each. Standard library only."""

from __future__ import annotations


class SeenIds:
    """A set of UUIDs that mostly come in rising order, as a log's do.

    Rising ones lie packed one after the other and are looked up by halving; the few that come late lie in a set.
    """

    def __init__(self) -> None:
        self._rising = bytearray()
        self._last = b""
        self._late: set[bytes] = set()

    def add(self, identifier: str) -> bool:
        """Remember one; False if it was there already. Raises :class:`ValueError` for what is no hex."""
        packed = bytes.fromhex(identifier.replace("-", ""))
        if packed > self._last:
            self._rising += packed
            self._last = packed
            return True
        if packed in self._late or self._is_rising(packed):
            return False
        self._late.add(packed)
        return True

    def _is_rising(self, packed: bytes) -> bool:
        low, high = 0, len(self._rising) // 16
        while low < high:
            middle = (low + high) // 2
            if self._rising[middle * 16 : middle * 16 + 16] < packed:
                low = middle + 1
            else:
                high = middle
        return self._rising[low * 16 : low * 16 + 16] == packed

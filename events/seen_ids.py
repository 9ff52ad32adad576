"""Remembering every identifier seen, in a few bytes each. Standard library only."""

from __future__ import annotations

_LENGTH = 36


class SeenIds:
    """A set of UUIDs, written in lower case, that mostly come in rising order, as a log's do.

    Rising ones lie one after the other and are looked up by halving; the few that come late lie in a set.
    """

    def __init__(self) -> None:
        self._rising = bytearray()
        self._last = ""
        self._late: set[str] = set()

    def add(self, identifier: str) -> bool:
        """Remember one of 36 ASCII characters; False if it was there already."""
        if identifier > self._last:
            self._rising += identifier.encode("ascii")
            self._last = identifier
            return True
        if identifier in self._late or self._is_rising(identifier.encode("ascii")):
            return False
        self._late.add(identifier)
        return True

    def _is_rising(self, identifier: bytes) -> bool:
        low, high = 0, len(self._rising) // _LENGTH
        while low < high:
            middle = (low + high) // 2
            if self._rising[middle * _LENGTH : (middle + 1) * _LENGTH] < identifier:
                low = middle + 1
            else:
                high = middle
        return self._rising[low * _LENGTH : (low + 1) * _LENGTH] == identifier

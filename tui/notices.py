"""Sentences shown for some seconds in the corner."""

from __future__ import annotations

from dataclasses import fields
from time import time

from textual.notifications import Notification

SHORTEST_SECONDS = 0.01


class Notice(Notification):
    """A notification that always has some time left.

    Textual (8.2) asks whether one has expired, and then how long it lasts; where it expires between the two, the timer
    made of the negative rest counts downwards for ever and the whole screen stands still.
    """

    @classmethod
    def of(cls, notification: Notification) -> Notice:
        """The same notification, safe to be shown."""
        return cls(**{part.name: getattr(notification, part.name) for part in fields(Notification)})

    @property
    def has_expired(self) -> bool:
        """Whether its time is over."""
        return time() >= self.raised_at + self.timeout

    @property
    def time_left(self) -> float:
        """Seconds until it goes; more than none."""
        return max(super().time_left, SHORTEST_SECONDS)

"""What screens, workers and the app tell one another."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from textual.message import Message
from textual.worker import Worker, active_worker

if TYPE_CHECKING:
    from textual.screen import Screen

    from tracker.figures import Figure
    from tracker.service import Outcome, Tracker


class AskedFigure(NamedTuple):
    """A figure somebody asks about: its code (or ``total``), a month or year, and which of its figures."""

    code: str
    period: str | None = None
    what: Figure = "execution"


@dataclass
class LedgerReady(Message):
    """The store has answered."""

    tracker: Tracker


@dataclass
class LedgerFailed(Message):
    """The store cannot be used, or holds no ledger; the sentence says what to do."""

    sentence: str


@dataclass
class LedgerMoved(Message):
    """Somebody, here or elsewhere, has recorded something."""

    position: int


class Brought(Message):
    """What a worker brings. Its thread runs on when another is asked instead, and may come after that one."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self._worker = _worker_of_this_thread()

    @property
    def is_overtaken(self) -> bool:
        """Whether the same was asked again meanwhile: the newer answer is on its way, or there already."""
        return self._worker is not None and self._worker.is_cancelled


@dataclass
class Loaded(Brought):
    """What a screen asked for has come."""

    view: Any


@dataclass
class LoadFailed(Brought):
    """What a screen asked for cannot be had; the sentence says why."""

    sentence: str


def _worker_of_this_thread() -> Worker[Any] | None:
    """None in the thread of the interface, where a context may still name a worker that has called into it."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return active_worker.get(None)
    return None


@dataclass
class Filled(Message):
    """A place has shown what it asked for, or said why it cannot: keys mean something there now."""

    place: Screen[Any]


@dataclass
class Recorded(Message):
    """A form's request is in the log."""

    outcome: Outcome


@dataclass
class Refused(Message):
    """A form's request was refused; nothing is recorded."""

    code: str
    sentence: str
    field: str | None = None
    """The field of the request it speaks of, where it says so."""


@dataclass
class Previewed(Brought):
    """How a form's request would fare: sentences, and whether they refuse or only warn."""

    lines: tuple[tuple[str, str], ...]
    """Pairs of a style (``plain``, ``warning``, ``error``) and a sentence."""

    refused_code: str | None = None

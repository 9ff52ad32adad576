"""What every screen is handed: the ledger once it is open, the words, the moment looked at, what is remembered."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

from tracker.labels import Family, Language, Words, words
from tui.remembered import Remembered

if TYPE_CHECKING:
    from tracker.bulk import RowFiles
    from tracker.evidence import EvidenceFiles
    from tracker.rosters.keys import KeyFile
    from tracker.service import Tracker


DESK_WORDS: tuple[Family, ...] = ("desk", "entry", "screens", "remedies")
"""The families of words the desk speaks in."""


def keys_beside(tracker: Tracker) -> KeyFile:
    """The key file of a ledger in the default store."""
    from tracker.bootstrap import roster_keys

    return roster_keys(None, tracker.ledger)


def evidence_beside() -> EvidenceFiles:
    """The documents beside the default store."""
    from tracker.bootstrap import store_url
    from tracker.evidence import evidence_files

    return evidence_files(store_url(None))


class Moment(TypedDict):
    """What is looked at, as everything that reads the ledger is asked for it."""

    as_of: str | None
    known_at: str | None


@dataclass
class Session:
    """One person at one desk."""

    open_tracker: Callable[[], Tracker]
    """Opens the ledger; called once, in a worker."""

    language: Language
    remembered: Remembered
    keys_of: Callable[[Tracker], KeyFile] = keys_beside
    """Where the key of the ledger's payment lists is kept."""

    evidence_of: Callable[[], EvidenceFiles] = evidence_beside
    """Where the documents figures rest on are kept."""

    row_files: Callable[[Language], RowFiles] | None = None
    """What reads files of facts, and speaks of them in a language; None where the desk was opened without it."""

    tracker: Tracker | None = None
    fault: str = ""
    """Why the ledger could not be opened."""

    as_of: str | None = None
    """The business date looked at; None is today."""

    known_at: str | None = None
    """The instant whose knowledge is shown; None is now."""

    opened_at: int = 0
    """The position the ledger stood at when the desk was opened."""

    last_recorded: int | None = None
    """The position of what was recorded here last and could be reversed."""

    say: Words = field(init=False)
    """The words of the language."""

    def __post_init__(self) -> None:
        self.say = words(self.language, *DESK_WORDS)

    def speak(self, language: Language) -> None:
        """Change the language from here on."""
        self.language, self.say = language, words(language, *DESK_WORDS)

    @property
    def moment(self) -> Moment:
        """The business date looked at, and the instant whose knowledge is shown."""
        return {"as_of": self.as_of, "known_at": self.known_at}

    @property
    def read_only(self) -> bool:
        """Whether the past is looked at: nothing can be recorded there."""
        return self.as_of is not None or self.known_at is not None

    @property
    def drafts(self) -> Path:
        """Where what was being typed is kept: a store's drafts are never offered in another, be it a training one."""
        store = self.tracker.store if self.tracker else None
        where = str(getattr(getattr(store, "database", None), "where", ""))
        place = where if where.startswith("postgresql") else os.path.abspath(where)
        return self.remembered.directory / "drafts" / sha256(place.encode()).hexdigest()[:16]

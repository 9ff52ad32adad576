"""One run of the program: its options, its words, and the store it opens when a command needs it."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from copy import copy
from typing import TYPE_CHECKING, cast

from tracker.cli.arguments import Shared
from tracker.labels import Language, Words, words

if TYPE_CHECKING:
    from events.store import EventStore
    from tracker.requests import Request
    from tracker.service import Tracker


class Invocation:
    """What every command is handed: how to speak, whether in JSON, and how to reach the ledger."""

    def __init__(self, shared: Shared, language: Language, *, db: str | None, ledger: str | None) -> None:
        self.db, self.ledger, self.language, self.json = db, ledger, language, shared.json
        self.words: Words = words(language)
        self.lacking, self.asked_language = shared.lacking, shared.lang
        self.language_given = False
        """Whether an option or the environment names the language."""
        self.collected: list[tuple[Request, str | None]] | None = None
        """Requests gathered from the rows of a file, instead of being recorded one by one."""
        self._store: EventStore | None = None

    @classmethod
    def made(cls, shared: Shared, environ: Mapping[str, str]) -> Invocation:
        """From the shared options, else the environment, else the defaults."""
        given = shared.lang or environ.get("TRACKER_LANG")
        wanted = given or "zh"
        made = cls(
            shared,
            cast("Language", wanted if wanted in ("zh", "en") else "zh"),
            db=shared.db or environ.get("TRACKER_DB") or None,
            ledger=shared.ledger or environ.get("TRACKER_LEDGER") or None,
        )
        made.asked_language, made.language_given = wanted, bool(given)
        return made

    def speaking(self, language: Language) -> Invocation:
        """The same, in a language."""
        spoken = copy(self)
        spoken.language, spoken.words = language, words(language)
        return spoken

    def require_valid(self) -> None:
        """Raise the failure of a shared option that lacks its value or names an unknown language."""
        from tracker.cli.failures import Failure

        if self.lacking is not None:
            raise Failure.usage(self.words("error.option_lacks", option=self.lacking))
        if self.asked_language != self.language:
            raise Failure.usage(self.words("error.language", text=self.asked_language))

    def store(self, *, create: bool = False) -> EventStore:
        """The store, opened once; made on first use where ``create`` allows it."""
        from tracker.bootstrap import open_the_store

        if self._store is None:
            self._store = open_the_store(self.db, create=create)
        return self._store

    def tracker(self, *, create: bool = False) -> Tracker:
        """The ledger asked for, or the only one in the store."""
        from tracker.bootstrap import tracker_for
        from tracker.cli.progress import counting

        tracker = tracker_for(self.store(create=create), self.ledger)
        tracker.counting = lambda label, total: counting(self.words(label), total)
        return tracker

    def close(self) -> None:
        """Let go of the store."""
        if self._store is not None:
            self._store.close()
            self._store = None

    def say(self, key: str, /, **facts: object) -> None:
        """A message for people: on stdout, or on stderr where stdout is for JSON."""
        print(self.words(key, **facts), file=sys.stderr if self.json else sys.stdout)

    def warn(self, sentence: str) -> None:
        """A warning for people, on stderr."""
        print(f"{self.words('warning.prefix')}{sentence}", file=sys.stderr)

    @property
    def colours(self) -> bool:
        """Whether colours may be used: on a terminal, and not refused by NO_COLOR."""
        return sys.stdout.isatty() and "NO_COLOR" not in os.environ

"""The options that may stand before or after the command: --db, --ledger, --lang, --json."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class Shared(NamedTuple):
    """The shared options as given, None where not given; ``lacking`` names one that lacks its value."""

    db: str | None = None
    ledger: str | None = None
    lang: str | None = None
    json: bool = False
    lacking: str | None = None


_VALUED = {"--db": "db", "--ledger": "ledger", "--lang": "lang"}


def shared_options(arguments: Sequence[str]) -> tuple[Shared, list[str]]:
    """Take the shared options out of a command line, wherever they stand before a ``--``."""
    found: dict[str, str | None] = {}
    as_json, lacking = False, None
    rest: list[str] = []
    waiting = list(arguments)
    while waiting:
        word = waiting.pop(0)
        name, equals, value = word.partition("=")
        if word == "--":
            rest += [word, *waiting]
            break
        if word == "--json":
            as_json = True
        elif name in _VALUED and equals:
            found[_VALUED[name]] = value
        elif name in _VALUED:
            lacking = lacking or (None if waiting else name)
            found[_VALUED[name]] = waiting.pop(0) if waiting else None
        else:
            rest.append(word)
    return Shared(json=as_json, lacking=lacking, **found), rest

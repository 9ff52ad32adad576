"""Writes ``docs/events.md`` from the catalogue and the docstrings of the event classes: ``python -m docs.events_page``."""

from __future__ import annotations

import inspect
import sys
from pathlib import Path
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import msgspec

from events.catalogue import CURRENT

PAGE = Path(__file__).with_name("events.md")
ROOMS = (
    "books",
    "plan",
    "budget",
    "payments",
    "rosters",
    "indicators",
    "evaluation",
    "oversight",
    "corrections",
)
HEAD = """# Event catalogue

What a ledger's log can hold. A type's name and version are history: they are never renamed or renumbered, wherever
the class that reads them goes. Money is whole fen (`…_fen`), dates are `YYYY-MM-DD`, months `YYYY-MM`, other
figures exact decimals as text; there are no floating-point numbers. Every event also has its position, identifier,
`occurred_on`, `recorded_at`, actor and key: see [log-format.md](log-format.md).

This page is written by `python -m docs.events_page`; a test holds it equal to the code.
"""


def page() -> str:
    """The whole page."""
    parts = [HEAD]
    for room in ROOMS:
        module = sys.modules[f"events.types.{room}"]
        parts.append(f"## {room}\n\n{inspect.getdoc(module)}\n")
        parts += [
            section(name, version, cls)
            for name, (version, cls) in CURRENT.items()
            if cls.__module__ == module.__name__
        ]
        parts += [shape(cls) for cls in parts_of(module)]
    return "\n".join(parts)


def parts_of(module: Any) -> list[type[msgspec.Struct]]:
    """The module's structures that are no events by themselves, but parts of some."""
    events = {cls for _, cls in CURRENT.values()}
    found = [
        item for item in vars(module).values() if isinstance(item, type) and issubclass(item, msgspec.Struct)
    ]
    return [item for item in found if item not in events and item.__module__ == module.__name__]


def section(name: str, version: int, cls: type[msgspec.Struct]) -> str:
    """One event type."""
    return f"### {name} (version {version})\n\n{inspect.getdoc(cls)}\n\n{fields(cls)}"


def shape(cls: type[msgspec.Struct]) -> str:
    """A part of events."""
    return f"#### {cls.__name__}\n\n{inspect.getdoc(cls)}\n\n{fields(cls)}"


def fields(cls: type[msgspec.Struct]) -> str:
    """A table of the fields."""
    hints = get_type_hints(cls)
    rows = [
        f"| `{field.name}` | {kind(hints[field.name])} | {'' if field.required else 'may be left out'} |"
        for field in msgspec.structs.fields(cls)
    ]
    return "\n".join(["| field | holds | |", "| --- | --- | --- |", *rows, ""])


def kind(hint: Any) -> str:
    """A type in words."""
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Literal:
        return " / ".join(f"`{word}`" for word in arguments)
    if origin in (Union, UnionType):
        return " or ".join(kind(one) for one in arguments if one is not msgspec.UnsetType)
    if origin is tuple:
        return f"list of {kind(arguments[0])}"
    if origin is dict:
        return "object"
    words = {int: "whole number", str: "text", bool: "true or false", type(None): "null"}
    return words.get(hint, f"`{getattr(hint, '__name__', hint)}`")


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")

"""A payload for people: its names in the screen's language beside those of the log, its values as they are said."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from tracker.deadlines import deadline_text
from tracker.labels import Words
from tracker.money import grouped_yuan

WORDS_OF: Mapping[str, tuple[str, ...]] = {
    "source": ("source", "value_source"),
    "kind": ("kind", "alert"),
    "status": ("check", "status"),
    "type": ("event",),
    **{name: (name,) for name in ("band", "cause", "likelihood", "level", "severity", "rollup", "effect")},
}
"""Under which names the words of a field's fixed values stand."""
INDENT = "  "


class NamedValue(NamedTuple):
    """A line of a payload: the word for its name, the name in the log, what it says."""

    word: str
    name: str
    value: str

    @property
    def title(self) -> str:
        """Word and name, as they stand before the value."""
        return f"{self.word} {self.name}".rstrip()

    @property
    def text(self) -> str:
        """All of it, to be searched."""
        return f"{self.title} {self.value}"


class Payloads:
    """Reads payloads aloud; ``names`` are those of projects and indicators, by code."""

    def __init__(self, say: Words, names: Mapping[str, str]) -> None:
        self.say, self.names = say, names

    def lines(self, payload: str) -> list[NamedValue]:
        """Every field, what is said first; the names of those that say nothing last."""
        return list(self._fields(json.loads(payload), ""))

    def word(self, name: str) -> str:
        """The word for a name of the log, where it has another."""
        words = (self.say(key) for key in (f"payload.{name}", f"setting.{name}") if key in self.say)
        word = next(words, "")
        return "" if word == name else word

    def _title(self, name: str) -> str:
        return f"{self.word(name)} {name}".strip()

    def _fields(self, content: Mapping[str, Any], indent: str) -> Iterator[NamedValue]:
        for name, value in content.items():
            if value is not None:
                yield from self._field(name, value, indent)
        if unsaid := [name for name, value in content.items() if value is None]:
            told = ", ".join(map(self._title, unsaid))
            yield NamedValue(f"{indent}{self.say('payload_shown.unsaid')}", "null", told)

    def _field(self, name: str, value: Any, indent: str) -> Iterator[NamedValue]:
        word = f"{indent}{self.word(name)}"
        if isinstance(value, dict) and value:
            yield NamedValue(word, name, "")
            yield from self._fields(value, indent + INDENT)
        elif isinstance(value, list) and any(isinstance(item, dict) for item in value):
            yield NamedValue(word, name, "")
            for number, item in enumerate(value, 1):
                yield NamedValue(f"{indent}{INDENT}{number}", "", self._shown(name, item))
        else:
            yield NamedValue(word, name, self._shown(name, value))

    def _shown(self, name: str, value: Any) -> str:
        say = self.say
        match value:
            case dict():
                parts = (
                    say("payload_shown.named", name=self._title(key), value=self._shown(key, item))
                    for key, item in value.items()
                )
                return say("payload_shown.between").join(parts)
            case list():
                return ", ".join(self._shown(name, item) for item in value)
            case bool():
                return f"{say('payload_shown.true' if value else 'payload_shown.false')} {json.dumps(value)}"
            case int() if name.endswith("_fen"):
                return say("payload_shown.money", yuan=grouped_yuan(value), fen=value)
            case str():
                return self._said(name, value)
        return json.dumps(value, ensure_ascii=False)

    def _said(self, name: str, value: str) -> str:
        """A text with what it means: the name of a code, the word for a fixed value."""
        if (known := self.names.get(value)) is not None:
            return f"{value} {known}"
        for family in WORDS_OF.get(name, ()):
            if (key := f"{family}.{value}") in self.say:
                return value if self.say(key) == value else f"{self.say(key)} {value}"
        told = deadline_text(self.say, value) if name == "deadline" else value
        return value if told == value else f"{told} {value}"

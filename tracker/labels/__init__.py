"""Every word shown to people, Chinese first, English beside; a test holds the keys of both equal.

A word is found by its key and filled with facts: ``words("zh")("refusal.over_balance", project="P10", …)``.
The screens' own words are further families, loaded only by them; a later family's word stands before an earlier one's, so
that a refusal names an option on the command line and a field on the desk. A word that changes with a number stands in
both its forms, ``{count} {count:event|events}``.
"""

from __future__ import annotations

import string
from collections.abc import Iterable, Mapping
from importlib import import_module
from typing import Any, Literal

Language = Literal["zh", "en"]
Family = Literal["core", "help", "desk", "screens", "entry", "duty", "payload", "remedies", "scores"]

_MODULES: dict[tuple[Family, Language], str] = {
    ("core", "zh"): "tracker.labels.zh",
    ("core", "en"): "tracker.labels.en",
    ("help", "zh"): "tracker.labels.help_zh",
    ("help", "en"): "tracker.labels.help_en",
    ("desk", "zh"): "tracker.labels.desk_zh",
    ("desk", "en"): "tracker.labels.desk_en",
    ("screens", "zh"): "tracker.labels.screens_zh",
    ("screens", "en"): "tracker.labels.screens_en",
    ("entry", "zh"): "tracker.labels.entry_zh",
    ("entry", "en"): "tracker.labels.entry_en",
    ("duty", "zh"): "tracker.labels.duty_zh",
    ("duty", "en"): "tracker.labels.duty_en",
    ("payload", "zh"): "tracker.labels.payload_zh",
    ("payload", "en"): "tracker.labels.payload_en",
    ("remedies", "zh"): "tracker.labels.remedies_zh",
    ("scores", "zh"): "tracker.labels.scores_zh",
    ("scores", "en"): "tracker.labels.scores_en",
    ("remedies", "en"): "tracker.labels.remedies_en",
}


class _Numbered(string.Formatter):
    """Fills in facts; of ``{count:one|many}`` the form that goes with the number."""

    def format_field(self, value: Any, format_spec: str) -> Any:
        one, or_more, many = format_spec.partition("|")
        if or_more:
            return one if str(value) == "1" else many
        return super().format_field(value, format_spec)


_NUMBERED = _Numbered()


class Words:
    """The words of one language."""

    def __init__(self, language: Language, words: Mapping[str, str]) -> None:
        self.language, self._words = language, words

    def __call__(self, key: str, /, **facts: Any) -> str:
        """The word or sentence of a key, with its facts filled in; raises KeyError for a key that is not there."""
        sentence = self._words[key]
        if not facts:
            return sentence
        return _NUMBERED.vformat(sentence, (), facts) if "|" in sentence else sentence.format_map(facts)

    def listed(self, parts: Iterable[str]) -> str:
        """Several things of one kind, with the commas of the language between."""
        return self("comma").join(parts)

    def __contains__(self, key: str) -> bool:
        return key in self._words


def words(language: Language, *families: Family) -> Words:
    """The words of a language: the core ones, the command line's help, and those of further families asked for."""
    merged: dict[str, str] = {}
    for family in ("core", "help", *families):
        merged |= import_module(_MODULES[family, language]).WORDS
    return Words(language, merged)

"""Reading rule sets: the ones delivered with the program, by name, or a bureau's own TOML file.

Error tree: :class:`RuleSetError` (a ValueError) — unknown name, unreadable file, or rules that contradict
themselves. Its ``problems`` are sentences for people, Chinese first.
"""

from __future__ import annotations

import tomllib
from decimal import Decimal
from functools import cache
from importlib.resources import files
from pathlib import Path

import msgspec

from tracker.rules.checking import all_finite, problems_of
from tracker.rules.rule_set import RuleSet

DEFAULT = "national-2020"
_MOST_BYTES = 1_000_000


class RuleSetError(ValueError):
    """A rule set that cannot be used; ``problems`` says why, one sentence each."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("；".join(problems))
        self.problems = problems


def rule_set_names() -> tuple[str, ...]:
    """The names of the delivered rule sets, the default first."""
    names = {entry.name.removesuffix(".toml") for entry in files("tracker.rules.data").iterdir()
             if entry.name.endswith(".toml")}  # fmt: skip
    return (DEFAULT, *sorted(names - {DEFAULT}))


def load_rule_set(name_or_path: str | Path = DEFAULT) -> RuleSet:
    """The rule set of that name, or the one in that ``.toml`` file.

    Raises:
        RuleSetError: nobody knows the name, or the file breaks the schema or its own arithmetic.
    """
    text = str(name_or_path)
    if text in rule_set_names():
        return _delivered(text)
    path = Path(name_or_path)
    if path.suffix.lower() != ".toml":
        known = ", ".join(rule_set_names())
        raise RuleSetError((f"没有名为 {text} 的规则集 / no rule set named {text}: {known}, 或 .toml 文件",))
    return parse_rule_set(_text_of(path), origin=path.name)


@cache
def _delivered(name: str) -> RuleSet:
    text = files("tracker.rules.data").joinpath(f"{name}.toml").read_text(encoding="utf-8")
    return parse_rule_set(text, origin=name)


def _text_of(path: Path) -> str:
    try:
        with path.open("rb") as file:
            content = file.read(_MOST_BYTES + 1)
    except OSError as error:
        raise RuleSetError((f"规则文件打不开 / cannot open {path}: {error.strerror}",)) from error
    if len(content) > _MOST_BYTES:
        raise RuleSetError((f"规则文件过大 / rule file too large: {path}",))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RuleSetError((f"规则文件不是 UTF-8 / not UTF-8: {path}",)) from error


def parse_rule_set(text: str, *, origin: str) -> RuleSet:
    """Read and check the TOML text of a rule set; ``origin`` names it in messages.

    Raises:
        RuleSetError: not TOML, a field missing, unknown or of the wrong kind, or figures that contradict.
    """
    try:
        document = tomllib.loads(text, parse_float=Decimal)
        if not all_finite(document):
            raise RuleSetError((f"{origin}: 数值必须有限 / figures must be finite",))
        rules = msgspec.convert(document, RuleSet)
    except tomllib.TOMLDecodeError as error:
        raise RuleSetError((f"{origin}: 不是合法的 TOML / not TOML: {error}",)) from error
    except msgspec.ValidationError as error:
        raise RuleSetError((f"{origin}: 字段有误 / field: {error}",)) from error
    problems = problems_of(rules)
    if problems:
        raise RuleSetError(tuple(f"{origin}: {problem}" for problem in problems))
    return rules

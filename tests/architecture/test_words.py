"""Every word has both languages, takes the same facts in both, and every code the program uses has its sentence."""

from __future__ import annotations

import pkgutil
import re
import string
from importlib import import_module
from pathlib import Path

import msgspec
import pytest

import events.types
from events.catalogue import CURRENT
from tracker.labels import Language
from tracker.labels import words as words_of_families

FAMILIES = sorted(path.stem.removesuffix("_zh") for path in Path("tracker/labels").glob("*_zh.py"))
PAIRS = [("tracker.labels.zh", "tracker.labels.en")] + [
    (f"tracker.labels.{family}_zh", f"tracker.labels.{family}_en") for family in FAMILIES
]


def words(module: str) -> dict[str, str]:
    found: dict[str, str] = import_module(module).WORDS
    return found


def facts(sentence: str) -> set[str]:
    return {name.split(":")[0] for _, name, _, _ in string.Formatter().parse(sentence) if name}


@pytest.mark.parametrize(("chinese", "english"), PAIRS)
def test_both_languages_have_the_same_keys_and_say_the_same_facts(chinese: str, english: str) -> None:
    zh, en = words(chinese), words(english)
    assert zh.keys() == en.keys()
    differing = {key for key in zh if facts(zh[key]) != facts(en[key])}
    # A language may leave out a fact that its grammar does not need, but never ask for one the other has not.
    assert {
        key
        for key in differing
        if not facts(en[key]) <= facts(zh[key]) and not facts(zh[key]) <= facts(en[key])
    } == set()


@pytest.mark.parametrize(
    ("count", "said"), [(0, "0 findings"), (1, "1 finding"), ("1", "1 finding"), (21, "21 findings")]
)
def test_a_word_goes_with_its_number(count: int | str, said: str) -> None:
    assert words_of_families("en")("said.findings", count=count) == said


def test_a_word_that_goes_with_a_number_has_both_its_forms_beside_it() -> None:
    for module in (english for _, english in PAIRS):
        for key, sentence in words(module).items():
            for _, name, spec, _ in string.Formatter().parse(sentence):
                if name and spec:
                    assert len([form for form in spec.split("|") if form]) == 2, key
                    assert f"{{{name}}}" in sentence, key


@pytest.mark.parametrize(("chinese", "english"), PAIRS)
def test_nothing_is_left_unsaid(chinese: str, english: str) -> None:
    assert all(value.strip() for value in words(chinese).values())
    assert all(value.strip() for value in words(english).values())


@pytest.mark.parametrize(
    ("made", "prefix"), [(r'Refusal\(\s*"(\w+)"', "refusal"), (r'Notice\(\s*"(\w+)"', "warning")]
)
def test_every_refusal_and_warning_the_program_makes_has_its_sentence(made: str, prefix: str) -> None:
    said = set().union(*(words(module).keys() for module, _ in PAIRS))
    used = {
        code for path in Path("tracker").rglob("*.py") for code in re.findall(made, path.read_text("utf-8"))
    }
    assert len(used) > 3
    assert {code for code in used if f"{prefix}.{code}" not in said} == set()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_screens_have_a_word_for_every_kind_of_event(language: str) -> None:
    said = words(f"tracker.labels.desk_{language}")
    assert {name for name in CURRENT if f"event.{name}" not in said} == set()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_name_in_a_payload_has_its_word(language: str) -> None:
    said = words(f"tracker.labels.payload_{language}")
    kinds = [
        kind
        for module in pkgutil.iter_modules(events.types.__path__)
        for kind in vars(import_module(f"events.types.{module.name}")).values()
        if isinstance(kind, type) and issubclass(kind, msgspec.Struct) and kind is not msgspec.Struct
    ]
    assert len(kinds) > len(CURRENT)
    names = {field.encode_name for kind in kinds for field in msgspec.structs.fields(kind)}
    assert {name for name in names if f"payload.{name}" not in said} == set()


def test_help_is_written_for_every_command_and_option() -> None:
    import click

    from tracker.cli.main import program

    said = words("tracker.labels.zh").keys() | set().union(*(words(module).keys() for module, _ in PAIRS))

    def keys(command: click.Command) -> list[str]:
        context = click.Context(command)
        found = [str(command.help), str(command.epilog)] if command.name != "tracker" else []
        found += [str(p.help) for p in command.params if isinstance(p, click.Option) and p.name != "help"]
        if isinstance(command, click.Group):
            for name in command.list_commands(context):
                inner = command.get_command(context, name)
                assert inner is not None
                found += keys(inner)
        return found

    assert {key for key in keys(program()) if key not in said} == set()


NEEDS_THE_COMMAND_LINE = {
    "refusal.no_ledger", "refusal.ledger_unnamed", "refusal.store_empty",  # there is nothing to open the desk on
    "refusal.roster_key_missing", "refusal.roster_key_destroyed", "refusal.roster_key_exists",  # keys have no screen
    "todo.log_broken", "todo.backup_old", "todo.scheduler_absent",  # the officer's work, not a clerk's
}  # fmt: skip
SHOWN_ON_THE_DESK = re.compile(
    r"(refusal|warning|fault|live|todo|roster\.problem|alert|form|review|look|rows)\."
)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_desk_names_no_option_and_no_command(language: Language) -> None:
    from tui.session import DESK_WORDS

    said = words_of_families(language, *DESK_WORDS)
    keys = set().union(*(words(module) for pair in PAIRS for module in pair))
    shown = {key for key in keys if SHOWN_ON_THE_DESK.match(key) and key in said}
    assert len(shown) > 100
    naming = {key for key in shown if re.search(r"--[a-z]|\btracker [a-z]|\breopen\b", said(key))}
    assert naming - NEEDS_THE_COMMAND_LINE == set()
    assert naming >= {key for key in NEEDS_THE_COMMAND_LINE if key.startswith("refusal.")}

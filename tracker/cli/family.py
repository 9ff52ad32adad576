"""The command tree, by name: a family's module is imported when one of its commands runs or shows its help."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any, NamedTuple

import click

from tracker.cli.arguments import Shared
from tracker.cli.invocation import Invocation

_NO_OPTIONS = Shared()


class Lazy(NamedTuple):
    """Where a command is: the module, and the name of the click command in it."""

    module: str
    name: str


COMMANDS: dict[str, Lazy] = {
    "init": Lazy("tracker.cli.books", "init"),
    "plan": Lazy("tracker.cli.plan", "plan"),
    "record": Lazy("tracker.cli.record", "record"),
    "reverse": Lazy("tracker.cli.record", "reverse"),
    "status": Lazy("tracker.cli.reports", "status"),
    "check": Lazy("tracker.cli.oversight", "check"),
    "alerts": Lazy("tracker.cli.oversight", "alerts"),
    "explain": Lazy("tracker.cli.reports", "explain"),
    "export": Lazy("tracker.cli.forms", "export"),
    "audit": Lazy("tracker.cli.forms", "audit"),
    "rules": Lazy("tracker.cli.forms", "rules"),
    "schedule": Lazy("tracker.cli.schedule", "schedule"),
    "close": Lazy("tracker.cli.books", "close"),
    "reopen": Lazy("tracker.cli.books", "reopen"),
    "log": Lazy("tracker.cli.log", "log"),
    "backup": Lazy("tracker.cli.upkeep", "backup"),
    "restore": Lazy("tracker.cli.upkeep", "restore"),
    "doctor": Lazy("tracker.cli.upkeep", "doctor"),
    "demo": Lazy("tracker.cli.demo", "demo"),
    "tui": Lazy("tracker.cli.desk", "tui"),
    "completion": Lazy("tracker.cli.completion", "completion"),
}


def speak(key: str | None) -> str:
    """The word of a help key in the language of this run."""
    context = click.get_current_context(silent=True)
    found = context.find_object(Invocation) if context else None
    words = (found or Invocation.made(_NO_OPTIONS, {})).words
    return words(key) if key is not None and key in words else key or ""


class Option(click.Option):
    """An option whose help is a key of the labels."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """The option's line in the help, in the language of this run."""
        key = self.help
        self.help = speak(key)
        try:
            return super().get_help_record(ctx)
        finally:
            self.help = key


class Command(click.Command):
    """A command whose help and examples are keys of the labels."""

    def get_short_help_str(self, limit: int = 100) -> str:
        """The command's line in its group's help."""
        return speak(self.help)

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """What the command does."""
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(speak(self.help))

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The command's examples, then the shared options."""
        _write_examples(self.epilog, formatter)


class Group(click.Group):
    """A family of commands whose help is a key of the labels."""

    command_class = Command

    def get_short_help_str(self, limit: int = 100) -> str:
        """The family's line in the program's help."""
        return speak(self.help)

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """What the family is for."""
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(speak(self.help))

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The family's examples, then the shared options."""
        _write_examples(self.epilog, formatter)


def _write_examples(key: str | None, formatter: click.HelpFormatter) -> None:
    if key:
        with formatter.section(speak("help.examples")):
            for line in speak(key).split("\n"):
                formatter.write(f"{'':>{formatter.current_indent}}{line}\n")
    with formatter.section(speak("help.shared")):
        formatter.write_dl(
            [(option, speak(f"help.shared.{option}")) for option in ("db", "ledger", "lang", "json")]
        )


class LazyGroup(Group):
    """A group that imports a command's module only when the command is called or asked for its own help."""

    def __init__(self, lazily: Mapping[str, Lazy], **keywords: Any) -> None:
        super().__init__(help="help.tracker", epilog="help.tracker.examples", **keywords)
        self.lazily = lazily

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands in the order of the office's day."""
        return list(self.lazily)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command, or None where there is none of that name."""
        lazy = self.lazily.get(cmd_name)
        if lazy is None:
            return None
        found: click.Command = getattr(import_module(lazy.module), lazy.name)
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands by their labels, importing none of them."""
        with formatter.section(speak("help.commands")):
            formatter.write_dl([(name, speak(f"help.{name}")) for name in self.lazily])

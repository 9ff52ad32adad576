"""The command tree, by name: a family's module is imported when one of its commands runs or shows its help."""

from __future__ import annotations

from importlib import import_module

import click

from tracker.cli.arguments import Shared
from tracker.cli.directory import COMMANDS, SHARED_OPTIONS, program_help
from tracker.cli.invocation import Invocation

_NO_OPTIONS = Shared()


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
            record = super().get_help_record(ctx)
        finally:
            self.help = key
        if record is None:
            return None
        must = speak("help.required")
        return record[0], record[1].replace("; required]", f"] {must}").replace("[required]", must)


class _Spoken(click.Command):
    """What a command and a family have in common: their help and examples are keys of the labels."""

    def get_short_help_str(self, limit: int = 100) -> str:
        """Its line in the help of what it belongs to."""
        return speak(self.help)

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """How it is written."""
        spoken = {"[OPTIONS]": "help.usage.options", "COMMAND [ARGS]...": "help.usage.command"}
        pieces = [speak(spoken.get(piece, piece)) for piece in self.collect_usage_pieces(ctx)]
        formatter.write_usage(ctx.command_path, " ".join(pieces), prefix=speak("help.usage") + " ")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Its options, one a line."""
        asking = self.get_help_option(ctx)
        records = [
            ("--help", speak("help.this")) if option is asking else option.get_help_record(ctx)
            for option in self.get_params(ctx)
            if isinstance(option, click.Option)
        ]
        with formatter.section(speak("help.options")):
            formatter.write_dl([record for record in records if record])

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """What it is for."""
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(speak(self.help))

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Its examples, then the shared options."""
        _write_examples(self.epilog, formatter)


class Command(_Spoken):
    """A command."""


class Group(_Spoken, click.Group):
    """A family of commands."""

    command_class = Command

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Its options, then its commands."""
        super().format_options(ctx, formatter)
        self.format_commands(ctx, formatter)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Its commands, one a line."""
        commands = [(name, self.get_command(ctx, name)) for name in self.list_commands(ctx)]
        with formatter.section(speak("help.commands")):
            formatter.write_dl(
                [(name, command.get_short_help_str()) for name, command in commands if command is not None]
            )


def _write_examples(key: str | None, formatter: click.HelpFormatter) -> None:
    if key:
        with formatter.section(speak("help.examples")):
            for line in speak(key).split("\n"):
                formatter.write(f"{'':>{formatter.current_indent}}{line}\n")
    with formatter.section(speak("help.shared")):
        formatter.write_dl([(f"--{option}", speak(f"help.shared.{option}")) for option in SHARED_OPTIONS])


class Program(Group):
    """All of it: a command's module is imported only when the command is called or asked for its own help."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands in the order of the office's day."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command, or None where there is none of that name."""
        lazy = COMMANDS.get(cmd_name)
        if lazy is None:
            return None
        found: click.Command = getattr(import_module(lazy.module), lazy.name)
        return found

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The program's help, which needs none of the commands."""
        found = ctx.find_object(Invocation)
        formatter.write(program_help((found or Invocation.made(_NO_OPTIONS, {})).words) + "\n")

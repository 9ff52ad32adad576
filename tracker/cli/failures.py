"""Failures as exit codes and one line on stderr (a line per problem for a file that can't be used)."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from tracker.cli.foreign_sentences import click_sentence, os_reason

if TYPE_CHECKING:
    import click

    from tracker.cli.invocation import Invocation

USAGE, REFUSED, UNUSABLE_FILE, UNUSABLE_STORE = 2, 3, 4, 5


class Failure(Exception):
    """A command could not do its work: the sentences to print and the exit code."""

    def __init__(self, exit_code: int, sentences: Sequence[str]) -> None:
        super().__init__("; ".join(sentences))
        self.exit_code, self.sentences = exit_code, sentences

    @classmethod
    def usage(cls, sentence: str) -> Failure:
        """Wrong usage: exit 2."""
        return cls(USAGE, [sentence])

    @classmethod
    def unusable_file(cls, sentences: Sequence[str]) -> Failure:
        """An input file that can't be used: exit 4, a line per problem."""
        return cls(UNUSABLE_FILE, sentences)

    def report(self, invocation: Invocation) -> None:
        """Print it on stderr."""
        prefix = invocation.words("error.prefix")
        for sentence in self.sentences:
            print(f"{prefix}{_one_line(sentence)}", file=sys.stderr)


def _one_line(sentence: str) -> str:
    return " ".join("".join(mark if mark.isprintable() else " " for mark in sentence).split())


def as_failure(error: BaseException, invocation: Invocation) -> Failure:
    """Any exception as a failure."""
    if isinstance(error, Failure):
        return error
    import click

    if isinstance(error, KeyboardInterrupt):
        return Failure(130, [invocation.words("error.interrupted")])
    if isinstance(error, click.exceptions.Exit):
        return Failure(error.exit_code, [])
    if isinstance(error, click.Abort):
        return Failure(130, [invocation.words("error.interrupted")])
    if isinstance(error, click.BadParameter) and _is_unusable_path(error):
        return Failure.unusable_file([click_sentence(invocation.words, error.message)])
    if isinstance(error, click.ClickException):
        return Failure.usage(_usage_sentence(error, invocation))
    return _of_the_program(error, invocation)


def _is_unusable_path(error: click.BadParameter) -> bool:
    """Whether it is about a file that is named rightly and cannot be used: a folder, a file nobody may read."""
    import click

    if isinstance(error, click.MissingParameter):
        return False
    return error.param is not None and error.param.type.name in ("file", "path", "directory")


def _usage_sentence(error: click.ClickException, invocation: Invocation) -> str:
    import click

    words = invocation.words
    context = error.ctx if isinstance(error, click.UsageError) else None
    command = context.command_path if context else "tracker"
    match error:
        case click.exceptions.NoArgsIsHelpError() if context and isinstance(context.command, click.Group):
            offered = ", ".join(context.command.list_commands(context))
            return words("error.command_wanted", command=command, offered=offered)
        case click.MissingParameter():
            return words("error.missing_option", option=_name(error), command=command)
        case click.NoSuchOption():
            return words("error.no_option", option=error.option_name, command=command)
        case click.BadParameter():
            return words(
                "error.bad_option", option=_name(error), message=click_sentence(words, error.message)
            )
        case click.UsageError() if "No such command" in error.message:
            return words("error.no_command", text=error.message.split("'")[1], command=command)
        case _:
            return words("error.usage", message=click_sentence(words, error.format_message()))


def _name(error: click.BadParameter) -> str:
    import click

    parameter = error.param
    if parameter is None:
        return str(error.param_hint or "")
    return parameter.opts[0] if isinstance(parameter, click.Option) else (parameter.name or "").upper()


def _of_the_program(error: BaseException, invocation: Invocation) -> Failure:
    from events.store import StoreError
    from events.values import InvalidValue
    from tracker.bootstrap import store_sentence
    from tracker.decisions.state import Refusal
    from tracker.sentences import refusal_sentence

    words = invocation.words
    if isinstance(error, Refusal):
        return Failure(REFUSED, [refusal_sentence(words, error)])
    if isinstance(error, StoreError):
        return Failure(UNUSABLE_STORE, [store_sentence(words, error)])
    if isinstance(error, InvalidValue):
        known = f"error.{error.kind}" in words
        return Failure.usage(words(f"error.{error.kind}", text=error.text) if known else str(error))
    if isinstance(error, OSError):
        path = error.filename or ""
        return Failure(UNUSABLE_FILE, [words("error.cannot_use", path=path, reason=os_reason(words, error))])
    return Failure(70, [words("error.unexpected", kind=type(error).__name__, message=str(error))])

"""The program's entrance: finds the language and the shared options, runs a command, ends with its exit code.

Exit codes: 0 done · 1 done, and something needs attention · 2 wrong usage · 3 refused by a rule of the budget
· 4 the input file can't be used · 5 the store can't be used. Errors are one line on stderr.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from tracker.cli.arguments import shared_options
from tracker.cli.failures import Failure, as_failure
from tracker.cli.invocation import Invocation

if TYPE_CHECKING:
    import click

HELP: tuple[list[str], ...] = ([], ["--help"], ["-h"], ["help"])
COMPLETE = "_TRACKER_COMPLETE"


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the program and exit."""
    sys.exit(run(sys.argv[1:] if arguments is None else list(arguments)))


def run(arguments: Sequence[str]) -> int:
    """Run one command line; returns the exit code."""
    shared, rest = shared_options(arguments)
    invocation = Invocation.made(shared, os.environ)
    if not rest and sys.stdin.isatty() and sys.stdout.isatty():
        rest = ["tui"]
    try:
        return _run(invocation, rest)
    except Failure as failure:
        failure.report(invocation)
        return failure.exit_code
    finally:
        invocation.close()


def _run(invocation: Invocation, arguments: list[str]) -> int:
    try:
        invocation.require_valid()
        outcome = _answer(invocation, arguments)
        sys.stdout.flush()
        return outcome
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except (Exception, KeyboardInterrupt) as error:
        raise as_failure(error, invocation) from error


def _answer(invocation: Invocation, arguments: list[str]) -> int:
    if COMPLETE not in os.environ:
        if arguments in HELP:
            from tracker.cli.directory import program_help

            print(program_help(invocation.words))
            return 0
        if arguments == ["--version"]:
            from importlib.metadata import version

            print(f"tracker {version('tracker')}")
            return 0
        if arguments == ["tui"]:
            from tracker.cli.screens import open_desk

            return open_desk(invocation)
    outcome = program().main(
        arguments, prog_name="tracker", standalone_mode=False, obj=invocation, complete_var=COMPLETE
    )
    return outcome if isinstance(outcome, int) else 0


def program() -> click.Group:
    """The whole command tree; the modules behind it are imported when a command is asked for."""
    from tracker.cli.family import Program

    return Program(name="tracker")

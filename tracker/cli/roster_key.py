"""``roster key``: the secret that tells whom a list's lines belong to."""

from __future__ import annotations

from pathlib import Path

import click

from tracker.cli.failures import Failure
from tracker.cli.family import Command, Group
from tracker.cli.invocation import Invocation
from tracker.cli.output import emit, table
from tracker.cli.record import option
from tracker.cli.roster_files import keys_of


@click.group(cls=Group, help="help.roster.key", epilog="help.roster.key.examples")
def key() -> None:
    """The key of the ledger's lists."""


@key.command("list", cls=Command, help="help.roster.key.list", epilog="help.roster.key.examples")
@click.pass_obj
def list_(invocation: Invocation) -> None:
    """The keys the ledger knows."""
    from tracker.rosters.keeping import key_standings

    tracker = invocation.tracker()
    keys = keys_of(invocation, tracker)
    found = key_standings(tracker, keys)
    if invocation.json:
        emit({"file": str(keys.path), "keys": [one._asdict() for one in found]})
        return
    words = invocation.words
    rows = [
        [one.key_id, words("roster.key." + ("destroyed" if one.destroyed else "in_use" if one.in_use else "old")),
         words("roster.key.here" if one.here else "roster.key.elsewhere")]
        for one in found
    ]  # fmt: skip
    table(invocation, [words(f"roster.column.{name}") for name in ("key", "standing", "place")], rows)
    print(f"  {keys.path}")


@key.command(cls=Command, help="help.roster.key.create", epilog="help.roster.key.examples")
@click.pass_obj
def create(invocation: Invocation) -> None:
    """Take a key into use."""
    from tracker.rosters.keeping import create_key

    tracker = invocation.tracker()
    keys = keys_of(invocation, tracker)
    _say(invocation, "said.roster_key_made", key=create_key(tracker, keys), path=keys.path)


@key.command(cls=Command, help="help.roster.key.rotate", epilog="help.roster.key.examples")
@click.pass_obj
def rotate(invocation: Invocation) -> None:
    """Follow the key in use by a new one."""
    from tracker.rosters.keeping import rotate_key

    tracker = invocation.tracker()
    keys = keys_of(invocation, tracker)
    _say(invocation, "said.roster_key_made", key=rotate_key(tracker, keys), path=keys.path)


@key.command(cls=Command, help="help.roster.key.backup", epilog="help.roster.key.examples")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.pass_obj
def backup(invocation: Invocation, file: Path) -> None:
    """Copy the keys to a file."""
    from tracker.rosters.keeping import back_up_keys

    tracker = invocation.tracker()
    _say(
        invocation,
        "said.roster_keys_saved",
        count=back_up_keys(keys_of(invocation, tracker), file),
        path=file,
    )


@key.command(cls=Command, help="help.roster.key.restore", epilog="help.roster.key.examples")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.pass_obj
def restore(invocation: Invocation, file: Path) -> None:
    """Take the keys of a backup."""
    from tracker.rosters.keeping import restore_keys

    tracker = invocation.tracker()
    keys = keys_of(invocation, tracker)
    _say(invocation, "said.roster_keys_restored", count=restore_keys(tracker, keys, file), path=keys.path)


@key.command(cls=Command, help="help.roster.key.destroy", epilog="help.roster.key.examples")
@option("--reason", required=True)
@option("--yes", is_flag=True)
@click.pass_obj
def destroy(invocation: Invocation, reason: str, yes: bool) -> None:
    """Destroy the keys for good."""
    from tracker.rosters.keeping import destroy_keys

    tracker = invocation.tracker()
    ledger, words = str(tracker.ledger), invocation.words
    if not yes and click.prompt(words("roster.prompt.destroy", ledger=ledger), err=True) != ledger:
        raise Failure.usage(words("error.not_confirmed"))
    gone = destroy_keys(tracker, keys_of(invocation, tracker), reason)
    _say(invocation, "said.roster_keys_destroyed", keys=words.listed(gone) or words("none"))


def _say(invocation: Invocation, what: str, **facts: object) -> None:
    if invocation.json:
        emit({name: value if isinstance(value, int) else str(value) for name, value in facts.items()})
    else:
        invocation.say(what, **facts)

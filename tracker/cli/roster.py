"""``roster``: the family of commands about payment lists."""

from __future__ import annotations

import click

from tracker.cli.family import Group
from tracker.cli.roster_files import import_, result
from tracker.cli.roster_key import key
from tracker.cli.roster_people import find, list_, proof, show, work


@click.group(cls=Group, help="help.roster", epilog="help.roster.examples")
def roster() -> None:
    """Payment lists and bank results."""


for command in (import_, result, list_, show, work, find, proof, key):
    roster.add_command(command)

"""``settings``: the deadlines and thresholds the checks and alerts go by, as this ledger chose them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from tracker.cli.family import Command, Group
from tracker.cli.invocation import Invocation
from tracker.cli.output import emit, table
from tracker.cli.record import option, submit
from tracker.cli.values import DATE, INSTANT

if TYPE_CHECKING:
    from tracker.labels import Words
    from tracker.projections.thresholds import SettingStanding


class Figure(click.ParamType[int]):
    """A whole number as people type it: ``5``, ``90%``, full-width digits."""

    name = "figure"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The number; fails for what is none."""
        if isinstance(value, int):
            return value
        plain = value.strip().rstrip("%％")
        if not plain.isdecimal() or len(plain) > 6:
            invocation = ctx.find_object(Invocation) if ctx else None
            assert invocation is not None, "every command runs with an invocation"
            self.fail(invocation.words("error.setting", text=value), param, ctx)
        return int(plain)


@click.group(cls=Group, help="help.settings", epilog="help.settings.examples")
def settings() -> None:
    """The figures of the house's rules."""


@settings.command("list", cls=Command, help="help.settings.list", epilog="help.settings.list.examples")
@option("--as-of", type=DATE)
@option("--known-at", type=INSTANT)
@click.pass_obj
def list_(invocation: Invocation, as_of: str | None, known_at: str | None) -> None:
    """Every setting: its figure, its default, its range, and who chose it when and why."""
    from tracker.projections.thresholds import settings_in_force

    words = invocation.words
    with invocation.tracker().view(as_of=as_of, known_at=known_at) as (_, view):
        rows = [_row(words, standing) for standing in settings_in_force(view)]
    if invocation.json:
        emit(rows)
        return
    names = ("name", "title", "value", "default", "range", "changed_on", "reason")
    shown = [
        [
            row["name"],
            row["title"],
            words(f"setting.unit.{row['unit']}", value=row["value"]),
            str(row["default"]),
            f"{row['low']}-{row['high']}",
            row["changed_on"] or "",
            row["reason"] or "",
        ]
        for row in rows
    ]
    table(invocation, [words(f"setting.column.{name}") for name in names], shown, right=(3,))


def _row(words: Words, standing: SettingStanding) -> dict[str, Any]:
    chosen = standing.chosen
    return {
        "name": standing.name,
        "title": words(f"setting.{standing.name}"),
        "value": standing.value,
        **standing.threshold._asdict(),
        "changed_on": chosen.on if chosen else None,
        "changed_by": chosen.actor if chosen else None,
        "reason": chosen.reason if chosen else None,
    }


@settings.command("set", cls=Command, help="help.settings.set", epilog="help.settings.set.examples")
@click.argument("name")
@click.argument("value", type=Figure())
@option("--reason")
@click.pass_obj
def set_(invocation: Invocation, name: str, value: int, reason: str | None) -> None:
    """Another figure from today on."""
    from tracker.requests import ChangeSetting

    submit(invocation, ChangeSetting(name=name, value=value, reason=reason), None)


@settings.command(cls=Command, help="help.settings.reset", epilog="help.settings.reset.examples")
@click.argument("name")
@option("--reason")
@click.pass_obj
def reset(invocation: Invocation, name: str, reason: str | None) -> None:
    """The default figure from today on."""
    from tracker.requests import ChangeSetting

    submit(invocation, ChangeSetting(name=name, value=None, reason=reason), None)

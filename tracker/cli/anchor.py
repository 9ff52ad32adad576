"""``log anchor``: a statement of where the log stands, confirmed by a time-stamp authority where one is set."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tracker.cli.failures import Failure
from tracker.cli.family import Command, Option
from tracker.cli.invocation import Invocation
from tracker.cli.output import emit, line
from tracker.cli.oversight import ATTENTION
from tracker.cli.record import option
from tracker.labels import words as words_of

if TYPE_CHECKING:
    from tracker.anchoring import Statement
    from tracker.settings import Settings


@click.command(cls=Command, help="help.log.anchor", epilog="help.log.anchor.examples")
@click.option(
    "--out", cls=Option, help="help.option.anchor-out", type=click.Path(path_type=Path, dir_okay=False)
)
@option("--check", "look", is_flag=True)
@click.pass_obj
def anchor(invocation: Invocation, out: Path | None, look: bool) -> int:
    """Say where the log stands, on one page; have it confirmed outside, or check what was confirmed."""
    from tracker.anchoring import page, statement
    from tracker.settings import Settings

    settings = Settings()
    if look:
        return _check(invocation, settings)
    made = statement(invocation.tracker())
    text = page(words_of(invocation.language, "duty"), made)
    if out is not None:
        out.write_text(text + "\n", encoding="utf-8")
    stamped_at = _stamped(invocation, settings)
    if invocation.json:
        emit(_json(made) | {"file": str(out) if out else None, "stamped_at": stamped_at})
        return 0
    if out is not None:
        invocation.say("said.written", path=out)
    else:
        for part in text.split("\n"):
            line(part)
    if stamped_at is not None:
        line(words_of(invocation.language, "duty")("anchor.stamped", at=stamped_at))
    return 0


def _json(made: Statement) -> dict[str, Any]:
    from tracker.money import yuan

    fields = made._asdict()
    amounts = {n.removesuffix("_fen"): yuan(fields.pop(n)) for n in list(fields) if n.endswith("_fen")}
    return fields | {"totals": amounts, "seal": made.seal}


def _stamped(invocation: Invocation, settings: Settings) -> str | None:
    """When the authority says the head was there; None where none is set, exit 4 where it could not be had."""
    if settings.tsa_url is None:
        return None
    from tracker.time_stamps import NotStamped, stamp, trusted_roots

    told = words_of(invocation.language, "duty")
    if settings.tsa_roots is None:
        raise Failure.usage(told("anchor.no_roots"))
    try:
        return stamp(invocation.tracker(), settings.tsa_url, trusted_roots(settings.tsa_roots)).stamped_at
    except NotStamped as error:
        raise Failure.unusable_file([told("anchor.not_stamped", reason=error.reason)]) from error


def _check(invocation: Invocation, settings: Settings) -> int:
    from tracker.time_stamps import NotStamped, anchors, trusted_roots

    told = words_of(invocation.language, "duty")
    if settings.tsa_roots is None:
        raise Failure.usage(told("anchor.no_roots"))
    tracker = invocation.tracker()
    try:
        with tracker.store.reader(str(tracker.ledger)) as log:
            found = list(anchors(log, trusted_roots(settings.tsa_roots)))
    except NotStamped as error:
        raise Failure.unusable_file([told("anchor.not_stamped", reason=error.reason)]) from error
    if invocation.json:
        emit([each._asdict() | {"ok": each.reason is None} for each in found])
    for each in found if not invocation.json else ():
        key = "anchor.holds" if each.reason is None else "anchor.fails"
        line(told(key, position=each.position, at=each.stamped_at, reason=each.reason))
    return ATTENTION if any(each.reason for each in found) else 0

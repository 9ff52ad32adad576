"""``notices``: what is on its way to people, and whether it arrives."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

import click

from tracker.cli.failures import Failure
from tracker.cli.family import Command, Group
from tracker.cli.invocation import Invocation
from tracker.cli.output import emit, line, table
from tracker.cli.oversight import ATTENTION
from tracker.cli.record import option
from tracker.cli.upkeep import sql_store
from tracker.labels import words as words_of

if TYPE_CHECKING:
    from tracker.notices.channels import Channel
    from tracker.notices.outbox import Outbox


@click.group(cls=Group, help="help.notices", epilog="help.notices.examples")
def notices() -> None:
    """What is on its way to people."""


def channels_of(invocation: Invocation) -> tuple[Channel, ...]:
    """The channels of this installation; a file that can't be used is exit 4."""
    from tracker.notices.channels import UnusableChannels, read_channels
    from tracker.settings import Settings

    try:
        return read_channels(Settings())
    except UnusableChannels as error:
        words = words_of(invocation.language, "duty")
        raise Failure.unusable_file([words(error.code, **error.facts)]) from error


def _outbox(invocation: Invocation) -> Outbox:
    from tracker.notices.outbox import Outbox

    return Outbox(sql_store(invocation), str(invocation.tracker().ledger))


@notices.command("list", cls=Command, help="help.notices.list", epilog="help.notices.list.examples")
@option("--all", "every", is_flag=True)
@click.pass_obj
def list_(invocation: Invocation, every: bool) -> None:
    """Notices and how far they have come."""
    found = _outbox(invocation).all(open_only=not every)
    if invocation.json:
        shown = [each._asdict() for each in found]
        for each, notice in zip(shown, found, strict=True):
            each["body"] = notice.message.text
        emit(shown)
        return
    words = words_of(invocation.language, "duty")
    if not found:
        line(words("notice.none"))
        return
    rows = [
        [n.created_at[:16], n.channel, words(f"level.{n.level}"), words(f"notice.status.{n.status}"),
         str(n.attempts), n.last_error or "", n.message.text]
        for n in found
    ]  # fmt: skip
    names = ("table.recorded_at", "table.channel", "table.level", "table.status", "table.attempts")
    table(
        invocation,
        [*(words(name) for name in names), words("table.detail"), words("table.message")],
        rows,
        right=(4,),
    )


@notices.command(cls=Command, help="help.notices.retry", epilog="help.notices.retry.examples")
@click.argument("notice", required=False)
@click.pass_obj
def retry(invocation: Invocation, notice: str | None) -> None:
    """Try again at once."""
    outbox = _outbox(invocation)
    count = outbox.retry(notice)
    sent, failed = outbox.deliver(channels_of(invocation))
    if invocation.json:
        emit({"retried": count, "sent": sent, "failed": failed})
    else:
        line(words_of(invocation.language, "duty")("notice.retried", count=count))


@notices.command(cls=Command, help="help.notices.test", epilog="help.notices.test.examples")
@click.argument("channel", required=False)
@click.pass_obj
def test(invocation: Invocation, channel: str | None) -> int:
    """Send a test notice by one channel, or by all."""
    from tracker.notices.channels import channels_path
    from tracker.notices.sending import Message, NotSent, send
    from tracker.settings import Settings

    words = words_of(invocation.language, "duty")
    chosen = [each for each in channels_of(invocation) if channel in (None, each.name)]
    if not chosen:
        raise Failure.unusable_file([words("notice.no_channels", path=channels_path(Settings()))])
    results: list[tuple[str, str | None]] = []
    for each in chosen:
        message = Message(
            f"msg_{uuid.uuid4().hex}", words("notice.test.title"), words("notice.test"), {"type": "test"}
        )
        try:
            send(each, message)
            results.append((each.name, None))
        except NotSent as error:
            results.append((each.name, error.reason))
    if invocation.json:
        emit([{"channel": name, "ok": reason is None, "reason": reason} for name, reason in results])
    else:
        for name, reason in results:
            key = "notice.tested" if reason is None else "notice.test_failed"
            line(words(key, channel=name, reason=reason))
    return ATTENTION if any(reason for _, reason in results) else 0

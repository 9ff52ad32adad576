"""``feed``: figures that arrive by themselves."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tracker.cli.addresses import fetch_reason
from tracker.cli.failures import Failure
from tracker.cli.family import Command, Group, Option
from tracker.cli.invocation import Invocation
from tracker.cli.output import emit, line, table
from tracker.cli.record import option
from tracker.cli.upkeep import sql_store
from tracker.labels import words as words_of

if TYPE_CHECKING:
    from tracker.feeds.book import FeedBook
    from tracker.feeds.running import FeedRun

UNUSABLE = 4


@click.group(cls=Group, help="help.feed", epilog="help.feed.examples")
def feed() -> None:
    """Figures that arrive by themselves."""


def _book(invocation: Invocation) -> FeedBook:
    from tracker.feeds.book import FeedBook

    tracker = invocation.tracker()
    tracker.head()
    return FeedBook(sql_store(invocation), str(tracker.ledger))


@feed.command(cls=Command, help="help.feed.add", epilog="help.feed.add.examples")
@click.argument("name")
@option("--url", required=True)
@click.option(
    "--kind",
    cls=Option,
    help="help.option.feed-kind",
    type=click.Choice(["disbursement", "receipt", "measurement"]),
    required=True,
)
@click.option(
    "--format",
    "form",
    cls=Option,
    help="help.option.feed-format",
    type=click.Choice(["json", "csv"]),
    default="json",
)
@click.option(
    "--map",
    "mapping",
    cls=Option,
    help="help.option.feed-map",
    type=click.Path(path_type=Path, dir_okay=False),
)
@option("--auth-env")
@option("--every", type=click.IntRange(1, 10_080), default=60)
@option("--allow-private", is_flag=True)
@click.pass_obj
def add(
    invocation: Invocation,
    name: str,
    url: str,
    kind: Any,
    form: Any,
    mapping: Path | None,
    auth_env: str | None,
    every: int,
    allow_private: bool,
) -> None:
    """Name a source, or say anew how it is read."""
    from tracker.feeds.book import Feed, FeedSettings

    words = words_of(invocation.language, "duty")
    if not url.startswith(("https://", "http://127.0.0.1", "http://localhost", "http://[::1]")) or "@" in url:
        raise Failure.usage(words("feed.address", url=url.partition("@")[2] or url))
    settings = FeedSettings(
        url=url,
        kind=kind,
        format=form,
        mapping=_mapping(invocation, mapping) if mapping else {},
        auth_env=auth_env,
        every_minutes=every,
        allow_private=allow_private,
    )
    _book(invocation).keep(Feed(name, settings))
    if invocation.json:
        emit({"feed": name, "url": url, "kind": kind})
    else:
        line(words("feed.added", feed=name))


def _mapping(invocation: Invocation, path: Path) -> dict[str, str]:
    """Our field to theirs (or ``=text`` for a constant), from TOML or JSON; exit 4 for anything else."""
    text = path.read_text(encoding="utf-8-sig")
    try:
        found = json.loads(text) if path.suffix == ".json" else tomllib.loads(text)
    except ValueError as error:
        found = str(error)
    if not isinstance(found, dict) or not all(isinstance(value, str) for value in found.values()):
        raise Failure.unusable_file([words_of(invocation.language, "duty")("feed.mapping", path=path)])
    return found


@feed.command("list", cls=Command, help="help.feed.list", epilog="help.feed.list.examples")
@click.pass_obj
def list_(invocation: Invocation) -> None:
    """The feeds and how far they were read."""
    feeds = _book(invocation).all()
    words = words_of(invocation.language, "duty")
    if invocation.json:
        emit([
            {"feed": each.name, "url": each.settings.url, "kind": each.settings.kind,
             "format": each.settings.format, "every_minutes": each.settings.every_minutes,
             "cursor": each.cursor, "last_run_at": each.last_run_at, "outcome": each.outcome}
            for each in feeds
        ])  # fmt: skip
        return
    rows = [
        [each.name, each.settings.kind, each.settings.url, each.last_run_at or "", each.outcome or ""]
        for each in feeds
    ]
    heads = [words(f"table.{name}") for name in ("feed", "kind", "url", "last", "detail")]
    table(invocation, heads, rows)


@feed.command(cls=Command, help="help.feed.run", epilog="help.feed.run.examples")
@click.argument("name", required=False)
@option("--dry-run", is_flag=True)
@click.pass_obj
def run(invocation: Invocation, name: str | None, dry_run: bool) -> int:
    """Read one feed, or all, now."""
    from tracker.feeds.running import FeedReader
    from tracker.sentences import refusal_sentence

    words, book = words_of(invocation.language, "duty"), _book(invocation)
    feeds = [each for each in book.all() if name in (None, each.name)]
    if name is not None and not feeds:
        raise Failure(3, [words("feed.unknown", feed=name)])
    reader = FeedReader(invocation.tracker(), book, lambda refusal: refusal_sentence(words, refusal))
    runs = [reader.run(each, dry=dry_run) for each in feeds]
    if invocation.json:
        emit([each._asdict() for each in runs])
    else:
        for each in runs:
            line(_told(invocation, each))
    failures = [
        words("feed.failed", feed=each.feed, reason=fetch_reason(words, each.failure))
        for each in runs
        if each.failure
    ]
    if failures:
        raise Failure(UNUSABLE, failures)
    return 0


def _told(invocation: Invocation, done: FeedRun) -> str:
    words = words_of(invocation.language, "duty")
    if done.unchanged:
        return words("feed.unchanged", feed=done.feed)
    return words("feed.ran", feed=done.feed, recorded=done.recorded, known=done.known, aside=done.aside)


@feed.command(cls=Command, help="help.feed.work", epilog="help.feed.work.examples")
@click.argument("name", required=False)
@click.pass_obj
def work(invocation: Invocation, name: str | None) -> None:
    """Rows that could not be recorded."""
    asides, words = _book(invocation).work(name), words_of(invocation.language, "duty")
    if invocation.json:
        emit([each._asdict() for each in asides])
        return
    rows = [[each.feed, each.row_key, each.first_seen_at[:16], each.reason] for each in asides]
    heads = [words(f"table.{name}") for name in ("feed", "id", "recorded_at", "message")]
    table(invocation, heads, rows)


@feed.command(cls=Command, help="help.feed.remove", epilog="help.feed.remove.examples")
@click.argument("name")
@click.pass_obj
def remove(invocation: Invocation, name: str) -> None:
    """Forget a feed; what it brought stays."""
    _book(invocation).remove(name)
    if invocation.json:
        emit({"feed": name})
    else:
        line(words_of(invocation.language, "duty")("feed.removed", feed=name))

"""A file on this machine, or an https address that is fetched first: both are a path to the command."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

import click

from tracker.cli.failures import Failure
from tracker.cli.invocation import Invocation
from tracker.labels import Words, words

_SUFFIXES = {
    "text/plain": ".txt",
    "application/pdf": ".pdf",
    "application/json": ".json",
    "text/csv": ".csv",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
}


class FileOrAddress(click.ParamType[Path]):
    """A path, or an address whose document is fetched into a directory that goes when the program ends."""

    name = "file"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """The path; an address that can't be fetched is exit 4."""
        if isinstance(value, Path):
            return value
        if not value.startswith(("https://", "http://")):
            return FILE.convert(value, param, ctx)
        assert ctx is not None, "a command is running"
        return _fetched(value, ctx)


def _fetched(url: str, ctx: click.Context) -> Path:
    from tracker.feeds.fetching import NotFetched, fetch

    try:
        document = fetch(url)
    except NotFetched as error:
        invocation = ctx.find_object(Invocation)
        told = words(invocation.language if invocation else "zh", "duty")
        where = urlsplit(url).hostname or "?"
        reason = fetch_reason(told, str(error))
        raise Failure.unusable_file([told("address.not_fetched", where=where, reason=reason)]) from error
    directory = tempfile.mkdtemp(prefix="tracker-")
    atexit.register(shutil.rmtree, directory, ignore_errors=True)
    path = Path(directory) / _name(url, document.content_type)
    path.write_bytes(document.body or b"")
    return path


def fetch_reason(told: Words, failure: str) -> str:
    """Why something could not be fetched, in words: ``failure`` begins with the stable word for it."""
    reason, _, detail = failure.partition(" ")
    key = f"address.reason.{reason}"
    return f"{told(key)} {detail}".strip() if key in told else failure


def _name(url: str, content_type: str) -> str:
    """The last part of the address, with the ending its kind of document has where it shows none."""
    last = PurePosixPath(unquote(urlsplit(url).path)).name
    name = (
        "".join(mark for mark in last if mark.isprintable() and mark not in '/\\:*?"<>|')[:100] or "document"
    )
    ending = _SUFFIXES.get(content_type.partition(";")[0].strip().lower(), "")
    return name if PurePosixPath(name).suffix.lower() in _SUFFIXES.values() else f"{name}{ending}"


FILE = click.Path(path_type=Path, dir_okay=False)
FILE_OR_ADDRESS = FileOrAddress()

"""The channels notices leave by, from one TOML file; secrets come from the environment or a file only its owner reads.

::

    [[channel]]
    name = "leader"
    url_env = "TRACKER_NOTICE_LEADER"   # any address apprise knows: dingtalk://, wecombot://, feishu://, mailto://
    level = "warning"                   # from this level on: info, warning, urgent
    mode = "immediate"                  # or "digest": once a week, together
    quiet = "21:30-07:30"               # Beijing time; urgent ones come through

    [[channel]]
    name = "finance"
    webhook = "https://finance.example/hook"   # signed as Standard Webhooks say
    secret_env = "TRACKER_NOTICE_FINANCE"
"""

from __future__ import annotations

import datetime as dt
import os
import stat
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

import msgspec
from platformdirs import user_config_path

from tracker.clock import SHANGHAI
from tracker.settings import Settings

_RANK = {"info": 0, "warning": 1, "urgent": 2}


class UnusableChannels(Exception):
    """The file of channels can't be used; ``code`` and ``facts`` make the sentence people read."""

    def __init__(self, code: str, **facts: str) -> None:
        super().__init__(f"{code}: {facts}")
        self.code, self.facts = code, facts


class Channel(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One way out: an address apprise knows, or a signed webhook; which levels, when, in what language."""

    name: str
    url: str | None = None
    url_env: str | None = None
    webhook: str | None = None
    secret: str | None = None
    secret_env: str | None = None
    level: Literal["info", "warning", "urgent"] = "warning"
    mode: Literal["immediate", "digest"] = "immediate"
    quiet: str | None = None
    language: Literal["zh", "en"] = "zh"

    def wants(self, level: str) -> bool:
        """Whether an alert of that level goes out here."""
        return _RANK[level] >= _RANK[self.level]

    def is_quiet(self, now: dt.datetime) -> bool:
        """Whether nobody wants to be disturbed at that instant."""
        if self.quiet is None:
            return False
        start, end = (dt.time.fromisoformat(part.strip()) for part in self.quiet.split("-"))
        here = now.astimezone(SHANGHAI).time()
        return start <= here < end if start <= end else here >= start or here < end

    def address(self, environ: Mapping[str, str]) -> str | None:
        """The apprise address, from the file or the environment; None where it is not there."""
        return self.url or (environ.get(self.url_env) if self.url_env else None)

    def signing_secret(self, environ: Mapping[str, str]) -> str | None:
        """The webhook's secret, from the file or the environment; None where it is not there."""
        return self.secret or (environ.get(self.secret_env) if self.secret_env else None)


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    channel: tuple[Channel, ...] = ()


def channels_path(settings: Settings) -> Path:
    """Where the file is."""
    return settings.notices or user_config_path("tracker", appauthor=False) / "notices.toml"


def read_channels(settings: Settings) -> tuple[Channel, ...]:
    """The channels of this installation, none where there is no file; raises :class:`UnusableChannels`."""
    path = channels_path(settings)
    try:
        text = path.read_text(encoding="utf-8-sig")
        mode = path.stat().st_mode
    except FileNotFoundError:
        return ()
    except (OSError, UnicodeDecodeError) as error:
        raise UnusableChannels("channels_unreadable", path=str(path), reason=str(error)) from error
    try:
        channels = msgspec.convert(tomllib.loads(text), _File).channel
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise UnusableChannels("channels_unreadable", path=str(path), reason=str(error)) from error
    _check(
        channels,
        str(path),
        readable_by_others=os.name == "posix" and bool(mode & (stat.S_IRWXG | stat.S_IRWXO)),
    )
    return channels


def _check(channels: tuple[Channel, ...], path: str, *, readable_by_others: bool) -> None:
    names = [channel.name for channel in channels]
    for channel in channels:
        if names.count(channel.name) > 1:
            raise UnusableChannels("channel_twice", path=path, name=channel.name)
        if bool(channel.url or channel.url_env) == bool(channel.webhook):
            raise UnusableChannels("channel_nowhere", path=path, name=channel.name)
        if channel.webhook and not (channel.secret or channel.secret_env):
            raise UnusableChannels("channel_unsigned", path=path, name=channel.name)
        if (channel.url or channel.secret) and readable_by_others:
            raise UnusableChannels("channels_open", path=path)
        try:
            channel.is_quiet(dt.datetime.now(dt.UTC))
        except ValueError as error:
            raise UnusableChannels("channel_quiet", path=path, name=channel.name) from error

"""The channels notices leave by, from one TOML file.

A secret stands in the environment, in the keyring of the operating system, or in this file if only its owner reads it.

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

Instead of ``url_env`` and ``secret_env``: ``url_keyring`` and ``secret_keyring``, the name under which the keyring
keeps it for the service ``tracker``.
"""

from __future__ import annotations

import datetime as dt
import os
import stat
import tomllib
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Literal

import msgspec
from platformdirs import user_config_path

from tracker.clock import SHANGHAI
from tracker.settings import Settings

KEYRING_SERVICE = "tracker"
"""The service secrets are kept for in a keyring: ``keyring set tracker NAME``."""
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
    url_keyring: str | None = None
    webhook: str | None = None
    secret: str | None = None
    secret_env: str | None = None
    secret_keyring: str | None = None
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
        """The apprise address, from where the file says it is; None where it is not there."""
        return self.url or _kept(environ, self.url_env, self.url_keyring)

    def signing_secret(self, environ: Mapping[str, str]) -> str | None:
        """The webhook's secret, from where the file says it is; None where it is not there."""
        return self.secret or _kept(environ, self.secret_env, self.secret_keyring)

    @property
    def place_of_secret(self) -> str:
        """Where its secret is looked for, to name it to people."""
        name = self.secret_env or self.url_env
        return name or f"keyring {KEYRING_SERVICE}/{self.secret_keyring or self.url_keyring}"


def _kept(environ: Mapping[str, str], variable: str | None, name: str | None) -> str | None:
    """A secret of the environment, or of the keyring where that is installed and can be opened."""
    if variable is not None:
        return environ.get(variable) or None
    if name is None:
        return None
    try:
        keyring = import_module("keyring")
    except ImportError:
        return None
    try:
        secret: str | None = keyring.get_password(KEYRING_SERVICE, name)
    except keyring.errors.KeyringError:
        return None
    return secret or None


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
        if bool(channel.url or channel.url_env or channel.url_keyring) == bool(channel.webhook):
            raise UnusableChannels("channel_nowhere", path=path, name=channel.name)
        if channel.webhook and not (channel.secret or channel.secret_env or channel.secret_keyring):
            raise UnusableChannels("channel_unsigned", path=path, name=channel.name)
        if (channel.url or channel.secret) and readable_by_others:
            raise UnusableChannels("channels_open", path=path)
        try:
            channel.is_quiet(dt.datetime.now(dt.UTC))
        except ValueError as error:
            raise UnusableChannels("channel_quiet", path=path, name=channel.name) from error

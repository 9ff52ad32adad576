from __future__ import annotations

import datetime as dt
import sys
import types
from functools import partial
from pathlib import Path

import pytest

from tracker.notices.channels import Channel, UnusableChannels, read_channels
from tracker.notices.sending import Message, NotSent, send
from tracker.settings import Settings


class LockedKeyring(Exception):
    pass


def keyring_of(monkeypatch: pytest.MonkeyPatch, kept: dict[str, str], *, locked: bool = False) -> None:
    """A keyring as the library of that name offers it."""

    def get_password(service: str, name: str) -> str | None:
        if locked:
            raise LockedKeyring
        return kept.get(f"{service}/{name}")

    module = types.ModuleType("keyring")
    module.get_password = get_password  # type: ignore[attr-defined]
    module.errors = types.SimpleNamespace(KeyringError=LockedKeyring)  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "keyring", module)


def _no_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "keyring", None)


GOOD = '[[channel]]\nname = "a"\nurl_env = "X"\nquiet = "21:30-07:30"\n'


def read(tmp_path: Path, text: str, mode: int = 0o600) -> tuple[Channel, ...]:
    path = tmp_path / "notices.toml"
    path.write_text(text)
    path.chmod(mode)
    return read_channels(Settings(notices=path))


def test_no_file_means_no_channels(tmp_path: Path) -> None:
    assert read_channels(Settings(notices=tmp_path / "none.toml")) == ()


def test_a_channel_is_read(tmp_path: Path) -> None:
    (channel,) = read(tmp_path, GOOD, 0o644)
    assert (channel.name, channel.address({"X": "json://y"})) == ("a", "json://y")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("nonsense", "channels_unreadable"),
        ('[[channel]]\nname = "a"\ncolour = "red"\n', "channels_unreadable"),
        (GOOD + GOOD, "channel_twice"),
        ('[[channel]]\nname = "a"\n', "channel_nowhere"),
        ('[[channel]]\nname = "a"\nurl_env = "X"\nwebhook = "https://x"\n', "channel_nowhere"),
        ('[[channel]]\nname = "a"\nwebhook = "https://x"\n', "channel_unsigned"),
        (GOOD.replace("07:30", "7h"), "channel_quiet"),
    ],
)
def test_a_file_that_cannot_be_meant_is_refused(text: str, code: str, tmp_path: Path) -> None:
    with pytest.raises(UnusableChannels) as caught:
        read(tmp_path, text)
    assert caught.value.code == code


def test_secrets_in_a_file_others_can_read_are_refused(tmp_path: Path) -> None:
    text = '[[channel]]\nname = "a"\nurl = "json://user:secret@x"\n'
    assert read(tmp_path, text, 0o600)
    with pytest.raises(UnusableChannels, match="channels_open"):
        read(tmp_path, text, 0o640)


@pytest.mark.parametrize(
    ("quiet", "hour", "silent"),
    [("21:30-07:30", 23, True), ("21:30-07:30", 3, True), ("21:30-07:30", 12, False), ("12:00-14:00", 13, True),
     ("12:00-14:00", 15, False)],
)  # fmt: skip
def test_quiet_hours_are_beijings_and_may_pass_midnight(quiet: str, hour: int, silent: bool) -> None:
    at = dt.datetime(2022, 3, 1, hour, tzinfo=dt.timezone(dt.timedelta(hours=8)))
    assert Channel(name="a", url="x", quiet=quiet).is_quiet(at) is silent


IN_KEYRING = '[[channel]]\nname = "a"\nwebhook = "https://x"\nsecret_keyring = "finance"\n'


def test_a_secret_of_the_keyring_is_found_there_and_needs_no_closed_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keyring_of(monkeypatch, {"tracker/finance": "whsec_x"})
    (channel,) = read(tmp_path, IN_KEYRING, 0o644)
    assert channel.signing_secret({}) == "whsec_x"
    (address,) = read(tmp_path, '[[channel]]\nname = "b"\nurl_keyring = "finance"\n', 0o644)
    assert address.address({}) == "whsec_x"


def test_without_a_keyring_or_with_a_locked_one_the_notice_waits_and_says_for_what(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (channel,) = read(tmp_path, IN_KEYRING)
    kept = {"tracker/finance": "whsec_x"}
    for prepare in (_no_keyring, partial(keyring_of, kept={}), partial(keyring_of, kept=kept, locked=True)):
        prepare(monkeypatch)
        with pytest.raises(NotSent, match="keyring tracker/finance is not set"):
            send(channel, Message("id", "title", "text", {"type": "test"}))

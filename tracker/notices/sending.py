"""Sending one notice by one channel. Nothing that is raised or written down holds an address or a secret."""

from __future__ import annotations

import datetime as dt
import json
import os
from collections.abc import Callable
from typing import NamedTuple
from urllib.parse import urlsplit

from tracker.notices.channels import Channel

SECONDS = 10.0
_LOOPBACK = ("127.0.0.1", "::1", "localhost")


class Message(NamedTuple):
    """What goes out: its id stays the same however often it is sent."""

    id: str
    title: str
    text: str
    data: dict[str, object]


class NotSent(Exception):
    """It did not go out; ``wait_seconds`` is how long the receiver asks to be left alone."""

    def __init__(self, reason: str, wait_seconds: int | None = None) -> None:
        super().__init__(reason)
        self.reason, self.wait_seconds = reason, wait_seconds


Send = Callable[[Channel, Message], None]


def send(channel: Channel, message: Message) -> None:
    """Send a message; raises :class:`NotSent`."""
    if channel.webhook is not None:
        _post(channel, channel.webhook, message)
    else:
        _by_apprise(channel, message)


def _by_apprise(channel: Channel, message: Message) -> None:
    import apprise

    address = channel.address(os.environ)
    if not address:
        raise NotSent(f"{channel.place_of_secret} is not set")
    sender = apprise.Apprise()
    if not sender.add(address):
        raise NotSent("the address is not one apprise knows")
    if not sender.notify(title=message.title, body=message.text):
        raise NotSent("the service did not accept it")


def _post(channel: Channel, url: str, message: Message) -> None:
    import httpx
    from standardwebhooks import Webhook

    parts = urlsplit(url)
    if parts.scheme != "https" and parts.hostname not in _LOOPBACK:
        raise NotSent("a webhook must be https")
    secret = channel.signing_secret(os.environ)
    if not secret:
        raise NotSent(f"{channel.place_of_secret} is not set")
    body = json.dumps(message.data | {"text": message.text}, ensure_ascii=False)
    now = dt.datetime.now(dt.UTC)
    headers = {
        "content-type": "application/json",
        "webhook-id": message.id,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": Webhook(secret).sign(msg_id=message.id, timestamp=now, data=body),
    }
    try:
        with httpx.stream(
            "POST", url, content=body.encode(), headers=headers, timeout=SECONDS, follow_redirects=False
        ) as answer:
            status, retry_after = answer.status_code, answer.headers.get("retry-after", "")
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise NotSent(type(error).__name__) from None
    if not 200 <= status < 300:
        raise NotSent(f"HTTP {status}", int(retry_after) if retry_after.isdigit() else None)

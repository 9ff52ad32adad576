"""Time stamps from outside (RFC 3161): an authority confirms that the log's head was there at an instant.

What is stamped is the SHA-256 of three lines — ledger, position, hash — so that an anchor can be checked with any
RFC 3161 tool. Nothing of the log's content leaves the house.
"""

from __future__ import annotations

import base64
import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import httpx
from cryptography import x509
from rfc3161_client import (
    HashAlgorithm,
    TimestampRequestBuilder,
    TimeStampResponse,
    VerificationError,
    VerifierBuilder,
    decode_timestamp_response,
)

from events.store import LogReader
from events.types.oversight import HeadAnchored
from tracker.service import Tracker

MOST_BYTES = 200_000
SECONDS = 20.0
_LOOPBACK = ("127.0.0.1", "::1", "localhost")
Ask = Callable[[str, bytes], bytes]


class NotStamped(Exception):
    """No time stamp could be had, or none that holds; ``reason`` says why."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Anchor(NamedTuple):
    """An anchor in the log, and whether it holds: ``reason`` is None where it does."""

    event_position: int
    position: int
    stamped_at: str
    authority: str
    reason: str | None


def trusted_roots(path: Path) -> list[x509.Certificate]:
    """The certificates of a PEM file; raises :class:`NotStamped` where it can't be used."""
    try:
        return x509.load_pem_x509_certificates(path.read_bytes())
    except (OSError, ValueError) as error:
        raise NotStamped(f"{path}: {error}") from error


def stamp(tracker: Tracker, url: str, roots: list[x509.Certificate], ask: Ask | None = None) -> HeadAnchored:
    """Have the head confirmed, check the answer, and record it; raises :class:`NotStamped`."""
    head = tracker.head()
    content = stamped_content(str(tracker.ledger), head.position, head.hash)
    request = TimestampRequestBuilder().data(content).hash_algorithm(HashAlgorithm.SHA256).build()
    answer = (ask or _ask)(url, request.as_bytes())
    response = _decoded(answer)
    _check(VerifierBuilder.from_request(request), roots, response, content)
    fact = HeadAnchored(
        position=head.position,
        hash=head.hash,
        authority=urlsplit(url).hostname or "?",
        stamped_at=_instant(response),
        token=base64.b64encode(answer).decode(),
    )
    tracker.keep_anchor(fact)
    return fact


def anchors(log: LogReader, roots: list[x509.Certificate]) -> Iterator[Anchor]:
    """Every anchor of a log, and whether it holds against the log as it is now."""
    for event in log.read():
        if event.type == "HeadAnchored" and isinstance(fact := event.fact, HeadAnchored):
            yield Anchor(
                event.position, fact.position, fact.stamped_at, fact.authority, _fault(log, fact, roots)
            )


def stamped_content(ledger: str, position: int, head: str) -> bytes:
    """What is stamped."""
    return f"{ledger}\n{position}\n{head}\n".encode()


def _fault(log: LogReader, fact: HeadAnchored, roots: list[x509.Certificate]) -> str | None:
    stamped = log.at(fact.position)
    if stamped is None or stamped.expected_hash() != fact.hash:
        return "the log has another event there"
    content = stamped_content(log.ledger, fact.position, fact.hash)
    try:
        response = _decoded(base64.b64decode(fact.token))
        _check(VerifierBuilder(), roots, response, content)
    except (NotStamped, ValueError) as error:
        return str(error)
    return None if _instant(response) == fact.stamped_at else "the token has another time"


def _check(
    builder: VerifierBuilder, roots: list[x509.Certificate], response: TimeStampResponse, content: bytes
) -> None:
    for root in roots:
        builder = builder.add_root_certificate(root)
    try:
        builder.build().verify_message(response, content)
    except (VerificationError, ValueError) as error:
        raise NotStamped(str(error)) from error


def _decoded(answer: bytes) -> TimeStampResponse:
    try:
        return decode_timestamp_response(answer)
    except ValueError as error:
        raise NotStamped(f"not an RFC 3161 answer: {error}") from error


def _instant(response: TimeStampResponse) -> str:
    moment: dt.datetime = response.tst_info.gen_time
    zoned = moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
    return zoned.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _ask(url: str, request: bytes) -> bytes:
    """Send a request; plain http is allowed, as authorities use it: the answer is signed and holds our nonce."""
    headers = {"content-type": "application/timestamp-query", "accept": "application/timestamp-reply"}
    direct = urlsplit(url).hostname in _LOOPBACK
    body = b""
    try:
        with (
            httpx.Client(timeout=SECONDS, verify=httpx.create_ssl_context(), trust_env=not direct) as client,
            client.stream("POST", url, content=request, headers=headers) as answer,
        ):
            if answer.status_code != 200:
                raise NotStamped(f"HTTP {answer.status_code}")
            for part in answer.iter_bytes():
                body += part
                if len(body) > MOST_BYTES:
                    raise NotStamped("the answer is too long")
    except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError) as error:
        raise NotStamped(type(error).__name__) from error
    return body

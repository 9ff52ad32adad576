"""Fetching a document from the network, bounded in size, time, redirects and where it may come from.

Only https; plain http to this machine alone. No private addresses unless allowed. A secret goes to the host it
was meant for and nowhere else, and no error holds it.
"""

from __future__ import annotations

import ipaddress
import socket
import time
from collections.abc import Callable, Mapping
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

import httpx

MOST_BYTES = 20_000_000
MOST_SECONDS = 60.0
_READ_SECONDS = 15.0
_REDIRECTS = 3
_TRIES = 3
_LONGEST_PATIENCE = 30
"""A server that asks for more seconds than this is left for the next run."""
_PASSING = (429, 502, 503, 504)


class NotFetched(Exception):
    """It could not be fetched. ``reason`` is a stable word, ``detail`` what the server or network said;
    ``wait_seconds`` how long the server asks to be left alone."""

    def __init__(self, reason: str, detail: str = "", wait_seconds: int | None = None) -> None:
        super().__init__(f"{reason} {detail}".strip())
        self.reason, self.detail, self.wait_seconds = reason, detail, wait_seconds


class Fetched(NamedTuple):
    """A document, or ``body`` None where it has not changed since."""

    body: bytes | None
    content_type: str
    headers: Mapping[str, str]


class Limits(NamedTuple):
    """How much, how long, and from where."""

    most_bytes: int = MOST_BYTES
    most_seconds: float = MOST_SECONDS
    allow_private: bool = False


def fetch(
    url: str,
    *,
    headers: Mapping[str, str] | None = None,
    limits: Limits = Limits(),
    sleep: Callable[[float], None] = time.sleep,
) -> Fetched:
    """Fetch a document; passing trouble is tried again a few times. Raises :class:`NotFetched`."""
    for attempt in range(1, _TRIES + 1):
        try:
            return _follow(url, dict(headers or {}), limits)
        except NotFetched as error:
            last = error
        wait = last.wait_seconds if last.wait_seconds is not None else 2 ** (attempt - 1)
        if last.reason not in ("busy", "broken") or attempt == _TRIES or wait > _LONGEST_PATIENCE:
            raise last
        sleep(wait)
    raise AssertionError("every try returns or raises")


def _follow(url: str, headers: dict[str, str], limits: Limits) -> Fetched:
    end = time.monotonic() + limits.most_seconds
    for _ in range(_REDIRECTS + 1):
        _check_address(url, limits)
        answer = _get(url, headers, limits, end)
        if isinstance(answer, Fetched):
            return answer
        if urlsplit(answer).netloc != urlsplit(url).netloc:
            headers = {name: value for name, value in headers.items() if name.lower() != "authorization"}
        url = answer
    raise NotFetched("redirects")


def _check_address(url: str, limits: Limits) -> None:
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port or 443
    except ValueError as error:
        raise NotFetched("address") from error
    if not host or parts.username or parts.password:
        raise NotFetched("address")
    loopback = host in ("localhost", "127.0.0.1", "::1")
    if parts.scheme != "https" and not (parts.scheme == "http" and loopback):
        raise NotFetched("not_https")
    if loopback or limits.allow_private:
        return
    try:
        found = {info[4][0] for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)}
    except OSError as error:
        raise NotFetched("broken", "host not found") from error
    if any(not ipaddress.ip_address(str(address).partition("%")[0]).is_global for address in found):
        raise NotFetched("private")


def _get(url: str, headers: dict[str, str], limits: Limits, end: float) -> Fetched | str:
    """One request: the document, or where it redirects to. No proxy stands between this machine and itself.

    Servers are known by the usual authorities, or by those of ``SSL_CERT_FILE`` or ``SSL_CERT_DIR``.
    """
    direct = urlsplit(url).hostname in ("localhost", "127.0.0.1", "::1")
    try:
        with (
            httpx.Client(
                timeout=_READ_SECONDS, verify=httpx.create_ssl_context(), trust_env=not direct
            ) as client,
            client.stream("GET", url, headers=headers) as answer,
        ):
            if answer.has_redirect_location:
                return urljoin(url, answer.headers["location"])
            _check_status(answer)
            body = None if answer.status_code == 304 else _read(answer, limits, end)
            return Fetched(body, answer.headers.get("content-type", ""), dict(answer.headers))
    except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError) as error:
        untrusted = "CERTIFICATE_VERIFY_FAILED" in str(error)
        raise NotFetched("certificate" if untrusted else "broken", type(error).__name__) from None


def _check_status(answer: httpx.Response) -> None:
    status = answer.status_code
    if status in _PASSING:
        asked = answer.headers.get("retry-after", "")
        raise NotFetched("busy", f"HTTP {status}", int(asked) if asked.isdigit() else None)
    if status != 304 and status != 200:
        raise NotFetched("status", f"HTTP {status}")


def _read(answer: httpx.Response, limits: Limits, end: float) -> bytes:
    parts, size = [], 0
    for part in answer.iter_bytes():
        size += len(part)
        if size > limits.most_bytes:
            raise NotFetched("too_large", f"> {limits.most_bytes}")
        if time.monotonic() > end:
            raise NotFetched("too_slow")
        parts.append(part)
    return b"".join(parts)

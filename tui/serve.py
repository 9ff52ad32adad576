"""The same desk in a browser on this machine: textual-serve on loopback, behind a token.

The token comes once in the address, becomes a cookie no script can read, and disappears from the address.
Requests that name another host, or a page of another origin opening the socket, are turned away. The page asks no
other machine for anything, and its policy forbids it to.
"""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable
from hmac import compare_digest
from ipaddress import ip_address
from pathlib import Path

from aiohttp import web
from textual_serve.server import Server

PAGE = Path(__file__).with_name("page")
POLICY = (
    "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
    "font-src 'self' data:; img-src 'self' data: blob:; connect-src 'self' {socket}; frame-ancestors 'none'; "
    "base-uri 'none'; form-action 'none'"
)
"""What the page may load: this server's own files, and the socket to the desk."""

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class NotLoopback(ValueError):
    """The address to listen on is not this machine's own."""


class DeskServer(Server):
    """A server that answers only who brings the token."""

    def __init__(self, command: str, host: str, port: int, token: str, tell: Callable[[str], None]) -> None:
        super().__init__(
            command,
            host=host,
            port=port,
            title="预算执行与绩效跟踪 Tracker",
            public_url=_origin(host, port),
            templates_path=str(PAGE),
        )
        self.token, self.tell = token, tell
        self.cookie = f"tracker_desk_{port}"

    async def _make_app(self) -> web.Application:
        app: web.Application = await super()._make_app()

        @web.middleware
        async def let_in(request: web.Request, handler: Handler) -> web.StreamResponse:
            return await self._let_in(request, handler)

        app.middlewares.append(let_in)
        app.on_response_prepare.append(self._keep_to_itself)
        return app

    async def on_startup(self, app: web.Application) -> None:
        """Say where, with the token."""
        self.tell(f"{self.public_url}/?token={self.token}")

    def initialize_logging(self) -> None:
        """Leave logging alone: what is typed goes nowhere but the log."""

    async def _let_in(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        if request.headers.get("Host") != self.public_url.removeprefix("http://"):
            raise web.HTTPForbidden(text="wrong host")
        if request.headers.get("Origin", self.public_url) != self.public_url:
            raise web.HTTPForbidden(text="wrong origin")
        if self._is(request.query.get("token")):
            return self._welcome()
        if not self._is(request.cookies.get(self.cookie)):
            raise web.HTTPForbidden(text="a token is needed: open the address that was printed")
        return await handler(request)

    async def _keep_to_itself(self, request: web.Request, response: web.StreamResponse) -> None:
        """Forbid the page whatever is not from here."""
        socket = self.public_url.replace("http", "ws", 1)
        response.headers["Content-Security-Policy"] = POLICY.format(socket=socket)
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Referrer-Policy"] = "no-referrer"

    def _is(self, given: str | None) -> bool:
        return given is not None and compare_digest(given.encode(), self.token.encode())

    def _welcome(self) -> web.Response:
        """Keep the token in a cookie, and send the browser on without it."""
        response = web.Response(status=303, headers={"Location": "/"})
        response.set_cookie(self.cookie, self.token, httponly=True, samesite="Strict", path="/")
        return response


def new_token() -> str:
    """A token nobody guesses."""
    return secrets.token_urlsafe(24)


def serve(host: str, port: int, token: str, command: str, tell: Callable[[str], None] = print) -> None:
    """Serve until interrupted; ``command`` opens the desk, ``tell`` hears the address to open.

    Raises :class:`NotLoopback` for an address other than this machine's own.
    """
    if host != "localhost" and not _is_loopback(host):
        raise NotLoopback(host)
    DeskServer(command, host, port, token, tell).serve()


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _origin(host: str, port: int) -> str:
    shown = f"[{host}]" if ":" in host else host
    return f"http://{shown}" if port == 80 else f"http://{shown}:{port}"

from __future__ import annotations

import http.server
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.tracker.duty.offices import Office

Answer = tuple[int, dict[str, str], bytes]


class Source:
    """A real HTTP server on this machine that answers as a test says, faults included."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.answer: Callable[[str | None, dict[str, str]], Answer] = lambda _cursor, _headers: (404, {}, b"")
        self.cut_after: int | None = None
        self.pause: float = 0.0
        source = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                headers = {name.lower(): value for name, value in self.headers.items()}
                source.asked.append((self.path, headers))
                cursor = parse_qs(urlsplit(self.path).query).get("cursor", [None])[0]
                status, told, body = source.answer(cursor, headers)
                self.send_response(status)
                for name, value in told.items():
                    self.send_header(name, value)
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self._send(body)

            def _send(self, body: bytes) -> None:
                if source.cut_after is not None:
                    self.wfile.write(body[: source.cut_after])
                    self.wfile.flush()
                    self.connection.close()
                    return
                try:
                    for start in range(0, len(body), 1000):
                        self.wfile.write(body[start : start + 1000])
                        if source.pause:
                            self.wfile.flush()
                            time.sleep(source.pause)
                except OSError:
                    pass  # the reader has had enough

            def log_message(self, *_: object) -> None:
                pass

        class Server(http.server.ThreadingHTTPServer):
            def handle_error(self, *_: Any) -> None:
                pass

        self.server = Server(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/rows"
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def source() -> Iterator[Source]:
    made = Source()
    yield made
    made.close()


@pytest.fixture
def office(sqlite_url: str) -> Iterator[Office]:
    made = Office(sqlite_url, day="2022-06-30")
    made.grant()
    yield made
    made.store.close()

"""The desk in a browser: only with the token, only on loopback; and a real browser where one is installed."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from aiohttp.test_utils import TestClient, TestServer

from events.envelope import RecordedEvent
from events.opening import open_store
from tests.builders import LEDGER, PLAN
from tests.tui.browser import Page, browser_page
from tracker.requests import RecordAppropriation
from tracker.service import Tracker
from tui.serve import DeskServer, NotLoopback, new_token, serve


@pytest.fixture
async def client() -> Iterator[TestClient]:  # type: ignore[misc,type-arg]
    port = _free_port()
    desk = DeskServer("true", "127.0.0.1", port, "secret", lambda _: None)
    server = TestServer(await desk._make_app(), host="127.0.0.1", port=port)
    async with TestClient(server) as made:
        yield made


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def test_nobody_comes_in_without_the_token(client: TestClient) -> None:  # type: ignore[type-arg]
    for path in ("/", "/ws", "/?token=wrong", "/static/js/textual.js"):
        assert (await client.get(path)).status == 403


async def test_the_token_becomes_a_cookie_and_leaves_the_address(client: TestClient) -> None:  # type: ignore[type-arg]
    answer = await client.get("/?token=secret", allow_redirects=False)
    assert (answer.status, answer.headers["Location"]) == (303, "/")
    assert "HttpOnly" in answer.headers["Set-Cookie"]
    assert "SameSite=Strict" in answer.headers["Set-Cookie"]
    cookie = answer.headers["Set-Cookie"].partition(";")[0]
    page = await client.get("/", headers={"Cookie": cookie})
    assert page.status == 200
    assert "secret" not in await page.text()


async def test_the_page_names_no_other_machine(client: TestClient) -> None:  # type: ignore[type-arg]
    page = await client.get("/?token=secret")
    text, own = await page.text(), f"127.0.0.1:{client.port}"
    assert set(re.findall(r"(?:https?|wss?)://([^/\"']+)", text)) == {own}
    assert not re.findall(r"[\"'(]//", text)
    policy = page.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert set(re.findall(r"\w+://([^ ;]+)", policy)) == {own}
    for path in re.findall(rf"{own}(/static/[^\"]+)\"", text):
        assert (await client.get(path)).status == 200, path


async def test_other_hosts_and_origins_are_turned_away(client: TestClient) -> None:  # type: ignore[type-arg]
    for headers in ({"Host": "evil.example"}, {"Origin": "http://evil.example"}):
        assert (await client.get("/?token=secret", headers=headers)).status == 403


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.5", "::", "example.com"])
def test_only_loopback_is_listened_on(host: str) -> None:
    with pytest.raises(NotLoopback):
        serve(host, 8000, new_token(), "true")


CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@pytest.fixture
def served(tmp_path: Path) -> Iterator[str]:
    """The address of a served desk, with its token."""
    store = open_store(f"sqlite:///{tmp_path / 'desk.db'}", create=True)
    tracker = Tracker(store, LEDGER, actor="tester", today=lambda: "2022-03-20")
    tracker.open_books("测试单位")
    tracker.adopt_plan(PLAN, (), document="plan.json", sha256="0" * 64)
    tracker.record(RecordAppropriation(project="P01", amount_fen=2_400_000))
    store.close()
    script = (
        "import sys; from tui.serve import serve;"
        f"serve('127.0.0.1', {_free_port()}, 'secret', sys.executable + ' -m tests.tui.served_desk')"
    )
    environment = os.environ | {"DESK_DIRECTORY": str(tmp_path), "PYTHONPATH": os.getcwd()}
    server = subprocess.Popen(
        [sys.executable, "-u", "-c", script], env=environment, stdout=subprocess.PIPE, text=True
    )
    assert server.stdout is not None
    yield server.stdout.readline().strip()
    server.terminate()
    server.wait(timeout=20)
    server.stdout.close()


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed here")
async def test_a_payment_typed_in_a_real_browser_is_recorded(served: str, tmp_path: Path) -> None:
    picture = tmp_path / "desk.png"
    async with browser_page(str(CHROMIUM), tmp_path / "profile", _free_port(), served) as page:
        await _until_shown(page)
        await page.ask("Network.enable")
        assert await page.evaluate("document.activeElement.className") == "xterm-helper-textarea"
        await page.type("p")
        await asyncio.sleep(1.5)
        await page.type("1000")
        await page.enter(11)
        await _until(lambda: _has(tmp_path, "browser"))
        await _until_painted(page, "支付 1,000.00")
        await page.picture(picture)
        assert await page.evaluate("location.search") == "", "the token is not in the address"
        asked = await page.evaluate("performance.getEntriesByType('resource').map(e => new URL(e.name).host)")
        assert set(asked) == {await page.evaluate("location.host")}, "nothing comes from elsewhere"
    event = _last(tmp_path)
    assert (event.actor, event.type) == ("browser", "DisbursementRecorded")
    assert event.fact.amount_fen == 100_000  # type: ignore[union-attr]
    assert picture.stat().st_size > 20_000, "a page full of figures"


def _last(directory: Path) -> RecordedEvent:
    store = open_store(f"sqlite:///{directory / 'desk.db'}", create=False)
    try:
        with store.reader(str(LEDGER)) as log:
            return log.read_back(limit=1)[0]
    finally:
        store.close()


def _has(directory: Path, actor: str) -> bool:
    return _last(directory).actor == actor


async def _until_shown(page: Page) -> None:
    """Wait for the terminal in the page, and for the first frame in it."""
    for _ in range(100):
        if await page.evaluate("document.body.classList.contains('-first-byte')"):
            await asyncio.sleep(2)
            return
        await asyncio.sleep(0.2)
    raise TimeoutError("the page shows no terminal")


async def _until_painted(page: Page, text: str) -> None:
    for _ in range(100):
        await page.evaluate("1")
        if text.encode() in page.painted:
            return
        await asyncio.sleep(0.2)
    raise TimeoutError(f"{text} is not on the page")


async def _until(condition: Callable[[], bool]) -> None:
    for _ in range(100):
        if condition():
            return
        await asyncio.sleep(0.2)
    raise TimeoutError("it did not come about")

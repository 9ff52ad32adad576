"""A headless Chromium spoken to through its own protocol: enough to open a page, type, and take a picture."""

from __future__ import annotations

import asyncio
import base64
import itertools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from aiohttp import ClientConnectorError, ClientSession, ClientWebSocketResponse


class Page:
    """One page of the browser."""

    def __init__(self, socket: ClientWebSocketResponse) -> None:
        self._socket, self._numbers = socket, itertools.count(1)
        self.painted = bytearray()
        """What the page's terminal was sent, once ``Network.enable`` has been asked."""

    async def ask(self, method: str, **params: Any) -> dict[str, Any]:
        """Send a command and wait for its answer, passing over what else the browser says."""
        number = next(self._numbers)
        await self._socket.send_json({"id": number, "method": method, "params": params})
        while True:
            message = await self._socket.receive_json(timeout=30)
            if message.get("method") == "Network.webSocketFrameReceived":
                self._receive(message["params"]["response"])
            if message.get("id") == number:
                return dict(message.get("result", {}))

    def _receive(self, frame: dict[str, Any]) -> None:
        if frame["opcode"] == 2:
            self.painted += base64.b64decode(frame["payloadData"])

    async def evaluate(self, script: str) -> Any:
        """The value of an expression in the page."""
        answer = await self.ask("Runtime.evaluate", expression=script, returnByValue=True)
        return answer["result"].get("value")

    async def type(self, text: str) -> None:
        """Characters, one key each."""
        for mark in text:
            await self.ask("Input.dispatchKeyEvent", type="keyDown", text=mark, key=mark)
            await self.ask("Input.dispatchKeyEvent", type="keyUp", key=mark)
            await asyncio.sleep(0.05)

    async def enter(self, times: int = 1) -> None:
        """The Enter key."""
        for _ in range(times):
            await self.ask(
                "Input.dispatchKeyEvent",
                type="keyDown",
                key="Enter",
                code="Enter",
                text="\r",
                windowsVirtualKeyCode=13,
            )
            await asyncio.sleep(0.2)

    async def picture(self, path: Path) -> None:
        """A picture of the page."""
        answer = await self.ask("Page.captureScreenshot", format="png")
        path.write_bytes(base64.b64decode(answer["data"]))


@asynccontextmanager
async def browser_page(chromium: str, profile: Path, port: int, address: str) -> AsyncIterator[Page]:
    """Start the browser on an address; it ends with the block."""
    process = await asyncio.create_subprocess_exec(
        chromium, "--headless", "--no-sandbox", "--disable-gpu", "--window-size=1280,800",
        f"--remote-debugging-port={port}", f"--user-data-dir={profile}", "--no-first-run",
        address,
        stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    try:
        async with ClientSession() as session:
            url = await _debugger(session, port)
            async with session.ws_connect(url, max_msg_size=0) as socket:
                yield Page(socket)
    finally:
        process.terminate()
        await process.wait()


async def _debugger(session: ClientSession, port: int) -> str:
    for _ in range(100):
        try:
            async with session.get(f"http://127.0.0.1:{port}/json/list") as answer:
                pages = [page for page in await answer.json() if page["type"] == "page"]
            if pages:
                return str(pages[0]["webSocketDebuggerUrl"])
        except ClientConnectorError:
            pass
        await asyncio.sleep(0.2)
    raise TimeoutError("the browser did not start")

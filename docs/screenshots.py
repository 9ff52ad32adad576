"""The pictures of README and manual: ``python -m docs.screenshots`` plays the demo's year and photographs the desk."""

from __future__ import annotations

import asyncio
import os
import re
import tempfile
from collections.abc import Sequence
from html import escape, unescape
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from rich.cells import cell_len

from events.memory_store import MemoryStore
from tracker.demo.playing import play
from tracker.labels import Language
from tracker.plan.exchange import published_plan
from tracker.service import Tracker
from tui.app import DeskApp
from tui.remembered import Remembered

IMAGES = Path(__file__).parent / "images"
FONTS = "Fira Code, DejaVu Sans Mono, Menlo, Consolas, Noto Sans Mono CJK SC, Microsoft YaHei,"
SEED = 2022
DAY = "2022-07-20"


class Picture(NamedTuple):
    """A file's name, and the keys that lead to what it shows."""

    name: str
    keys: Sequence[str] = ()
    size: tuple[int, int] = (120, 36)
    language: Language = "zh"
    theme: str = "tracker-light"


PICTURES = (
    Picture("overview"),
    Picture("overview-dark", theme="tracker-dark"),
    Picture("overview-80x24", size=(80, 24)),
    Picture("overview-en", language="en"),
    Picture("project", ["down"] * 9 + ["enter"]),
    Picture("payment", ["down"] * 9 + ["p", "ctrl+o"]),
    Picture("explain", ["down"] * 9 + ["e"]),
    Picture("journal", ["f3"]),
    Picture("alerts", ["f4"]),
    Picture("selfeval", ["f7"]),
)


def in_cells(picture: str) -> str:
    """The picture with every character in its cells, and without a font from another machine.

    The library counts characters, so that Chinese would be squeezed into half its width.
    """
    picture = re.sub(
        r'<text ([^>]*)x="([0-9.]+)" (y="[^>]*)textLength="([0-9.]+)"([^>]*)>([^<]+)</text>',
        _in_runs,
        picture,
    )
    picture = re.sub(r"@font-face \{.*?\}", "", picture, flags=re.DOTALL)
    return re.sub("Fira Code,( Noto Sans Mono CJK SC, Microsoft YaHei,)?", FONTS, picture)


def _in_runs(found: re.Match[str]) -> str:
    """A text as runs of wide and of narrow characters, each where its first cell is."""
    before, x, y, length, after, body = found.groups()
    text, made = unescape(body), []
    cell, column = float(length) / len(text), 0
    for width, run in groupby(text, cell_len):
        marks = "".join(run)
        drawn, cells = escape(marks).replace(" ", "&#160;").replace("\xa0", "&#160;"), width * len(marks)
        place = f'x="{float(x) + column * cell:g}" {y}textLength="{cells * cell:g}"'
        made.append(f"<text {before}{place}{after}>{drawn}</text>")
        column += cells
    return "".join(made)


async def take(tracker: Tracker, picture: Picture) -> None:
    """Open the desk, press the keys, keep the picture."""
    with tempfile.TemporaryDirectory() as directory:
        remembered = Remembered(Path(directory), theme=picture.theme)
        app = DeskApp(lambda: tracker, picture.language, remembered)
        async with app.run_test(size=picture.size) as pilot:
            for key in ["", *picture.keys]:
                if key:
                    await pilot.press(key)
                for _ in range(3):
                    await app.workers.wait_for_complete()
                    await pilot.pause()
            (IMAGES / f"{picture.name}.svg").write_text(
                in_cells(app.export_screenshot(title="Tracker")), "utf-8"
            )


def main() -> None:
    """Take every picture."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    os.environ["TEXTUAL_ANIMATIONS"] = "none"
    tracker = play(MemoryStore(), published_plan(), seed=SEED).tracker
    tracker.today = lambda: DAY
    for picture in PICTURES:
        asyncio.run(take(tracker, picture))
        print(IMAGES / f"{picture.name}.svg")


if __name__ == "__main__":
    main()

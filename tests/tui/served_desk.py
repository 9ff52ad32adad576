"""A desk on a small ledger in a file, as the browser's server starts it."""

from __future__ import annotations

import os
from pathlib import Path

from events.opening import open_store
from tests.builders import LEDGER
from tracker.service import Tracker
from tui.app import DeskApp
from tui.remembered import Remembered


def main() -> None:
    directory = Path(os.environ["DESK_DIRECTORY"])

    def opened() -> Tracker:
        store = open_store(f"sqlite:///{directory / 'desk.db'}", create=False)
        return Tracker(store, LEDGER, actor="browser", today=lambda: "2022-03-20")

    DeskApp(opened, "zh", Remembered(directory)).run()


if __name__ == "__main__":
    main()

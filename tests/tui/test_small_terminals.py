"""Old consoles and narrow windows: everything stands within the screen, in both languages."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.builders import Desk
from tests.tui.desk import opened, press
from tracker.labels import Language
from tui.widgets.lines import Lines

SMALL = (60, 20)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(
    "keys", [["f2"], ["f3"], ["f4"], ["f6"], ["f7"], ["f9"], ["f10"], ["w"], ["z"]], ids="-".join
)
async def test_the_columns_of_every_list_stand_within_the_screen(
    tmp_path: Path, keys: list[str], language: Language
) -> None:
    async with opened(Desk(), tmp_path, size=SMALL, language=language) as pilot:
        await press(pilot, *keys)
        for lines in pilot.app.screen.query(Lines):
            assert 1 + sum(cells + 1 for _, _, cells in lines.widths()) <= lines.size.width, lines.id

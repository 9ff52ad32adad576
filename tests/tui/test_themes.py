"""The themes: what is written can be read on what it is written on, and a box one types in can be seen."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.color import Color
from textual.theme import Theme
from textual.widgets import Input

from tests.builders import Desk
from tests.tui.desk import NARROW, opened, press, type_text
from tui.theme import CONTRAST, THEMES
from tui.widgets.choice import Choice

WRITTEN = [
    *(
        (ink, paper)
        for ink in ("foreground", "secondary", "primary", "success", "warning", "error", "accent")
        for paper in ("background", "surface", "panel")
    ),
    *(("background", paper) for paper in ("primary", "warning", "error")),
    *((ink, paper) for ink in ("foreground", "field-hint") for paper in ("field", "field-wrong")),
    *((ink, "field-focus") for ink in ("field-focus-text", "field-focus-hint")),
    ("block-cursor-foreground", "block-cursor-background"),
    ("input-selection-foreground", "input-selection-background"),
]
"""What is written in which colour on which."""


def luminance(color: Color) -> float:
    parts = [part / 255 for part in color.rgb]
    red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Color, other: Color) -> float:
    """As the accessibility guidelines of the web reckon it: 1 to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def colour(theme: Theme, name: str) -> Color:
    return Color.parse({**theme.to_color_system().generate(), **theme.variables}[name])


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_everything_written_can_be_read(theme: Theme) -> None:
    least = 7 if theme is CONTRAST else 4.5
    found = {pair: contrast(colour(theme, pair[0]), colour(theme, pair[1])) for pair in WRITTEN}
    assert {pair: ratio for pair, ratio in found.items() if ratio < least} == {}


def test_an_empty_box_is_seen_in_high_contrast() -> None:
    assert round(contrast(colour(CONTRAST, "field"), colour(CONTRAST, "surface")), 1) >= 3
    assert contrast(colour(CONTRAST, "field-focus"), colour(CONTRAST, "field")) >= 2


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
async def test_the_boxes_of_a_form_stand_out_and_the_one_typed_in_most(tmp_path: Path, theme: Theme) -> None:
    async with opened(Desk(), tmp_path, size=NARROW, theme=theme.name) as pilot:
        await press(pilot, "p")
        await type_text(pilot, "P01")
        here = pilot.app.focused
        boxes = [*pilot.app.screen.query(Input), *pilot.app.screen.query(Choice)]
        papers = {box.styles.background for box in boxes if box is not here}
        assert isinstance(here, Input)
        assert papers == {colour(theme, "field")}
        assert here.styles.background == colour(theme, "field-focus")
        assert here.styles.color == colour(theme, "field-focus-text")
        assert pilot.app.screen.query_one(".dialog").styles.background not in papers


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
async def test_the_hint_of_a_field_that_is_wrong_can_be_read(tmp_path: Path, theme: Theme) -> None:
    async with opened(Desk(), tmp_path, size=NARROW, theme=theme.name) as pilot:
        await press(pilot, "p", "ctrl+s")
        field = pilot.app.focused
        assert field is not None
        hint = field.get_component_styles("input--placeholder").color
        assert contrast(hint, field.styles.background) >= 4.5

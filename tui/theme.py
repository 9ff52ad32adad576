"""The looks: light, dark, high contrast. Screens use theme variables only.

Beside the library's variables a theme names the box one types in: ``field``, where the cursor is ``field-focus`` with
``field-focus-text``, ``field-wrong`` where what is typed cannot be taken, and the colours of the hints that stand in it.
"""

from __future__ import annotations

from textual.scrollbar import ScrollBar, ScrollBarRender
from textual.theme import Theme

LIGHT = Theme(
    name="tracker-light",
    primary="#1f5f8b",
    secondary="#4b5a68",
    accent="#8a4b08",
    foreground="#1c2430",
    background="#f6f7f4",
    surface="#ffffff",
    panel="#e6ebe8",
    success="#1b6e3c",
    warning="#8a5a00",
    error="#b3261e",
    dark=False,
    variables={
        "block-cursor-background": "#1f5f8b",
        "block-cursor-foreground": "#ffffff",
        "field": "#e6ebe8",
        "field-focus": "#cfdfe8",
        "field-focus-text": "#1c2430",
        "field-wrong": "#f3cfcb",
        "field-hint": "#4b5a68",
        "field-focus-hint": "#4b5a68",
        "input-selection-background": "#1f5f8b",
        "input-selection-foreground": "#ffffff",
    },
)
DARK = Theme(
    name="tracker-dark",
    primary="#7fb4d9",
    secondary="#a3b0be",
    accent="#e0b070",
    foreground="#dfe5ea",
    background="#12171d",
    surface="#1a2129",
    panel="#27313b",
    success="#7ccf97",
    warning="#e6bd62",
    error="#ff8f86",
    dark=True,
    variables={
        "block-cursor-background": "#35627f",
        "block-cursor-foreground": "#ffffff",
        "field": "#27313b",
        "field-focus": "#2c4d66",
        "field-focus-text": "#dfe5ea",
        "field-wrong": "#5a2a2c",
        "field-hint": "#b9c4cf",
        "field-focus-hint": "#b9c4cf",
        "input-selection-background": "#7fb4d9",
        "input-selection-foreground": "#12171d",
    },
)
CONTRAST = Theme(
    name="tracker-contrast",
    primary="#ffff00",
    secondary="#ffffff",
    accent="#00ffff",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#202020",
    success="#00ff00",
    warning="#ffff00",
    error="#ff9090",
    dark=True,
    variables={
        "block-cursor-background": "#ffff00",
        "block-cursor-foreground": "#000000",
        "field": "#595959",
        "field-focus": "#ffff00",
        "field-focus-text": "#000000",
        "field-wrong": "#7a0000",
        "field-hint": "#ffffff",
        "field-focus-hint": "#3a3a00",
        "input-cursor-background": "#0000ff",
        "input-cursor-foreground": "#ffffff",
        "input-selection-background": "#0000ff",
        "input-selection-foreground": "#ffffff",
    },
)
THEMES = (LIGHT, DARK, CONTRAST)


class PlainBars(ScrollBarRender):
    """Scrollbars of spaces and colours: old consoles have no blocks of eighths."""

    VERTICAL_BARS = [" "] * 8
    HORIZONTAL_BARS = [" "] * 8


def plain_scrollbars(wanted: bool) -> None:
    """Draw every scrollbar without block characters, or with them."""
    ScrollBar.renderer = PlainBars if wanted else ScrollBarRender


def next_theme(name: str) -> str:
    """The theme after the one named, in turn."""
    names = [theme.name for theme in THEMES]
    return names[(names.index(name) + 1) % len(names)] if name in names else names[0]

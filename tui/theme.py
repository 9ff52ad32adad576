"""The looks: light, dark, high contrast. Screens use theme variables only."""

from __future__ import annotations

from textual.scrollbar import ScrollBar, ScrollBarRender
from textual.theme import Theme

LIGHT = Theme(
    name="tracker-light",
    primary="#1f5f8b",
    secondary="#5b6b7a",
    accent="#8a4b08",
    foreground="#1c2430",
    background="#f6f7f4",
    surface="#ffffff",
    panel="#e6ebe8",
    success="#1b6e3c",
    warning="#8a5a00",
    error="#b3261e",
    dark=False,
    variables={"block-cursor-background": "#1f5f8b", "block-cursor-foreground": "#ffffff"},
)
DARK = Theme(
    name="tracker-dark",
    primary="#7fb4d9",
    secondary="#93a1b0",
    accent="#e0b070",
    foreground="#dfe5ea",
    background="#12171d",
    surface="#1a2129",
    panel="#27313b",
    success="#7ccf97",
    warning="#e6bd62",
    error="#ff8f86",
    dark=True,
    variables={"block-cursor-background": "#35627f", "block-cursor-foreground": "#ffffff"},
)
CONTRAST = Theme(
    name="tracker-contrast",
    primary="#ffff00",
    secondary="#ffffff",
    accent="#00ffff",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#000000",
    success="#00ff00",
    warning="#ffff00",
    error="#ff6060",
    dark=True,
    variables={"block-cursor-background": "#ffff00", "block-cursor-foreground": "#000000"},
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

"""Widgets that stand still while a list beside them is gone through."""

from __future__ import annotations

from typing import Self

from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Static


class Kept(Widget):
    """Its lines are kept from one paint to the next: Textual asks every widget of a screen for all its lines
    whenever a row of one of them changes, and makes each of them ready anew.

    Named after the class whose looks are wanted (``class Body(Vertical, Kept)``): styles follow the first.
    """

    _lines: tuple[Region, list[Strip]] | None = None

    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines of a part, as they were made last where nothing has changed."""
        if self._lines is None or self._lines[0] != crop:
            self._lines = (crop, super().render_lines(crop))
        return self._lines[1]

    def refresh(
        self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False
    ) -> Self:
        """Something has changed: the lines are made anew."""
        self._lines = None
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    def notify_style_update(self) -> None:
        """Another theme, another class."""
        self._lines = None
        super().notify_style_update()


class KeptText(Static, Kept):
    """A line of text that changes rarely."""

"""Widgets that stand still while a list beside them is gone through."""

from __future__ import annotations

from typing import ClassVar, Self

from rich.style import Style
from rich.text import Text
from textual import events as terminal
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Static

from tui.formatting import told_in


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


class KeptStyles(Widget):
    """Keeps the styles its parts are drawn in: Textual makes them anew at every refresh."""

    PARTS: ClassVar[str] = ""
    """What the names of its component classes begin with."""

    _made: dict[tuple[str, ...], Style] | None = None

    def notify_style_update(self) -> None:
        """Another theme, or the focus came or went."""
        super().notify_style_update()
        self._made = None

    def kept_style(self, *parts: str) -> Style:
        """The widget's own style with those of some of its parts upon it."""
        if self._made is None:
            self._made = {}
        style = self._made.get(parts)
        if style is None:
            style = self.rich_style
            for part in parts:
                style += self.get_component_rich_style(f"{self.PARTS}--{part}", partial=True)
            self._made[parts] = style
        return style


class KeptText(Static, Kept):
    """A line or a few of text beside a list, in as many lines as there is room for: what is left out is dotted."""

    def tell(self, text: str) -> None:
        """Show another text. The page is laid out anew only where one of the two takes more lines than the other."""
        before, width = str(self.content), self.content_size.width
        lines = (len(told_in(each, width, 0)) for each in (before, text))
        self.update(text, layout=len(set(lines)) > 1)

    def on_resize(self, event: terminal.Resize) -> None:
        """Broken anew."""
        self.refresh()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as the text takes."""
        return len(told_in(str(self.content), width, 0))

    def render(self) -> Text:
        """The lines there is room for."""
        width, height = self.content_size
        return Text("\n".join(told_in(str(self.content), width, height)), no_wrap=True, overflow="crop")

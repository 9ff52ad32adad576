"""A printed form to look through: one of its figures is the one asked about, and marked where it stands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual import events as terminal
from textual.containers import ScrollableContainer
from textual.content import Content
from textual.geometry import Region
from textual.message import Message
from textual.widgets import Static

from tui.widgets.kept import Kept

if TYPE_CHECKING:
    from tracker.forms.preview import PlacedFigure, Preview

ASKED = "$block-cursor-foreground on $block-cursor-background"


class Paper(Static, Kept):
    """The lines of a form in a page that scrolls."""

    DEFAULT_CSS = """
    Paper { width: auto; height: auto; background: $surface; color: $foreground; }
    """

    class Chosen(Message):
        """Somebody has clicked on a figure: it is the one asked about now."""

    def __init__(self, text: str) -> None:
        super().__init__(text, id="form", markup=False)
        self._form: Preview | None = None
        self._at = 0

    @property
    def figures(self) -> Sequence[PlacedFigure]:
        """Those one can ask about, from above to below."""
        return self._form.figures if self._form is not None else ()

    @property
    def asked(self) -> PlacedFigure | None:
        """The figure asked about."""
        return self.figures[self._at] if self.figures else None

    def show(self, form: Preview) -> None:
        """Another form, or the same one anew: the figure asked about stays where it is still there."""
        before = self.asked
        known = [(figure.code, figure.what) for figure in form.figures]
        asked = (before.code, before.what) if before is not None else None
        self._form, self._at = form, known.index(asked) if asked in known else 0
        self._draw()

    def step(self, by: int) -> None:
        """To the next figure or the one before; where one has scrolled away from it, to one in sight."""
        asked = self.asked
        if asked is None:
            return
        page = self.page
        top, bottom = page.scroll_offset.y, page.scroll_offset.y + page.size.height
        in_sight = [at for at, figure in enumerate(self.figures) if top <= figure.line < bottom]
        if in_sight and self._at not in in_sight:
            self._at = in_sight[0 if by > 0 else -1]
        else:
            self._at = (self._at + by) % len(self.figures)
        self._draw()
        self._into_sight()

    @property
    def page(self) -> ScrollableContainer:
        """What scrolls it."""
        page = self.parent
        assert isinstance(page, ScrollableContainer)
        return page

    def _into_sight(self) -> None:
        asked = self.asked
        if asked is not None:
            self.page.scroll_to_region(Region(0, asked.line, 1, 1), animate=False, immediate=True)

    def _draw(self) -> None:
        assert self._form is not None, "a form is shown"
        text = Content("\n".join(line.rstrip() for line in self._form.lines))
        if (asked := self.asked) is not None:
            before = sum(len(line.rstrip()) + 1 for line in self._form.lines[: asked.line])
            start = before + asked.start
            text = text.stylize(ASKED, start, start + len(asked.text))
        self.update(text)

    def on_click(self, event: terminal.Click) -> None:
        """The figure clicked on."""
        for at, figure in enumerate(self.figures):
            assert self._form is not None
            left = cell_len(self._form.lines[figure.line][: figure.start])
            if event.y == figure.line and left <= event.x < left + cell_len(figure.text):
                self._at = at
                self._draw()
                self.post_message(self.Chosen())

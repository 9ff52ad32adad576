"""Figures to stand on, one at a time, in a line or two: each can be explained, copied and clicked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from rich.cells import cell_len
from rich.text import Text
from textual import events as terminal
from textual.binding import Binding
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive

from tui.formatting import fit, narrow
from tui.widgets.kept import KeptStyles

if TYPE_CHECKING:
    from tracker.explain import MoneyFigure

ROOMY_GAP, NARROW_GAP = 2, 1


class Figure(NamedTuple):
    """A word, a value, and which figure of the money it is."""

    what: MoneyFigure
    word: str
    value: str


class Figures(KeptStyles, can_focus=True):
    """Left and right go from figure to figure; Enter shows what one is made of."""

    PARTS = "figures"
    COMPONENT_CLASSES: ClassVar[set[str]] = {"figures--cursor"}
    DEFAULT_CSS = """
    Figures { height: auto; max-height: 2; padding: 0 1; text-style: bold; }
    Figures > .figures--cursor { background: $block-cursor-background; color: $block-cursor-foreground; }
    """
    BINDINGS = [
        Binding("left,h", "move(-1)", show=False),
        Binding("right,l", "move(1)", show=False),
        Binding("enter", "choose", show=False),
    ]

    figures: reactive[tuple[Figure, ...]] = reactive((), layout=True)
    at: reactive[int] = reactive(0)

    @dataclass
    class Chosen(Message):
        """Enter (or a click) on a figure."""

        figures: Figures
        what: MoneyFigure

        @property
        def control(self) -> Figures:
            """The line it happened in."""
            return self.figures

    @property
    def what(self) -> MoneyFigure | None:
        """The figure under the cursor."""
        return self.figures[self.at].what if self.figures else None

    @property
    def cell_text(self) -> str:
        """Its value, to be copied."""
        return self.figures[self.at].value if self.figures else ""

    def as_csv(self) -> str:
        """The words over the values."""
        import csv
        import io

        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow([figure.word for figure in self.figures])
        writer.writerow([figure.value for figure in self.figures])
        return text.getvalue()

    def show(self, figures: Sequence[Figure]) -> None:
        """Show other figures; the cursor stays where it is."""
        self.figures = tuple(figures)
        self.at = min(self.at, max(0, len(self.figures) - 1))

    def action_move(self, step: int) -> None:
        """To the figure beside."""
        self.at = max(0, min(len(self.figures) - 1, self.at + step))

    def action_choose(self) -> None:
        """Show what it is made of."""
        if (what := self.what) is not None:
            self.post_message(self.Chosen(self, what))

    def on_click(self, event: terminal.Click) -> None:
        """A click moves there; a second one opens."""
        x = event.x - self.styles.padding.left
        for number, line, left, text in self._placed(self.content_size.width):
            if line == event.y and left <= x < left + cell_len(text):
                if number == self.at and self.has_focus:
                    self.action_choose()
                self.at = number

    def _placed(self, width: int) -> Iterator[tuple[int, int, int, str]]:
        """Number, line, first cell and text of each figure; what does not stand in a line whole begins the next."""
        texts = [narrow(f"{figure.word} {figure.value}") for figure in self.figures]
        whole = sum(map(cell_len, texts)) + ROOMY_GAP * (len(texts) - 1)
        gap = ROOMY_GAP if whole <= width else NARROW_GAP
        line = left = 0
        for number, text in enumerate(texts):
            if left and left + cell_len(text) > width:
                line, left = line + 1, 0
            yield number, line, left, text
            left += cell_len(text) + gap

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as the figures take."""
        return max((line for _, line, _, _ in self._placed(width)), default=0) + 1

    def on_resize(self, event: terminal.Resize) -> None:
        """Placed anew."""
        self.refresh()

    def render(self) -> Text:
        """The figures in their lines."""
        text, at, width = Text(no_wrap=True, overflow="crop"), (0, 0), self.content_size.width
        for number, line, left, figure in self._placed(width):
            shown = figure if cell_len(figure) <= width else fit(figure, width)
            text.append("\n" * (line - at[0]) + " " * (left - (at[1] if line == at[0] else 0)))
            text.append(shown, self.kept_style("cursor") if number == self.at and self.has_focus else "")
            at = line, left + cell_len(shown)
        return text

"""A line of figures to stand on, one at a time: each can be explained, copied and clicked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from rich.cells import cell_len
from rich.text import Text
from textual import events as terminal
from textual.binding import Binding
from textual.message import Message
from textual.reactive import reactive

from tui.formatting import clean
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
    Figures { height: 1; padding: 0 1; text-style: bold; }
    Figures > .figures--cursor { background: $block-cursor-background; color: $block-cursor-foreground; }
    """
    BINDINGS = [
        Binding("left,h", "move(-1)", show=False),
        Binding("right,l", "move(1)", show=False),
        Binding("enter", "choose", show=False),
    ]

    figures: reactive[tuple[Figure, ...]] = reactive(())
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
        left = self.styles.padding.left
        for number, text in enumerate(self._texts()):
            right = left + cell_len(text)
            if left <= event.x < right:
                if number == self.at and self.has_focus:
                    self.action_choose()
                self.at = number
            left = right + self._gap

    def _texts(self) -> list[str]:
        return [clean(f"{figure.word} {figure.value}") for figure in self.figures]

    @property
    def _gap(self) -> int:
        texts = self._texts()
        whole = sum(map(cell_len, texts)) + ROOMY_GAP * (len(texts) - 1)
        return ROOMY_GAP if whole <= self.content_size.width else NARROW_GAP

    def render(self) -> Text:
        """One line."""
        line = Text(no_wrap=True, overflow="crop")
        gap = " " * self._gap
        for number, text in enumerate(self._texts()):
            here = number == self.at and self.has_focus
            line.append(text, style=self.kept_style("cursor") if here else "")
            line.append(gap)
        return line

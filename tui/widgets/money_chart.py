"""A year's money: what was paid by each month's end, standing beside what the plan would have paid by then."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import ClassVar

from rich.style import Style
from rich.text import Text
from textual.reactive import reactive
from textual.widget import Widget

from tracker.labels import Words
from tui.formatting import fit, in_thousands

Month = tuple[str, int, int, int]
"""The month, and by its end: granted, arrived, paid."""
LABELS = 10


class MoneyChart(Widget):
    """Columns of blanks on a coloured ground, one cell wide everywhere; ``=`` is the plan, ``o`` what has arrived."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"chart--paid", "chart--late", "chart--plan", "chart--muted"}
    DEFAULT_CSS = """
    MoneyChart { height: 9; padding: 0 1; background: $surface; }
    MoneyChart > .chart--paid { background: $success; color: $background; }
    MoneyChart > .chart--late { background: $warning; color: $background; }
    MoneyChart > .chart--plan { color: $primary; text-style: bold; }
    MoneyChart > .chart--muted { color: $secondary; }
    """

    months: reactive[tuple[Month, ...]] = reactive(())

    def __init__(self, say: Words, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.say, self.through = say, ""
        self.planned: Sequence[Fraction] = ()
        self.planned_now = Fraction(0)

    def show(
        self, months: Sequence[Month], as_of: str, planned: Sequence[Fraction], planned_now: Fraction
    ) -> None:
        """Draw the months up to a day, of later ones only the plan.

        ``planned`` is the share of the budget to be paid by each month's end, ``planned_now`` that by the day.
        """
        self.through, self.planned, self.planned_now = as_of[:7], planned, planned_now
        self.months = tuple(months)
        self.refresh()

    def render(self) -> Text:
        """The plot, and the months under it."""
        budget = self.months[-1][1] if self.months else 0
        top = max([budget, *(paid for _, _, _, paid in self.months)], default=0)
        if not top:
            return Text(self.say("overview.no_money"))
        width, height = max(2, (self.size.width - LABELS) // 12), max(2, self.size.height - 1)
        text = Text(no_wrap=True, overflow="crop")
        for line in range(height, 0, -1):
            marked = line in (height, (height + 1) // 2)
            label = in_thousands(Fraction(top * line, height), self.say.language) if marked else ""
            text.append(fit(label, LABELS - 1, "right") + " ", style=self._style("muted"))
            for month, share in zip(self.months, self.planned, strict=True):
                plan = budget * share
                self._slot(text, month, plan, width, Fraction(top * line, height), Fraction(top, height))
            text.append("\n")
        text.append(fit(self.say("chart.unit"), LABELS), style=self._style("muted"))
        text.append("".join(fit(str(number), width) for number in range(1, 13)), style=self._style("muted"))
        return text

    def _slot(
        self, text: Text, month: Month, plan: Fraction, width: int, level: Fraction, step: Fraction
    ) -> None:
        """One month in one line: filled where what was paid reaches more than half of the line."""
        name, _, arrived, paid = month
        known = name <= self.through
        filled = known and paid > level - step / 2
        by_now = self.months[-1][1] * self.planned_now if name == self.through else plan
        style = self._style("paid" if paid >= by_now else "late") if filled else Style()
        mark = "#" if filled and self.app.has_class("-ascii") else " "
        body = mark * (width - 1)
        if level - step < plan <= level:
            text.append("=" * (width - 1), style=self._style("plan") if not filled else style)
        elif known and level - step < arrived <= level:
            text.append(body[:-1] + "o", style=style)
        else:
            text.append(body, style=style)
        text.append(" ")

    def _style(self, name: str) -> Style:
        return self.get_component_rich_style(f"chart--{name}", partial=True)

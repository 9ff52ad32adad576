"""Money against time: two bars, the one under the other."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual.reactive import reactive
from textual.widget import Widget

from tracker.labels import Words
from tui.formatting import bar, clean, fit

if TYPE_CHECKING:
    from tracker.reports import StatusReport


class Totals(Widget):
    """The department's totals. Bars are blanks on a coloured ground: one cell wide everywhere."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "totals--filled",
        "totals--time",
        "totals--empty",
        "totals--late",
        "totals--muted",
        "totals--fault",
    }
    DEFAULT_CSS = """
    Totals { height: 2; padding: 0 1; background: $background; }
    Totals > .totals--filled { background: $success; }
    Totals > .totals--late { background: $warning; }
    Totals > .totals--time { background: $primary; }
    Totals > .totals--empty { background: $panel; }
    Totals > .totals--muted { color: $secondary; }
    Totals > .totals--fault { color: $error; text-style: bold; }
    """
    LABEL = 20

    report: reactive[StatusReport | None] = reactive(None)
    fault: reactive[str] = reactive("")
    """Why there are no figures."""

    def __init__(self, say: Words) -> None:
        super().__init__()
        self.say = say

    def render(self) -> Text:
        """Two lines."""
        report, say = self.report, self.say
        if self.fault:
            return Text(clean(self.fault), style=self.get_component_rich_style("totals--fault", partial=True))
        if report is None:
            return Text(
                say("loading"),
                style=self.get_component_rich_style("totals--muted", "totals--fault", partial=True),
            )
        from tracker.money import half_up

        time = Fraction(report.days_passed, report.days_of_year)
        rate = report.total.execution_rate or Fraction(0)
        text = Text(no_wrap=True, overflow="crop")
        paid = "totals--filled" if rate >= time else "totals--late"
        difference = say(
            "totals.ahead" if rate >= time else "totals.behind", points=half_up(abs(rate - time) * 100)
        )
        self._bar(
            text, f"{say('totals.execution')} {half_up(rate * 100):>6}%", rate, paid, f" {difference}\n"
        )
        self._bar(
            text,
            f"{say('totals.time')} {half_up(time * 100):>6}%",
            time,
            "totals--time",
            f" {say('totals.days', passed=report.days_passed, days=report.days_of_year)}",
        )
        return text

    def _bar(self, text: Text, label: str, share: Fraction, filled_class: str, after: str) -> None:
        width = max(10, self.size.width - self.LABEL - 24)
        filled, blank = bar(float(share), width)
        text.append(fit(label, self.LABEL))
        mark = "#" if self.app.has_class("-ascii") else " "
        text.append(mark * filled, style=self.get_component_rich_style(filled_class, partial=True))
        text.append(" " * blank, style=self.get_component_rich_style("totals--empty", partial=True))
        text.append(after)

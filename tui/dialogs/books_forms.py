"""Closing a month or the year, and opening it again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from events.values import months_of
from tracker.desk import everything
from tracker.requests import CloseMonth, CloseYear, ReopenMonth, ReopenYear, Request
from tui.dialogs.entry import EntryForm
from tui.widgets.field import FieldSpec

PERIOD_REFUSALS = dict.fromkeys(
    ("period_unreadable", "period_outside_year", "month_closed_already", "month_not_closed",
     "year_closed_already", "year_not_closed"), "period",
)  # fmt: skip


class _BooksForm(EntryForm):
    """A month, or the year."""

    def is_year(self, period: str) -> bool:
        """Whether the year is meant."""
        return period == str(self.tracker.ledger.year)

    def live(self, typed: Mapping[str, str]) -> list[tuple[str, str]]:
        """What is closed already."""
        with everything(self.tracker) as (_, view):
            closed = [
                month[5:] for month in months_of(self.tracker.ledger.year) if month in view.closed_months
            ]
            year = view.year_closed
        if year:
            return [("warning", self.say("live.year_closed", year=self.tracker.ledger.year))]
        months = " ".join(closed) or self.say("none")
        return [("plain", self.say("live.closed", months=months))]


class BooksClosingForm(_BooksForm):
    """Nothing is recorded in the month any more, but with a reason why it comes late."""

    NAME = "books_closing"
    FIELDS = (FieldSpec("period", "period", required=True), FieldSpec("note", habits=True))
    FIELD_OF_REFUSAL = PERIOD_REFUSALS

    def defaults(self) -> dict[str, str]:
        """The month before today's."""
        return {"period": f"{self.tracker.ledger.year}-{max(1, int(self.tracker.today()[5:7]) - 1):02d}"}

    def request(self, values: dict[str, Any]) -> Request:
        """Close it."""
        if self.is_year(values["period"]):
            return CloseYear(note=values["note"])
        return CloseMonth(month=values["period"], note=values["note"])


class BooksReopeningForm(_BooksForm):
    """Open again what was closed, for a reason."""

    NAME = "books_reopening"
    FIELDS = (FieldSpec("period", "period", required=True), FieldSpec("reason", required=True, habits=True))
    FIELD_OF_REFUSAL = {**PERIOD_REFUSALS, "text_missing": "reason"}

    def request(self, values: dict[str, Any]) -> Request:
        """Open it."""
        if self.is_year(values["period"]):
            return ReopenYear(reason=values["reason"])
        return ReopenMonth(month=values["period"], reason=values["reason"])

"""What people type on the command line, read: amounts, dates, months, figures, counts, instants."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import click

from tracker.cli.invocation import Invocation
from tracker.labels import Words


def words_of(ctx: click.Context | None) -> Words:
    """The words of the invocation that reads the option."""
    invocation = ctx.find_object(Invocation) if ctx else None
    assert invocation is not None, "every command runs with an invocation"
    return invocation.words


class Amount(click.ParamType[int]):
    """Money as people type it, in fen."""

    name = "amount"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Fen; fails for what is no amount, negative, or more precise than a fen."""
        from tracker.money import UnreadableAmount, parse_amount

        if isinstance(value, int):
            return value
        try:
            return parse_amount(value)
        except UnreadableAmount as error:
            self.fail(words_of(ctx)(f"error.amount.{error.reason}", text=value), param, ctx)


class Date(click.ParamType[str]):
    """A calendar date."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """An ISO date; fails for what is none."""
        from events.values import InvalidValue, parse_date

        try:
            return parse_date(value)
        except InvalidValue:
            self.fail(words_of(ctx)("error.date", text=value), param, ctx)


class Month(click.ParamType[str]):
    """A month."""

    name = "month"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """``YYYY-MM``; fails for what is none."""
        from events.values import InvalidValue, parse_month

        try:
            return parse_month(value)
        except InvalidValue:
            self.fail(words_of(ctx)("error.month", text=value), param, ctx)


class Period(click.ParamType[str]):
    """A month or a year."""

    name = "period"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """``YYYY-MM`` or ``YYYY``; fails for what is neither."""
        if re.fullmatch(r"(19|20|21)[0-9]{2}", value):
            return str(value)
        return MONTH.convert(value, param, ctx)


class Count(click.ParamType[int]):
    """A number of people or lines."""

    name = "count"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """A whole number of 0 or more; fails for what is none."""
        from tracker.money import half_width

        if isinstance(value, int):
            return value
        plain = half_width(value).replace(",", "")
        if not re.fullmatch(r"[0-9]{1,9}", plain):
            self.fail(words_of(ctx)("error.count", text=value), param, ctx)
        return int(plain)


class LineNumbers(click.ParamType[tuple[int, ...]]):
    """Lines of a list, with commas between them."""

    name = "lines"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[int, ...]:
        """The numbers in order, each once; fails for what is none."""
        from tracker.rosters.cells import line_numbers

        if isinstance(value, tuple):
            return value
        try:
            return line_numbers(value)
        except ValueError:
            self.fail(words_of(ctx)("error.lines", text=value), param, ctx)


class Figure(click.ParamType[tuple[str, str | None]]):
    """A figure with or without its unit."""

    name = "figure"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, str | None]:
        """The exact decimal and the unit typed with it; fails for what is no figure."""
        from tracker.ratios import UnreadableFigure, parse_figure

        if isinstance(value, tuple):
            return value
        try:
            return parse_figure(value)
        except UnreadableFigure:
            self.fail(words_of(ctx)("error.figure", text=value), param, ctx)


class Instant(click.ParamType[str]):
    """A moment, in the log's form."""

    name = "instant"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """``YYYY-MM-DDTHH:MM:SS.ffffffZ``; a time without a zone is Shanghai's; fails for what is none."""
        from tracker.clock import SHANGHAI

        try:
            moment = dt.datetime.fromisoformat(value)
        except ValueError:
            self.fail(words_of(ctx)("error.instant", text=value), param, ctx)
        if len(value) == 10:
            moment = moment.replace(hour=23, minute=59, second=59, microsecond=999_999)
        zoned = moment if moment.tzinfo else moment.replace(tzinfo=SHANGHAI)
        return zoned.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


AMOUNT, DATE, MONTH, PERIOD, COUNT, LINES, FIGURE, INSTANT = (
    Amount(), Date(), Month(), Period(), Count(), LineNumbers(), Figure(), Instant()
)  # fmt: skip

"""Opening and closing the books: the ledger itself, its months and its year, and the rules in force."""

from __future__ import annotations

import msgspec


class LedgerOpened(msgspec.Struct, frozen=True):
    """The officer opens the books of one unit for one fiscal year. Always position 1 of its ledger."""

    unit: str
    name: str
    year: int


class MonthClosed(msgspec.Struct, frozen=True):
    """The officer closes a month (``YYYY-MM``): nothing dated in it is recorded any more, unless said to be late."""

    month: str
    note: str | None = None


class MonthReopened(msgspec.Struct, frozen=True):
    """A closed month is opened again, for the reason given."""

    month: str
    reason: str


class YearClosed(msgspec.Struct, frozen=True):
    """The officer closes the fiscal year: no fact is recorded any more, unless said to be late."""

    note: str | None = None


class YearReopened(msgspec.Struct, frozen=True):
    """The closed year is opened again, for the reason given."""

    reason: str


class RuleSetChosen(msgspec.Struct, frozen=True):
    """The named rule set a form was scored by from here on; ``sha256`` is that of its canonical data."""

    name: str
    version: str
    sha256: str
    definition: str | msgspec.UnsetType = msgspec.UNSET
    """That data as JSON, so that the log alone can score again; absent in events written without it."""


class SettingChanged(msgspec.Struct, frozen=True, kw_only=True):
    """The officer gives a rule of this ledger another figure: a deadline, a pay day, a threshold of the alerts.

    ``value`` None goes back to the program's default; ``previous`` is the figure in force before. It holds from
    its day on, and never for a month whose deadline had passed by then.
    """

    name: str
    value: str | None
    previous: str
    reason: str | None = None

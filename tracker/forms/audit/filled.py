"""A filled self-evaluation form as the auditor sees it: every figure with the cell it stands in."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from tracker.forms.audit.grid import Printed

FormLayout = Literal["national", "hebei", "sichuan", "json"]
NOTHING = Printed()


@dataclass(frozen=True)
class Figured:
    """A number and the cell it was read from."""

    number: Fraction | None = None
    cell: str = ""
    text: str = ""


BLANK = Figured()


@dataclass(frozen=True)
class Extent:
    """Rows of one form: from its title to before the next one, and its indicator headers."""

    first: int
    last: int
    headers: tuple[int, ...]


@dataclass(frozen=True)
class MoneyRow:
    """One row of the money table."""

    label: str
    total: bool
    nested: bool = False
    """Part of the row before it (其中, second level), not of the total."""
    initial: Figured = BLANK
    adjusted: Figured = BLANK
    executed: Figured = BLANK
    cell: str = ""


@dataclass(frozen=True)
class Execution:
    """How the form scores its execution: weight, printed rate (percent) and points."""

    weight: Figured = BLANK
    rate: Figured = BLANK
    score: Figured = BLANK
    folded: Figured = BLANK
    reason: Printed = NOTHING


@dataclass(frozen=True)
class FilledRow:
    """One indicator as filled in."""

    level1: str
    level2: str
    level3: str
    sign: str
    target: Printed
    unit: str
    actual: Printed
    full: Figured
    """Hebei: the points the single score counts from (指标分值)."""
    weight: Figured
    score: Figured
    folded: Figured
    reason: Printed
    cell: str
    subject: str | None = None
    """The indicator's code, in our own JSON."""
    parts: tuple[Fraction, Fraction] | None = None
    """Numerator and denominator, in our own JSON."""


@dataclass(frozen=True)
class FilledForm:
    """One form: a sheet may hold several."""

    sheet: str | None
    layout: FormLayout
    name: str
    """The project's name as printed."""
    money: tuple[MoneyRow, ...]
    execution: Execution | None
    rows: tuple[FilledRow, ...]
    total: Figured
    weight_total: Figured
    grade: Printed
    has_score: bool
    has_weight: bool
    has_reason: bool
    has_actual: bool
    has_folded: bool
    cell: str
    """Where the form begins."""
    rules: str | None = None
    """The rule set the form names, if it does."""
    subject: str | None = None
    others: tuple[Figured, ...] = ()
    """Scores of tables above the indicators (项目决策, 项目管理), which count in the total."""

    @property
    def total_row(self) -> MoneyRow | None:
        """The money table's total row."""
        return next((row for row in self.money if row.total), None)

    @property
    def execution_points(self) -> Figured:
        """The points of the execution rate: the folded ones where the form folds its scores."""
        if self.execution is None:
            return BLANK
        return self.execution.folded if self.has_folded else self.execution.score

    @property
    def source_rows(self) -> tuple[MoneyRow, ...]:
        """The rows that should add up to the total."""
        return tuple(row for row in self.money if not row.total and not row.nested)

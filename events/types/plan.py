"""The plan as events: what the bureau promised for the year, and every later change of it.

Adopting a plan records one :class:`PlanAdopted` followed by one event per budget line, department
indicator, project and indicator, all in one transaction. A revision records only what changed.
"""

from __future__ import annotations

from typing import Literal

import msgspec

Comparator = Literal[">=", "<=", "=", ">", "<"]
Source = Literal[
    "people_on_time",
    "amount_on_time",
    "payment_rate",
    "funds_arrival",
    "spending",
    "per_person",
    "ratio",
    "value",
    "band",
]
Period = Literal["month", "year"]
Rollup = Literal["sum", "latest", "ratio_of_sums", "none"]


class Target(msgspec.Struct, frozen=True):
    """What an indicator has to reach: a comparator and an exact decimal with its unit, or a qualitative text.

    ``value`` is a decimal without trailing zeros in which 万 and 亿 are folded (``≤249万元`` is ``2490000`` 元);
    a percentage keeps its printed figure (``≥95%`` is ``95`` with unit ``%``). ``text`` is the qualitative
    wording, and then the other three are None.
    """

    comparator: Comparator | None = None
    value: str | None = None
    unit: str | None = None
    text: str | None = None


class Place(msgspec.Struct, frozen=True):
    """Where something stands in a document: lines counted from 1, or a cell such as ``Sheet1!B7``."""

    line: int | None = None
    end_line: int | None = None
    cell: str | None = None


class PlanAdopted(msgspec.Struct, frozen=True):
    """The officer adopts the plan from its published document, or a revision of it. Says how much follows.

    ``unit``, ``name`` and ``year`` are what the document calls itself; None where it does not say.
    """

    document: str
    sha256: str
    projects: int
    indicators: int
    department_indicators: int
    revision: bool = False
    unit: str | None = None
    name: str | None = None
    year: int | None = None


class BudgetLinePlanned(msgspec.Struct, frozen=True):
    """One figure of the department's budget as printed, and what the other figures prove where that is wrong.

    ``number`` counts the lines from 1 in document order and identifies the line in a revision.
    """

    number: int
    name: str
    amount_fen: int | None
    corrected_fen: int | None = None
    where: Place = Place()


class BudgetLineWithdrawn(msgspec.Struct, frozen=True):
    """A revision of the plan no longer has this budget line."""

    number: int


class DepartmentIndicatorPlanned(msgspec.Struct, frozen=True):
    """An indicator of one of the department's goals (``D1.01``), or its new wording in a revision."""

    indicator: str
    goal: str
    name: str
    target: Target
    where: Place = Place()


class ProjectPlanned(msgspec.Struct, frozen=True):
    """A project with its goal, and its budget where the document prints one; a revision records it anew."""

    project: str
    name: str | None
    goal: str
    total_fen: int | None = None
    fiscal_fen: int | None = None
    other_fen: int | None = None
    where: Place = Place()
    finance_code: str | msgspec.UnsetType = msgspec.UNSET
    """The code the finance bureau gave it (项目编码), where the document prints one."""
    spending_plan: tuple[str, ...] | msgspec.UnsetType = msgspec.UNSET
    """Percent of the budget to be paid by the end of March, June, October and December (资金支出计划), cumulative."""


class IndicatorPlanned(msgspec.Struct, frozen=True, kw_only=True):
    """One row of a project's indicator table, or its new wording in a revision (same code).

    ``source``, ``period`` and ``rollup`` say where the actual value comes from; ``confirmed`` is False while
    they are only the importer's proposal and ``confidence`` its certainty in percent.
    """

    indicator: str
    level1: str
    level2: str
    level3: str
    definition: str
    target: Target
    basis: str
    source: Source
    period: Period
    rollup: Rollup
    weight: str | None = None
    confirmed: bool = False
    confidence: int = 0
    where: Place = Place()


class IndicatorTargetChanged(msgspec.Struct, frozen=True):
    """A revision gives an indicator another target from this event's date on; earlier reports keep the old one."""

    indicator: str
    target: Target
    document: str | None = None


class IndicatorMeasureChosen(msgspec.Struct, frozen=True):
    """Somebody confirms or changes where an indicator's value comes from, and when it must be in.

    ``deadline`` is ``month_end``, ``day:15``, ``working_day:5`` (of the next month) or ``before_pay_day:3``
    (working days); ``default`` goes back to the ledger's setting, None leaves it as it is.
    """

    indicator: str
    source: Source
    period: Period
    rollup: Rollup
    deadline: str | None = None


class IndicatorRetired(msgspec.Struct, frozen=True):
    """A revision no longer has this indicator; its measurements stay in the log and in earlier reports."""

    indicator: str


class ProjectRetired(msgspec.Struct, frozen=True):
    """A revision no longer has this project; its money stays in the log and in the totals."""

    project: str


class FindingAccepted(msgspec.Struct, frozen=True):
    """Somebody has looked at a contradiction of the plan and lives with it, for the reason in ``note``."""

    code: str
    subject: str
    note: str


class ContradictionPlace(msgspec.Struct, frozen=True):
    """One of the places a contradiction speaks of: lines of the document, a cell, a project's or indicator's code."""

    line: int | None = None
    end_line: int | None = None
    cell: str | None = None
    subject: str | None = None


class PlanContradictionFound(msgspec.Struct, frozen=True, kw_only=True):
    """The reader found that the adopted document contradicts itself where only its prose shows it.

    Kept so that the plan can be checked again without the document; a new adoption starts the list afresh.
    """

    code: str
    kind: str
    severity: str
    message: str
    message_en: str
    where: tuple[ContradictionPlace, ...] = ()

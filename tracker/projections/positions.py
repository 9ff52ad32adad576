"""Where a project's money stands: granted, arrived, paid, come back — in all, by month, by source.

Everything is whole fen and additive, so undoing a fact is applying it with the sign turned round.
"""

from __future__ import annotations

from fractions import Fraction

import msgspec

from events.types.budget import AppropriationRecorded, ReceiptRecorded
from events.types.payments import DisbursementRecorded, PaymentRequested, ReturnRecorded
from events.types.rosters import RosterImported, RosterResultRecorded
from events.values import last_day_of, month_of


class MonthMoney(msgspec.Struct):
    """What moved in one month, by the date it took effect, in fen."""

    appropriated: int = 0
    received: int = 0
    disbursed: int = 0
    returned: int = 0


class SourceMoney(msgspec.Struct):
    """What moved of one source of funds, in fen."""

    initial: int = 0
    appropriated: int = 0
    carryover: int = 0
    received: int = 0
    disbursed: int = 0


class DueMonth(msgspec.Struct):
    """The payments due in one month: what was due, and what of it was paid when. Money in fen.

    ``amount_on_time`` is what was paid no later than its due date and has not come back.
    ``people_paid_on`` counts people by the day they were paid; ``people_amount`` is the money paid with them.
    """

    payments: int = 0
    amount_due: int = 0
    amount_on_time: int = 0
    amount_paid: int = 0
    people_due: int = 0
    people_amount: int = 0
    people_paid_on: dict[str, int] = {}

    def people_paid_by(self, day: str) -> int:
        """People paid no later than that day."""
        return sum(people for paid_on, people in self.people_paid_on.items() if paid_on <= day)

    @property
    def people_paid(self) -> int:
        """People paid, whenever that was."""
        return sum(self.people_paid_on.values())


class Reservation(msgspec.Struct, frozen=True):
    """What an open payment request keeps from being spent otherwise, and the last day it does."""

    amount_fen: int
    until: str


class ProjectMoney(msgspec.Struct):
    """One project's money for the year, in fen."""

    initial: int = 0
    supplement: int = 0
    reduction: int = 0
    transfer_in: int = 0
    transfer_out: int = 0
    carryover: int = 0
    received: int = 0
    paid: int = 0
    returned: int = 0
    payments: int = 0
    months: dict[str, MonthMoney] = {}
    due: dict[str, DueMonth] = {}
    sources: dict[str, SourceMoney] = {}
    categories: dict[str, int] = {}
    reservations: dict[str, Reservation] = {}

    @property
    def adjusted(self) -> int:
        """The adjusted appropriation (全年预算数)."""
        return (
            self.initial
            + self.supplement
            + self.carryover
            + self.transfer_in
            - self.reduction
            - self.transfer_out
        )

    @property
    def disbursed(self) -> int:
        """Paid, net of what came back."""
        return self.paid - self.returned

    @property
    def balance(self) -> int:
        """What may still be paid."""
        return self.adjusted - self.disbursed

    @property
    def execution_rate(self) -> Fraction | None:
        """Disbursed ÷ adjusted appropriation; None without an appropriation."""
        return Fraction(self.disbursed, self.adjusted) if self.adjusted else None

    @property
    def reserved(self) -> int:
        """What all payment requests kept here reserve."""
        return sum(kept.amount_fen for kept in self.reservations.values())

    def reserved_on(self, day: str, *, besides: str | None = None) -> int:
        """What open payment requests (but one) keep back on a day; those of an earlier month have lapsed."""
        return sum(
            kept.amount_fen
            for request, kept in self.reservations.items()
            if kept.until >= day and request != besides
        )

    def appropriated_through(self, month: str) -> int:
        """Adjusted appropriation up to the end of a month."""
        return sum(money.appropriated for key, money in self.months.items() if key <= month)

    def received_through(self, month: str) -> int:
        """Receipts up to the end of a month."""
        return sum(money.received for key, money in self.months.items() if key <= month)

    def disbursed_through(self, month: str) -> int:
        """Disbursed net of returns up to the end of a month."""
        return sum(money.disbursed - money.returned for key, money in self.months.items() if key <= month)

    def month(self, date: str) -> MonthMoney:
        """The month a date lies in, made if it is new."""
        return self.months.setdefault(month_of(date), MonthMoney())

    def due_month(self, due_on: str) -> DueMonth:
        """The month a payment's due date lies in, made if it is new."""
        return self.due.setdefault(month_of(due_on), DueMonth())

    def source(self, name: str) -> SourceMoney:
        """One source of funds, made if it is new."""
        return self.sources.setdefault(name, SourceMoney())


MoneyByProject = dict[str, ProjectMoney]


def appropriate(money: MoneyByProject, fact: AppropriationRecorded, on: str, sign: int) -> None:
    """Grant, take away or move money; ``sign`` is 1, or -1 to undo, and ``on`` when it takes effect."""
    amount = sign * fact.amount_fen
    project = money.setdefault(fact.project, ProjectMoney())
    change = amount
    match fact.kind:
        case "initial":
            project.initial += amount
            project.source(fact.source).initial += amount
        case "supplement":
            project.supplement += amount
        case "carryover":
            project.carryover += amount
            project.source(fact.source).carryover += amount
        case "reduction":
            project.reduction += amount
            change = -amount
        case "transfer":
            project.transfer_out += amount
            change = -amount
            _transfer_in(money, fact, on, amount)
    project.month(on).appropriated += change
    project.source(fact.source).appropriated += change


def _transfer_in(money: MoneyByProject, fact: AppropriationRecorded, on: str, amount: int) -> None:
    assert fact.to_project is not None, "a transfer names the project it goes to"
    to = money.setdefault(fact.to_project, ProjectMoney())
    to.transfer_in += amount
    to.month(on).appropriated += amount
    to.source(fact.source).appropriated += amount


def receive(money: MoneyByProject, fact: ReceiptRecorded, on: str, sign: int) -> None:
    """Money arrived."""
    project = money.setdefault(fact.project, ProjectMoney())
    amount = sign * fact.amount_fen
    project.received += amount
    project.month(on).received += amount
    project.source(fact.source).received += amount


def disburse(money: MoneyByProject, fact: DisbursementRecorded, paid_on: str, on: str, sign: int) -> None:
    """Money was paid on ``paid_on``; ``on`` is when the record (or its undoing) takes effect."""
    project = money.setdefault(fact.project, ProjectMoney())
    amount = sign * fact.amount_fen
    _pay(project, amount, on, fact.source, fact.category)
    project.payments += sign
    due = project.due_month(fact.due_on)
    due.payments += sign
    due.amount_paid += amount
    if fact.reissue_of is None:
        due.amount_due += amount
        due.people_due += sign * (fact.people_due or 0)
    if paid_on <= fact.due_on:
        due.amount_on_time += amount
    if fact.people_paid is not None:
        _count_people(due, paid_on, sign * fact.people_paid)
        due.people_amount += amount


def reserve(money: MoneyByProject, fact: PaymentRequested, request: str, on: str) -> None:
    """Keep an amount back for a payment request, until its month is over."""
    project = money.setdefault(fact.project, ProjectMoney())
    project.reservations[request] = Reservation(fact.amount_fen, last_day_of(month_of(on)))


def release(money: MoneyByProject, project: str, request: str) -> None:
    """Keep nothing back for a request any more."""
    money.setdefault(project, ProjectMoney()).reservations.pop(request, None)


def come_back(money: MoneyByProject, fact: ReturnRecorded, on: str, sign: int) -> None:
    """Money that was paid came back: from now on it is not paid, but it was due all the same."""
    project = money.setdefault(fact.project, ProjectMoney())
    amount = sign * fact.amount_fen
    _give_back(project, amount, on, fact.source, fact.category)
    due = project.due_month(fact.due_on)
    due.amount_paid -= amount
    if fact.paid_on <= fact.due_on:
        due.amount_on_time -= amount
    if fact.people is not None:
        _count_people(due, fact.paid_on, -sign * fact.people)
        due.people_amount -= amount


def list_roster(money: MoneyByProject, fact: RosterImported, sign: int) -> None:
    """A list of recipients says what is due; it pays nothing."""
    due = money.setdefault(fact.project, ProjectMoney()).due_month(fact.due_on)
    due.payments += sign
    due.amount_due += sign * fact.amount_due_fen
    due.people_due += sign * fact.people_due


def settle_roster(
    money: MoneyByProject, fact: RosterResultRecorded, sign: int, on: str | None = None
) -> None:
    """The bank's result: money left on the bank's own dates, and some of it came back.

    ``on`` overrides those dates where the result is undone.
    """
    project = money.setdefault(fact.project, ProjectMoney())
    due = project.due_month(fact.due_on)
    for paid in fact.paid:
        amount = sign * paid.amount_fen
        _pay(project, amount, on or paid.on, None, None)
        due.amount_paid += amount
        due.people_amount += amount
        if paid.on <= fact.due_on:
            due.amount_on_time += amount
        _count_people(due, paid.on, sign * paid.people)
    for back in fact.returned:
        amount = sign * back.amount_fen
        _give_back(project, amount, on or back.on, None, None)
        due.amount_paid -= amount
        due.people_amount -= amount
        if back.paid_on <= fact.due_on:
            due.amount_on_time -= amount
        _count_people(due, back.paid_on, -sign * back.people)


def _pay(project: ProjectMoney, amount: int, on: str, source: str | None, category: str | None) -> None:
    project.paid += amount
    project.month(on).disbursed += amount
    _spend(project, amount, source, category)


def _give_back(project: ProjectMoney, amount: int, on: str, source: str | None, category: str | None) -> None:
    project.returned += amount
    project.month(on).returned += amount
    _spend(project, -amount, source, category)


def _spend(project: ProjectMoney, amount: int, source: str | None, category: str | None) -> None:
    if source is not None:
        project.source(source).disbursed += amount
    if category is not None:
        project.categories[category] = project.categories.get(category, 0) + amount


def _count_people(due: DueMonth, day: str, people: int) -> None:
    count = due.people_paid_on.get(day, 0) + people
    if count:
        due.people_paid_on[day] = count
    else:
        due.people_paid_on.pop(day, None)

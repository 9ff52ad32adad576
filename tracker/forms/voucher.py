"""A payment's voucher, for filing with the paper: as text and as a sheet, the amount in capitals as banks want it."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from events.catalogue import decode_raw
from events.envelope import RecordedEvent
from events.types.budget import ReceiptRecorded
from events.types.corrections import EventReversed
from events.types.payments import DisbursementRecorded, ReturnRecorded
from events.types.rosters import RosterResultRecorded
from tracker.decisions.state import Refusal, State
from tracker.labels import Words
from tracker.money import grouped_yuan, yuan
from tracker.service import Tracker


class Voucher(NamedTuple):
    """What a voucher says. ``amount_fen`` is below zero where money came back or a record was undone (红字)."""

    title: str
    """The label of its kind: ``voucher.payment`` and its kin."""
    ledger: str
    unit: str
    project: str
    project_name: str
    number: str | None
    date: str
    amount_fen: int
    people: int | None
    payee: str | None
    due_on: str | None
    source: str | None
    classification: str | None
    note: str | None
    position: int
    event: str
    hash: str
    actor: str
    recorded_at: str


def voucher_of(tracker: Tracker, reference: str) -> Voucher:
    """The voucher of a payment, a return, a bank's result, a receipt, or the reversal of one of them."""
    with tracker.reading() as (log, view):
        event = State(view, log, tracker.today()).event(reference)
        project = getattr(_bottom(event), "project", "")
        row = view.plan.projects.get(project) or view.plan.retired_projects.get(project)
        name = (row.name or row.goal) if row else ""
        return _voucher(event, view.name, name)


def capitals(fen: int) -> str:
    """An amount in Chinese capitals: ``人民币壹佰元整``; one below zero is marked 负."""
    from cn2an import an2cn

    return f"人民币{'负' if fen < 0 else ''}{an2cn(yuan(abs(fen)), 'rmb')}"


def voucher_rows(voucher: Voucher, words: Words) -> list[tuple[str, str]]:
    """Its lines in order, label and text, without what is empty."""
    people = None if voucher.people is None else str(voucher.people)
    rows = [
        ("unit", voucher.unit),
        ("ledger", voucher.ledger),
        ("number", voucher.number),
        ("date", voucher.date),
        ("project", f"{voucher.project} {voucher.project_name}"),
        ("payee", voucher.payee),
        ("amount", f"{grouped_yuan(voucher.amount_fen)} {words('unit.元').strip()}"),
        ("capitals", capitals(voucher.amount_fen)),
        ("people", people),
        ("due_on", voucher.due_on),
        ("source", words(f"source.{voucher.source}") if voucher.source else None),
        ("classification", voucher.classification),
        ("note", voucher.note),
        ("event", f"{voucher.position}  {voucher.event}"),
        ("hash", voucher.hash),
        ("actor", f"{voucher.actor}  {voucher.recorded_at[:19]}Z"),
    ]
    return [(words(f"voucher.{label}"), text) for label, text in rows if text]


def write_voucher(voucher: Voucher, path: Path, words: Words) -> None:
    """Write the voucher as a sheet to sign; nothing in it is ever a formula."""
    import xlsxwriter

    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet(words(voucher.title)[:31])
        title = book.add_format({"bold": True, "font_size": 16, "align": "center"})
        label = book.add_format({"border": 1, "bg_color": "#EEEEEE", "valign": "vcenter"})
        text = book.add_format({"border": 1, "text_wrap": True, "valign": "vcenter"})
        sheet.set_column(0, 0, 18)
        sheet.set_column(1, 1, 70)
        sheet.merge_range(0, 0, 0, 1, words(voucher.title), title)
        rows = [*voucher_rows(voucher, words), (words("voucher.signed"), words("voucher.signers"))]
        for number, (name, said) in enumerate(rows, 2):
            sheet.write_string(number, 0, name, label)
            sheet.write_string(number, 1, said, text)
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 1)


def _bottom(event: RecordedEvent) -> object:
    fact = event.fact
    if isinstance(fact, EventReversed):
        return decode_raw(fact.original.type, fact.original.version, fact.original.payload)
    return fact


def _voucher(event: RecordedEvent, unit: str, project_name: str) -> Voucher:
    fact = _bottom(event)
    if not isinstance(fact, DisbursementRecorded | ReturnRecorded | RosterResultRecorded | ReceiptRecorded):
        raise Refusal("no_voucher", type=event.type, position=event.position)
    reversal = event.fact if isinstance(event.fact, EventReversed) else None
    sign = -1 if reversal is not None and reversal.effect == "undo" else 1
    title, amount_fen, people = _moved(fact)
    return Voucher(
        title="voucher.reversal" if reversal is not None else title,
        ledger=event.ledger,
        unit=unit,
        project=fact.project,
        project_name=project_name,
        number=getattr(fact, "voucher", None) or getattr(fact, "document", None),
        date=event.occurred_on,
        amount_fen=sign * amount_fen,
        people=people,
        payee=getattr(fact, "payee", None),
        due_on=getattr(fact, "due_on", None),
        source=getattr(fact, "source", None),
        classification=getattr(fact, "classification", None),
        note=reversal.reason if reversal is not None else getattr(fact, "note", None),
        position=event.position,
        event=event.id,
        hash=event.hash,
        actor=event.actor,
        recorded_at=event.recorded_at,
    )


def _moved(
    fact: DisbursementRecorded | ReturnRecorded | RosterResultRecorded | ReceiptRecorded,
) -> tuple[str, int, int | None]:
    """The kind of voucher, the money as its sign says, and the people."""
    match fact:
        case DisbursementRecorded():
            return "voucher.payment", fact.amount_fen, fact.people_paid
        case ReturnRecorded():
            return "voucher.return", -fact.amount_fen, fact.people
        case ReceiptRecorded():
            return "voucher.receipt", fact.amount_fen, None
        case RosterResultRecorded():
            back = sum(part.amount_fen for part in fact.returned)
            people = sum(part.people for part in fact.paid) - sum(part.people for part in fact.returned)
            return "voucher.roster", sum(part.amount_fen for part in fact.paid) - back, people

"""Opening an entry form over whatever is shown, and saying what became of it."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, Any

from textual.app import App

from tui.session import Session

if TYPE_CHECKING:
    from tracker.service import Outcome
    from tui.dialogs.dialog import Dialog

FORMS = {
    "disbursement": ("tui.dialogs.payment_forms", "DisbursementForm"),
    "returned": ("tui.dialogs.payment_forms", "ReturnForm"),
    "appropriation": ("tui.dialogs.budget_forms", "AppropriationForm"),
    "receipt": ("tui.dialogs.budget_forms", "ReceiptForm"),
    "measurement": ("tui.dialogs.indicator_forms", "MeasurementForm"),
    "deviation": ("tui.dialogs.indicator_forms", "DeviationForm"),
    "reason": ("tui.dialogs.indicator_forms", "ReasonForm"),
    "reversal": ("tui.dialogs.correction_forms", "ReversalForm"),
    "payment_request": ("tui.dialogs.request_forms", "PaymentRequestForm"),
    "posting": ("tui.dialogs.request_forms", "PostingForm"),
    "withdrawal": ("tui.dialogs.request_forms", "WithdrawalForm"),
    "books_closing": ("tui.dialogs.books_forms", "BooksClosingForm"),
    "books_reopening": ("tui.dialogs.books_forms", "BooksReopeningForm"),
    "requests": ("tui.dialogs.listing", "RequestsDialog"),
    "books": ("tui.dialogs.listing", "BooksDialog"),
    "roster": ("tui.lists.forms", "RosterForm"),
    "bank_result": ("tui.lists.forms", "BankResultForm"),
    "rows": ("tui.lists.rows", "RowsForm"),
    "resolution": ("tui.lists.resolution", "ResolutionForm"),
    "acknowledgement": ("tui.dialogs.correction_forms", "AcknowledgementForm"),
    "measure": ("tui.dialogs.plan_forms", "MeasureForm"),
    "acceptance": ("tui.dialogs.plan_forms", "AcceptanceForm"),
    "setting": ("tui.dialogs.setting_forms", "SettingForm"),
    "setting_reset": ("tui.dialogs.setting_forms", "SettingResetForm"),
    "evidence_file": ("tui.dialogs.evaluation_forms", "EvidenceForm"),
    "evaluation_reopening": ("tui.dialogs.evaluation_forms", "ReopeningForm"),
    "handing_over": ("tui.dialogs.correction_forms", "HandingOverForm"),
}


def open_form(
    app: App[Any], session: Session, name: str, then: Callable[[], None] | None = None, /, **start: str
) -> None:
    """Open a form, unless the past is looked at or there is no ledger yet; ``undo`` reverses one's own last record.

    ``then`` is called when something has been recorded.
    """
    tracker = session.tracker
    if tracker is None or (name == "rows" and session.row_files is None):
        return
    if session.read_only:
        app.notify(session.say("form.read_only"), severity="warning", markup=False)
        return
    if name == "undo":
        if session.last_recorded is None:
            app.notify(session.say("undo.nothing"), markup=False)
            return
        name, start = "reversal", {"of": str(session.last_recorded)}
    module, cls = FORMS[name]
    form: Dialog[Outcome | None] = getattr(import_module(module), cls)(session, tracker, **start)

    def done(outcome: Outcome | None) -> None:
        from tracker.projections.folding import REVERSIBLE

        if outcome is None:
            return
        word = "said.repeated" if outcome.repeated else "form.recorded"
        event = outcome.event
        kind = session.say(f"event.{event.type}")
        told = session.say(word, position=event.position, type=kind, on=event.occurred_on)
        if isinstance(event.fact, REVERSIBLE):
            session.last_recorded = event.position
            told = f"{told}  {session.say('undo.offer')}"
        app.notify(told, markup=False)
        for warning in warnings_of(session, outcome):
            app.notify(warning, severity="warning", markup=False)
        app.look()  # type: ignore[attr-defined]
        if then is not None:
            then()

    app.push_screen(form, done)


def warnings_of(session: Session, outcome: Outcome) -> list[str]:
    """The sentences of what was recorded all the same."""
    from tracker.sentences import notice_sentence

    return [notice_sentence(session.say, notice) for notice in outcome.warnings]

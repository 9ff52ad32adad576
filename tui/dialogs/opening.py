"""Opening an entry form over whatever is shown, and saying what became of it."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from textual.app import App

from tui.session import Session

if TYPE_CHECKING:
    from tracker.service import Outcome
    from tui.dialogs.form import Form

FORMS = {
    "disbursement": ("tui.dialogs.payment_forms", "DisbursementForm"),
    "returned": ("tui.dialogs.payment_forms", "ReturnForm"),
    "appropriation": ("tui.dialogs.budget_forms", "AppropriationForm"),
    "receipt": ("tui.dialogs.budget_forms", "ReceiptForm"),
    "measurement": ("tui.dialogs.indicator_forms", "MeasurementForm"),
    "deviation": ("tui.dialogs.indicator_forms", "DeviationForm"),
    "reversal": ("tui.dialogs.correction_forms", "ReversalForm"),
    "roster": ("tui.lists.forms", "RosterForm"),
    "bank_result": ("tui.lists.forms", "BankResultForm"),
    "resolution": ("tui.lists.resolution", "ResolutionForm"),
    "acknowledgement": ("tui.dialogs.correction_forms", "AcknowledgementForm"),
    "measure": ("tui.dialogs.plan_forms", "MeasureForm"),
    "acceptance": ("tui.dialogs.plan_forms", "AcceptanceForm"),
    "evidence_file": ("tui.dialogs.evaluation_forms", "EvidenceForm"),
    "evaluation_reopening": ("tui.dialogs.evaluation_forms", "ReopeningForm"),
    "handing_over": ("tui.dialogs.correction_forms", "HandingOverForm"),
}


def open_form(app: App[Any], session: Session, name: str, **start: str) -> None:
    """Open a form, unless the past is looked at or there is no ledger yet."""
    tracker = session.tracker
    if tracker is None:
        return
    if session.read_only:
        app.notify(session.say("form.read_only"), severity="warning", markup=False)
        return
    module, cls = FORMS[name]
    form: Form = getattr(import_module(module), cls)(session, tracker, **start)

    def done(outcome: Outcome | None) -> None:
        if outcome is None:
            return
        word = "said.repeated" if outcome.repeated else "form.recorded"
        event = outcome.event
        kind = session.say(f"event.{event.type}")
        app.notify(session.say(word, position=event.position, type=kind, on=event.occurred_on), markup=False)
        for warning in warnings_of(session, outcome):
            app.notify(warning, severity="warning", markup=False)
        app.look()  # type: ignore[attr-defined]

    app.push_screen(form, done)


def warnings_of(session: Session, outcome: Outcome) -> list[str]:
    """The sentences of what was recorded all the same."""
    from tracker.sentences import notice_sentence

    return [notice_sentence(session.say, notice) for notice in outcome.warnings]

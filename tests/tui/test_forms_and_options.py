"""Whatever a command can say about a fact, the desk's form for it can say too."""

from __future__ import annotations

from importlib import import_module

import click
import pytest

from tui.dialogs.form import Form
from tui.dialogs.opening import FORMS

RECORD = ("tracker.cli.record", "record")
COMMANDS = {
    "appropriation": (*RECORD, "appropriation"),
    "receipt": (*RECORD, "receipt"),
    "disbursement": (*RECORD, "disbursement"),
    "returned": (*RECORD, "return"),
    "measurement": (*RECORD, "measurement"),
    "deviation": (*RECORD, "deviation"),
    "reason": (*RECORD, "deviation"),
    "reversal": ("tracker.cli.record", "reverse"),
    "payment_request": ("tracker.cli.payment_request", "request", "new"),
    "posting": ("tracker.cli.payment_request", "request", "post"),
    "withdrawal": ("tracker.cli.payment_request", "request", "cancel"),
    "acknowledgement": ("tracker.cli.oversight", "alerts", "ack"),
    "handing_over": ("tracker.cli.oversight", "alerts", "hand"),
    "books_closing": ("tracker.cli.books", "close"),
    "books_reopening": ("tracker.cli.books", "reopen"),
    "measure": ("tracker.cli.plan", "plan", "set"),
    "acceptance": ("tracker.cli.plan", "plan", "accept"),
    "setting": ("tracker.cli.office_settings", "settings", "set"),
    "setting_reset": ("tracker.cli.office_settings", "settings", "reset"),
    "evidence_file": ("tracker.cli.selfeval", "evidence", "add"),
    "evaluation_reopening": ("tracker.cli.selfeval", "selfeval", "reopen"),
    "roster": ("tracker.cli.roster", "roster", "import"),
    "bank_result": ("tracker.cli.roster", "roster", "result"),
}
FIELDS = {
    "doc": "document", "to": "to_project", "allow-over": "over_reason", "due": "due_on", "paid": "paid_on",
    "sum": "total", "class": "cause",
}  # fmt: skip
"""Our word for an option, where it is another."""

OF_A_FORM = {
    "reversal": {"event": "of"}, "posting": {"event": "request"}, "withdrawal": {"event": "request"},
    "measure": {"source": "value_source", "period": "frequency"}, "handing_over": {"to": "to"},
    "acceptance": {"subject": "finding_subject"}, "evidence_file": {"name": "document_name"},
    "setting": {"name": "setting", "value": "figure"}, "setting_reset": {"name": "setting"},
    "bank_result": {"of": "roster"},
}  # fmt: skip
"""The same, where it is so in one form only."""

ELSEWHERE = {"key", "from", "template", "map"}
"""The form makes its own key; files of facts and their columns have a form and a dialog of their own."""

NOT_THERE = {("disbursement", "on"), ("evidence_file", "on")}
"""A payment counts on the day it is paid; a document is attached on the day it is attached."""


def options_of(module: str, name: str, *names: str) -> set[str]:
    command: click.Command = getattr(import_module(module), name)
    for each in names:
        assert isinstance(command, click.Group)
        found = command.get_command(click.Context(command), each)
        assert found is not None
        command = found
    assert command.params
    return {option.removeprefix("--") for each in command.params for option in each.opts}


def form_of(name: str) -> type[Form]:
    module, cls = FORMS[name]
    form: type[Form] = getattr(import_module(module), cls)
    return form


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_has_a_field(name: str) -> None:
    fields = {spec.name for spec in form_of(name).FIELDS}
    words = FIELDS | OF_A_FORM.get(name, {})
    wanted = {
        words.get(each, each).replace("-", "_")
        for each in options_of(*COMMANDS[name]) - ELSEWHERE
        if (name, each) not in NOT_THERE
    }
    assert wanted <= fields


def test_every_way_to_record_has_a_form() -> None:
    record = import_module(RECORD[0]).record
    told = {command[2] for command in COMMANDS.values() if command[:2] == RECORD}
    assert told == set(record.list_commands(click.Context(record)))
    assert {name for name in FORMS if hasattr(form_of(name), "FIELDS")} - set(COMMANDS) == {
        "rows",
        "resolution",
    }
